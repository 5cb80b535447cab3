"""The picture in words: which answer led to what, in the citizen's language. The same words in every channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.journey.answer import NoValue
from core.journey.condition import Answered, Condition, In, Is, NeedAtLeast, Situation, leaves, wanted
from core.needs.picture import FoundNeed, FoundPathway, Picture, Reasons
from core.needs.rule import Help, Rule
from core.needs.words import Words
from core.pathway.pathway import Pathway, Place, county_of
from core.pathway.provider import Provider
from core.release import Release

CLEAR = 2  # the level of a need from which a talk is offered


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
    notes: tuple[str, ...]  # what an answer must be told at once, such as living abroad
    rests_on_not_sure: str  # said first, when it does
    reasons: tuple[Sentence, ...]
    open: tuple[Sentence, ...]  # not answered, not sure, rather not say: why it is less certain
    other_way: tuple[Sentence, ...]  # what points to less help
    sure: str
    may_change: str  # and by which questions; empty when settled
    needs: tuple[NeedInWords, ...]
    talk: str  # that a talk may help, when a need is clear
    pathways: tuple[PathwayInWords, ...]
    today: str  # the first step today
    not_used: str
    not_used_answers: tuple[str, ...]  # answers behind no suggestion, need or pathway, in short words
    nothing_applied: str
    who_decides: str


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
        notes=_notes(words, picture),
        rests_on_not_sure=words("rests_on_not_sure") if picture.rests_on_not_sure else "",
        reasons=_reasons(words, picture, rule),
        open=_open(words, picture),
        other_way=_other_way(words, picture, rules.suggested_help),
        sure=_sure(words, picture),
        may_change=_may_change(words, picture),
        needs=tuple(_need(words, picture, found) for found in picture.needs),
        talk=words("talk_may_help") if any(found.level >= CLEAR for found in picture.needs) else "",
        pathways=pathways,
        today=pathways[0].first_step if pathways else "",
        not_used=words("not_used"),
        not_used_answers=tuple(
            f"{journey.by_key[key].short.on(words.day, language)}: "
            f"{words.answer(journey.by_key[key], picture.answers[key])}"
            for key in picture.not_used
            if not _told(words, picture, key)
        ),
        nothing_applied=words("nothing_applied_today" if _begins_today(words, picture) else "nothing_applied"),
        who_decides=words("who_decides"),
    )


def because(
    words: Words, picture: Picture, reasons: Reasons, effect: str, about: Iterable[Condition], unsure: str
) -> tuple[Sentence, ...]:
    """One sentence for each set of answers: what was said, and once what follows. `unsure` says a *not sure*."""
    about, sentences = tuple(about), list[Sentence]()
    for questions in reasons:
        given = {key: picture.answers.get(key) for key in questions}
        clauses = [
            words.said(words.journey.by_key[key], value, about)
            for key, value in given.items()
            if value is not None and not isinstance(value, NoValue)
        ]
        not_sure = [words(unsure, topic=words.topic(key)) for key, v in given.items() if v is NoValue.NOT_SURE]
        said = _said(words, clauses, effect, first=not sentences)
        sentences.append(Sentence(" ".join([*not_sure, *said]), questions))
    return tuple(sentences)


def _said(words: Words, clauses: list[str], effect: str, first: bool) -> list[str]:
    if not clauses:
        return [f"{effect}."] if first else []
    if not first:
        return [words("because_also", said=words.clauses(clauses))]
    if len(clauses) == 2:
        return [words("because_two", said1=clauses[0], said2=clauses[1], effect=effect)]
    return [words("because_one", said=words.clauses(clauses), effect=effect)]


def _notes(words: Words, picture: Picture) -> tuple[str, ...]:
    """What the chosen options have to tell."""
    return tuple(note for key in picture.answers for note in _told(words, picture, key))


def _told(words: Words, picture: Picture, key: str) -> list[str]:
    value, options = picture.answers[key], words.journey.by_key[key].option
    chosen = [options.get(one) for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)]
    return [option.tell.on(words.day, words.language) for option in chosen if option and option.tell]


def _begins_today(words: Words, picture: Picture) -> bool:
    """Whether something cannot wait, such as registering when the job is lost."""
    return any(words.release.pathway(found.key).place is Place.TODAY for found in picture.pathways)


def _reasons(words: Words, picture: Picture, rule: Rule) -> tuple[Sentence, ...]:
    effect = rule.reason.on(words.day, words.language).rstrip(".")
    version = rule.on(picture.as_of)
    about = (version.when,) if version and version.when else ()
    found = because(words, picture, picture.reasons, effect, about, "not_sure_about")
    return found or (Sentence(f"{effect}.", ()),)


def _open(words: Words, picture: Picture) -> tuple[Sentence, ...]:
    deciding = {key for one in picture.would_decide for key in one}
    declined = [key for key, value in picture.answers.items() if value is NoValue.DECLINED]
    behind = {key for one in picture.reasons for key in one}
    unsure = [key for key in picture.not_sure if key in deciding and key not in behind]
    named = (
        ("not_answered_about", [key for key in picture.missing if key in deciding]),
        ("not_sure_about", unsure),
        ("declined_about", declined),
    )
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
    if not answered:
        return words("sure_of_nothing")
    sure = words("sure_settled" if picture.settled else "sure_may_change")
    if not picture.not_sure:
        return words("how_sure_throughout", sure=sure, answered=answered, asked=asked)
    return words("how_sure", sure=sure, answered=answered, asked=asked, not_sure=len(picture.not_sure))


def _may_change(words: Words, picture: Picture) -> str:
    if picture.settled:
        return ""
    if sum(len(one) > 1 for one in picture.would_decide) > 1:  # no one can follow «A and B, or A and C»
        return words("may_change_if_more")
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
        reasons=because(words, picture, found.reasons, effect, about, "not_sure_only"),
        help=need.help.on(words.day, words.language) if need.help else "",
    )


def _pathway(words: Words, picture: Picture, found: FoundPathway) -> PathwayInWords:
    pathway, county = words.release.pathway(found.key), county_of(picture.answers)
    questions = found.reasons[0] if found.reasons else ()
    named = [words.journey.by_key[key] for key in questions]
    about = _conditions_of(words, pathway)
    clauses = [
        words("not_sure_clause", topic=words.topic(question.key))
        if value is NoValue.NOT_SURE
        else words.said(question, value, about)
        for question in named
        if question.options  # an age within limits is no reason by itself
        and _speaks_for(words, question.key, about)
        and (value := picture.answers.get(question.key)) is not None
        and value is not NoValue.DECLINED
    ]

    def said(name: str) -> str:
        text = pathway.says(name, county)
        return text.on(words.day, words.language) if text else ""

    offline = found_at(picture, "digital") >= CLEAR and pathway.offline_step is not None
    return PathwayInWords(
        key=found.key,
        number=found.number,
        title=said("title"),
        summary=said("summary"),
        offer=found.offer,
        why=words("pathway_fits", said=words.clauses(clauses, "because")) if clauses else "",
        questions=questions,
        first_step=said("offline_step" if offline else "first_step"),
        who_does=pathway.who_does,
        provider=words.release.providers[found.provider],
    )


def found_at(picture: Picture, need: str) -> int:
    """The level of a need; 0 when it does not stand."""
    return next((found.level for found in picture.needs if found.key == need), 0)


def _speaks_for(words: Words, question: str, about: tuple[Condition, ...]) -> bool:
    """Whether a condition wants an answer of the question, and does not only rule others out."""
    return any(
        question == leaf.question
        for condition in about
        for leaf in wanted(condition, words.journey.facts)
        if not isinstance(leaf, Answered)
    )


def _conditions_of(words: Words, pathway: Pathway) -> tuple[Condition, ...]:
    needs = words.release.rules[words.journey.key].needs
    if pathway.condition is None:
        return ()
    named = {leaf.need for leaf in leaves(pathway.condition) if isinstance(leaf, NeedAtLeast)}
    return (pathway.condition, *(level.when for need in needs if need.key in named for level in need.levels))
