"""The diagrams of the procedures that a guideline tells of, as their editions drew them."""

from markupsafe import Markup

from engine.definitions.editions import get_edition
from engine.reports.guideline import Guideline
from engine.store.unit_of_work import UnitOfWork
from web.case_file.diagram import draw
from web.design.language import language, say


def drawings_of(uow: UnitOfWork, guideline: Guideline) -> dict[str, Markup]:
    """Return the drawing of each procedure by process id, of the edition that it was made of."""
    return {
        one.process_id: draw(
            get_edition(uow, one.edition).sources[one.process_id],
            title=say(one.name),
            description=say(one.name),
            lang=language(),
            prefix=f"dg-{number}",
        )
        for number, one in enumerate(guideline.procedures, 1)
    }
