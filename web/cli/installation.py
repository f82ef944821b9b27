"""``migrate``, ``keys``, ``office``: what an installation is set up with."""

import argparse
from pathlib import Path

from engine.errors import NotFound, Sentence
from engine.journal.signing_key import generate_signing_key_file
from engine.office.profile import parse_profile
from engine.sealing.keys import generate_master_key_file, read_master_key_file
from engine.settings import Settings
from engine.store.database import connect
from engine.store.schema import migrate
from engine.work.offices.opening import find_office, open_office
from web.cli.opening import opened_store, signing_key
from web.cli.output import OK, Commands, add_command, add_group, day, put, say


def register(commands: Commands) -> None:
    add_command(commands, "migrate", _migrate, "ปรับโครงสร้างฐานข้อมูล / bring the schema up to date")
    keys = add_group(commands, "keys", "กุญแจของระบบ / the keys of this installation")
    make = add_command(keys, "make", _make_keys, "สร้างแฟ้มกุญแจที่ยังไม่มี / make missing key files")
    make.add_argument(
        "--log-name",
        default="sucharit",
        metavar="NAME",
        help="ชื่อสมุดรวม มักเป็นชื่อเครื่อง / name of the signed log, usually the host's",
    )
    add_command(keys, "show", _show_keys, "แสดงส่วนที่เปิดเผยได้ / show what may be handed out")
    offices = add_group(commands, "office", "หน่วยงาน / offices")
    opening = add_command(
        offices, "open", _open_office, "เปิดหน่วยงานจากแฟ้ม / open an office from its profile"
    )
    opening.add_argument("profile", type=Path, help="แฟ้ม .toml / a profile file")
    opening.add_argument(
        "--effective-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="วันเริ่มใช้ / the day it comes into force (default: today)",
    )


def _migrate(_arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    database = connect(settings.database_url)
    try:
        changed = migrate(database)
    finally:
        database.close()
    if changed:
        say("ปรับโครงสร้างฐานข้อมูลแล้ว", "The schema was brought up to date.")
    else:
        say("โครงสร้างฐานข้อมูลเป็นปัจจุบันอยู่แล้ว", "The schema is up to date.")
    return OK


def _make_keys(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    for path in (settings.master_key_file, settings.signing_key_file):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.master_key_file.exists():
        generate_master_key_file(settings.master_key_file)
    if not settings.signing_key_file.exists():
        generate_signing_key_file(settings.signing_key_file, arguments.log_name)
    return _show_keys(arguments)


def _show_keys(_arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    master = read_master_key_file(settings.master_key_file, strict=not settings.is_demonstration)
    put(f"master key   {master.fingerprint}  {settings.master_key_file}")
    key = signing_key(settings).verifying_key.to_text()
    put(f"signing key  {key}  {settings.signing_key_file}")
    return OK


def _open_office(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    toml = _text(arguments.profile)
    profile = parse_profile(toml, str(arguments.profile))
    with opened_store(settings) as store:
        is_open = find_office(store, profile.key) is not None
        open_office(store, toml, effective_on=arguments.effective_on)
    if is_open:
        say(
            f"หน่วยงาน {profile.key} เปิดอยู่แล้ว ไม่มีสิ่งใดเปลี่ยน",
            f"The office {profile.key} is open already; nothing was changed.",
        )
    else:
        say(f"เปิดหน่วยงาน {profile.name.th} แล้ว", f"Opened the office {profile.key}.")
    return OK


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NotFound(Sentence(f"อ่านแฟ้ม {path} ไม่ได้", f"{path} cannot be read.")) from None
