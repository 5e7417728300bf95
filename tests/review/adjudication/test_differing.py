import pytest

from annotator.review.adjudication.differing import Given, Kind, differences
from annotator.review.agreement import Mark

FLAG = {"marking": "dashes", "function": "context"}


def gave(coder="a", span=(0, 5), roles=None, **facets):
    return Given(Mark(coder, coder, 1, *span, facets), roles or {})


@pytest.mark.parametrize(
    ("versions", "coders", "kinds"),
    [
        pytest.param([gave(claim_type="1"), gave("b", claim_type="1")], 2, [], id="unanimous"),
        pytest.param([gave(claim_type="1")], 2, [Kind.ALONE], id="one of two"),
        pytest.param([gave(claim_type="1"), gave("b", claim_type="1")], 3, [Kind.ALONE], id="two of three"),
        pytest.param([gave(claim_type="1"), gave("b", (0, 6), claim_type="1")], 2, [Kind.BOUNDARY], id="boundary"),
        pytest.param([gave(claim_type="1"), gave("b", claim_type="2")], 2, [Kind.CLAIM], id="claim type"),
        pytest.param(
            [gave(claim_type="1"), gave("b", claim_type="1", attribution="attributed")],
            2,
            [Kind.ATTRIBUTION],
            id="attribution of one only",
        ),
        pytest.param(
            [gave(attribution="attributed", denied="yes"), gave("b", attribution="attributed")],
            2,
            [Kind.ATTRIBUTION],
            id="denied",
        ),
        pytest.param(
            [
                gave(attribution="attributed", roles={"source": [(1, 0, 3)]}),
                gave("b", attribution="attributed", roles={"source": [(1, 4, 9)]}),
            ],
            2,
            [Kind.ATTRIBUTION],
            id="another source",
        ),
        pytest.param(
            [
                gave(attribution="attributed", roles={"source": [(1, 0, 5)]}),
                gave("b", attribution="attributed", roles={"source": [(1, 4, 9)]}),
            ],
            2,
            [],
            id="the same source in more words",
        ),
        pytest.param([gave(**FLAG)], 2, [Kind.FLAG], id="an insertion alone is its case's business"),
        pytest.param([gave(**FLAG), gave("b", **FLAG)], 2, [], id="an insertion seen by both"),
        pytest.param(
            [gave(**FLAG), gave("b", **FLAG | {"function": "comment"})], 2, [Kind.INSERTION], id="insertion facets"
        ),
        pytest.param(
            [gave(claim_type="1", **FLAG), gave("b", claim_type="2")], 2, [Kind.CLAIM, Kind.FLAG], id="both kinds"
        ),
        pytest.param([gave(claim_type="1", **FLAG)], 2, [Kind.ALONE, Kind.FLAG], id="a claim that is flagged, alone"),
    ],
)
def test_how_versions_differ(versions, coders, kinds):
    assert differences(versions, coders) == kinds
