"""The child of `sandbox`: takes files on standard input, answers JSON on standard output.

The process itself never looks into a file. It loads the reader (trusted code, half a second) and forks; the fork sets
its limits, then parses, answers through a pipe and ends, so that one file can do nothing to the next. Limits are set
after loading, for loading counts as memory too. Where there is no fork (Windows) the file is read in
this process under the parent's clock alone.
"""

import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from articles.readers import Reader, ReadError, reader_for

_FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "os.utime",
    "os.putenv", "shutil.", "ftplib.", "smtplib.", "urllib.", "webbrowser.", "ctypes.", "pty.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PIECE = 1 << 16


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """One request after another until the parent closes its end."""
    while line := requests.readline():
        request = json.loads(line)
        content = requests.read(request["size"])
        answer, usage, reader = _answer(request, content)
        del content
        answers.write(json.dumps({"size": len(answer), **usage}).encode() + b"\n" + answer)
        answers.flush()
        if reader:
            _warm(reader)


def _answer(request: dict[str, Any], content: bytes) -> tuple[bytes, dict[str, float], Reader | None]:
    nothing = {"cpu_seconds": 0.0, "peak_bytes": 0}
    try:
        reader = reader_for(request["media_type"], request["filename"], content)
    except ReadError as error:
        return _failure(error.message, error.line), nothing, None
    reader.preload()
    if not hasattr(os, "fork"):
        return _parse(reader, content, request), nothing, reader
    answer, usage = _in_fork(reader, content, request)
    return answer, usage, reader


_warmed: set[str] = set()


def _warm(reader: Reader) -> None:
    """After the answer, while the parent is busy with it: what makes the next file quick."""
    if reader.name not in _warmed:
        _warmed.add(reader.name)
        reader.warm()
        gc.collect()
        gc.freeze()  # pages that the collector does not touch stay shared with the forks


def _in_fork(reader: Reader, content: bytes, request: dict[str, Any]) -> tuple[bytes, dict[str, float]]:
    limits = request["limits"]
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        _work(reader, content, request, write_end)
    os.close(write_end)
    answer = _drain(read_end, limits["output_bytes"])
    if answer is None:
        os.kill(pid, signal.SIGKILL)
    _, status, spent = os.wait4(pid, 0)
    usage = {"cpu_seconds": spent.ru_utime + spent.ru_stime, "peak_bytes": spent.ru_maxrss * 1024}
    if answer is None:
        return _failure(f"The text that was found is larger than {limits['output_bytes'] >> 20} MB."), usage
    if status:
        return _failure(_why(os.waitstatus_to_exitcode(status), limits)), usage
    return answer, usage


def _work(reader: Reader, content: bytes, request: dict[str, Any], write_end: int) -> None:
    """In the fork; never returns."""
    try:
        _confine(request["limits"])
        answer = _parse(reader, content, request)
        view = memoryview(answer)
        while view:
            view = view[os.write(write_end, view) :]
    except BaseException:  # noqa: BLE001 - a fork must never return into its parent's loop
        os._exit(1)
    os._exit(0)


def _confine(limits: dict[str, int]) -> None:
    import resource

    wanted = {
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for name, limit in wanted.items():
        resource.setrlimit(name, (limit, limit))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Reading a text needs no network, no other program and no written file."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not use {event}")
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError("a reader may not write files")


def _parse(reader: Reader, content: bytes, request: dict[str, Any]) -> bytes:
    try:
        article = reader.read(content, media_type=request["media_type"], url=request["url"])
        return json.dumps({"article": article.to_json()}).encode()
    except ReadError as error:
        return _failure(error.message, error.line)
    except MemoryError:
        return _failure(_memory(request["limits"]))
    except RecursionError:
        return _failure("This file is too complex: it is nested too deep.")
    except Exception as error:  # noqa: BLE001 - the border of a file: whatever a parser raises on it is its fault, not ours
        return _failure(f"The {reader.name} reader failed on this file ({type(error).__name__}).")


def _failure(message: str, line: int | None = None) -> bytes:
    return json.dumps({"error": message, "line": line}).encode()


def _memory(limits: dict[str, int]) -> str:
    return f"Reading needed more than {limits['memory_bytes'] >> 20} MB of memory and was stopped."


def _why(exitcode: int, limits: dict[str, int]) -> str:
    if exitcode in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
        return f"Reading took more than {limits['cpu_seconds']} seconds of processor time and was stopped."
    if exitcode > 0:
        return _memory(limits)
    return f"The reader crashed on this file (signal {-exitcode})."


def _drain(read_end: int, most: int) -> bytes | None:
    """All that comes through the pipe; None when it is more than `most` bytes."""
    pieces, size = [], 0
    with os.fdopen(read_end, "rb", buffering=0) as pipe:
        while piece := pipe.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                return None
    return b"".join(pieces)


def _main() -> None:
    """Standard output is kept for answers: what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
