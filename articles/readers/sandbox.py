"""Reading in a child process, for no parser of HTML withstands hostile bytes on its own.

The parent never parses. It starts `child.py` with an empty environment in an empty directory, hands it bytes and
takes JSON back; a wall clock ends the whole process group. The child forks once per file, and the fork limits its
memory, processor time, open files and written bytes before it looks at the file (see there).
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Any, Self, cast

from .parsed import ParsedArticle, ReadError

_CHILD = Path(__file__).with_name("child.py")
# One thread, or the numeric library under the language guesser reserves address space for each core.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
_NEEDED_ON_WINDOWS = ("SYSTEMROOT",)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. Memory is address space, of which the idle child already holds some 240 MB."""

    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    open_files: int = 64
    content_bytes: int = 20 * 1024 * 1024
    output_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """What reading the last file took in the child; zeros where the system does not tell."""

    cpu_seconds: float = 0.0
    peak_bytes: int = 0


class Sandbox:
    """A child process that reads one file after another; after a failure of the process a new one is started.

    A context manager. Safe to share between threads, which then take turns.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.usage = Usage()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes, *, media_type: str, filename: str, url: str = "") -> ParsedArticle:
        """Raises ReadError with a plain sentence, also when the child was stopped."""
        if len(content) > self.limits.content_bytes:
            raise ReadError(
                f"The file is too large: {_mb(len(content))}, at most {_mb(self.limits.content_bytes)} are read."
            )
        request = {"media_type": media_type, "filename": filename, "url": url, "size": len(content)}
        with self._lock:
            answer = self._ask({**request, "limits": asdict(self.limits)}, content)
        return _article(answer)

    def close(self) -> None:
        """End the child. The next `read` starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: dict[str, Any], content: bytes) -> bytes:
        child = self._started()
        requests, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        with self._clock(child) as expired:
            try:
                requests.write(json.dumps(request).encode() + b"\n" + content)
                requests.flush()
                return self._answer(answers)
            except (OSError, ValueError, EOFError):
                self._end()
                raise ReadError(self._why(expired)) from None

    def _answer(self, stream: IO[bytes]) -> bytes:
        header = json.loads(stream.readline(1_000))
        size = int(header["size"])
        if size > self.limits.output_bytes:
            raise ValueError("more than was agreed")
        answer = stream.read(size)
        if len(answer) < size:
            raise EOFError
        self.usage = Usage(float(header["cpu_seconds"]), int(header["peak_bytes"]))
        return answer

    def _why(self, expired: threading.Event) -> str:
        if expired.is_set():
            return f"Reading took longer than {self.limits.wall_seconds:g} seconds and was stopped."
        return "The process that reads files stopped unexpectedly."

    @contextmanager
    def _clock(self, child: "subprocess.Popen[bytes]") -> Iterator[threading.Event]:
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            _kill(child)

        timer = threading.Timer(self.limits.wall_seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield expired
        finally:
            timer.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child and self._child.poll() is None:
            return self._child
        self._end()
        self._folder = TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True)
        kept = {name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder.name,
            env=_ENVIRONMENT | kept,
            start_new_session=True,
        )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            _kill(child)
            for stream in (child.stdin, child.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            child.wait()
        if self._folder:
            self._folder.cleanup()
            self._folder = None


def read(
    content: bytes, *, media_type: str, filename: str, url: str = "", limits: Limits | None = None
) -> ParsedArticle:
    """Read one file in a child of its own. Raises ReadError. For several files share a `Sandbox`."""
    with Sandbox(limits) as sandbox:
        return sandbox.read(content, media_type=media_type, filename=filename, url=url)


def _article(answer: bytes) -> ParsedArticle:
    try:
        match json.loads(answer):
            case {"error": str(message), "line": int() | None as line}:
                raise ReadError(message, line)
            case {"article": str(article)}:
                return ParsedArticle.from_json(article)
    except (ValueError, TypeError, RecursionError):
        pass
    raise ReadError("The process that reads files gave no usable answer.")


def _kill(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is not None and not hasattr(os, "killpg"):
        return
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"
