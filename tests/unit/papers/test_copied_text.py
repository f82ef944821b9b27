"""Text copied out of a paper is the text that was put in, letter by letter."""

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from engine.office.thai import Digits
from engine.papers.contents import Memo, Part
from engine.papers.faces import find_face
from engine.papers.printing import Printer
from tests.support.printed_text import text_of, without_spaces
from tests.support.sample_papers import DIFFICULT, FACTS, MARKS

LAKSAMAN = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮ"
VOWELS = ("", "ิ", "ี", "ึ", "ื", "ั", "ุ", "ู", "็")
TONES = ("", "่", "้", "๊", "๋", "์")
CLUSTERS = [
    *("".join(parts) for parts in product(CONSONANTS, VOWELS, TONES)),
    *(f"{letter}{tone}ำ" for letter, tone in product(CONSONANTS, TONES[:-1])),
]


def memo_of(text: str) -> Memo:
    return Memo(
        marks=replace(MARKS, digits=Digits.ARABIC),
        office="ก",
        subject="ข",
        addressee="ค",
        parts=(Part(None, text),),
    )


@pytest.fixture(scope="module", params=["Laksaman", "Sarabun"])
def printer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printer:
    if request.param == "Laksaman" and not LAKSAMAN.is_file():
        pytest.fail("apt-get install --no-install-recommends fonts-tlwg-laksaman")
    without = tmp_path_factory.mktemp("none")
    system = LAKSAMAN.parent if request.param == "Laksaman" else without
    made = Printer(find_face(None, system))
    assert made.face.name == request.param
    return made


@pytest.mark.parametrize("text", [*DIFFICULT.split(" "), FACTS])
def test_words_and_sentences_come_out_as_they_went_in(printer: Printer, text: str) -> None:
    assert text_of(printer.pdf(memo_of(text))).partition("เรียนค")[2] == without_spaces(text)


def test_every_letter_comes_out_under_every_vowel_and_tone(printer: Printer) -> None:
    # ฎุ and ฏู of Laksaman, in hardly a word, are copied twice: the vowel has to be moved.
    copied_twice = {"Laksaman": ("ฎุ", "ฎู", "ฏุ", "ฏู"), "Sarabun": ()}[printer.face.name]
    put_in = [cluster for cluster in CLUSTERS if not cluster.startswith(copied_twice)]
    printed = text_of(printer.pdf(memo_of("\n".join(put_in)))).partition("เรียนค")[2]
    assert re.sub(r"-[0-9]+-", "", printed) == "".join(put_in)
