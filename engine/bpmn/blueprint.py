"""Parsed editions, shared by all threads of a process and never changed once made."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Any, Final

from engine.bpmn.edition import Edition, process_in
from engine.bpmn.elements import Element, Process, read_process
from engine.bpmn.parser import parse_process
from engine.bpmn.xml import read_xml
from engine.errors import DefinitionInvalid, Problem

CACHED_EDITIONS: Final = 64


@dataclass(frozen=True)
class Blueprint:
    """An edition ready to run: the catalogue of its processes, and SpiffWorkflow's specs.

    ``specs`` is keyed by a process's id, a sub-process's is ``<process>/<sub-process>``;
    ``holder`` maps that key to the id of the process it is drawn in. Nothing here may be
    changed: running instances share it.
    """

    process_id: str
    processes: Mapping[str, Process]
    specs: Mapping[str, Any]
    holder: Mapping[str, str]

    def element(self, spec_name: str, element_id: str) -> Element:
        return self.processes[self.holder[spec_name]].elements[element_id]


def blueprint_of(edition: Edition) -> Blueprint:
    """Return the parsed edition, from the cache if it was used lately.

    Raises DefinitionInvalid with the problems of every process of the edition.
    """
    return _CACHE.get(edition)


def forget_parsed_editions() -> None:
    """Empty the cache; the next use of an edition parses it anew."""
    _CACHE.clear()


def parse_edition(edition: Edition) -> Blueprint:
    """Parse an edition anew, past the cache."""
    processes: dict[str, Process] = {}
    specs: dict[str, Any] = {}
    holder: dict[str, str] = {}
    problems: list[Problem] = []
    for process_id, source in edition.sources.items():
        try:
            node = process_in(read_xml(source, process_id))
            processes[process_id] = read_process(node)
            parsed = parse_process(node, processes[process_id])
        except DefinitionInvalid as invalid:
            problems.extend(invalid.problems)
            continue
        specs.update(parsed)
        holder.update(dict.fromkeys(parsed, process_id))
    if problems:
        raise DefinitionInvalid(problems)
    return Blueprint(
        edition.process_id,
        MappingProxyType(processes),
        MappingProxyType(specs),
        MappingProxyType(holder),
    )


class _Cache:
    """The editions used last. Two threads may parse one at once; both results are right."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, Blueprint] = OrderedDict()
        self._lock = Lock()

    def get(self, edition: Edition) -> Blueprint:
        with self._lock:
            found = self._kept.get(edition.sha256)
            if found is not None:
                self._kept.move_to_end(edition.sha256)
                return found
        made = parse_edition(edition)
        with self._lock:
            self._kept[edition.sha256] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_CACHE: Final = _Cache(CACHED_EDITIONS)
