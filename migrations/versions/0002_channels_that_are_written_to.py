"""What channels that can be written to need: lanes and messages, inputs that wait, timers, cases, calls, endpoints.

Safe while the old code runs: it reads and writes none of this, and the two new columns stay empty for it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
LOST = (
    "state not in ('waiting', 'sending', 'accepted', 'delivered', 'unknown', 'superseded', 'discarded')"
    " and kind in ('notice', 'call_notice', 'urgent', 'counsellor') and told is null"
)
QUEUE = {"fillfactor": 80, "autovacuum_analyze_scale_factor": 0.02, "autovacuum_analyze_threshold": 50}
SEALED = (("message", "parts"), ("waiting_input", "body"), ("case_event", "body"))


def upgrade() -> None:
    """Add tables and columns."""
    add_columns()
    make_delivery()
    make_waiting()
    make_cases()
    if op.get_bind().dialect.name == "postgresql":
        for table, column in SEALED:  # what is sealed cannot be made smaller
            op.execute(f"alter table {table} alter column {column} set storage external")


def add_columns() -> None:
    """Whose server began a conversation, and how far the visible events of a turn go."""
    op.add_column("conversation", sa.Column("owner", WORDS, nullable=True))
    op.add_column("turn", sa.Column("last_event", sa.Integer(), nullable=True))


def make_delivery() -> None:
    """Messages on their way, and where they go."""
    op.create_table(
        "lane",
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("endpoint", WORDS, nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("issued", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paused", sa.BigInteger(), nullable=True),
        sa.Column("stopped", WORDS, nullable=True),
        sa.Column("dead", WORDS, nullable=True),
        sa.Column("kept", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_lane")),
        postgresql_with=QUEUE,
    )
    op.create_index(
        op.f("ix_lane_account_due"),
        "lane",
        ["account", "due"],
        unique=False,
        postgresql_where=sa.text("due is not null"),
        sqlite_where=sa.text("due is not null"),
    )
    op.create_table(
        "channel_account",
        sa.Column("account", WORDS, nullable=False),
        sa.Column("paused", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_channel_account")),
        postgresql_with={"fillfactor": 80},
    )
    op.create_table(
        "message",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("lane", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("to", sa.LargeBinary(), nullable=True),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", WORDS, server_default="", nullable=False),
        sa.Column("made", WORDS, nullable=False),
        sa.Column("use_before", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("parts", sa.LargeBinary(), nullable=True),
        sa.Column("part_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("provider_ids", WORDS, server_default="", nullable=False),
        sa.Column("changed", WORDS, nullable=False),
        sa.Column("told", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_message_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_message_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("lane", "n", name=op.f("uq_message_lane_n")),
        postgresql_with=QUEUE,
    )
    op.create_index(op.f("ix_message_conversation"), "message", ["conversation"], unique=False)
    op.create_index(
        "ix_message_lost",
        "message",
        ["changed", "id"],
        unique=False,
        postgresql_where=sa.text(LOST),
        sqlite_where=sa.text(LOST),
    )
    op.create_index(
        "ix_message_open",
        "message",
        ["lane", "n"],
        unique=False,
        postgresql_where=sa.text("state in ('waiting', 'sending')"),
        sqlite_where=sa.text("state in ('waiting', 'sending')"),
    )
    op.create_index(op.f("ix_message_state_changed"), "message", ["state", "changed"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("part", WORDS, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("code", WORDS, server_default="", nullable=False),
        sa.Column("reason", WORDS, server_default="", nullable=False),
        sa.Column("provider_id", WORDS, server_default="", nullable=False),
        sa.Column("message", WORDS, nullable=True),
        sa.Column("at", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("part", "account", "status", "code", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_message"), "receipt", ["message"], unique=False)
    op.create_table(
        "endpoint",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("owner", WORDS, nullable=False),
        sa.Column("url", WORDS, nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.Column("created", WORDS, nullable=False),
        sa.Column("disabled", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint")),
    )
    op.create_index(op.f("ix_endpoint_owner"), "endpoint", ["owner"], unique=False)


def make_waiting() -> None:
    """What is handled later."""
    op.create_table(
        "waiting_input",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("came", WORDS, nullable=False),
        sa.Column("reason", WORDS, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_input")),
        sa.UniqueConstraint("account", "input_hash", name=op.f("uq_waiting_input_account_input_hash")),
        sa.UniqueConstraint("address", "n", name=op.f("uq_waiting_input_address_n")),
    )
    op.create_index(
        op.f("ix_waiting_input_due"),
        "waiting_input",
        ["due"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "timer",
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("lease", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_timer_conversation_conversation")),
        sa.PrimaryKeyConstraint("conversation", "kind", name=op.f("pk_timer")),
    )
    op.create_index(op.f("ix_timer_due"), "timer", ["due"], unique=False)


def make_cases() -> None:
    """What waits for a person."""
    op.create_table(
        "citizen_case",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("topic", WORDS, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("opened", WORDS, nullable=False),
        sa.Column("promised_by", WORDS, nullable=False),
        sa.Column("owner", WORDS, nullable=True),
        sa.Column("channel", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("county", WORDS, nullable=False),
        sa.Column("interpreter", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_citizen_case_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_citizen_case_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_case")),
        postgresql_with={"fillfactor": 80},
    )
    op.create_index(op.f("ix_citizen_case_person"), "citizen_case", ["person"], unique=False)
    op.create_index(
        op.f("ix_citizen_case_urgent_promised_by"),
        "citizen_case",
        ["urgent", "promised_by"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_citizen_case_open",
        "citizen_case",
        ["person", "topic"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "case_event",
        sa.Column("case", WORDS, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("actor", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["citizen_case.id"], name=op.f("fk_case_event_case_citizen_case")),
        sa.PrimaryKeyConstraint("case", "n", name=op.f("pk_case_event")),
    )
    op.create_table(
        "callback",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("case", WORDS, nullable=True),
        sa.Column("slot", WORDS, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("interpreter", WORDS, nullable=False),
        sa.Column("may_leave_message", sa.Boolean(), nullable=False),
        sa.Column("requested", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_callback_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_callback_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.create_index(
        op.f("ix_callback_due"),
        "callback",
        ["due"],
        unique=False,
        postgresql_where=sa.text("due is not null"),
        sqlite_where=sa.text("due is not null"),
    )
    op.create_index(op.f("ix_callback_person"), "callback", ["person"], unique=False)
    op.create_index(
        "uq_callback_open",
        "callback",
        ["person"],
        unique=True,
        postgresql_where=sa.text("due is not null"),
        sqlite_where=sa.text("due is not null"),
    )
    op.create_table(
        "slot",
        sa.Column("slot", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slot", "language", name=op.f("pk_slot")),
        postgresql_with={"fillfactor": 80},
    )
