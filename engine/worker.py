"""What runs beside the pages: due timers, reminders, breaches, mail, what grew old; the sealer.

Each thing is claimed and done by itself, so a worker stops between two of them,
any number of workers share the work, and one that fails harms no other.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from engine.access.pace import sweep_hours
from engine.access.visits import sweep_visits
from engine.delivery import Letterhead, Post, deliver, due_mail, next_mail_at
from engine.delivery.due_pages import check_links, due_link_checks
from engine.delivery.website import Reach
from engine.errors import DatabaseAway, EngineError, StorageFull, Tampered
from engine.journal.sealer import seal
from engine.journal.signing_key import SigningKey
from engine.store import tables
from engine.store.blobs import sweep
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor, Store
from engine.work.answer_drafts.expiry import expire_draft, old_drafts
from engine.work.business.schedules import due_turns, start_turn
from engine.work.public.retaliation import follow_first_case, left_behind
from engine.work.publishing.link_checks import plan_link_checks
from engine.work.records.destruction import destroy_records
from engine.work.timers import due_instances, due_timers, fire_instance, fire_timer

log = logging.getLogger(__name__)

BATCH = 100
# The longest wait: what another process makes due is found this late at most.
LONGEST_WAIT = 5.0
# The shortest: what somebody else holds is not asked for without pause.
SHORTEST_WAIT = 0.5
# Well within the five minutes that the verification allows; see journal/verify.py.
SEAL_EVERY = 60.0
# A file that came with a form and that no case took by then is removed; looked for so often.
ORPHANS_KEPT, SWEEP_EVERY = 24 * 3600.0, 3600.0
# Visits that are over, what was counted in an hour that is, records to be destroyed.
FORGET_EVERY = 300.0
# Business that returns begins at a minute of a day: this is as late as it may be.
LOOK_AT_CALENDAR_EVERY = 60.0


@dataclass(frozen=True)
class Mailing:
    """How mail leaves; a worker without one leaves the outbox alone."""

    post: Post
    letterhead: Letterhead


def run(
    store: Store,
    stop: Event,
    mailing: Mailing | None = None,
    blobs: Path | None = None,
    reach: Reach | None = None,
) -> None:
    """Do what is due until ``stop`` is set; then end between two things.

    ``blobs`` is the folder in which files are that no case has taken, ``reach`` what may be read
    of websites; a worker without it reads none.
    """
    log.info("the worker looks for what is due")
    sweeps_at = calendar_at = forgets_at = time.monotonic()
    while not stop.is_set():
        try:
            if blobs is not None and time.monotonic() >= sweeps_at:
                sweeps_at = time.monotonic() + SWEEP_EVERY
                sweep_orphans(store, blobs)
            if time.monotonic() >= calendar_at:
                calendar_at = time.monotonic() + LOOK_AT_CALENDAR_EVERY
                start_turns(store, stop=stop)
                follow_exclusions(store, stop=stop)
            if time.monotonic() >= forgets_at:
                forgets_at = time.monotonic() + FORGET_EVERY
                sweep_visits(store)
                sweep_hours(store)
                destroy_records(store, BATCH, blobs, stop=stop)
                plan_link_checks(store)
            done = run_once(store, BATCH, mailing=mailing, reach=reach, stop=stop)
            wait = 0.0 if done else _seconds_to_next(store, mailing)
        except (EngineError, SQLAlchemyError) as error:
            # The database is away, busy or full; it comes back without us.
            log.warning("the worker could not look for work: %s", type(error).__name__)
            wait = LONGEST_WAIT
        stop.wait(wait)


def start_turns(store: Store, *, stop: Event | None = None) -> int:
    """Start the office business whose day has come, in every office; return how much of it."""
    started = 0
    for turn in due_turns(store):
        if stop is not None and stop.is_set():
            break
        started += _attempt(lambda due: start_turn(store, due), turn)
    return started


def follow_exclusions(store: Store, *, stop: Event | None = None) -> int:
    """Keep who was kept out of a case out of what was reported for it; return how many."""
    followed = 0
    for one in left_behind(store, BATCH):
        if stop is not None and stop.is_set():
            break
        followed += _attempt(lambda due: follow_first_case(store, due), one)
    return followed


def sweep_orphans(store: Store, blobs: Path) -> int:
    """Remove files that came with a form a day ago and that no case took; return how many."""
    with store.database.reading() as connection:
        known = frozenset(connection.scalars(select(tables.blob.c.id)))
    try:
        return sweep(blobs, known, older_than=time.time() - ORPHANS_KEPT)
    except OSError as error:
        log.warning("files that no case took could not be removed: %s", error)
        return 0


def run_once(
    store: Store,
    limit: int = BATCH,
    *,
    mailing: Mailing | None = None,
    reach: Reach | None = None,
    stop: Event | None = None,
) -> int:
    """Do up to ``limit`` things of each kind that are due now; return how many were done."""
    done = 0
    for act, due in _due(store, limit, mailing, reach):
        if stop is not None and stop.is_set():
            break
        done += _attempt(act, due)
    return done


def _due(
    store: Store, limit: int, mailing: Mailing | None, reach: Reach | None
) -> Iterator[tuple[Callable[[Any], bool], Any]]:
    now = store.clock()
    with store.database.reading() as connection:
        timers = _shuffled(due_timers(connection, now, limit))
        # A breach is on record before the diagram's own timer of that moment moves the case.
        is_clear = len(timers) < limit
        instances = _shuffled(due_instances(connection, now, limit)) if is_clear else []
        mail = _shuffled(due_mail(connection, now, limit)) if mailing else []
        drafts = old_drafts(connection, now, limit)
        # One at a time: a website that does not answer keeps what is due waiting.
        websites = due_link_checks(connection, now, 1) if reach else []
    yield from ((lambda due: fire_timer(store, due), due) for due in timers)
    yield from ((lambda due: fire_instance(store, due), due) for due in instances)
    if mailing is not None:
        post, letterhead = mailing.post, mailing.letterhead
        yield from ((lambda due: deliver(store, due, post, letterhead), due) for due in mail)
    yield from ((lambda due: expire_draft(store, due), due) for due in drafts)
    if reach is not None:
        yield from ((lambda due: check_links(store, due, reach), due) for due in websites)


def _shuffled(due: list[Any]) -> list[Any]:
    """Let several workers begin at different things, so that they seldom ask for the same."""
    secrets.SystemRandom().shuffle(due)
    return due


def _attempt(act: Callable[[Any], bool], due: Any) -> bool:
    try:
        return act(due)
    except (DatabaseAway, StorageFull):
        # Nothing else that is due would fare better; the loop waits.
        raise
    except Exception as error:  # noqa: BLE001  # whatever it was, the next case must not wait
        log.warning("%s %s failed: %s", type(due).__name__, due.id, type(error).__name__)
        return False


def _seconds_to_next(store: Store, mailing: Mailing | None) -> float:
    with store.database.reading() as connection:
        moments = [_next_timer_at(connection), _next_instance_at(connection)]
        if mailing is not None:
            moments.append(next_mail_at(connection))
    seconds = [(moment - store.clock()).total_seconds() for moment in moments if moment]
    return max(SHORTEST_WAIT, min([LONGEST_WAIT, *seconds]))


def _next_timer_at(connection: Connection) -> datetime | None:
    table = tables.timer
    return connection.scalar(
        select(table.c.due_at).where(table.c.parked_at.is_(None)).order_by(table.c.due_at).limit(1)
    )


def _next_instance_at(connection: Connection) -> datetime | None:
    table = tables.instance
    return connection.scalar(
        select(table.c.next_due)
        .where(table.c.next_due.is_not(None))
        .order_by(table.c.next_due)
        .limit(1)
    )


def run_sealer(store: Store, key: SigningKey, stop: Event, *, every: float = SEAL_EVERY) -> None:
    """Seal what was written, again and again, until ``stop`` is set.

    Raises
    ------
    Tampered
        What is stored is not what was signed: no signature is put on top of it.
    """
    while not stop.is_set():
        try:
            seal_all(store, key, stop=stop)
        except Tampered:
            raise
        except (EngineError, SQLAlchemyError) as error:
            log.warning("the sealer could not seal: %s", type(error).__name__)
        stop.wait(every)


def seal_all(store: Store, key: SigningKey, *, stop: Event | None = None) -> int:
    """Seal until nothing is left that could be; return how many checkpoints were signed."""
    signed = 0
    while stop is None or not stop.is_set():
        with store.unit(Actor(INSTALLATION, None, "sealer")) as uow:
            if seal(uow, key) is None:
                break
        signed += 1
    return signed
