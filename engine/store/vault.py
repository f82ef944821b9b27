"""The keys of an installation as the units of work use them."""

from uuid import UUID

from engine.sealing.keys import KeyUse, MasterKey
from engine.sealing.secret_bytes import DataKey, LookupKey


class Vault:
    """Wraps the data keys of streams and holds the lookup keys, derived once."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master
        self.name_key = master.derive(KeyUse.BLIND_INDEX)
        self.receipt_key = master.derive(KeyUse.RECEIPT_LOOKUP)

    @property
    def fingerprint(self) -> str:
        return self._master.fingerprint

    def pace_key(self, hour: str) -> LookupKey:
        """Return the key under which addresses are counted in one hour, and in no other."""
        return self._master.derive(KeyUse.PACE, hour)

    def wrap(self, data_key: DataKey, office_id: UUID, stream_id: UUID) -> bytes:
        return self._master.wrap(data_key, "stream", str(office_id), str(stream_id))

    def unwrap(self, wrapped: bytes, office_id: UUID, stream_id: UUID) -> DataKey:
        return self._master.unwrap(wrapped, "stream", str(office_id), str(stream_id))
