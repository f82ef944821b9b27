"""The built-in functions, by name."""

from collections.abc import Mapping

from engine.feel.functions.builtin import Builtin
from engine.feel.functions.lists import LIST_FUNCTIONS
from engine.feel.functions.numbers import NUMBER_FUNCTIONS
from engine.feel.functions.temporals import CONSTRUCTORS, TEMPORAL_FUNCTIONS
from engine.feel.functions.texts import TEXT_FUNCTIONS
from engine.feel.functions.truth import TRUTH_FUNCTIONS

__all__ = ["BUILTINS", "CONSTRUCTORS", "Builtin"]

BUILTINS: Mapping[str, Builtin] = {
    **TRUTH_FUNCTIONS,
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **LIST_FUNCTIONS,
    **TEMPORAL_FUNCTIONS,
}
