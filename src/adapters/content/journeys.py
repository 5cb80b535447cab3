"""Journeys, from the tree."""

from graphlib import CycleError, TopologicalSorter

from adapters.content.conditions import Asked, Outline
from adapters.content.fault import instead
from adapters.content.part import Part, unique
from adapters.content.questions import Questions, option_parts
from adapters.content.texts import Texts
from core.journey.answer import DECLINED, NOT_SURE, Answer
from core.journey.condition import Condition, Fact, leaves, questions_in
from core.journey.journey import Implied, Journey, Section, Stop
from core.text import LANGUAGES

CHANNELS = ("web", "chat", "sms", "phone")


def languages_of(part: Part) -> tuple[str, ...]:
    """The languages that a journey offers."""
    offered = tuple(item.one_of(LANGUAGES, "there is no language") for item in part.need("languages").items())
    for language in ("nb", "nn"):
        if offered and language not in offered:
            part.below("languages").fault("`nb` and `nn` are offered together; take in the other one")
    return tuple(language for language in offered if language)


def outline_of(part: Part) -> Outline:
    """What conditions may ask about in this journey, as far as it can be read. Notes no faults."""
    quiet = Part(part.tree, part.path, [])
    questions: dict[str, Asked] = {}
    for place, question in enumerate(quiet.below("questions").items()):
        tree = question.tree if isinstance(question.tree, dict) else {}
        key, kind = tree.get("question"), tree.get("type")
        options = tuple(
            str(option.tree.get("option")) for option in option_parts(question) if isinstance(option.tree, dict)
        )
        if isinstance(key, str):
            questions.setdefault(key, Asked(kind if isinstance(kind, str) else "", options, place))
    facts = (item.tree.get("fact") for item in quiet.below("facts").items() if isinstance(item.tree, dict))
    return Outline(questions, frozenset(fact for fact in facts if isinstance(fact, str)))


def read_journey(part: Part, outline: Outline, texts: Texts) -> Journey:
    """The journey, with every name in it checked."""
    part.only(
        "journey", "title", "languages", "result_after", "sections", "questions", "facts", "implied", "stops",
        "source", "note",
    )  # fmt: skip
    sections = _sections(part, texts)
    facts = _facts(part, outline)
    reading = Questions(texts, outline, frozenset(section.key for section in sections))
    listed = part.need("questions").items()
    if not listed:
        part.fault("a journey asks something; write its questions")
    questions = tuple(reading.read(item, place) for place, item in enumerate(listed))
    unique(
        [(question.key, item.below("question")) for question, item in zip(questions, listed, strict=True)], "question"
    )
    after = part.get("result_after")
    return Journey(
        key=part.need("journey").scalar(),
        title=texts.read(part.need("title")),
        languages=languages_of(part) or LANGUAGES,
        sections=sections,
        questions=questions,
        facts=facts,
        implied=_all_implied(part.below("implied").items(), outline),
        stops=tuple(_stop(item, outline) for item in part.below("stops").items()),
        result_after=(after.whole(1) if after else None) or 4,
    )


def _sections(part: Part, texts: Texts) -> tuple[Section, ...]:
    sections: list[Section] = []
    for item in part.need("sections").items():
        item.only("section", "text")
        sections.append(Section(item.need("section").key(), texts.read(item.need("text"))))
    return tuple(sections)


def _facts(part: Part, outline: Outline) -> dict[str, Condition]:
    items: dict[str, Part] = {}
    for item in part.below("facts").items():
        item.only("fact", "when", "note", "source")
        name = item.need("fact").key()
        if name in items:
            item.below("fact").fault(f"fact `{name}` is there already; each has its own key")
        items.setdefault(name, item)
    facts = {name: outline.read(item.need("when")) for name, item in items.items()}
    names = {
        name: {leaf.name for leaf in leaves(fact) if isinstance(leaf, Fact)} & facts.keys()
        for name, fact in facts.items()
    }
    try:
        TopologicalSorter(names).prepare()
    except CycleError as error:
        circle = error.args[1]
        items[circle[0]].below("when").fault("facts lead in a circle: " + " → ".join(f"`{name}`" for name in circle))
        return {}
    outline.compiled.update(facts)
    return facts


def _all_implied(parts: list[Part], outline: Outline) -> tuple[Implied, ...]:
    implied = tuple(_implied(part, outline) for part in parts)
    if outline.facts - outline.compiled.keys():
        return implied  # facts lead in a circle, which is noted already
    for place, part in enumerate(parts):
        later = {key for one in implied[place:] for key in one.answers}
        circle = sorted(later & questions_in(implied[place].when, outline.compiled))
        if circle:
            part.below("when").fault(
                f"`{circle[0]}` is itself implied here or further down; move this entry, or mend it"
            )
    return implied


def _implied(part: Part, outline: Outline) -> Implied:
    part.only("when", "answers", "note", "source")
    answers: dict[str, Answer] = {}
    for key, value in part.need("answers").entries().items():
        asked = outline.questions.get(key)
        if asked is None:
            value.fault(f"there is no question `{key}`{instead(key, outline.questions)}", of_key=True)
        else:
            answers[key] = _answer(value, key, asked)
    return Implied(outline.read(part.need("when")), answers)


def _answer(part: Part, question: str, asked: Asked) -> Answer:
    match asked.kind:
        case "number" | "scale":
            return part.number() or 0
        case "date":
            day = part.day()
            return day.isoformat() if day else ""
        case "text":
            return part.scalar()
        case "multi":
            return tuple(item.one_of(asked.options, f"`{question}` has no option") for item in part.items())
    if part.tree in ("not_sure", "declined"):
        return NOT_SURE if part.tree == "not_sure" else DECLINED
    return part.one_of(asked.options, f"`{question}` has no option")


def _stop(part: Part, outline: Outline) -> Stop:
    part.only("stop", "before", "channels", "note")
    return Stop(
        key=part.need("stop").key(),
        before=part.need("before").one_of(outline.questions, "there is no question"),
        channels=tuple(item.one_of(CHANNELS, "there is no channel") for item in part.need("channels").items()),
    )
