"""The receipt code of a complainant: her only way back to her case, and only hers."""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Self

from argon2.low_level import Type, hash_secret_raw

from engine.sealing.secret_bytes import LookupKey

DIGITS = 16
_GROUP = 4
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")
_SEPARATORS = re.compile(r"[\s\-–—.]+")


@dataclass(frozen=True)
class ReceiptCode:
    """Sixteen random decimal digits, 53 bits. Shown once, never stored, never logged."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.digits):
            raise ValueError(f"a receipt code has {DIGITS} digits")

    @classmethod
    def generate(cls) -> Self:
        return cls(f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}")

    @classmethod
    def parse(cls, typed: str) -> Self | None:
        """Read what a person typed: Thai or other digits, spaces, hyphens; None if no code."""
        digits = "".join(_digit(letter) for letter in _SEPARATORS.sub("", typed))
        return cls(digits) if _CODE.fullmatch(digits) else None

    @property
    def shown(self) -> str:
        """In four groups, as printed and read out on the telephone."""
        return " ".join(self.digits[start : start + _GROUP] for start in range(0, DIGITS, _GROUP))

    def lookup(self, key: LookupKey) -> str:
        """Return the hash under which the row is stored, as 64 hexadecimal digits.

        Argon2id with one secret salt an installation, so that one hash answers
        one try; a salt a row would need one a receipt. Somebody with the rows
        but not the key file can test nothing, and somebody with both pays 19 MiB
        and two passes (OWASP's minimum) for each of 10^16 codes. The parameters
        are for ever: a code that nobody stored cannot be hashed anew.
        """
        return hash_secret_raw(
            secret=self.digits.encode(),
            salt=key.material,
            time_cost=2,
            memory_cost=19 * 1024,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        ).hex()


def _digit(letter: str) -> str:
    """Return the ASCII digit of any decimal digit (๑, １); anything else stays and is refused."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
