"""Who came from whom, and what comparing the texts showed."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched, groupby
from typing import Any

from annotator.facets import Host, Marking
from annotator.releases.compared import MADE_BY
from annotator.releases.restoring.people import People
from annotator.releases.restoring.source import SIZE, Source, moment, time
from annotator.releases.restoring.texts import Places
from annotator.releases.restoring.trusting import check_addresses
from annotator.releases.restoring.turns import Words, turns
from annotator.releases.verifying.tables import Record
from articles.lineage.comparison import ALGORITHM, Status
from articles.lineage.models import Derivation, Ruling
from articles.lineage.records import Change, Comparison, Correction, Pair, PairMember

_MACHINE = MADE_BY.format(algorithm="")


def restore_derivations(source: Source, people: People) -> None:
    """Every statement that one text came from another, with the last word on it."""
    for batch in batched(source.table("derivations"), SIZE):
        Derivation.objects.bulk_create(_derivation(one, people) for one in batch)
        Ruling.objects.bulk_create(
            Ruling(
                derivation_id=one["derivation_id"],
                status=one["status"],
                relation=one["relation"],
                note=one["note"],
                by_id=people.shown(one["settled_by"]),
                at=time(one["settled_at"]),
            )
            for one in batch
            if one["settled_by"] and one["status"] != Derivation.Status.PROPOSED
        )


def _derivation(one: Record, people: People) -> Derivation:
    check_addresses(one)
    published = one["upstream_published_on"]
    return Derivation(
        pk=one["derivation_id"],
        derived_id=one["derived_version_id"],
        upstream_id=one["upstream_version_id"],
        upstream_outlet=one["upstream_outlet"],
        upstream_url=one["upstream_url"],
        upstream_published_on=date.fromisoformat(published) if published else None,
        relation=one["relation"],
        status=one["status"],
        evidence=one["evidence"],
        note=one["note"],
        settled_by_id=people.shown(one["settled_by"]) if one["settled_by"] else None,
        settled_at=moment(one["settled_at"]),
    )


def restore_alignments(source: Source, people: People) -> None:
    """Each comparison with its pairs of paragraphs, and a correction for each pair that is somebody's word."""
    for comparison, lines in groupby(source.table("alignments"), key=lambda one: int(one["comparison_id"])):
        _compare(source, comparison, list(lines), people)


def _compare(source: Source, comparison: int, lines: Sequence[Record], people: People) -> None:
    derivation = lines[0]["derivation_id"]
    pairs: dict[int, list[Record]] = {}
    for one in lines:
        pairs.setdefault(one["pair_id"], []).append(one)
    corrections = {
        pk: Correction(
            derivation_id=derivation,
            number=number,
            kind="moved" if same[0]["status"] == Status.MOVED.value else "link",
            left_id=same[0]["left_paragraph_id"],
            right_id=same[0]["right_paragraph_id"],
            by_id=people.shown(same[0]["confirmed_by"]),
            at=time(same[0]["confirmed_at"]),
        )
        for number, (pk, same) in enumerate(((pk, same) for pk, same in pairs.items() if same[0]["confirmed_by"]), 1)
    }
    Correction.objects.bulk_create(corrections.values())
    Comparison.objects.create(
        pk=comparison,
        derivation_id=derivation,
        algorithm=_algorithm(lines),
        corrections=len(corrections),
        at=source.at,
    )
    Pair.objects.bulk_create(
        Pair(
            pk=pk,
            comparison_id=comparison,
            number=number,
            status=same[0]["status"],
            similarity=same[0]["similarity"],
            correction=corrections.get(pk),
        )
        for number, (pk, same) in enumerate(pairs.items())
    )
    PairMember.objects.bulk_create(_members(pairs), batch_size=SIZE)


def _algorithm(lines: Sequence[Record]) -> str:
    said = (one["made_by"].removeprefix(_MACHINE) for one in lines if one["made_by"].startswith(_MACHINE))
    return next(said, ALGORITHM)


def _members(pairs: dict[int, list[Record]]) -> Iterator[PairMember]:
    for pk, same in pairs.items():
        for side in ("left", "right"):
            for paragraph in dict.fromkeys(one[f"{side}_paragraph_id"] for one in same):
                if paragraph is not None:
                    yield PairMember(pair_id=pk, paragraph_id=paragraph, side=side)


def restore_changes(source: Source, places: Places) -> None:
    """What was done to the words, in the order of the derived text."""
    numbers: dict[int, int] = {}
    for batch in batched(source.table("changes"), SIZE):
        pairs = {one["pair_id"] for one in batch}
        comparisons = dict(Pair.objects.filter(pk__in=pairs).values_list("pk", "comparison_id"))
        rows = []
        for one in batch:
            comparison = comparisons[one["pair_id"]]
            number = numbers.pop(comparison, 0)
            # lines of one comparison follow one another: only the last one's number is of use
            numbers = {comparison: number + 1}
            rows.append(_change(one, comparison, number, places))
        Change.objects.bulk_create(rows)


def _change(one: Record, comparison: int, number: int, places: Places) -> Change:
    facts: dict[str, Any] = {"inner_start": None, "inner_end": None}
    words: dict[str, Words] = {"left": ("", (0, 0)), "right": ("", (0, 0))}
    for side in ("left", "right"):
        paragraph = one[f"{side}_paragraph_id"]
        if paragraph is None:
            continue
        place = places.of(one[f"{side}_version_id"])[paragraph]
        start, end = one[f"{side}_start"], one[f"{side}_end"]
        words[side] = place.text, (start - place.offset, end - place.offset)
        facts |= {
            f"{side}_paragraph_id": paragraph,
            f"{side}_start": start - place.offset,
            f"{side}_quote": place.words(start, end),
        }
        if side == "right":
            for name in ("inner_start", "inner_end"):
                facts[name] = None if one[name] is None else one[name] - place.offset
    return Change(
        pk=one["change_id"],
        comparison_id=comparison,
        pair_id=one["pair_id"],
        number=number,
        operation=one["operation"],
        marking=Marking(one["marking"]),
        host=Host(one["host"]),
        trivial=one["trivial"],
        whole=one["whole"],
        numbers=turns("numbers", one["numbers"], words["left"], words["right"]),
        names=turns("names", one["names"], words["left"], words["right"]),
        **facts,
    )
