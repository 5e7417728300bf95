"""Five hundred strings in which counting goes wrong: the text of record must come through all of them unchanged."""

import random

PIECES = [
    "plain words, here",
    "“quoted [words] in it”",
    "naïve café",  # precomposed
    "nai\u0308ve cafe\u0301",  # combining
    "Z\u0351\u036b\u0343a\u0331\u0309l\u0326g\u030do",
    "👩\u200d👩\u200d👧\u200d👦 family",
    "🏳️\u200d🌈 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "👍🏽 👋🏿",
    "🇺🇳🇪🇺🇧🇷",
    "1️⃣ 2️⃣",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 𠜎𠜱",
    "عيادة الميناء أُغلقت",
    "בֵּית חוֹלִים",
    "\u202eright to left override\u202c",
    "\u2066isolated\u2069 \u200fmark\u200e",
    "क्षत्रिय नमस्ते",
    "ภาษาไทยไม่มีช่องว่าง",
    "각 한글",
    "日本語の文章。漢字かな交じり文",
    "tab\there",
    "line\nbreak",
    "no\u00a0break\u202fspace\u2009thin",
    "soft\u00adhyphen zero\u200bwidth word\u2060joiner",
    "<b>not markup</b> &amp; &lt; \"double\" 'single' `tick`",
    "</span><script>alert(1)</script>",
    "ﬁ ligature ſ long s ß ẞ İ ı",
    "\ufeffbyte order mark",
    "\u0001control\u0008\u007f",
    "\u2028line\u2029paragraph separators",
    "a\u0300\u0301\u0302\u0303\u0304\u0305",
    "🧑🏻\u200d🤝\u200d🧑🏿 and 👨\u200d💻",
    "\U0010fffd last \ue000 private",
    "Ω≈ç√∫˜µ≤≥÷ ‰ € ₹",
    "x",
]


def texts(count: int = 500) -> list[str]:
    """Return `count` different strings, the same on every run; none begins or ends with white space."""
    chance = random.Random(20261123)
    found = dict.fromkeys(piece.strip() for piece in PIECES)
    while len(found) < count:
        joined = "".join(
            chance.choice(PIECES) + chance.choice([" ", "", ", ", "\n"]) for _ in range(chance.randint(1, 6))
        )
        found[joined.strip()] = None
    return list(found)[:count]


def ranges(text: str, count: int, chance: random.Random) -> list[tuple[int, int]]:
    """Random half-open, non-empty spans of `text` in code points."""
    spans = []
    for _ in range(count):
        start = chance.randrange(len(text))
        spans.append((start, chance.randint(start + 1, len(text))))
    return spans
