"""Secret bytes that do not leak by accident."""

import hmac
import os
from functools import cached_property
from typing import NoReturn, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32


class SecretBytes:
    """Thirty-two bytes that no log line, traceback or workflow state can carry.

    ``repr`` shows the class only, and copying, pickling and JSON are refused:
    whoever wants the bytes has to write ``.material``, which can be searched for.
    """

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._material = bytes(material)

    @classmethod
    def generate(cls) -> Self:
        return cls(os.urandom(KEY_BYTES))

    @property
    def material(self) -> bytes:
        return self._material

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return hmac.compare_digest(self._material, other._material)

    # Hashing would put a digest of the key where a debugger shows it, and no set of keys is needed.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is neither copied nor pickled")


class DataKey(SecretBytes):
    """The key of one stream (case, office, installation): encrypts, and is stored wrapped."""

    @cached_property
    def cipher(self) -> AESGCM:
        """The AES-256-GCM of this key, made once: making it costs as much as one encryption."""
        return AESGCM(self._material)


class LookupKey(SecretBytes):
    """A key that only hashes: the same text always gives the same index, for ever."""
