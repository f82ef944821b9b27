"""Reading members of a JSON object of a form, and noting every fault with its line."""

from collections.abc import Collection
from decimal import Decimal

from engine.errors import Problem, Sentence, Severity
from engine.forms.components import Label
from engine.forms.located_json import Node


class Faults:
    """The problems of one file, in the order in which they were met."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def error(self, rule: str, element: str, line: int, th: str, en: str) -> None:
        self._note(Problem(rule, Severity.ERROR, element, line, Sentence(th, en)))

    def warning(self, rule: str, element: str, line: int, th: str, en: str) -> None:
        self._note(Problem(rule, Severity.WARNING, element, line, Sentence(th, en)))

    def _note(self, problem: Problem) -> None:
        # A member is read by whoever needs it, now and then twice.
        if problem not in self._found:
            self._found.append(problem)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(fault for fault in self._found if fault.severity is Severity.ERROR)

    @property
    def all(self) -> tuple[Problem, ...]:
        return tuple(self._found)


class Members:
    """The members of one JSON object. A member of the wrong type is a fault and reads as absent."""

    def __init__(self, node: Node, element: str, faults: Faults) -> None:
        self.line = node.line
        self.element = element
        self.faults = faults
        self._members = node.value if isinstance(node.value, dict) else {}
        if not isinstance(node.value, dict):
            self.fault("form-json", node.line, "ต้องเป็นวัตถุ { }", "An object { } is wanted here.")

    def fault(self, rule: str, line: int, th: str, en: str) -> None:
        self.faults.error(rule, self.element, line, th, en)

    def names(self) -> Collection[str]:
        return self._members.keys()

    def line_of(self, name: str) -> int:
        node = self._members.get(name)
        return node.line if node else self.line

    def node(self, name: str) -> Node | None:
        return self._members.get(name)

    def members(self, name: str) -> "Members | None":
        node = self._members.get(name)
        if node is None or node.value is None:
            return None
        return Members(node, self.element, self.faults)

    def items(self, name: str, most: int) -> tuple[Node, ...]:
        node = self._members.get(name)
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, tuple):
            self._wrong(name, "รายการ [ ]", "a list [ ]")
            return ()
        if len(node.value) > most:
            self.fault(
                "form-limit",
                node.line,
                f"“{name}” มี {len(node.value)} รายการ มีได้ไม่เกิน {most}",
                f'"{name}" has {len(node.value)} items; at most {most} are taken.',
            )
        return node.value[:most]

    def text(self, name: str, most: int = 300) -> str:
        """Give the text, "" where there is none."""
        node = self._members.get(name)
        if node is None or node.value is None:
            return ""
        if not isinstance(node.value, str):
            self._wrong(name, "ข้อความ", "text")
            return ""
        if len(node.value) > most:
            self.fault(
                "form-limit",
                node.line,
                f"“{name}” ยาว {len(node.value)} ตัวอักษร ยาวได้ไม่เกิน {most}",
                f'"{name}" has {len(node.value)} characters; at most {most} are taken.',
            )
            return node.value[:most]
        return node.value

    def words(self, name: str, most: int = 300) -> str:
        """Give text that people read: a template or an expression in it is a fault."""
        text = self.text(name, most)
        if text.startswith("=") or "{{" in text:
            self.fault(
                "form-unsupported",
                self.line_of(name),
                f"“{name}” เป็นสูตรหรือแม่แบบไม่ได้ ให้ใส่ข้อความ",
                f'"{name}" cannot be an expression or a template; write the words.',
            )
            return ""
        return text.strip()

    def flag(self, name: str) -> bool:
        node = self._members.get(name)
        if node is None or node.value is None:
            return False
        if not isinstance(node.value, bool):
            self._wrong(name, "true หรือ false", "true or false")
            return False
        return node.value

    def number(self, name: str) -> Decimal | None:
        node = self._members.get(name)
        if node is None or node.value is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int | Decimal):
            self._wrong(name, "ตัวเลข", "a number")
            return None
        return Decimal(node.value)

    def whole(self, name: str, least: int, most: int, otherwise: int) -> int:
        """Give a whole number within limits; a custom property may hold it as text."""
        node = self._members.get(name)
        if node is None or node.value is None:
            return otherwise
        value = node.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 6:  # noqa: PLR2004  # no limit here is longer
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._wrong(name, f"จำนวนเต็ม {least} ถึง {most}", f"a whole number {least} to {most}")
            return otherwise
        return value

    def one_of(self, name: str, taken: Collection[str], otherwise: str) -> str:
        text = self.text(name)
        if text and text not in taken:
            several = ", ".join(sorted(taken))
            self._wrong(name, f"ค่าใดค่าหนึ่งใน {several}", f"one of {several}")
            return otherwise
        return text or otherwise

    def only(self, taken: Collection[str], rule: str, where: str) -> None:
        """Refuse every member that is not taken."""
        for name in self._members:
            if name not in taken:
                self.fault(
                    rule,
                    self.line_of(name),
                    f"{where} ไม่รู้จัก “{name}”",
                    f'"{name}" is not known in {where}.',
                )

    def _wrong(self, name: str, th: str, en: str) -> None:
        self.fault(
            "form-value", self.line_of(name), f"“{name}” ต้องเป็น{th}", f'"{name}" has to be {en}.'
        )


def read_label(here: Members, name: str, properties: Members | None, english: str) -> Label:
    """Read Thai words and their English from the custom properties; no English is a warning."""
    th = here.words(name, 5_000 if name == "text" else 1_000)
    en = properties.words(english, 5_000 if name == "text" else 1_000) if properties else ""
    if th and not en:
        here.faults.warning(
            "form-english",
            here.element,
            here.line_of(name),
            f"ยังไม่มีคำภาษาอังกฤษของ “{th[:40]}” (properties.{english})",
            f'There is no English for "{th[:40]}" (properties.{english}).',
        )
    return Label(th, en or None)
