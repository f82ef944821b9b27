"""Our FEEL against feelin, on expressions generated from the grammar of docs/feel.md.

The generator is typed, so that most of what it writes means something; it also writes nulls,
missing names and comparisons of different kinds. It stays out of the differences that
``test_feel_known_differences.py`` lists. Numbers that are compared are *exact*: sums and small
products of quarters, on which binary and decimal arithmetic agree to the last digit.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from engine.feel import Value, compile_expression

CONTEXT: dict[str, Any] = {
    "x": 5,
    "y": -2.25,
    "zero": 0,
    "s": "ร้องเรียน",
    "t": "Bribe",
    "yes": True,
    "no": False,
    "nothing": None,
    "case": {"amount": 500000, "channel": "letter", "party": {"kind": "witness"}},
    "ผลการตรวจ": {"คะแนน_๑": 3, "สรุป": "มีมูล"},
    "numbers": [3, 1, 2, 3],
    "words": ["ก", "letter", "ข"],
    "parties": [{"kind": "witness", "age": 40}, {"kind": "source", "age": 7}],
    "received_on": {"$date": "2026-01-31"},
    "sent_at": {"$instant": "2026-03-01T09:30:00+07:00"},
    "waited": {"$duration": "P3DT4H"},
    "term": {"$duration": "P1Y2M"},
}

# One production a line: the kind, then what it is made of. {kind} asks for another expression and
# «a|b» for one of those. A kind with "!" is a leaf that is surely not null: feelin takes a null
# position for a filter and a null condition of a quantifier for false.
GRAMMAR = r"""
number     {exact}
number     {number} «+|-|*» {number}
number     {number} / {exact_leaf}
number     {exact_leaf} ** «0|1|2|3»
number     ({number})
number     -{exact_leaf} ** «2|3»
number     2 ** 3 ** «x|2|-1»
number     {exact_leaf} - {exact_leaf} - {exact_leaf}
number     {exact_leaf} / «2|4» * {exact_leaf} / «4|zero»
number     -({number})
number     mean({numbers})
number     mean({exact}, {exact})
number     if {truth} then {number} else {number}
exact      {exact_leaf}
exact      {exact} «+|-» {exact}
exact      {exact} * «2|3|0.5»
exact      -{exact_leaf}
exact      - -{exact_leaf}
exact      ({exact})
exact      {numbers}[«1|2|-1|9»]
exact      {numbers}[{exact_leaf!} - 4]
exact      abs({exact})
exact      «floor|ceiling»({exact})
exact      «floor|ceiling»({exact}, «0|1»)
exact      «decimal|round up|round down|round half up|round half down»({exact}, «0|1|2»)
exact      modulo({exact}, «2|3|-3|0.75»)
exact      string length({text})
exact      number("«12|-7.25|.5|x|1e3x»")
exact      count({numbers})
exact      count({words})
exact      «min|max»({exact}, {exact})
exact      «min|max|sum»({numbers})
exact      sum({exact}, {exact}, {exact})
exact      {date!}.«year|month|day|weekday»
exact      {instant!}.«year|month|day|hour|minute|second»
exact      {span_leaf}.«days|hours|minutes|seconds»
exact      {months!}.«years|months»
exact      «day of year|week of year»({date!})
exact_leaf «0|1|2|3|5|7.25|10|.5|40.75»
exact_leaf «x|y|zero|case.amount|ผลการตรวจ.คะแนน_๑|parties[1].age|parties[2].age»
exact_leaf «nothing|missing|case.missing|missing.case.x|numbers.x[1]|s.length|numbers[99]»
text       «"letter"|"ก"|"มีมูล ✓"|""|"a\"b\\\n\t\r\u0e01"»
text       «s|t|case.channel|case.party.kind|ผลการตรวจ.สรุป|parties[1].kind|missing»
text       {text} + {text}
text       ({text})
text       {words}[«1|2|-1|9»]
text       «upper case|lower case»({text})
text       substring({text}, «1|2|3»)
text       substring({text}, «1|2|3», «0|1|2|50»)
text       substring("สุจริต", «-1|-3|-6»)
text       substring «before|after»({text}, «"e"|"ร"|""|"zz"»)
text       string({exact})
text       string({truth})
text       string({date})
text       string({instant})
text       string({span})
text       string({months})
text       string({text})
text       string join({words})
text       string join({words}, {text})
text       «day of week|month of year»({date})
text       (if {truth} then {text} else {text})
truth      «true|false|null|yes|no|nothing»
truth      {exact} «=|!=|<|<=|>|>=» {exact}
truth      {text} «=|!=|<|<=|>|>=» {text}
truth      {date} «=|!=|<|<=|>|>=» {date}
truth      {instant} «=|!=|<|<=|>|>=» {instant}
truth      {span_leaf} «=|!=|<|<=|>|>=» {span_leaf}
truth      {months} «=|!=|<|<=|>|>=» {months}
truth      {truth_leaf} «=|!=» {truth_leaf}
truth      {exact} «=|!=» {text}
truth      {date} «=|!=» {instant}
truth      {text} «=|!=» null
truth      {exact} = {exact} or {text} = {text} and {truth}
truth      {long_list} «=|!=» {long_list}
truth      {truth} «and|or» {truth}
truth      ({truth})
truth      not({truth})
truth      (if {truth} then {truth} else {truth})
truth      {exact} between «-2|0» and «3|3.5|500000»
truth      {date} between date("2026-01-01") and date("2026-06-30")
truth      ({exact} in «[|(|]»0..5«]|)|[»)
truth      ({date} in [date("2026-01-01")..date("2026-06-30")))
truth      ({exact} in «<|<=|>|>=» {exact_leaf})
truth      ({exact} in («<|>=» {exact_leaf}, {exact_leaf}, [2..4]))
truth      ({exact} in {exact_leaf} + 1)
truth      ({exact} in {numbers})
truth      ({text} in ({text}, {text}))
truth      ({text} in [{text}, {text}])
truth      ({text} in {words})
truth      ({text} in missing)
truth      «contains|starts with|ends with»({text}, {text})
truth      list contains({words}, {text})
truth      list contains({numbers}, {exact})
truth      «even|odd»(floor({exact}))
truth      «all|any»([{truth}, {truth}])
truth      «all|any»({truth}, {truth})
truth      («some|every» i in {numbers} satisfies {test})
truth      («some|every» i in {numbers}, j in [1, {exact_leaf!}] satisfies i «<|>=|!=» j or {test})
truth      («some|every» p in parties satisfies p.kind = "witness" or p.age > {exact_leaf!})
truth      («some|every» i in «nothing|missing» satisfies true)
truth_leaf «true|false|null|yes|no|missing»
test       i «<|>|=|!=» {exact_leaf!}
test       not({test})
test       ({test} «and|or» {test})
test       (i in [{exact_leaf!}, 2])
numbers    «numbers|[]|[4]|[1, 2.5, 3]|parties.age»
numbers    [{exact_leaf!}, {exact_leaf!}]
numbers    append({numbers}, {exact_leaf!})
numbers    «concatenate|union»({numbers}, {numbers})
numbers    «reverse|distinct values|flatten»({numbers})
numbers    sublist({numbers}, «1|2»)
numbers    sublist({numbers}, «1|2», «0|1|9»)
numbers    index of({numbers}, {exact_leaf!})
numbers    flatten([[1, [2]], {numbers}])
words      «words|parties.kind|["ก"]»
words      [{text}, {text}]
words      append({words}, {text})
words      concatenate({words}, {words})
words      reverse({words})
long_list  [1, {exact_leaf!}, "a"]
long_list  [1, 2, "a"]
date       «date("2024-02-29")|date("2026-12-31")|received_on»
date       date(2026, «1|2|12», «1|28»)
date       date({instant})
date       {date} «+|-» {months}
date       {date} «+|-» duration("«P1D|P20D|-P3D»")
date       duration("P2D") + {date}
date       (if {truth} then {date} else {date})
date       missing
instant    date and time("«2026-03-01T09:30:00+07:00|2025-12-31T23:59:59.5+07:00»")
instant    sent_at
instant    {instant} «+|-» {span}
instant    {instant} «+|-» {months}
span       {span_leaf}
span       {span} «+|-» {span_leaf}
span       (({date}) - ({date}))
span       (({instant}) - ({instant}))
span       abs({span_leaf})
span_leaf  duration("«P1D|PT36H|P2DT3H4M5S|-PT90M|PT0S»")
span_leaf  waited
months     duration("«P1M|P1Y2M|P14M|-P3M|P0M»")
months     term
months     {months} «+|-» {months}
months     abs({months})
months     years and months duration({date_leaf}, {date_leaf})
date_leaf  «date("2024-01-15")|date("2026-03-15")|date("2025-06-15")»
""".strip().splitlines()

DEEPEST = 4
NULLS = ("null", "nothing", "missing", "numbers[99]", "s.length", "numbers.x", "[9]")
TOPS = [
    *("number", "exact", "text", "truth", "numbers", "words"),
    *("date", "instant", "span", "months"),
]
_SLOT = re.compile(r"\{(\w+!?)\}|«([^»]*)»")


class Generator:
    """Writes expressions, and counts which productions it has used."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.used: Counter[str] = Counter()
        self.rules: dict[str, list[str]] = {}
        for line in GRAMMAR:
            kind, body = line.split(maxsplit=1)
            self.rules.setdefault(kind, []).append(body)

    def expression(self) -> str:
        written = self._write(self.random.choice(TOPS), DEEPEST)
        return written if len(written) <= 2_000 else self.expression()

    def example(self, line: str) -> str:
        kind, body = line.split(maxsplit=1)
        return self._fill(kind, body, DEEPEST - 2)

    def _write(self, kind: str, depth: int) -> str:
        if kind.endswith("!"):
            return self._sure(kind[:-1])
        bodies = self.rules[kind]
        leaves = [body for body in bodies if "{" not in body]
        return self._fill(
            kind, self.random.choice(leaves if depth <= 0 and leaves else bodies), depth
        )

    def _sure(self, kind: str) -> str:
        written = self._write(kind, 0)
        return self._sure(kind) if any(null in written for null in NULLS) else written

    def _fill(self, kind: str, body: str, depth: int) -> str:
        self.used[f"{kind} {body}"] += 1

        def slot(match: re.Match[str]) -> str:
            wanted, choices = match.groups()
            if wanted:
                return self._write(wanted, depth - 1)
            return self.random.choice(choices.split("|"))

        return _SLOT.sub(slot, body)


def given(value: Any) -> Any:
    """The context as Python values."""
    match value:
        case {"$date": text}:
            return date.fromisoformat(text)
        case {"$instant": text}:
            return datetime.fromisoformat(text)
        case {"$duration": text}:
            return compile_expression(f'duration("{text}")').evaluate({}).value
        case dict():
            return {key: given(item) for key, item in value.items()}
        case list():
            return [given(item) for item in value]
        case _:
            return value


def agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(agree, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return bool(ours == theirs)


def differences(
    texts: list[str], ask: Callable[..., Any], as_json: Callable[[Value], Any]
) -> list[str]:
    names = given(CONTEXT)
    answers = ask({"text": text, "context": CONTEXT} for text in texts)
    found = []
    for text, answer in zip(texts, answers, strict=True):
        ours = as_json(compile_expression(text).evaluate(names).value)
        if "error" in answer or not agree(ours, answer["value"]):
            found.append(f"{text}\n    ours {ours!r}, feelin {dict(answer)!r}")
    return found


def test_generated_expressions_mean_the_same_to_feelin(ask_feelin, as_json):
    generator = Generator(seed=20260131)
    texts = [generator.example(line) for line in GRAMMAR]
    texts += [generator.expression() for _ in range(300)]

    assert not differences(texts, ask_feelin, as_json)
    assert len(generator.used) == len(GRAMMAR)


@pytest.mark.long
def test_ten_thousand_generated_expressions_mean_the_same_to_feelin(ask_feelin, as_json):
    generator = Generator(seed=8)
    texts = [generator.expression() for _ in range(10_000)]

    assert not differences(texts, ask_feelin, as_json)
    assert len(generator.used) == len(GRAMMAR)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (0.1 + 0.2, 0.3, True),
        ([1.0, "a"], [1, "a"], True),
        (1.0, 1.001, False),
        (1.0, True, False),
        (None, False, False),
        ([1.0], [1.0, 2.0], False),
        ({"$date": "2026-01-01"}, {"$instant": "2026-01-01"}, False),
    ],
)
def test_the_comparison_of_answers_sees_a_difference(one, other, same):
    assert agree(one, other) is same
