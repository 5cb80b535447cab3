"""All that the chat routes stand on, and who speaks in a request."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from starlette.requests import Request

from channels.chat.capabilities import ANY, Capabilities
from channels.chat.keys import Keys, is_key
from channels.chat.problems import IdempotencyMismatch, KeyNeeded
from channels.chat.rates import Limits, Rates
from channels.chat.rendering import Prompts
from channels.chat.sandbox_port import Sandbox
from channels.chat.tokens import TokenOut, new_token, read_token
from channels.http.errors import Unauthorized
from channels.http.network import network_of
from channels.http.tokens import digest
from core.case.office import Office
from core.conversation.input import Act, Input, Origin
from core.conversation.turn import AlreadyAnswered, Known, Turn
from core.errors import Invalid, NotFound
from core.ports.conversations import CitizenReading, Conversations, Slots
from core.ports.following import Notices
from core.ports.machine import Chance, Clock, Releases, Tries
from core.use_cases.receive import receive

ACCOUNT = "chat"
LONGEST_KEY = 120
HEADERS = "chat.headers"  # where a request keeps headers of its answer


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: for one conversation, with a token or with the server key that it was begun with.

    `citizen`: a token is the citizen's own; keys and webhooks are others', who read nothing private.
    """

    conversation: str
    capabilities: Capabilities = ANY
    key: str = ""
    citizen: bool = True
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """Ports, settings, and what was rendered so far."""

    conversations: Conversations
    reading: CitizenReading
    releases: Releases
    tries: Tries
    slots: Slots
    clock: Clock
    chance: Chance
    secret: bytes
    office: Office
    keys: Keys
    rates: Rates
    limits: Limits
    notices: Notices | None = None
    sandbox: Sandbox | None = None
    prompts: Prompts = field(default_factory=Prompts)

    # ------------------------------------------------------------------------------------------------- turns

    async def take(self, conversation: str, id: str, act: Act, body: str) -> Turn:
        """One turn of a conversation; the same one again for the same id. Other content under it is refused."""
        return await self.receive(Origin(ACCOUNT, conversation, id, body), act)

    async def receive(self, origin: Origin, act: Act) -> Turn:
        """One turn from any address of chat."""
        try:
            return await receive(
                Input(origin, act),
                conversations=self.conversations,
                releases=self.releases,
                clock=self.clock,
                chance=self.chance,
                office=self.office,
                tries=self.tries,
            )
        except Invalid as error:
            raise IdempotencyMismatch if error.faults == ("other_content_before",) else error from None

    async def heard(self, conversation: str, id: str) -> bool:
        """Whether an input with that id was answered before, so that it is to be answered as it was then."""
        try:
            await self.conversations.load(Origin(ACCOUNT, conversation, id))
        except AlreadyAnswered:
            return True
        return False

    async def known(self, conversation: str) -> Known:
        """The conversation as it stands; NotFound when there is none, or none any more."""
        loaded = await self.conversations.load(Origin(ACCOUNT, conversation, "look"), conversation=conversation)
        if not isinstance(loaded, Known):
            raise NotFound("conversation")
        return loaded

    # --------------------------------------------------------------------------------------------- who speaks

    async def speaker(self, conversation: str, request: Request) -> Speaker:
        """Who the request speaks for. Unauthorized without a token or key; NotFound when it is of something else."""
        given, bare = bearer(request), conversation.removeprefix("cnv_")
        if not given:
            raise Unauthorized
        if is_key(given):
            return Speaker(bare, key=await self._owner_of(bare, given, request), citizen=False)
        token = read_token(self.secret, bare, given, self.clock.now())
        return Speaker(bare, token.capabilities, expires=token.expires)

    async def writer(self, conversation: str, request: Request) -> Speaker:
        """Who speaks, when they may write once more this minute."""
        speaker = await self.speaker(conversation, request)
        self.count(request, f"conversation {speaker.conversation}", self.limits.conversation)
        return speaker

    async def _owner_of(self, conversation: str, given: str, request: Request) -> str:
        name = self.key_of(given, request)
        if (await self.known(conversation)).owner != name:
            raise NotFound("conversation")
        return name

    def key_of(self, given: str, request: Request) -> str:
        """The name of the server key of a request that has one; counted."""
        name = self.keys.name_of(given)
        self.count(request, f"key {name}", self.limits.key)
        return name

    def count(self, request: Request, name: str, limit: int) -> None:
        """Count a request; its answer tells the last limit that was counted."""
        if told := self.rates.take(name, limit):
            request.scope[HEADERS] = told

    # ------------------------------------------------------------------------------------------------- tokens

    def token(self, conversation: str, capabilities: Capabilities, at: datetime) -> TokenOut:
        """A token for a conversation, from then on."""
        return new_token(conversation, at, capabilities).sealed(self.secret)

    def sender(self, key: str) -> str:
        """The address of what is begun, or come back to, with this key."""
        return digest(self.secret, b"chat", key.encode())

    def sources(self, request: Request, *named: str) -> tuple[str, ...]:
        """Where tries of codes come from, as keyed hashes: enough to count by, no good for anything else."""
        return tuple(digest(self.secret, b"source", name.encode()) for name in named or (network(request),))


def bearer(request: Request) -> str:
    """The token or key that a request came with; empty when it has none."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def network(request: Request) -> str:
    """The network that a request came from."""
    return f"network {network_of(request.client.host) if request.client else ''}"


def drawn_key(request: Request) -> str:
    """The `Idempotency-Key`, when it is a UUID, however it is spelled; KeyNeeded when others could guess it."""
    try:
        return str(UUID(request.headers.get("idempotency-key", "")))
    except ValueError:
        raise KeyNeeded from None


def input_id(chat: Chat, request: Request, operation: str) -> str:
    """The id of a request that changes something: by its `Idempotency-Key`; without one it is a request of its own."""
    key = request.headers.get("idempotency-key", "")
    if len(key) > LONGEST_KEY:
        raise KeyNeeded
    return f"{operation} {key or chat.chance.seed().hex()}"
