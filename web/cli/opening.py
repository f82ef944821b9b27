"""Open what a command works on, and close it again."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.access.accounts import has_demonstration_accounts
from engine.composition import open_store
from engine.errors import Sentence, SettingsInvalid
from engine.journal.signing_key import (
    SigningKey,
    generate_signing_key_file,
    read_signing_key_file,
)
from engine.settings import Settings
from engine.store.columns import INSTALLATION
from engine.store.schema import check_schema
from engine.store.unit_of_work import Actor, Store

# Whoever runs a command on the server acts for the installation, not for a person.
OPERATOR = Actor(INSTALLATION, None, "operator")


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """Open the store of this release; SchemaOutdated when it has to be migrated first."""
    store = open_store(settings)
    try:
        check_schema(store.database)
        yield store
    finally:
        store.database.close()


@contextmanager
def store_for_work(settings: Settings) -> Iterator[Store]:
    """Open the store for what serves people; production refuses demonstration accounts."""
    with opened_store(settings) as store:
        if not settings.is_demonstration:
            with store.reading(OPERATOR) as uow:
                if has_demonstration_accounts(uow):
                    raise SettingsInvalid(
                        Sentence(
                            "มีบัญชีสาธิตในฐานข้อมูล ระบบใช้งานจริงจึงไม่เริ่ม",
                            "The database holds demonstration accounts; production does not start.",
                        )
                    )
        yield store


def signing_key(settings: Settings) -> SigningKey:
    """Read the key of the sealer; in demonstration mode a missing one is made."""
    path = settings.signing_key_file
    if settings.is_demonstration and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return generate_signing_key_file(path, "demonstration")
    return read_signing_key_file(path, strict=not settings.is_demonstration)
