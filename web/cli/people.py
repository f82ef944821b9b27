"""``user``: accounts, and the roles of the people behind them."""

import argparse
import getpass
import secrets
import sys

from engine.access.accounts import (
    accounts,
    check_password_strength,
    create_account,
    disable,
    get_by_sign_in_name,
    set_password,
)
from engine.access.admission import admit_to_office
from engine.access.membership import add_person
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.office.roles import Role
from engine.sealing.passwords import hash_password
from engine.settings import Settings
from engine.store.unit_of_work import Actor
from engine.work.leaving import leave_role
from engine.work.offices.opening import get_office_id
from engine.work.offices.settings import settings_in_force
from web.cli.opening import OPERATOR, opened_store
from web.cli.output import OK, Commands, add_command, add_group, day, put, say


def register(commands: Commands) -> None:
    users = add_group(commands, "user", "บัญชีผู้ใช้ / accounts")
    adding = add_command(users, "add", _add, "เพิ่มบุคคลและบัญชี / enter a person with an account")
    _takes_sign_in_name(adding)
    adding.add_argument("--name", required=True, help="ชื่อและนามสกุล / the person's name")
    adding.add_argument("--email", help="อีเมลสำหรับแจ้งเตือน / where notices go")
    adding.add_argument("--language", choices=("th", "en"), default="th")
    _takes_password(adding)

    add_command(users, "list", _list, "รายชื่อบัญชี / list accounts")
    resetting = add_command(
        users, "reset-password", _reset, "ตั้งรหัสผ่านใหม่และเปิดบัญชี / set a new password"
    )
    _takes_sign_in_name(resetting)
    _takes_password(resetting)
    disabling = add_command(users, "disable", _disable, "ปิดบัญชี / close an account")
    _takes_sign_in_name(disabling)

    granting = add_command(users, "grant", _grant, "มอบบทบาทในหน่วยงาน / grant a role in an office")
    _takes_sign_in_name(granting)
    granting.add_argument("--office", required=True, help="รหัสหน่วยงาน / key of the office")
    granting.add_argument("--role", required=True, choices=[role.value for role in Role])
    granting.add_argument("--position", required=True, help="ตำแหน่ง / the person's post")
    granting.add_argument("--unit", help="รหัสกลุ่มงาน / key of the unit (unit_member)")
    granting.add_argument("--from", dest="from_on", type=day, metavar="YYYY-MM-DD")
    granting.add_argument("--to", dest="to_on", type=day, metavar="YYYY-MM-DD")
    granting.add_argument("--order", help="เลขที่คำสั่ง / the order that says so")

    revoking = add_command(
        users, "revoke", _revoke, "ให้พ้นจากบทบาทในหน่วยงาน / end a role in an office"
    )
    _takes_sign_in_name(revoking)
    revoking.add_argument("--office", required=True, help="รหัสหน่วยงาน / key of the office")
    revoking.add_argument("--role", required=True, choices=[role.value for role in Role])
    revoking.add_argument("--unit", help="รหัสกลุ่มงาน / key of the unit (unit_member)")
    revoking.add_argument(
        "--last", dest="last_on", type=day, metavar="YYYY-MM-DD", help="วันสุดท้าย / the last day"
    )
    revoking.add_argument("--order", required=True, help="เลขที่คำสั่ง / the order that says so")


def _takes_sign_in_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sign_in_name", help="ชื่อที่ใช้เข้าระบบ / the name to sign in with")


def _takes_password(parser: argparse.ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--password-stdin",
        action="store_true",
        help="อ่านรหัสผ่านจากบรรทัดแรกของ stdin / read it from the first line of stdin",
    )
    how.add_argument(
        "--generate",
        action="store_true",
        help="สุ่มรหัสผ่านและแสดงครั้งเดียว / make one and show it once",
    )


def _password(arguments: argparse.Namespace) -> str:
    if arguments.generate:
        return secrets.token_urlsafe(12)
    if arguments.password_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        typed = getpass.getpass("รหัสผ่าน / password: ")
        if typed != getpass.getpass("อีกครั้ง / again: "):
            raise InvalidTransition(Sentence("รหัสผ่านสองครั้งไม่ตรงกัน", "The passwords differ."))
    else:
        raise InvalidTransition(
            Sentence(
                "ไม่มีจอให้พิมพ์รหัสผ่าน ใช้ --password-stdin หรือ --generate",
                "There is no terminal to type it at; use --password-stdin or --generate.",
            )
        )
    check_password_strength(typed)
    return typed


def _show_generated(arguments: argparse.Namespace, password: str) -> None:
    """Show a password that was made here once the account has it."""
    if arguments.generate:
        put(password)


def _add(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    with opened_store(settings) as store:
        password = _password(arguments)
        password_hash = hash_password(password)
        with store.unit(OPERATOR) as uow:
            create_account(
                uow,
                add_person(uow, arguments.name),
                arguments.sign_in_name,
                password_hash,
                email=arguments.email,
                language=arguments.language,
            )
    _show_generated(arguments, password)
    say(
        f"เพิ่มบัญชี {arguments.sign_in_name} แล้ว มอบบทบาทด้วย sucharit user grant",
        f"Added {arguments.sign_in_name}; grant a role with `sucharit user grant`.",
    )
    return OK


def _list(_arguments: argparse.Namespace) -> int:
    with opened_store(Settings.from_environ()) as store, store.reading(OPERATOR) as uow:
        for account in accounts(uow):
            marks = [
                *(["demonstration"] if account.is_demonstration else []),
                *(["disabled"] if account.disabled_at else []),
            ]
            put("\t".join([account.sign_in_name, account.person_name, ",".join(marks)]).rstrip())
    return OK


def _reset(arguments: argparse.Namespace) -> int:
    with opened_store(Settings.from_environ()) as store:
        with store.reading(OPERATOR) as uow:
            account = get_by_sign_in_name(uow, arguments.sign_in_name)
        password = _password(arguments)
        password_hash = hash_password(password)
        with store.unit(OPERATOR) as uow:
            set_password(uow, account.person_id, password_hash)
    _show_generated(arguments, password)
    say("ตั้งรหัสผ่านใหม่แล้ว ทุกเครื่องต้องเข้าระบบใหม่", "The password is set; all sessions have ended.")
    return OK


def _disable(arguments: argparse.Namespace) -> int:
    with opened_store(Settings.from_environ()) as store, store.unit(OPERATOR) as uow:
        disable(uow, get_by_sign_in_name(uow, arguments.sign_in_name).person_id)
    say(f"ปิดบัญชี {arguments.sign_in_name} แล้ว", f"Disabled {arguments.sign_in_name}.")
    return OK


def _grant(arguments: argparse.Namespace) -> int:
    role = Role(arguments.role)
    with opened_store(Settings.from_environ()) as store:
        office_id = get_office_id(store, arguments.office)
        with store.reading(OPERATOR) as uow:
            account = get_by_sign_in_name(uow, arguments.sign_in_name)
        with store.reading(Actor(office_id, None)) as uow:
            units = settings_in_force(uow, uow.today).profile.units
        _require_unit(role, arguments.unit, sorted(units))
        admit_to_office(
            store,
            Actor(office_id, None, "operator"),
            account.person_id,
            role,
            position=arguments.position,
            unit=arguments.unit,
            from_on=arguments.from_on,
            to_on=arguments.to_on,
            order_cited=arguments.order,
        )
    say(
        f"{account.person_name} เป็น{role.title.th}แล้ว",
        f"{arguments.sign_in_name} is {role.value} of {arguments.office}.",
    )
    return OK


def _revoke(arguments: argparse.Namespace) -> int:
    role = Role(arguments.role)
    with opened_store(Settings.from_environ()) as store:
        office_id = get_office_id(store, arguments.office)
        with store.reading(OPERATOR) as uow:
            account = get_by_sign_in_name(uow, arguments.sign_in_name)
        given_back = leave_role(
            store,
            Actor(office_id, None, "operator"),
            account.person_id,
            role,
            unit=arguments.unit,
            last_on=arguments.last_on,
            order_cited=arguments.order,
        )
    say(
        f"{account.person_name} พ้นจากบทบาท{role.title.th}แล้ว งานที่กลับไปรอผู้รับ: {given_back}",
        f"{arguments.sign_in_name} is no longer {role.value} of {arguments.office}; "
        f"steps that wait for others: {given_back}.",
    )
    return OK


def _require_unit(role: Role, unit: str | None, known: list[str]) -> None:
    if role is Role.UNIT_MEMBER and unit is None:
        raise InvalidTransition(Sentence("บทบาทนี้ต้องระบุ --unit", "This role needs a --unit."))
    if unit is not None and unit not in known:
        said = ", ".join(known)
        raise NotFound(
            Sentence(f"ไม่มีกลุ่มงาน {unit} มี: {said}", f"No unit {unit}; there are: {said}.")
        )
