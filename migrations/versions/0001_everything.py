"""All tables, and on PostgreSQL the function that makes a missed guard undo the whole statement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HIT = """
create function hit(what text, got bigint, want bigint) returns boolean language plpgsql as $$
begin
    if got <> want then
        raise exception using errcode = 'VV001', message = what;
    end if;
    return true;
end $$
"""
WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SEALED = (("conversation", "state"), ("conversation", "private"), ("turn", "events"), ("turn", "private"))


def upgrade() -> None:
    """Make everything."""
    make_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HIT)
        for table, column in SEALED:  # what is sealed cannot be made smaller
            op.execute(f"alter table {table} alter column {column} set storage external")


def make_tables() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "address",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("consent", WORDS, nullable=True),
        sa.Column("opted_out", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_table(
        "attempt",
        sa.Column("space", WORDS, nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("space", "source", name=op.f("pk_attempt")),
    )
    op.create_table(
        "counting",
        sa.Column("day", WORDS, nullable=False),
        sa.Column("journey", WORDS, nullable=False),
        sa.Column("release", WORDS, nullable=False),
        sa.Column("channel", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("question", WORDS, nullable=False),
        sa.Column("outcome", WORDS, nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "journey", "release", "channel", "language", "question", "outcome", "shard", name=op.f("pk_counting")
        ),
        postgresql_with={"fillfactor": 80},
    )
    op.create_table(
        "erasure",
        sa.Column("person", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_erasure")),
    )
    op.create_table(
        "lookup_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_lookup_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("created", WORDS, nullable=False),
        sa.Column("kept_until", WORDS, nullable=False),
        sa.Column("erased", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(
        op.f("ix_person_kept_until"),
        "person",
        ["kept_until"],
        unique=False,
        postgresql_where=sa.text("erased IS NULL"),
        sqlite_where=sa.text("erased IS NULL"),
    )
    op.create_table(
        "release",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("journey", WORDS, nullable=False),
        sa.Column("release", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("channel", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("county", WORDS, nullable=False),
        sa.Column("result", sa.Integer(), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_conversation_person_person")),
        sa.ForeignKeyConstraint(["release"], ["release.id"], name=op.f("fk_conversation_release_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        postgresql_with={"fillfactor": 80},
    )
    op.create_index(op.f("ix_conversation_person"), "conversation", ["person"], unique=False)
    op.create_table(
        "person_key",
        sa.Column("person", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_person_key_person_person")),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_person_key")),
    )
    op.create_table(
        "binding",
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("since", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["address"], ["address.id"], name=op.f("fk_binding_address_address"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_binding_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_binding_person_person")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_binding")),
    )
    op.create_index(op.f("ix_binding_person"), "binding", ["person"], unique=False)
    op.create_table(
        "code",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("expires", WORDS, nullable=True),
        sa.Column("used", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_code_conversation_conversation")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_code")),
        sa.UniqueConstraint("conversation", "kind", "number", name=op.f("uq_code_conversation_kind_number")),
    )
    op.create_table(
        "turn",
        sa.Column("conversation", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account", WORDS, nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=True),
        sa.Column("actor", WORDS, nullable=True),
        sa.Column("at", WORDS, nullable=True),
        sa.Column("outcome", WORDS, nullable=True),
        sa.Column("input", sa.LargeBinary(), nullable=True),
        sa.Column("events", sa.LargeBinary(), nullable=True),
        sa.Column("prompts", sa.LargeBinary(), nullable=True),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_turn_conversation_conversation")),
        sa.PrimaryKeyConstraint("conversation", "version", name=op.f("pk_turn")),
        sa.UniqueConstraint("account", "input_hash", name=op.f("uq_turn_account_input_hash")),
    )
