"""Tables of who staff are: units, the people of them, and where they are signed in."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from adapters.store.columns import ROOM, Words, bytes_, flag_, id_, metadata, moment_, number_, text_, to_

unit = Table(
    "unit",
    metadata,
    id_("key"),
    text_("name"),
    text_("kind"),
    text_("county"),
)

# Whoever may sign in. They are known by what their provider calls them, never by an e-mail address.
staff = Table(
    "staff",
    metadata,
    id_(),
    text_("issuer"),
    text_("subject"),
    text_("name"),
    Column("unit", Words, ForeignKey("unit.key"), nullable=False),
    text_("roles"),  # with a space between two
    text_("languages"),  # likewise
    bytes_("phone"),  # sealed
    text_("availability"),
    text_("away_until", nullable=True),
    flag_("may_see_shielded"),
    flag_("active"),
    number_("version"),
    UniqueConstraint("issuer", "subject"),
    Index(None, "unit"),
    postgresql_with=ROOM,
)

# A browser that somebody is signed in on, by the keyed hash of its token.
staff_session = Table(
    "staff_session",
    metadata,
    bytes_("token"),
    to_("staff", "staff"),
    moment_("made"),
    moment_("seen"),
    moment_("ends"),
    PrimaryKeyConstraint("token"),
    Index(None, "staff"),
    Index(None, "ends"),
    postgresql_with=ROOM,
)
