"""Commitments: what was recorded can be proved later, and forgotten without a trace.

The chain holds the digest only. Without the salt, which is encrypted together
with the content and goes with it, a digest of a short answer tells nothing:
guessing the content does not help whoever cannot guess 256 random bits.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field

SALT_LENGTH = 32


@dataclass(frozen=True)
class Commitment:
    """``digest`` is SHA-256(salt ‖ content); ``salt`` is as secret as the content."""

    salt: bytes = field(repr=False)
    digest: bytes


def commit(content: bytes) -> Commitment:
    salt = os.urandom(SALT_LENGTH)
    return Commitment(salt, _digest(salt, content))


def matches(content: bytes, salt: bytes, digest: bytes) -> bool:
    """Whether ``content`` is what was committed to; false for a salt of another length."""
    return len(salt) == SALT_LENGTH and hmac.compare_digest(digest, _digest(salt, content))


def _digest(salt: bytes, content: bytes) -> bytes:
    return hashlib.sha256(salt + content).digest()
