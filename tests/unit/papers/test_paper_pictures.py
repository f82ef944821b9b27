"""Papers as pictures: each page looks as it did when somebody last looked at it.

The pictures lie beside this file. After a change that is meant, look at the new ones:

    SUCHARIT_NEW_PICTURES=1 pytest tests/unit/papers/test_paper_pictures.py
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from engine.papers.printing import Printer, printer_of
from tests.support.sample_papers import SAMPLES

PICTURES = Path(__file__).parent / "pictures"
# Wide enough that a mark over a letter is a dot; small enough to lie in the repository.
SCALE = 0.75
# Of 255: edges are smoothed in other ways from one release to the next, letters are not moved.
MOST_DIFFERENCE = 40


@pytest.fixture(scope="module")
def printer() -> Printer:
    return printer_of(None, None)


def pages_of(pdf: bytes) -> list[Image.Image]:
    pages = (page.render(scale=SCALE, grayscale=True) for page in pypdfium2.PdfDocument(pdf))
    return [page.to_pil().convert("L") for page in pages]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pages are apart where they are furthest, 0 to 255."""
    if one.size != other.size:
        return 255.0
    blurred = ImageChops.difference(one, other).filter(ImageFilter.BoxBlur(2))
    return float(ImageStat.Stat(blurred).extrema[0][1])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_of_a_paper_looks_as_it_did(printer: Printer, name: str) -> None:
    pages = pages_of(printer.pdf(SAMPLES[name]))
    kept = [PICTURES / f"{name}-{number}.png" for number in range(1, len(pages) + 1)]
    if os.environ.get("SUCHARIT_NEW_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        for page, path in zip(pages, kept, strict=True):
            page.quantize(16).save(path, optimize=True)
    assert sorted(PICTURES.glob(f"{name}-*.png")) == kept
    for page, path in zip(pages, kept, strict=True):
        assert difference(page, Image.open(path).convert("L")) < MOST_DIFFERENCE, path.name


def test_a_mark_that_is_lost_or_moved_is_seen(printer: Printer) -> None:
    (page,) = pages_of(printer.pdf(SAMPLES["memo"]))[:1]
    shades = page.tobytes()
    top, left = divmod(shades.index(min(shades)), page.width)
    around = (left - 2, top - 2, left + 3, top + 3)
    without = page.copy()
    without.paste(255, around)
    moved = without.copy()
    moved.paste(page.crop(around), (left + 2, top - 2))
    assert difference(page, without) >= MOST_DIFFERENCE
    assert difference(page, moved) >= MOST_DIFFERENCE
