"""How sure a figure is: a percentile interval from a cluster bootstrap over articles.

What is drawn with replacement is whole articles, as many as there are, because the words and paragraphs of one article
are not independent of each other: the cluster bootstrap (Davison & Hinkley 1997, p. 100; Field & Welsh 2007,
"Bootstrapping clustered data", J. R. Statist. Soc. B 69:369–390, who find its variances consistent). That bootstrap
intervals suit alpha and Fleiss' kappa, where the asymptotic one of kappa does not, is from Zapf, Castell, Morawietz &
Karch (2016), BMC Med. Res. Methodol. 16:93. It is not the algorithm of Krippendorff (2006, revised 2011) and the KALPHA
macro: that one draws pairs of values as if each stood alone, and keeps the expected disagreement as it is.

Above `Plan.most_blocks` articles, they are dealt out in turn into that many blocks, and blocks are drawn (random
groups: Wolter 2007, chapter 2). How wide the interval is is then itself known to about 1/√(2·blocks), 5 % with 200.

The draws depend on the seed and on the number of blocks alone, by `random.Random.random`, which Python keeps the same
across versions and machines. All sums are of whole numbers, so their order changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import floor
from operator import itemgetter
from random import Random
from struct import Struct

from annotator.review.agreement.figures import Interval
from annotator.review.agreement.inputs import Plan

type Draw = Callable[[Sequence[int]], tuple[int, ...]]

#: an interval over fewer articles than this carries a caution: Flynn & Peters (2004), BMC Health Serv. Res. 4:33, saw
#: cluster bootstrap intervals of 95 % cover as little as 86 %, and name 24 clusters as the fewest to consider it with
CAUTIOUS_BELOW = 24
#: the most resamples, as a part of all, in which a statistic may be undefined
MOST_UNDEFINED = 0.05
#: bytes of a sum that can be read at once → how `struct` calls them; the fewer, the quicker the addition
_WORDS = {2: "H", 4: "I", 8: "Q"}


@lru_cache(maxsize=64)
def draws(blocks: int, resamples: int, seed: int) -> tuple[Draw, ...]:
    """For each resample, what picks the blocks that were drawn out of all of them."""
    random = Random(f"{seed}/{blocks}").random  # noqa: S311 - a draw to be repeated, not a secret
    return tuple(itemgetter(*(int(random() * blocks) for _ in range(blocks))) for _ in range(resamples))


def resampled(vectors: Sequence[Sequence[int]], plan: Plan) -> Iterator[Sequence[int]]:
    """The sums of each resample, from the sums of each block (two blocks or more; no sum below 0).

    A block's sums are written side by side into one large number, wide enough that none runs over into the next, so
    that one addition adds them all: five times as quick as one after the other.
    """
    largest = len(vectors) * max(max(vector) for vector in vectors)
    needed = largest.bit_length() // 8 + 1
    width = next((size for size in _WORDS if needed <= size), needed)
    packed = [int.from_bytes(b"".join(one.to_bytes(width, "little") for one in vector), "little") for vector in vectors]
    columns = range(0, width * len(vectors[0]), width)
    words = Struct(f"<{len(columns)}{_WORDS[width]}") if width in _WORDS else None
    for draw in draws(len(vectors), plan.resamples, plan.seed):
        drawn = sum(draw(packed)).to_bytes(columns.stop, "little")
        if words:
            yield words.unpack(drawn)
        else:
            yield [int.from_bytes(drawn[at : at + width], "little") for at in columns]


def interval(drawn: Sequence[float | None], *, articles: int, blocks: int, plan: Plan) -> tuple[Interval | None, str]:
    """Return the percentile interval of a statistic over what it came to in each resample, None where it was undefined;
    or None and the sentence why not."""
    values = sorted(value for value in drawn if value is not None)
    undefined = len(drawn) - len(values)
    if undefined > MOST_UNDEFINED * len(drawn):
        return None, f"no interval, because the figure is undefined in {undefined} of {len(drawn)} resamples"
    tail = (1 - plan.confidence) / 2
    found = Interval(
        low=percentile(values, tail),
        high=percentile(values, 1 - tail),
        confidence=plan.confidence,
        resamples=len(drawn),
        undefined=undefined,
        blocks=blocks,
        articles=articles,
        seed=plan.seed,
        caution=_caution(articles),
    )
    return found, ""


def too_few(blocks: int, plan: Plan) -> str:
    """The sentence why nothing is drawn, or ""."""
    if not plan.resamples:
        return "no interval, because none was asked for"
    if blocks < plan.fewest_articles:
        return f"no interval, because it is drawn over articles and there are fewer than {plan.fewest_articles} to draw"
    return ""


def _caution(articles: int) -> str:
    if articles >= CAUTIOUS_BELOW:
        return ""
    return f"Drawn over fewer than {CAUTIOUS_BELOW} articles: the interval is likely to be too narrow."


def percentile(ordered: Sequence[float], part: float) -> float:
    """Linear interpolation between order statistics: definition 7 of Hyndman & Fan (1996)."""
    at = part * (len(ordered) - 1)
    below = floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])
