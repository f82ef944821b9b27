"""Pictures keep their pixels and lose everything else that they say."""

import base64
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UploadRejected
from engine.store.pictures import without_metadata

JPEG, PNG = "image/jpeg", "image/png"
SECRET = b"GPS 6.5411 101.2803 owner=Somsri serial=0042"
# One grey pixel, as a camera's encoder would write it.
PIXEL = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
TURNED = 6


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = "<") -> bytes:
    entries = [(0x010F, 2, 4, 0x4142), (0x0112, 3, 1, turned), (0x8825, 4, 1, 60)]
    body = b"".join(struct.pack(f"{order}HHIHH", *entry, 0) for entry in entries)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(entries))
    return segment(0xE1, b"Exif\0\0" + head + body + struct.pack(f"{order}I", 0) + SECRET)


def chunk(kind: bytes, body: bytes) -> bytes:
    checked = kind + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def png(*chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def with_segments(*segments: bytes, after: bytes = b"") -> bytes:
    return PIXEL[:2] + b"".join(segments) + PIXEL[2:] + b"\xff\xd9" + after


def test_a_photograph_loses_place_time_and_owner():
    comment, xmp = segment(0xFE, SECRET), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
    maker, iptc, profile = (segment(m, SECRET) for m in (0xE5, 0xED, 0xE2))
    trailer = b"\xff\xd8" + SECRET
    photograph = with_segments(exif(1), comment, xmp, maker, iptc, profile, after=trailer)
    kept = without_metadata(photograph, JPEG)
    assert SECRET not in kept
    assert kept == without_metadata(PIXEL, JPEG)
    assert b"\xff\xda\x00\x08" in kept
    assert kept.endswith(b"\xff\xd9")


@pytest.mark.parametrize("order", ["<", ">"])
def test_which_way_up_it_is_stays_and_nothing_else_of_it(order):
    kept = without_metadata(with_segments(exif(TURNED, order)), JPEG)
    assert SECRET not in kept
    assert kept.count(b"Exif") == 1
    assert struct.pack(">HHIHH", 0x0112, 3, 1, TURNED, 0) in kept
    assert without_metadata(kept, JPEG) == kept


def test_a_thumbnail_in_the_header_is_left_out():
    jfif = b"JFIF\0\x01\x02\0" + struct.pack(">HH", 72, 72) + b"\x05\x03" + SECRET
    kept = without_metadata(with_segments(segment(0xE0, jfif)), JPEG)
    assert SECRET not in kept


def test_of_the_colour_transform_only_its_fields_are_kept():
    adobe = segment(0xEE, b"Adobe" + bytes(6) + b"\x01" + SECRET)
    kept = without_metadata(with_segments(adobe), JPEG)
    assert segment(0xEE, b"Adobe" + bytes(6) + b"\x01") in kept
    assert SECRET not in kept


def test_all_scans_of_a_progressive_picture_are_kept():
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    made = b"\xff\xd8" + scan + segment(0xFE, SECRET) + segment(0xC4, b"table") + scan + b"\xff\xd9"
    kept = without_metadata(made, JPEG)
    assert kept.count(scan) == 2
    assert segment(0xC4, b"table") in kept
    assert SECRET not in kept


def test_a_picture_that_was_cut_off_while_it_was_sent_is_taken():
    assert without_metadata(PIXEL, JPEG).endswith(b"\xff\xd9")


def test_a_screenshot_loses_its_texts_and_what_follows_its_end():
    texts = (chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP"))
    kept = without_metadata(
        png(*texts, chunk(b"prVt", SECRET), chunk(b"gAMA", b"1234")) + SECRET, PNG
    )
    assert kept == png(chunk(b"gAMA", b"1234"))


@pytest.mark.parametrize(
    ("broken", "media_type"),
    [
        (b"\xff\xd8\xff\xe1", JPEG),
        (b"\xff\xd8\xff\xe1\xff\xffshort", JPEG),
        (b"\xff\xd8\xff\xe1\x00\x00", JPEG),
        (b"\xff\xd8\xff\x00\x00", JPEG),
        (b"\xff\xd8\xff\xfe\x00\x04abnonsense", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xffIHDRshort", PNG),
        (png(chunk(b"XYZW", b"")), PNG),
    ],
)
def test_a_picture_whose_parts_do_not_follow_one_another_is_refused(broken, media_type):
    with pytest.raises(UploadRejected):
        without_metadata(broken, media_type)


@pytest.mark.parametrize("media_type", ["application/pdf", "text/plain"])
def test_what_is_no_picture_is_left_as_it_is(media_type):
    assert without_metadata(SECRET, media_type) == SECRET


@given(st.binary(max_size=300), st.sampled_from([JPEG, PNG]), st.booleans())
def test_whatever_the_bytes_they_are_taken_or_refused_and_taken_again_unchanged(
    noise, media_type, is_begun
):
    start = {JPEG: PIXEL[:20], PNG: png()[:33]}[media_type] if is_begun else b""
    try:
        kept = without_metadata(start + noise, media_type)
    except UploadRejected:
        return
    assert without_metadata(kept, media_type) == kept


@given(
    st.lists(st.tuples(st.sampled_from([*range(0xE1, 0xF0), 0xFE]), st.binary(max_size=40))),
    st.integers(0, 9),
)
def test_no_application_segment_survives_but_the_orientation(segments, turned):
    hidden = [segment(marker, body + SECRET) for marker, body in segments]
    kept = without_metadata(with_segments(*hidden, exif(turned)), JPEG)
    assert SECRET not in kept
