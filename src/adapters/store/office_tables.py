"""Tables of what waits for a person: cases, and calls that were promised."""

from sqlalchemy import (
    Index,
    PrimaryKeyConstraint,
    Table,
    text,
)

from adapters.store.columns import ROOM, bytes_, flag_, id_, metadata, moment_, number_, text_, to_

# A matter that a person must look at: one that is open, at most, for a person and a topic.
citizen_case = Table(
    "citizen_case",
    metadata,
    id_(),
    to_("person", "person"),
    to_("conversation", "conversation"),
    text_("topic"),
    flag_("urgent"),
    text_("status"),  # open or closed
    text_("opened"),
    text_("promised_by"),
    text_("owner", nullable=True),
    text_("channel"),
    text_("language"),
    text_("county"),
    text_("interpreter"),
    number_("version"),  # and the number of its last event
    Index(
        "uq_citizen_case_open",
        "person",
        "topic",
        unique=True,
        postgresql_where=text("status = 'open'"),
        sqlite_where=text("status = 'open'"),
    ),
    Index(None, "person"),
    Index(
        None,
        "urgent",
        "promised_by",
        postgresql_where=text("status = 'open'"),
        sqlite_where=text("status = 'open'"),
    ),
    postgresql_with=ROOM,
)

case_event = Table(
    "case_event",
    metadata,
    to_("case", "citizen_case"),
    number_("n"),
    text_("kind"),
    text_("actor"),
    text_("at"),
    text_("reason"),
    bytes_("body", nullable=True),  # sealed
    PrimaryKeyConstraint("case", "n"),
)

# A promised call: one, at most, that is still due for a person.
callback = Table(
    "callback",
    metadata,
    id_(),
    to_("person", "person"),
    to_("conversation", "conversation"),
    text_("case", nullable=True),
    text_("slot"),  # empty for as soon as possible
    text_("status"),
    moment_("due", nullable=True),  # absent when it is over
    number_("attempt"),
    bytes_("number", nullable=True),  # sealed
    text_("language"),
    text_("interpreter"),
    flag_("may_leave_message"),
    text_("requested"),  # the place in line is by this
    number_("version"),
    Index(
        "uq_callback_open",
        "person",
        unique=True,
        postgresql_where=text("due is not null"),
        sqlite_where=text("due is not null"),
    ),
    Index(None, "person"),
    Index(None, "due", postgresql_where=text("due is not null"), sqlite_where=text("due is not null")),
)

# How many calls were promised in a slot, in each language.
slot = Table(
    "slot",
    metadata,
    text_("slot"),
    text_("language"),
    number_("taken"),
    number_("capacity"),
    PrimaryKeyConstraint("slot", "language"),
    postgresql_with=ROOM,
)
