"""A phone network inside the process, for development, tests and the lab.

What its phones say, and what becomes of our messages, comes back as signed webhook requests like any provider's, so
that the real path is used. It sends nothing into the world, and takes none but its own numbers.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from channels.http.authentic import Signed, authenticate
from channels.http.simulated_numbers import is_simulated
from channels.http.simulated_wire import Faults, Post, Wire
from channels.sms.arriving import parse
from channels.sms.provider import Provider, Receipts, Reported, Sending, Texts
from channels.sms.simulated_numbers import Behaviour, behaviour_of
from channels.sms.text import SMS, render
from core.delivery.channel import Accepted, Capabilities, Inbound, Part, Refusal, Refused, Request, Sent, Shown
from core.ports.machine import Chance, Clock

MOST_KEPT = 1000  # messages
REFUSED = {Behaviour.INVALID: Refusal.INVALID_RECIPIENT, Behaviour.OPTED_OUT: Refusal.OPTED_OUT}
TOLD: Mapping[Behaviour, tuple[str, ...]] = {Behaviour.UNDELIVERED: ("sent", "absent"), Behaviour.SILENT: ()}


@dataclass(frozen=True, slots=True)
class Message:
    """A message that reached a phone of the network."""

    id: str
    to: str
    text: str
    key: str
    at: datetime


class Simulator:
    """The account `sms:simulator`. `post` takes a request to our webhook, and tells whether it was acknowledged."""

    account = "sms:simulator"

    def __init__(
        self,
        *,
        secrets: tuple[str, ...],
        public_url: str,
        post: Post,
        clock: Clock,
        chance: Chance,
        looks_up: bool = False,
    ) -> None:
        self.capabilities: Capabilities = replace(SMS, looks_up=looks_up)
        self._signed = Signed("signed", secrets)
        self._wire = Wire(self._signed, f"{public_url}/channels/sms/simulator", post, clock)
        self._provider = _provider(self._signed, self._wire.url)
        self._clock, self._chance = clock, chance
        self._messages: deque[Message] = deque(maxlen=MOST_KEPT)
        self._throttled: deque[str] = deque(maxlen=MOST_KEPT)

    # ------------------------------------------------------------------------------------------------- the channel

    def verify(self, request: Request) -> None:
        """See Channel.verify."""
        authenticate(self._signed, request, self._clock.now())

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        return parse(self._provider, self.account, request)

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown, self.capabilities.parts)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send."""
        behaviour = behaviour_of(to) if is_simulated(to) else Behaviour.INVALID
        if behaviour in REFUSED:
            return Refused(REFUSED[behaviour], behaviour.name.lower())
        if behaviour is Behaviour.THROTTLED_ONCE and key not in self._throttled:
            self._throttled.append(key)
            return Refused(Refusal.THROTTLED, "throttled", 1.0)
        message = Message(self._id(), to, part.text, key, self._clock.now())
        self._messages.append(message)
        for status in TOLD.get(behaviour, ("sent", "delivered")):
            self._wire.tell(f"/status?{urlencode({'part': key})}", {"id": message.id, "status": status})
        return Refused(Refusal.UNKNOWN_OUTCOME) if behaviour is Behaviour.TIME_OUT else Accepted(message.id)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. What it does not remember may have been before it was started."""
        found = [message.id for message in self._messages if (message.to, message.key) == (to, key)]
        return Accepted(found[0]) if found and self.capabilities.looks_up else None

    # ------------------------------------------------------------------------------------------------- the network

    @property
    def faults(self) -> Faults:
        """What goes wrong on the way from the network to us."""
        return self._wire.faults

    def outbox(self, number: str) -> tuple[Message, ...]:
        """The messages that a phone got, oldest first."""
        return tuple(message for message in self._messages if message.to == number)

    def messages(self) -> tuple[Message, ...]:
        """What all phones got, oldest first."""
        return tuple(self._messages)

    def forget(self) -> None:
        """Forget what the phones got, and what is on its way to us."""
        self._messages.clear()
        self._wire.forget()

    def says(self, number: str, text: str) -> str:
        """A phone sends us a text. Returns the text's id."""
        if not is_simulated(number):
            raise ValueError("not a number of the simulated network")
        id = self._id()
        self._wire.tell("/inbound", {"id": id, "from": number, "text": text, "sent": self._clock.now().isoformat()})
        return id

    def release(self) -> None:
        """What was held as late is on its way now."""
        self._wire.release()

    async def settle(self) -> int:
        """Bring us what is due; what is not acknowledged stays due. Returns how many requests were acknowledged."""
        return await self._wire.settle()

    def _id(self) -> str:
        return self._chance.seed().hex()


def _provider(signed: Signed, url: str) -> Provider:
    """The network in a description like any provider's, so that what it tells is read the same way."""
    statuses: dict[str, Reported] = {"sent": "sent", "delivered": "delivered", "absent": "failed"}
    return Provider(
        name="simulator",
        auth=signed,
        sending=Sending(url, {}),
        texts=Texts(id="id", sender="from", text="text", sent="sent"),
        receipts=Receipts(
            id="id", status="status", statuses=statuses, code="status", reasons={"absent": Refusal.UNAVAILABLE}
        ),
    )
