"""Brackets in a paragraph: which hold words that somebody put in, and which are something else.

Square brackets of every width always; round ones only when they carry an editor's sign ("– Ed.", "sic").
A bracket alone proves nothing, so a finding never says whose words they are.

Measured in November 2026 on 439 real brackets of news in English with 90 characters of context, labelled by one
of us by eye. On the 220 the rules were built on, `editorial` has precision 0.993 and recall 0.993 (141 of 142);
on the 219 set aside, labelled before the rules first ran on them, 1.000 and 1.000 (140 of 140), and the kind is
right in 0.982. The labeller wrote the rules and had read both halves, so the second figures are not independent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.suggestions.detectors import (
    Found,
    Quotations,
    Span,
    Surrounded,
    balanced,
    bare,
    other_script,
    outermost,
    touching_letter,
)

ENGINE = "brackets"
VERSION = "1"

_PAIRS = {"[": "]", "【": "】", "［": "］"}


def _any(alternatives: str) -> re.Pattern[str]:
    """Alternatives stand two spaces or a line apart; {NAME} is filled in; letters match in either case."""
    filled = re.sub(r"\{([A-Z_]+)\}", lambda match: _PARTS[match.group(1)], alternatives)
    return re.compile("|".join(re.split(r"\s{2,}", filled.strip())), re.IGNORECASE)


_PARTS = {
    "MONTH": r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?",
    "AGENCY": r"(?-i:AP|AFP|Reuters|dpa|DPA|Getty(?: Images)?|EPA|TASS|Xinhua|UPI|PA|ANSA|EFE|Kyodo|VCG"
    r"|Bloomberg)",
    "LANGUAGE": r"(?-i:Arabic|Chinese|Dutch|English|Farsi|French|German|Greek|Hebrew|Hindi|Italian|Japanese"
    r"|Korean|Latin|Persian|Polish|Portuguese|Russian|Spanish|Turkish|Ukrainian|Urdu)",
    "ED": r"(?-i:(?:the )?Eds?\.?|(?:[Tt]he )?[Ee]ditors?|(?:d\. ?)?Red\.|[Рр]ед\.|NDLR|ndlr|[Nn]dr|Tr(?:ans)?\.)",
    "NOTE": r"(?:(?:the )?(?:editor|translator|publisher)(?:['’]?s)? note|editorial note|ed\.? note"
    r"|anm(?:\.|erkung) d(?:\.|er) red(?:\.|aktion)|note de la rédaction|прим(?:\.|ечание) ред(?:\.|акции))",
    "TAG": r"(?:updated?|videos?|photos?|opinion|analysis|exclusive|breaking|watch|live|gallery|interview"
    r"|editorial|comment|review|sponsored|advertisement|podcast|audio|fact[ -]check|explainer|poll"
    r"|(?:info)?graphic|quiz|satire|correct(?:ed|ion)|developing)",
}
_PARTS["DATE"] = (
    r"(?:\d\d?[/.]\d\d?[/.]\d{2,4}|\d{4}-\d\d-\d\d"
    rf"|(?:\d\d?(?:st|nd|rd|th)? )?{_PARTS['MONTH']},? \d{{4}}"
    rf"|{_PARTS['MONTH']} \d\d?(?:st|nd|rd|th)?,? \d{{4}})"
)
_SIGN = _any(
    r"""^{NOTE}\s*[:.–—,-]?  [-–—;,]\s*{NOTE}$  [-–—;]\s*{ED}$
    ^(?-i:Eds?\.?|Editors?|Red\.|Ред\.)\s*:  ^(?-i:Eds?\.|Red\.|Ред\.)$"""
)
_LABELLED = _any(r"^(?:updated?|corrected|correction|clarification|note|n\. ?b\.?)\s*[:–—,]\s*\S")
# Tried in this order; the first that fits names the kind.
_PATTERNS = {
    "sic": _any(r"^\(?sic\b\W*$  ^[!?]{1,3}$"),
    "omission-mark": _any(r"^(?:\.\s*){2,4}$  ^…+$  ^(?:snip|cut|omitted|abridged)\.?$"),
    "emphasis-note": _any(
        r"""\b(?:emphas[ie]s|italics?|bold(?:face)?|underlin(?:e|ing)|capitals)\b.{0,25}\b(?:added|mine|ours?|original)\b
        ^(?:my|our) (?:emphas[ie]s|italics|bold|underlining|capitals)\.?$"""
    ),
    "redaction": _any(
        r"""^(?:\w+ ){0,2}redacted\.?$  ^expletives?\b.{0,20}$
        ^(?:\w+ ){0,2}(?:names?|address|identity|details) (?:withheld|omitted|removed|changed)\b.{0,30}$
        ^(?:censored|bleep(?:ed)?|blank|deleted|withheld|profanity|obscenity|vulgarity|(?:racial |ethnic )?slur)\.?$
        ^(?=.*[*█_]{2})[\w*█ ’'-]+$  ^[–—-]{2,}$  ^(?:the )?[nfs][- ](?:word|bomb)s?$"""
    ),
    "transcript-note": _any(
        r"""^(?:\w+ ){0,2}(?:inaudible|illegible|unintelligible|indiscernible|cross-?talk|missing audio)\b.{0,20}$
        ^ph(?:onetic|\.)?$
        ^(?:loud |long )?(?:applause|laughter|chuckles|laughing|booing|boos)(?:(?: and| from| in|[,;]) .{1,40})?[.!]?$
        ^(?:the )?(?:audience|crowd) (?:\w+ )?(?:laughs|applauds|cheers|boos)\b
        ^speak(?:s|ing) (?:in )?{LANGUAGE}$
        ^(?:begin|end|start of|end of) (?:audio|video|tape|recording)\b
        ^(?:through|via) (?:an? |\w+ )?(?:interpreter|translator)$
        ^(?:audio|video|recording|tape) (?:missing|gap|ends|begins|cuts? out)\b"""
    ),
    "link": _any(
        r"""^(?:click|tap) (?:here|through)\b  ^continue reading\b
        ^(?:read|see|learn|find out) (?:the )?(?:more|whole|full|rest)\b.{0,30}$
        ^pdf\.?$  ^(?:https?://|www\.|mailto:|<a\b)  ^&?#x?[0-9a-f]+\.?;?$  ^\S+@\S+$  ^subscribe\b.{0,20}$
        ^e-?mail (?:protected|her|him|us|the author)$"""
    ),
    "translation": _any(
        r"""^(?:in )?(?:the )?(?:original )?{LANGUAGE}(?: for| original)?\s*(?:[:=“"‘]|, [“"‘])
        ^(?-i:[A-Z])\w+ for [“"‘]
        ^trans(?:l|lated|lation|lator)?(?:\.|:| by| from)  ^translated\b  ^lit(?:erally|\.)[:,“"‘ ]
        ^meaning[:,]? [“"‘]
        ^(?:my|our|own) translation\.?$"""
    ),
    "credit": _any(
        r"""^(?:file )?(?:photo|video|image|picture|graphic|map)s?(?: credit| courtesy)?(?:\s*[:/]| by | via )
        ^credits?\s*:  ^courtesy (?:of )?\S  ^(?-i:[A-Z])[\w .'’-]*\s*/\s*{AGENCY}\b
        ^{AGENCY}(?: (?:file )?(?:photo|image|video)s?)?(?:\s*[/,|]\s*[\w .-]+)?\.?$"""
    ),
    "citation": _any(
        r"""^sources?\s*:  ^see (?:also )?(?:p|pp|ch|fig|table|note)\b  ^cf\.  ^(?:ibid|op\. ?cit)\b
        ^(?:art|sect?)\. ?\d
        ^pp?\. ?\d  ^quoted in\b
        ^(?:[1-3] ?)?(?:[a-z]+\.? )?\d{1,3}:\d{1,3}(?:[–-]\d+)?(?:[,;] ?\d+(?:[–-]\d+)?)*\.?$"""
    ),
    "footnote": _any(
        r"""^(?!\d+,\d{3}$)\^?\d{1,3}[a-z]?(?:\s*[,;–-]\s*\d{1,3})*$  ^\^\w+$
        ^(?:foot|end)?note\.? \d+[a-z]?$  ^(?:foot|end)note$
        ^fn?\.? ?\d+$  ^n\. ?\d+$  ^[*†‡§]+$  ^(?-i:[ivx]{1,5})$  ^(?:citation|clarification) needed$"""
    ),
    "punctuation": _any(r"^[^\w\s…]{1,3}$"),
}
_LABEL = _any(r"^(?:live )?{TAG}(?: \d+)?[:!]?$")
# Between sentences these are links, stage directions or sources; inside one they are words somebody put in.
_LINK_ALONE = _any(r"^(?:more|here|link|listen|(?:\w+ ){0,2}results(?:, (?:\w+ ){0,2}results)*)\.?$")
_STAGE = _any(
    r"""^(?:long |short |commercial )?(?:pauses?|silence|break|cheers|cheering|music|laughs|sighs?|sobs)\.?$
    ^(?:cries|crying|coughs|nods|gestures|points|interruption|shouting|whispers)\.?$"""
)
_DATED = _any(r"^(?P<at>){DATE}\.?$  (?P<word>\w*)[ ,;]+{DATE}\.?$")
_AUTHOR = r"[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?"
_AUTHOR_YEAR = re.compile(rf"^{_AUTHOR},? \(?(?:1[5-9]|20)\d\d[a-z]?\)?(?:[:,] ?(?:pp?\. ?)?\d+(?:[–-]\d+)?)?$")
_NAME_BEFORE = re.compile(
    r"(?<![\w’'-])(?!(?:After|Before|By|During|From|In|Of|Since|The|Until"
    rf"|{_PARTS['MONTH']})\s)[A-Z][\w’'-]+\s$"
)
_COUNTING = _any(
    r"\b(?:about|all|another|are|at|between|by|for|from|had|have|in|least|most|nearly|of|only|over|some|than)\s+$"
    r"  \b(?:the|these|those|to|up|was|were|with)\s+$"
)
_DETERMINER = _any(r"\b(?:an?|any|her|his|its|no|our|some|that|the|their|this)\s*$")
_PREPOSITION = _any(r"^(?:after|before|by|during|from|in|of|on|since|until)$")
_FULL_WORD = _any(r"^(?:and|for|has|her?|his|not|our|she|that|the|their|they|to|was|were|who|will)$")
_NEGATING = _any(r"^(?:un|non-?|i[nmlr]|dis|anti-?|not|n['’]t|less)$")
_NEVER_ENDING = _any(r"^(?:sic|applause|bleep|crosstalk|expletive|inaudible|laughter|redacted|unintelligible)$")
# fmt: off
_WHAT = {
    "inserted-words": "Words", "translation": "A translation", "word-ending": "Part of a word",
    "letter-case": "A letter changed to fit the sentence", "punctuation": "A punctuation mark",
    "footnote": "A note number or sign", "omission-mark": "A mark that words were left out",
    "sic": "A sign that the wording is as found", "transcript-note": "A transcriber's note on what was heard",
    "redaction": "A stand-in for words taken out", "credit": "A picture or agency credit",
    "citation": "A reference to a source", "emphasis-note": "A note on who set the emphasis",
    "link": "A link or residue of markup", "label": "A tag that sorts the piece",
}
# fmt: on
KINDS = tuple(_WHAT)
_EDITORIAL = ("inserted-words", "translation")
_SLOT_HOSTS = ("headline", "standfirst", "caption", "notice")
_WRITTEN_IN = {
    "square-brackets": "in square brackets",
    "parentheses": "in round brackets",
    "labelled-note": "in an editor's note",
}


def find(text: str, *, slot: str = "body") -> list[Found]:
    """Find every bracket of one paragraph, outermost only, in order; offsets in code points.

    An opening bracket that is never closed yields nothing, nor does an empty pair. Time grows with the length
    of the text only.
    """
    quotations = Quotations(text)
    found = []
    for start, end in outermost([*balanced(text, _PAIRS), *_round(text)]):
        content = _brief(text[start + 1 : end - 1].strip())
        if not content:
            continue
        quoted = slot == "quotation" or start in quotations
        bracket = Surrounded(content, text[max(0, start - 60) : start], text[end : end + 60], quoted, slot)
        labelled = _SIGN.search(content) or _LABELLED.search(content)
        marking = "labelled-note" if labelled else "parentheses" if text[start] in "(（" else "square-brackets"
        host = "inside-quotation" if quoted else slot if slot in _SLOT_HOSTS else "running-text"
        kind = _kind(bracket)
        editorial = kind in _EDITORIAL or (kind == "word-ending" and _NEGATING.search(content) is not None)
        reason = _reason(kind, marking, host, editorial=editorial)
        found.append(Found(start, end, text[start:end], kind, marking, host, reason, editorial))
    return found


def _round(text: str) -> Iterator[Span]:
    """Round brackets that carry a sign of an editor."""
    for match in re.finditer(r"\(([^()]+)\)|（([^（）]+)）", text):
        content = _brief((match.group(1) or match.group(2)).strip())
        noted = _SIGN.search(content) or _PATTERNS["sic"].search(content) or _PATTERNS["emphasis-note"].search(content)
        if noted and re.search(r"\w", content):
            yield match.span()


def _kind(bracket: Surrounded) -> str:
    """Name the bracket by its content, then by how it stands in its sentence."""
    content = bracket.content
    if _SIGN.search(content):
        content = _SIGN.sub("", content).strip(" :–—-") or content
    word = bare(content)
    left, right = touching_letter(bracket.before[-1:]), touching_letter(bracket.after[:1])
    if len(word) == 1 and word.isalpha():
        return _single_letter(word, bracket, left=left, right=right)
    if re.match(r"\((?:https?:|www\.|mailto:|#|/)", bracket.after):
        return "link"
    if (left or right) and _is_part_of_word(word, left=left, right=right):
        return "word-ending"
    for kind, pattern in _PATTERNS.items():
        if pattern.search(content) and not _needed_by_sentence(kind, content, bracket):
            return kind
    if _LABEL.search(content) and _stands_as_label(content, bracket):
        return "label"
    if _LINK_ALONE.search(content) and bracket.alone():
        return "link"
    if _STAGE.search(content) and not _DETERMINER.search(bracket.before):
        return "transcript-note"
    if _is_citation(content, bracket):
        return "citation"
    return "translation" if other_script(content, bracket.before + bracket.after) else "inserted-words"


def _single_letter(letter: str, bracket: Surrounded, *, left: bool, right: bool) -> str:
    if right:
        return "word-ending" if left else "letter-case"
    if left:
        return "footnote" if letter in "abc" else "word-ending"
    a_word = bracket.in_full_flow() if letter in "aAo" else letter in "IO" and bracket.after[:1] in (" ", "’", "'")
    begins_one = re.search(r"(?:^|[\s“\"‘'(])$", bracket.before) is not None
    return "inserted-words" if begins_one and (a_word or (letter.isupper() and bracket.quoted)) else "footnote"


def _is_part_of_word(word: str, *, left: bool, right: bool) -> bool:
    """A fragment glued to a word, not a whole word with the space forgotten."""
    if not re.fullmatch(r"[^\W\d_]+(?:-|['’]\w)?|n['’]t", word) or not touching_letter(word[0]):
        return False
    if _NEVER_ENDING.search(word):
        return False
    return right or not (_FULL_WORD.search(word) or word[0].isupper())


def _needed_by_sentence(kind: str, content: str, bracket: Surrounded) -> bool:
    """A number or name that its sentence needs is a word put in: "at least [12] people"."""
    if kind == "footnote" and content[0].isdigit():
        unit = re.match(r"%|\s+(?:per ?cent|thousand|million|billion|trillion)\b", bracket.after)
        return bool(unit) or (bracket.in_full_flow() and _COUNTING.search(bracket.before) is not None)
    if kind == "credit":
        return bracket.quoted and bracket.in_full_flow()
    return kind == "redaction" and content.casefold() in ("blank", "deleted") and not _DETERMINER.search(bracket.before)


def _stands_as_label(content: str, bracket: Surrounded) -> bool:
    at_an_edge = not bracket.before.strip() or not bracket.after.strip()
    return content.isupper() or bracket.alone() or (bracket.slot == "headline" and at_an_edge)


def _is_citation(content: str, bracket: Surrounded) -> bool:
    if re.fullmatch(r"(?:1[5-9]|20)\d\d[a-z]?", content):
        return not bracket.quoted and _NAME_BEFORE.search(bracket.before) is not None
    if content[0].islower():
        return False
    if dated := _DATED.search(content):
        a_date_only = dated.group("at") is not None
        if not a_date_only and not _reads_as_title(content):
            return False
        return bracket.alone() or not (bracket.quoted or a_date_only or _PREPOSITION.search(dated.group("word") or ""))
    if not bracket.quoted and _AUTHOR_YEAR.search(content):
        return True
    words = re.split(r"[\s,/]+", content.rstrip("."))
    if bracket.quoted or not bracket.alone() or not bracket.before.strip() or len(words) > 6:
        return False
    ends_here = re.match(r"\s*$|\s*[-–—•*]|\s{2}|\s*[A-Z]{3}", bracket.after) is not None
    return all(w[:1].isupper() or w.isdigit() for w in words) and (content.endswith(".") or ends_here)


def _reads_as_title(content: str) -> bool:
    """A name of a speech, a piece or a paper, not a sentence: it has ", by" or its longer words begin large."""
    words = [word for word in re.findall(r"[\w’'/.-]+", content) if len(word) > 3]
    large = sum(not word[0].islower() for word in words)
    return ", by " in content or large >= 0.6 * len(words)


def _brief(content: str) -> str:
    """Both ends of a long content: every sign looked for is short, and time stays bounded."""
    return content if len(content) <= 400 else content[:200] + content[-200:]


def _reason(kind: str, marking: str, host: str, *, editorial: bool) -> str:
    if not editorial:
        return f"{_WHAT[kind]} {_WRITTEN_IN[marking]}: noted, not waiting for a reviewer."
    who, them = "the author, an editor or a republisher", "them" if kind == "inserted-words" else "it"
    place = {"inside-quotation": "inside a quotation", "running-text": "in running text"}.get(host, f"in the {host}")
    if host == "inside-quotation":
        who = "the quoting paper or a republisher"
    return f"{_WHAT[kind]} {_WRITTEN_IN[marking]} {place}: {who} may have put {them} in."
