"""What stands in the database can be read only with the keys."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.contract.people import Citizen
from tests.databases import RING, contents
from tests.fakes import FakeClock
from tests.little import RELEASE

from adapters.keys import KeyMissing, KeyRing, Unreadable
from adapters.store.open import open_store
from adapters.store.store import Store
from core.conversation.input import AskForCode, Origin, Reply, SeeResult, TakeView

SENDER, ID, BODY = "token-of-annas-browser", "id-of-the-input", "body-of-the-input"
WORDS, NOTE, VIEW = "eplekake og sjokolade", "dette burde dere spurt om", "slik ser jeg det selv"
OPEN = {"nb", "web", "citizen", "accepted", RELEASE.id, "little", "return"}


async def tells_everything(store: Store) -> Citizen:
    """Somebody answers all questions, private ones too, and writes texts of their own."""
    anna = Citizen(store, SENDER)
    await anna.begins()
    await anna.answers("searching", 41, "yes", "2024-05-01", "yes", 3, ("money", "housing"))
    await anna.does(Reply(WORDS), Origin("web", SENDER, ID, BODY))
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
        key.open(sealed, known.conversation, name)
        for sealed, name in zip(conversation[-2:], ("state", "private"), strict=True)
    )
    assert b"searching" in state
    assert b"housing" not in state
    assert b"housing" in private
    for _, version, *_, input, events, prompts, apart in tables["turn"]:
        row = f"{known.conversation}.{version}"
        plain = b"".join(
            key.open(sealed, row, name) for sealed, name in ((input, "input"), (events, "events"), (prompts, "prompts"))
        )
        assert b"housing" not in plain
        if version in (6, 8, 10):  # the two private answers, and the picture that rests on them
            assert key.open(apart, row, "private")


async def test_another_key_ring_opens_nothing(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    await tells_everything(store)
    await store.close()
    other = await open_store(sqlite_url, KeyRing(bytes(32)), FakeClock())
    assert "master key" in (await other.ready())[0]
    with pytest.raises(KeyMissing):
        await other.conversation("web", SENDER)
    await other.close()


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
    sealed = next(row[-2] for row in (await contents(store))["conversation"] if row[0] == known.conversation)
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
