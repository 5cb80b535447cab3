"""A desk with three who work at it, served on a port: browsers look at it while a test acts behind it."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import uvicorn
from tests.desk_kit import OFFICE, Kit, desk_kit
from tests.fakes import START

from core.case.act import Claim
from core.case.case import CaseEvent, CaseWrite
from core.conversation.input import AskForPerson, Say
from core.staff.staff import Staff
from core.use_cases.serve_case import Step, handle_case

Result = TypeVar("Result")


@dataclass
class Served:
    """Where it answers, and what stands behind it."""

    url: str
    kit: Kit
    loop: asyncio.AbstractEventLoop
    sessions: int = 0

    def does(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something behind it, and wait until it is done."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def session(self, staff: Staff) -> dict[str, Any]:
        """The cookie of somebody who has signed in."""
        self.sessions += 1
        token = f"{staff.id}{self.sessions:03}".ljust(64, "0")
        self.does(self.kit.store.staff.begin_session(token, staff.id, self.kit.clock.now()))
        return {"name": "veivalg-desk", "value": token, "url": self.url}

    def asks(self, sender: str, *, hours: int = 5, language: str = "nb") -> str:
        """Somebody asks for a person; their case."""
        return self.does(self._asks(sender, hours, language))

    def in_danger(self, sender: str) -> None:
        """Somebody writes words that cannot wait."""
        self.does(self.kit.does(Say("jeg vil dø"), sender=sender))

    def claims(self, staff: Staff, case: str) -> None:
        """Somebody takes a case."""
        step = Step(staff, case, "claim", Claim())
        self.does(handle_case(step, cases=self.kit.store.desk, clock=self.kit.clock, office=OFFICE))

    async def _asks(self, sender: str, hours: int, language: str) -> str:
        await self.kit.does(AskForPerson(words="Jeg trenger hjelp"), sender=sender, language=language)
        case = await self.kit.case(sender=sender)
        moved = replace(case, promised_by=START + timedelta(hours=hours), version=case.version + 1)
        event = CaseEvent(moved.version, "placed", "citizen", self.kit.clock.now())
        await self.kit.store.desk.write(CaseWrite(case, moved, event))
        return case.id


@contextmanager
def served() -> Iterator[Served]:
    """Serve it from a thread of its own, until the test is over."""
    ready, over = threading.Event(), threading.Event()
    found: list[Served] = []

    def run() -> None:
        asyncio.run(_serve(found, ready, over))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(20), "the desk was not served"
        yield found[0]
    finally:
        over.set()
        thread.join(20)


async def _serve(found: list[Served], ready: threading.Event, over: threading.Event) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        async with desk_kit() as kit:
            server = uvicorn.Server(uvicorn.Config(kit.app, log_level="critical", lifespan="off"))
            running = asyncio.create_task(server.serve([listening]))
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            found.append(Served(url, kit, asyncio.get_running_loop()))
            ready.set()
            await asyncio.to_thread(over.wait)
            kit.service.notices.close()  # type: ignore[attr-defined]
            server.should_exit = True
            await running
