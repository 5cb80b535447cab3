"""Structured logs: one JSON line an event, without personal text.

What may be logged is named here; everything else is dropped, so that a slip in a call cannot leak. Of an error only its
class and the places it passed are kept, since its message may quote what somebody wrote.
"""

import logging
import sys
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

NAMED = frozenset(
    {
        *("event", "level", "timestamp", "logger", "error", "places", "reason", "count"),
        *("method", "route", "status", "ms", "host", "port", "release", "store", "day", "account"),
    }
)
# Libraries that tell more than we may: of httpx, whole addresses of requests, with the names and keys that are in them.
QUIET = ("alembic", "httpx", "httpcore", "hpack", "asyncpg", "aiosqlite", "sqlalchemy")


def log_to_stdout(level: str) -> None:
    """Set logging up, once, for our own lines and for the libraries'."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_the_class_of_errors,
        _only_named_fields,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # addresses of citizens have no place in a log
    for name in QUIET:
        logging.getLogger(name).setLevel("WARNING")


def _only_the_class_of_errors(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    failed = line.pop("exc_info", None)
    error = sys.exc_info() if failed is True else failed
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0] is not None:
        line["error"] = error[0].__name__
        line["places"] = _places(error[2])
    return line


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-8:]]


def _only_named_fields(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    return {key: value for key, value in line.items() if key in NAMED or key.startswith("_")}
