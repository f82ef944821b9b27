"""From text to tokens."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from engine.errors import Sentence
from engine.feel.budget import MAX_CHARACTERS
from engine.feel.errors import FeelSyntaxError


class Kind(Enum):
    NUMBER = auto()
    TEXT = auto()
    NAME = auto()
    WORD = auto()  # a reserved word
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is the token as written, for a TEXT its content; ``end`` is behind its last one."""

    kind: Kind
    text: str
    position: int
    end: int


# Reserved for the language, also where this subset has no use for the word.
RESERVED = frozenset(
    {
        *("and", "or", "between", "in", "if", "then", "else", "some", "every", "satisfies"),
        *("true", "false", "null", "for", "return", "function", "external", "instance"),
    }
)

# A name is ASCII or Thai: a Cyrillic а beside a Latin a would be two names that look like one.
_NAME_START = "A-Za-z_\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"
_NAME_PART = "A-Za-z_0-9\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"
_TOKEN = re.compile(
    rf"""(?P<NUMBER>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
       | "(?P<TEXT>(?:[^"\\\n\r]|\\[^\n\r])*)"
       | (?P<NAME>[{_NAME_START}][{_NAME_PART}]*)
       | (?P<SIGN>\*\*|\.\.|<=|>=|!=|[-+*/=<>()\[\],.])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([\"\\nrt])|(.?))", re.DOTALL)
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_LONGEST_QUOTE = 20


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut ``text`` into tokens, the last one of kind END. Raises FeelSyntaxError."""
    _refuse_what_nobody_sees(text)
    tokens = []
    position = _skip_space(text, 0)
    while position < len(text):
        token = _next_token(text, position)
        tokens.append(token)
        position = _skip_space(text, token.end)
    return (*tokens, Token(Kind.END, "", position, position))


def is_name(text: str) -> bool:
    """Whether an expression can use ``text`` as one name."""
    match = _TOKEN.fullmatch(text)
    return bool(match and match.lastgroup == "NAME" and text not in RESERVED)


def _refuse_what_nobody_sees(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise FeelSyntaxError(
            Sentence(
                f"สูตรยาวเกิน {MAX_CHARACTERS:,} ตัวอักษร",
                f"The expression is longer than {MAX_CHARACTERS:,} characters.",
            ),
            MAX_CHARACTERS,
        )
    for position, character in enumerate(text):
        if unicodedata.category(character) in _INVISIBLE and character not in "\t\n\r":
            code = f"{ord(character):04X}"
            raise FeelSyntaxError(
                Sentence(
                    f"มีอักขระที่มองไม่เห็น (U+{code}) ถ้าต้องการให้เขียน \\u{code} ในข้อความ",
                    f"An invisible character (U+{code}); inside a text it is written \\u{code}.",
                ),
                position,
            )


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _next_token(text: str, position: int) -> Token:
    match = _TOKEN.match(text, position)
    if not match or not match.lastgroup:
        raise _unreadable(text, position)
    found = match[match.lastgroup]
    kind = Kind[match.lastgroup]
    if kind is Kind.TEXT:
        found = _unescape(found, position + 1)
    elif found in RESERVED:
        kind = Kind.WORD
    return Token(kind, found, position, match.end())


def _unescape(body: str, start: int) -> str:
    if "\\" not in body:
        return body

    def character(match: re.Match[str]) -> str:
        short, long, letter, _ = match.groups()
        if letter:
            return _ESCAPED[letter]
        code = int(short or long or "FFFFFF", 16)
        if code > sys.maxunicode:
            raise FeelSyntaxError(
                Sentence(
                    f'ไม่รู้จัก {match[0]} ในข้อความ ใช้ได้: \\" \\\\ \\n \\r \\t \\u0E01 \\U01F600',
                    f'{match[0]} means nothing in a text; known are \\" \\\\ \\n \\r \\t'
                    " \\u0E01 and \\U01F600.",
                ),
                start + match.start(),
            )
        return chr(code)

    text = _ESCAPE.sub(character, body)
    try:
        # Two \u escapes may spell one character beyond U+FFFF, as in Java and JavaScript.
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FeelSyntaxError(
            Sentence("รหัส \\u ครึ่งคู่ไม่เป็นตัวอักษร", "Half of a \\u pair is no character."), start
        ) from None


def _unreadable(text: str, position: int) -> FeelSyntaxError:
    character = text[position]
    if character == '"':
        sentence = Sentence(
            'ข้อความขาดเครื่องหมาย " ปิดท้ายในบรรทัดเดียวกัน',
            'The text has no closing " on its line.',
        )
    elif character in "“”„‟«»'‘’`":
        sentence = Sentence(
            f'ข้อความอยู่ในเครื่องหมาย " ไม่ใช่ {character}',
            f'A text stands in straight quotes ("), not in {character}.',
        )
    elif character in "{}":
        sentence = Sentence("สูตรไม่มีวงเล็บปีกกา { }", "Contexts { } are not part of this language.")
    else:
        sentence = Sentence(
            f"ใช้ {character} ในสูตรไม่ได้", f"{character} has no place in an expression."
        )
    return FeelSyntaxError(sentence, position)


def quote(token: Token) -> str:
    """Show the token in a sentence, cut short."""
    text = f'"{token.text}"' if token.kind is Kind.TEXT else token.text
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
