"""The process drawn on the server: `draw` for pages, `Mark` and `State` for what is known."""

from web.case_file.diagram.drawing import draw
from web.case_file.diagram.marks import Mark, State
from web.case_file.diagram.plan import Plan, plan_of

__all__ = ["Mark", "Plan", "State", "draw", "plan_of"]
