"""What somebody says beside an act in her own words: a reason, a question, an opinion.

It stays in the history for good, so that it is judged as an answer of a form is: what nobody can
see says nothing, and there is an end to it.
"""

from engine.errors import NotPermitted, Sentence
from engine.forms.reading import kept_text

LONGEST_WORDS = 4000


def own_words(text: str, missing: Sentence) -> str:
    """Return the words as they are kept.

    Raises
    ------
    NotPermitted
        Nothing of them can be seen (``missing`` says so), or they are too long.
    """
    words = kept_text(text)
    if not words:
        raise NotPermitted(missing)
    if len(words) > LONGEST_WORDS:
        raise NotPermitted(_TOO_LONG)
    return words


_TOO_LONG = Sentence(
    f"ข้อความยาวได้ไม่เกิน {LONGEST_WORDS} ตัวอักษร",
    f"The text may have {LONGEST_WORDS} letters at most.",
)
