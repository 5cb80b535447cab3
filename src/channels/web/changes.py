"""What would change the suggestion, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from channels.pages.words import Say
from core.journey.answer import Answer
from core.journey.journey import Journey
from core.journey.question import Kind, Question
from core.needs.certainty import Change, representatives_for, what_would_change
from core.needs.picture import Picture
from core.needs.words import Words
from core.release import Release


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """Other answers to one question, and the suggestion they would give."""

    question: str
    name: str
    answers: str
    gives: str


def changes_in_words(
    release: Release, journey: Journey, picture: Picture, say: Say, language: str, day: date
) -> tuple[ChangeInWords, ...]:
    """Each single change that gives another suggestion, by the rules that the picture was drawn by."""
    rules = release.rules[journey.key]
    words = Words(release, journey, language, day)
    domains = representatives_for(journey, rules, picture.as_of)
    return tuple(
        ChangeInWords(
            change.question,
            journey.by_key[change.question].short.on(day, language),
            words.listed(_answers(words, say, journey.by_key[change.question], change, domains[change.question]), "or"),
            rules.results[change.gives].title.on(day, language),
        )
        for change in what_would_change(journey, rules, picture.answers, picture.as_of)
    )


def _answers(words: Words, say: Say, question: Question, change: Change, domain: tuple[Answer, ...]) -> list[str]:
    if question.kind in (Kind.NUMBER, Kind.SCALE, Kind.DATE):
        return list(_ranges(say, question, change.values, domain))
    alone = {value for value in change.values if not isinstance(value, tuple) or len(value) == 1}
    told = [value for value in change.values if value in alone or not alone & {(one,) for one in _parts(value)}]
    return [say("web_quoted", answer=words.answer(question, value)) for value in told]


def _parts(value: Answer) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _ranges(say: Say, question: Question, values: tuple[Answer, ...], domain: tuple[Answer, ...]) -> Iterable[str]:
    """Each value stands for all up to the next threshold; neighbours are told as one range."""
    places = [domain.index(value) for value in values]
    starts = [place for place in places if place - 1 not in places]
    for start in starts:
        end = start
        while end + 1 in places:
            end += 1
        above = domain[end + 1] if end + 1 < len(domain) else None
        last = above - 1 if isinstance(above, int) else question.at_most if above is None else above
        yield say("web_range", **{"from": domain[start], "to": last}) if last != domain[start] else str(last)
