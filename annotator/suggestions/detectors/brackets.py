"""Brackets in a paragraph: which hold words that somebody put in, and which are something else.

Square brackets of every width always; round ones only when they carry an editor's sign ("– Ed.", "sic").
A bracket alone proves nothing, so a finding never says whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.suggestions.detectors import Found, Quotations, Span, bare

ENGINE = "brackets"
VERSION = "1"

_PAIRS = {"[": "]", "【": "】", "［": "］"}
_OPENING = {close: opening for opening, close in _PAIRS.items()}
_SLOT_HOSTS = {"headline": "headline", "standfirst": "standfirst", "caption": "caption", "notice": "notice"}


def _any(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d\d-\d\d|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{4}})"
)
_AGENCY = (
    r"(?-i:AP|AFP|Reuters|dpa|DPA|Getty(?: Images)?|EPA|TASS|Xinhua|UPI|PA|ANSA|EFE|Kyodo|VCG|Bloomberg)"
)
_ED = r"(?-i:(?:the )?Eds?\.?|the [Ee]ditors?|Editors?|(?:d\. ?)?Red\.|Ред\.|ред\.|NDLR|ndlr|Ndr|ndr|Trans\.|Tr\.)"
_ED_NOTE = (
    r"(?:(?:the )?(?:editor|translator|publisher)(?:['’]?s)? note|editor(?:ial)? note|ed\.?(?: note)|anm(?:\.|erkung) d(?:\.|er) red(?:\.|aktion)"
    r"|note de la rédaction|прим(?:\.|ечание) ред(?:\.|акции))"
)
_EDITORS_SIGN = _any(
    rf"^\s*{_ED_NOTE}\b",
    rf"[-–—;,]\s*{_ED_NOTE}\s*$",
    rf"^\s*(?-i:Eds?\.?|Editors?|Red\.)\s*:",
    rf"[-–—;]\s*{_ED}\s*$",
    rf"^\s*{_ED}\s*$",
)
_LABELLED = _any(r"^\s*(?:update|updated|correction|corrected|clarification|note|n\. ?b\.?|nb)\s*[:–—,]\s*\S")

# Tried in this order; the first that fits names the kind.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("sic", _any(r"^\(?sic\b[^\w]*$", r"^sic\s*[:;,–—-].{0,40}$", r"^[!?]{1,3}$")),
    ("omission-mark", _any(r"^(?:\.\s*){2,4}$", r"^…+$", r"^(?:snip|cut|omitted|abridged)\.?$")),
    (
        "emphasis-note",
        _any(
            r"\b(?:emphas[ie]s|italics?|bold(?:face)?|underlin(?:e|ing)|capitals|highlighting)\b"
            r"(?=.*\b(?:added|mine|ours?|original|supplied|author)\b)",
            r"^(?:my|our) (?:emphas[ie]s|italics|bold|underlining|capitals)\.?$",
        ),
    ),
    (
        "redaction",
        _any(
            r"\bredacted\b",
            r"^expletives?\b",
            r"\b(?:names?|address|identity|details) (?:withheld|omitted|removed|deleted|changed)\b",
            r"^(?:censored|bleep(?:ed)?|blank|deleted|withheld|profanity|obscenity|vulgarity|(?:racial |ethnic )?slur)\.?$",
            r"^(?=.*[*█_]{2})[\w*█ ’'-]+$",
            r"^[–—-]{2,}$",
            r"^(?:the )?[nfs][- ](?:word|bomb)s?$",
        ),
    ),
    (
        "transcript-note",
        _any(
            r"\b(?:inaudible|unintelligible|indiscernible|cross-?talk|off-?mic|missing audio)\b",
            r"^(?:loud |long |prolonged )?(?:applause|laughter|chuckl(?:es|ing)|laughing|booing|boos)(?:(?: and| from| in|[,;]) .{1,40})?[.!]?$",
            r"^(?:begin|end|start of|end of) (?:audio|video|tape|recording|transcript)\b",
            r"^(?:audio|video|recording|tape) (?:missing|gap|ends|begins|cuts? out)\b",
            r"^ph(?:onetic|\.)?$",
            r"^(?:through|via) (?:an |his |her |their )?(?:interpreter|translator)$",
            r"^speak(?:s|ing) (?:in )?(?-i:[A-Z])\w+$",
        ),
    ),
    (
        "link",
        _any(
            r"^(?:click|tap) (?:here|through)\b",
            r"^(?:read|see|learn|find out) (?:the )?(?:more|whole|full|rest)\b",
            r"^continue reading\b",
            r"^pdf\.?$",
            r"^(?:https?://|www\.|mailto:|<a\b)",
            r"^&?#x?[0-9a-f]+\.?;?$",
            r"^e-?mail (?:protected|her|him|us|the author)$",
            r"^subscribe\b.{0,20}$",
            r"^\S+@\S+$",
        ),
    ),
    (
        "translation",
        _any(
            r"^(?:in )?(?:the )?(?:original )?(?-i:Arabic|Chinese|Dutch|English|Farsi|French|German|Greek|Hebrew|Hindi|Italian|Japanese|Korean"
            r"|Latin|Persian|Polish|Portuguese|Russian|Spanish|Turkish|Ukrainian|Urdu)(?: for| original)?\s*(?:[:=“\"‘]|, [“\"‘])",
            r"^(?-i:[A-Z])\w+ for [“\"‘]",
            r"^trans(?:l|lated|lation|lator)?(?:\.|:| by| from)",
            r"^translated\b",
            r"^lit(?:erally|\.)[:,“\"‘ ]",
            r"^meaning[:,]? [“\"‘]",
        ),
    ),
    (
        "credit",
        _any(
            r"^(?:file )?(?:photo|video|image|picture|illustration|graphic|audio|map|cartoon|screenshot|screengrab)s?(?: credit| courtesy)?"
            r"\s*(?::|/| by | via | courtesy)",
            r"^credits?\s*:",
            r"^courtesy (?:of )?\S",
            rf"^(?-i:[A-Z])[\w .'’-]*\s*/\s*{_AGENCY}\b",
            rf"^{_AGENCY}(?: (?:file )?(?:photo|image|video)s?)?(?:\s*[/,|]\s*[\w .-]+)?\.?$",
        ),
    ),
    (
        "citation",
        _any(
            r"^sources?\s*:",
            r"^see (?:also )?(?:p|pp|ch|fig|table|note)\b",
            r"^cf\.",
            r"^(?:ibid|op\. ?cit)\b",
            r"^pp?\. ?\d",
            r"^quoted in\b",
            r"^(?:[1-3] ?)?(?:[a-z]+\.? )?\d{1,3}:\d{1,3}(?:[–-]\d+)?(?:[,;] ?\d+(?:[–-]\d+)?)*\.?$",
        ),
    ),
    (
        "footnote",
        _any(
            r"^\^?\d{1,3}[a-z]?(?:\s*[,;–-]\s*\d{1,3})*$",
            r"^\^\w+$",
            r"^(?:foot|end)?note\.? \d+[a-z]?$",
            r"^(?:foot|end)note$",
            r"^(?:fn|n)\.? ?\d+$",
            r"^[*†‡§]+$",
            r"^(?-i:[ivx]{1,5})$",
            r"^(?:citation|clarification) needed$",
        ),
    ),
    ("punctuation", re.compile(r"^[^\w\s…]{1,3}$")),
)
_TAG = (
    r"(?:live )?(?:updat(?:e|ed)|videos?|photos?|opinion|analysis|exclusive|breaking|watch|live|gallery|interview|editorial|comment|review"
    r"|sponsored|advertisement|podcast|audio|fact[ -]check|explainer|poll|infographic|graphic|quiz|satire|correct(?:ed|ion)|developing)"
)
_LABEL = _any(rf"^{_TAG}(?: \d+)?[:!]?$")
# Between sentences these are links, stage directions or sources; inside one they are words somebody put in.
_LINK_ALONE = _any(r"^(?:more|here|link|listen|(?:\w+ ){0,2}results(?:, (?:\w+ ){0,2}results)*)\.?$")
_STAGE = _any(
    r"^(?:long |short |brief )?(?:pauses?|silence|break|cheers|cheering|music|laughs|sighs?|sobs|cries|crying|coughs|nods|gestures|points"
    r"|commercial break|interruption|shouting|whispers)\.?$"
)
_DATED = _any(rf"(?:^|[ ,;]){_DATE}\s*\.?$")
_AUTHOR_YEAR = re.compile(
    r"^[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?,? \(?(?:1[5-9]|20)\d\d[a-z]?\)?(?:[:,] ?(?:pp?\. ?)?\d+(?:[–-]\d+)?)?$"
)
_NAME_BEFORE = re.compile(
    rf"(?<![\w’'-])(?!(?:After|Before|By|During|From|In|Of|Since|The|Until|{_MONTH})\s)[A-Z][\w’'-]+\s$"
)
_COUNTING = _any(
    r"\b(?:about|all|another|are|at|between|by|for|from|had|have|in|least|most|nearly|of|only|over|some|than|the|these|those|to|was|were"
    r"|with)$"
)
_DETERMINER = _any(r"\b(?:a|an|any|her|his|its|no|our|some|that|the|their|this)$")
_FULL_WORDS = frozenset("and for has he her his not our she that the their they to was were who will".split())
_NEGATING = frozenset(
    ("un", "non", "non-", "in", "im", "il", "ir", "dis", "anti", "anti-", "not", "n't", "n’t", "less")
)

_EDITORIAL = frozenset(("inserted-words", "translation"))
_WHAT = {
    "inserted-words": "Words in brackets",
    "translation": "A translation in brackets",
    "word-ending": "Part of a word in brackets",
    "letter-case": "A letter changed to fit the sentence",
    "punctuation": "A punctuation mark in brackets",
    "footnote": "A note number or sign",
    "omission-mark": "A mark that words were left out",
    "sic": "A sign that the wording is as found",
    "transcript-note": "A transcriber's note on what was heard",
    "redaction": "A stand-in for words that were taken out",
    "credit": "A picture or agency credit",
    "citation": "A reference to a source",
    "emphasis-note": "A note on who set the emphasis",
    "link": "A link or residue of markup",
    "label": "A tag that sorts the piece",
}
KINDS = tuple(_WHAT)
_WHOSE = {
    "inside-quotation": "inside a quotation: the speaker's own paper or a republisher may have put {it} in",
    "running-text": "in running text: the author or a republisher may have put {it} in",
}


@dataclass(frozen=True, slots=True)
class _Bracket:
    """One bracket with its surroundings, looked at but not yet named."""

    content: str
    before: str
    after: str
    quoted: bool
    slot: str

    def alone(self) -> bool:
        """Between two sentences, or at an end of the paragraph: not part of any sentence."""
        follows_on = self.after.lstrip()[:1]
        closed = re.search(r"(?:^|[.!?…:][\"'”’»)\]]*)\s*$", self.before) is not None
        return closed and not follows_on.islower() and follows_on not in (",", ";")

    def glued(self) -> tuple[bool, bool]:
        """Whether a letter touches it on the left and on the right."""
        return _letter(self.before[-1:]), _letter(self.after[:1])


def find(text: str, *, slot: str = "body") -> list[Found]:
    """Find every bracket of one paragraph, outermost only, in order; offsets are code points, brackets included.

    An opening bracket that is never closed yields nothing. Time grows with the length of the text only.
    """
    quotations = Quotations(text)
    found = []
    for start, end in _outermost(text):
        quoted = start in quotations
        bracket = _Bracket(
            text[start + 1 : end - 1].strip(),
            text[max(0, start - 60) : start],
            text[end : end + 60],
            quoted,
            slot,
        )
        labelled = _EDITORS_SIGN.search(bracket.content) or _LABELLED.search(bracket.content)
        kind = _kind(bracket)
        marking = (
            "labelled-note" if labelled else "parentheses" if text[start] in "(（" else "square-brackets"
        )
        host = "inside-quotation" if quoted else _SLOT_HOSTS.get(slot, "running-text")
        editorial = kind in _EDITORIAL or (kind == "word-ending" and bracket.content.casefold() in _NEGATING)
        found.append(
            Found(start, end, text[start:end], kind, marking, host, _reason(kind, host, editorial), editorial)
        )
    return found


def _outermost(text: str) -> list[Span]:
    """Balanced square brackets and editors' round ones, those inside another left out, in order."""
    spans: list[Span] = []
    for start, end in sorted([*_square(text), *_round(text)], key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _square(text: str) -> Iterator[Span]:
    """Every balanced pair; each width has its own stack, so that one left open does not spoil the others."""
    stacks: dict[str, list[int]] = {opening: [] for opening in _PAIRS}
    for match in re.finditer(r"[\[\]【】［］]", text):
        if match.group() in _PAIRS:
            stacks[match.group()].append(match.start())
        elif stacks[_OPENING[match.group()]]:
            start = stacks[_OPENING[match.group()]].pop()
            if text[start + 1 : match.start()].strip():
                yield start, match.end()


def _round(text: str) -> Iterator[Span]:
    """Round brackets that carry a sign of an editor."""
    for match in re.finditer(r"\(([^()]+)\)|（([^（）]+)）", text):
        content = _brief((match.group(1) or match.group(2)).strip())
        if _EDITORS_SIGN.search(content) or any(
            p.search(content) for k, p in _PATTERNS if k in ("sic", "emphasis-note")
        ):
            if re.search(r"\w", content):
                yield match.span()


def _kind(bracket: _Bracket) -> str:
    """Name the bracket by its content, then by how it stands in its sentence."""
    content = _brief(bracket.content)
    if _EDITORS_SIGN.search(content):
        content = _EDITORS_SIGN.sub("", content).strip(" :–—-") or content
    letters = bare(content)
    left, right = bracket.glued()
    if len(letters) == 1 and letters.isalpha():
        return _single_letter(letters, left=left, right=right, bracket=bracket)
    if bracket.after.startswith("(") and re.match(r"\((?:https?:|www\.|mailto:|#|/)", bracket.after):
        return "link"
    if (left or right) and re.fullmatch(r"[^\W\d_]+(?:-|['’]\w)?|n['’]t", letters) and _letter(letters[:1]):
        if not (left and not right and (letters.casefold() in _FULL_WORDS or letters[:1].isupper())):
            return "word-ending"
    for kind, pattern in _PATTERNS:
        if pattern.search(content) and not _part_of_sentence(kind, content, bracket):
            return kind
    if _is_label(content, bracket):
        return "label"
    if bracket.alone() and _LINK_ALONE.search(content):
        return "link"
    if _STAGE.search(content) and not _DETERMINER.search(bracket.before.rstrip()):
        return "transcript-note"
    if _is_citation(content, bracket):
        return "citation"
    return "translation" if _other_script(content, bracket) else "inserted-words"


def _single_letter(letter: str, *, left: bool, right: bool, bracket: _Bracket) -> str:
    if right:
        return "word-ending" if left else "letter-case"
    if left:
        return "footnote" if letter in "abc" else "word-ending"
    if (
        letter in "aAIOo"
        and bracket.after[:1] in (" ", "\u00a0", "’", "'")
        and bracket.after.lstrip()[:1].isalpha()
    ):
        return (
            "inserted-words"
            if bracket.before[-1:].isspace() or bracket.before[-1:] in "“\"‘'"
            else "footnote"
        )
    return "footnote"


def _part_of_sentence(kind: str, content: str, bracket: _Bracket) -> bool:
    """A number or agency that its sentence needs is a word put in: "at least [12] people", "the [Reuters] desk"."""
    follows_on = re.match(r"\s+[a-z]", bracket.after) is not None
    if kind == "footnote" and content.isdigit():
        return (
            follows_on
            and _COUNTING.search(bracket.before.rstrip()) is not None
            and bracket.before[-1:].isspace()
        )
    if kind in ("credit", "punctuation"):
        return kind == "credit" and follows_on and bracket.quoted
    return (
        kind == "redaction"
        and content.casefold() in ("blank", "deleted")
        and _DETERMINER.search(bracket.before.rstrip()) is None
    )


def _is_label(content: str, bracket: _Bracket) -> bool:
    if not _LABEL.search(content):
        return False
    at_an_edge = not bracket.before.strip() or not bracket.after.strip()
    return content.isupper() or bracket.alone() or (bracket.slot == "headline" and at_an_edge)


def _is_citation(content: str, bracket: _Bracket) -> bool:
    if re.fullmatch(r"(?:1[5-9]|20)\d\d[a-z]?", content):
        return not bracket.quoted and _NAME_BEFORE.search(bracket.before) is not None
    if content[:1].islower():
        return False
    if _DATED.search(content):
        return bracket.alone() or (
            not bracket.quoted and not re.fullmatch(_DATE + r"\.?", content, re.IGNORECASE)
        )
    if not bracket.quoted and _AUTHOR_YEAR.search(content):
        return True
    if bracket.quoted or not bracket.alone() or not bracket.before.strip() or not _only_names(content):
        return False
    return content.endswith(".") or re.match(r"\s*$|\s*[-–—•*]|\s{2}|\s*[A-Z]{3}", bracket.after) is not None


def _only_names(content: str) -> bool:
    words = re.split(r"[\s,/]+", content.rstrip("."))
    return len(words) <= 6 and all(word[:1].isupper() or word.isdigit() for word in words)


def _other_script(content: str, bracket: _Bracket) -> bool:
    """The bracket's letters are of another alphabet than the words round it: the original beside its translation."""
    inner = [c.isascii() or c < "\u0250" for c in content if c.isalpha()]
    outer = [c.isascii() or c < "\u0250" for c in bracket.before + bracket.after if c.isalpha()]
    return (
        bool(inner and outer)
        and any(inner) != any(outer)
        and all(inner) == any(inner)
        and all(outer) == any(outer)
    )


def _letter(char: str) -> bool:
    """A letter of a script that parts words by spaces, so that touching means one word."""
    return char.isalpha() and not ("\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\ud7ff")


def _brief(content: str) -> str:
    """Both ends of a long content: every sign looked for is short, and time stays bounded."""
    return content if len(content) <= 400 else content[:200] + content[-200:]


def _reason(kind: str, host: str, editorial: bool) -> str:
    if not editorial:
        return f"{_WHAT[kind]}: noted, not waiting for a reviewer."
    place = _WHOSE.get(host, f"in the {host}: the author, an editor or a republisher may have put {{it}} in")
    return f"{_WHAT[kind]} {place.format(it='them' if kind == 'inserted-words' else 'it')}."
