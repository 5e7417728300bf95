from tests.articles.conftest import reading  # noqa: F401 - a fixture these tests share
