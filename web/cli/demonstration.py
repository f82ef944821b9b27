"""``demo``: fill an empty database with two offices of invented people and their cases."""

import argparse
import sys
from typing import TYPE_CHECKING

from engine.errors import NotPermitted, Sentence
from engine.settings import Settings
from web.cli.output import OK, Commands, add_command, put, say

if TYPE_CHECKING:
    from engine.demo.filling import DemoSummary


def register(commands: Commands) -> None:
    add_command(commands, "demo", _demo, "สร้างข้อมูลสาธิต / fill in the demonstration")


def _demo(_arguments: argparse.Namespace) -> int:
    # The narratives are loaded for nobody else.
    from engine.demo.filling import fill  # noqa: PLC0415

    settings = Settings.from_environ()
    if not settings.is_demonstration:
        raise NotPermitted(
            Sentence(
                "ข้อมูลสาธิตสร้างได้เมื่อ SUCHARIT_MODE=demonstration เท่านั้น",
                "Demonstration data is made with SUCHARIT_MODE=demonstration only.",
            )
        )
    summary = fill(settings, _progress)
    if summary.cases:
        say(f"สร้างเรื่องสาธิต {summary.cases} เรื่อง", f"Demonstration cases: {summary.cases}")
    _show_sign_ins(summary)
    _show_public_sides(summary, settings.base_url)
    return OK


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _show_sign_ins(summary: "DemoSummary") -> None:
    passwords = {one.password for one in summary.sign_ins}
    say(
        f"เข้าระบบด้วยชื่อใดก็ได้ รหัสผ่าน {' '.join(sorted(passwords))}",
        "Sign in by any of these names:",
    )
    for one in summary.sign_ins:
        roles = ", ".join(role.en for role in one.roles)
        put(f"  {one.office:12} {one.user_name:14} {one.name} ({one.position}; {roles})")


def _show_public_sides(summary: "DemoSummary", base_url: str) -> None:
    say("หน้าประชาชนของแต่ละหน่วยงาน", "The public side of each office:")
    for office in dict.fromkeys(one.office for one in summary.sign_ins):
        put(f"  {office:12} {base_url}/p/{office}/")
