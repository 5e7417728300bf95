"""The WSGI application that the production server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.settings")
application = get_wsgi_application()
# Import every view now: the first visitor does not wait for it, and a broken one stops the start.
_ = get_resolver().url_patterns
