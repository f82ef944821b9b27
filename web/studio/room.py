"""What every page of the room shares: its blueprint, who may come in, an edition as files."""

from flask import Blueprint
from flask_wtf.csrf import generate_csrf

from engine.access.permissions import Command, may
from engine.bpmn.edition import Edition
from engine.definitions.drafts import Draft, Files
from engine.errors import NotPermitted, Sentence
from web import pages
from web.design.language import language

blueprint = Blueprint(
    "studio", __name__, url_prefix="/<office_key>/studio", template_folder="templates"
)

ENDPOINT_OF_THE_ROOM = "studio.home"


@blueprint.before_request
def admit() -> None:
    """Let only those in who edit or approve definitions; every command asks again."""
    who = pages.standing()
    if not (may(who, Command.EDIT_DEFINITION) or may(who, Command.APPROVE_DEFINITION)):
        raise NotPermitted(
            Sentence(
                "ห้องนี้สำหรับเจ้าของกระบวนงานและผู้อนุมัติการเผยแพร่",
                "This room is for process owners and publication approvers.",
            )
        )


def is_owner() -> bool:
    return may(pages.standing(), Command.EDIT_DEFINITION)


def is_approver() -> bool:
    return may(pages.standing(), Command.APPROVE_DEFINITION)


def files_in(edition: Edition) -> Files:
    return Files(dict(edition.sources), dict(edition.forms))


def may_save(draft: Draft) -> bool:
    return is_owner() and draft.status == "editing"


def named(th: str, en: str) -> str:
    """Return a name in the page's language, the Thai one where there is no other."""
    return en if language() == "en" and en else th


def csrf() -> str:
    return str(generate_csrf())
