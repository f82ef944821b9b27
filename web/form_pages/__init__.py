"""Forms as pages and pages as answers: a schema to HTML, posted strings to values."""

from web.form_pages.binding import Bound, RowChange, Upload, bind, with_change
from web.form_pages.rendering import (
    DateChooser,
    FormView,
    render_answers,
    render_blank,
    render_form,
)

__all__ = [
    "Bound",
    "DateChooser",
    "FormView",
    "RowChange",
    "Upload",
    "bind",
    "render_answers",
    "render_blank",
    "render_form",
    "with_change",
]
