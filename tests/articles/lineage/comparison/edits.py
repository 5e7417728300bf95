"""Made-up news articles and republications of them with known edits, for measuring what the comparison finds.

`republished(seed)` gives both texts and what was done: which paragraphs belong together, and each passage that was put
in, left out or put in place of another. Everything follows from the seed. Outlets, people and places are invented.

What counts as the same answer: a passage put in is right when it is exactly the one that was put in, or when it is the
same words at a neighbouring place where they stand twice ("very very": nobody can tell which one is new). "the old"
in place of "old the" is wrong, though both make the same text.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from articles.lineage.comparison import Block, Place
from tests.articles.lineage.comparison.madeup import (
    ADJECTIVES,
    PHRASES_PUT_IN,
    SENTENCES,
    SENTENCES_PUT_IN,
    WORDS_PUT_IN,
    article,
    filled,
)


@dataclass(slots=True)
class Piece:
    """Some text of the republication. kind: kept, space (new, beside what was put in), in, instead, out (no text)."""

    text: str
    kind: str = "kept"
    marking: str = ""
    left: Place | None = None


@dataclass(slots=True)
class Copy:
    """A paragraph of the republication in the making."""

    slot: str
    pieces: list[Piece]
    origins: tuple[int, ...] = ()
    part_of: int | None = None  # of a paragraph that was split
    moved: bool = False

    @property
    def text(self):
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Passage:
    """A known edit: its kind (in, instead, out), its words' places (a point where there are none) and its marking."""

    kind: str
    right: Place
    left: Place | None
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Republished:
    left: list[Block]
    right: list[Block]
    pairs: set[tuple[tuple[int, ...], tuple[int, ...], str]] = field(default_factory=set)
    passages: list[Passage] = field(default_factory=list)


def words_of(text):
    """(start, end) of what stands between blanks."""
    spans, at = [], 0
    for word in text.split(" "):
        spans.append((at, at + len(word)))
        at += len(word) + 1
    return [span for span in spans if span[0] < span[1]]


def _bare(word):
    return word.isalnum()


def _inline(chance, before, after):
    """Something to put in between two bare words, and its marking."""
    phrase = filled(chance.choice(PHRASES_PUT_IN), chance)
    phrase = phrase[0].lower() + phrase[1:]
    if after == "the" and before != "and" and chance.random() < 0.5:  # "and [the army and] the …" has no one answer
        return f"{after} {chance.choice(['council', 'mayor', 'army'])} and", "unmarked"
    if before in ("the", "a") and chance.random() < 0.6:
        return chance.choice([*ADJECTIVES, "so-called", "foreign-backed", "old and tired"]), "unmarked"
    return chance.choice(
        [
            (f"[{phrase}]", "square-brackets"),
            (f"[{chance.choice(WORDS_PUT_IN)}]", "square-brackets"),
            (f"({phrase})", "parentheses"),
            (f"– {phrase} –", "dashes"),
            (f"— {phrase} —", "dashes"),
            (f"[Ed.: {phrase}]", "labelled-note"),
            (phrase, "unmarked"),
            (phrase, "unmarked"),
            (phrase, "unmarked"),
            (chance.choice(WORDS_PUT_IN), "unmarked"),
            (chance.choice(WORDS_PUT_IN), "unmarked"),
        ]
    )


def edited(chance, number, text, edits):
    """Pieces of `text` with so many edits, three or more untouched words between any two of them."""
    spans = words_of(text)
    words = [text[a:b] for a, b in spans]
    sites = list(range(len(spans) + 1))
    chance.shuffle(sites)
    taken: set[int] = set()
    done = []  # (start, end, pieces)
    for site in sites:
        if len(done) == edits:
            break
        if any(abs(site - other) <= 3 for other in taken):
            continue
        edit = _edit_at(chance, number, text, spans, words, site)
        if edit is None:
            continue
        start, end, pieces, touched = edit
        if any(other in taken for word in touched for other in range(word - 3, word + 4)):
            continue
        taken |= {site, *touched}
        done.append((start, end, pieces))
    pieces, at = [], 0
    for start, end, new in sorted(done, key=lambda one: one[0]):
        pieces += [Piece(text[at:start]), *new]
        at = end
    return [*pieces, Piece(text[at:])]


def _edit_at(chance, number, text, spans, words, site):
    """(start, end, what stands there instead, words touched), or None where no such edit can be made."""
    before = words[site - 1] if site else ""
    after = words[site] if site < len(words) else ""
    sentence_border = site in (0, len(words)) or (before[-1] in ".?”»“" and before.rstrip("”»“ ")[-1:] in ".?")
    if sentence_border and chance.random() < 0.7:
        sentence = filled(chance.choice(SENTENCES_PUT_IN), chance)
        marking = "unmarked"
        if chance.random() < 0.3:
            sentence, marking = f"[{sentence}]", "square-brackets"
        at = spans[site][0] if site < len(words) else len(text)
        new = [Piece(sentence, "in", marking)]
        new = [*new, Piece(" ", "space")] if site < len(words) else [Piece(" ", "space"), *new]
        return at, at, new, {site}
    what = chance.random()
    if what < 0.6 and _bare(before) and _bare(after):
        phrase, marking = _inline(chance, before, after)
        return spans[site][0], spans[site][0], [Piece(phrase, "in", marking), Piece(" ", "space")], {site}
    if what < 0.8 and _bare(after) and _bare(before):
        length = chance.choice([1, 1, 2, 3])
        last = site
        while last + 1 < min(site + length, len(words)) and _bare(words[last + 1]):
            last += 1
        old = Place(number, spans[site][0], spans[last][1])
        new = chance.choice(["cynical", "seventy", "their own", "officials", "a great many", "withdrew", "1,250"])
        if new.split()[0] in words[site : last + 1] or new.split()[-1] in words[site : last + 1]:
            return None
        return old.start, old.end, [Piece(new, "instead", "unmarked", old)], set(range(site, last + 1))
    if _bare(after) and _bare(before) and site + 1 < len(words):
        length = chance.choice([1, 1, 2, 4])
        last = site
        while last + 1 < min(site + length, len(words) - 1) and _bare(words[last + 1]):
            last += 1
        old = Place(number, spans[site][0], spans[last][1])
        end = spans[last + 1][0] if last + 1 < len(words) else old.end
        return old.start, end, [Piece("", "out", "", old)], set(range(site, last + 1))
    return None


# -- paragraphs ----------------------------------------------------------------------------------------------------


def _split(copy, chance):
    """At a place where a kept piece has a sentence end; None when there is none."""
    places = [
        (number, at)
        for number, piece in enumerate(copy.pieces)
        if piece.kind == "kept"
        for at in range(25, len(piece.text) - 26)
        if piece.text[at - 1] in ".?”" and piece.text[at] == " " and piece.text[at + 1].isupper()
    ]
    if not places:
        return None
    number, at = chance.choice(places)
    piece = copy.pieces[number]
    first = Copy(copy.slot, [*copy.pieces[:number], Piece(piece.text[:at])], copy.origins)
    second = Copy(copy.slot, [Piece(piece.text[at + 1 :]), *copy.pieces[number + 1 :]], copy.origins)
    return first, second


def republished(seed, paragraphs=None, edits=None):
    """Both texts and what was done.

    With `edits`, so many in all, inside paragraphs. Without, some paragraphs are also moved, split, merged, put in
    and left out.
    """
    chance = Random(seed)
    left = article(chance, paragraphs or chance.choice([4, 7, 10, 14, 22]))
    body = [n for n, block in enumerate(left) if block.slot in ("body", "quotation")]
    if edits is None:
        counts = Counter({n: chance.choice([0, 0, 1, 1, 2, 3]) for n in range(len(left)) if left[n].slot != "byline"})
    else:
        counts = Counter(chance.choices(body, k=edits))
    copies = [
        Copy(b.slot, edited(chance, n, b.text, min(counts[n], 1 + len(b.text.split()) // 9)), (n,))
        for n, b in enumerate(left)
    ]
    if edits is None:
        copies = _rearranged(chance, copies, len(left))
    return _known(left, copies, STYLE if chance.random() < 0.25 else {})


def _rearranged(chance, copies, splits):
    def bodies():
        return [
            n
            for n, copy in enumerate(copies)
            if copy.slot == "body" and len(copy.origins) == 1 and copy.part_of is None
        ]

    for _ in range(chance.choice([0, 0, 1, 2])):  # left out
        if len(bodies()) > 4:
            copies.pop(chance.choice(bodies()))
    for _ in range(chance.choice([0, 1, 1, 2])):  # split
        number = chance.choice(bodies())
        if parts := _split(copies[number], chance):
            for part in parts:
                part.part_of = splits
            copies[number : number + 1] = parts
            splits += 1
    for _ in range(chance.choice([0, 0, 1])):  # merged
        free = [n for n in bodies() if n + 1 in bodies()]
        if free:
            number = chance.choice(free)
            one, two = copies[number : number + 2]
            if two.origins[0] == one.origins[0] + 1:
                merged = Copy("body", [*one.pieces, Piece(" ", "space"), *two.pieces], one.origins + two.origins)
                copies[number : number + 2] = [merged]
    for _ in range(chance.choice([0, 0, 1])):  # moved, past three paragraphs or more
        free = [n for n in bodies() if len(copies[n].text.split()) >= 12]
        if free and len(copies) > 9:
            number = chance.choice(free)
            targets = [n for n in bodies() if abs(n - number) >= 4]
            if targets:
                copy = copies.pop(number)
                copy.moved = True
                target = chance.choice(targets)
                while 0 < target < len(copies) and copies[target].part_of is not None:
                    target += 1
                copies.insert(target, copy)
    for _ in range(chance.choice([0, 0, 1, 2])):  # put in
        places = [n for n in range(3, len(copies)) if copies[n].part_of is None]
        if places:
            text = " ".join(filled(t, chance) for t in chance.sample(SENTENCES_PUT_IN + SENTENCES[:12], 2))
            copies.insert(chance.choice(places), Copy("body", [Piece(text, "in", "unmarked")]))
    return copies


#: another house style, sign for sign, so that places hold
STYLE = str.maketrans("“”‘’–—", "\"\"''——")


def _known(left, copies, style):
    right = [Block(copy.slot, copy.text.translate(style)) for copy in copies]
    made = Republished(left, right)
    whole: dict[object, tuple[tuple[int, ...], list[int], bool]] = {}
    for number, copy in enumerate(copies):
        at = 0
        for piece in copy.pieces:
            if piece.kind in ("in", "instead", "out"):
                place = Place(number, at, at + len(piece.text))
                made.passages.append(Passage(piece.kind, place, piece.left, piece.marking))
            at += len(piece.text)
        if not copy.origins:
            made.pairs.add(((), (number,), "inserted"))
            continue
        whole.setdefault(copy.origins, (copy.origins, [], copy.moved))[1].append(number)
    for origins, numbers, moved in whole.values():
        status = "split" if len(numbers) > 1 else "merged" if len(origins) > 1 else "moved" if moved else "edited"
        if status == "edited" and left[origins[0]].text == right[numbers[0]].text:
            status = "same"
        made.pairs.add((origins, tuple(numbers), status))
    there = {i for origins, _, _ in whole.values() for i in origins}
    made.pairs.update(((n,), (), "omitted") for n in range(len(left)) if n not in there)
    return made
