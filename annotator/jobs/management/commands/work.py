"""`manage.py work`: a worker for long work, by itself. `manage.py serve` starts one of its own."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from annotator.jobs.working import Ended, Loop, work_off


class Command(BaseCommand):
    help = "Do long work that people ask for on the site. Stop it with Ctrl+C: what it was at is done by the next one."
    # They would load every page of the site; `serve` and `check` ask them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is waiting, then end")
        parser.add_argument("--parent", type=int, help="end when this process is gone (used by `serve`)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{work_off()} done.")
            return
        if hasattr(os, "nice"):
            os.nice(5)  # people at the pages come first
        try:
            Loop(parent=options["parent"]).run()
        except Ended:
            return
