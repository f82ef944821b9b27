"""Invented names of people and places, each person given once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random


@cache
def _pools() -> Mapping[str, Sequence[str]]:
    text = files("engine.demo").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class Names:
    """Gives invented names; no person is given twice."""

    rng: Random
    _taken: set[str] = field(default_factory=set)

    def person(self) -> str:
        while True:
            given, titles = self.rng.choice(
                (("given_men", ("นาย",)), ("given_women", ("นาง", "นางสาว")))
            )
            name = f"{self._one_of(given)} {self._one_of('surnames')}"
            if name not in self._taken:
                self._taken.add(name)
                return self.rng.choice(titles) + name

    def tambon(self) -> str:
        return self._one_of("tambons")

    def amphoe(self) -> str:
        return self._one_of("amphoes")

    def address(self, place: str) -> str:
        number, postcode = self.rng.randint(3, 298), self.rng.randint(0, 9)
        return f"บ้านเลขที่ {number} {place} จังหวัดศรีนคร 99{postcode}00"

    def phone(self) -> str:
        """Return a number of the invented range that the offices of the demonstration have."""
        return f"0 5500 {self.rng.randint(1000, 9999)}"

    def _one_of(self, pool: str) -> str:
        return self.rng.choice(_pools()[pool])
