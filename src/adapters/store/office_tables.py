"""Tables of what waits for a person: cases, and calls that were promised."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, false, text

from adapters.store.columns import ROOM, Words, bytes_, counter_, flag_, id_, metadata, moment_, number_, text_, to_

PLACE = ("rank", "promised_by", "id")  # in a queue: acute first, then what is promised soonest
# What a queue is of, and what is in its index: one that is read is read in its order, however long it is.
QUEUES = (
    ("unit", ("unit",), ""),
    ("free", ("unit",), " and owner is null"),
    ("owner", ("owner",), " and owner is not null"),
    ("offered", ("offered_to",), " and offered_to <> ''"),
)

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
    counter_("rank"),  # 0 before 1 in the queue
    text_("unit", empty=True),  # whose queue it stands in
    text_("turn", empty=True),  # office or citizen: who is waited for
    text_("waits_until", nullable=True),
    text_("offered_to", empty=True),
    text_("handed_from", empty=True),
    text_("handed_unit", empty=True),
    text_("last_inbound", nullable=True),
    text_("first_reply", nullable=True),
    text_("closed", nullable=True),
    text_("outcome", empty=True),
    Column("shielded", Boolean, nullable=False, server_default=false()),
    Index(
        "uq_citizen_case_open",
        "person",
        "topic",
        unique=True,
        postgresql_where=text("status = 'open'"),
        sqlite_where=text("status = 'open'"),
    ),
    Index(None, "person"),
    *(
        Index(
            f"ix_citizen_case_{name}",
            *columns,
            *PLACE,
            postgresql_where=text(f"status = 'open'{more}"),
            sqlite_where=text(f"status = 'open'{more}"),
        )
        for name, columns, more in QUEUES
    ),
    Index(
        "ix_citizen_case_closed",
        "owner",
        "closed",
        postgresql_where=text("status = 'closed'"),
        sqlite_where=text("status = 'closed'"),
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

# Every showing of a person to staff, written with the reading itself. It outlives what was shown.
view_log = Table(
    "view_log",
    metadata,
    id_(),
    text_("person"),
    text_("case"),
    text_("staff"),
    text_("unit"),
    text_("role"),
    text_("purpose"),  # a key
    text_("what"),  # a key
    text_("at"),
    Index(None, "person", "at"),
    Index(None, "staff", "at"),
)

# A reply that is being written: one for a case, whoever holds it.
draft = Table(
    "draft",
    metadata,
    Column("case", Words, ForeignKey("citizen_case.id"), primary_key=True),
    to_("staff", "staff"),
    text_("at"),
    bytes_("words"),  # sealed
    number_("version"),
    postgresql_with=ROOM,
)

# A view with its filters, which somebody keeps under a name.
saved_filter = Table(
    "saved_filter",
    metadata,
    to_("staff", "staff"),
    text_("name"),
    text_("query"),
    PrimaryKeyConstraint("staff", "name"),
)
