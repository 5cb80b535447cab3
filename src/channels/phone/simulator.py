"""A phone network inside the process, for development, tests and the lab.

Who rings us, and what becomes of our calls, comes back as signed webhook requests like any provider's, so that the real
path is used. It rings nobody in the world, and takes none but its own numbers.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from channels.http.authentic import Signed, authenticate
from channels.http.number import e164
from channels.http.received import storable_id, texts_in
from channels.http.simulated_numbers import is_simulated
from channels.http.simulated_wire import Faults, Post, Wire
from channels.http.twilio import part_of
from channels.phone.leg import COUNSELLOR, callback_of, is_counsellors, of_counsellor
from channels.phone.simulated_numbers import Behaviour, behaviour_of
from channels.phone.spoken import VOICE, render
from core.delivery.channel import (
    Accepted,
    Capabilities,
    Contact,
    Inbound,
    Malformed,
    Part,
    Receipt,
    Refusal,
    Refused,
    Request,
    Sent,
    Shown,
    Status,
)
from core.delivery.withheld import is_withheld
from core.ports.machine import Chance, Clock

MOST_KEPT = 1000  # calls
TOLD: Mapping[Behaviour, tuple[str, ...]] = {
    Behaviour.NO_ANSWER: ("ringing", "no_answer"),
    Behaviour.BUSY: ("busy",),
    Behaviour.SILENT: (),
}
STATUSES = {
    "ringing": Status.SENT,
    "answered": Status.DELIVERED,
    "no_answer": Status.FAILED,
    "busy": Status.FAILED,
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call that we asked for. `citizen` is empty when the counsellor did not answer: their phone never rang."""

    id: str
    counsellor: str
    citizen: str
    key: str
    at: datetime
    outcome: Behaviour  # of the phone that was rung last


class SimulatedPhone:
    """The account `phone:simulator`. `post` takes a request to our webhook, and tells whether it was acknowledged."""

    account = "phone:simulator"
    capabilities: Capabilities = VOICE

    def __init__(self, *, secrets: tuple[str, ...], public_url: str, post: Post, clock: Clock, chance: Chance) -> None:
        self._signed = Signed("signed", secrets)
        self._wire = Wire(self._signed, f"{public_url}/channels/phone/simulator", post, clock)
        self._clock, self._chance = clock, chance
        self._calls: deque[Call] = deque(maxlen=MOST_KEPT)

    # ------------------------------------------------------------------------------------------------- the channel

    def verify(self, request: Request) -> None:
        """See Channel.verify."""
        authenticate(self._signed, request, self._clock.now())

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        said = texts_in(request.body)
        if urlsplit(request.url).path.endswith("/inbound"):
            return self._rang(said)
        return self._receipt(request, said)

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. No machine speaks to a phone."""
        return Refused(Refusal.WINDOW_CLOSED)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. Nothing is sent, so nothing is unknown."""
        return None

    async def connect(self, counsellor: str, citizen: str, key: str) -> Sent:
        """See Voice.connect."""
        if not all(is_simulated(one) and behaviour_of(one) is not Behaviour.INVALID for one in (counsellor, citizen)):
            return Refused(Refusal.INVALID_RECIPIENT, "invalid")
        at_desk, outcome = behaviour_of(counsellor), behaviour_of(citizen)
        if at_desk in (Behaviour.NO_ANSWER, Behaviour.BUSY):
            return self._call(Call(self._id(), counsellor, "", key, self._clock.now(), at_desk), COUNSELLOR)
        sent = self._call(Call(self._id(), counsellor, citizen, key, self._clock.now(), outcome))
        return Refused(Refusal.UNKNOWN_OUTCOME) if outcome is Behaviour.TIME_OUT else sent

    # ------------------------------------------------------------------------------------------------- the network

    @property
    def faults(self) -> Faults:
        """What goes wrong on the way from the network to us."""
        return self._wire.faults

    def calls(self, number: str = "") -> tuple[Call, ...]:
        """The calls that we asked for, oldest first; of one phone, or of all."""
        return tuple(call for call in self._calls if not number or number in (call.counsellor, call.citizen))

    def rings(self, number: str, *, withheld: bool = False) -> str:
        """A phone rings us and hangs up. Returns the call's id."""
        if not is_simulated(number):
            raise ValueError("not a number of the simulated network")
        id = self._id()
        self._wire.tell("/inbound", {"id": id, "from": "anonymous" if withheld else number})
        return id

    def forget(self) -> None:
        """Forget the calls, and what is on its way to us."""
        self._calls.clear()
        self._wire.forget()

    def release(self) -> None:
        """What was held as late is on its way now."""
        self._wire.release()

    async def settle(self) -> int:
        """Bring us what is due; what is not acknowledged stays due. Returns how many requests were acknowledged."""
        return await self._wire.settle()

    def _call(self, call: Call, leg: str = "") -> Accepted:
        self._calls.append(call)
        for status in TOLD.get(call.outcome, ("ringing", "answered")):
            self._wire.tell(callback_of("/status", call.key, leg), {"id": call.id, "status": status})
        return Accepted(call.id)

    def _id(self) -> str:
        return self._chance.seed().hex()

    # ---------------------------------------------------------------------------------------------- what it tells us

    def _rang(self, said: Mapping[str, str]) -> tuple[Inbound, ...]:
        id, caller = storable_id(said.get("id")), said.get("from")
        if not id or caller is None:
            raise Malformed
        sender = "" if is_withheld(caller) else e164(caller)
        return (Contact(self.account, sender, id, "called"),) if sender else ()

    def _receipt(self, request: Request, said: Mapping[str, str]) -> tuple[Inbound, ...]:
        part, id, word = part_of(request), storable_id(said.get("id")), said.get("status")
        if not id or word is None:
            raise Malformed
        if not part or word not in STATUSES:
            return ()
        status = STATUSES[word]
        failed = status is Status.FAILED
        if is_counsellors(request):
            code = f"{COUNSELLOR}_{word}" if failed else ""
            return (Receipt(self.account, part, of_counsellor(status), id, None, code),)
        reason = Refusal.UNAVAILABLE if failed else None
        return (Receipt(self.account, part, status, id, reason, word if failed else ""),)
