"""Clocks of others that are wrong are flagged, and change nothing."""

from datetime import timedelta

import pytest
from tests.fakes import START

from core.conversation.input import Input, Origin, Say
from core.delivery.channel import Contact, Inbound
from core.delivery.clocks import AHEAD, BEHIND, is_far_off

HERE = Origin("sms:fake", "+4790000001", "1")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("by", "off"),
    [(AHEAD, False), (AHEAD + SECOND, True), (-BEHIND, False), (-BEHIND - SECOND, True), (-SECOND, False)],
)
def test_a_time_that_cannot_be_is_far_off(by: timedelta, off: bool) -> None:
    """(case 21)"""
    assert is_far_off(Input(HERE, Say("hei", at=START + by)), START) == off


@pytest.mark.parametrize("inbound", [Input(HERE, Say("hei")), Contact("sms:fake", "+4790000001", "1", "stopped")])
def test_what_has_no_time_is_not(inbound: Inbound) -> None:
    assert not is_far_off(inbound, START)
