"""Signing in and out: a button, the provider, and back as somebody whom we know."""

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import structlog
from starlette.responses import RedirectResponse, Response

from channels.desk.coming_back import page_of
from channels.desk.cookies import BROWSER, SESSION, give, take_back, token_in
from channels.desk.session import Guest, Visit
from channels.desk.under_way import begin, go_on
from channels.http.headers import POLICY
from channels.http.tokens import new_sender
from core.errors import NotFound
from core.ports.staff import NotVerified, ProviderAway
from core.staff.staff import Identity

SIGN_IN, SIGNED_IN = "/desk/sign-in", "/desk/signed-in"
BACK = "veivalg-desk-page"  # the cookie of the page to come back to
LONGEST = 2000  # letters of what the provider sends with the browser
logger = structlog.stdlib.get_logger("veivalg")


async def show(guest: Guest) -> Response:
    """One button; in a demonstration also whom one may be."""
    service, to = guest.service, page_of(guest.request.query_params.get("to", ""))
    if service.made_up and guest.request.url.netloc != urlsplit(service.public_url).netloc:
        return first(to, service.public_url)  # localhost and 127.0.0.1 have cookies of their own
    signed_out = "out" in guest.request.query_params
    elsewhere = await service.provider.sign_out_at(back=f"{service.public_url}{SIGN_IN}") if signed_out else ""
    response = guest.page(
        "desk_sign_in.html",
        headers={"content-security-policy": _policy(service.public_url)},
        title=guest.say("desk_sign_in_title"),
        to=to,
        asked=f"{urlencode({'to': to})}&" if to != page_of("") else "",
        signed_out=signed_out,
        elsewhere=elsewhere,
        made_up=service.made_up,
    )
    give(response, BROWSER, guest.browser, service.secure)
    return response


async def start(guest: Guest) -> Response:
    """Go to the provider, with what it must bring back."""
    service = guest.service
    under_way = begin(service.secret, guest.browser, service.chance.seed(), guest.now)
    try:
        address = await service.provider.sign_in_at(
            state=under_way.state, nonce=under_way.nonce, verifier=under_way.verifier, back=_back(guest)
        )
    except ProviderAway as error:
        return _away(guest, error)
    response = guest.go(address)
    give(response, BACK, page_of(guest.form.one("to")).encode().hex(), service.secure)
    return response


async def come_back(guest: Guest) -> Response:
    """Check what came back, and begin a session of its own; or say why not."""
    service, query = guest.service, guest.request.query_params
    browser = token_in(guest.request, BROWSER, service.secure)
    under_way = go_on(service.secret, browser, query.get("state", ""), guest.now)
    if under_way is None:
        return _refused(guest, "state")
    code = query.get("code", "")
    if query.get("error") or not 1 <= len(code) <= LONGEST:
        return _refused(guest, "no code")
    try:
        identity = await service.provider.verified(
            code=code,
            issuer=query.get("iss", ""),
            nonce=under_way.nonce,
            verifier=under_way.verifier,
            back=_back(guest),
        )
    except NotVerified as error:
        return _refused(guest, error.why)
    except ProviderAway as error:
        return _away(guest, error)
    return await _begin(guest, identity)


async def sign_out(visit: Visit) -> Response:
    """End the session."""
    service = visit.service
    await service.staff.end_session(visit.session)
    logger.info("signed out", staff=visit.staff.id)
    response = visit.go(f"{SIGN_IN}?out")
    take_back(response, SESSION, service.secure)
    return response


def first(to: str, at: str = "") -> Response:
    """Sign in, and then go on where one was. `at`: the service's address, when the browser came by another."""
    where = f"{SIGN_IN}?{urlencode({'to': to})}" if to != page_of("") else SIGN_IN
    return RedirectResponse(f"{at}{where}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


async def _begin(guest: Guest, identity: Identity) -> Response:
    service, session = guest.service, new_sender(guest.service.chance)
    try:
        staff = await service.staff.by_identity(identity)
        await service.staff.begin_session(session, staff.id, guest.now)
    except NotFound:
        logger.warning("sign-in refused", why="not registered")
        return guest.page(
            "desk_unknown.html",
            status=HTTPStatus.FORBIDDEN,
            title=guest.say("desk_unknown_title"),
            issuer=identity.issuer,
            subject=identity.subject,
        )
    if earlier := token_in(guest.request, SESSION, service.secure):
        await service.staff.end_session(earlier)
    logger.info("signed in", staff=staff.id)
    response = guest.go(_page_kept(guest))
    give(response, SESSION, session, service.secure)
    for spent in (BROWSER, BACK):
        take_back(response, spent, service.secure)
    return response


def _page_kept(guest: Guest) -> str:
    kept = guest.kept(BACK)
    try:
        return page_of(bytes.fromhex(kept).decode("ascii"))
    except ValueError:
        return page_of("")


def _refused(guest: Guest, why: str) -> Response:
    """What came back shows nothing. The reader is not told what it lacked; the log is."""
    logger.warning("sign-in refused", why=why)
    return guest.fault("desk_refused", HTTPStatus.FORBIDDEN, SIGN_IN)


def _away(guest: Guest, error: ProviderAway) -> Response:
    logger.error("identity provider away", why=error.why)
    return guest.fault("desk_provider_away", HTTPStatus.SERVICE_UNAVAILABLE, SIGN_IN)


def _back(guest: Guest) -> str:
    return f"{guest.service.public_url}{SIGNED_IN}"


def _policy(public_url: str) -> str:
    """The button's form may be sent on to the provider, and by it to whoever it trusts: browsers look at each step."""
    onwards = "https:" if urlsplit(public_url).scheme == "https" else "https: http://127.0.0.1:* http://localhost:*"
    return POLICY.replace("form-action 'self'", f"form-action 'self' {onwards}") + "; frame-ancestors 'none'"
