"""A question as narrow channels put it: one text with numbered answers, for SMS, small chats and voice."""

from collections.abc import Iterable
from datetime import date

from core.journey.question import Group, Question
from core.release import Release

NOT_SURE = 9  # the same digit in every channel


def prompt_text(
    release: Release,
    question: Question,
    language: str,
    day: date,
    progress: tuple[int, int] | None = None,
    group: str | None = None,
) -> str:
    """The question with its answers numbered from 1, and 9 for *not sure*.

    A question with groups lists them; with `group`, the options of that one, and then without progress: it is the
    same question still. A question answered by name lists nothing.
    """
    number, of = progress or (0, 0)
    begins = f"{release.say('progress', day, language, n=number, N=of)}. " if progress and group is None else ""
    lines = [f"{begins}{question.narrow.on(day, language)}"]
    lines += [f"{place} {answer}" for place, answer in enumerate(answers(question, language, day, group), start=1)]
    lines.append(f"{NOT_SURE} {release.say('option_not_sure', day, language)}")
    return "\n".join(lines)


def answers(question: Question, language: str, day: date, group: str | None = None) -> list[str]:
    """The answers that are numbered, in their order."""
    listed: Iterable[Group] | None = question.groups if question.groups and group is None else None
    if listed is not None:
        return [one.narrow.on(day, language) for one in listed]
    if question.by_name:
        return []
    options = next((one.options for one in question.groups if one.key == group), question.options)
    return [option.narrow.on(day, language) for option in options]
