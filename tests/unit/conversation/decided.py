"""One conversation, decided turn by turn, without a store."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.fakes import START
from tests.unit.conversation.people import OFFICE, release

from core.conversation.decide import basis_of, decide
from core.conversation.input import Act, Begin, Input, Origin, Reply, SeeResult
from core.conversation.state import fold
from core.conversation.talk import Referred
from core.conversation.turn import Changes, Known, Turn, Unknown
from core.journey.answer import Answer
from core.journey.question import Kind, Question

PHONE, SMS = "+4799999999", "sms:simulator"


@dataclass
class Decided:
    """Somebody at one address, and a counsellor at the desk."""

    account: str = "web"
    now: datetime = START
    turns: list[Turn] = field(default_factory=list)
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        """It begins."""
        begun = self._decide(Unknown(), Begin("work-needs", "nb"), self.account)
        self.turns.append(begun.turn)
        self.known = Known(
            conversation="talk",
            person="anna",
            journey="work-needs",
            release=release().id,
            version=1,
            last_event=0,
            state=begun.state,
            kept_until=self.now.date(),
            result=None,
            bound="talk",
            key=None,
        )

    def does(self, act: Act, **loaded: Any) -> Changes:
        """Something that the citizen does; `loaded` says what is known beside."""
        return self._goes_on(act, self.account, loaded)

    def at_desk(self, act: Act, **loaded: Any) -> Changes:
        """Something that a counsellor does."""
        return self._goes_on(act, "desk", loaded)

    def concludes(self) -> "Decided":
        """They answer whatever is asked, and see the result."""
        while self.known.state.open:
            question = release().journey("work-needs").question(self.known.state.open.question)
            self.does(Reply(_some_answer(question), confirmed=True))
        self.does(SeeResult())
        return self

    @property
    def referral(self) -> tuple[str, Referred]:
        """The only one, by its id."""
        ((id, found),) = self.known.state.talk.referrals.items()
        return id, Referred(*found)

    def _goes_on(self, act: Act, account: str, loaded: dict[str, Any]) -> Changes:
        self.known = replace(self.known, **loaded)
        changes = self._decide(self.known, act, account)
        state = fold(changes.turn.events, self.known.state)
        version = self.known.version + 1
        result = version if changes.result == version else self.known.result
        self.known = replace(self.known, state=state, version=version, result=result)
        self.turns.append(changes.turn)
        return changes

    def _decide(self, loaded: Any, act: Act, account: str) -> Changes:
        n = len(self.turns) + 1
        sender = PHONE if account == SMS else "anna"
        given = Input(Origin(account, sender, f"{n}"), act)
        basis = basis_of(given, loaded)
        return decide(release(), loaded, given, basis, now=self.now, chance=bytes([n] * 16), office=OFFICE)


def _some_answer(question: Question) -> Answer:
    if question.kind is Kind.MULTI:
        return (question.options[0].key,)
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return int(str(question.at_least)) + 20
    if question.kind is Kind.DATE:
        return str(question.at_least or "2026-10-01")
    return question.options[0].key if question.options else "Noe"


def told(changes: Changes) -> list[str]:
    """What the citizen is told, by the keys of the texts."""
    return [prompt.text or prompt.kind for prompt in changes.turn.prompts]
