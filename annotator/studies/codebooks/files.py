"""The forms in which a codebook leaves and comes in. Each is a module: TITLE, SUFFIX, MEDIA_TYPE, HINT, read, write."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from annotator.studies.codebooks import Codebook, CodebookError, csv_file, qdc_file, toml_file

#: bytes; the shipped codebook has 5,500
LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class FileForm:
    """`read` takes the bytes and the codebook as it is now, for what the file does not say; it raises CodebookError."""

    title: str
    suffix: str
    media_type: str
    hint: str
    read: Callable[[bytes, Codebook], Codebook]
    write: Callable[[Codebook], bytes]


FORMS = {
    one.SUFFIX: FileForm(one.TITLE, one.SUFFIX, one.MEDIA_TYPE, one.HINT, one.read, one.write)
    for one in (toml_file, csv_file, qdc_file)
}


def read_file(name: str, data: bytes, now: Codebook) -> Codebook:
    """The codebook in a file, by the ending of its name. Raises CodebookError with a sentence."""
    suffix = name.rpartition(".")[2].lower()
    if suffix not in FORMS:
        endings = ", ".join(f".{one}" for one in FORMS)
        raise CodebookError(f"A codebook file ends in {endings}. This one is “{name[-60:]}”.")
    if len(data) > LARGEST:
        raise CodebookError(f"A codebook file has at most {LARGEST // 1024} KiB. This one is larger.")
    return FORMS[suffix].read(data, now)


def write_file(suffix: str, codebook: Codebook, *, number: int) -> bytes:
    """The bytes of a revision. A codebook that no file ever named a version of is called by its revision."""
    return FORMS[suffix].write(replace(codebook, version=codebook.version or f"r{number}"))
