"""What every transport tells: events, and what is in them. Unknown fields and types are to be ignored."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Value = str | int | float | tuple[str, ...]  # NOT_SURE and DECLINED as "not_sure" and "declined"


Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # RFC 3339, in UTC
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Who = Literal["citizen", "office", "provider"]  # does an item of the plan


class Out(BaseModel):
    """What we write. Fields without a value are left out."""

    model_config = ConfigDict(frozen=True)


class Choice(Out):
    """One thing to choose: send its `key`. `digit` stands before it in the text, where it has one."""

    key: str
    title: str
    digit: str | None = None


class PromptOut(Out):
    """Something that stands to be answered. `text` alone is always enough; `choices` keep to the declared limits."""

    id: str
    question: str | None = Field(default=None, description="The question of the journey; left out for a menu")
    menu: str | None = Field(default=None, description="The menu that stands before the question")
    kind: str = Field(description="single, multi, yes_no, number, scale, date or text")
    text: str
    title: str
    why: str | None = None
    private: bool = False
    choices: tuple[Choice, ...] = ()
    more_choices: int = Field(default=0, description="How many choices are only in the text")
    at_least: int | float | str | None = None
    at_most: int | float | str | None = None
    max_length: int | None = None


class ResultOut(Out):
    """The needs picture in short. A suggestion, never a decision."""

    suggested_help: str
    title: str
    text: str
    reasons: tuple[str, ...]
    settled: bool


class Understood(Out):
    """What a message was understood as. The value of a private question is not repeated."""

    question: str | None = None
    menu: str | None = None
    value: Value | None = None
    note_kept: str | None = None
    set_aside: tuple[str, ...] | None = Field(default=None, description="Questions whose answers no longer apply")
    returned: tuple[str, ...] | None = Field(default=None, description="Questions whose answers apply again")


class EventOut(Out):
    """One thing that happened and can be shown. The same object, with the same id, over every transport."""

    id: str
    sequence: int = Field(description="Its place in the conversation, without gaps")
    type: Literal["message", "prompt", "result", "conflict", "set_aside", "returned", "channel"]
    from_: Literal["service", "citizen", "counsellor"] = Field(serialization_alias="from")
    at: Moment
    text: str | None = None
    name: str | None = Field(default=None, description="Of the counsellor who wrote it; the text begins with it too")
    channel: str | None = Field(default=None, description="Where it was said, or sent, when that was not in chat")
    prompt: PromptOut | None = None
    result: ResultOut | None = None
    questions: tuple[str, ...] | None = Field(
        default=None, description="Whose answers were set aside, or have returned"
    )
    understood: Understood | None = None

    @property
    def number(self) -> int:
        """Its place in the conversation."""
        return self.sequence

    def written(self) -> bytes:
        """The object as every transport writes it."""
        return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_none=True)


class ConversationEvent(Out):
    """What a webhook brings: an event, and whose it is."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "conversation.event",
                    "conversation_id": "cnv_019ab8f3c2e07d5e8a41b6f0c7d2e913",
                    "sequence": 7,
                    "event": {
                        "id": "evt_7",
                        "sequence": 7,
                        "type": "message",
                        "from": "service",
                        "at": "2026-11-24T09:04:11.120+00:00",
                        "text": "En veileder leser dette.",
                    },
                }
            ]
        },
    )

    type: Literal["conversation.event"]
    conversation_id: str
    sequence: int
    event: EventOut


class ItemNowOut(Out):
    """One thing to do. Send its `revision` back with a response: another one means that it was changed since."""

    id: str
    revision: int
    title: str = Field(description="In the language of the conversation; of a private item only for its citizen")
    state: Literal["proposed", "agreed", "doing", "done", "stopped"]
    who: Who
    by: Day | None = None
    waits_for: Literal["citizen", "counsellor"] | None = Field(
        default=None, description="Whose turn it is, while it is to be agreed"
    )
    proposed_by: Literal["citizen", "counsellor"]
    why: str | None = Field(default=None, description="The need or pathway that it is for, by its title")
    pathway: str | None = None
    private: bool = False
    late: bool = False
