"""Numbers that nobody has, for the simulators of SMS and calls.

They begin with +47 1999. A Norwegian number of eight digits never begins with 1, where the numbers of three and four
digits are, so none of these can be given to a subscriber; no Norwegian range for fiction was found.
"""

PREFIX = "+471999"


def is_simulated(number: str) -> bool:
    """Whether it is one of these numbers."""
    return number.startswith(PREFIX) and len(number) == 11 and number[1:].isdecimal() and number.isascii()
