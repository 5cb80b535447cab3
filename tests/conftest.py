"""What holds for all tests."""

import structlog

from tests.thorough import LONG

__all__ = ["LONG"]  # imported first, so that every property is tried as often as it says

# Tracebacks in colours, with the values of all variables, take longer than the tests that provoke them.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])
