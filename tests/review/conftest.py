"""A study with one republished article, two coders' readings and a reviewer; threads."""

import threading

import pytest
from django.db import connection

from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import OutletFactory, make_article
from tests.factories.review import QUOTE, REPUBLISHED, make_original, make_reviewer
from tests.factories.studies import StudyFactory


class Queue:
    """One flagged passage and the people around it."""

    def __init__(self):
        self.study = StudyFactory()
        self.article = make_article("Army says two villages lost.", REPUBLISHED, "Rain fell.", outlet=OutletFactory())
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
def at_once(transactional_db):
    """Run functions in threads at the same moment, each on its own connection; return results or exceptions."""

    def run(*functions):
        gate = threading.Barrier(len(functions))
        results = [None] * len(functions)

        def work(place, function):
            try:
                gate.wait(timeout=10)
                results[place] = function()
            except Exception as trouble:  # noqa: BLE001 - the test looks at it
                results[place] = trouble
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    return run
