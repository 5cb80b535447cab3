"""The tables. Ids are text, moments and days are ISO text in UTC, hashes and sealed values are bytes.

What both drivers take as it is needs no conversion on the way. *Sealed* columns are bytes that only the person's key
opens; everything else stands open, and nothing in it is what a citizen said. Moments that are compared with the present
one, such as when something is due, are milliseconds since 1970.
"""

from sqlalchemy import Column, MetaData, Table

from adapters.store.columns import Words, metadata
from adapters.store.conversation_tables import (
    COUNTED,
    address,
    attempt,
    binding,
    code,
    conversation,
    counting,
    erasure,
    lookup_key,
    person,
    person_key,
    release,
    turn,
)
from adapters.store.office_tables import callback, case_event, citizen_case, draft, saved_filter, slot, view_log
from adapters.store.queue_tables import (
    LOST,
    OPEN,
    channel_account,
    endpoint,
    lane,
    message,
    receipt,
    timer,
    waiting_input,
)
from adapters.store.staff_tables import staff, staff_session, unit

__all__ = [
    "COUNTED",
    "LOST",
    "OPEN",
    "REVISION",
    "REVISIONS",
    "address",
    "attempt",
    "binding",
    "callback",
    "case_event",
    "channel_account",
    "citizen_case",
    "code",
    "conversation",
    "counting",
    "draft",
    "endpoint",
    "erasure",
    "lane",
    "lookup_key",
    "message",
    "metadata",
    "person",
    "person_key",
    "receipt",
    "release",
    "saved_filter",
    "slot",
    "staff",
    "staff_session",
    "timer",
    "turn",
    "unit",
    "view_log",
    "waiting_input",
]

REVISION = "0005"  # of the migrations: what this code reads and writes
REVISIONS = Table("alembic_version", MetaData(), Column("version_num", Words, primary_key=True))
