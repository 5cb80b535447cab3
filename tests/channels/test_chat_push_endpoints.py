"""Endpoints: only for back ends, each with its own, and to nowhere that is ours."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.channels.chat_front_end import LIVE_KEY, OTHER_KEY, V1, FrontEnd
from tests.channels.chat_push import HOOKS, Pushing, pushing

from channels.http.outgoing import Outgoing
from core.delivery.endpoint import MOST

KEY = "0d3b7a0e-6c0e-4f6e-9a1e-3d2f1c0b9a88"
EVERY = [
    ("POST", "", {"url": HOOKS}),
    ("GET", "", {}),
    ("DELETE", "/{id}", {}),
    ("POST", "/{id}/secrets", {}),
    ("POST", "/{id}/replay", {"since": "2026-11-24T08:00:00Z", "until": "2026-11-24T09:00:00Z"}),
    ("GET", "/{id}/deliveries", {}),
]
OF_ONE = [one for one in EVERY if "{id}" in one[1]]


@pytest.fixture
async def opened() -> AsyncIterator[Pushing]:
    async with pushing() as one:
        yield one


@pytest.fixture
def anna(opened: Pushing) -> FrontEnd:
    return opened.front_end()


async def test_an_endpoint_is_made_with_a_secret_that_is_shown_once(opened: Pushing) -> None:
    made = await opened.asks("POST", url=HOOKS)
    assert made.status_code == 201
    told = made.json()
    assert told["secret"].startswith("whsec_")
    assert told["endpoint"].items() >= {"url": HOOKS, "status": "active"}.items()
    listed = await opened.asks("GET")
    assert listed.json() == {"endpoints": [told["endpoint"]]}
    assert told["secret"] not in listed.text


async def test_the_same_request_again_makes_no_second_endpoint(opened: Pushing) -> None:
    first = (await opened.asks("POST", again=KEY, url=HOOKS)).json()
    assert (await opened.asks("POST", again=KEY, url=HOOKS)).json() == first
    assert len((await opened.asks("GET")).json()["endpoints"]) == 1
    other = await opened.asks("POST", again=KEY, url="https://other.example/")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_secrets_of_different_endpoints_are_different(opened: Pushing) -> None:
    secrets = {(await opened.hears())[1], (await opened.hears())[1], (await opened.hears(OTHER_KEY))[1]}
    assert len(secrets) == 3


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
async def test_a_back_end_proves_itself_with_its_key(
    opened: Pushing, anna: FrontEnd, method: str, path: str, body: dict[str, str]
) -> None:
    """A token in a browser is no key (CD-15)."""
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    address = f"{V1}/webhook-endpoints{path.format(id=id)}"
    for given, status in (("", 401), ("sk_live_unknown", 401), (anna.token, 403)):
        headers = {"Idempotency-Key": KEY, **({"Authorization": f"Bearer {given}"} if given else {})}
        answer = await opened.client.request(method, address, json=body or None, headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize(("method", "path", "body"), OF_ONE)
async def test_the_endpoints_of_others_are_as_if_they_were_not(
    opened: Pushing, method: str, path: str, body: dict[str, str]
) -> None:
    id, _ = await opened.hears()
    others = await opened.asks(method, path.format(id=id), OTHER_KEY, KEY, **body)
    nobodys = await opened.asks(method, path.format(id="whe_0"), OTHER_KEY, KEY, **body)
    assert others.status_code == nobodys.status_code == 404
    assert (await opened.asks("GET", key=OTHER_KEY)).json() == {"endpoints": []}
    assert len((await opened.asks("GET")).json()["endpoints"]) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://frontend.example/", "url_not_https"),
        ("https://127.0.0.1/", "url_not_allowed"),
        ("https://localhost/", "url_not_allowed"),
        ("https://[::1]/", "url_not_allowed"),
        ("https://10.0.0.1/", "url_not_allowed"),
        ("https://somebody:secret@frontend.example/", "url_invalid"),
        ("nothing", "url_invalid"),
    ],
)
async def test_an_address_that_is_not_over_tls_or_not_in_public_is_refused(
    opened: Pushing, url: str, code: str
) -> None:
    refused = await opened.asks("POST", url=url)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"pointer": "/url", "code": code}]


async def test_a_demonstration_may_hear_at_home() -> None:
    async with pushing(Outgoing(private=True)) as at_home:
        assert (await at_home.asks("POST", url="http://127.0.0.1:9000/hooks")).status_code == 201


async def test_so_many_endpoints_and_no_more(opened: Pushing) -> None:
    ids = [(await opened.hears())[0] for _ in range(MOST)]
    refused = await opened.asks("POST", url=HOOKS)
    assert refused.json()["errors"] == [{"pointer": "/url", "code": "endpoints_full"}]
    assert (await opened.asks("DELETE", f"/{ids[0]}")).status_code == 204
    assert (await opened.asks("POST", url=HOOKS)).status_code == 201


async def test_what_was_removed_is_listed_no_more_and_its_log_is_still_there(opened: Pushing, anna: FrontEnd) -> None:
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    await opened.asks("DELETE", f"/{id}")
    assert (await opened.asks("GET")).json() == {"endpoints": []}
    assert (await opened.asks("DELETE", f"/{id}")).status_code == 404
    assert len((await opened.asks("GET", f"/{id}/deliveries")).json()["deliveries"]) == 1


# ------------------------------------------------------------------------------------------------------- the log


async def test_the_log_says_what_became_of_each_and_nothing_of_what_it_says(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-09)"""
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    opened.receiver.answers = [503]
    await anna.writes("en hemmelighet om meg")
    await opened.delivers()
    log = await opened.asks("GET", f"/{id}/deliveries")
    newest, oldest = log.json()["deliveries"]
    assert (oldest["state"], oldest["attempts"], oldest["turn"]) == ("accepted", 1, 1)
    assert (newest["state"], newest["attempts"], newest["reason"]) == ("waiting", 1, "unavailable")
    assert newest["conversation_id"] == anna.conversation
    assert "hemmelighet" not in log.text


async def test_the_log_is_read_page_by_page(opened: Pushing, anna: FrontEnd) -> None:
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    for n in range(6):
        opened.clock.forward(timedelta(seconds=n % 2))  # some at the same moment
        await anna.writes(f"noe {n}")
    whole = (await opened.asks("GET", f"/{id}/deliveries")).json()["deliveries"]
    pages, following = [], ""
    while True:
        query = f"?limit=2&before={following.replace('+', '%2B')}" if following else "?limit=2"
        page = (await opened.asks("GET", f"/{id}/deliveries{query}")).json()
        pages += page["deliveries"]
        if not (following := page.get("next", "")):
            break
    assert pages == whole
    assert len(whole) == 7


@pytest.mark.parametrize("query", ["?limit=x", "?limit=-1", "?limit=99999", "?before=nonsense"])
async def test_a_page_that_is_none_is_no_fault_of_ours(opened: Pushing, query: str) -> None:
    id, _ = await opened.hears()
    assert (await opened.asks("GET", f"/{id}/deliveries{query}")).status_code in (200, 422)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"since": "2026-11-24T08:00:00Z"},
        {"since": "2026-11-24T08:00:00", "until": "2026-11-24T09:00:00"},
        {"since": "2026-11-24T09:00:00Z", "until": "2026-11-24T08:00:00Z"},
        {"since": "yesterday", "until": "today"},
    ],
)
async def test_a_replay_needs_a_time_to_replay(opened: Pushing, body: dict[str, str]) -> None:
    id, _ = await opened.hears()
    answer = await opened.asks("POST", f"/{id}/replay", **body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")


async def test_the_endpoints_are_described(opened: Pushing) -> None:
    paths = (await opened.client.get(f"{V1}/openapi.json")).json()["paths"]
    described = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    for method, path, _ in EVERY:
        assert (method, f"{V1}/webhook-endpoints{path.format(id='{endpoint}')}") in described
