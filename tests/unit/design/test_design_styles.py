"""The style sheets hold to the tokens, and the tokens to the contrasts that were reckoned."""

import re
from pathlib import Path

import pytest

import web.design

CSS = Path(web.design.__file__).parent / "css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch|color)\(")
NAMED_COLOUR = re.compile(
    r"(?<![-\w])(?:white|black|red|green|blue|gray|grey|silver|navy|maroon|yellow|orange|purple)(?![-\w])"
)
SHEETS = sorted([*CSS.glob("*.css"), *CSS.parents[1].glob("*/*.css")])

# role: (light, dark), as UI.md reckoned them
TOKENS = {
    "ink": ("#1b2127", "#e7ebee"),
    "ink-2": ("#4b555d", "#aeb8bf"),
    "line": ("#d3d9d6", "#36414a"),
    "line-2": ("#79838a", "#7f8b94"),
    "accent": ("#25427c", "#9dbcf5"),
    "link": ("#1f4a9c", "#9dbcf5"),
    "late": ("#a1201c", "#ff9d92"),
    "today": ("#7a4700", "#f2c063"),
    "good": ("#1c663c", "#8ad2a5"),
    "focus": ("#f5b916", "#f5b916"),
    "surface": ("#fff", "#1a2026"),
    "page": ("#f4f5f3", "#12161a"),
}
# (text, ground): least contrast in WCAG terms; 4.5 for text, 3 for borders that carry meaning
PAIRS = {
    ("ink", "surface"): 13,
    ("ink", "page"): 13,
    ("ink", "heat-5"): 5.5,
    ("ink", "done"): 7,
    ("ink-2", "surface"): 7,
    ("ink-2", "sunken"): 6,
    ("line-2", "surface"): 3,
    ("line-2", "page"): 3,
    ("on-accent", "accent"): 7,
    ("accent", "accent-soft"): 4.5,
    ("link", "surface"): 7,
    ("late", "surface"): 7,
    ("late", "late-soft"): 6,
    ("today", "today-soft"): 6,
    ("good", "good-soft"): 6,
    ("flow", "surface"): 3,
    ("surface", "ink"): 4.5,
}


def words_of(sheet):
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


def block(start):
    text = words_of(CSS / "tokens.css")
    body = text[text.index(start) + len(start) :]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body[: body.index("}")]))


LIGHT, DARK = ":root {", ':root[data-theme="dark"] {'


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_the_tokens_hold_colours(sheet):
    words = words_of(sheet)
    if sheet.name != "tokens.css":
        assert not COLOUR.findall(words)
        assert not NAMED_COLOUR.findall(words)


def test_every_sheet_is_bundled():
    imported = re.findall(r'@import "[./\w]*/([\w.]+)"', words_of(CSS / "index.css"))
    assert sorted([*imported, "index.css"]) == sorted(sheet.name for sheet in SHEETS)
    assert imported[0] == "tokens.css"
    assert imported[-2:] == ["width.css", "print.css"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_value_in_use_is_a_token(sheet):
    used = set(re.findall(r"var\(--([\w-]+)\)", words_of(sheet)))
    assert used <= set(block(LIGHT))


def test_the_tokens_are_those_whose_contrast_was_reckoned():
    light, dark = block(LIGHT), block(DARK)
    assert {role: (light[role], dark[role]) for role in TOKENS} == TOKENS


def test_the_two_dark_blocks_are_equal():
    assert block(':root:not([data-theme="light"]) {') == block(DARK)


def test_every_dark_colour_has_a_light_one():
    assert set(block(DARK)) <= set(block(LIGHT))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pair", "least"), PAIRS.items(), ids=map("-on-".join, PAIRS))
def test_text_stands_out_from_its_ground(theme, pair, least):
    values = block(theme)
    lighter, darker = sorted((luminance(values[role]) for role in pair), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def luminance(colour):
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_are_never_spaced_or_slanted_or_justified():
    for sheet in SHEETS:
        assert not re.findall(r"letter-spacing|font-style|text-align: justify", words_of(sheet))
