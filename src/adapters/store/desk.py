"""Cases, as staff see and change them. A case is shown in the transaction that records the view, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_bytes
from typing import Any

from adapters.keys import PersonKey
from adapters.store import rows
from adapters.store.asking import desk_of
from adapters.store.database import Database, Row, Steps, Writes, transact_freely
from adapters.store.desk_rows import WIDTH, call_in, case_in, event_in, view_in
from adapters.store.desk_statements import LANGUAGES, VIEWS
from adapters.store.moments import milliseconds, written
from adapters.store.vault import Vault
from core.case.case import REOPENED_WITHIN, Case, CaseWrite, NeedsReason
from core.case.desk import HELD, MANY, PAGE, PURPOSES, Callback, CaseFile, Draft, Queue, View, Wanted
from core.case.desk import Row as QueueRow
from core.case.norway import today
from core.case.referral import limited
from core.conversation.moment import identifier
from core.errors import Conflict, NotFound
from core.ports.following import DESK
from core.staff.rights import demand
from core.staff.staff import Staff

MOST_VIEWS = 5000
MOST_TURNS = 500  # of a conversation on one page


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a case, still sealed."""

    case: Case
    wrapped: bytes
    conversation: Row | None
    turns: Sequence[Row]
    events: Sequence[Row]
    calls: Sequence[Row]
    draft: Row | None
    others: Sequence[Row]
    names: Mapping[str, str]


class StoredDesk:
    """Cases and DeskReading."""

    def __init__(self, database: Database, vault: Vault, wrote: Callable[[str, bool], None]) -> None:
        self._database = database
        self._vault = vault
        self._wrote = wrote

    async def case(self, id: str) -> Case:
        """As it stands, for deciding. NotFound."""
        found = await self._database.rows("case", {"case": id})
        if not found:
            raise NotFound("no such case")
        return case_in(found[0])

    async def kind_of(self, unit: str) -> str:
        """What kind of unit it is; empty when there is no such unit."""
        found = await self._database.rows("kind_of", {"unit": unit})
        return str(found[0][0]) if found else ""

    async def works_in(self, staff: str) -> str:
        """The unit that somebody works in; empty when there is no such."""
        found = await self._database.rows("works_in", {"staff": staff})
        return str(found[0][0]) if found else ""

    async def write(self, write: CaseWrite) -> None:
        """Write a change that the citizen does not hear of. Overtaken when the case is not as it was."""
        found = await self._database.rows("case_of_person", {"case": write.was.id})
        if not found:
            raise NotFound("no such case")
        names, parameters = desk_of(write, self._vault.person(found[0][WIDTH]))
        await self._database.write(Writes(names, parameters))
        self._wrote(DESK, False)

    async def queue(self, viewer: Staff, wanted: Wanted, now: datetime) -> Queue:
        """One page of a queue of the viewer's unit."""
        chosen = {name: getattr(wanted, name) for name in ("topic", "channel", "language", "county")}
        filters = [name for name, value in chosen.items() if value]
        parameters = {**chosen, **_viewed_by(viewer, now), "limit": PAGE + 1}
        if wanted.interpreter:
            filters.append("interpreter")
        if wanted.after:
            filters.append("after")
            after = wanted.after
            parameters |= {
                "after_rank": after.rank,
                "after_promised": written(after.promised_by),
                "after_case": after.case,
            }
        found = await self._database.rows(" ".join(("queue", wanted.view, *filters)), parameters)
        listed = tuple(QueueRow(case_in(row), row[WIDTH] or "") for row in found[:PAGE])
        return Queue(listed, more=len(found) > PAGE)

    async def counts(self, viewer: Staff, now: datetime) -> Mapping[str, int]:
        """How many cases each view has, up to MANY and one."""
        parameters = {**_viewed_by(viewer, now), "limit": MANY + 1}
        return {view: (await self._database.rows(f"count_{view}", parameters))[0][0] for view in VIEWS}

    async def file(self, viewer: Staff, case: str, purpose: str, now: datetime) -> CaseFile:
        """All of a case, and the record that it was shown."""
        view = identifier(now, token_bytes(16), b"view")
        found = await transact_freely(self._database, partial(_showing, viewer, case, purpose, now, view))
        key = self._vault.person(found.wrapped)
        if found.conversation is None:
            raise NotFound("no such case")
        file = CaseFile(
            case=found.case,
            known=rows.known((None, None, *found.conversation), key),
            turns=tuple(rows.turn(row, key) for row in reversed(found.turns)),
            events=tuple(event_in(case, row, key) for row in found.events),
            calls=tuple(call_in(row, key) for row in found.calls),
            draft=_draft(case, found.draft, key),
            others=tuple(case_in(row) for row in found.others),
            names=found.names,
            newer=len(found.turns) == MOST_TURNS,
        )
        return limited(file, today(now))

    async def calls(self, viewer: Staff, since: datetime, until: datetime) -> Sequence[Callback]:
        """Calls of the viewer's unit that are due in that time, without their numbers, in the order of their lines."""
        parameters = {**_viewed_by(viewer, since), "since": milliseconds(since), "until": milliseconds(until)}
        found = await self._database.rows("calls_due", parameters)
        return [call_in(row[:-1], owner=row[-1] or "") for row in found]

    async def views(self, person: str, limit: int = MOST_VIEWS) -> Sequence[View]:
        """Who was shown what of a person, newest first."""
        found = await self._database.rows("views_of", {"person": person, "limit": limit})
        return [view_in(row) for row in found]

    async def cases_of(self, person: str) -> Sequence[Case]:
        """All cases of a person, newest first."""
        return [case_in(row) for row in await self._database.rows("cases_of", {"person": person})]

    async def keep_draft(self, viewer: Staff, case: str, words: str, version: int, now: datetime) -> Draft:
        """Keep what is being written; empty words take it away."""
        found = await self._database.rows("case_of_person", {"case": case})
        held = case_in(found[0]) if found else None
        if held is None or held.owner != viewer.id or not held.is_open:
            raise NotFound("no such case")
        sealed = self._vault.person(found[0][WIDTH]).seal(words.encode(), case, "draft")
        parameters = {
            "case": case, "staff": viewer.id, "words": sealed, "draft_at": written(now), "version": version,
        }  # fmt: skip
        kept = await transact_freely(self._database, partial(_drafting, parameters, keeps=bool(words.strip())))
        return Draft(words, viewer.id, now, kept)

    async def lapsing(self, now: datetime, limit: int) -> Sequence[Case]:
        """Open cases whose holder is away longer than their promise lasts."""
        return [case_in(row) for row in await self._database.rows("lapsing", {"now": written(now), "limit": limit})]


def _showing(viewer: Staff, case: str, purpose: str, now: datetime, view: str) -> Steps[Found]:
    """Read a case, and record that it was read; one is not without the other."""
    this = {"case": case}
    found = yield "case_of_person", this
    if not found:
        raise NotFound("no such case")
    shown = case_in(found[0])
    purpose = _allowed(viewer, shown, purpose)
    yield (
        "log_view",
        {
            "id": view,
            "person": shown.person,
            "case": case,
            "staff": viewer.id,
            "unit": viewer.unit,
            "role": " ".join(sorted(viewer.roles)),
            "purpose": purpose,
            "what": "case",
            "at": written(now),
        },
    )
    days = {"today": today(now).isoformat(), "lately": written(now - REOPENED_WITHIN)}
    of = {"conversation": shown.conversation, "person": shown.person, "limit": MOST_TURNS}
    conversation = yield "conversation_in_full", {**of, **days}
    turns = yield "turns_of_case", of
    events = yield "events_of_case", this
    calls = yield "calls_of_person", of
    draft = yield "draft_of_case", this
    others = yield "others_of_person", {**of, **this}
    names = yield "names", {}
    return Found(
        case=shown,
        wrapped=found[0][WIDTH],
        conversation=conversation[0] if conversation else None,
        turns=turns,
        events=events,
        calls=calls,
        draft=draft[0] if draft else None,
        others=others,
        names={str(id): str(name) for id, name in names},
    )


def _allowed(viewer: Staff, case: Case, purpose: str) -> str:
    """Why it is shown. NotFound when it may not be; NeedsReason when it is not theirs and no reason was given."""
    if viewer.id in (case.owner, case.offered_to):
        demand(viewer, "open_case", holder=viewer.id, unit=case.unit, shielded=case.shielded)
        return HELD
    demand(viewer, "open_others_case", holder=case.owner, unit=case.unit, shielded=case.shielded)
    if purpose not in PURPOSES:
        raise NeedsReason("say why")
    return purpose


def _drafting(parameters: Mapping[str, Any], *, keeps: bool) -> Steps[int]:
    before = yield "draft_of_case", parameters
    if (before[0][3] if before else 0) != parameters["version"]:
        raise Conflict("another draft was kept since, or it was sent")
    if not keeps:
        yield "remove_draft", parameters
        return 0
    kept = yield "keep_draft", parameters
    if not kept:
        raise Conflict("another draft was kept since")
    return int(kept[0][0])


def _draft(case: str, row: Row | None, key: PersonKey) -> Draft | None:
    if row is None:
        return None
    words, staff, at, version = row
    return Draft(key.open(words, case, "draft").decode(), staff, datetime.fromisoformat(at), version)


def _viewed_by(viewer: Staff, now: datetime) -> dict[str, Any]:
    languages = (*viewer.languages, *[""] * LANGUAGES)[:LANGUAGES]
    return {
        "staff": viewer.id,
        "unit": viewer.unit,
        "sees_shielded": viewer.may_see_shielded,
        "now": written(now),
        **{f"language_{n}": language for n, language in enumerate(languages)},
    }
