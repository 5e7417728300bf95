"""Why one stored article may come from another: the words they share, laid side by side for a person to judge."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.lineage.candidates.addresses import own_addresses
from articles.lineage.candidates.likeness import address_key, title_similarity
from articles.lineage.candidates.runs import Run, Side, shared_runs
from articles.lineage.candidates.shingles import all_numbers
from articles.models import FRAME_SLOTS, Article, Paragraph

#: code points of the paragraph shown on either side of the shared words, and of these words themselves
_AROUND, _LONGEST = 60, 700


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in their paragraph; `before` and `after` are cut, `number` counts from 1."""

    number: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Passages:
    words: int
    upstream: Quoted
    derived: Quoted


@dataclass(frozen=True, slots=True)
class Evidence:
    """`of_derived` and `of_upstream` say how many of 100 runs of four words of either text stand in the other one."""

    derived: Article
    upstream: Article
    of_derived: int
    of_upstream: int
    titles: int
    passages: list[Passages]
    addresses: list[str]

    @property
    def is_dated(self) -> bool:
        return bool(self.derived.published_on and self.upstream.published_on)


def evidence(derived: Article, upstream: Article) -> Evidence:
    """Two queries, whatever the length of the texts. Notices, bylines and date lines are no evidence."""
    texts: dict[int, list[Paragraph]] = {derived.pk: [], upstream.pk: []}
    rows = Paragraph.objects.filter(article__in=texts).exclude(slot__in=FRAME_SLOTS).order_by("article_id", "position")
    for paragraph in rows.only("article_id", "position", "text"):
        texts[paragraph.article_id].append(paragraph)
    above, below = texts[upstream.pk], texts[derived.pk]
    one, two = all_numbers(p.text for p in above), all_numbers(p.text for p in below)
    common = len(one & two)
    stated = {address_key(url) for url in [derived.origin_url, *derived.upstream_urls]} - {""}
    return Evidence(
        derived=derived,
        upstream=upstream,
        of_derived=round(100 * common / len(two)) if two else 0,
        of_upstream=round(100 * common / len(one)) if one else 0,
        titles=round(title_similarity(derived.title, upstream.title)),
        passages=[_passages(run, above, below) for run in shared_runs(_texts(above), _texts(below))],
        addresses=[url for url in dict.fromkeys(own_addresses(upstream)) if address_key(url) in stated],
    )


def _texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def _passages(run: Run, above: Sequence[Paragraph], below: Sequence[Paragraph]) -> Passages:
    return Passages(run.words, _quoted(run.left, above), _quoted(run.right, below))


def _quoted(side: Side, paragraphs: Sequence[Paragraph]) -> Quoted:
    paragraph = paragraphs[side.paragraph]
    text = paragraph.text
    before = text[max(0, side.start - _AROUND) : side.start]
    after = text[side.end : side.end + _AROUND]
    quote = text[side.start : side.end]
    return Quoted(
        number=paragraph.number,
        before=before if side.start <= _AROUND else f"…{before}",
        quote=quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…",
        after=after if side.end + _AROUND >= len(text) else f"{after}…",
    )
