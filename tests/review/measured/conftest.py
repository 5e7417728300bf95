from tests.browser.conftest import _template, new_server  # noqa: F401 - the fixtures that start real servers
