"""Passwords of people in tests: what makes a hash slow stands in the hash, and nobody guesses."""

from argon2 import PasswordHasher

_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def quick_hash(password: str) -> str:
    """Return a hash that an account takes and that is checked at once.

    One of ours takes a third of a second of both cores, each time that somebody signs in.
    """
    return _QUICK.hash(password)
