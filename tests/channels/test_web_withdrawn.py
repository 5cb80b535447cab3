"""On the web, whoever is at a version that was withdrawn is told so, and begins with the one in use."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tests.channels.fakes import Browser, Service, service


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service() as opened:
        yield opened


@pytest.fixture
async def anna(veivalg: Service) -> Browser:
    """Somebody half-way, when the version was withdrawn."""
    anna = veivalg.browser()
    await anna.answers(until="education")
    await withdraw(veivalg)
    return anna


async def withdraw(veivalg: Service) -> None:
    """Use another version, which withdraws the one in use."""
    old = veivalg.releases.current
    veivalg.releases.current = replace(old, id="newer", withdrawn=frozenset({old.id}))
    veivalg.releases.older = {old.id: old}
    await veivalg.store.store.save_release("newer", 1, b"{}")


@pytest.mark.parametrize("path", ["/q/education", "/q/want", "/check", "/result", "/result/what-if"])
async def test_no_page_goes_on_with_its_questions(anna: Browser, path: str) -> None:
    """(case 80)"""
    page = await anna.get(f"/nb{path}")

    assert (page.status, "trukket tilbake" in page.title) == (410, True)
    assert '<a href="/nb/start"' in page.main or 'href="/nb/start"' in page.main


async def test_an_answer_that_was_on_its_way_is_not_taken(veivalg: Service) -> None:
    """(case 80)"""
    anna = veivalg.browser()
    page = await anna.answers(until="age")
    await withdraw(veivalg)

    assert (await anna.answer(page, "34")).status == 410


async def test_the_start_page_offers_to_begin_and_not_to_go_on(veivalg: Service, anna: Browser) -> None:
    """(case 80)"""
    assert "/q/" not in (await anna.get("/nb/start")).main
    assert "/q/" not in (await anna.get("/nb/")).main

    page = await anna.begin()

    assert page.address == "/nb/q/want"
    known = await veivalg.store.conversation("web", anna.client.cookies["veivalg"])
    assert known.release == "newer"  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/talk", "/save", "/urgent", "/privacy"])
async def test_all_other_pages_stand(anna: Browser, path: str) -> None:
    assert (await anna.get(f"/nb{path}")).status == 200
