"""A little journey for tests: three paths, every kind of question, one private answer."""

from datetime import date

from core.journey.condition import All, Answered, Any, AtLeast, AtMost, Has, In, Is, NeedAtLeast, Not, NotSure
from core.journey.journey import Implied, Journey, Section
from core.journey.question import Kind, Option, Question
from core.needs.rule import Help, Level, Need, Result, Rule, Rules, Version
from core.pathway.pathway import Pathway, Place
from core.pathway.provider import Provider
from core.release import Release, Urgent
from core.text import LANGUAGES, Source, Text

CHECKED = date(2026, 11, 20)


def text(words: str) -> Text:
    """The same words in every language, marked with it."""
    return Text({language: f"{words} ({language})" for language in LANGUAGES})


def options(*keys: str, exclusive: str = "") -> tuple[Option, ...]:
    """Options that say their key."""
    return tuple(Option(key, text(key), text(key), text(key), exclusive=key == exclusive) for key in keys)


def question(key: str, kind: Kind, **more: object) -> Question:
    """A question that says its key."""
    named = text(key)
    return Question(key, "all", kind, named, named, named, named, named, **more)  # type: ignore[arg-type]


SITUATION = question("situation", Kind.SINGLE, options=options("working", "searching", "pupil"))
AGE = question("age", Kind.NUMBER, at_least=13, at_most=99, unknown_asks=True, said=text("you are {value}"))
WORKED = question("worked", Kind.YES_NO, options=options("yes", "no"), skip_when=Is("situation", "pupil"))
SINCE = question("since", Kind.DATE, ask_when=Is("worked", "yes"))
HEALTH = question("health", Kind.YES_NO, options=options("yes", "no"), private=True)
EFFORT = question("effort", Kind.SCALE, at_least=1, at_most=5, skip_when=In("situation", ("pupil", "working")))
HELP = question("help", Kind.MULTI, options=options("money", "housing", "none", exclusive="none"), private=True)
WORDS = question("words", Kind.TEXT, max_length=40, optional=True)

JOURNEY = Journey(
    key="little",
    title=text("little"),
    languages=LANGUAGES,
    sections=(Section("all", text("all")),),
    questions=(SITUATION, AGE, WORKED, SINCE, HEALTH, EFFORT, HELP, WORDS),
    facts={"adult": AtLeast("age", 18), "searching": Is("situation", "searching")},
    implied=(Implied(Is("situation", "pupil"), {"worked": "no"}),),
    result_after=3,
)


def since(day: date | None = None, to: date | None = None) -> Source:
    """Checked, and valid between two days."""
    return Source("test", CHECKED, valid_from=day, valid_to=to)


RULES = Rules(
    suggested_help=(
        Rule(
            "hindrance",
            Help.NEEDS_MORE_HELP,
            text("hindrance"),
            (
                Version(Is("health", "yes"), since(to=date(2023, 12, 31))),
                Version(Any((Is("health", "yes"), NotSure("health"))), since(date(2024, 1, 1))),
            ),
        ),
        Rule(
            "good",
            Help.GOOD_PROSPECTS,
            text("good"),
            (Version(All((AtLeast("age", 18), AtMost("age", 66), Is("worked", "yes"))), since()),),
        ),
        Rule("young", Help.NEEDS_GUIDANCE, text("young"), (Version(Not(AtLeast("age", 18)), since()),)),
        Rule("otherwise", Help.NEEDS_GUIDANCE, text("otherwise"), (Version(None, since()),)),
    ),
    needs=(
        Need("search", text("search"), text("search helps"), (Level(1, Is("situation", "searching")),), since()),
        Need(
            "health",
            text("health"),
            text("health helps"),
            (Level(2, Is("health", "yes")), Level(1, NotSure("health"))),
            since(),
        ),
        Need("money", text("money"), text("money helps"), (Level(2, Has("help", "money")),), since()),
    ),
    results={help: Result(help, text(help.value), text(help.value), text(help.value)) for help in Help},
)


def pathway(key: str, number: int, place: Place, condition: object = None, **more: object) -> Pathway:
    """A pathway that says its key."""
    named = text(key)
    return Pathway(key, number, place, condition, "suggest", "office", named, named, named, "citizen", since(), **more)  # type: ignore[arg-type]


PATHWAYS = (
    pathway("adults", 1, Place.ANY, AtLeast("age", 18)),
    pathway("search", 2, Place.NEED, All((NeedAtLeast("search", 1), Answered("age")))),
    pathway("talk", 3, Place.ANY),
)

RELEASE = Release(
    id="little-1",
    journeys={"little": JOURNEY},
    rules={"little": RULES},
    pathways=PATHWAYS,
    providers={"office": Provider("office", "nav_office", text("office"), since())},
    texts={},
    urgent=Urgent(text("urgent"), (), ()),
    particulars={},
)
