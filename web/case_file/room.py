"""The blueprint of the case file; its views stand in the modules beside this one."""

from flask import Blueprint

blueprint = Blueprint(
    "case_file", __name__, url_prefix="/<office_key>/cases", template_folder="templates"
)
