"""How much one person may ask for: a token bucket and a few places, counted in the cache that all workers share."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

CAPACITY = 40.0
PER_SECOND = 2.0
PLACES = 2
# A place whose holder was killed is free again after this time.
_PLACE_SECONDS = 20 * 15 + 20


def take(key: str, cost: float = 1.0) -> float:
    """Take `cost` tokens and return 0.0, or take none and return the seconds until there will be enough.

    Token bucket: it holds at most CAPACITY and gains PER_SECOND. Two requests in the same instant may both see the
    same level; the bound then is off by one request.
    """
    now = time.time()
    level, at = map(float, cache.get(f"bucket:{key}", (CAPACITY, now)))
    level = min(CAPACITY, level + max(0.0, now - at) * PER_SECOND)
    if level < cost:
        return (cost - level) / PER_SECOND
    cache.set(f"bucket:{key}", (level - cost, now), timeout=int(CAPACITY / PER_SECOND) + 60)
    return 0.0


@contextmanager
def place(key: str) -> Iterator[bool]:
    """Hold one of this person's PLACES while the block runs; False when all are taken."""
    names = (f"place:{key}:{number}" for number in range(PLACES))
    held = next((name for name in names if cache.add(name, 1, timeout=_PLACE_SECONDS)), None)
    try:
        yield held is not None
    finally:
        if held:
            cache.delete(held)
