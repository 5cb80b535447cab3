"""The needs picture of a file of answers."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from core.errors import Invalid
from core.journey.answer import Answer, NoValue
from core.journey.journey import Journey
from core.journey.question import Kind, Question
from core.needs.picture import Picture, assess
from core.release import Release

KEYS = ("journey", "answers")
NO_VALUES = {value.value: value for value in NoValue}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file asks for."""

    journey: Journey
    answers: dict[str, Answer]


def picture_as_json(release: Release, text: str, as_of: date, journey: str = "") -> dict[str, object]:
    """The picture of the answers in the text, or Invalid with everything that is wrong in it."""
    asked = read_asked(release, text, journey)
    rules = release.rules[asked.journey.key]
    picture = assess(asked.journey, rules, release.pathways, asked.answers, as_of)
    return _as_json(release, picture)


def read_asked(release: Release, text: str, journey: str = "") -> Asked:
    """Read a file of answers. Every wrong key and value is named in the one Invalid that is raised."""
    tree = _tree(text)
    faults = [f"unknown key `{key}`{_instead(key, KEYS)}" for key in tree if key not in KEYS]
    found = _journey(release, tree, journey, faults)
    answers: dict[str, Answer] = {}
    given = tree.get("answers")
    if not isinstance(given, dict):
        missing = "`answers` is missing" if "answers" not in tree else "`answers` must be an object"
        faults.append(f'{missing}: {{"question": "option", …}}')
    elif found is not None:
        answers = _answers(found, given, faults)
    if faults or found is None:
        raise Invalid(*faults)
    return Asked(found, answers)


def _tree(text: str) -> dict[str, object]:
    try:
        tree = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Invalid(f"this is not JSON: {error.msg}, in line {error.lineno}, column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise Invalid("this is nested too deeply, or has a number that is too long") from error
    if not isinstance(tree, dict):
        raise Invalid('an object belongs here: {"journey": …, "answers": {…}}')
    return tree


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    twice = sorted(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    if twice:
        raise Invalid(*(f"`{key}` is given twice" for key in twice))
    return dict(pairs)


def _journey(release: Release, tree: dict[str, object], wanted: str, faults: list[str]) -> Journey | None:
    named = tree.get("journey", wanted or None)
    if named is None:
        faults.append(f"`journey` is missing{_instead('', release.journeys)}")
        return None
    if not isinstance(named, str) or named not in release.journeys:
        faults.append(f"there is no journey `{named}`{_instead(str(named), release.journeys)}")
        return None
    if wanted and named != wanted:
        faults.append(f"the file is for journey `{named}`, but `{wanted}` was asked for")
    return release.journey(named)


def _answers(journey: Journey, given: dict[str, object], faults: list[str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for key, value in given.items():
        question = journey.by_key.get(key)
        if question is None:
            faults.append(f"`{key}` is no question of {journey.key}{_instead(key, journey.by_key)}")
            continue
        try:
            answers[key] = _answer(question, value)
        except Invalid as error:
            faults += [f"`{key}`: {fault}" for fault in error.faults]
    return answers


def _answer(question: Question, value: object) -> Answer:
    if isinstance(value, str) and value in NO_VALUES:
        return NO_VALUES[value]
    match question.kind:
        case Kind.SINGLE | Kind.YES_NO:
            _check_option(question, value)
        case Kind.MULTI:
            value = _chosen(question, value)
        case Kind.NUMBER | Kind.SCALE:
            value = _number(question, value)
        case Kind.DATE | Kind.TEXT:
            if not isinstance(value, str):
                raise Invalid(f"{_shown(value)} must be text in quotes")
    try:
        return question.accept(value)  # type: ignore[arg-type]
    except Invalid as error:
        raise Invalid(_told(question, value, error.faults[0])) from error


def _check_option(question: Question, value: object) -> None:
    if not isinstance(value, str):
        raise Invalid(f"{_shown(value)} must be one option in quotes: {_options(question)}")
    if value not in question.option:
        raise Invalid(f"`{value}` is no option{_instead(value, question.option)}; it is one of {_options(question)}")


def _chosen(question: Question, value: object) -> tuple[str, ...]:
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or not chosen:
        raise Invalid(f"{_shown(value)} must be a list of options: {_options(question)}")
    wrong = [one for one in chosen if not isinstance(one, str) or one not in question.option]
    if wrong:
        raise Invalid(*(
            f"`{one}` stands alone, not in a list" if isinstance(one, str) and one in NO_VALUES
            else f"`{one}` is no option{_instead(str(one), question.option)}; it is some of {_options(question)}"
            for one in wrong
        ))  # fmt: skip
    if len(set(chosen)) < len(chosen):
        raise Invalid("an option is given twice")
    return tuple(chosen)


def _number(question: Question, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:  # noqa: PLR0124
        raise Invalid(f"{_shown(value)} must be a whole number{_range(question)}")
    return int(value)


def _told(question: Question, value: object, reason: str) -> str:
    match reason:
        case "out_of_range":
            return f"{_shown(value)} is out of range; it must be{_range(question)}"
        case "choose_alone":
            alone = [option.key for option in question.options if option.exclusive]
            return f"`{'`, `'.join(alone)}` cannot be chosen together with others"
        case "write_date":
            return f"`{value}` is no day; write it as 2026-11-20"
        case "write_less":
            return f"this is longer than {question.max_length} letters"
    return f"{_shown(value)} cannot be an answer"


def _range(question: Question) -> str:
    low, high = question.at_least, question.at_most
    if low is None and high is None:
        return ""
    if high is None:
        return f" {low} or more"
    return f" {high} or less" if low is None else f" from {low} to {high}"


def _options(question: Question) -> str:
    return ", ".join((*question.option, *NO_VALUES))


def _shown(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _instead(word: str, known: object) -> str:
    words = list(known)  # type: ignore[call-overload]
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean `{near[0]}`?"
    return "; there is " + ", ".join(f"`{one}`" for one in words) if len(words) <= 4 else ""


def _as_json(release: Release, picture: Picture) -> dict[str, object]:
    return {
        "journey": picture.journey,
        "release": release.id,
        "as_of": picture.as_of.isoformat(),
        "suggested_help": {
            "key": picture.help.value,
            "rule": picture.rule,
            "rule_version": picture.rule_version,
            "reasons": _lists(picture.reasons),
        },
        "needs": [{"key": need.key, "level": need.level, "reasons": _lists(need.reasons)} for need in picture.needs],
        "pathways": [
            {"key": way.key, "number": way.number, "offer": way.offer,
             "reasons": _lists(way.reasons)}
            for way in picture.pathways
        ],
        "not_used": list(picture.not_used),
        "missing": list(picture.missing),
        "settled": picture.settled,
        "would_decide": _lists(picture.would_decide),
    }  # fmt: skip


def _lists(reasons: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [list(one) for one in reasons]
