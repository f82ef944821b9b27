"""Put the engine together from its settings: the store with its keys and all folds."""

from engine import access, cases, definitions, reports, work
from engine.journal.folding import merge_folds
from engine.sealing.keys import generate_master_key_file, read_master_key_file
from engine.settings import Settings
from engine.store.database import connect
from engine.store.unit_of_work import Clock, Store, wall_clock
from engine.store.vault import Vault

FOLDS = merge_folds(cases.FOLDS, access.FOLDS, definitions.FOLDS, work.FOLDS, reports.FOLDS)


def open_store(settings: Settings, clock: Clock = wall_clock) -> Store:
    """Connect and read the keys; in demonstration mode a missing master key is made.

    Open it after the fork: connections do not survive one.
    """
    if settings.is_demonstration and not settings.master_key_file.exists():
        settings.master_key_file.parent.mkdir(parents=True, exist_ok=True)
        generate_master_key_file(settings.master_key_file)
    master = read_master_key_file(settings.master_key_file, strict=not settings.is_demonstration)
    return Store(connect(settings.database_url), Vault(master), FOLDS, clock)
