"""Signing in at the desk: the right way in, and every wrong one shut."""

from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from structlog.testing import capture_logs
from tests.channels.at_the_desk import KARI, OFFICE, Desk, at_the_desk, changed, path_of
from tests.fakes import START
from tests.stub_provider import Claims

from channels.desk.coming_back import page_of
from channels.desk.service import MadeUp
from channels.desk.under_way import begin, go_on
from core.ports.staff import IDLE, LONGEST

SECRET, BROWSER, CHANCE = b"a secret of sixteen bytes", "b" * 64, b"c" * 16
HOUR = timedelta(hours=1)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with at_the_desk() as opened:
        yield opened


async def test_somebody_signs_in_by_one_button_and_sees_who_they_are(desk: Desk) -> None:
    page = await desk.browser().sign_in()
    assert (page.status, page.address) == (200, "/desk")
    assert "Logg ut Kari" in page.words


async def test_whoever_is_not_signed_in_comes_back_to_the_page_that_they_asked_for(desk: Desk) -> None:
    browser = desk.browser()
    asked = await browser.get("/desk/cases/C-1?filter=mine&page=2")
    assert path_of(asked) == "/desk/sign-in"
    page = await browser.sign_in("/desk/cases/C-1?filter=mine&page=2")
    assert page.address == "/desk/cases/C-1?filter=mine&page=2"
    assert page.status == 404
    assert "Kari" in page.words, "signed in, and told that there is nothing"


async def test_no_page_of_the_desk_shows_anything_to_whoever_is_not_signed_in(desk: Desk) -> None:
    client = desk.browser().client
    for path in ("/desk", "/desk/cases/C-1", "/desk/nothing"):
        answer = await client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/desk/sign-in")
        assert answer.headers["cache-control"] == "no-store"
    assert (await client.post("/desk/sign-out")).headers["location"] == "/desk/sign-in"


async def test_no_header_signs_anybody_in(desk: Desk) -> None:
    """(reliability-and-security §2: Staff login)"""
    for header in ("x-forwarded-user", "x-remote-user", "remote-user", "authorization", "x-auth-request-email"):
        assert (await desk.browser().client.get("/desk", headers={header: "kari"})).status_code == 303


# ------------------------------------------------------------------------------------------------------------- cookies


async def test_the_session_is_new_at_sign_in_and_no_script_or_other_host_gets_it(desk: Desk) -> None:
    """(reliability-and-security §2: Sessions)"""
    browser = desk.browser()
    brought = await browser.start()
    browser.client.cookies.set("__Host-veivalg-desk", "f" * 64, domain="veivalg.test", path="/")
    answer = await browser.client.get("/desk/signed-in", params=dict(brought))
    given = [SimpleCookie(header) for header in answer.headers.get_list("set-cookie")]
    (session,) = (cookie["__Host-veivalg-desk"] for cookie in given if "__Host-veivalg-desk" in cookie)
    assert session.value != "f" * 64
    assert len(session.value) == 64
    assert (session["secure"], session["httponly"], session["samesite"], session["path"]) == (True, True, "lax", "/")
    assert not session["domain"]
    assert not session["max-age"], "it goes when the browser is closed"
    spent = [name for cookie in given for name, morsel in cookie.items() if morsel["max-age"] == "0"]
    assert sorted(spent) == ["__Host-veivalg-desk-page", "__Host-veivalg-sign-in"]
    assert list(desk.staff.sessions) == [session.value]


async def test_two_who_sign_in_get_two_sessions_and_signing_in_again_ends_the_earlier_one(desk: Desk) -> None:
    one, other = desk.browser(), desk.browser()
    await one.sign_in()
    await other.sign_in()
    assert one.session != other.session
    before = one.session
    await one.sign_in("/desk/sign-in")
    assert sorted(desk.staff.sessions) == sorted((one.session, other.session))
    assert before not in desk.staff.sessions


async def test_pages_are_kept_by_nobody_and_stand_in_no_frame(desk: Desk) -> None:
    browser = desk.browser()
    for page in (await browser.get("/desk/sign-in"), await browser.sign_in(), await browser.get("/desk/nothing")):
        assert page.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["referrer-policy"] == "no-referrer"


async def test_only_the_sign_in_page_lets_its_form_be_sent_on(desk: Desk) -> None:
    browser = desk.browser()
    assert "form-action 'self' https:;" in (await browser.get("/desk/sign-in")).headers["content-security-policy"]
    assert "form-action 'self';" in (await browser.sign_in()).headers["content-security-policy"]


# --------------------------------------------------------------------------------------------------- what is not right


async def refused(desk: Desk, brought: dict[str, str]) -> None:
    browser = desk.browsers[-1]
    with capture_logs() as logged:
        page = await browser.come_back(brought)
    assert (page.status, path_of(page)) == (403, "/desk/signed-in")
    assert not browser.session
    assert not desk.staff.sessions
    assert [entry["event"] for entry in logged] == ["sign-in refused"]
    for value in brought.values():
        assert value not in page.text, "nothing of what came back is shown"
        assert value not in repr(logged), "or logged"


CHANGES: dict[str, dict[str, str]] = {
    "another state": {"state": "1764000000." + "0" * 32 + "." + "0" * 32},
    "no state": {"state": "nowhere-made"},
    "a state with more behind it": {"state": "{state}.more"},
    "another provider": {"iss": "https://other.example"},
    "another code": {"code": "code-never-given"},
    "a code without end": {"code": "c" * 2001},
    "refused by the person": {"error": "access_denied"},
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_was_changed_on_its_way_back_signs_nobody_in(desk: Desk, change: str) -> None:
    """(reliability-and-security §2: OIDC client)"""
    brought = dict(await desk.browser().start())
    for name, value in CHANGES[change].items():
        brought[name] = value.replace("{state}", brought["state"])
    await refused(desk, brought)


@pytest.mark.parametrize("missing", ["state", "code", "iss"])
async def test_what_is_missing_signs_nobody_in(desk: Desk, missing: str) -> None:
    brought = dict(await desk.browser().start())
    del brought[missing]
    await refused(desk, brought)


@pytest.mark.parametrize(
    "forged", [{"nonce": "m" * 64}, {"acr": "low"}, {"aud": "another"}, {"iss": "https://other.example"}, {"exp": 1}]
)
async def test_a_token_that_is_not_for_this_sign_in_signs_nobody_in(desk: Desk, forged: Claims) -> None:
    desk.stub.claims = lambda claims: {**claims, **forged}
    await refused(desk, dict(await desk.browser().start()))


async def test_an_answer_is_of_no_use_in_another_browser(desk: Desk) -> None:
    """Somebody who gives their own answer away signs nobody else in as them."""
    brought = dict(await desk.browser().start())
    other = desk.browser()
    await other.get("/desk/sign-in")
    await refused(desk, brought)


async def test_an_answer_is_taken_once(desk: Desk) -> None:
    browser = desk.browser()
    brought = dict(await browser.start())
    await browser.come_back(brought)
    desk.staff.sessions.clear()
    browser.client.cookies.delete("__Host-veivalg-desk")
    await refused(desk, brought)


async def test_an_answer_is_taken_for_ten_minutes(desk: Desk) -> None:
    browser = desk.browser()
    brought = dict(await browser.start())
    desk.clock.forward(timedelta(minutes=10))
    await refused(desk, brought)


async def test_two_tabs_may_sign_in_beside_each_other(desk: Desk) -> None:
    browser = desk.browser()
    first, second = await browser.start(), await browser.start()
    assert first["state"] != second["state"]
    assert (await browser.come_back(first)).status == 200


async def test_neither_nonce_nor_verifier_is_ever_in_the_browser(desk: Desk) -> None:
    browser = desk.browser()
    await browser.start()
    (issued,) = desk.stub.codes.values()
    assert issued.asked["nonce"] not in repr(browser.client.cookies)
    under_way = begin(SECRET, BROWSER, CHANCE, desk.clock.now())
    assert len({under_way.nonce, under_way.verifier, under_way.state}) == 3
    assert 43 <= len(under_way.verifier) <= 128


def test_a_state_is_good_for_its_browser_its_key_and_its_time() -> None:
    now = START
    under_way = begin(SECRET, BROWSER, CHANCE, now)
    assert go_on(SECRET, BROWSER, under_way.state, now) == under_way
    assert go_on(SECRET, BROWSER, under_way.state, now + timedelta(minutes=9, seconds=59)) == under_way
    for secret, browser, state, then in (
        (b"another of sixteen bytes", BROWSER, under_way.state, now),
        (SECRET, "a" * 64, under_way.state, now),
        (SECRET, "", under_way.state, now),
        (SECRET, BROWSER, under_way.state.upper(), now),
        (SECRET, BROWSER, "\u0667" + under_way.state[1:], now),
        (SECRET, BROWSER, str(int(under_way.state[:10]) + 60) + under_way.state[10:], now),
        (SECRET, BROWSER, under_way.state, now - timedelta(minutes=1)),
        (SECRET, BROWSER, under_way.state, now + timedelta(minutes=10)),
        (SECRET, BROWSER, "", now),
    ):
        assert go_on(secret, browser, state, then) is None


async def test_a_button_that_is_not_ours_starts_nothing(desk: Desk) -> None:
    """(reliability-and-security §2: CSRF)"""
    browser = desk.browser()
    page = await browser.get("/desk/sign-in")
    fields = page.fields("/desk/sign-in")
    other = desk.browser()
    await other.get("/desk/sign-in")
    for sent in ({}, {**fields, "proof": "0" * 32}, {**fields, "token": "other"}):
        answer = await browser.client.post("/desk/sign-in", data=sent)
        assert answer.status_code == 403
    assert (await other.client.post("/desk/sign-in", data=fields)).status_code == 403
    assert not desk.stub.codes


async def test_a_provider_that_is_away_is_said_to_be(desk: Desk) -> None:
    desk.stub.metadata = {"issuer": "https://other.example"}
    browser = desk.browser()
    with capture_logs() as logged:
        page = await browser.submit(await browser.get("/desk/sign-in"), "/desk/sign-in")
    assert page.status == 503
    assert "svarer ikke" in page.title
    assert logged[0]["event"] == "identity provider away"


# ------------------------------------------------------------------------------------------------------ who is known


async def test_somebody_who_is_not_registered_is_told_what_to_say_and_nothing_else(desk: Desk) -> None:
    await desk.staff.save(changed(KARI, active=False))
    async with at_the_desk(registered=False) as other:
        for opened in (desk, other):
            browser = opened.browser()
            with capture_logs() as logged:
                page = await browser.sign_in()
            assert page.status == 403
            assert "kari" in page.main
            assert "Be den som har ansvaret for driften" in page.main
            assert not browser.session
            assert not opened.staff.sessions
            assert "kari" not in repr(logged), "a subject may be a person's number"


async def test_what_a_subject_says_is_text(desk: Desk) -> None:
    desk.stub.claims = lambda claims: {**claims, "sub": "<b>kari</b>"}
    page = await desk.browser().sign_in()
    assert "&lt;b&gt;kari&lt;/b&gt;" in page.text


async def test_what_is_changed_holds_at_the_next_page(desk: Desk) -> None:
    """(reliability-and-security §2: Change of rights)"""
    browser = desk.browser()
    await browser.sign_in()
    kept = await desk.staff.save(changed(KARI, name="Kari Ann"))
    assert "Logg ut Kari Ann" in (await browser.get("/desk")).words
    await desk.staff.save(changed(kept, active=False))
    assert path_of(await browser.get("/desk")) == "/desk/sign-in"


# ---------------------------------------------------------------------------------------------------------- how long


async def test_a_session_ends_after_half_an_hour_of_nothing(desk: Desk) -> None:
    browser = desk.browser()
    await browser.sign_in()
    for _ in range(3):
        desk.clock.forward(IDLE - timedelta(seconds=1))
        assert path_of(await browser.get("/desk")) == "/desk"
    desk.clock.forward(IDLE)
    assert path_of(await browser.get("/desk")) == "/desk/sign-in"


async def test_a_session_ends_after_eight_hours_whatever_was_done(desk: Desk) -> None:
    browser = desk.browser()
    await browser.sign_in()
    for _ in range(LONGEST // (IDLE / 2) - 1):
        desk.clock.forward(IDLE / 2)
        assert path_of(await browser.get("/desk")) == "/desk"
    desk.clock.forward(IDLE / 2)
    assert path_of(await browser.get("/desk")) == "/desk/sign-in"


async def test_signing_out_ends_the_session_and_not_only_the_cookie(desk: Desk) -> None:
    browser = desk.browser()
    page = await browser.sign_in()
    token = browser.session
    out = await browser.submit(page, "/desk/sign-out")
    assert "Du er logget ut" in out.main
    assert "https://login.example/realm/out" in out.main
    assert not browser.session
    browser.client.cookies.set("__Host-veivalg-desk", token, domain="veivalg.test", path="/")
    assert path_of(await browser.get("/desk")) == "/desk/sign-in"


async def test_nobody_is_signed_out_by_a_form_of_somebody_elses(desk: Desk) -> None:
    """(reliability-and-security §2: CSRF)"""
    browser, other = desk.browser(), desk.browser()
    await browser.sign_in()
    foreign = (await other.sign_in()).fields("/desk/sign-out")
    for sent in ({}, foreign):
        answer = await browser.client.post("/desk/sign-out", data=sent)
        assert answer.status_code == 403
    assert len(desk.staff.sessions) == 2
    assert (await browser.client.get("/desk/sign-out")).status_code == 404


@pytest.mark.parametrize("token", ["", "f" * 63, "f" * 65, "g" * 64, "../" + "f" * 61, "é" * 32])
async def test_a_session_that_is_none_is_nobodys(desk: Desk, token: str) -> None:
    await desk.browser().sign_in()
    headers = [(b"cookie", f"__Host-veivalg-desk={token}".encode())]
    answer = await desk.browser().client.get("/desk", headers=headers)
    assert answer.status_code == 303


async def test_while_the_store_is_away_nobody_is_shown_anything_or_signed_out(desk: Desk) -> None:
    browser = desk.browser()
    await browser.sign_in()
    desk.staff.away = True
    page = await browser.get("/desk")
    assert page.status == 503
    assert page.headers["retry-after"]
    assert "Kari" not in page.words
    desk.staff.away = False
    assert (await browser.get("/desk")).status == 200


# ------------------------------------------------------------------------------------------------- where to go on

BAD = [
    "https://evil.example/desk",
    "//evil.example/desk",
    "///evil.example/desk",
    "/\\evil.example/desk",
    "\\\\evil.example/desk",
    "https:/desk",
    "javascript:alert(1)//desk",
    "data:text/html,desk",
    "/desk/../nb/exit",
    "/desk/%2e%2e/nb/exit",
    "/desk//evil.example",
    "/desk@evil.example",
    "/desk.evil.example",
    "/desk/\t/evil.example",
    "/desk/a\r\nset-cookie: a=b",
    "/desk\x00",
    "/desk#//evil.example",
    "/desk/sign-out",
    "/desk/sign-in?to=/desk",
    "/nb/exit",
    "desk",
    " /desk/cases",
    "/desk/cases ",
    "/desk/\uff45vil",
    "/desk?to=https://evil.example",
    "/desk/" + "a" * 300,
    "",
]


@pytest.mark.parametrize("bad", BAD)
def test_nobody_is_sent_anywhere_but_to_a_page_of_the_desk(bad: str) -> None:
    assert page_of(bad) == "/desk"


@pytest.mark.parametrize("good", ["/desk", "/desk/cases/C-1_a.b~c", "/desk?filter=mine&sort=-due", "/desk/a?b=c+d"])
def test_pages_of_the_desk_are_gone_back_to(good: str) -> None:
    assert page_of(good) == good


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/desk/sign-in"])
async def test_wherever_a_bad_page_is_named_it_leads_to_the_desk(desk: Desk, bad: str) -> None:
    """In the address, in the form, and in the cookie."""
    browser = desk.browser()
    page = await browser.get(f"/desk/sign-in?to={bad}")
    assert page.fields("/desk/sign-in")["to"] == "/desk"
    sent = await browser.client.post("/desk/sign-in", data={**page.fields("/desk/sign-in"), "to": bad})
    brought = desk.stub.authorize(sent.headers["location"])
    kept = {"__Host-veivalg-desk-page": bad.encode().hex()}
    browser.client.cookies.update(kept)
    assert (await browser.come_back(brought)).address == "/desk"


# ------------------------------------------------------------------------------------------------------------- words


async def test_the_desk_speaks_the_language_that_somebody_chose(desk: Desk) -> None:
    browser = desk.browser("en,nb;q=0.5")
    assert "Sign in as staff" in (await browser.get("/desk/sign-in")).title
    assert "Logg inn som tilsett" in (await browser.get("/desk/sign-in?language=nn")).title
    assert "rettleiarar" in (await browser.sign_in()).title
    page = await desk.browser().get("/desk/sign-in?to=/desk/cases/C-1")
    assert 'href="?to=%2Fdesk%2Fcases%2FC-1&amp;language=nn"' in page.text, "and still comes back where they were"
    assert "Logg inn" in (await desk.browser("fi").get("/desk/sign-in?language=xx")).title


async def test_a_demonstration_says_whom_one_may_be() -> None:
    async with at_the_desk(secure=False, made_up=(MadeUp("kari", KARI, OFFICE),)) as desk:
        page = await desk.browser().get("/desk/sign-in")
        assert "Oppdiktede ansatte" in page.main
        assert "Kari" in page.main
        there = await desk.browser().client.get("http://localhost:8000/desk/sign-in?to=/desk/a")
        assert there.headers["location"] == "http://127.0.0.1:8000/desk/sign-in?to=%2Fdesk%2Fa"


async def test_nobody_is_named_where_people_are_real(desk: Desk) -> None:
    page = await desk.browser().get("/desk/sign-in")
    assert "Kari" not in page.text
    assert "<table" not in page.text
