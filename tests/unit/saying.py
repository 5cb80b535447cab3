"""Turns made by hand, and how they are said."""

from datetime import UTC, datetime

from tests.unit.conversation.people import release

from core.case.office import Office
from core.conversation.event import Event
from core.conversation.input import Act, Basis, Say
from core.conversation.saying import Form, Saying
from core.conversation.shown import Beside, shown
from core.conversation.turn import Outcome, Prompt, Turn
from core.delivery.channel import Shown

OFFICE = Office(phone="22 22 22 22", public_url="https://veivalg.example")
WITHOUT_PHONE = Office(public_url="https://veivalg.example")
FORMS: tuple[Form, ...] = ("screen", "sms", "voice")
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
HOW_FAR = (("n", "2"), ("N", "8"))


def turn(*prompts: Prompt, events: tuple[Event, ...] = (), act: Act | None = None, language: str = "nb") -> Turn:
    """A turn that shows these."""
    return Turn(
        conversation="c",
        version=3,
        journey="work-needs",
        release=release().id,
        language=language,
        actor="citizen",
        account="sms:simulator",
        at=NOON,
        act=act or Say("hei"),
        events=events,
        prompts=prompts,
        outcome=Outcome.ACCEPTED,
    )


def asks(question: str, group: str = "", values: tuple[tuple[str, str], ...] = ()) -> Prompt:
    """A question that is put."""
    return Prompt("3.1", "question", Basis(question, 0), values=values, group=group)


def menu(key: str, /, *choices: str, **values: str) -> Prompt:
    """A menu that is put."""
    return Prompt("3.1", "menu", text=key, choices=choices, values=tuple(values.items()))


def notice(key: str, /, **values: str) -> Prompt:
    """A notice."""
    return Prompt("3.1", "notice", text=key, values=tuple(values.items()))


def show(
    prompt: Prompt,
    form: Form = "sms",
    language: str = "nb",
    *,
    events: tuple[Event, ...] = (),
    office: Office = OFFICE,
    beside: Beside | None = None,
) -> Shown:
    """That prompt in words."""
    (one,) = shown(release(), turn(prompt, events=events, language=language), form, office, beside=beside or Beside())
    return one


def saying(language: str, form: Form = "sms", office: Office = OFFICE) -> Saying:
    """How texts are said."""
    return Saying(release(), release().journey("work-needs"), office, language, form, NOON)
