"""What is not in a figure, counted by reason: no unit goes missing in silence."""

from collections import Counter
from collections.abc import Iterator

from annotator.review.agreement.bins import ALL_WEEKS, LeftOut, Topic
from annotator.review.agreement.figures import UNITS, Exclusion, Question
from annotator.review.agreement.shared import UNCOUNTED_CODER
from annotator.review.agreement.slices import Slice

FEWER_THAN_TWO = "fewer than two coders have finished them"
ONLY_ONE_OF_TWO = "only one of the two coders has finished them"
JOINED = "joined with an overlapping one of the same coder"


def exclusions(part: Slice, topic: Topic) -> tuple[Exclusion, ...]:
    """In a fixed order. Articles and readings that were left out are told with all coders and with a pair; a week has
    none, because what is not finished lies in no week."""
    found: Counter[tuple[str, str]] = Counter()
    for left, count in part.count.left_out.items():
        if _concerns(left, topic) and _within(left, part):
            found[left.reason, left.units] += count
    if topic.question is Question.UNITIZING and not isinstance(there := part.unitizing(topic), str):
        found[JOINED, UNITS[topic.question]] += sum(category.joined for category in there[0])
    if not part.week:
        for reason, units, count in _whole_readings(part):
            found[reason, units] += count
    return tuple(Exclusion(reason, count, units) for (reason, units), count in sorted(found.items()) if count)


def _concerns(left: LeftOut, topic: Topic) -> bool:
    about = left.about
    if isinstance(about, Question):
        return about is topic.question
    if topic.question is Question.UNITIZING and topic.facet:
        return about.question is topic.question and about.code is not None and about.code.facet == topic.facet
    if topic.question is Question.LABEL:
        return about.question is topic.question and about.facet == topic.facet
    return about == topic


def _within(left: LeftOut, part: Slice) -> bool:
    if part.week not in ("", left.week):
        return False
    return part.holds(left.coders) and (not part.pair or left.owner in ("", *part.pair))


def _whole_readings(part: Slice) -> Iterator[tuple[str, str, int]]:
    pair = set(part.pair)
    if not pair:
        yield FEWER_THAN_TWO, "articles", part.count.alone.total()
        yield UNCOUNTED_CODER, "marks", part.count.uncounted
    else:
        one_sided = sum(number for coders, number in part.count.alone.items() if pair & set(coders))
        for bin_ in part.count.bins[ALL_WEEKS].values():
            one_sided += sum(number for coders, number in bin_.read.items() if len(pair & set(coders)) == 1)
        yield ONLY_ONE_OF_TWO, "articles", one_sided
    for (coder, reason), number in part.count.unfinished.items():
        if not pair or coder in pair:
            yield reason, "readings", number
