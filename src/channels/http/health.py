"""Whether the process lives, and whether it can take work now."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import JSONResponse


def health(*, ready: Callable[[], Awaitable[list[str]]]) -> APIRouter:
    """The routes under /health. `ready` says why the service cannot take work; nothing when it can."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live")
    async def live() -> dict[str, bool]:
        """The process answers."""
        return {"live": True}

    @router.get("/ready", responses={503: {"description": "Not now; the reasons say why"}})
    async def readiness() -> JSONResponse:
        """The store is reachable, its migrations are at head, and the content is valid and stored."""
        reasons = await ready()
        status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status)

    return router
