"""The pages of a PDF as pictures, so that it can be looked at without being opened.

A PDF is a program as much as a picture; in a browser it would run beside our pages. A process of
its own paints it (``page_painter``), and what it gives back is believed to be a picture only
after a look at it. File and pictures stay in memory.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

PAINTER: Final = Path(__file__).with_name("page_painter.py")
MOST_SECONDS: Final = 12
_LARGEST_PICTURE: Final = 16 * 1024 * 1024
# A page of the case file may ask for many at once; a web server has other things to do as well.
_AT_ONCE: Final = BoundedSemaphore(2)
PATIENCE: Final = 30
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS: Final = 10_000


@dataclass(frozen=True)
class Pages:
    """How many pages a file has, and the width and height in pixels of those that are shown."""

    count: int
    sizes: tuple[tuple[int, int], ...]


class Unshown(Enum):
    """Why nothing of a file is shown: a password locks it; or it is broken or takes too much."""

    LOCKED = "locked"
    BROKEN = "broken"


def measure_pages(content: bytes, *, patience: float = PATIENCE) -> Pages | Unshown:
    """Return what can be shown of a PDF; ``patience`` are the seconds to wait for a painter."""
    given = _paint(content, 0, patience)
    try:
        found = json.loads(given or b"")
        if found.get("locked") is True:
            return Unshown.LOCKED
        sizes = tuple((int(width), int(height)) for width, height in found["sizes"])
        count = int(found["count"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unshown.BROKEN
    fits = all(0 < side <= _MOST_PIXELS for size in sizes for side in size)
    return Pages(count, sizes) if sizes and fits and count >= len(sizes) else Unshown.BROKEN


def paint_page(content: bytes, number: int) -> bytes | None:
    """Return a page, counted from 1, as PNG; None if it cannot be shown."""
    given = _paint(content, number, PATIENCE)
    return given if given and given.startswith(_PNG) else None


def _paint(content: bytes, number: int, patience: float) -> bytes | None:
    if patience <= 0 or not _AT_ONCE.acquire(timeout=patience):
        return None
    try:
        with _in_memory(content) as source, _in_memory() as target:
            done = subprocess.run(  # noqa: S603  # our own program; the file is only its input
                [sys.executable, "-I", "-B", str(PAINTER), str(number)],
                stdin=source,
                stdout=target,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=MOST_SECONDS,
                check=False,
            )
            if done.returncode != 0 or os.fstat(target).st_size > _LARGEST_PICTURE:
                return None
            os.lseek(target, 0, os.SEEK_SET)
            return _all_of(target)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _AT_ONCE.release()


@contextmanager
def _in_memory(content: bytes = b"") -> Iterator[int]:
    """Lend a file that lies on no disk."""
    handle = os.memfd_create("page")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(content)
        os.lseek(handle, 0, os.SEEK_SET)
        yield handle
    finally:
        os.close(handle)


def _all_of(handle: int) -> bytes:
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read()
