"""Bytes to text: byte order mark, then what is declared, then a guess; the answer names the charset used."""

import codecs
import re
from dataclasses import dataclass
from email.message import Message

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Names as the web uses them (encoding.spec.whatwg.org): what calls itself latin-1 is windows-1252, and so on.
_ALIASES = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "shift_jis",
    "shift-jis": "shift_jis",
    "ks_c_5601-1987": "euc-kr",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf8": "utf-8",
}
_CODECS = {"shift_jis": "cp932", "euc-kr": "cp949", "windows-874": "cp874", "windows-31j": "cp932"}
# Only character sets: Python also knows idna, punycode, unicode_escape and others that are slow or run escapes.
_KNOWN = re.compile(
    r"utf-8|utf-16|utf-16-?[lb]e|windows-(?:125[0-8]|874|31j)|cp(?:125[0-8]|866|874|932|949)|iso-8859-\d{1,2}"
    r"|koi8-[ru]|ibm866|gb18030|big5(?:-hkscs)?|euc-jp|euc-kr|shift_jis|iso-2022-jp|mac-(?:roman|cyrillic)"
)
_ISO_2022 = re.compile(rb"\x1b\$[@B]")
_XML = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    charset: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes, *, media_type: str = "", html: bool = False) -> Decoded:
    """Text with LF line ends and U+FFFD for NUL; never fails, but warns when bytes had to be replaced."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _replacing(content[len(bom) :], name)
    declared = _declared(content, media_type, html)
    # ISO-2022-JP is made of bytes that are all valid UTF-8.
    for name in filter(None, (declared, "" if _ISO_2022.search(content[:200_000]) else "utf-8")):
        text = _strictly(content, name)
        if text is not None:
            return Decoded(clean(text), name)
    if declared and _nearly(content, declared):
        return _replacing(content, declared)
    guessed = _guess(content)
    warning = f"The text is declared as {declared} but is not; it was read as {guessed}." if declared else ""
    result = _replacing(content, guessed)
    return Decoded(result.text, guessed, tuple(filter(None, (warning, *result.warnings))))


def clean(text: str) -> str:
    """The one normalisation of record: CRLF and CR to LF, NUL and lone surrogates to U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return _SURROGATES.sub("\ufffd", text)


def media_type_of(header: str) -> str:
    """`Text/HTML; charset=x` -> `text/html`."""
    return header.partition(";")[0].strip().lower()


def _declared(content: bytes, media_type: str, html: bool) -> str:
    http = _known(_parameter(media_type))
    if http or not html:
        return http
    found = _XML.match(content[:1024]) or _META.search(content[:16384])
    name = _known(found.group(1).decode("ascii")) if found else ""
    # A page whose ASCII <meta> could be read is not UTF-16, whatever the <meta> says.
    return "utf-8" if name.startswith("utf-16") else name


def _parameter(media_type: str) -> str:
    header = Message()
    header["content-type"] = media_type.replace("\r", " ").replace("\n", " ")
    value = header.get_param("charset", "")
    return value if isinstance(value, str) else ""


def _known(name: str) -> str:
    name = name.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    return name if _KNOWN.fullmatch(name) and _codec(name) else ""


def _codec(name: str) -> str:
    try:
        return codecs.lookup(_CODECS.get(name, name)).name
    except LookupError:
        return ""


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(_codec(name))
    except UnicodeError:
        return None


def _replacing(content: bytes, name: str) -> Decoded:
    text = content.decode(_codec(name), errors="replace")
    if name.startswith("windows-12"):
        text = _c1(content, text, name)
    lost = text.count("\ufffd") - content.count("\ufffd".encode()) * (name == "utf-8")
    characters, are = ("1 character", "is") if lost == 1 else (f"{lost:,} characters", "are")
    warning = f"{characters} could not be read as {name} and {are} shown as \ufffd."
    return Decoded(clean(text), name, (warning,) if lost > 0 else ())


def _c1(content: bytes, text: str, name: str) -> str:
    """Bytes a windows code page leaves undefined stay control characters, as browsers do."""
    if "\ufffd" not in text:
        return text
    return "".join(chr(byte) if char == "\ufffd" else char for byte, char in zip(content, text, strict=True))


def _nearly(content: bytes, name: str) -> bool:
    """A few broken bytes in a text of many good non-ASCII characters do not refute its declaration."""
    text = content.decode(_codec(name), errors="replace")
    bad = text.count("\ufffd")
    return bad * 10 < sum(1 for char in text if char > "\x7f") - bad


def warm() -> None:
    """Load the detector, which only undeclared old charsets need."""
    _guess("Café à la crème".encode("cp1252"))


def _guess(content: bytes) -> str:
    import chardet  # 0.1 s to load, and most files never need it

    answer = chardet.detect(content[:200_000])
    return _known(str(answer.get("encoding") or "")) or "windows-1252"
