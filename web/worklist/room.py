"""The blueprint of the room; its views stand in the modules beside this one."""

from flask import Blueprint, request

from web import pages

blueprint = Blueprint("worklist", __name__, template_folder="templates")

# One answers what one was asked oneself, whoever's the step is.
_IN_PERSON = frozenset({"worklist.opinion", "worklist.send_opinion"})


@blueprint.before_request
def stand_in() -> None:
    """Let who stands in for somebody work on that person's steps in her name."""
    work_item_id = (request.view_args or {}).get("work_item_id")
    if work_item_id is not None and request.endpoint not in _IN_PERSON:
        pages.act_in_item(work_item_id)
