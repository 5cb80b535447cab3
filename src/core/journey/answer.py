"""What can be answered: values, and two answers that give none."""

from collections.abc import Mapping
from enum import Enum


class NoValue(Enum):
    """Two answers without a value, which mean different things.

    *Not sure* may count as something, where a rule says so. *Rather not say* never does.
    """

    NOT_SURE = "not_sure"
    DECLINED = "declined"


NOT_SURE = NoValue.NOT_SURE
DECLINED = NoValue.DECLINED

# An option's key, a number, an ISO day, a text, or the chosen options of a multi question in the question's order.
Value = str | int | float | tuple[str, ...]
Answer = Value | NoValue
Answers = Mapping[str, Answer]
