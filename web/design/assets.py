"""The browser's files, found through the build's manifest and cached for ever by hashed names."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

DIST = Path(__file__).parents[1] / "static" / "dist"
_PACKABLE = frozenset({".css", ".js", ".svg", ".txt"})
ONE_YEAR = 365 * 24 * 60 * 60


class AssetsMissing(RuntimeError):
    """The bundle was not built, or not of this release."""


@dataclass(frozen=True)
class Assets:
    """``names`` maps plain names ("app.js") to the names with a hash under *folder*."""

    folder: Path
    names: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path = DIST) -> Self:
        """Read the manifest; AssetsMissing if it is not there or names a file that is not there."""
        try:
            names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise AssetsMissing(
                f"{folder} holds no bundle; install the package again without "
                "SUCHARIT_SKIP_FRONTEND, or run hatch_build.py in the checkout"
            ) from error
        missing = [name for name in names.values() if not (folder / name).is_file()]
        if missing:
            raise AssetsMissing(f"{folder} lacks {', '.join(missing)}; build it again")
        return cls(folder, names)

    def resolve(self, name: str) -> str:
        """Return the hashed name of *name*; AssetsMissing if the build does not know it."""
        try:
            return self.names[name]
        except KeyError as error:
            raise AssetsMissing(f"the build made no {name}") from error

    def can_be_packed(self, name: str) -> bool:
        """Tell whether a file of the build is text, which takes a third of the line compressed."""
        return Path(name).suffix in _PACKABLE and name in self.names.values()

    def packed(self, name: str) -> bytes:
        """Return a file of the build compressed; once a process, kept in memory."""
        return _packed(self.folder / name)


@cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
