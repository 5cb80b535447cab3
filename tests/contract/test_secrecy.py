"""What stands in the database can be read only with the keys."""

import asyncio
import shutil
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.people import Citizen
from tests.databases import RING, cell, contents, database
from tests.fakes import FakeClock
from tests.little import RELEASE

from adapters.keys import KeyRing, Unreadable
from adapters.store.open import file_of, open_store
from adapters.store.sqlite import connect
from adapters.store.store import Store
from core.conversation.event import Noted
from core.conversation.input import (
    AskForCode,
    AskForPerson,
    Begin,
    BookCall,
    Input,
    Leave,
    Origin,
    Reply,
    Say,
    SeeResult,
    TakeView,
)
from core.conversation.turn import NewCode, Unknown, invite_of
from core.delivery.message import Message, Timer
from core.errors import Unavailable

SENDER, ID, BODY = "token-of-annas-browser", "id-of-the-input", "body-of-the-input"
WORDS, NOTE, VIEW = "eplekake og sjokolade", "dette burde dere spurt om", "slik ser jeg det selv"
OPEN = {"nb", "web", "citizen", "accepted", RELEASE.id, "little", "return"}


async def tells_everything(store: Store, sender: str = SENDER) -> Citizen:
    """Somebody answers all questions, private ones too, and writes texts of their own."""
    anna = Citizen(store, sender)
    await anna.begins()
    await anna.answers("searching", 41, "yes", "2024-05-01", "yes", 3, ("money", "housing"))
    await anna.does(Reply(WORDS), Origin("web", sender, ID, BODY))
    await anna.does(SeeResult(NOTE))
    await anna.does(TakeView("partly", VIEW))
    await anna.does(AskForCode())
    return anna


def secrets(store: Store, code: str) -> list[bytes]:
    """What must be found nowhere."""
    said = [SENDER, ID, BODY, WORDS, NOTE, VIEW, "searching", "2024-05-01", "housing", "hindrance", "adults", code]
    return [one.encode() for one in (*said, code.replace("-", ""))]


async def test_nothing_that_was_said_stands_in_any_column(store: Store) -> None:
    anna = await tells_everything(store)
    everything = repr(await contents(store)).encode()
    for secret in secrets(store, store.code(await anna.known())):
        assert secret not in everything


NUMBER, CALLED, INVITED = "+4790000001", "+4790000002", "+4790000003"
TYPED, WANTED, KEPT = "jeg skriver dette selv", "jeg vil snakke med noen", "dette måtte vente litt"


async def writes_everything(store: Store) -> Citizen:
    """Somebody writes from a number, asks for a person and a call, invites another number, and is written to."""
    await Citizen(store, "somebody else").begins()
    anna = Citizen(store, NUMBER, "sms:one")
    await anna.begins()
    await anna.does(Reply("searching"))
    typed = await anna.beside()
    await store.commit(replace(typed, turn=replace(typed.turn, act=Say(TYPED), events=(Noted("", TYPED),))))
    await anna.does(AskForPerson(words=WANTED))
    await anna.does(BookCall(CALLED))
    number = (await anna.known()).state.codes + 1
    invite = NewCode(number, "invite", anna.clock.now() + timedelta(hours=24), invite_of("sms:one", INVITED))
    sent = (Message("sms:one", INVITED, "code"), Message("sms:one", NUMBER, "notice"))
    await anna.does_beside(code=invite, messages=sent, timers=(Timer("reminder", anna.clock.now(), 1),))
    await anna.does_beside(code=NewCode(number + 1, "move", anna.clock.now() + timedelta(minutes=30)))
    for claimed in await store.claim(("sms:one",), 10, timedelta(minutes=1)):
        await store.freeze(claimed, (TYPED,))
    await store.inbox.keep(Input(anna.origin(), Say(KEPT)), "Unavailable")
    await anna.does_beside(consent="stopped")
    return anna


def written_secrets(code: str) -> list[bytes]:
    """What must be found nowhere."""
    said = [NUMBER[3:], CALLED[3:], INVITED[3:], TYPED, WANTED, KEPT, "searching", code, code.replace("-", "")]
    return [one.encode() for one in said] + [repr(one.encode())[2:-1].encode() for one in said]


async def test_nothing_that_was_written_stands_in_any_column(store: Store) -> None:
    anna = await writes_everything(store)
    tables = await contents(store)
    used = ("lane", "message", "waiting_input", "timer", "citizen_case", "case_event", "callback", "code")
    assert all(tables[name] for name in used)
    everything = repr(tables).encode()
    known = await anna.known()
    for secret in written_secrets(store.code_of(known, known.state.codes + 2, "move")):
        assert secret not in everything


async def test_nothing_that_was_written_stands_in_the_file(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = await writes_everything(store)
    known = await anna.known()
    code = store.code_of(known, known.state.codes + 2, "move")
    written = everything_in(Path(sqlite_url.removeprefix("sqlite:///")).parent)
    await store.close()
    for secret in written_secrets(code):
        assert secret not in written


async def test_an_erased_number_stands_sealed_in_no_file(sqlite_url: str) -> None:
    """Messages, calls and inputs that waited go with their person (case 108)."""
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = await writes_everything(store)
    tables = await contents(store)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    named = (("message", "to"), ("message", "parts"), ("callback", "number"), ("waiting_input", "body"))
    sealed = [cell(table, row, column) for table, column in named for row in tables[table]]
    sealed = [value for value in sealed if value is not None]
    assert len(sealed) >= 5
    assert all(value in everything_in(folder) for value in sealed)
    await anna.does(Leave(erase=True))
    assert not any(value in everything_in(folder) for value in sealed)
    await store.close()


async def test_nothing_that_was_said_stands_in_the_file(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = await tells_everything(store)
    hidden = secrets(store, store.code(await anna.known()))
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    written = everything_in(folder)
    assert {each.stat().st_mode & 0o077 for each in folder.iterdir()} == {0}
    await store.close()
    written += everything_in(folder)
    assert len(written) > 100_000
    for secret in hidden:
        assert secret not in written


async def test_what_was_erased_stands_in_no_file(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    for n in range(20):
        await tells_everything(store, f"somebody else {n}")
    anna = await tells_everything(store)
    for n in range(20, 30):
        await tells_everything(store, f"somebody else {n}")
    hers = await sealed_of(store, anna)
    theirs = await sealed_of(store, Citizen(store, "somebody else 5"))
    assert all(sealed in everything_in(folder) for sealed in hers)
    await anna.does(Leave(erase=True))
    assert not any(sealed in everything_in(folder) for sealed in hers)
    assert all(sealed in everything_in(folder) for sealed in theirs)
    ben = Citizen(store, "ben")
    await ben.begins()
    assert await store.forget(date(2027, 12, 31)) == 31
    assert not any(sealed in everything_in(folder) for sealed in theirs)
    await store.close()


async def test_what_was_erased_just_before_the_process_was_killed_goes_when_the_next_one_starts(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = await tells_everything(store)
    await tells_everything(store, "somebody else")
    hers, killed = await sealed_of(store, anna), tmp_path / "killed"
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    person = (await anna.known()).person
    writer = database(store)._writer
    await writer.run(lambda c: c.execute("delete from person_key where person = ?", (person,)))
    shutil.copytree(folder, killed)
    assert any(sealed in everything_in(killed) for sealed in hers)
    again = await open_store(f"sqlite:///{killed}/veivalg.db", RING, FakeClock())
    await Citizen(again, "somebody else").known()
    for _ in range(50):
        await asyncio.sleep(0.1)
        if hers[0] not in everything_in(killed):
            break
    assert hers[0] not in everything_in(killed)
    await again.close()
    await store.close()


async def sealed_of(store: Store, citizen: Citizen) -> list[bytes]:
    """What stands of somebody, the wrapped key first."""
    known, tables = await citizen.known(), await contents(store)
    (wrapped,) = (row[-1] for row in tables["person_key"] if row[0] == known.person)
    rows = [row for table in ("conversation", "turn") for row in tables[table] if row[0] == known.conversation]
    sealed = [value for row in rows for value in row if isinstance(value, bytes) and len(value) > 40]
    return [wrapped, *(each[:200] for each in sealed)]  # what is long goes on in another page


def everything_in(folder: Path) -> bytes:
    """The bytes of all files: the database, its log, its lock."""
    return b"".join(each.read_bytes() for each in folder.iterdir())


async def test_private_answers_are_sealed_apart(store: Store) -> None:
    anna = await tells_everything(store)
    known = await anna.known()
    key: Any = known.key
    tables = await contents(store)
    (conversation,) = tables["conversation"]
    state, private = (
        key.open(cell("conversation", conversation, name), known.conversation, name) for name in ("state", "private")
    )
    assert b"searching" in state
    assert b"housing" not in state
    assert b"housing" in private
    for turn in tables["turn"]:
        version = cell("turn", turn, "version")
        row = f"{known.conversation}.{version}"
        plain = b"".join(key.open(cell("turn", turn, name), row, name) for name in ("input", "events", "prompts"))
        assert b"housing" not in plain
        if version in (6, 8, 10):  # the two private answers, and the picture that rests on them
            assert key.open(cell("turn", turn, "private"), row, "private")


async def test_another_key_ring_opens_nothing(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    await tells_everything(store)
    await store.close()
    other = await open_store(sqlite_url, KeyRing(bytes(32)), FakeClock())
    assert "master key" in (await other.ready())[0]
    for asked in everything_asked(other):
        with pytest.raises(Unavailable, match="lookup key"):
            await asked
    await other.close()


async def test_a_lookup_key_that_was_changed_makes_the_store_unavailable(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    await tells_everything(store)
    await store.close()
    connection = connect(file_of(sqlite_url))
    connection.execute("update lookup_key set wrapped = cast(substr(wrapped, 1, 20) || zeroblob(44) as blob)")
    connection.close()
    store = await open_store(sqlite_url, RING, FakeClock())
    assert "lookup key" in (await store.ready())[0]
    for asked in everything_asked(store):
        with pytest.raises(Unavailable, match="lookup key"):
            await asked
    await store.close()


def everything_asked(store: Store) -> list[Awaitable[object]]:
    """Everything that stands on the lookup key."""
    changes = Citizen(store).decide(Unknown(), Begin("little", "nb"), Origin("web", SENDER, "1"))
    return [
        store.load(Origin("web", SENDER, "1")),
        store.load(Origin("web", SENDER, "1"), "ABCD-EFGH-JKMN"),
        store.conversation("web", SENDER),
        store.commit(changes),
        store.attempt("return", ("browser",), FakeClock().now()),
        store.succeeded("return", ("browser",), FakeClock().now()),
    ]


async def test_a_person_whose_master_key_was_taken_away_is_unavailable(sqlite_url: str) -> None:
    old, new = b"o" * 32, b"n" * 32
    store = await open_store(sqlite_url, KeyRing(new), FakeClock())
    assert await store.ready() == []
    await store.close()
    store = await open_store(sqlite_url, KeyRing(old, new), FakeClock())
    await tells_everything(store)
    await store.close()
    store = await open_store(sqlite_url, KeyRing(new), FakeClock())
    with pytest.raises(Unavailable, match="master key"):
        await store.conversation("web", SENDER)
    assert await store.forget(date(2027, 12, 31)) == 1
    await store.close()


async def test_a_new_master_key_before_the_old_one_reads_and_writes_all(sqlite_url: str) -> None:
    old, new = b"o" * 32, b"n" * 32
    store = await open_store(sqlite_url, KeyRing(old), FakeClock())
    await tells_everything(store)
    await store.close()
    store = await open_store(sqlite_url, KeyRing(new, old), FakeClock())
    anna = Citizen(store, SENDER)
    anna.said = 100
    assert (await anna.known()).state.given()["words"] == WORDS
    await anna.does(SeeResult())
    ben = Citizen(store, "ben")
    await ben.begins()
    await store.close()


async def test_a_sealed_value_opens_only_where_it_was_sealed(store: Store) -> None:
    anna, ben = await tells_everything(store), Citizen(store, "ben")
    await ben.begins()
    known = await anna.known()
    key: Any = known.key
    rows = (await contents(store))["conversation"]
    sealed = next(cell("conversation", row, "state") for row in rows if row[0] == known.conversation)
    assert key.open(sealed, known.conversation, "state")
    for row, name in (((await ben.known()).conversation, "state"), (known.conversation, "private")):
        with pytest.raises(Unreadable):
            key.open(sealed, row, name)
    with pytest.raises(Unreadable):
        (await ben.known()).key.open(sealed, known.conversation, "state")  # type: ignore[attr-defined]


async def test_insight_sees_counts_and_nobody(store: Store) -> None:
    await tells_everything(store)
    counted = await store.counts(date(2026, 1, 1), date(2026, 12, 31))
    assert {one.channel for one in counted} == {"web"}
    for row in (await contents(store))["counting"]:
        assert row[1] == "little"
