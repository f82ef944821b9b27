"""Forms as pages and pages as answers: a schema to HTML, posted strings to values."""

from web.form_pages.binding import (
    REFRESH,
    Bound,
    RowChange,
    Upload,
    bind,
    of_prefix,
    posted_pairs,
    with_change,
)
from web.form_pages.rendering import (
    DateChooser,
    FormView,
    render_answers,
    render_blank,
    render_form,
    render_part,
)

__all__ = [
    "REFRESH",
    "Bound",
    "DateChooser",
    "FormView",
    "RowChange",
    "Upload",
    "bind",
    "of_prefix",
    "posted_pairs",
    "render_answers",
    "render_blank",
    "render_form",
    "render_part",
    "with_change",
]
