import pytest

from articles import throttle

pytestmark = pytest.mark.django_db


def test_a_full_bucket_gives_its_capacity_and_then_says_how_long_to_wait():
    assert throttle.take("a", throttle.CAPACITY) == 0
    wait = throttle.take("a", 10)
    assert 0 < wait <= 10 / throttle.PER_SECOND


def test_a_refused_request_costs_nothing():
    throttle.take("a", throttle.CAPACITY - 1)
    assert throttle.take("a", 20) > 0
    assert throttle.take("a", 1) == 0


def test_each_person_has_their_own():
    throttle.take("a", throttle.CAPACITY)
    assert throttle.take("b", throttle.CAPACITY) == 0


def test_few_places_and_each_is_given_back():
    with throttle.place("a") as first, throttle.place("a") as second, throttle.place("a") as third:
        assert (first, second, third) == (True, True, False)
    with throttle.place("a") as again:
        assert again


def test_a_place_is_given_back_when_its_holder_fails():
    for _ in range(throttle.PLACES + 1):
        with pytest.raises(RuntimeError), throttle.place("a"):
            raise RuntimeError
    with throttle.place("a") as held:
        assert held
