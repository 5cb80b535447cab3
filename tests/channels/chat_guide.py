"""The guide to the chat API as a program: what it lets a reader write and run, and what it says they will see."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "chat-api.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"(?:#|//|<!--) (\w+\.\w+)")
ANYTHING = "…"
GENERATOR = "openapi-generator-cli"
MARK = "--- what block {} says ---"


@dataclass(frozen=True)
class Block:
    """Something to run, and what it is said to show, if anything is."""

    commands: str
    shows: str = ""
    as_json: bool = False


def blocks(guide: str) -> tuple[Block, ...]:
    """What is to be run, in its order."""
    fences = [(kind, text) for kind, text in FENCE.findall(guide)]
    found = []
    for (kind, text), (following, shows) in zip(fences, [*fences[1:], ("", "")], strict=True):
        if kind == "sh":
            shown = shows if following in ("json", "text") else ""
            found.append(Block(text, shown, following == "json"))
    return tuple(found)


def files(guide: str) -> dict[str, str]:
    """What is to be written, by the name that its first line gives it."""
    found = {}
    for _, text in FENCE.findall(guide):
        if named := NAMED.match(text):
            found[named[1]] = text.partition("\n")[2] if named[1].endswith(".html") else text
    return found


def script(run: tuple[Block, ...]) -> str:
    """All commands as one, as if they were typed one after the other; what each says stands behind a mark."""
    return "\n".join(f"echo; echo '{MARK.format(n)}'\n{block.commands}" for n, block in enumerate(run))


def said(output: str, count: int) -> list[str]:
    """What each block said."""
    parts = re.split(r"^--- what block \d+ says ---$", output, flags=re.MULTILINE)[1:]
    return parts + [""] * (count - len(parts))


def differs(block: Block, output: str) -> str:
    """In what a block says something else than the guide lets one expect; empty when it does not."""
    if not block.as_json:
        return "" if output.strip() == block.shows.strip() else f"`{block.shows}` is shown, and was `{output}`"
    found = [unlike(json.loads(block.shows), one) for one in documents(output)]
    return "" if "" in found else "; ".join(found) or f"no JSON in `{output}`"


def documents(output: str) -> Iterator[object]:
    """The JSON documents in what was said; curl puts no line break behind one."""
    decoder = json.JSONDecoder()
    while (at := output.find("{")) >= 0:
        try:
            found, end = decoder.raw_decode(output, at)
        except ValueError:
            return
        yield found
        output = output[end:]


def unlike(shown: object, real: object, where: str = "") -> str:
    """Where a reply is not as shown; `…` stands for anything. Replies may have more fields than are shown."""
    match shown, real:
        case dict(), dict():
            missing = [f"{where}/{key} is missing" for key in shown if key not in real]
            inside = (unlike(shown[key], real[key], f"{where}/{key}") for key in shown if key in real)
            return next(iter(missing), "") or next((found for found in inside if found), "")
        case [*first, "…"], list() if len(real) >= len(first):
            return unlike(first, real[: len(first)], where)
        case list(), list() if len(shown) == len(real):
            pairs = enumerate(zip(shown, real, strict=True))
            return next((found for n, (a, b) in pairs if (found := unlike(a, b, f"{where}/{n}"))), "")
        case str(), str():
            pattern = ".*".join(re.escape(part) for part in shown.split(ANYTHING))
            return "" if re.fullmatch(pattern, real, re.DOTALL) else f"{where} is {real!r}, and not {shown!r}"
    return "" if shown == real and type(shown) is type(real) else f"{where} is {real!r}, and not {shown!r}"
