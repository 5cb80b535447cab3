"""The commands an operator runs, as processes: what they refuse, and how they say it."""

import shutil
import socket
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.fakes import FakeClock, FakeReleases
from tests.integration import forked
from tests.integration.service import MASTER_KEY, ROOT, running

from adapters.chance import SystemChance
from adapters.content.load import load_content
from adapters.keys import KeyRing
from adapters.store.open import open_store
from core.conversation.input import Begin, Input, Origin, Say
from core.use_cases.receive import receive


async def veivalg(*arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run a command to its end; its exit code, and what it wrote."""
    process = await forked.veivalg(*arguments, **settings)
    out, err = await process.communicate()
    return await process.wait(), out, err


async def test_every_faulty_setting_is_named_before_anything_starts() -> None:
    code, _, said = await veivalg("serve", VEIVALG_ENVIRONMENT="production", VEIVALG_PORT="70000")
    assert code == 2
    assert "VEIVALG_PORT" in said
    assert "Traceback" not in said


async def test_several_processes_on_sqlite_are_refused(sqlite_url: str) -> None:
    code, _, said = await veivalg("serve", "--workers", "2", VEIVALG_DATABASE_URL=sqlite_url)
    assert (code, said.strip()) == (2, "SQLite serves one process. Use PostgreSQL for --workers above 1.")


async def test_a_second_process_on_one_file_is_refused(sqlite_url: str) -> None:
    async with running(sqlite_url):
        code, _, said = await veivalg("purge", VEIVALG_DATABASE_URL=sqlite_url)
    assert code == 2
    assert "is held by another process" in said


async def test_a_taken_port_is_told_before_anything_is_promised(sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, said = await veivalg("demo", VEIVALG_DATABASE_URL=sqlite_url, VEIVALG_PORT=str(port))
    assert (code, out) == (2, "")
    assert f"VEIVALG_PORT={port + 1}" in said


async def test_faulty_content_never_starts(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    code, _, said = await veivalg("serve", VEIVALG_DATABASE_URL=sqlite_url, VEIVALG_CONTENT=str(tmp_path / "content"))
    assert code == 2
    assert "particulars.yaml" in said


async def test_a_service_is_not_ready_before_its_migrations(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    async with running(url, wait_until_ready=False) as service, httpx.AsyncClient(base_url=service.address) as client:
        assert (await client.get("/health/live")).json() == {"live": True}
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert "migration" in ready.json()["reasons"][0]
        assert (await client.get("/nb/urgent")).status_code == 200
        begun = await client.post(
            "/channels/chat/v1/conversations",
            json={},
            headers={"Idempotency-Key": "6c7e4c2c-3f0e-4d0c-9b0e-2f6f0a3d1c11"},
        )
        assert begun.status_code == 503
        assert begun.headers["retry-after"]


@pytest.mark.parametrize("arguments", [("key", "create"), ("config", "show"), ("phone", "check", "112")])
async def test_small_commands_just_work(arguments: tuple[str, ...]) -> None:
    code, out, _ = await veivalg(*arguments)
    assert code == 0
    assert out.strip()


async def test_what_was_set_aside_is_listed_without_words_and_tried_again_once(sqlite_url: str) -> None:
    """(case 13)"""
    settings = {"VEIVALG_DATABASE_URL": sqlite_url, "VEIVALG_MASTER_KEY": b64encode(MASTER_KEY).decode()}
    store = await open_store(sqlite_url, KeyRing(MASTER_KEY), FakeClock())
    await store.inbox.keep(Input(Origin("sms:one", "+4790000001", "1"), Say("eplekake")), "Busy")
    (waiting,) = await store.inbox.claim(1, timedelta(minutes=1))
    await store.inbox.failed(waiting, "ValueError", None)
    await store.close()

    code, listed, _ = await veivalg("messages", "set-aside", **settings)
    assert code == 0
    assert listed.split() == ["2026-11-24", "09:00", "sms:one", "1", "tries", waiting.id, "ValueError"]
    assert (await veivalg("messages", "retry", waiting.id, **settings))[0] == 0
    code, _, said = await veivalg("messages", "retry", waiting.id, **settings)
    assert (code, said.strip()) == (1, "No such input is set aside, or its words are gone.")
    assert (await veivalg("messages", "set-aside", **settings))[1].strip() == "None."


async def test_the_versions_that_conversations_stand_on_are_listed(sqlite_url: str, tmp_path: Path) -> None:
    """Those that began with a version that was rolled back, or withdrawn, are found by it (case 81)."""
    settings = {"VEIVALG_DATABASE_URL": sqlite_url, "VEIVALG_MASTER_KEY": b64encode(MASTER_KEY).decode()}
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    older = load_content(folder)
    (folder / "withdrawn.yaml").write_text(f"withdrawn:\n  - {{release: '{older.id}', reason: a wrong limit}}\n")
    newer = load_content(folder)
    store, clock = await open_store(sqlite_url, KeyRing(MASTER_KEY), FakeClock()), FakeClock()
    for release, browsers in ((older, ("anna", "bo")), (newer, ("kari",))):
        await store.save_release(release.id, 1, b"")
        for browser in browsers:
            await receive(
                Input(Origin("web", browser, "1"), Begin("work-needs", "nb")),
                conversations=store,
                releases=FakeReleases(release),
                clock=clock,
                chance=SystemChance(),
            )
    await store.close()

    code, listed, _ = await veivalg("releases", VEIVALG_CONTENT=str(folder), **settings)

    assert code == 0
    assert sorted(line.split()[2:] for line in listed.splitlines()) == sorted(
        [[older.id, "2", "conversations", "withdrawn"], [newer.id, "1", "conversations", "in", "use"]]
    )
