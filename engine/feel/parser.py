"""From tokens to the syntax tree, by precedence climbing; docs/feel.md has the grammar."""

from collections.abc import Collection

from engine.errors import Sentence
from engine.feel.budget import MAX_DEPTH, Budget
from engine.feel.cursor import Cursor
from engine.feel.errors import FeelSyntaxError
from engine.feel.functions import BUILTINS, CONSTRUCTORS
from engine.feel.lexer import Kind, Token, tokenize
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Conditional,
    Half,
    Index,
    Junction,
    ListOf,
    Literal,
    Membership,
    Name,
    Negative,
    Node,
    Property,
    Quantified,
    Range,
    Test,
    height,
)
from engine.feel.values import NUMBERS

_COMPARISON = 3
_ADDITIVE = 4
_LEVELS = {
    "or": 1,
    "and": 2,
    "=": _COMPARISON,
    "!=": _COMPARISON,
    "<": _COMPARISON,
    "<=": _COMPARISON,
    ">": _COMPARISON,
    ">=": _COMPARISON,
    "in": _COMPARISON,
    "between": _COMPARISON,
    "+": _ADDITIVE,
    "-": _ADDITIVE,
    "*": 5,
    "/": 5,
    "**": 6,
}
_OPERAND = 7
_HALVES = ("<", "<=", ">", ">=")
_AFTER_A_VALUE = frozenset({"and", "or", "then", "else", "satisfies", "in", "between"})
_CONSTANTS = {"true": True, "false": False, "null": None}
# "date and time" before "date", so that the longest name wins.
_MULTIWORD = sorted(
    (tuple(name.split()) for name in BUILTINS if " " in name), key=len, reverse=True
)
_ELSEWHERE = {
    "for": Sentence("สูตรไม่มีการวนซ้ำ for", "Loops with for are not part of this language."),
    "function": Sentence("สูตรสร้างฟังก์ชันเองไม่ได้", "Functions cannot be written in this language."),
    "instance": Sentence(
        "สูตรไม่มี instance of", "Tests with instance of are not part of this language."
    ),
}


def parse(text: str, functions: Collection[str]) -> Node:
    """Read one expression; ``functions`` may be called beside the built-in ones.

    Raises FeelSyntaxError for everything that is not one, whatever the text.
    """
    return _Parser(tokenize(text), functions).whole()


class _Parser(Cursor):
    def __init__(self, tokens: tuple[Token, ...], functions: Collection[str]) -> None:
        super().__init__(tokens)
        self._depth = 0
        self._functions = functions

    # Expressions.

    def whole(self) -> Node:
        if self.at("="):
            raise self.refusal(
                "เขียนสูตรโดยไม่มี {} นำหน้า", "An expression is written without a leading {}."
            )
        node = self._expression()
        if self.token.kind is not Kind.END:
            raise self.refusal("ไม่ควรมี {} ตรงนี้", "{} is not expected here.")
        if height(node) > MAX_DEPTH:
            raise self._too_deep(0)
        return node

    def _expression(self, level: int = 1) -> Node:
        if self._depth > MAX_DEPTH:
            raise self._too_deep(self.token.position)
        self._depth += 1
        node = self._operations(self._operand(), level)
        self._depth -= 1
        return node

    def _operations(self, left: Node, level: int) -> Node:
        while (found := self._operator_level()) and found >= level:
            left = self._comparison(left) if found == _COMPARISON else self._chain(left, found)
        return left

    def _too_deep(self, position: int) -> FeelSyntaxError:
        return FeelSyntaxError(
            Sentence(
                f"สูตรซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น",
                f"The expression is nested more than {MAX_DEPTH} levels deep.",
            ),
            position,
        )

    def _operator_level(self) -> int:
        if self.token.kind not in (Kind.SIGN, Kind.WORD):
            return 0
        return _LEVELS.get(self.token.text, 0)

    def _chain(self, first: Node, level: int) -> Node:
        rest = []
        while self._operator_level() == level:
            sign = self.take().text
            rest.append((sign, self._expression(level + 1)))
        if level < _COMPARISON:
            return Junction(rest[0][0], (first, *(operand for _, operand in rest)))
        return Arithmetic(first, tuple(rest))

    def _comparison(self, left: Node) -> Node:
        sign = self.take().text
        node: Node
        if sign == "in":
            node = self._membership(left)
        elif sign == "between":
            low = self._expression(_ADDITIVE)
            self.expect("and")
            node = Between(left, low, self._expression(_ADDITIVE))
        else:
            node = Comparison(sign, left, self._expression(_ADDITIVE))
        if self._operator_level() == _COMPARISON:
            raise self.refusal(
                "เปรียบเทียบต่อกันด้วย {} ไม่ได้ ให้เชื่อมด้วย and",
                "A comparison cannot go on with {}; join two with and.",
            )
        return node

    # What stands behind "in".

    def _membership(self, value: Node) -> Membership:
        if self.at("("):
            return self._grouped_tests(value)
        return Membership(value, (self._test(),), grouped=False)

    def _grouped_tests(self, value: Node) -> Membership:
        opening = self.take()
        first = self._test()
        if self.at(".."):
            return Membership(value, (self._range(opening, first),), grouped=False)
        tests = [first]
        while self.skip(","):
            tests.append(self._test())
        self.expect(")")
        return Membership(value, tuple(tests), grouped=True)

    def _test(self) -> Test:
        if self.at(*_HALVES):
            return Half(self.take().text, self._expression(_ADDITIVE))
        if self.at("]"):
            opening = self.take()
            return self._range(opening, self._expression())
        following = self.following()
        if self.at("[") and not (following.kind is Kind.SIGN and following.text == "]"):
            return self._list_or_range()
        return self._expression(_ADDITIVE)

    def _list_or_range(self) -> Test:
        """Read on until ``..`` or ``,`` tells which it is: trying both would cost 2 ** depth."""
        opening = self.take()
        first = self._expression()
        if self.at(".."):
            return self._range(opening, first)
        items = ListOf((first, *self._further_items("]")))
        return self._operations(self._steps(items), _ADDITIVE)

    def _range(self, opening: Token, low: Test) -> Range:
        if isinstance(low, Half | Range):
            raise self.refusal(
                "ขอบของช่วงต้องเป็นค่า ก่อน {}", "An end of a range is a value, before {}."
            )
        self.expect("..")
        high = self._expression()
        closing = self.expect("]", ")", "[")
        return Range(low, high, opening.text == "[", closing.text == "]")

    def _further_items(self, closing: str) -> tuple[Node, ...]:
        items = []
        while self.skip(","):
            items.append(self._expression())
        self.expect(closing)
        return tuple(items)

    # Operands.

    def _operand(self) -> Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            self.take()
            return Literal(NUMBERS.create_decimal(token.text))
        if token.kind is Kind.TEXT:
            self.take()
            return Literal(token.text)
        if token.kind is Kind.NAME:
            return self._steps(self._name_or_call())
        if token.kind is Kind.WORD:
            return self._worded()
        if self.skip("-"):
            return Negative(self._expression(_OPERAND))
        if self.at("(", "["):
            return self._steps(self._bracketed())
        raise self.refusal("ต้องมีค่าก่อน {}", "A value is expected before {}.")

    def _worded(self) -> Node:
        word = self.token.text
        if word in _CONSTANTS:
            self.take()
            return Literal(_CONSTANTS[word])
        if word == "if":
            return self._conditional()
        if word in ("some", "every"):
            return self._quantified()
        if word in _ELSEWHERE:
            raise FeelSyntaxError(_ELSEWHERE[word], self.token.position)
        raise self.refusal("ต้องมีค่าก่อน {}", "A value is expected before {}.")

    def _bracketed(self) -> Node:
        if self.skip("("):
            node = self._expression()
            self.expect(")")
            return node
        self.take()
        if self.skip("]"):
            return ListOf(())
        return ListOf((self._expression(), *self._further_items("]")))

    def _steps(self, node: Node) -> Node:
        while True:
            if self.skip("."):
                name = self._name()
                node = Name((*node.path, name)) if isinstance(node, Name) else Property(node, name)
            elif self._at_index():
                self.take()
                node = Index(node, self._position())
            else:
                return node

    def _at_index(self) -> bool:
        """Tell an index from the open end of ``]1..x[``: no value stands behind that."""
        following = self.following()
        return self.at("[") and not (
            following.kind is Kind.END
            or (following.kind is Kind.SIGN and following.text in (")", "]", ","))
            or (following.kind is Kind.WORD and following.text in _AFTER_A_VALUE)
        )

    def _position(self) -> Node:
        position = self._expression(_ADDITIVE)
        if not self.at("]") or (isinstance(position, Literal) and _is_no_number(position)):
            raise self.refusal(
                "ใน [ ] ใส่ได้เฉพาะลำดับที่ ก่อน {}",
                "Only a position can stand in [ ], before {}: filters are not in this language.",
            )
        self.take()
        return position

    def _name(self) -> str:
        if self.token.kind is not Kind.NAME:
            raise self.refusal("ต้องมีชื่อก่อน {}", "A name is expected before {}.")
        return self.take().text

    def _conditional(self) -> Conditional:
        self.take()
        condition = self._expression()
        self.expect("then")
        yes = self._expression()
        self.expect("else")
        return Conditional(condition, yes, self._expression())

    def _quantified(self) -> Quantified:
        word = self.take().text
        iterators = [self._iterator()]
        while self.skip(","):
            iterators.append(self._iterator())
        self.expect("satisfies")
        return Quantified(word, tuple(iterators), self._expression())

    def _iterator(self) -> tuple[str, Node]:
        name = self._name()
        self.expect("in")
        return name, self._expression()

    # Calls.

    def _name_or_call(self) -> Node:
        start = self.token
        for words in _MULTIWORD:
            if self.skip_before_parenthesis(words):
                return self._call(" ".join(words), start)
        name = self.take().text
        return self._call(name, start) if self.at("(") else Name((name,))

    def _call(self, name: str, start: Token) -> Node:
        if name not in BUILTINS and name not in self._functions:
            raise FeelSyntaxError(
                Sentence(f"ไม่มีฟังก์ชัน {name}", f"There is no function {name}."), start.position
            )
        self.expect("(")
        arguments = () if self.skip(")") else (self._expression(), *self._further_items(")"))
        if name in BUILTINS:
            _check_count(name, len(arguments), start)
        if name in CONSTRUCTORS and len(arguments) == 1 and isinstance(arguments[0], Literal):
            return _constant(name, arguments[0], start)
        return Call(name, arguments)


def _is_no_number(literal: Literal) -> bool:
    return literal.value is None or isinstance(literal.value, bool | str)


def _check_count(name: str, count: int, start: Token) -> None:
    least, most = BUILTINS[name].counts
    if count < least or (most is not None and count > most):
        raise FeelSyntaxError(
            Sentence(
                f"{name} รับค่า {_counted(least, most, 'ถึง', 'ค่าขึ้นไป')} แต่ได้รับ {count}",
                f"{name} takes {_counted(least, most, 'to', 'or more')} arguments, not {count}.",
            ),
            start.position,
        )


def _counted(least: int, most: int | None, to: str, more: str) -> str:
    if most is None:
        return f"{least} {more}"
    return f"{least}" if least == most else f"{least} {to} {most}"


def _constant(name: str, literal: Literal, start: Token) -> Literal:
    """Read ``date("...")`` at once: a date that is none is a slip of the writer, not a null."""
    value = BUILTINS[name].call(Budget(), [literal.value])
    if value is None:
        raise FeelSyntaxError(
            Sentence(
                f"ค่าคงที่ใน {name}( ) ไม่เป็นค่าที่อ่านได้",
                f"The constant in {name}( ) is not one that it can read.",
            ),
            start.position,
        )
    return Literal(value)
