"""The production server itself, asked over HTTP without a browser."""

from tests.browser.conftest import _template, new_server  # noqa: F401 - fixtures
