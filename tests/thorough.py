"""How much is tried of what never ends: enough at every run, ten times as much with `make test-long`."""

import os

from hypothesis import settings

LONG = bool(os.environ.get("VEIVALG_TEST_LONG"))

# How long an example takes says more of the machine than of the code.
settings.register_profile("usual", deadline=None)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("long" if LONG else "usual")

FEWER = settings(max_examples=settings.default.max_examples // 4)  # where an example is a whole walk


def times(usual: int) -> int:
    """How often something drawn by chance is tried."""
    return 10 * usual if LONG else usual
