from tests.browser.conftest import new_server  # noqa: F401 - the fixtures that start real servers
