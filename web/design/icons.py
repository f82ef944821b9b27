"""Our own line icons, 20 by 20, drawn inline so that classes colour them.

An icon never stands alone: the words beside it say what it means.
"""

from typing import Final

from markupsafe import Markup

_CIRCLE: Final = '<circle cx="10" cy="10" r="8"/>'
_SHAPES: Final = {
    "late": '<path class="solid" d="M10 1.5 19 18H1z"/><path class="hole" d="M10 7v5M10 14.8v.2"/>',
    "today": '<circle class="solid" cx="10" cy="10" r="8.5"/>'
    '<path class="hole" d="M10 5v5l3.5 2"/>',
    "clock": f'{_CIRCLE}<path d="M10 5.5V10l3 2"/>',
    "paused": f'{_CIRCLE}<path d="M8 7v6M12 7v6"/>',
    "lock": '<rect x="4" y="9" width="12" height="8" rx="1"/>'
    '<path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "paper": '<path d="M5 2h7l4 4v12H5zM12 2v4h4M8 10h5M8 13h5"/>',
    "print": '<path d="M6 7V2.5h8V7M6 14H3V7h14v7h-3M6 11.5h8v6H6z"/>',
    "search": '<circle cx="9" cy="9" r="6"/><path d="m13.5 13.5 4 4"/>',
    "seen": '<path d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10z"/>'
    '<circle cx="10" cy="10" r="2.5"/>',
    "previous": '<path d="m12.5 4-6 6 6 6"/>',
    "next": '<path d="m7.5 4 6 6-6 6"/>',
    "previous-year": '<path d="m9.5 4-6 6 6 6M16 4l-6 6 6 6"/>',
    "next-year": '<path d="m10.5 4 6 6-6 6M4 4l6 6-6 6"/>',
    "calendar": '<path d="M3 4.5h14V17H3zM3 8.5h14M7 2.5v4M13 2.5v4"/>',
    "done": '<path d="m3.5 10.5 4.5 4.5 8.5-10"/>',
    "add": '<path d="M10 3.5v13M3.5 10h13"/>',
    "remove": '<path d="m5 5 10 10M15 5 5 15"/>',
    "attach": '<path d="m15.5 9-6.2 6.2a3.4 3.4 0 0 1-4.8-4.8l6.9-6.9a2.3 2.3 0 0 1 3.2 3.2'
    'l-6.7 6.8a1.1 1.1 0 0 1-1.6-1.6L12 6.2"/>',
    "download": '<path d="M10 2.5v10M5.5 8.5 10 13l4.5-4.5M3 17h14"/>',
}

ICON_NAMES: Final = frozenset(_SHAPES)

_SEAL: Final = (
    '<circle cx="20" cy="20" r="18.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<circle cx="20" cy="20" r="15.5" fill="none" stroke="currentColor"/>'
    '<path d="M20 7.5v19M11 12.5h18M13 12.5l-3.5 8.5a3.7 3.7 0 0 0 7 0zM27 12.5l-3.5 8.5a3.7 3.7 0 '
    '0 0 7 0zM15 30h10l-1.5-3.5h-7z" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-linejoin="round"/>'
)
_PROVEN: Final = (
    '<path d="M24 2l5 4.5 6.5-1 2 6.5 6.5 2-1 6.5 4 5.5-4 5 1 6.5-6.5 2-2 6.5-6.5-1-5 4.5-5-4.5'
    '-6.5 1-2-6.5-6.5-2 1-6.5-4-5 4-5.5-1-6.5 6.5-2 2-6.5 6.5 1z" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>'
    '<path d="m15 25 6.5 6.5L34 18" fill="none" stroke="currentColor" stroke-width="3.5"/>'
)


def icon(name: str) -> Markup:
    """Return one icon for use beside words; KeyError for an unknown name."""
    return _hidden_svg("ic", 20, _SHAPES[name])


def seal() -> Markup:
    """Return the product's seal: scales in a double ring."""
    return _hidden_svg("seal", 40, _SEAL)


def proven_mark() -> Markup:
    """Return the large rosette of a successful verification."""
    return _hidden_svg("proven", 48, _PROVEN)


def _hidden_svg(css_class: str, size: int, shapes: str) -> Markup:
    box = f"0 0 {size} {size}"
    svg = f'<svg class="{css_class}" viewBox="{box}" aria-hidden="true">{shapes}</svg>'
    return Markup(svg)  # noqa: S704  # constants of this module
