import pytest

from articles import sandboxes
from articles.readers import ReadError

TEXT = b"The bridge is closed\n\nThe mayor said so on Monday.\n"


@pytest.fixture(autouse=True)
def _none_is_left():
    sandboxes.close_idle()
    yield
    sandboxes.close_idle()


def read(sandbox, content=TEXT):
    return sandbox.read(content, media_type="text/plain", filename="a.txt").title


def test_a_child_serves_one_request_after_another():
    with sandboxes.borrowed() as first:
        assert read(first) == "The bridge is closed"
    with sandboxes.borrowed() as second:
        assert second is first
        assert read(second) == "The bridge is closed"


def test_two_requests_at_once_have_a_child_each_and_few_wait_idle():
    with sandboxes.borrowed() as one, sandboxes.borrowed() as two, sandboxes.borrowed() as three:
        assert len({id(one), id(two), id(three)}) == 3
    assert len(sandboxes._idle) == sandboxes.MOST_IDLE


def test_a_file_that_is_refused_does_not_spoil_the_child():
    with sandboxes.borrowed() as sandbox:
        with pytest.raises(ReadError):
            read(sandbox, b"")
        assert read(sandbox) == "The bridge is closed"


def test_an_idle_child_is_ended():
    with sandboxes.borrowed() as sandbox:
        read(sandbox)
        child = sandbox._child
    sandboxes._retire(sandbox)
    assert child.poll() is not None
    assert sandboxes._idle == []
