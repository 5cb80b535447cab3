"""A result for somebody who is not the citizen: without anything that rests on a private answer."""

from collections.abc import Iterable
from dataclasses import replace

from core.journey.journey import Journey
from core.needs.wording import Explained, Sentence


def for_others(explained: Explained, journey: Journey) -> Explained:
    """The same picture, as a back end of others may read it. What it suggests stays: that is what it is drawn for."""
    needs = (replace(one, reasons=_open(journey, one.reasons)) for one in explained.needs)
    return replace(
        explained,
        rests_on_not_sure="",
        reasons=_open(journey, explained.reasons),
        open=_open(journey, explained.open),
        other_way=_open(journey, explained.other_way),
        may_change="",
        needs=tuple(one for one in needs if one.reasons),
        pathways=tuple(one for one in explained.pathways if is_open(journey, one.questions)),
        not_used_answers=(),
    )


def is_open(journey: Journey, questions: Iterable[str]) -> bool:
    """Whether none of these questions is private."""
    return not any(journey.question(key).private for key in questions)


def _open(journey: Journey, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(one for one in sentences if is_open(journey, one.questions))
