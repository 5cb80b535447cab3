"""What a turn reads and writes, and what a citizen's pages show."""

from pydantic_core import PydanticSerializationError

from adapters.keys import PersonKey
from adapters.store import rows
from adapters.store.changes import writes_of
from adapters.store.database import Database, Row
from adapters.store.vault import Vault
from core.conversation.decide import today
from core.conversation.input import Origin
from core.conversation.turn import AlreadyAnswered, Changes, Known, Loaded, Turn, Unknown
from core.errors import Invalid, NotFound
from core.ports import Clock

# A loaded row: the turn that answered the input, by conversation and version; where the address leads; what is known.
BOUND, KNOWN = 2, 3


class StoredConversations:
    """Conversations, one round trip to load and one to commit."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def load(self, origin: Origin, code: str = "") -> Loaded:
        """Return what is known of where an input came from; with a code, the conversation it leads to, or NotFound."""
        lookup = await self._vault.lookup()
        parameters = {
            "account": origin.account,
            "input_hash": lookup.input(origin.account, origin.sender, origin.id),
            "address": lookup.address(origin.account, origin.sender),
            "today": self._today(),
        }
        if code:
            parameters["code_hash"] = lookup.code(code)
        (row,) = await self._database.rows("load_by_code" if code else "load", parameters)
        if row[0] is not None:
            raise await self._answered(row[0], row[1], lookup.body(origin.body))
        loaded = self._known(row[KNOWN:], row[BOUND])
        if code and isinstance(loaded, Unknown):
            raise NotFound("no conversation has this code")
        return loaded

    async def commit(self, changes: Changes) -> None:
        """Write all of it and sync, or nothing. Overtaken(what) when a guard fails."""
        lookup = await self._vault.lookup()
        key, wrapped = self._vault.new_person() if changes.begins and not changes.joins else (changes.key, b"")
        assert isinstance(key, PersonKey), "what was loaded carries its key"
        try:
            writes = writes_of(changes, key, wrapped, lookup)
        except PydanticSerializationError as error:  # half a character: no text that anybody could have typed
            raise Invalid("write_text") from error
        await self._database.write(writes)

    async def conversation(self, account: str, sender: str) -> Loaded:
        """The lead conversation of an address."""
        lookup = await self._vault.lookup()
        found = await self._database.rows("lead", {"address": lookup.address(account, sender), "today": self._today()})
        return self._known(found[0][1:], found[0][0]) if found else Unknown()

    async def turn(self, known: Known, version: int) -> Turn:
        """One turn of the conversation, as it was; NotFound when there is none."""
        found = await self._database.rows("turn", {"conversation": known.conversation, "version": version})
        if not found:
            raise NotFound("no such turn")
        return rows.turn(found[0], _key_of(known))

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        """All turns, oldest first."""
        found = await self._database.rows("turns", {"conversation": known.conversation})
        return tuple(rows.turn(row, _key_of(known)) for row in found)

    def code(self, known: Known) -> str:
        """The newest code of the conversation, as the citizen reads it; empty when none was made."""
        return _key_of(known).code(known.conversation, known.state.codes) if known.state.codes else ""

    def _today(self) -> str:
        return today(self._clock.now()).isoformat()

    def _known(self, row: Row, bound: str | None) -> Loaded:
        """A person who is not kept any more is nobody we know."""
        person, wrapped = row[0], row[-1]
        if person is None or wrapped is None:
            return Unknown()
        return rows.known(row, self._vault.person(wrapped), bound or "")

    async def _answered(self, conversation: str, version: int, body: bytes | None) -> Exception:
        """A repeat is rare, and may take another round trip."""
        found = await self._database.rows("answered", {"conversation": conversation, "version": version})
        if not found:
            return NotFound("it was answered, and then erased")
        *turn, body_hash, wrapped = found[0]
        return AlreadyAnswered(rows.turn(turn, self._vault.person(wrapped)), same=body_hash == body)


def _key_of(known: Known) -> PersonKey:
    assert isinstance(known.key, PersonKey)
    return known.key
