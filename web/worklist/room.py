"""The blueprint of the room; its views stand in the modules beside this one."""

from flask import Blueprint

blueprint = Blueprint("worklist", __name__, template_folder="templates")
