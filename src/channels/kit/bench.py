"""Where one promise is tried: a channel on given secrets, its provider, and what can be asked of both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from channels.kit.finding import Broken, NotPromised, must
from channels.kit.samples import short
from channels.kit.specimen import Answer, Lent, Makes, Specimen, Text, Told
from channels.kit.stand_in import Does, KitClock, StandIn, everything_in
from core.conversation.input import Input
from core.delivery.channel import Channel, Inbound, Malformed, Part, Receipt, Rejected, Request, Sent, Shown, Status

SECRET, OTHER_SECRET = "a-secret-that-only-the-kit-has", "another-secret-of-the-kit"
KEY = "kit-7f3a.0"
WORDS = "Čáhci, ŋuorra og æøå 👨‍👩‍👧: solsikkefrø"
MARK = "solsikkefrø"  # a word of WORDS that nobody else says


@dataclass
class Bench:
    """One specimen under the kit's eyes. Each promise gets a new one."""

    specimen: Specimen
    provider: StandIn = field(default_factory=StandIn)
    clock: KitClock = field(default_factory=KitClock)

    def channel(self, *secrets: str) -> Channel:
        """The channel, on these secrets."""
        return self.specimen.build(Lent(secrets, self.provider.client(), self.clock))

    # ------------------------------------------------------------------------------------------------- what comes in

    def text(self, secret: str = SECRET, words: str = WORDS, id: str = "kit-text-1") -> Request:
        """A text, signed."""
        if self.specimen.text is None:
            raise NotPromised("it hears no texts")
        return self.specimen.text(Text(id, self.specimen.to, words), secret)

    def receipt(self, status: Status, secret: str = SECRET) -> Request:
        """A receipt, signed."""
        if self.specimen.receipt is None:
            raise NotPromised("it hears no receipts")
        return self.specimen.receipt(Told(KEY, status), secret)

    @property
    def hears_anything(self) -> bool:
        """Whether anybody has something to tell it."""
        return bool(self.specimen.text or self.specimen.contact or self.specimen.receipt)

    def given(self, make: Makes | None, lacks: str) -> Request:
        """A request that the specimen may have."""
        if make is None:
            raise NotPromised(lacks)
        return make(SECRET)

    def signed(self, secret: str = SECRET) -> tuple[Request, ...]:
        """A text, a contact and a receipt, as far as the channel hears them."""
        specimen = self.specimen
        found = [self.text(secret)] if specimen.text else []
        if specimen.contact:
            found.append(specimen.contact("kit-contact-1", specimen.to, secret))
        if specimen.receipt and specimen.tells:
            found.append(self.receipt(specimen.tells[-1], secret))
        if not found:
            raise NotPromised("it hears nothing")
        return tuple(found)

    def hears(self, channel: Channel, request: Request) -> tuple[Inbound, ...]:
        """What a verified request says. It must be readable."""
        try:
            return tuple(channel.parse(request, self.clock.now()))
        except Malformed:
            raise Broken(
                "`parse` raised Malformed for a request that is right", "read what your specimen signs"
            ) from None

    def hears_text(self, channel: Channel, request: Request) -> Input:
        """The one input that a text is heard as."""
        match self.hears(channel, request):
            case (Input() as one,):
                return one
            case heard:
                raise Broken(f"a text was heard as {_kinds(heard)}", "give exactly one Input for one text")

    def hears_receipt(self, channel: Channel, request: Request) -> Receipt:
        """The one receipt that a request is heard as."""
        match self.hears(channel, request):
            case (Receipt() as one,):
                return one
            case heard:
                raise Broken(
                    f"a receipt was heard as {_kinds(heard)}",
                    "give exactly one Receipt for what a provider tells of one part, also when it tells it again",
                )

    def rejects(self, channel: Channel, request: Request, why: str, mend: str) -> str:
        """The reason for which a request is rejected. It must be."""
        try:
            channel.verify(request)
        except Rejected as rejected:
            return rejected.reason
        raise Broken(why, mend)

    # ------------------------------------------------------------------------------------------------- what goes out

    async def sends(self, does: Does, words: str = WORDS, key: str = KEY) -> Sent:
        """What a new channel says when it is to send words, and its provider does so."""
        self.provider.does = does
        to = (does.to if isinstance(does, Answer) else "") or self.specimen.to
        return await self.channel(SECRET).send(self.part(words), to, key)

    def part(self, words: str = WORDS) -> Part:
        """The part that words make."""
        parts = self.rendered(short(words))
        must(len(parts) == 1, f"a short text makes {len(parts)} parts", "render what fits into one part as one part")
        return parts[0]

    def rendered(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """What a new channel makes of what is shown."""
        return tuple(self.channel(SECRET).render(self.prepared(shown)))

    def prepared(self, shown: Sequence[Shown]) -> tuple[Shown, ...]:
        """What is shown, as this channel is handed it."""
        prepare = self.specimen.prepared
        return tuple(prepare(one) for one in shown) if prepare else tuple(shown)

    def accepting(self) -> Answer:
        """The answer that accepts."""
        if self.specimen.accepted is None:
            raise NotPromised("it sends nothing")
        return self.specimen.accepted

    def over_the_client(self) -> None:
        """Go on when it sends over the client that it was lent."""
        self.accepting()
        if self.specimen.left:
            raise NotPromised("its provider is inside the process")

    def left(self, channel: Channel) -> list[str]:
        """All that reached the provider, as text."""
        return list(self.specimen.left(channel)) if self.specimen.left else list(self.left_over_the_client())

    def left_over_the_client(self) -> Iterator[str]:
        """All requests, as text."""
        return (everything_in(request) for request in self.provider.requests)


def _kinds(heard: Sequence[object]) -> str:
    return ", ".join(type(one).__name__ for one in heard) or "nothing"


Promise = Callable[[Bench], object]
