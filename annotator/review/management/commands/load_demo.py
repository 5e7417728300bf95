"""Fill an empty instance with the demo study and people to sign in as."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotator.review.demo import Account, load_demo
from annotator.studies.models import Study


class Command(BaseCommand):
    help = "Load the demo study: invented articles, two coders' annotations, cases to decide, and people to sign in as."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="load it although there are studies already")

    def handle(self, *args: Any, **options: Any) -> None:
        if Study.objects.exists() and not options["again"]:
            raise CommandError(
                "There are studies here already, so nothing was loaded. "
                "Add --again to put a demo study with people of its own beside them."
            )
        self.stdout.write("Loading the demo study …")
        study, accounts = load_demo(tell=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"\nLoaded “{study}”. Sign in at {settings.SITE_URL} as one of:\n\n")
        for line in table(accounts):
            self.stdout.write(line)
        self.stdout.write("\nThe passwords were made just now and are shown only this once.")


def table(accounts: list[Account]) -> list[str]:
    """The accounts in aligned columns, without trailing spaces."""
    rows = [("user name", "password", "who")]
    rows += [(one.username, one.password, f"{one.name}, {one.role}") for one in accounts]
    first, second = (max(len(row[n]) for row in rows) for n in (0, 1))
    return [f"  {name:<{first}}   {password:<{second}}   {who}" for name, password, who in rows]
