"""In whose place somebody signs: three legal forms that are never mixed up (U11)."""

from enum import StrEnum

from engine.errors import Sentence


class ActingForm(StrEnum):
    ON_BEHALF = "on_behalf"
    IN_ABSENCE = "in_absence"
    IN_POST = "in_post"

    @property
    def words(self) -> Sentence:
        return _FORMS[self]

    def said(self, substitute: str, absent: str) -> Sentence:
        """Name both as a paper does: ``วิมล ตัวอย่าง ปฏิบัติราชการแทน ทองดี ตัวอย่าง``."""
        return Sentence(
            f"{substitute} {self.words.th} {absent}", f"{substitute} {self.words.en} {absent}"
        )


_FORMS = {
    ActingForm.ON_BEHALF: Sentence("ปฏิบัติราชการแทน", "acting on behalf of"),
    ActingForm.IN_ABSENCE: Sentence("รักษาราชการแทน", "acting in the absence of"),
    ActingForm.IN_POST: Sentence("รักษาการในตำแหน่ง", "acting in the post of"),
}
