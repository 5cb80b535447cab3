"""What a submitted form says: its own name, and what the citizen did with it. Pages and the channel read it here."""

from channels.http.forms import Form
from channels.http.tokens import digest
from channels.web.answers import answer_from
from core.conversation.input import (
    AskForPerson,
    Basis,
    BookCall,
    Leave,
    MoveCall,
    MoveTo,
    Origin,
    Redeem,
    Reply,
    SeeResult,
    TakeView,
)
from core.errors import Invalid
from core.journey.answer import Answer
from core.journey.question import Question
from core.understanding.identity_number import mask

ACCOUNT = "web"
SOON = "soon"  # in place of a slot: as soon as possible
LONGEST_LANGUAGE = 40  # its name


def origin_of(secret: bytes, sender: str, path: str, form: Form, part: str = "") -> Origin:
    """The submit's own name: the rendering that it came from, and all that was sent. The same twice is one."""
    body = digest(secret, b"body", b"\x00".join((path.encode(), form.body, part.encode())))
    return Origin(ACCOUNT, sender, f"{form.one('token')[:64]}.{body}", body)


def reply_in(form: Form, question: Question, held: Answer | None) -> Reply:
    """The answer to a question, and to which revision of it; Invalid with the reason's key when it cannot be one."""
    value = question.accept(answer_from(form, question, held))
    return Reply(value, Basis(question.key, revision_of(form.one("revision"))), form.one("confirmed") == "yes")


def revision_of(written: str) -> int:
    """The revision that the page showed; none of ours when it was tampered with."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1


def result_in(form: Form) -> SeeResult:
    """A wish for the result, with what should have been asked."""
    return SeeResult(form.one("note"))


def view_in(form: Form) -> TakeView:
    """What the citizen thinks of the suggestion."""
    return TakeView(form.one("view"), form.one("words"))


def code_in(form: Form) -> Redeem:
    """A code to come back with, however it is spaced; it may be empty."""
    return Redeem("".join(sign for sign in form.one("code").upper() if sign.isalnum()), helps_in(form))


def helps_in(form: Form) -> bool:
    """Whether who submits it answers for somebody else."""
    return form.one("helps") == "yes"


def leave_in(form: Form) -> Leave:
    """Finishing, with or without being forgotten."""
    return Leave(erase=form.one("erase") == "yes")


def move_in(form: Form) -> MoveTo:
    """Where to go on, by a number, a code or a link; Invalid when nothing was chosen, or no number written."""
    match form.one("to"):
        case "sms":
            return MoveTo("sms", _number_in(form))
        case "device" | "link" as how:
            return MoveTo("web", link=how == "link")
        case _:
            raise Invalid("choose_one")


def person_in(form: Form) -> AskForPerson:
    """A wish for a person, with whatever was written for them; an identity number in it goes no further."""
    return AskForPerson(words=mask(form.one("words"))[0], interpreter=_language_in(form))


def call_in(form: Form) -> BookCall:
    """A wish to be called, as soon as possible when no time was chosen; Invalid without a number."""
    return BookCall(_number_in(form), slot_in(form).slot, _language_in(form), form.one("message") == "yes")


def slot_in(form: Form) -> MoveCall:
    """Another time for the call."""
    chosen = form.one("when")
    return MoveCall("" if chosen == SOON else chosen)


def _number_in(form: Form) -> str:
    if not form.one("number"):
        raise Invalid("write_phone")
    return form.one("number")


def _language_in(form: Form) -> str:
    return form.one("interpreter")[:LONGEST_LANGUAGE]
