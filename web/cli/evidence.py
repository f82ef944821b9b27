"""``audit``: prove that the history stands as it was written and runs as it ran."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from engine.errors import NotFound, Sentence
from engine.history.evidence_export import evidence_lines, snapshot
from engine.history.reexecution import reexecute
from engine.history.verification import verify_database
from engine.journal.checkpoint import Checkpoint, parse_checkpoint
from engine.journal.signing_key import VerifyingKey
from engine.journal.verify import Outcome, Verdict, verify
from engine.settings import Settings
from engine.work.offices.opening import get_office_id
from web.cli.opening import opened_store, signing_key
from web.cli.output import OK, REFUSED, Commands, add_command, add_group, say

_CASES_A_LINE = 100


def register(commands: Commands) -> None:
    audit = add_group(commands, "audit", "พิสูจน์ประวัติ / prove the history")
    verifying = add_command(audit, "verify", _verify, "ตรวจว่าไม่มีสิ่งใดถูกแก้ไข / verify everything")
    verifying.add_argument(
        "--evidence",
        type=Path,
        metavar="FILE",
        help="ตรวจชุดหลักฐานแทนฐานข้อมูล / verify an exported file instead of the database",
    )
    verifying.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KEY",
        help="กุญแจสาธารณะของสมุดรวม / a public key of the log (default: that of SIGNING_KEY_FILE)",
    )
    verifying.add_argument(
        "--anchor",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="จุดตรวจที่เก็บไว้ภายนอก / a checkpoint kept elsewhere",
    )
    again = add_command(
        audit,
        "reexecute",
        _reexecute,
        "เดินประวัติซ้ำจากบันทึกแล้วเทียบผล / run the history again and compare",
    )
    again.add_argument("--office", metavar="KEY", help="เฉพาะหน่วยงานนี้ / of this office only")
    again.add_argument("--case", metavar="NUMBER", help="เฉพาะเลขรับเรื่องนี้ / this case only")
    exporting = add_command(
        audit, "export", _export, "ส่งออกชุดหลักฐาน ไม่มีเนื้อหา / write the evidence, no content"
    )
    exporting.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="แฟ้มใหม่ / a new file (default: stdout)"
    )


def _verify(arguments: argparse.Namespace) -> int:
    anchors = [_anchor(path) for path in arguments.anchor]
    if arguments.evidence is not None:
        keys = [VerifyingKey.parse(text) for text in arguments.key]
        verdict = _of_file(arguments.evidence, keys or [_own_key()], anchors)
    else:
        settings = Settings.from_environ()
        keys = [VerifyingKey.parse(text) for text in arguments.key]
        with opened_store(settings) as store:
            verdict = verify_database(store, keys=keys or [_own_key()], anchors=anchors)
    said = verdict.fault.sentence if verdict.fault else verdict.sentence
    say(said.th, said.en)
    return OK if verdict.outcome is Outcome.WHOLE else REFUSED


def _reexecute(arguments: argparse.Namespace) -> int:
    with opened_store(Settings.from_environ()) as store:
        office_id = get_office_id(store, arguments.office) if arguments.office else None
        verdict = reexecute(
            store, office_id=office_id, number=arguments.case, progress=_show_progress
        )
    say(verdict.sentence.th, verdict.sentence.en)
    return OK if verdict.fault is None else REFUSED


def _show_progress(done: int, of: int) -> None:
    if done % _CASES_A_LINE == 0 and done < of:
        sys.stderr.write(f"{done} / {of}\n")


def _own_key() -> VerifyingKey:
    return signing_key(Settings.from_environ()).verifying_key


def _of_file(path: Path, keys: list[VerifyingKey], anchors: list[Checkpoint]) -> Verdict:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            return verify(lines, keys=keys, anchors=anchors)
    except OSError:
        raise _unreadable(path) from None


def _anchor(path: Path) -> Checkpoint:
    try:
        return parse_checkpoint(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        raise _unreadable(path) from None


def _export(arguments: argparse.Namespace) -> int:
    with ExitStack() as stack:
        store = stack.enter_context(opened_store(Settings.from_environ()))
        output = sys.stdout
        if arguments.output is not None:
            output = stack.enter_context(_new_file(arguments.output))
        connection = stack.enter_context(snapshot(store.database))
        for line in evidence_lines(connection):
            output.write(f"{line}\n")
    return OK


def _new_file(path: Path) -> TextIO:
    try:
        return path.open("x", encoding="utf-8")
    except FileExistsError:
        raise NotFound(Sentence(f"มีแฟ้ม {path} อยู่แล้ว", f"The file {path} exists already.")) from None
    except OSError:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> NotFound:
    return NotFound(Sentence(f"เปิดแฟ้ม {path} ไม่ได้", f"{path} cannot be opened."))
