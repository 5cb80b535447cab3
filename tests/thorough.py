"""How much is tried of what never ends: enough at every run, ten times as much with `make test-long`."""

import os

from hypothesis import settings

LONG = bool(os.environ.get("VEIVALG_TEST_LONG"))


def times(usual: int) -> int:
    """How often something drawn by chance is tried."""
    return 10 * usual if LONG else usual


# How long an example takes says more of the machine than of the code.
settings.register_profile("veivalg", deadline=None, max_examples=times(100))
settings.load_profile("veivalg")
