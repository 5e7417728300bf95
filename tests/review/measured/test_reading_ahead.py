"""A long study is read by another process while this one counts: the figures are the same to the last digit."""

import os


def test_the_figures_and_the_sum_are_the_same_whoever_reads(new_server):
    found = new_server().seed("tests.review.measured.ahead:both_ways")
    assert found["worthwhile"] is ((os.cpu_count() or 1) > 1)
    alone, of_both = found["figures"]
    assert len(alone["figures"]) > 100
    assert alone == of_both
    assert found["sums"][0] == found["sums"][1]
    assert len(found["kept"]) == len(found["sums"][0]) == 64
    assert found["steps"] == list(range(1, 13))
