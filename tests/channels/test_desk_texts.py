"""The words of the desk: all there, all used, and the same gaps in every language."""

import re
from pathlib import Path

from tests.channels.fakes import content

from channels.desk.faults import KEYS
from core.staff.staff import ROLES
from core.text import LANGUAGES

DESK = Path(__file__).parents[2] / "src" / "channels" / "desk"
SOURCES = "\n".join(file.read_text() for file in sorted(DESK.rglob("*")) if file.suffix in (".py", ".html"))
VALUES = {"desk_style"}  # what templates are given under a name like that
FAULTS = {*KEYS.values(), "desk_bad", "desk_not_ours", "desk_refused", "desk_provider_away"}


def test_every_text_that_a_page_names_exists() -> None:
    named = set(re.findall(r"""['"](desk_\w+?)['"]""", SOURCES))
    made = {f"{fault}_{part}" for fault in FAULTS for part in ("title", "text", "go")}
    made |= {f"desk_role_{role}" for role in ROLES}
    whole = {key for key in named | made if not key.endswith("_")} - FAULTS - VALUES
    assert not {key for key in whole if key not in content().texts}


def test_every_text_has_the_same_gaps_in_each_language() -> None:
    for key, text in content().texts.items():
        if key.startswith("desk_"):
            assert all(text.languages.get(language) for language in LANGUAGES), key
            assert len({frozenset(re.findall(r"{(\w+)}", text.languages[language])) for language in LANGUAGES}) == 1, (
                key
            )
