"""``deploy``, ``export-definitions``, ``lint``: BPMN and form files."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from engine.bpmn.lint import LintReport, lint_paths, to_json
from engine.definitions.adoption import adopted
from engine.definitions.deployment import deploy, read_editions
from engine.definitions.editions import get_edition
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.office.profile import OfficeProfile, parse_profile
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.settings import Settings
from engine.store.unit_of_work import Actor, Store
from engine.work.offices.opening import get_office_id, office_keys
from engine.work.offices.settings import settings_in_force
from web.cli.opening import opened_store
from web.cli.output import OK, REFUSED, Commands, add_command, line_of, put, say


def register(commands: Commands) -> None:
    deploying = add_command(
        commands, "deploy", _deploy, "นำผังและแบบฟอร์มขึ้นใช้ / publish BPMN and form files"
    )
    deploying.add_argument(
        "office", nargs="*", help="รหัสหน่วยงาน (ไม่ระบุ = ทุกแห่ง) / keys of offices (default: all)"
    )
    deploying.add_argument("--processes", type=Path, metavar="DIR", help="default: bundled")
    deploying.add_argument("--forms", type=Path, metavar="DIR", help="default: bundled")

    exporting = add_command(
        commands,
        "export-definitions",
        _export,
        "ส่งออกผังและแบบฟอร์มที่ใช้อยู่ / write out the definitions in use",
    )
    exporting.add_argument("office", help="รหัสหน่วยงาน / key of the office")
    exporting.add_argument("target", type=Path, help="โฟลเดอร์ใหม่ / a new folder")

    lint = add_command(commands, "lint", _lint, "ตรวจผังและแบบฟอร์ม / judge BPMN and form files")
    lint.add_argument("path", nargs="+", type=Path, help="แฟ้มหรือโฟลเดอร์ / files or folders")
    lint.add_argument("--format", choices=("text", "json"), default="text")
    for name in ("forms", "processes", "offices"):
        lint.add_argument(f"--{name}", type=Path, metavar="DIR", help="default: bundled")


def _deploy(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    processes = arguments.processes or settings.processes_dir
    forms = arguments.forms or settings.forms_dir
    _require_folder(processes)
    _require_folder(forms)
    with opened_store(settings) as store:
        for key in arguments.office or office_keys(store):
            office_id = get_office_id(store, key)
            profile = _profile_in_force(store, office_id, key)
            editions = read_editions(
                processes, forms, deadlines=profile.deadlines.keys(), cycles=profile.cycles.keys()
            )
            for found in deploy(store, office_id, editions, may_publish=settings.is_demonstration):
                state = "new" if found.is_new else "unchanged"
                put(f"{key}: {found.process_id} ฉบับที่ {found.number} ({state})")
    return OK


def _profile_in_force(store: Store, office_id: UUID, key: str) -> OfficeProfile:
    with store.reading(Actor(office_id, None)) as uow:
        try:
            return settings_in_force(uow, uow.today).profile
        except NotFound:
            raise NotFound(
                Sentence(
                    f"ข้อมูลหน่วยงาน {key} ยังไม่ถึงวันเริ่มใช้",
                    f"The profile of the office {key} is not yet in force.",
                )
            ) from None


def _require_folder(path: Path) -> None:
    if not path.is_dir():
        raise NotFound(Sentence(f"ไม่มีโฟลเดอร์ {path}", f"There is no folder {path}."))


def _export(arguments: argparse.Namespace) -> int:
    settings = Settings.from_environ()
    target: Path = arguments.target
    if target.exists() and any(target.iterdir()):
        raise InvalidTransition(
            Sentence(f"โฟลเดอร์ {target} ไม่ว่าง", f"The folder {target} is not empty.")
        )
    with opened_store(settings) as store:
        office_id = get_office_id(store, arguments.office)
        with store.reading(Actor(office_id, None)) as uow:
            editions = [get_edition(uow, adoption.edition) for adoption in adopted(uow)]
    for folder in ("processes", "forms"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    for edition in editions:
        # Its own diagram; those that it calls are in use by themselves.
        own = edition.sources[edition.process_id]
        (target / "processes" / f"{edition.process_id}.bpmn").write_bytes(own)
        for name, data in edition.forms.items():
            (target / "forms" / f"{name}.json").write_bytes(data)
    say(f"ส่งออก {len(editions)} กระบวนงานแล้ว", f"Processes written: {len(editions)}")
    return OK


def _lint(arguments: argparse.Namespace) -> int:
    processes = arguments.processes or bundled_dir("processes")
    offices = arguments.offices or bundled_dir("processes") / "offices"
    _require_folder(offices)
    profiles = [
        parse_profile(file.read_text(encoding="utf-8", errors="replace"), file.name)
        for file in sorted(offices.glob("*.toml"))
    ]
    report = lint_paths(
        arguments.path,
        forms_dir=arguments.forms or bundled_dir("forms"),
        processes_dir=processes,
        roles=[role.value for role in Role],
        # What one office defines may be named; which office runs the file is known at deployment.
        deadlines=_union(profile.deadlines for profile in profiles) if profiles else None,
        cycles=_union(profile.cycles for profile in profiles) if profiles else None,
    )
    if arguments.format == "json":
        put(json.dumps(to_json(report), ensure_ascii=False, indent=1))
    else:
        _show(report)
    return OK if report.ok else REFUSED


def _union(names: Iterable[Iterable[str]]) -> set[str]:
    return {name for each in names for name in each}


def _show(report: LintReport) -> None:
    for file in report.files:
        put(f"{file.file}: {'ok' if file.ok else 'refused'}")
        for problem in file.problems:
            put(line_of(problem))
