"""A study with one republished article, two coders' readings and a reviewer, and threads that share a database."""

import sqlite3
import threading

import pytest
from django.db import connection, connections

from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import OutletFactory, make_article
from tests.factories.review import QUOTE, REPUBLISHED, make_original, make_reviewer
from tests.factories.studies import StudyFactory


class Queue:
    """One flagged passage and the people around it."""

    def __init__(self):
        self.study = StudyFactory()
        self.article = make_article(
            "Army says two villages lost.", REPUBLISHED, "Rain fell.", outlet=OutletFactory()
        )
        self.reading = make_reading(study=self.study, article=self.article)
        self.coder = self.reading.coder
        self.annotation = make_annotation(self.reading, QUOTE, **INSERTION)
        self.reviewer = make_reviewer(self.study)

    @property
    def case(self):
        return self.study.cases.get()

    def with_original(self, *texts, **fields):
        return make_original(self.article, *texts, **fields)


@pytest.fixture
def queue(db):
    return Queue()


@pytest.fixture
def at_once(tmp_path, transactional_db):
    """Run functions in threads at the same moment on one real database; return their results or exceptions.

    An in-memory SQLite database cannot be shared between threads as the product's file is, so what the test has
    stored is copied to a file that the threads open with the product's own options.
    """

    def run(*functions):
        path = None
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            path = tmp_path / "shared.sqlite3"
            target = sqlite3.connect(path)
            connection.connection.backup(target)
            target.close()
        gate = threading.Barrier(len(functions))
        results = [None] * len(functions)

        def work(place, function):
            if path is not None:
                own = connections.create_connection("default")
                own.settings_dict = {**own.settings_dict, "NAME": str(path)}
                connections["default"] = own
            try:
                gate.wait(timeout=10)
                results[place] = function()
            except Exception as trouble:  # noqa: BLE001 - the test looks at it
                results[place] = trouble
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    return run
