"""Phone numbers as providers write them, in one form."""

import re

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)

DIGITS = re.compile(r"[1-9][0-9]{6,14}")


def e164(number: str, *, plus: bool = True) -> str:
    """The number as +4712345678; empty for what cannot be answered: a short number, a name, one that was withheld.

    A country is never guessed. With `plus` false the provider is known to leave out the sign before the country's code.
    """
    bare = re.sub(r"[ ()-]", "", number)
    digits = bare.removeprefix("+")
    if not DIGITS.fullmatch(digits) or (plus and digits == bare):
        return ""
    try:
        read = parse(f"+{digits}")
    except NumberParseException:
        return ""
    whole = is_possible_number_with_reason(read) == ValidationResult.IS_POSSIBLE
    return format_number(read, PhoneNumberFormat.E164) if whole else ""
