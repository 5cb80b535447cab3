"""What holds for all tests."""

from tests.thorough import LONG

__all__ = ["LONG"]  # imported first, so that every property is tried as often as it says
