"""Equality search over what is encrypted: the same text gives the same index."""

import hmac

from engine.sealing.encryption import length_prefixed
from engine.sealing.secret_bytes import LookupKey

INDEX_BYTES = 32


def blind_index(key: LookupKey, *normalised: str) -> bytes:
    """Return HMAC-SHA256 of the parts, for instance ``("respondent.name", name, position)``.

    The caller normalises (engine/office); what differs in one letter differs
    wholly here. Whoever holds the key can test guesses, whoever holds only the
    rows learns which of them are equal: keep one key an office.
    """
    return hmac.digest(key.material, length_prefixed(*normalised), "sha256")
