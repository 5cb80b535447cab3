"""What becomes of made-up citizens: each story is one of them, from the first word to where they stand now."""

from collections.abc import Awaitable, Callable, Sequence

from core.case.act import Close, Mark, NoteDown, Offer, Wait
from core.case.norway import DAY, today
from core.conversation.desk_act import AskReferral, CloseCase, SendReferral
from core.conversation.input import AnswerReferral, AskForPerson, BookCall, CallTried, Say, TakeView
from core.plan.act import ProposeItem
from demo.people import NUMBERS, Citizen, Desk

Story = Callable[[Citizen, Desk], Awaitable[None]]
SAID = {
    "nb": (
        "Jeg vil snakke med noen om hva jeg kan gjøre videre.",
        "Kan jeg få hjelp med søknaden? Jeg har en frist på fredag.",
        "Jeg er usikker på om jeg bør ta fagbrev eller søke jobb først.",
        "Jeg trenger noen å snakke med om omskolering.",
    ),
    "nn": (
        "Eg vil snakke med nokon om kva eg kan gjere vidare.",
        "Kan eg få hjelp med søknaden? Eg har ein frist på fredag.",
        "Eg er usikker på om eg bør ta fagbrev eller søkje jobb først.",
        "Eg treng nokon å snakke med om omskolering.",
    ),
    "en": (
        "I would like to talk with somebody about what to do next.",
        "Can I get help with my application? I have a deadline on Friday.",
        "I do not know whether my education counts in Norway.",
        "I need somebody to talk with about training.",
    ),
}
ANSWERED = {
    "nb": "Hei! Takk for at du skrev. Jeg ser på det du har svart, og foreslår at vi tar en prat. Passer det i morgen?",
    "nn": "Hei! Takk for at du skreiv. Eg ser på det du har svara, og føreslår ein prat. Passar det i morgon?",
    "en": "Hello! Thank you for writing. I am reading your answers, and suggest that we talk. Would tomorrow suit you?",
}
PURPOSE = {
    "nb": "Du vil snakke om omskolering.",
    "nn": "Du vil snakke om omskolering.",
    "en": "You want to talk about retraining.",
}
LAST = {
    "nb": "Da har du det du trenger. Lykke til!",
    "nn": "Då har du det du treng. Lykke til!",
    "en": "Then you have what you need. Good luck!",
}


async def begun(citizen: Citizen, _: Desk) -> None:
    """On the way."""
    await citizen.begins()
    await citizen.answers(0.4)


async def finished(citizen: Citizen, _: Desk) -> None:
    """Has a result, and agrees."""
    await citizen.begins()
    await citizen.answers()
    if (await citizen.known()).state.concluded:
        await citizen.does(TakeView("agree"))


async def waiting(citizen: Citizen, _: Desk) -> None:
    """Asked for a person."""
    await citizen.begins()
    await citizen.answers(citizen.house.random.choice((0.3, 1.0)))
    await citizen.does(AskForPerson(words=_words(citizen), interpreter=citizen.house.random.choice(("", "", "ar"))))


async def disagrees(citizen: Citizen, _: Desk) -> None:
    """Sees it in another way, and wants to talk."""
    await citizen.begins()
    await citizen.answers()
    if (await citizen.known()).state.concluded:
        await citizen.does(TakeView("disagree", _words(citizen)))
    await citizen.does(AskForPerson())


async def answered(citizen: Citizen, desk: Desk) -> None:
    """Has an answer, and the next word."""
    await waiting(citizen, desk)
    case = await desk.claims(citizen)
    await desk.replies(citizen, case, ANSWERED[citizen.language])


async def wrote_again(citizen: Citizen, desk: Desk) -> None:
    """The next word is the counsellor's."""
    await answered(citizen, desk)
    await citizen.does(
        Say({"nb": "Ja, det passer fint.", "nn": "Ja, det passar fint.", "en": "Yes, that suits me."}[citizen.language])
    )


async def planned(citizen: Citizen, desk: Desk) -> None:
    """They have a plan together."""
    await answered(citizen, desk)
    by = (today(citizen.house.clock.now()) + 10 * DAY).isoformat()
    title = {"nb": "Oppdatere CV-en", "nn": "Oppdatere CV-en", "en": "Update the CV"}[citizen.language]
    await desk.does(citizen, ProposeItem(title=title, by=by, name=desk.staff.name))
    await citizen.does(
        ProposeItem(title={"nb": "Ringe skolen", "nn": "Ringje skulen", "en": "Call the school"}[citizen.language])
    )


async def called(citizen: Citizen, _: Desk) -> None:
    """A call is promised."""
    await citizen.begins()
    await citizen.answers(0.5)
    await citizen.does(BookCall(f"{NUMBERS}{3000 + int(citizen.sender[-4:]) % 1000:04}", interpreter=""))


async def missed(citizen: Citizen, desk: Desk) -> None:
    """They did not answer the first time."""
    await called(citizen, desk)
    await desk.claims(citizen)
    await desk.does(citizen, CallTried("no_answer"))


async def handed(citizen: Citizen, desk: Desk) -> None:
    """The career centre is to take it."""
    await waiting(citizen, desk)
    case = await desk.claims(citizen)
    await desk.handles(case, "note", NoteDown("Ønsker karriereveiledning, ikke et tiltak nå."))
    until = (today(citizen.house.clock.now()) + 60 * DAY).isoformat()
    asked = AskReferral(
        desk.staff.name, "centre", "Karrieresenteret (demo)", ("contact", "need"), PURPOSE[citizen.language], until
    )
    await desk.serves(case, "refer", asked, Mark("referral_asked"))
    (id,) = (await citizen.known()).state.talk.referrals
    await citizen.does(AnswerReferral(id, yes=True))
    await desk.does(citizen, SendReferral(desk.staff.name, id))


async def offered(citizen: Citizen, desk: Desk) -> None:
    """A colleague is asked to take it."""
    await answered(citizen, desk)
    case = (await citizen.known()).case
    await desk.handles(case, "hand_over", Offer("ola", "Du kjenner bransjen bedre enn jeg."))


async def rests(citizen: Citizen, desk: Desk) -> None:
    """It waits for a document."""
    await waiting(citizen, desk)
    case = await desk.claims(citizen)
    await desk.handles(case, "wait", Wait(citizen.house.clock.now() + 2 * DAY, "document"))


async def closed(citizen: Citizen, desk: Desk) -> None:
    """It is done."""
    await answered(citizen, desk)
    case = (await citizen.known()).case
    said = CloseCase(desk.staff.name, "answered", LAST[citizen.language])
    await desk.serves(case, "close_case", said, Close("answered"))


def _words(citizen: Citizen) -> str:
    return citizen.house.random.choice(SAID[citizen.language])


# How many of each: the queue is longer than what is held, as in an office on an ordinary morning.
STORIES: Sequence[tuple[Story, int]] = (
    (begun, 4), (finished, 3), (waiting, 9), (disagrees, 3), (answered, 4), (wrote_again, 3), (planned, 3), (called, 4),
    (missed, 1), (handed, 2), (offered, 1), (rests, 1), (closed, 2),
)  # fmt: skip
