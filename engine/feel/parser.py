"""From tokens to the syntax tree, by precedence climbing; docs/feel.md has the grammar."""

from collections.abc import Collection

from engine.errors import Sentence
from engine.feel.budget import MAX_DEPTH, Budget
from engine.feel.errors import FeelSyntaxError
from engine.feel.functions import BUILTINS, CONSTRUCTORS
from engine.feel.lexer import Kind, Token, quote, tokenize
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


class _Parser:
    def __init__(self, tokens: tuple[Token, ...], functions: Collection[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._functions = functions

    # The tokens.

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _following(self) -> Token:
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _at(self, *texts: str) -> bool:
        return self._token.text in texts and self._token.kind in (Kind.SIGN, Kind.WORD)

    def _skip(self, text: str) -> bool:
        if not self._at(text):
            return False
        self._next += 1
        return True

    def _expect(self, *texts: str) -> Token:
        if not self._at(*texts):
            wanted = " ".join(texts)
            raise self._refusal(f"ต้องมี {wanted} ก่อน {{}}", f"{wanted} is expected before {{}}.")
        return self._take()

    def _refusal(self, th: str, en: str) -> FeelSyntaxError:
        token = self._token
        ended = token.kind is Kind.END
        return FeelSyntaxError(
            Sentence(
                th.format("ท้ายสูตร" if ended else quote(token)),
                en.format("the end" if ended else quote(token)),
            ),
            token.position,
        )

    # Expressions.

    def whole(self) -> Node:
        if self._at("="):
            raise self._refusal(
                "เขียนสูตรโดยไม่มี {} นำหน้า", "An expression is written without a leading {}."
            )
        node = self._expression()
        if self._token.kind is not Kind.END:
            raise self._refusal("ไม่ควรมี {} ตรงนี้", "{} is not expected here.")
        if height(node) > MAX_DEPTH:
            raise self._too_deep(0)
        return node

    def _expression(self, level: int = 1) -> Node:
        if self._depth > MAX_DEPTH:
            raise self._too_deep(self._token.position)
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
        if self._token.kind not in (Kind.SIGN, Kind.WORD):
            return 0
        return _LEVELS.get(self._token.text, 0)

    def _chain(self, first: Node, level: int) -> Node:
        rest = []
        while self._operator_level() == level:
            sign = self._take().text
            rest.append((sign, self._expression(level + 1)))
        if level < _COMPARISON:
            return Junction(rest[0][0], (first, *(operand for _, operand in rest)))
        return Arithmetic(first, tuple(rest))

    def _comparison(self, left: Node) -> Node:
        sign = self._take().text
        node: Node
        if sign == "in":
            node = self._membership(left)
        elif sign == "between":
            low = self._expression(_ADDITIVE)
            self._expect("and")
            node = Between(left, low, self._expression(_ADDITIVE))
        else:
            node = Comparison(sign, left, self._expression(_ADDITIVE))
        if self._operator_level() == _COMPARISON:
            raise self._refusal(
                "เปรียบเทียบต่อกันด้วย {} ไม่ได้ ให้เชื่อมด้วย and",
                "A comparison cannot go on with {}; join two with and.",
            )
        return node

    # What stands behind "in".

    def _membership(self, value: Node) -> Membership:
        if self._at("("):
            return self._grouped_tests(value)
        return Membership(value, (self._test(),), grouped=False)

    def _grouped_tests(self, value: Node) -> Membership:
        opening = self._take()
        first = self._test()
        if self._at(".."):
            return Membership(value, (self._range(opening, first),), grouped=False)
        tests = [first]
        while self._skip(","):
            tests.append(self._test())
        self._expect(")")
        return Membership(value, tuple(tests), grouped=True)

    def _test(self) -> Test:
        if self._at(*_HALVES):
            return Half(self._take().text, self._expression(_ADDITIVE))
        if self._at("]"):
            opening = self._take()
            return self._range(opening, self._expression())
        following = self._following()
        if self._at("[") and not (following.kind is Kind.SIGN and following.text == "]"):
            return self._list_or_range()
        return self._expression(_ADDITIVE)

    def _list_or_range(self) -> Test:
        """Read on until ``..`` or ``,`` tells which it is: trying both would cost 2 ** depth."""
        opening = self._take()
        first = self._expression()
        if self._at(".."):
            return self._range(opening, first)
        items = ListOf((first, *self._further_items("]")))
        return self._operations(self._steps(items), _ADDITIVE)

    def _range(self, opening: Token, low: Test) -> Range:
        if isinstance(low, Half | Range):
            raise self._refusal(
                "ขอบของช่วงต้องเป็นค่า ก่อน {}", "An end of a range is a value, before {}."
            )
        self._expect("..")
        high = self._expression()
        closing = self._expect("]", ")", "[")
        return Range(low, high, opening.text == "[", closing.text == "]")

    def _further_items(self, closing: str) -> tuple[Node, ...]:
        items = []
        while self._skip(","):
            items.append(self._expression())
        self._expect(closing)
        return tuple(items)

    # Operands.

    def _operand(self) -> Node:
        token = self._token
        if token.kind is Kind.NUMBER:
            self._take()
            return Literal(NUMBERS.create_decimal(token.text))
        if token.kind is Kind.TEXT:
            self._take()
            return Literal(token.text)
        if token.kind is Kind.NAME:
            return self._steps(self._name_or_call())
        if token.kind is Kind.WORD:
            return self._worded()
        if self._skip("-"):
            return Negative(self._expression(_OPERAND))
        if self._at("(", "["):
            return self._steps(self._bracketed())
        raise self._refusal("ต้องมีค่าก่อน {}", "A value is expected before {}.")

    def _worded(self) -> Node:
        word = self._token.text
        if word in _CONSTANTS:
            self._take()
            return Literal(_CONSTANTS[word])
        if word == "if":
            return self._conditional()
        if word in ("some", "every"):
            return self._quantified()
        if word in _ELSEWHERE:
            raise FeelSyntaxError(_ELSEWHERE[word], self._token.position)
        raise self._refusal("ต้องมีค่าก่อน {}", "A value is expected before {}.")

    def _bracketed(self) -> Node:
        if self._skip("("):
            node = self._expression()
            self._expect(")")
            return node
        self._take()
        if self._skip("]"):
            return ListOf(())
        return ListOf((self._expression(), *self._further_items("]")))

    def _steps(self, node: Node) -> Node:
        while True:
            if self._skip("."):
                name = self._name()
                node = Name((*node.path, name)) if isinstance(node, Name) else Property(node, name)
            elif self._at_index():
                self._take()
                node = Index(node, self._position())
            else:
                return node

    def _at_index(self) -> bool:
        """Tell an index from the open end of ``]1..x[``: no value stands behind that."""
        following = self._following()
        return self._at("[") and not (
            following.kind is Kind.END
            or (following.kind is Kind.SIGN and following.text in (")", "]", ","))
            or (following.kind is Kind.WORD and following.text in _AFTER_A_VALUE)
        )

    def _position(self) -> Node:
        position = self._expression(_ADDITIVE)
        if not self._at("]") or (isinstance(position, Literal) and _is_no_number(position)):
            raise self._refusal(
                "ใน [ ] ใส่ได้เฉพาะลำดับที่ ก่อน {}",
                "Only a position can stand in [ ], before {}: filters are not in this language.",
            )
        self._take()
        return position

    def _name(self) -> str:
        if self._token.kind is not Kind.NAME:
            raise self._refusal("ต้องมีชื่อก่อน {}", "A name is expected before {}.")
        return self._take().text

    def _conditional(self) -> Conditional:
        self._take()
        condition = self._expression()
        self._expect("then")
        yes = self._expression()
        self._expect("else")
        return Conditional(condition, yes, self._expression())

    def _quantified(self) -> Quantified:
        word = self._take().text
        iterators = [self._iterator()]
        while self._skip(","):
            iterators.append(self._iterator())
        self._expect("satisfies")
        return Quantified(word, tuple(iterators), self._expression())

    def _iterator(self) -> tuple[str, Node]:
        name = self._name()
        self._expect("in")
        return name, self._expression()

    # Calls.

    def _name_or_call(self) -> Node:
        start = self._token
        for words in _MULTIWORD:
            if self._at_call(words):
                self._next += len(words)
                return self._call(" ".join(words), start)
        name = self._take().text
        return self._call(name, start) if self._at("(") else Name((name,))

    def _at_call(self, words: tuple[str, ...]) -> bool:
        ahead = self._tokens[self._next : self._next + len(words) + 1]
        return (
            len(ahead) == len(words) + 1
            and ahead[-1].text == "("
            and ahead[-1].kind is Kind.SIGN
            and all(
                token.text == word and token.kind in (Kind.NAME, Kind.WORD)
                for token, word in zip(ahead, words, strict=False)
            )
        )

    def _call(self, name: str, start: Token) -> Node:
        if name not in BUILTINS and name not in self._functions:
            raise FeelSyntaxError(
                Sentence(f"ไม่มีฟังก์ชัน {name}", f"There is no function {name}."), start.position
            )
        self._expect("(")
        arguments = () if self._skip(")") else (self._expression(), *self._further_items(")"))
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
