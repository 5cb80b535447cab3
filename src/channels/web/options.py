"""Options in the order of a page: as in the content, or by name where the citizen looks for a name."""

from channels.web.visit import Visit
from core.journey.question import Option, Question

LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})  # the last three, after Z
NOWHERE = "not_in_norway"  # no name to look for: it stands last, as the hint says


def in_order(visit: Visit, question: Question) -> tuple[Option, ...]:
    """The options of a question."""
    if not question.by_name:
        return question.options

    def place(option: Option) -> tuple[bool, str]:
        return option.key == NOWHERE, visit.text(option.text).casefold().translate(LETTERS)

    return tuple(sorted(question.options, key=place))
