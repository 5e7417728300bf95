"""What the real servers of these tests are told, in a process of its own."""

from annotator.jobs.asking import ask
from tests.factories.people import UserFactory
from tests.jobs.chores import count


def asked(*jobs):
    """Ask for jobs that count, one person for each; return their ids."""
    people = [UserFactory(username=f"asker-{number}") for number, _ in enumerate(jobs)]
    return [
        ask(count, kind="counting", title="Counting", by=by, arguments=arguments).pk
        for by, arguments in zip(people, jobs, strict=True)
    ]
