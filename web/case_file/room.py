"""The blueprint of the case file; its views stand in the modules beside this one."""

from flask import Blueprint, request

from web import pages

blueprint = Blueprint(
    "case_file", __name__, url_prefix="/<office_key>/cases", template_folder="templates"
)


@blueprint.before_request
def stand_in() -> None:
    """Let who stands in for somebody read what that person's open steps are about."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is not None:
        pages.act_in_case(case_id)
