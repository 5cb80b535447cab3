"""Channels that are installed beside the service, and our own that wait for their reader."""

from dataclasses import replace
from datetime import timedelta
from importlib.metadata import EntryPoint

import paper_slip
import pytest

from channels.chat.channel import ChatMessages
from channels.chat.specimens import messages
from channels.kit.bench import SECRET, Bench
from channels.kit.installed import GROUP, FaultyPlugin, Installed, installed_channels, settings_of
from channels.kit.specimen import NOW, Text
from channels.web.channel import Web
from channels.web.specimen import web
from core.conversation.input import Act, AskForCode, Begin, Input, Leave, Redeem, Say, SeeResult, TakeView
from core.delivery.channel import Channel, Inbound, Part, Refusal, Refused, Rejected, Request

# ----------------------------------------------------------------------------------------------------------- plug-ins


def test_settings_are_those_of_the_channels_own_name() -> None:
    environment = {
        "VEIVALG_PAPER_SLIP_SECRETS": "one,two",
        "VEIVALG_PAPER_SLIP_": "",
        "VEIVALG_PAPER": "no",
        "PAPER_SLIP_SECRETS": "no",
        "VEIVALG_PAPER_SLIP_PUBLIC_URL": "https://elsewhere.example",
    }

    assert settings_of("paper-slip", environment, "https://veivalg.example") == {
        "secrets": "one,two",
        "public_url": "https://veivalg.example",
    }


def test_the_example_is_made_by_its_settings() -> None:
    made = paper_slip.make({"secrets": "one,two", "public_url": "https://veivalg.example"})

    assert isinstance(made, Channel)
    assert made.secrets == ("one", "two")
    assert made.callback == "https://veivalg.example/channels/paper-slip/board/status"
    with pytest.raises(ValueError, match="VEIVALG_PAPER_SLIP_SECRETS must be set"):
        paper_slip.make({"public_url": "https://veivalg.example"})


def test_nothing_is_installed_that_no_distribution_offers() -> None:
    assert "paper-slip" not in installed_channels()


def test_a_plug_in_that_has_no_functions_is_named() -> None:
    point = EntryPoint("paper-slip", "json", GROUP)

    with pytest.raises(FaultyPlugin, match="`paper-slip` of slips: json has no function make and no specimen"):
        Installed("paper-slip", "slips", point).load()


# ------------------------------------------------------------------------------------------------- pages and messages


@pytest.mark.parametrize(
    ("page", "fields", "act"),
    [
        ("/start", "", Begin("kit", "nb")),
        ("/result", "&note=noe+mer", SeeResult("noe mer")),
        ("/result/view", "&view=agree&words=ja", TakeView("agree", "ja")),
        ("/save", "", AskForCode()),
        ("/resume", "&code=abcd-2345+efgh", Redeem("ABCD2345EFGH")),
        ("/exit", "", Leave(erase=False)),
        ("/exit", "&erase=yes", Leave(erase=True)),
    ],
)
def test_a_form_does_on_the_channel_what_it_does_on_the_page(page: str, fields: str, act: Act) -> None:
    (heard,) = pages(page, fields)

    assert isinstance(heard, Input)
    assert heard.act == act


@pytest.mark.parametrize("page", ["/result/what-if", "/q/unheard-of", "/"])
def test_a_form_that_needs_the_conversation_says_nothing_by_itself(page: str) -> None:
    assert pages(page, "&do=use") == ()


def test_a_token_is_good_for_its_time() -> None:
    bench = Bench(messages())
    channel = bench.channel(SECRET)
    assert isinstance(channel, ChatMessages)
    channel.verify(bench.text())

    late = replace(bench.clock, time=NOW + timedelta(minutes=31))
    with pytest.raises(Rejected, match="too_old"):
        replace(channel, clock=late).verify(bench.text())


def test_a_message_is_heard_as_by_the_route() -> None:
    specimen = messages()
    assert specimen.text
    bench = Bench(specimen)

    heard = bench.hears_text(bench.channel(SECRET), specimen.text(Text("m-7", specimen.to, "2 ja"), SECRET))

    assert (heard.origin.account, heard.origin.sender, heard.origin.id) == ("chat", specimen.to, "message m-7")
    assert heard.act == Say("2 ja")


@pytest.mark.parametrize("made", [web, messages], ids=["web", "chat"])
async def test_what_waits_for_its_reader_cannot_be_sent_to(made: object) -> None:
    channel = Bench(web() if made is web else messages()).channel(SECRET)

    assert await channel.send(Part("Hei"), "somebody", "key") == Refused(Refusal.WINDOW_CLOSED)
    assert await channel.look_up("somebody", "key") is None


def pages(page: str, fields: str) -> tuple[Inbound, ...]:
    """What the pages' channel hears in a form of ours."""
    bench = Bench(web())
    channel, request = bench.channel(SECRET), bench.text()
    assert isinstance(channel, Web)
    body = request.body.partition(b"&answer")[0] + fields.encode()
    sent = Request(request.url.removesuffix("/q/words") + page, request.headers, body)
    channel.verify(sent)
    return channel.parse(sent, NOW)
