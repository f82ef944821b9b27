"""Paints a page of a PDF that a stranger sent: run as a program of its own, never imported.

    python -I -B page_painter.py PAGE < file.pdf > picture.png

PAGE 0 writes the sizes of the pages as JSON instead, or that a password locks the file. Before
the file is looked at this process gives up what it does not need: with no file descriptor left
to open it can read no other file and reach no network, it starts no process, writes little, and
ends soon. Whatever goes wrong, it ends with another exit code than 0.
"""

import json
import resource
import struct
import sys
import zlib
from math import ceil
from typing import BinaryIO

import pypdfium2

MOST_SECONDS = 8
MOST_MEMORY = 1024 * 1024 * 1024
MOST_OUTPUT = 16 * 1024 * 1024
MOST_PAGES = 200
# Wide enough to read a scanned letter on a screen.
MOST_WIDTH, MOST_HEIGHT = 1200, 2400
_LARGEST_SCALE = 3.0
# 32 shades of each colour: nobody sees it on a letter, and a scan takes half the line.
_SHADES = bytes(shade & 0xF8 | shade >> 5 for shade in range(256))


def main(number: int, source: BinaryIO, target: BinaryIO) -> None:
    _give_up()
    content = source.read()
    target.write(_painted(content, number - 1) if number else json.dumps(_told(content)).encode())
    target.flush()


def _give_up() -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _told(content: bytes) -> dict[str, object]:
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            return {"locked": True}
        raise
    shown = range(min(len(pdf), MOST_PAGES))
    return {"count": len(pdf), "sizes": [_pixels(*pdf.get_page_size(index)) for index in shown]}


def _pixels(width: float, height: float) -> tuple[int, int]:
    scale = _scale(width, height)
    return max(1, ceil(width * scale)), max(1, ceil(height * scale))


def _scale(width: float, height: float) -> float:
    return min(MOST_WIDTH / width, MOST_HEIGHT / height, _LARGEST_SCALE)


def _painted(content: bytes, index: int) -> bytes:
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    page = pdf[index]
    width, height = page.get_size()
    bitmap = page.render(scale=_scale(width, height), rev_byteorder=True, prefer_bgrx=False)
    if bitmap.n_channels != 3:  # noqa: PLR2004  (red, green, blue)
        raise ValueError("not the picture that was asked for")
    pixels = bytes(bitmap.buffer).translate(_SHADES)
    row = bitmap.width * 3
    starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
    # Of every row the filter type, none, and its pixels without what fills it up.
    rows = b"".join(b"\0" + pixels[start : start + row] for start in starts)
    return _png(bitmap.width, bitmap.height, rows)


def _png(width: int, height: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
