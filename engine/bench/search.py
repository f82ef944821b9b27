"""Searching a register of a thousand and of a hundred thousand cases."""

from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place, open_place
from engine.bench.worklists import fill
from engine.office.roles import Role
from engine.work.lists.search import Sought, search

_SAMPLES = 12
# One case in all, one in ninety, one in twenty, all of them, and none.
_TEXTS = ("99/2570", "อาคารที่ 17 ", "ขุดลอกคลอง", "การจัดซื้อ", "ไม่มีคำนี้เลย")
SEARCHES = ("search.1000", "search.100000", "search.slowest_text.100000")


def measure_search(place: Place, scale: float) -> Iterator[Figure]:
    """Measure what an officer types, by turns; the slowest text apart."""
    with open_place(place.server_url) as large:
        offices = {
            "search.1000": (place, 1_000 * min(1, 10 * scale)),
            "search.100000": (large, 100_000 * scale),
        }
        for at, wanted in offices.values():
            fill(at, round(wanted))
        samples: dict[str, list[float]] = defaultdict(list)
        texts: dict[str, list[float]] = defaultdict(list)
        for _ in range(_SAMPLES):
            for text in _TEXTS:
                for name, (at, _) in offices.items():
                    taken = _search(at, text)
                    samples[name].append(taken)
                    if at is large:
                        texts[text].append(taken)
        for name, taken_all in samples.items():
            yield of_samples(name, taken_all, place.backend)
        slowest = max(texts.values(), key=lambda taken: sorted(taken)[len(taken) // 2])
        yield of_samples("search.slowest_text.100000", slowest, place.backend)


def _search(place: Place, text: str) -> float:
    officer = place.standing(Role.OFFICER)
    begun = perf_counter()
    with place.store.reading(officer.actor) as uow:
        search(uow, officer, Sought(text))
    return perf_counter() - begun
