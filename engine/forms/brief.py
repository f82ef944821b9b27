"""Forms that ask for no more than short answers: these are decided beside others on one page."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from engine.forms.components import AnyComponent, Field, FileField, Group, Rows, TextField
from engine.forms.schema import FormSchema


def brief_form(schema: FormSchema, given: Collection[str] = ()) -> FormSchema | None:
    """Give the form as it is asked beside others; None where it wants a page of its own.

    It wants one for rows, for identities, and for a file or words that are asked whatever is
    chosen. Files that may be left out are left out. What stands under ``given`` is answered for
    all alike: it is shown as a fact. The answers are still judged by the whole form.
    """
    if not all(_is_brief(each, is_conditional=False) for each in schema.components):
        return None
    return replace(schema, components=tuple(_asked(schema.components, given)))


def _is_brief(component: AnyComponent, *, is_conditional: bool) -> bool:
    is_conditional = is_conditional or component.hide is not None
    match component:
        case Group():
            return all(
                _is_brief(each, is_conditional=is_conditional) for each in component.components
            )
        case Rows() | Field(sealed=str()) | FileField(required=True):
            return False
        case TextField(required=True, readonly=False):
            return is_conditional
        case _:
            return True


def _asked(components: tuple[AnyComponent, ...], given: Collection[str]) -> Iterator[AnyComponent]:
    for component in components:
        if isinstance(component, Group):
            inside = tuple(_asked(component.components, given))
            if inside:
                yield replace(component, components=inside)
        elif isinstance(component, Field) and component.key in given:
            yield replace(component, readonly=True)
        elif not isinstance(component, FileField):
            yield component
