"""The conditions of a form in words, for who fills it in by hand.

Only what forms usually ask is put into words: that an answer is this or that, is given, is
ticked, or that one day is before another. Of anything else it is said that it may not apply.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from engine.errors import Sentence
from engine.feel.parser import parse
from engine.feel.syntax import Call, Comparison, Junction, ListOf, Literal, Membership, Name, Node
from engine.feel.values import Value
from engine.forms import FormSchema, Option
from engine.forms.components import AnyComponent, ChoiceField, DateField, Field, Rows, level

IF_IT_APPLIES: Final = Sentence("เกี่ยวข้องกับเรื่องนี้", "it applies to this case")

# What a condition may name beside the answers of its form.
_NAMES: Final = {
    "previous_on": Sentence("วันที่ของขั้นตอนก่อนหน้า", "the date of the step before"),
    "due_on": Sentence("วันสุดท้ายของกำหนด", "the last day allowed"),
    "case.is_anonymous": Sentence("เรื่องไม่ออกนาม", "the case is anonymous"),
    "case.kind": Sentence("ชนิดเรื่อง", "the kind of case"),
    # Some forms reckon it from another date and have no label for it.
    "occurred_on": Sentence("วันที่เกิดจริง", "the date it happened"),
}
# Values of the case that have no option in the form.
_VALUES: Final = {
    ("case.kind", "complaint"): Sentence("ร้องเรียน", "complaint"),
    ("case.kind", "tip_off"): Sentence("แจ้งเบาะแส", "tip-off"),
    ("case.kind", "opinion"): Sentence("ความคิดเห็น", "opinion"),
}
_DATES: Final = frozenset({"previous_on", "due_on", "occurred_on"})
_SIGNS: Final = {"<": "ก่อน", "<=": "ไม่หลัง", ">": "หลัง", ">=": "ไม่ก่อน"}
_SIGNS_EN: Final = {"<": "before", "<=": "not after", ">": "after", ">=": "not before"}
_OPPOSITE: Final = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True)
class _Words:
    """A condition in words. ``is_given`` says only that there is an answer at all."""

    sentence: Sentence
    is_given: bool = False


_Told: TypeAlias = bool | _Words


class _Untold(Exception):
    """There are no words for it."""


def asked_when(
    schema: FormSchema,
    hide: str,
    facts: Mapping[str, Value],
    lists: Mapping[str, Sequence[Option]] = MappingProxyType({}),
) -> bool | Sentence:
    """Tell when what ``hide`` hides is asked: always, never, or in words.

    ``facts`` are values of names that are settled already, by their dotted path; ``lists`` are
    those of the office.
    """
    try:
        told = _Teller(schema, facts, lists).tell(parse(hide, frozenset()), wanted=False)
    except _Untold:
        return IF_IT_APPLIES
    return told if isinstance(told, bool) else told.sentence


class _Teller:
    def __init__(
        self,
        schema: FormSchema,
        facts: Mapping[str, Value],
        lists: Mapping[str, Sequence[Option]],
    ) -> None:
        self._fields = {field.key: field for field in _fields(schema.components)}
        self._facts = facts
        self._lists = lists

    def tell(self, node: Node, *, wanted: bool) -> _Told:  # noqa: PLR0911  # one case a shape
        """Put into words when the node is true or, not ``wanted``, when it is not."""
        match node:
            case Literal(value=bool(value)):
                return value is wanted
            case Call(name="not", arguments=(inside,)):
                return self.tell(inside, wanted=not wanted)
            case Junction(word=word, operands=operands):
                parts = [self.tell(one, wanted=wanted) for one in operands]
                return _all_of(parts) if (word == "and") is wanted else _one_of(parts)
            case Name(path=path):
                return self._is(".".join(path), (True,), wanted=wanted)
            case Comparison(
                sign=("=" | "!=") as sign, left=Name(path=path), right=Literal(value=v)
            ):
                return self._is(".".join(path), (v,), wanted=(sign == "=") is wanted)
            case Membership(value=Name(path=path), tests=(ListOf(items=items),)):
                return self._is(".".join(path), tuple(_values(items)), wanted=wanted)
            case Comparison(sign=sign, left=Name(path=left), right=Name(path=right)):
                return self._order(
                    ".".join(left), sign if wanted else _OPPOSITE[sign], ".".join(right)
                )
        raise _Untold

    def _is(self, name: str, values: tuple[Value, ...], *, wanted: bool) -> _Told:
        if name in self._facts:
            return (self._facts[name] in values) is wanted
        if values == (None,):
            return self._given(name, wanted=not wanted)
        if len(values) == 1 and isinstance(values[0], bool):
            return self._ticked(name, wanted=values[0] is wanted)
        label = self._label(name)
        options = [self._option(name, value) for value in values]
        th, en = " หรือ ".join(o.th for o in options), " or ".join(o.en for o in options)
        if wanted:
            return _Words(Sentence(f"{label.th}: {th}", f"{label.en}: {en}"))
        return _Words(Sentence(f"{label.th} ไม่ใช่ {th}", f"{label.en} is not {en}"))

    def _given(self, name: str, *, wanted: bool) -> _Words:
        label = self._label(name)
        if wanted:
            return _Words(Sentence(f"ระบุ{label.th}", f"{label.en} is given"), is_given=True)
        return _Words(Sentence(f"ไม่ได้ระบุ{label.th}", f"{label.en} is not given"))

    def _ticked(self, name: str, *, wanted: bool) -> _Words:
        label = self._label(name)
        if name not in self._fields:
            th, en = ("", "") if wanted else ("ไม่ใช่กรณี", "not: ")
            return _Words(Sentence(f"{th}{label.th}", f"{en}{label.en}"))
        th, en = ("เลือก", "is ticked") if wanted else ("ไม่ได้เลือก", "is not ticked")
        return _Words(Sentence(f"{th} “{label.th}”", f"“{label.en}” {en}"))

    def _order(self, left: str, sign: str, right: str) -> _Words:
        if sign not in _SIGNS or not (self._is_date(left) and self._is_date(right)):
            raise _Untold
        one, other = self._label(left), self._label(right)
        return _Words(
            Sentence(
                f"{one.th} {_SIGNS[sign]} {other.th}", f"{one.en} {_SIGNS_EN[sign]} {other.en}"
            )
        )

    def _is_date(self, name: str) -> bool:
        return name in _DATES or isinstance(self._fields.get(name), DateField)

    def _label(self, name: str) -> Sentence:
        field = self._fields.get(name)
        if field is not None and field.label:
            return field.label.sentence
        if name in _NAMES:
            return _NAMES[name]
        raise _Untold

    def _option(self, name: str, value: Value) -> Sentence:
        if isinstance(value, str) and (name, value) in _VALUES:
            return _VALUES[name, value]
        field = self._fields.get(name)
        if isinstance(field, ChoiceField):
            for option in self._lists.get(field.office_list or "", field.options):
                if option.value == value:
                    return option.label.sentence
        raise _Untold


def _all_of(parts: Iterable[_Told]) -> _Told:
    found = [part for part in parts if part is not True]
    if False in found:
        return False
    # That there is an answer goes without saying where it is also said which.
    telling = [part for part in _words(found) if not part.is_given] or _words(found)
    return _joined(telling, " และ ", " and ") if telling else True


def _one_of(parts: Iterable[_Told]) -> _Told:
    found = [part for part in parts if part is not False]
    if True in found:
        return True
    telling = _words(found)
    return _joined(telling, " หรือ ", " or ") if telling else False


def _words(parts: Iterable[_Told]) -> list[_Words]:
    return [part for part in parts if isinstance(part, _Words)]


def _joined(parts: list[_Words], th: str, en: str) -> _Words:
    if len(parts) == 1:
        return parts[0]
    sentences = [part.sentence for part in parts]
    return _Words(Sentence(th.join(s.th for s in sentences), en.join(s.en for s in sentences)))


def _values(items: Iterable[Node]) -> Iterator[Value]:
    for item in items:
        if not isinstance(item, Literal):
            raise _Untold
        yield item.value


def _fields(components: Iterable[AnyComponent]) -> Iterator[Field]:
    for component in level(tuple(components)):
        if isinstance(component, Field):
            yield component
        elif isinstance(component, Rows):
            yield from _fields(component.components)
