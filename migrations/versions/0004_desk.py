"""What the desk needs of a case, who looked at whom, and replies that are being written.

Safe while the old code runs: what it writes gets the defaults, and stands in no unit's queue until the new code has
looked at it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
QUEUES = (
    ("unit", ("unit",), ""),
    ("free", ("unit",), " and owner is null"),
    ("owner", ("owner",), " and owner is not null"),
    ("offered", ("offered_to",), " and offered_to <> ''"),
)


def upgrade() -> None:
    """Add columns, indexes and tables."""
    with op.batch_alter_table("citizen_case") as case:
        case.add_column(sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
        for name in ("unit", "turn", "offered_to", "handed_from", "handed_unit", "outcome"):
            case.add_column(sa.Column(name, WORDS, server_default="", nullable=False))
        for name in ("waits_until", "last_inbound", "first_reply", "closed"):
            case.add_column(sa.Column(name, WORDS, nullable=True))
        case.add_column(sa.Column("shielded", sa.Boolean(), server_default=sa.false(), nullable=False))
        case.drop_index(op.f("ix_citizen_case_urgent_promised_by"))
    op.execute("update citizen_case set rank = case when urgent then 0 else 1 end, turn = 'office'")
    for name, columns, more in QUEUES:
        where = sa.text(f"status = 'open'{more}")
        op.create_index(
            f"ix_citizen_case_{name}",
            "citizen_case",
            [*columns, "rank", "promised_by", "id"],
            postgresql_where=where,
            sqlite_where=where,
        )
    op.create_table(
        "view_log",
        *(
            sa.Column(name, WORDS, nullable=False)
            for name in ("id", "person", "case", "staff", "unit", "role", "purpose", "what", "at")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_log")),
    )
    op.create_index(op.f("ix_view_log_person_at"), "view_log", ["person", "at"])
    op.create_index(op.f("ix_view_log_staff_at"), "view_log", ["staff", "at"])
    op.create_table(
        "draft",
        sa.Column("case", WORDS, nullable=False),
        sa.Column("staff", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["citizen_case.id"], name=op.f("fk_draft_case_citizen_case")),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_draft_staff_staff")),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_draft")),
        postgresql_with={"fillfactor": 80},
    )
