"""A release is restored into an empty instance and made once more there: every byte of its data is the same."""

import pytest

from annotator.accounts.models import User
from annotator.review.demo import load_demo
from tests.releases.frozen import fixed_world
from tests.releases.restoring import rich_world
from tests.releases.restoring.building import there_and_back

pytestmark = pytest.mark.django_db
SAME = "Frozen once more, every table and release.json have the same bytes."


def owner_of(study):
    return study.memberships.get(role="owner").user


def check(folder, study, by=None, **choices):
    said, before, after = there_and_back(folder, study, by or owner_of(study), **choices)
    for name in before:
        assert after[name] == before[name], name
    assert SAME in said
    return before


@pytest.mark.parametrize("shown", ["full", "quotes", "none"])
def test_emoji_arabic_decisions_and_originals_outside_the_sample(tmp_path, shown):
    check(tmp_path, fixed_world.make(), shown=shown)


@pytest.mark.parametrize(
    ("shown", "filters"),
    [("full", {}), ("quotes", {"ended": "with"}), ("none", {"ended": "with", "training": "with"})],
    ids=["full", "quotes-ended", "none-all"],
)
def test_all_that_can_happen_in_a_study(tmp_path, shown, filters):
    world = rich_world.make()
    before = check(tmp_path, world.study, shown=shown, filters=filters)
    assert [name for name, content in before.items() if not content] == []


def test_people_by_name(tmp_path):
    world = rich_world.make()
    before = check(tmp_path, world.study, names=True)
    assert "Ada Öst" in before["jsonl/coders.jsonl"].decode()
    ada = User.objects.get(display_name="Ada Öst")
    assert (ada.is_active, ada.has_usable_password()) == (False, False)


def test_the_demo_study(tmp_path):
    study, _ = load_demo(tell=lambda line: None)
    before = check(tmp_path, study, filters={"ended": "with"})
    assert before["jsonl/annotations.jsonl"].count(b"\n") > 50
