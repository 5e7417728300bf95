"""The WSGI application that the production server runs."""

import os
import signal

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
application = get_wsgi_application()
# Import every view now: the first visitor does not wait for it, and a broken one stops the start.
_ = get_resolver().url_patterns


def in_a_worker() -> WSGIHandler:
    """The application for a worker of `manage.py serve`.

    Ctrl+C reaches every process of a terminal; a worker leaves it to its parent, which then ends it once and gently.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    return application
