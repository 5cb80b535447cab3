"""What a submitted form says: its own name, and what the citizen did with it. Pages and the channel read it here."""

from channels.http.forms import Form
from channels.http.tokens import digest
from channels.web.answers import answer_from
from core.conversation.input import Basis, Leave, Origin, Redeem, Reply, SeeResult, TakeView
from core.journey.answer import Answer
from core.journey.question import Question

ACCOUNT = "web"


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
    return Redeem("".join(sign for sign in form.one("code").upper() if sign.isalnum()))


def leave_in(form: Form) -> Leave:
    """Finishing, with or without being forgotten."""
    return Leave(erase=form.one("erase") == "yes")
