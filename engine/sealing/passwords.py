"""Passwords of accounts: Argon2id."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

# The second recommended option of RFC 9106, 4: 64 MiB, three passes, four lanes. On the
# two cores of a small office it is about 0.1 s, and eight people signing in take 0.5 GB.
_ARGON2 = PasswordHasher(
    time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)


def hash_password(password: str) -> str:
    """Return a PHC string. Never call this inside a writing unit: it is slow on purpose."""
    return _ARGON2.hash(_prepared(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed.

    Pass None for an account that does not exist: the answer is False after the
    same work, so the time taken does not tell which names are accounts.
    """
    try:
        matched = _ARGON2.verify(stored or _decoy(), _prepared(password))
    except (VerificationError, InvalidHashError):
        return False
    return matched and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether it was made with other parameters; hash again while the password is at hand."""
    return _ARGON2.check_needs_rehash(stored)


def _prepared(password: str) -> bytes:
    # Thai SARA AM and composed letters are typed differently by different keyboards.
    # A lone surrogate (a broken client) is a wrong password, not a failure.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _decoy() -> str:
    return _ARGON2.hash(b"no account has this hash")
