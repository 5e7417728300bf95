"""What an omission's case shows of the original: the words that were left out, where they stand, and the verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from annotator.annotations.omitted import Omitted
from annotator.facets import Verdict
from annotator.review.models import Case
from annotator.review.queries import standing_flags
from articles.models import Article, Paragraph

#: the verdicts in the words of an omission; the others stay as they are
VERDICTS = {
    Verdict.PRESENT_IN_ORIGINAL: "Left out: present in original",
    Verdict.NOT_AN_INSERTION: "Not an omission",
}
HINTS = {
    Verdict.CONFIRMED_ABSENT_IN_ORIGINAL: "for words that were put in; what was left out stands in the original",
    Verdict.PRESENT_IN_ORIGINAL: "the words are in the stored original, and the republication does not have them here",
    Verdict.DIFFERS_IN_ORIGINAL: "the original has other words there than the flag says",
    Verdict.NOT_AN_INSERTION: "the flag was mistaken: nothing was left out",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of an original in the paragraph they stand in: `before`, `words` and `after` joined are its text."""

    paragraph: Paragraph
    start: int
    before: str
    words: str
    after: str

    @property
    def article(self) -> Article:
        return self.paragraph.article


def left_out(case: Case) -> list[LeftOut]:
    """What the standing flags of an omission's case say was left out, or all its flags where none stands; each once."""
    stands = Exists(standing_flags().filter(annotation=OuterRef("annotation")))
    rows = Omitted.objects.filter(annotation__flag__case=case).annotate(stands=stands)
    found = list(
        rows.select_related("paragraph__article__outlet", "paragraph__article__capture").order_by(
            "paragraph__article_id", "paragraph__position", "start", "pk"
        )
    )
    told = [one for one in found if one.stands] or found
    places = {(one.paragraph_id, one.start, one.quote): one for one in told}
    return [_shown(one) for one in places.values()]


def _shown(one: Omitted) -> LeftOut:
    text, end = one.paragraph.text, one.start + len(one.quote)
    return LeftOut(one.paragraph, one.start, text[: one.start], one.quote, text[end:])


def verdict_label(verdict: str, *, is_omission: bool) -> str:
    label = str(Verdict(verdict).label)
    return VERDICTS.get(Verdict(verdict), label) if is_omission else label


def in_one(found: Sequence[LeftOut], article_id: int | None) -> LeftOut | None:
    """The first of them that stands in this original."""
    return next((one for one in found if one.article.pk == article_id), None)
