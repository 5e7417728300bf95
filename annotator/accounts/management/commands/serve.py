"""`manage.py serve`: the production server, in one process that first looks whether the instance is ready, and a worker
for long work beside it."""

import os
import socket
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from annotator.accounts.models import User
from annotator.static_storage import collect_when_changed
from annotator.worker_beside import worker_beside


class Command(BaseCommand):
    help = "Serve the site with the production server. Stop it with Ctrl+C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="SITE_URL follows, unless it is set")
        parser.add_argument("--port", type=int, default=8000, help="SITE_URL follows, unless it is set")
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            help="processes; one serves a group on SQLite, which has one writer at a time anyway",
        )
        parser.add_argument(
            "--threads", type=int, default=4, help="requests at a time in each worker; each holds a connection"
        )
        parser.add_argument("--no-worker", action="store_true", help="long work is done by `manage.py work` elsewhere")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--demo", action="store_true", help="load the demo study into an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        if _site_follows(options["host"], options["port"]):
            self._start_anew()
        _refuse_unsafe_settings()
        _refuse_a_taken_port(options["host"], options["port"])
        prepared = [
            self._bring_up_to_date(migrate=options["migrate"]),
            options["demo"] and self._load_the_demo(),
            collect_when_changed(),
        ]
        if any(prepared):
            # What preparing loaded would stay in the memory of every worker: serve from a new process.
            self._start_anew()
        # Loaded here, a fault stops the start; and forked workers share what is loaded.
        import_module("annotator.wsgi")
        self.stdout.write(f"Annotator is at {_address(options['host'], options['port'])}/ – stop it with Ctrl+C.")
        self.stdout.flush()
        # A forked worker must not share the parent's connection.
        connections.close_all()
        with nullcontext() if options["no_worker"] else worker_beside():
            _serve(options)

    def _start_anew(self) -> None:
        """Become a new process with the environment as it is now, where the system knows how to."""
        if os.name == "posix":
            self.stdout.flush()
            connections.close_all()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves, as we were called

    def _load_the_demo(self) -> bool:
        """Load the demo study into a database without people; say whether it did. It prints its passwords itself."""
        if User.objects.exists() or "load_demo" not in get_commands():
            return False
        call_command("load_demo", stdout=self.stdout)
        return True

    def _bring_up_to_date(self, *, migrate: bool) -> bool:
        """Apply what is not applied; say whether anything was."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        cache_is_there = settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()
        if not plan and cache_is_there:
            return False
        if not migrate:
            raise CommandError(
                f"The database is not up to date ({len(plan)} migrations are not applied). "
                "Run `manage.py migrate` and `manage.py createcachetable`, or start with --migrate."
            )
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        return True


#: what "every address of this machine" is written like; for the machine itself a loopback address then does
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound


def _site_follows(host: str, port: int) -> bool:
    """Make the address that is served SITE_URL's default; say whether the settings have to be read anew for it.

    Links, the host names that are answered and where forms may come from all hang on SITE_URL. Who sets it, in the
    environment or in .env, knows better: there may be a proxy in front.
    """
    site = _address(_EVERY_ADDRESS.get(host, host), port)
    if os.environ.get("SITE_URL") or site == settings.SITE_URL:
        return False
    os.environ["SITE_URL"] = site
    return True


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}{'' if port == 80 else f':{port}'}"


def _refuse_unsafe_settings() -> None:
    """On a public address (https) every warning of `check --deploy` about security is a reason not to start."""
    if not settings.SITE_URL.startswith("https://"):
        return
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    faults = [str(message) for message in found if message.level >= checks.WARNING]
    if faults:
        raise CommandError("The settings are not safe for a public address:\n" + "\n".join(faults))


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another with --port."
            ) from error


def _serve(options: dict[str, Any]) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
    Server(
        "annotator.wsgi:in_a_worker",
        factory=True,
        address=options["host"],
        port=options["port"],
        interface=Interfaces.WSGI,
        workers=options["workers"],
        blocking_threads=options["threads"],
        # A killed worker comes back; one that hangs at the end is not waited for longer than this (seconds).
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()
