"""The frame around every page: what it always shows, and the response it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from channels.pages.style import Asset, load_asset
from channels.pages.words import NAMES, Saying, whole

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Frame:
    """Templates, style and mark."""

    templates: Environment
    style: Asset
    mark: Asset

    def render(self, template: str, say: Saying, language: str, path: str, values: Mapping[str, object]) -> str:
        """One page as HTML. `path` is its address without the language, so that the language links lead to it."""
        return self.templates.get_template(template).render(
            t=say, language=language, path=path, languages=NAMES, style=self.style.href, mark=self.mark.href, **values
        )


@cache
def load_frame(*folders: Path) -> Frame:
    """Read the frame, and the templates of the folders that use it; once, since compiling them takes long."""
    templates = Environment(
        loader=FileSystemLoader([FOLDER, *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters["whole"] = whole
    return Frame(templates, load_asset("style.css", "text/css"), load_asset("mark.svg", "image/svg+xml"))


def html(body: str, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page that nobody keeps."""
    return HTMLResponse(body, status, {"cache-control": "no-store", **(headers or {})})
