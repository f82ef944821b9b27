"""A PDF is painted by a process that can do nothing else; what is hostile is only not shown."""

import random
import subprocess
import sys
from struct import unpack

import pytest

from engine.store import page_pictures
from engine.store.page_pictures import Pages, Unshown, measure_pages, paint_page
from tests.support.pdf import locked, painted_for_ever, pdf
from tests.support.story import SMALL_PDF

LETTER = pdf("first", "second")


def test_the_pages_of_a_paper_are_measured_and_painted():
    assert measure_pages(LETTER) == Pages(2, ((1200, 1699), (1200, 1699)))
    first, second = paint_page(LETTER, 1), paint_page(LETTER, 2)
    assert unpack(">II", first[16:24]) == (1200, 1699)
    assert first != second


@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_a_page_that_is_not_there_is_not_shown(number):
    assert paint_page(LETTER, number) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SMALL_PDF,
        b"%PDF-1.7\n" + b"\0" * 1000,
        LETTER[: len(LETTER) // 3],
        LETTER.replace(b"595 842", b"0 0"),
        LETTER.replace(b"595 842", b"1 9999999"),
    ],
    ids=["empty", "no pages", "zeros", "cut off", "no size", "a thread"],
)
def test_what_is_no_whole_paper_ends_quietly(content):
    found = measure_pages(content)
    if isinstance(found, Pages):
        assert all(1 <= side <= 2400 for size in found.sizes for side in size)
        paint_page(content, 1)


def test_what_a_password_locks_is_told_from_what_is_broken():
    assert measure_pages(locked()) is Unshown.LOCKED
    assert measure_pages(SMALL_PDF) is Unshown.BROKEN
    assert paint_page(locked(), 1) is None


def test_what_is_not_measured_in_time_counts_as_broken(monkeypatch):
    assert measure_pages(LETTER, patience=0) is Unshown.BROKEN
    monkeypatch.setattr(page_pictures, "MOST_SECONDS", 0)
    assert measure_pages(LETTER) is Unshown.BROKEN


def test_a_paper_that_would_be_painted_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(page_pictures, "MOST_SECONDS", 1)
    assert paint_page(painted_for_ever(), 1) is None


def test_bytes_turned_over_at_random_never_raise():
    dice = random.Random(7)
    for _ in range(6):
        content = bytearray(LETTER)
        for _ in range(20):
            content[dice.randrange(9, len(content))] = dice.randrange(256)
        measure_pages(bytes(content))


def test_the_painter_can_open_nothing_once_it_has_given_up():
    """Neither another file nor the network nor a process, whatever a file makes it run."""
    tries = (
        "open('/etc/hostname')",
        "socket.socket()",
        "os.pipe()",
        "open('/tmp/from-a-paper', 'w')",
    )
    program = (
        "import os, socket, runpy;"
        f"painter = runpy.run_path({str(page_pictures.PAINTER)!r});"
        "painter['_give_up']();"
        "failed = []\n"
        "for one in {tries!r}:\n"
        "    try: eval(one)\n"
        "    except OSError: failed.append(one)\n"
        "print(len(failed))"
    ).replace("{tries!r}", repr(tries))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(len(tries))
