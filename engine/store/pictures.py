"""What a camera writes into a picture beside the picture: left out before it is sealed.

Place, time, device, owner and thumbnail of a photograph can give a complainant away to
everybody who is ever shown it. The pixels are copied as they came, never decoded: a
decoder fed with strangers' files is a door of its own. What stays is a list of what is
known to be needed; whatever else there is, and whatever comes after the end, is left out.
"""

import struct
from collections.abc import Iterator

from engine.errors import Sentence, UploadRejected

_PNG = b"\x89PNG\r\n\x1a\n"
# Pixels, palette, transparency, colour and size in plain numbers, animation.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs acTL fcTL fdAT".split()
)
_PNG_FRAME = 12

_SOI, _EOI, _SOS, _JPG = 0xD8, 0xD9, 0xDA, 0xC8
_APP0, _APP1, _APP14 = 0xE0, 0xE1, 0xEE
_TEM = 0x01
_RESTARTS = range(0xD0, 0xD8)
# Frame headers, tables, restart interval and scans; colour transform (Adobe) and density (JFIF).
_JPEG_KEPT = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}) - {_JPG}
_JFIF, _ADOBE, _EXIF = b"JFIF\0", b"Adobe", b"Exif\0\0"
# Length, JFIF, version, unit, two densities; without the thumbnail that may follow.
_JFIF_LENGTH = 14
# Length, Adobe, version, two flags, colour transform.
_ADOBE_LENGTH = 14
_ORIENTATION = 0x0112
_TURNED = range(2, 9)


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Return a picture without what it says beside its pixels; anything else as it is.

    Which way up it is to be shown is kept: it says nothing of anybody.

    Raises
    ------
    UploadRejected
        Its parts do not follow one another as they must: what it holds cannot be told.
    """
    strip = {"image/jpeg": _jpeg, "image/png": _png}.get(media_type)
    if strip is None:
        return content
    try:
        return b"".join(strip(content))
    except (struct.error, IndexError, ValueError) as error:
        raise UploadRejected(_BROKEN) from error


_BROKEN = Sentence(
    "แฟ้มภาพนี้เสียหาย เปิดภาพแล้วบันทึกใหม่เป็น JPEG หรือ PNG จึงแนบอีกครั้ง",
    "The picture is damaged. Open it, save it anew as JPEG or PNG, and attach that.",
)


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG
    at = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + _PNG_FRAME + length
        if end > len(content):
            raise ValueError("a chunk ends beyond the file")
        if kind in _PNG_KEPT:
            yield content[at:end]
        elif kind[:1].isupper():
            # A chunk without which no picture can be shown, and which nobody has heard of.
            raise ValueError("a critical chunk of an unknown kind")
        if kind == b"IEND":
            return
        at = end


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    at, turned = 2, None
    while True:
        marker, at = _marker(content, at)
        if marker == _EOI:
            break
        if marker in _RESTARTS or marker in (_SOI, _TEM):
            raise ValueError("a marker that cannot stand here")
        (length,) = struct.unpack_from(">H", content, at)
        segment = content[at : at + length]
        if length < 2 or len(segment) < length:  # noqa: PLR2004  (the length counts itself)
            raise ValueError("a segment ends beyond the file")
        at += length
        if marker == _APP1 and turned is None:
            turned = _turned(segment)
            if turned is not None:
                yield _orientation(turned)
        elif _is_kept(marker, segment):
            yield b"\xff" + bytes([marker]) + _bare(marker, segment)
        if marker == _SOS:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end
            if at >= len(content):
                # A photograph that was cut off while it was sent still shows its upper part.
                break
    yield b"\xff\xd9"


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the marker that stands here, and where it ends; it may be filled up with FF."""
    if content[at] != 0xFF:  # noqa: PLR2004
        raise ValueError("no marker")
    while content[at] == 0xFF:  # noqa: PLR2004
        at += 1
    if content[at] == 0:
        raise ValueError("no marker")
    return content[at], at + 1


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == _APP0:
        return segment[2:7] == _JFIF and len(segment) >= _JFIF_LENGTH
    if marker == _APP14:
        return segment[2:7] == _ADOBE and len(segment) >= _ADOBE_LENGTH
    return marker in _JPEG_KEPT


def _bare(marker: int, segment: bytes) -> bytes:
    """Return the segment without what may follow its fields: a thumbnail is a picture itself."""
    if marker == _APP14:
        return struct.pack(">H", _ADOBE_LENGTH) + segment[2:_ADOBE_LENGTH]
    if marker != _APP0:
        return segment
    return struct.pack(">H", _JFIF_LENGTH + 2) + segment[2:_JFIF_LENGTH] + b"\0\0"


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the pixels of a scan end: at a marker that is neither stuffing nor restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] != 0 and content[at + 1] not in _RESTARTS:
            return at
        at += 2


def _turned(segment: bytes) -> int | None:
    """Return which way up an Exif segment says the picture is, None if upright or not said."""
    if segment[2:8] != _EXIF:
        return None
    tiff = segment[8:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if value in _TURNED else None
    except struct.error:
        # What it says cannot be read, and is left out like the rest of it.
        return None
    return None


def _orientation(turned: int) -> bytes:
    """Return an Exif segment that says which way up the picture is and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff
