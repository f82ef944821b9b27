"""Editions in the database: written once, shared by hash, never changed."""

import hashlib
from collections import OrderedDict
from threading import Lock

from sqlalchemy import insert, select

from engine.bpmn.edition import Edition
from engine.errors import NotFound
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

PROCESS, FORM = "process", "form"

# An edition of the provincial process is some 250 kB; a process of an office uses a handful.
_KEPT = 64
_cache: OrderedDict[str, Edition] = OrderedDict()
_cache_lock = Lock()


def store_edition(uow: UnitOfWork, edition: Edition) -> None:
    """Write an edition and its files, unless they are there already."""
    # Asked of the database: what is kept in memory may come from a unit that was rolled back.
    known = select(tables.edition.c.sha256).where(tables.edition.c.sha256 == edition.sha256)
    if uow.connection.scalar(known) is not None:
        return
    uow.connection.execute(
        insert(tables.edition).values(
            sha256=edition.sha256, process_id=edition.process_id, built_at=uow.now
        )
    )
    parts = [(PROCESS, name, data) for name, data in edition.sources.items()]
    parts += [(FORM, name, data) for name, data in edition.forms.items()]
    for kind, name, data in parts:
        uow.connection.execute(
            insert(tables.edition_part).values(
                edition=edition.sha256, kind=kind, name=name, source=_store_source(uow, data)
            )
        )


def _store_source(uow: UnitOfWork, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    table = tables.source
    if uow.connection.scalar(select(table.c.sha256).where(table.c.sha256 == sha256)) is None:
        uow.connection.execute(insert(table).values(sha256=sha256, data=data))
    return sha256


def get_edition(uow: UnitOfWork, sha256: str) -> Edition:
    """Return an edition; kept per process, since it can never change.

    Raises
    ------
    NotFound
        No such edition was ever stored.
    """
    edition = find_edition(uow, sha256)
    if edition is None:
        raise NotFound
    return edition


def find_edition(uow: UnitOfWork, sha256: str) -> Edition | None:
    with _cache_lock:
        if sha256 in _cache:
            _cache.move_to_end(sha256)
            return _cache[sha256]
    edition = _read_edition(uow, sha256)
    if edition is not None:
        with _cache_lock:
            _cache[sha256] = edition
            while len(_cache) > _KEPT:
                _cache.popitem(last=False)
    return edition


def _read_edition(uow: UnitOfWork, sha256: str) -> Edition | None:
    table, part, source = tables.edition, tables.edition_part, tables.source
    process_id = uow.connection.scalar(select(table.c.process_id).where(table.c.sha256 == sha256))
    if process_id is None:
        return None
    rows = uow.connection.execute(
        select(part.c.kind, part.c.name, source.c.data)
        .join(source, source.c.sha256 == part.c.source)
        .where(part.c.edition == sha256)
        .order_by(part.c.kind, part.c.name)
    ).all()
    return Edition(
        sha256=sha256,
        process_id=process_id,
        sources={row.name: row.data for row in rows if row.kind == PROCESS},
        forms={row.name: row.data for row in rows if row.kind == FORM},
    )
