"""Promises of form: what a channel says of itself holds together."""

import inspect
import re

from channels.kit.bench import SECRET, Bench, Promise
from channels.kit.finding import must
from channels.kit.no_network import no_network
from core.delivery.channel import Capabilities, Channel, Refusal
from core.delivery.segments import ONE

ACCOUNT = re.compile(r"[a-z][a-z0-9-]{0,29}(:[a-z0-9][a-z0-9-]{0,29})?")
FORMS, UNITS = ("screen", "sms", "voice"), ("gsm", "letter")


def it_keeps_the_form_of_a_channel(bench: Bench) -> None:
    """Every member of core.delivery.channel.Channel is there; what waits for the world can be awaited."""
    channel = bench.channel(SECRET)
    must(
        isinstance(channel, Channel),
        "it lacks a member of core.delivery.channel.Channel",
        "give it account, capabilities, verify, parse, render, send and look_up",
    )
    must(
        inspect.iscoroutinefunction(channel.send) and inspect.iscoroutinefunction(channel.look_up),
        "`send` or `look_up` is no coroutine function",
        "write `async def send` and `async def look_up`; verify, parse and render are plain functions",
    )


def its_account_has_a_name(bench: Bench) -> None:
    """What stands before the colon is the channel; the same for every process and every start."""
    first, second = (bench.channel(SECRET).account for _ in range(2))
    must(
        first == second and ACCOUNT.fullmatch(first),
        "its account is no name such as `sms` or `sms:twilio`, or not always the same",
        "use small letters, digits and hyphens, with one colon at most: it is kept with every conversation",
    )


def its_capabilities_are_coherent(bench: Bench) -> None:
    """They are data that others plan by: limits that cannot be true would be planned by, too."""
    can = bench.channel(SECRET).capabilities
    must(isinstance(can, Capabilities), "`capabilities` is no Capabilities", "return the one of core.delivery.channel")
    faults = {
        f"form is one of {', '.join(FORMS)}": can.form in FORMS,
        f"unit is one of {', '.join(UNITS)}": can.unit in UNITS,
        f"with unit gsm, one_part is {ONE['gsm']}": can.unit != "gsm" or can.one_part == ONE["gsm"],
        "one_part is 0 or more, and parts 1 or more": can.one_part >= 0 and can.parts >= 1,
        "parts is 1 when one_part has no limit": can.one_part > 0 or can.parts == 1,
        "choices and choice_title are both there, or neither": (can.choices > 0) == (can.choice_title > 0),
        "choices and choice_title are 0 or more": can.choices >= 0 and can.choice_title >= 0,
        "a channel that begins can be sent to": can.reachable or not can.begins,
        "a channel with quiet hours can be sent to": can.reachable or not can.quiet_hours,
        "a channel that looks up can be sent to": can.reachable or not can.looks_up,
        "a channel that repeats safely can be sent to": can.reachable or not can.repeats_safely,
    }
    broken = [rule for rule, holds in faults.items() if not holds]
    must(not broken, f"its capabilities do not hold together: {'; '.join(broken)}", "declare what its provider can do")
    must(can == bench.channel(SECRET).capabilities, "its capabilities change", "declare them once")


def each_promise_can_be_tried(bench: Bench) -> None:
    """A specimen that shows nothing proves nothing."""
    specimen, channel = bench.specimen, bench.channel(SECRET)
    says = specimen.text or specimen.contact
    lacking = [
        *(["without_id", "malformed"] if says and not (specimen.without_id and specimen.malformed) else []),
        *(["tells"] if specimen.receipt and not specimen.tells else []),
        *(["accepted"] if channel.capabilities.reachable and not specimen.accepted else []),
        *(["refused"] if specimen.accepted and not specimen.refused else []),
        *(["text or receipt, or accepted"] if not (bench.hears_anything or specimen.accepted) else []),
    ]
    must(not lacking, f"its specimen lacks {', '.join(lacking)}", "show it: a few lines in the specimen")
    must(
        Refusal.UNKNOWN_OUTCOME not in specimen.refused or specimen.left,
        "its specimen has an answer for an unknown outcome",
        "leave it out: the kit lets the network fail by itself",
    )


async def nothing_goes_past_the_client_that_it_was_lent(bench: Bench) -> None:
    """A check reaches nobody, and an operator's proxy and limits hold for every request."""
    with no_network() as attempts:
        channel = bench.channel(SECRET)
        if bench.specimen.accepted:
            bench.provider.does = bench.specimen.accepted
            await channel.send(bench.part(), bench.specimen.accepted.to or bench.specimen.to, "kit.0")
            await channel.look_up(bench.specimen.to, "kit.0")
        for request in bench.signed() if bench.hears_anything else ():
            channel.verify(request)
            channel.parse(request, bench.clock.now())
    must(
        not attempts,
        f"it tried to reach the network by itself: {', '.join(sorted(set(attempts)))}",
        "send over the client that it is built with, and look nothing up while hearing",
    )


PROMISES: tuple[Promise, ...] = (
    it_keeps_the_form_of_a_channel,
    its_account_has_a_name,
    its_capabilities_are_coherent,
    each_promise_can_be_tried,
    nothing_goes_past_the_client_that_it_was_lent,
)
