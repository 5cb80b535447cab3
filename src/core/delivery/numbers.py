"""Phone numbers as people type them in Norway: which there are, and which of them we call and write to."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from core.delivery.withheld import is_withheld
from core.errors import Invalid

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# The Nordic countries: people live, work and study across these borders without a permit. Calls to all others wait
# until an installation allows them, since a public form that makes us call anywhere is an invitation to fraud.
NORDIC = frozenset({"NO", "SJ", "SE", "DK", "FO", "GL", "FI", "AX", "IS"})

NORWAY = 47
BETWEEN = re.compile(r"[\s().\-\u2010-\u2015\u2212]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
TRUNK = re.compile(r"(?<=\d)\s*\(0\)")  # +44 (0)20 …: a zero for who rings from within
DIGITS = re.compile(r"\+?[0-9]{1,17}")
# Series of the Norwegian plan that the library does not know, or not as what they are.
EMERGENCY = re.compile(r"11[023]|116[0-9]{3}|911|999")  # 116…: help lines, as 116117; the last two are of abroad
DIRECTORY = re.compile(r"18[0-9]{2}")  # dearer than others
SHORT = re.compile(r"1[0-9]{2}|[0-9]{4,5}")
MACHINE = re.compile(r"58[0-9]{10}|59[0-9]{6}")


SIMULATED = "simulated"  # a country of demonstrations: numbers that nobody can have, and the simulators answer
SIMULATED_NUMBER = re.compile(r"(?:\+47)?1999[0-9]{4}")


class Reason(StrEnum):
    """Why a number is not taken. Closed: each has words that say what to do instead."""

    INVALID = "phone_invalid"  # no number, or one that does not exist
    WITHHELD = "phone_withheld"  # the caller did not say it
    EMERGENCY = "phone_emergency"  # emergency numbers and help lines
    PREMIUM = "phone_premium"  # calls cost more than ordinary ones
    SHORT = "phone_short"  # 3 to 5 digits, which are never one person's
    SERVICE = "phone_service"  # freephone, company and voicemail numbers, which ring at no person's
    MACHINE = "phone_machine"  # between machines: nobody answers
    FOREIGN = "phone_foreign"  # in a country that this installation does not call


@dataclass(frozen=True, slots=True)
class Number:
    """A number that exists. What it is stands in no representation, so that no error quotes it."""

    e164: str = field(repr=False)
    readable: str = field(repr=False)  # as it is written in Norway; a foreign one as it is called from here
    kind: str
    region: str  # of two letters, or empty when the number belongs to none
    reason: Reason | None = None  # why it is not taken

    @property
    def may_get_call(self) -> bool:
        """Whether we call it."""
        return self.reason is None

    @property
    def may_get_sms(self) -> bool:
        """Whether we write to it. A voice-over-IP or fixed line may swallow a text without a word."""
        return self.reason is None and self.kind in ("mobile", "fixed_or_mobile")

    @property
    def masked(self) -> str:
        """Enough for its owner to know it by."""
        return f"•••• {self.e164[-4:]}"


def read_number(text: str, countries: frozenset[str] = NORDIC) -> Number:
    """The number of a text, when we may call it; else raise Invalid with one `Reason`."""
    number = judge_number(text, countries)
    if number.reason:
        raise Invalid(number.reason)
    return number


def judge_number(text: str, countries: frozenset[str] = NORDIC) -> Number:
    """The number of a text, with the reason when it is one that we do not call; raise Invalid when there is none."""
    import phonenumbers  # 3 MB, 30 ms: only for who reads a number

    if is_withheld(text):
        raise Invalid(Reason.WITHHELD)
    digits = _digits(text)
    if SIMULATED in countries and SIMULATED_NUMBER.fullmatch(digits):
        return Number(f"+47{digits[-8:]}", f"{digits[-8:-5]} {digits[-5:-3]} {digits[-3:]}", "mobile", "")
    if reason := _without_a_subscriber(digits):
        raise Invalid(reason)
    try:
        read = phonenumbers.parse(digits, "NO")
    except phonenumbers.NumberParseException as error:
        raise Invalid(Reason.INVALID) from error
    kind = _kind(read)
    if kind == "unknown":
        raise Invalid(Reason.INVALID)
    region = phonenumbers.region_code_for_number(read) or ""
    called = read.country_code == NORWAY or region in countries
    return Number(
        phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164),
        _readable(read, kind),
        kind,
        region if region.isalpha() else "",
        _reason(kind) or (None if called else Reason.FOREIGN),
    )


def _digits(text: str) -> str:
    """The digits of a number in any script, with a plus before an international one; else raise Invalid."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain[:4].lower() == "tel:":
        plain = plain[4:]
    plain = BETWEEN.sub("", TRUNK.sub("", plain))
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in plain)
    if not DIGITS.fullmatch(plain):
        raise Invalid(Reason.INVALID)
    return "+" + plain[2:] if plain.startswith("00") else plain


def _without_a_subscriber(digits: str) -> Reason | None:
    """Why nobody has that number. Such numbers are told by their digits: they have no form that works from abroad."""
    short = digits.removeprefix(f"+{NORWAY}")
    if EMERGENCY.fullmatch(short):
        return Reason.EMERGENCY
    if DIRECTORY.fullmatch(short):
        return Reason.PREMIUM
    return Reason.SHORT if SHORT.fullmatch(short) else None


def _kind(read: "PhoneNumber") -> str:
    from phonenumbers import PhoneNumberType, national_significant_number, number_type

    if read.country_code == NORWAY and MACHINE.fullmatch(national_significant_number(read)):
        return "machine"
    kinds = {
        PhoneNumberType.MOBILE: "mobile",
        PhoneNumberType.FIXED_LINE: "fixed",
        PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
        PhoneNumberType.VOIP: "voip",
        PhoneNumberType.TOLL_FREE: "toll_free",
        PhoneNumberType.PREMIUM_RATE: "premium",
        PhoneNumberType.SHARED_COST: "shared_cost",
        PhoneNumberType.PERSONAL_NUMBER: "personal",
        PhoneNumberType.PAGER: "pager",
        PhoneNumberType.UAN: "company",
        PhoneNumberType.VOICEMAIL: "voicemail",
    }
    return kinds.get(number_type(read), "unknown")


def _reason(kind: str) -> Reason | None:
    match kind:
        case "mobile" | "fixed" | "fixed_or_mobile" | "voip":
            return None
        case "premium" | "shared_cost" | "personal":  # a personal number costs what it leads to costs
            return Reason.PREMIUM
        case "machine":
            return Reason.MACHINE
        case _:
            return Reason.SERVICE


def _readable(read: "PhoneNumber", kind: str) -> str:
    """Norwegian mobiles stand as 406 12 345, which is how the country writes them; the library would give pairs."""
    from phonenumbers import PhoneNumberFormat, format_number, national_significant_number

    if read.country_code != NORWAY:
        return format_number(read, PhoneNumberFormat.INTERNATIONAL)
    if kind == "mobile":
        digits = national_significant_number(read)
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    return format_number(read, PhoneNumberFormat.NATIONAL)
