"""The picture in words: which answer led to what, in the citizen's language. The same words in every channel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.journey.answer import NoValue
from core.journey.condition import Condition, Has, In, Is, NeedAtLeast, Situation, leaves
from core.journey.journey import Journey
from core.journey.question import Kind, Question
from core.needs.picture import FoundNeed, FoundPathway, Picture, Reasons
from core.needs.rule import Help, Rule
from core.pathway.pathway import Pathway
from core.pathway.provider import Provider
from core.release import Release


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason in words, and the questions it rests on (to change them from there)."""

    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedInWords:
    """One need: its level (1 some, 2 clear) and the word for it, why it is there, what may help, where to turn."""

    key: str
    title: str
    level: int
    level_word: str
    reasons: tuple[Sentence, ...]
    talk: str  # that a talk may help, when the need is clear
    help: str


@dataclass(frozen=True, slots=True)
class PathwayInWords:
    """One way forward: why it fits, and what to do first. `why` is empty when it is for anyone."""

    key: str
    number: int
    title: str
    summary: str
    offer: str
    why: str
    questions: tuple[str, ...]
    first_step: str
    who_does: str
    provider: Provider


@dataclass(frozen=True, slots=True)
class Explained:
    """All that a result says, part by part, in the order it is said."""

    title: str
    text: str
    advice: str  # advice, not a decision
    rests_on_not_sure: str  # said first, when it does
    reasons: tuple[Sentence, ...]
    open: tuple[Sentence, ...]  # not answered, not sure, rather not say: why it is less certain
    other_way: tuple[Sentence, ...]  # what points to less help
    sure: str
    may_change: str  # and by which questions; empty when settled
    needs: tuple[NeedInWords, ...]
    pathways: tuple[PathwayInWords, ...]
    today: str  # the first step today
    not_used: str
    not_used_answers: tuple[str, ...]  # answers behind no suggestion, need or pathway, in short words
    nothing_applied: str
    who_decides: str


class Words:
    """How a release says things, to somebody, on a day."""

    def __init__(self, release: Release, journey: Journey, language: str, day: date) -> None:
        self.release, self.journey, self.language, self.day = release, journey, language, day

    def __call__(self, key: str, **filled: object) -> str:
        """A text by its key."""
        return self.release.say(key, self.day, self.language, **filled)

    def answer(self, question: Question, value: object) -> str:
        """An answer as it stands on the check page: the option's text, the number, the day or the words."""
        if isinstance(value, NoValue):
            return self("option_not_sure" if value is NoValue.NOT_SURE else "option_declined")
        if isinstance(value, tuple):
            return ", ".join(question.option[key].text.on(self.day, self.language) for key in value)
        if question.options:
            return question.option[str(value)].text.on(self.day, self.language)
        return str(value)

    def said(self, question: Question, value: object, about: Iterable[Condition] = ()) -> str:
        """A clause that follows «you told us that». Of a multi answer, the part that the conditions are about."""
        if question.kind is Kind.MULTI and isinstance(value, tuple):
            named = {leaf.option for one in about for leaf in leaves(one) if isinstance(leaf, Has)}
            keys = [key for key in value if key in named] or list(value)
            return self.listed([question.option[key].said.on(self.day, self.language) for key in keys])
        if question.options:
            return question.option[str(value)].said.on(self.day, self.language)
        clause = question.said.on(self.day, self.language) if question.said else "{value}"
        return clause.format(value=value)

    def topic(self, key: str) -> str:
        """What a question is about, after «about»."""
        return self.journey.by_key[key].topic.on(self.day, self.language)

    def listed(self, parts: Sequence[str], word: str = "and") -> str:
        """One, two or more, joined as a list in words."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self(word)} {parts[-1]}"


def explain(release: Release, picture: Picture, language: str, day: date | None = None) -> Explained:
    """Say the picture in a language. `day` decides which particulars may be named; it never changes the picture."""
    journey = release.journey(picture.journey)
    words = Words(release, journey, language, day or picture.as_of)
    rules = release.rules[journey.key]
    result, rule = rules.results[picture.help], next(r for r in rules.suggested_help if r.key == picture.rule)
    pathways = tuple(_pathway(words, picture, found) for found in picture.pathways)
    return Explained(
        title=result.title.on(words.day, language),
        text=result.text.on(words.day, language),
        advice=words("advice_not_decision"),
        rests_on_not_sure=words("rests_on_not_sure") if picture.rests_on_not_sure else "",
        reasons=_reasons(words, picture, rule),
        open=_open(words, picture),
        other_way=_other_way(words, picture, rules.suggested_help),
        sure=_sure(words, picture),
        may_change=_may_change(words, picture),
        needs=tuple(_need(words, picture, found) for found in picture.needs),
        pathways=pathways,
        today=pathways[0].first_step if pathways else "",
        not_used=words("not_used"),
        not_used_answers=tuple(
            f"{journey.by_key[key].short.on(words.day, language)}: "
            f"{words.answer(journey.by_key[key], picture.answers[key])}"
            for key in picture.not_used
        ),
        nothing_applied=words("nothing_applied"),
        who_decides=words("who_decides"),
    )


def because(
    words: Words, picture: Picture, reasons: Reasons, effect: str, about: Iterable[Condition]
) -> list[Sentence]:
    """One sentence for each set of answers: what was said, and once what follows. A *not sure* is said as one."""
    about = tuple(about)
    sentences: list[Sentence] = []
    for questions in reasons:
        given = {key: picture.answers.get(key) for key in questions}
        clauses = [
            words.said(words.journey.by_key[key], value, about)
            for key, value in given.items()
            if value is not None and not isinstance(value, NoValue)
        ]
        unsure = [words("not_sure_about", topic=words.topic(k)) for k, v in given.items() if v is NoValue.NOT_SURE]
        said = _said(words, clauses, effect, first=not sentences)
        sentences.append(Sentence(" ".join([*unsure, *said]), questions))
    return sentences


def _said(words: Words, clauses: list[str], effect: str, first: bool) -> list[str]:
    if not clauses:
        return [f"{effect}."] if first else []
    if not first:
        return [words("because_also", said=words.listed(clauses))]
    if len(clauses) == 1:
        return [words("because_one", said=clauses[0], effect=effect)]
    if len(clauses) == 2:
        return [words("because_two", said1=clauses[0], said2=clauses[1], effect=effect)]
    return [words("because_many", said=words.listed(clauses), effect=effect)]


def _reasons(words: Words, picture: Picture, rule: Rule) -> tuple[Sentence, ...]:
    effect = rule.reason.on(words.day, words.language).rstrip(".")
    version = rule.on(picture.as_of)
    about = (version.when,) if version and version.when else ()
    found = because(words, picture, picture.reasons, effect, about)
    return tuple(found) or (Sentence(f"{effect}.", ()),)


def _open(words: Words, picture: Picture) -> tuple[Sentence, ...]:
    deciding = {key for one in picture.would_decide for key in one}
    declined = [key for key, value in picture.answers.items() if value is NoValue.DECLINED]
    behind = {key for one in picture.reasons for key in one}
    named = [
        *(("not_answered_about", [key for key in picture.missing if key in deciding]),),
        *(("not_sure_about", [key]) for key in picture.not_sure if key in deciding and key not in behind),
        *(("declined_about", [key]) for key in declined),
    ]
    return tuple(
        Sentence(words(frame, topic=words.listed([words.topic(key) for key in keys])), tuple(keys))
        for frame, keys in named
        if keys
    )


def _other_way(words: Words, picture: Picture, rules: tuple[Rule, ...]) -> tuple[Sentence, ...]:
    """Answers that fit the rule for good prospects, when a later rule gave the suggestion."""
    tried = rules[: [rule.key for rule in rules].index(picture.rule)]
    in_force = [rule.on(picture.as_of) for rule in tried if rule.gives is Help.GOOD_PROSPECTS]
    here = Situation({key: value for key, value in picture.answers.items() if not isinstance(value, NoValue)})
    behind = {key for one in picture.reasons for key in one}
    favourable = [
        leaf.question
        for version in in_force
        if version and version.when
        for leaf in leaves(version.when)
        if isinstance(leaf, Is | In) and leaf.holds(here) and leaf.question not in behind
    ]
    said = {key: words.said(words.journey.by_key[key], picture.answers[key]) for key in favourable}
    return tuple(Sentence(words("points_other_way", said=clause), (key,)) for key, clause in said.items())


def _sure(words: Words, picture: Picture) -> str:
    asked = len(picture.answers) + len(picture.missing)
    answered = sum(1 for value in picture.answers.values() if not isinstance(value, NoValue))
    sure = words("sure_settled" if picture.settled else "sure_may_change")
    if not picture.not_sure:
        return words("how_sure_throughout", sure=sure, answered=answered, asked=asked)
    return words("how_sure", sure=sure, answered=answered, asked=asked, not_sure=len(picture.not_sure))


def _may_change(words: Words, picture: Picture) -> str:
    if picture.settled:
        return ""
    sets = [words.listed([words.topic(key) for key in one]) for one in picture.would_decide]
    return words("may_change_if", topics=words.listed(sets, "or"))


def _need(words: Words, picture: Picture, found: FoundNeed) -> NeedInWords:
    need = next(n for n in words.release.rules[words.journey.key].needs if n.key == found.key)
    effect = need.effect.on(words.day, words.language)
    about = [level.when for level in need.levels if level.level == found.level]
    return NeedInWords(
        key=found.key,
        title=need.title.on(words.day, words.language),
        level=found.level,
        level_word=words(f"level_{found.level}"),
        reasons=tuple(because(words, picture, found.reasons, effect, about)),
        talk=words("talk_may_help") if found.level >= 2 else "",
        help=need.help.on(words.day, words.language) if need.help else "",
    )


def _pathway(words: Words, picture: Picture, found: FoundPathway) -> PathwayInWords:
    pathway = words.release.pathway(found.key)
    questions = found.reasons[0] if found.reasons else ()
    clauses = [
        words.said(words.journey.by_key[key], picture.answers[key], _conditions_of(words, pathway))
        for key in questions
        if not isinstance(picture.answers.get(key), NoValue | None)
    ]
    return PathwayInWords(
        key=found.key,
        number=found.number,
        title=pathway.title.on(words.day, words.language),
        summary=pathway.summary.on(words.day, words.language),
        offer=found.offer,
        why=words("pathway_fits", said=words.listed(clauses)) if clauses else "",
        questions=questions,
        first_step=first_step(words, picture, pathway),
        who_does=pathway.who_does,
        provider=words.release.providers[found.provider],
    )


def first_step(words: Words, picture: Picture, pathway: Pathway) -> str:
    """What to do today; without a log-in for somebody who wants help with digital things."""
    needs_no_login = any(need.key == "digital" and need.level >= 2 for need in picture.needs)
    step = pathway.offline_step if needs_no_login and pathway.offline_step else pathway.first_step
    return step.on(words.day, words.language)


def _conditions_of(words: Words, pathway: Pathway) -> tuple[Condition, ...]:
    needs = words.release.rules[words.journey.key].needs
    if pathway.condition is None:
        return ()
    named = {leaf.need for leaf in leaves(pathway.condition) if isinstance(leaf, NeedAtLeast)}
    return (pathway.condition, *(level.when for need in needs if need.key in named for level in need.levels))
