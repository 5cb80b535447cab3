"""Whatever a conversation comes to can be said, in every form and language."""

from dataclasses import replace

import pytest
import smsutil
from tests.unit.conversation.people import Person, release
from tests.unit.saying import FORMS, OFFICE, WITHOUT_PHONE

from core.conversation.shown import shown
from core.text import LANGUAGES

CONVERSATIONS = [
    (
        *[
            "hei",
            "ja",
            "1",
            "2",
            "1",
            "34",
            "oslo",
            "ja",
            "1",
            "3",
            "1",
            "1",
            "1",
            "2",
            "2",
            "9",
            "ja",
            "hvorfor",
            "valg",
            "hei",
            "nett",
        ],
    ),
    ("hei", "ja", "hvorfor", "blåbær", "blåbær", "blåbær", "2", "1", "hjelp", "avbestill", "ring", "nei"),
    (
        "hei",
        "ja",
        "språk",
        "2",
        "resultat",
        "nett",
        "pause",
        "hald fram",
        "tilbake",
        "slett",
        "1234",
        "veileder",
        "hei",
    ),
    ("hei", "nei", "hei", "akutt", "1", "jeg vil dø", "er redd", "2", "jeg sulter ikke, hungry", "stopp", "start"),
    ("hei", "ja", "1", "1", "1", "20", "xx", "er", "ti", "01010750160", "mre og romsdal", "ja", "a" * 600, ""),
]


@pytest.mark.parametrize("words", CONVERSATIONS)
async def test_all_that_a_conversation_comes_to_can_be_said_in_every_form_and_language(words: tuple[str, ...]) -> None:
    anna = Person()
    for text in words:
        heard = await anna.texts(text)
        for language in LANGUAGES:
            for form in FORMS:
                for office in (OFFICE, WITHOUT_PHONE):
                    for one in shown(release(), replace(heard, language=language), form, office):
                        assert one.text.strip(), (text, one)
                        assert "{" not in one.text
                        assert form != "sms" or smsutil.is_valid_gsm(one.text), one.text
