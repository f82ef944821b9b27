"""All that is public for the open data items of a fiscal year, in one ZIP with an index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import Response, g, render_template

from engine.access.pace import Pace
from engine.errors import NotFound
from engine.office.thai import long_date
from engine.reports.publications import PublicationKind
from engine.work.publishing.oit_list import OitState, Public, public_items
from web.oit_places import Place, place_of
from web.public.documents import document_of_json, document_of_pdf
from web.public.guideline import channels_csv, guideline_json, guideline_pdf
from web.public.participation import (
    participation_of_csv,
    participation_of_json,
    participation_of_pdf,
)
from web.public.publications import whole_file
from web.public.room import blueprint, count, reading, visited
from web.public.statistics import statistics_of_csv, statistics_of_json, statistics_of_pdf

LARGEST_BUNDLE: Final = 100 * 1024 * 1024
"""What goes beyond it stands in the index with its address alone."""

_IN_MEMORY: Final = 4 * 1024 * 1024
_PACKED: Final = frozenset({"csv", "json"})

View = Callable[..., Response]
# The files of a version by their ending: the same that its own addresses give.
_FILES: Final[Mapping[PublicationKind, Mapping[str, View]]] = {
    PublicationKind.STATISTICS: {
        "pdf": statistics_of_pdf,
        "csv": statistics_of_csv,
        "json": statistics_of_json,
    },
    PublicationKind.PARTICIPATION: {
        "pdf": participation_of_pdf,
        "csv": participation_of_csv,
        "json": participation_of_json,
    },
    PublicationKind.DOCUMENT: {"pdf": document_of_pdf, "json": document_of_json},
}
_OF_GUIDELINE: Final[Mapping[str, View]] = {
    "pdf": guideline_pdf,
    "csv": channels_csv,
    "json": guideline_json,
}


@dataclass(frozen=True)
class Evidence:
    """One thing that shows an item; ``files`` are its names in the ZIP, none for a link alone."""

    place: Place
    files: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    state: OitState
    evidence: tuple[Evidence, ...]


@blueprint.get("/oit/<int:year>.zip")
def oit_zip(office_key: str, year: int) -> Response:
    profile = visited().profile
    with reading() as uow:
        states = [one for one in public_items(uow, profile, year) if one.public]
    if not states:
        raise NotFound
    # Each paper is set anew: more work than any other address gives.
    count(Pace.BUNDLE)
    bundle: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (sent, then closed)
    try:
        _pack(bundle, office_key, states, year)
    except BaseException:
        bundle.close()
        raise
    name = f"oit_{office_key}_{year}.zip"
    return whole_file(bundle, "application/zip", name, as_attachment=True)


def _pack(bundle: IO[bytes], office_key: str, states: Sequence[OitState], year: int) -> None:
    with ZipFile(bundle, "w") as packed:
        packing = _Packing(packed, office_key)
        lines = [packing.line(number, state) for number, state in enumerate(states, start=1)]
        index = render_template(
            "public/oit_index.html",
            lines=lines,
            year=year,
            office=visited().profile.name,
            today=long_date(g.today),
        )
        packing.add("index.html", index.encode(), g.today)
    bundle.seek(0)


@dataclass
class _Packing:
    packed: ZipFile
    office_key: str
    size: int = 0

    def line(self, number: int, state: OitState) -> Line:
        profile = visited().profile
        return Line(
            state,
            tuple(
                Evidence(place_of(profile, state, each), tuple(self._put(f"{number:02}", each)))
                for each in state.public
            ),
        )

    def _put(self, folder: str, public: Public) -> Iterator[str]:
        for ending, content in self._contents(public):
            name = f"{folder}/{public.kind}_{public.slug}_{public.version}.{ending}"
            if self.size + len(content) <= LARGEST_BUNDLE:
                self.add(name, content, public.since or g.today)
                yield name

    def _contents(self, public: Public) -> Iterator[tuple[str, bytes]]:
        if public.kind is PublicationKind.GUIDELINE:
            for ending, view in _OF_GUIDELINE.items():
                yield ending, _read(view(self.office_key, public.version))
        elif public.kind is not None:
            for ending, view in _FILES[public.kind].items():
                yield ending, _read(view(self.office_key, public.slug, public.version))

    def add(self, name: str, content: bytes, on: date) -> None:
        self.size += len(content)
        info = ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
        is_packed = name.rpartition(".")[2] in _PACKED
        self.packed.writestr(info, content, ZIP_DEFLATED if is_packed else ZIP_STORED)


def _read(answer: Response) -> bytes:
    answer.direct_passthrough = False
    content = answer.get_data()
    answer.close()
    return content
