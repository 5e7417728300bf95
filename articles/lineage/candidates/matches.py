"""Which stored texts share words with one: found by shingles, weighed by how rare each of them is."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from math import sqrt

from articles.lineage.candidates.index import batches, words_of
from articles.lineage.candidates.shingles import Fingerprint as Words
from articles.lineage.candidates.shingles import fingerprint, is_sampled
from articles.lineage.models import Fingerprint, Shingle
from articles.models import Article

#: A number that more articles hold counts less, by the square root: of a hundred about a third. Without it a footer
#: would join all articles of an outlet; falling faster, a few words of one's own would hide what everybody has.
RARE = 10
#: what a proposal needs: half of one of the two texts, and as much as three rare numbers
ENOUGH_SCORE = 0.5
ENOUGH_WEIGHT = 3.0
_MOST_POSTINGS = 50_000
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Match:
    """Another article with some of the same words.

    `of_this` and `of_other` are the parts (0 to 1) of either text that the other one contains: containment rather
    than likeness, because a republication adds words of its own. Both are estimates from the `shared` numbers.
    """

    article: int
    shared: int
    weight: float
    of_this: float
    of_other: float

    @property
    def score(self) -> float:
        return max(self.of_this, self.of_other)

    @property
    def is_enough(self) -> bool:
        """Whether a machine may propose that one of the two comes from the other."""
        return self.score >= ENOUGH_SCORE and self.weight >= ENOUGH_WEIGHT


def matches(article: Article, words: Words | None = None) -> list[Match]:
    """The stored articles that share words with this one, most first; never one made of the same bytes. `words` are
    its own, where they are at hand."""
    return matching(words or fingerprint(words_of([article.pk])[article.pk]), but=article)


def matching(words: Words, *, but: Article | None = None) -> list[Match]:
    """As `matches`, of a text that need not be stored. At most 200; four look-ups whatever is stored."""
    holders = _holders(words, but)
    weights = {number: min(1.0, sqrt(RARE / len(articles))) for number, articles in holders.items()}
    shared: dict[int, list[int]] = defaultdict(list)
    for number, articles in holders.items():
        for pk in articles:
            shared[pk].append(number)
    heaviest = sorted(shared, key=lambda pk: (-sum(weights[number] for number in shared[pk]), pk))
    stored = Fingerprint.objects.filter(article__in=list(islice(heaviest, _MOST_COMPARED)))
    if but is not None:
        stored = stored.exclude(article__capture=but.capture_id)
    found = [_match(words, one, shared[one.article_id], weights) for one in stored]
    return sorted(filter(None, found), key=lambda match: (-match.weight, -match.of_other, match.article))


def _holders(words: Words, but: Article | None) -> dict[int, list[int]]:
    """Each number's articles. The table keeps a hundred of each at most, so what is read is bounded by the text."""
    holders: dict[int, list[int]] = defaultdict(list)
    for some in batches(sorted(words.hashes), 4000):
        rows = Shingle.objects.filter(number__in=some).order_by().values_list("number", "article_id")
        for number, pk in rows[:_MOST_POSTINGS]:
            if but is None or pk != but.pk:
                holders[number].append(pk)
    return holders


def _match(words: Words, other: Fingerprint, shared: list[int], weights: dict[int, float]) -> Match | None:
    """Two short texts are compared by all their shingles, others by the eighth that a long one keeps."""
    both_whole = words.whole and other.whole
    mine = words.hashes if both_whole else words.sampled
    theirs = other.kept if both_whole else other.sampled
    common = shared if both_whole else [number for number in shared if is_sampled(number)]
    if not common:
        return None
    weight = sum(weights[number] for number in common)
    # How rare the rest of the other text is was not looked up; it counts in full, which can only lower its part.
    of_other = weight / (theirs - len(common) + weight)
    of_this = weight / sum(weights.get(number, 1.0) for number in mine)
    return Match(other.article_id, len(common), weight, min(of_this, 1.0), min(of_other, 1.0))
