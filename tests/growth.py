"""Does the time that something takes grow with the length of its input only? No clock of the wall is asked."""

import time
from collections.abc import Callable


def grows_with_length_only[T](make: Callable[[int], T], work: Callable[[T], object], length: int) -> bool:
    """Whether eight times the length takes nowhere near 64 times as long, which its square would.

    Seconds of this thread's processor time are compared, and the best of five tries counts, so that a busy machine
    does not decide.
    """

    def seconds(of_length: int) -> float:
        given = make(of_length)
        begun = time.thread_time()
        work(given)
        return max(time.thread_time() - begun, 0.001)

    return any(seconds(8 * length) / seconds(length) < 24 for _ in range(5))
