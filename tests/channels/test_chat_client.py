"""Typed clients: what a generator makes of our own description, and one whole conversation through it."""

import asyncio
import importlib
import inspect
import json
import os
import re
import shlex
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import httpx
import pytest
import pytest_asyncio
from tests.channels.chat_front_end import LIVE_KEY, TEST_KEY
from tests.channels.chat_guide import GENERATOR, GUIDE, blocks
from tests.channels.chat_listener import asleep
from tests.channels.chat_push import pushing
from tests.channels.chat_wire import Json, described
from tests.channels.test_chat_described import FakeSandbox
from tests.fakes import FakeClock

NAME = "veivalg_chat"
ROOT = Path(__file__).parents[2]
WALK = "tests.channels.chat_client_walk"
# What the generator says of itself, whatever it is given.
IDLE_WARNINGS = ("OpenAPI 3.1 support is still in beta", "Failed to get the schema name: null")
UNTYPED = (Any, object, dict, list, inspect.Parameter.empty)


@dataclass(frozen=True)
class Made:
    """A client, the folder that it is in, and all that its generator said."""

    told: Json
    folder: Path
    said: str

    @property
    def warnings(self) -> list[str]:
        """What the generator stumbled over."""
        lines = [line for line in self.said.splitlines() if "WARN" in line or "ERROR" in line]
        return [line for line in lines if not any(known in line for known in IDLE_WARNINGS)]


async def make(language: str, folder: Path) -> Made:
    """A client of our description, made by the very command that the guide tells."""
    async with pushing(sandbox=FakeSandbox(FakeClock())) as service:
        told = (await described(service.client)).told
    (folder / "openapi.json").write_text(json.dumps(told), encoding="utf-8")
    guide = "".join(block.commands for block in blocks(GUIDE.read_text(encoding="utf-8")))
    (command,) = (line for line in guide.splitlines() if line.startswith(GENERATOR) and f"-g {language}" in line)
    _, *words = shlex.split(command.replace("$API/", f"{folder}/"))
    program = str(Path(sys.executable).with_name(GENERATOR))
    return Made(told, folder / words[-1], await run(program, *words, folder=folder))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Made]:
    """The client in Python."""
    one = await make("python", tmp_path_factory.mktemp("client"))
    sys.path.insert(0, str(one.folder))
    yield one
    sys.path.remove(str(one.folder))


@pytest.fixture
def client(made: Made) -> ModuleType:
    """The client, imported."""
    return importlib.import_module(NAME)


async def run(*command: str, folder: Path, **environment: str) -> str:
    """What a command says, when all is well."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env={**os.environ, **environment}, stdout=PIPE, stderr=STDOUT
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    return said


def test_a_client_is_made_of_every_operation_without_a_warning(made: Made, client: ModuleType) -> None:
    """(CD-08)"""
    assert made.warnings == []
    operations = {one["operationId"] for methods in made.told["paths"].values() for one in methods.values()}
    apis = [getattr(client, name) for name in dir(client) if name.endswith("Api")]
    assert {name for api in apis for name in vars(api) if not name.startswith("_")} >= operations
    assert len(operations) == sum(len(methods) for methods in made.told["paths"].values())


@pytest.mark.long
async def test_the_same_is_made_for_typescript(tmp_path: Path) -> None:
    """(CD-08)"""
    made = await make("typescript-fetch", tmp_path)
    assert made.warnings == []
    code = "".join(file.read_text(encoding="utf-8") for file in (made.folder / "apis").glob("*.ts"))
    calls = set(re.findall(r"async (\w+)\(", code))
    for methods in made.told["paths"].values():
        for one in methods.values():
            first, *rest = one["operationId"].split("_")
            assert first + "".join(word.title() for word in rest) in calls


def test_every_operation_and_every_field_has_a_type_of_its_own(made: Made, client: ModuleType) -> None:
    told = made.told
    for methods in told["paths"].values():
        for one in methods.values():
            api = getattr(client, f"{one['tags'][0].title()}Api")
            hints = get_type_hints(getattr(api, one["operationId"]))
            given = {name: hint for name, hint in hints.items() if not name.startswith("_")}
            assert not [name for name, hint in given.items() if untyped(hint)], one["operationId"]
    for name in told["components"]["schemas"]:
        if name != "ConversationEvent":  # of webhooks, which are no calls
            model = getattr(client, name)
            fields = dict(getattr(model, "model_fields", {}))
            fields.pop("actual_instance", None)  # one of several: it has its types for the checker alone
            assert not [key for key, field in fields.items() if untyped(field.annotation)], name


def untyped(hint: object) -> bool:
    """Whether it says nothing, or has a part that does."""
    return hint in UNTYPED or any(untyped(part) for part in get_args(hint) if not isinstance(part, str))


async def test_a_whole_conversation_goes_through_the_client(client: ModuleType) -> None:
    """Every operation of the API, by its typed call (CD-01, CD-02, CD-03, CD-04, CD-08)."""
    walked = importlib.import_module(WALK)
    called: set[str] = set()
    async with pushing(sandbox=FakeSandbox(FakeClock())) as service:
        api = await described(service.client)

        async def note(request: httpx.Request) -> None:
            one = api.operation(request.method, request.url.path)
            called.add(one["operationId"] if one else request.url.path)

        service.client.event_hooks = {**service.client.event_hooks, "request": [note]}
        world = walked.World(
            http=service.client,
            key=LIVE_KEY,
            test_key=TEST_KEY,
            forward=service.clock.forward,
            somebody_waits=lambda: asleep(service.board),
            delivers=service.delivers,
            closes=service.board.close,
        )
        async with asyncio.timeout(60):
            await walked.walk(world)
    assert called == {one["operationId"] for methods in api.told["paths"].values() for one in methods.values()}


async def test_the_type_checker_has_nothing_to_say_of_that_conversation(made: Made) -> None:
    """Strictly, with the client's own types: a field that is called otherwise, or is of another kind, is found."""
    file = Path(__file__).with_name(f"{WALK.rpartition('.')[2]}.py")
    checked = await run(
        sys.executable,
        *("-m", "mypy", "--strict", "--no-warn-unused-ignores", "--follow-imports=silent", "--explicit-package-bases"),
        *("--config-file=", "--cache-dir", str(made.folder / "mypy"), str(file)),
        folder=ROOT,
        MYPYPATH=str(made.folder),
    )
    assert checked.startswith("Success"), checked
