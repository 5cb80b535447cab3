"""What a turn reads and writes, and what a citizen's pages show."""

from collections.abc import Callable

from pydantic_core import PydanticSerializationError

from adapters.keys import PersonKey
from adapters.store import rows
from adapters.store.changes import hash_of, writes_of
from adapters.store.database import Database, Row
from adapters.store.moments import written
from adapters.store.vault import Vault
from core.case.case import REOPENED_WITHIN
from core.case.norway import today
from core.conversation.input import Origin
from core.conversation.turn import AlreadyAnswered, Changes, Known, Loaded, Turn, Unknown
from core.errors import Invalid, NotFound
from core.ports.following import DESK
from core.ports.machine import Clock

Wrote = Callable[[str, bool], None]  # is told of a conversation that was written in, and whether it sends


def told_nobody(_: str, __: bool) -> None:
    """Nobody follows."""


class StoredConversations:
    """Conversations, one round trip to load and one to commit."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, wrote: Wrote = told_nobody) -> None:
        self._wrote = wrote
        self._database = database
        self._vault = vault
        self._clock = clock

    async def load(self, origin: Origin, code: str = "", conversation: str = "") -> Loaded:
        """What is known of where an input came from; with a code or a conversation, of that one, or NotFound."""
        lookup = await self._vault.lookup()
        parameters = {
            "account": origin.account,
            "input_hash": lookup.input(origin.account, origin.sender, origin.id),
            "address": lookup.address(origin.account, origin.sender),
            "today": self._today(),
            "lately": self._lately(),
        }
        query = "load"
        if code:
            query = "load_by_code"
            parameters |= {"code_hash": hash_of(code, origin, lookup), "moment": written(self._clock.now())}
        elif conversation:
            query = "load_conversation"
            parameters["conversation"] = conversation
        (row,) = await self._database.rows(query, parameters)
        if row[0] is not None:
            raise await self._answered(row[0], row[1], lookup.body(origin.body))
        loaded = self._loaded(row)
        if (code or conversation) and isinstance(loaded, Unknown):
            raise NotFound("no conversation has this code" if code else "no such conversation")
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
        self._wrote(changes.turn.conversation, bool(changes.messages) or changes.followed)
        if changes.case or changes.desk:
            self._wrote(DESK, False)

    async def conversation(self, account: str, sender: str) -> Loaded:
        """The lead conversation of an address."""
        lookup = await self._vault.lookup()
        found = await self._database.rows(
            "lead", {"address": lookup.address(account, sender), "today": self._today(), "lately": self._lately()}
        )
        return self._loaded((None, None, *found[0])) if found else Unknown()

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

    async def turns_after(self, known: Known, version: int, limit: int = 100) -> tuple[Turn, ...]:
        """The turns behind a version, oldest first."""
        parameters = {"conversation": known.conversation, "after": version, "limit": limit}
        found = await self._database.rows("turns_after", parameters)
        return tuple(rows.turn(row, _key_of(known)) for row in found)

    def code(self, known: Known) -> str:
        """The newest return code of the conversation, as the citizen reads it; empty when none was made."""
        number = known.state.return_code
        return self.code_of(known, number, "return") if number else ""

    def code_of(self, known: Known, number: int, kind: str) -> str:
        """The code with that number, as the citizen reads it. One in a link is a move code."""
        return _key_of(known).code(known.conversation, number, "return" if kind == "return" else "move")

    def _today(self) -> str:
        return today(self._clock.now()).isoformat()

    def _lately(self) -> str:
        return written(self._clock.now() - REOPENED_WITHIN)

    def _loaded(self, row: Row) -> Loaded:
        """A person who is not kept any more is nobody we know."""
        wrapped = row[rows.WRAPPED]
        if row[rows.PERSON] is None or wrapped is None:
            return rows.unknown(row)
        return rows.known(row, self._vault.person(wrapped))

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
