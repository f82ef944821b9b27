"""Whole numbers as forms and addresses give them: typed by a page, or by whoever likes to."""

# What an INTEGER and a BIGINT column hold in both databases.
LARGEST, LARGEST_PLACE = 2**31 - 1, 2**63 - 1
_DIGITS = 19


def read_number(text: str, *, most: int = LARGEST) -> int | None:
    """Return the number of at most ``most`` that the text is; None for anything else.

    Python's own takes "²" for a digit and refuses five thousand of them.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    number = int(text)
    return number if number <= most else None
