"""A place among tokens, and what may be asked of it."""

from engine.errors import Sentence
from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Kind, Token, quote


class Cursor:
    """Stands on one token; the END token is never passed."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._next]

    def following(self) -> Token:
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self._next += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in (Kind.SIGN, Kind.WORD)

    def skip(self, text: str) -> bool:
        if not self.at(text):
            return False
        self._next += 1
        return True

    def skip_before_parenthesis(self, words: tuple[str, ...]) -> bool:
        """Skip these words if they are a function's name: ``date and time`` alone is no name."""
        *ahead, opening = self._tokens[self._next : self._next + len(words) + 1]
        if tuple(token.text for token in ahead) != words or opening.text != "(":
            return False
        if Kind.TEXT in (opening.kind, *(token.kind for token in ahead)):
            return False
        self._next += len(words)
        return True

    def expect(self, *texts: str) -> Token:
        if not self.at(*texts):
            wanted = " ".join(texts)
            raise self.refusal(f"ต้องมี {wanted} ก่อน {{}}", f"{wanted} is expected before {{}}.")
        return self.take()

    def refusal(self, th: str, en: str) -> FeelSyntaxError:
        token = self.token
        ended = token.kind is Kind.END
        return FeelSyntaxError(
            Sentence(
                th.format("ท้ายสูตร" if ended else quote(token)),
                en.format("the end" if ended else quote(token)),
            ),
            token.position,
        )
