"""A zip from anywhere, opened without trusting it. Pure; every refusal is a sentence."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from articles.words import printable

#: bytes that all files may unpack to; files; and how much a file of some size may be packed
LARGEST, MANY = 32 * 1024**3, 500_000
DENSE, SMALL = 500, 16 * 1024**2
ENCRYPTED = 0x1
#: what reading a damaged entry raises
DAMAGE = (OSError, EOFError, BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error)


class NotReadable(Exception):
    """The file as a whole cannot be read; the message is a sentence."""


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """Raises NotReadable when it is no zip, or one that no release would be."""
    try:
        archive = ZipFile(path)
    except FileNotFoundError:
        raise NotReadable("There is no such file.") from None
    except OSError as error:
        raise NotReadable(f"It cannot be opened: {error.strerror or error}.") from None
    except (BadZipFile, LargeZipFile, ValueError, NotImplementedError):
        raise NotReadable(_why_no_zip(path)) from None
    with archive:
        if sentence := next(_refusals(archive.infolist()), ""):
            raise NotReadable(sentence)
        yield archive


def _why_no_zip(path: Path) -> str:
    with path.open("rb") as file:
        begins = file.read(4)
    size = path.stat().st_size
    if not size:
        return "It is empty."
    if begins == b"PK\x03\x04":
        return (
            f"It begins as a zip, but the list of its files, which comes last, is missing or damaged. It has {size:,} "
            "bytes: the end may have been cut off. Fetch it again."
        )
    return "It is no zip."


def _refusals(entries: list[ZipInfo]) -> Iterator[str]:
    if len(entries) > MANY:
        yield f"It holds {len(entries):,} files; at most {MANY:,} are looked at."
    if sum(entry.file_size for entry in entries) > LARGEST:
        yield f"It would unpack to more than {LARGEST // 1024**3} GiB, which is the most that is looked at."
    for entry in entries:
        name = printable(entry.filename)
        if entry.file_size > max(SMALL, DENSE * entry.compress_size):
            yield (
                f"{name} would unpack to {entry.file_size:,} bytes from {entry.compress_size:,}: nothing in a release "
                "is packed as tightly, so it was not unpacked."
            )
        if entry.flag_bits & ENCRYPTED:
            yield f"{name} is encrypted. No release is."


def astray(name: str) -> bool:
    """A path that would leave the folder it is unpacked in."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
