"""When a text is stored, propose where it comes from; only people confirm.

By what the texts say themselves (`stated`), and by the words they share (`matches`); both ways, for the new text may be
the copy or the original of one stored before.
"""

from typing import Any

from django.db.models import Q

from articles.lineage.candidates.addresses import note
from articles.lineage.candidates.index import index
from articles.lineage.candidates.likeness import name_key
from articles.lineage.candidates.matches import Match, matches
from articles.lineage.candidates.shingles import Fingerprint as Words
from articles.lineage.candidates.stated import Evidence, copies_of, originals_of, others, younger
from articles.lineage.models import Derivation
from articles.lineage.queries import comes_from
from articles.models import Article

#: a match, its article, and how the direction is known
type _Found = tuple[Match, Article, str]

#: One original is proposed by words alone, for a chain of republications is one step after the other. When an
#: original arrives last it is proposed to so many of its copies; the others find it when somebody looks.
MOST_COPIES = 20
#: of an original that so small a part was taken from, the copy is called an excerpt
EXCERPT = 0.5


def on_ingested(sender: type[Article], article: Article, **kwargs: Any) -> None:
    note(article)
    propose(article, index(article))


def propose(article: Article, words: Words | None = None) -> list[Derivation]:
    """Store the proposals that follow from this article and the stored ones; those already made stay as they are.
    `words` are the article's, where they are at hand."""
    alike = {match.article: match for match in matches(article, words)}
    return _as_stated(article, alike) + _by_words(article, [match for match in alike.values() if match.is_enough])


def _as_stated(article: Article, alike: dict[int, Match]) -> list[Derivation]:
    found: dict[tuple[int, int], Evidence] = {}
    for original, evidence in originals_of(article):
        found.setdefault((article.pk, original.pk), evidence | _figures(alike.get(original.pk), is_copy=True))
    for copy, evidence in copies_of(article):
        found.setdefault((copy.pk, article.pk), evidence | _figures(alike.get(copy.pk), is_copy=False))
    return [
        Derivation.objects.create(
            derived_id=derived, upstream_id=upstream, evidence={**evidence, "direction": "stated"}
        )
        for (derived, upstream), evidence in found.items()
        if not Derivation.objects.filter(derived=derived, upstream=upstream).exists()
        and not comes_from(upstream, derived)
    ]


def _by_words(article: Article, alike: list[Match]) -> list[Derivation]:
    """The likeliest original of this article, and the likeliest copies, unless something is known of the pair."""
    facts = others(article).select_related("outlet").in_bulk([match.article for match in alike])
    pairs = Q(derived=article, upstream__in=facts) | Q(upstream=article, derived__in=facts)
    known = {pk for pair in Derivation.objects.filter(pairs).values_list("derived", "upstream") for pk in pair}
    originals: list[_Found] = []
    copies: list[_Found] = []
    for match in alike:
        if match.article in known or match.article not in facts:
            continue
        other = facts[match.article]
        copied, direction = _is_copy_of(article, other)
        (originals if copied else copies).append((match, other, direction))
    made = []
    for match, other, direction in sorted(originals, key=_likeliest)[:1]:
        if not comes_from(article.pk, other.pk) and not comes_from(other.pk, article.pk):
            made.append(_proposed(article, other, match, direction, is_copy=True))
    confirmed = Derivation.objects.confirmed().filter(derived__in=[copy for _, copy, _ in copies])
    settled = set(confirmed.filter(upstream__isnull=False).values_list("derived", flat=True))
    for match, other, direction in [one for one in copies if one[1].pk not in settled][:MOST_COPIES]:
        if not comes_from(other.pk, article.pk) and not comes_from(article.pk, other.pk):
            made.append(_proposed(other, article, match, direction, is_copy=False))
    return made


def _is_copy_of(article: Article, other: Article) -> tuple[bool, str]:
    """Whether `article` is the one that was taken from `other`, and how that is known.

    What a text says of its origin goes before the dates; with neither, the one stored first is taken for the original
    until a person says otherwise.
    """
    if _names(article, other) != _names(other, article):
        return _names(article, other), "stated"
    if younger(article, other):
        return True, "date"
    if younger(other, article):
        return False, "date"
    return article.pk > other.pk, "unknown"


def _names(copy: Article, original: Article) -> bool:
    named = name_key(copy.origin_outlet)
    return bool(named and original.outlet and named == name_key(original.outlet.name))


def _likeliest(found: _Found) -> tuple[float, str, int]:
    """Of those that contain about as much of the text the oldest, which the others will have come from as well."""
    match, other, _ = found
    return -round(match.of_this, 1), str(other.published_on or "9999"), other.pk


def _proposed(derived: Article, upstream: Article, match: Match, direction: str, *, is_copy: bool) -> Derivation:
    figures = _figures(match, is_copy=is_copy)
    return Derivation.objects.create(
        derived=derived,
        upstream=upstream,
        relation=_relation(derived, upstream, figures),
        evidence={"rule": "words", **figures, "direction": direction},
    )


def _relation(derived: Article, upstream: Article, figures: Evidence) -> str:
    if derived.outlet_id and derived.outlet_id == upstream.outlet_id:
        return Derivation.Relation.UPDATE
    if figures["of_upstream"] < EXCERPT:
        return Derivation.Relation.EXCERPT
    return Derivation.Relation.REPUBLICATION


def _figures(match: Match | None, *, is_copy: bool) -> Evidence:
    """The parts of either text that the other has, 0 to 1, and the number of shingles that say so."""
    if match is None:
        return {}
    of_derived, of_upstream = (match.of_this, match.of_other) if is_copy else (match.of_other, match.of_this)
    return {
        "score": round(match.score, 3),
        "shared": match.shared,
        "of_derived": round(of_derived, 3),
        "of_upstream": round(of_upstream, 3),
    }
