"""Content from files or from the store, by the same compiler."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path as Folder

from adapters.content.body import body_of, id_of
from adapters.content.compile import compile_all, compile_release
from adapters.content.fault import ContentFaults, LocatedFault
from adapters.content.places import place_of
from adapters.content.tree import read_files
from core.errors import NotFound
from core.release import Release


@dataclass(frozen=True, slots=True)
class Content:
    """A release, and the body that is stored of it."""

    release: Release
    body: bytes


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """What checking a folder found. Without faults there is a release; `place` finds a named part in the files."""

    release: Release | None
    faults: tuple[LocatedFault, ...]
    place: Callable[[tuple[str, ...], str], LocatedFault]


def load_content(folder: Folder) -> Release:
    """The release in the folder, or ContentFaults with every fault."""
    return read_content(folder).release


def read_content(folder: Folder) -> Content:
    """The release in the folder with its body, or ContentFaults with every fault."""
    files = read_files(folder)
    compiled = compile_all(files.documents)
    faults = [*files.faults, *(files.located(fault) for fault in compiled.faults)]
    if faults:
        raise ContentFaults(faults)
    return Content(compiled.release, body_of(files.documents))


def check_content(folder: Folder, today: date) -> CheckedContent:
    """All that is wrong in the folder, also what is overdue by that day."""
    files = read_files(folder)
    compiled = compile_all(files.documents)
    faults = {*files.faults, *(files.located(fault) for fault in compiled.faults)}
    release = None if faults else compiled.release
    for named in compiled.named:
        if named.particular.confirmed and named.particular.recheck_by < today and not named.has_otherwise:
            due = f"particular `{named.particular.key}` should have been checked again by {named.particular.recheck_by}"
            named.part.faults.clear()
            named.part.fault(f"{due}; check it, or write `otherwise`: what to say without it")
            faults.add(files.located(named.part.faults[0]))
    return CheckedContent(release, tuple(sorted(faults)), lambda names, message: place_of(files, names, message))


def release_from(body: bytes, release: str) -> Release:
    """A stored release, read back. NotFound when the body is not the one that the id was made of."""
    if id_of(body) != release:
        raise NotFound(f"the stored body of release {release} is another one")
    return compile_release(json.loads(body))
