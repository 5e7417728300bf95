"""Three annotations of the older version: one stands unchanged in the newer one, one changed, one is gone."""

import pytest

from tests.annotations.carry_over.versions import STRIKE, Versions


@pytest.fixture
def versions(client):
    made = Versions()
    client.force_login(made.coder)
    made.closed = made.annotate("is closed", source="the mayor", attribution="attributed", source_kind="named-person")
    made.cost = made.annotate("Repairs will cost 60 million crowns", note="how much?", certainty="likely")
    made.strike = made.annotate(STRIKE)
    return made
