import pytest

from annotator.jobs.asking import ask
from tests.browser.conftest import new_server  # noqa: F401 - the fixtures that start real servers
from tests.factories.people import UserFactory
from tests.jobs.chores import count


@pytest.fixture
def counting():
    """`counting(by, to=3, …)` asks for a job that counts."""

    def asked(by=None, *, study=None, **arguments):
        by = by or UserFactory()
        return ask(count, kind="counting", title="Counting", by=by, study=study, page="/studies/", arguments=arguments)

    return asked
