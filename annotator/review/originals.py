"""The stored originals of a case's article, and where in one of them its paragraph stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.review.models import Case
from annotator.review.wording import Found, bare, find
from articles.lineage.comparison.alignment import best_match
from articles.lineage.models import Derivation
from articles.models import Article, Paragraph

#: with fewer words than this beside the flagged ones, the whole paragraph is looked up instead
ENOUGH_WORDS = 4


@dataclass(frozen=True, slots=True)
class Original:
    """A stored original, and the paragraph of it that is most like the case's (`match` is None in an empty text)."""

    derivation: Derivation
    paragraphs: Sequence[Paragraph]
    match: Paragraph | None
    score: float

    @property
    def article(self) -> Article:
        assert self.derivation.upstream is not None  # noqa: S101 - linked_originals asks for stored ones only
        return self.derivation.upstream

    @property
    def sha256(self) -> str:
        return self.article.capture.sha256

    @property
    def alike(self) -> str:
        return alike(self.score)

    @property
    def is_confirmed(self) -> bool:
        return self.derivation.status == Derivation.Status.CONFIRMED

    def around(self, reach: int = 1) -> Sequence[Paragraph]:
        """The best match with `reach` paragraphs on either side."""
        if self.match is None:
            return []
        at = self.paragraphs.index(self.match)
        return self.paragraphs[max(0, at - reach) : at + reach + 1]

    def find(self, words: str, *, whole_words: bool = True) -> tuple[Paragraph, Found] | None:
        """Where these words stand, the best match looked at first."""
        first = [self.match] if self.match else []
        paragraphs = [*first, *(p for p in self.paragraphs if p != self.match)]
        found = find([p.text for p in paragraphs], words, whole_words=whole_words)
        return (paragraphs[found.index], found) if found else None


def alike(score: float) -> str:
    """A likeness from 0 to 100 as people say it. The whole hundred means the same words in the same order, whatever
    their case and punctuation; nothing else is called a hundred, and only nothing in common is called nothing."""
    if score >= 100:
        return "100 % alike: the same words"
    if score <= 0:
        return "no word in common"
    return f"{min(99, max(1, round(score)))} % alike"


def linked_originals(article: Article) -> list[Derivation]:
    """Links to stored originals that nobody rejected: those a person confirmed first."""
    links = Derivation.objects.standing().filter(derived=article, upstream__isnull=False)
    found = links.select_related("upstream__outlet", "upstream__capture").order_by("pk")
    return sorted(found, key=lambda link: link.status != Derivation.Status.CONFIRMED)


def original_of(case: Case, links: Sequence[Derivation], article_id: int | None = None) -> Original | None:
    """The chosen one of the linked originals (the first by default), or None when it is not among them."""
    link = next((link for link in links if article_id in (None, link.upstream_id)), None)
    if link is None or link.upstream is None:
        return None
    paragraphs = list(Paragraph.objects.filter(article=link.upstream_id).order_by("position"))
    match = best_match(sought(case), [p.text for p in paragraphs])
    if match is None:
        return Original(link, paragraphs, None, 0.0)
    return Original(link, paragraphs, paragraphs[match.index], _rounded(match.score))


def _rounded(score: float) -> float:
    """To one decimal, but never up to 100.0 when a word differs."""
    return score if score >= 100 else min(99.9, round(score, 1))


def sought(case: Case) -> str:
    """What is looked for in the original: the paragraph as it would read without the flagged words."""
    text = case.paragraph.text
    rest = text[: case.start] + text[case.start + len(case.quote) :]
    return rest if len(rest.split()) >= ENOUGH_WORDS else text


def stands_literally(case: Case, original: Original) -> tuple[Paragraph, Found] | None:
    """Where the flagged words, without their brackets, stand in the original all the same."""
    return original.find(bare(case.quote))
