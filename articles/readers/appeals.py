"""Does a paragraph ask its readers for money, a subscription or a visit? Quoted speech never counts."""

import re

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bplease (?:help|support|donate|consider|subscribe|share|give|contribute|sign up|follow)\b",
        r"\b(?:support|help|fund) (?:us|our (?:work|journalism|project|reporting|site|website|mission|coverage))\b",
        r"\bsupport (?:the|this|independent) (?:project|journalism|site|website|media)\b",
        r"\b(?:make|give) a (?:\w+ )?(?:donation|contribution)\b|\bdonate (?:now|today|here|to us|via|by|online)\b"
        r"|\byour (?:help|support|donations?|contributions?)\b",
        r"\bour (?:content|newsletter|readers|subscribers|mailing list|channel|telegram|work wouldn.t)\b",
        r"\bpaypal\b|\bpatreon\b|\bko-?fi\b|\bbuy me a coffee\b|\bbitcoin address\b",
        r"\b(?:subscribe|sign up) (?:to|for|now|today|here)\b",
        r"\bif you(?:.re able| like| value| enjoy(?:ed)?| found)\b",
        r"\bfollow us\b|\blike us on\b|\bjoin our\b",
        r"https?://\S*(?:donate|patreon|paypal)",
    )
)
# One quick look that spares most paragraphs the ten above.
_MAYBE = re.compile(
    r"please|donat|contribut|support|subscri|sign up|paypal|patreon|ko-?fi|coffee|bitcoin|follow us|like us|our |your "
    r"|if you|fund us|help us",
    re.IGNORECASE,
)
_SHORT = 120
_LONGEST = 2_000


def is_appeal(text: str) -> bool:
    """Two cues, or one in a line too short to be telling anything else."""
    if len(text) > _LONGEST or not _MAYBE.search(text):
        return False
    said = _QUOTED.sub(" ", text)
    cues = sum(1 for cue in _CUES if cue.search(said))
    return cues >= 2 or (cues == 1 and len(said.strip()) <= _SHORT and _addresses_reader(said))


def _addresses_reader(text: str) -> bool:
    opening = r"\s*(?:please|support|help|donate|subscribe|sign up|follow|join|like|make a|if you|via|paypal)\b"
    return re.match(opening, text, re.IGNORECASE) is not None
