"""AES-256-GCM whose ciphertext opens only in the place it was sealed for."""

import os
import struct

from cryptography.exceptions import InvalidTag

from engine.errors import Tampered
from engine.sealing.secret_bytes import DataKey

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
#: How much longer a ciphertext is than its plaintext.
OVERHEAD_BYTES = len(VERSION) + NONCE_BYTES + TAG_BYTES


def encrypt(key: DataKey, plaintext: bytes, *aad: str) -> bytes:
    """Return version byte, random 96-bit nonce, ciphertext and tag.

    ``aad`` names the place: office, stream, table, field. Moved to another row,
    the ciphertext does not open. A random nonce is safe for 2^32 messages a key
    (NIST SP 800-38D, 8.3); a key belongs to one case.
    """
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + key.cipher.encrypt(nonce, plaintext, associated_data(*aad))


def decrypt(key: DataKey, ciphertext: bytes, *aad: str) -> bytes:
    """Return the plaintext, or raise :class:`Tampered` for any other bytes, key or place."""
    if len(ciphertext) < OVERHEAD_BYTES or ciphertext[:1] != VERSION:
        raise Tampered
    nonce = ciphertext[1 : 1 + NONCE_BYTES]
    try:
        return key.cipher.decrypt(nonce, ciphertext[1 + NONCE_BYTES :], associated_data(*aad))
    except InvalidTag:
        raise Tampered from None


def associated_data(*parts: str) -> bytes:
    """Encode a tuple of strings so that no other tuple has the same bytes."""
    return VERSION + length_prefixed(*parts)


def length_prefixed(*parts: str) -> bytes:
    encoded = [part.encode() for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in encoded)
