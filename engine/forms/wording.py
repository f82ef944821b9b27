"""Which part of a form is the wording of a paper that goes out, and which is about it."""

from collections.abc import Iterator
from dataclasses import replace

from engine.forms.components import AnyComponent, Group
from engine.forms.schema import FormSchema


def split_paper(schema: FormSchema) -> tuple[FormSchema | None, FormSchema]:
    """Return the wording of the paper (None where the form has none), and all the rest."""
    worded = tuple(_taken(schema.components, paper=True))
    rest = tuple(_taken(schema.components, paper=False))
    return replace(schema, components=worded) if worded else None, replace(schema, components=rest)


def _taken(components: tuple[AnyComponent, ...], *, paper: bool) -> Iterator[AnyComponent]:
    for component in components:
        if isinstance(component, Group):
            inside = tuple(_taken(component.components, paper=paper))
            if inside:
                yield replace(component, components=inside)
        elif (component.paper is not None) is paper:
            yield component
