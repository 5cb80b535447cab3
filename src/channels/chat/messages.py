"""What a chat front-end sends and gets. Unknown fields are ignored; changes are additive."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.journey.answer import DECLINED, NOT_SURE, Answer

Key = Annotated[str, Field(max_length=80)]


class Start(BaseModel):
    """Begin a journey."""

    model_config = ConfigDict(frozen=True)

    journey: Key = "work-needs"
    language: Literal["nb", "nn", "en"] = "nb"


class Message(BaseModel):
    """One answer. `in_reply_to` is the id of the prompt it answers; without it, the open one."""

    model_config = ConfigDict(frozen=True)

    client_message_id: Annotated[str, Field(min_length=1, max_length=120)]
    in_reply_to: Annotated[str, Field(max_length=120)] | None = None
    type: Literal["choice", "choices", "number", "date", "text", "not_sure", "declined", "result"]
    choice: Key | None = None
    choices: Annotated[tuple[Key, ...], Field(max_length=40)] = ()
    number: float | None = Field(None, allow_inf_nan=False)
    text: Annotated[str, Field(max_length=2000)] = ""

    def answer(self) -> Answer:
        """The value it carries, whatever the question makes of it."""
        match self.type:
            case "choice":
                return self.choice or ""
            case "choices":
                return self.choices
            case "number" if self.number is not None:
                return int(self.number) if self.number.is_integer() else self.number
            case "not_sure":
                return NOT_SURE
            case "declined":
                return DECLINED
        return self.text


class Choice(BaseModel):
    """One answer to choose."""

    key: str
    title: str


class PromptOut(BaseModel):
    """A question that stands; `text` alone is always enough."""

    id: str
    question: str
    kind: str
    text: str
    title: str
    why: str
    private: bool
    choices: tuple[Choice, ...]


class ResultOut(BaseModel):
    """The needs picture in short. A suggestion, never a decision."""

    suggested_help: str
    title: str
    text: str
    reasons: tuple[str, ...]
    settled: bool


class EventOut(BaseModel):
    """One thing to show."""

    id: str
    type: Literal["prompt", "result", "set_aside", "conflict"]
    at: str
    prompt: PromptOut | None = None
    result: ResultOut | None = None
    questions: tuple[str, ...] = ()


class Progress(BaseModel):
    """How far, on the path as it looks now."""

    answered: int
    expected: int


class ConversationOut(BaseModel):
    """A conversation as it stands."""

    id: str
    journey: str
    release: str
    language: str
    progress: Progress


class Started(BaseModel):
    """A new conversation, and the token that speaks for it."""

    conversation: ConversationOut
    token: str
    events: tuple[EventOut, ...]


class Taken(BaseModel):
    """How a message was taken, and what to show now. `stale`: the answer has changed since that prompt."""

    outcome: Literal["accepted", "stale"]
    events: tuple[EventOut, ...]
