"""Who staff are: units, the people of them, and where they are signed in.

Safe while the old code runs: it reads and writes none of this.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
ROOM = {"fillfactor": 80}


def upgrade() -> None:
    """Add tables."""
    op.create_table(
        "unit",
        sa.Column("key", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("county", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_unit")),
    )
    op.create_table(
        "staff",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("issuer", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("unit", WORDS, nullable=False),
        sa.Column("roles", WORDS, nullable=False),
        sa.Column("languages", WORDS, nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("availability", WORDS, nullable=False),
        sa.Column("away_until", WORDS, nullable=True),
        sa.Column("may_see_shielded", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.key"], name=op.f("fk_staff_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_issuer_subject")),
        postgresql_with=ROOM,
    )
    op.create_index(op.f("ix_staff_unit"), "staff", ["unit"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("staff", WORDS, nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_staff_session_staff_staff")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_staff_session")),
        postgresql_with=ROOM,
    )
    op.create_index(op.f("ix_staff_session_ends"), "staff_session", ["ends"], unique=False)
    op.create_index(op.f("ix_staff_session_staff"), "staff_session", ["staff"], unique=False)
