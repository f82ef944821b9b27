"""``backup``, ``restore``, ``doctor``: keep the data, and know that all is well."""

import argparse
from pathlib import Path

from engine.composition import open_store
from engine.sealing.keys import read_master_key_file
from engine.settings import Settings
from engine.store.backup import back_up, restore
from engine.store.unit_of_work import wall_clock
from engine.work.health import State, examine
from web.cli.output import OK, REFUSED, Commands, add_command, put, say

_MARKS = {State.GOOD: "ok", State.NOTICE: "!!", State.FAULT: "XX"}


def register(commands: Commands) -> None:
    backing = add_command(
        commands, "backup", _back_up, "สำรองข้อมูล ไม่รวมกุญแจ / copy the data, never the keys"
    )
    backing.add_argument("target", type=Path, help="โฟลเดอร์ใหม่ / a new folder")
    restoring = add_command(
        commands, "restore", _restore, "กู้คืนลงที่ว่าง / put a copy where there is nothing"
    )
    restoring.add_argument("source", type=Path, help="โฟลเดอร์สำเนาสำรอง / the folder of a backup")
    add_command(commands, "doctor", _doctor, "ตรวจสุขภาพระบบ / tell whether all is well")


def _back_up(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    manifest = back_up(
        settings.database_url,
        settings.blobs_dir,
        arguments.target,
        key=_fingerprint(settings),
        now=wall_clock(),
    )
    count = len(manifest.files)
    say(
        f"สำรองข้อมูล {count} แฟ้มไว้ที่ {arguments.target} กุญแจหลัก {manifest.key} ต้องเก็บแยกต่างหาก",
        f"Copied {count} files to {arguments.target}; keep the key {manifest.key} elsewhere.",
    )
    return OK


def _restore(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    manifest = restore(
        arguments.source,
        settings.database_url,
        settings.blobs_dir,
        key=_fingerprint(settings),
    )
    say(
        f"กู้คืนสำเนาของ {manifest.made_at:%Y-%m-%d %H:%M} UTC แล้ว "
        "ให้เรียก sucharit migrate แล้ว sucharit audit verify",
        f"Restored the copy of {manifest.made_at:%Y-%m-%d %H:%M} UTC. "
        "Now run `sucharit migrate`, then `sucharit audit verify`.",
    )
    return OK


def _fingerprint(settings: Settings) -> str:
    strict = not settings.is_demonstration
    return read_master_key_file(settings.master_key_file, strict=strict).fingerprint


def _doctor(_arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    store = open_store(settings)
    try:
        findings = list(examine(store, settings))
    finally:
        store.database.close()
    for finding in findings:
        sentence = finding.sentence
        put(f"{_MARKS[finding.state]} {finding.subject:<11} {sentence.th} / {sentence.en}")
    return REFUSED if any(f.state is State.FAULT for f in findings) else OK
