"""Which typeface a paper is set in, and where its files lie.

First what the office put into its folder, then Laksaman of ``fonts-tlwg-laksaman``, which is made
after TH Sarabun New, then Sarabun, which comes with the installation. See docs/adr/0006.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

_SYSTEM_FOLDER: Final = Path("/usr/share/fonts/truetype/tlwg")
_BEST_FIRST: Final = (
    "TH Sarabun New",
    "TH SarabunPSK",
    "TH Sarabun PSK",
    "TH SarabunIT๙",
    "Laksaman",
    "Sarabun",
)
# The sizes of the regulation are those of TH Sarabun, which is drawn small in its square.
_SMALL: Final = "TH Sarabun"
_REGULATION_POINTS: Final = 16.0
_SAME_LOOK_POINTS: Final = 12.0
# A mark that is moved is copied out of the file twice. What these faces look like without being
# told to move their marks is the same: they have a glyph for each place of a mark.
_UNMOVED: Final[Mapping[str, Mapping[str, int]]] = {
    "Laksaman": {"mkmk": 0},
    "Sarabun": {"mark": 0, "mkmk": 0},
}


@dataclass(frozen=True)
class Face:
    """A typeface with its ``points``, in which text has the size that the regulation asks for.

    ``fallbacks`` have the letters that it lacks.
    """

    name: str
    points: float
    fallbacks: tuple[str, ...]
    fonts: typst.Fonts

    @property
    def features(self) -> Mapping[str, int]:
        """Return what of the face is switched, by OpenType feature."""
        return _UNMOVED.get(self.name, {})

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.fallbacks)


def find_face(own_folder: Path | None, system_folder: Path = _SYSTEM_FOLDER) -> Face:
    own = _families(own_folder) if own_folder else []
    folders = [*([own_folder] if own_folder else []), system_folder, _bundled_folder()]
    fonts = _fonts([folder for folder in folders if folder.is_dir()])
    there = set(fonts.families())
    ranked = [name for name in _BEST_FIRST if name in there]
    # Any face that the office chose comes before those that it did not.
    name = next((name for name in (*_BEST_FIRST, *own) if name in own), ranked[0])
    points = _REGULATION_POINTS if name.startswith(_SMALL) else _SAME_LOOK_POINTS
    return Face(name, points, tuple(each for each in ranked if each != name), fonts)


def _families(folder: Path) -> list[str]:
    return sorted(_fonts([folder]).families()) if folder.is_dir() else []


def _fonts(folders: list[Path]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _bundled_folder() -> Path:
    spec = find_spec("fontpkg_sarabun")
    assert spec is not None  # noqa: S101  (a dependency)
    assert spec.origin is not None  # noqa: S101
    return Path(spec.origin).parent / "files"
