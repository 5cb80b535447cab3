"""What a front-end can show. It says so once, and its token carries it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_CHOICES = 100
LONGEST_TITLE = 500


class Capabilities(BaseModel):
    """Limits of the buttons that a front-end has. `text` is complete whatever they are; all text is plain."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"max_choices": 3, "choice_title_max": 20}]})

    max_choices: Annotated[int, Field(ge=0, le=MOST_CHOICES)] | None = Field(
        default=None,
        description="Buttons at most; 0 when there are none, and only text is shown; left out for any number",
    )
    choice_title_max: Annotated[int, Field(ge=4, le=LONGEST_TITLE)] | None = Field(
        default=None, description="Letters on a button at most; left out for any length"
    )
    text_format: Literal["plain"] = "plain"


ANY = Capabilities()


def written(capabilities: Capabilities) -> str:
    """As a token carries them."""
    return "-".join(
        "" if limit is None else str(limit) for limit in (capabilities.max_choices, capabilities.choice_title_max)
    )


def read(carried: str) -> Capabilities:
    """From a token of ours."""
    choices, title = (int(limit) if limit else None for limit in carried.split("-"))
    return Capabilities(max_choices=choices, choice_title_max=title)
