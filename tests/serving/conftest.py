"""The production server itself, asked over HTTP without a browser."""

from tests.browser.conftest import new_server  # noqa: F401 - fixtures
