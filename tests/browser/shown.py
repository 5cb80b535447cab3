"""Pages laid out in a browser, also such as somebody else brought: on a screen and on a small phone."""

from playwright.sync_api import Page
from tests.browser.sound import sound

SMALL = (
    "() => [...document.querySelectorAll("
    "'button, .button, .option label, summary, .field, select, nav a')]"
    ".filter(one => { const box = one.getBoundingClientRect(); return box.height > 0 && box.height < 43.9; })"
    ".map(one => one.outerHTML.slice(0, 80))"
)
SPACED = (
    "() => { for (const one of document.querySelectorAll('*')) { one.style.letterSpacing = '.12em';"
    " one.style.wordSpacing = '.16em'; one.style.lineHeight = '1.5'; } }"
)


def show(page: Page, html: str) -> None:
    """Lay it out as if it had been opened, though nothing is asked of the service but its style."""
    page.set_content(html)


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def fits(page: Page, where: str) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, where


def fits_with_wide_spacing(page: Page, where: str) -> None:
    """Nothing scrolls sideways with letters, words and lines as far apart as some people need."""
    page.evaluate(SPACED)
    fits(page, f"{where}, with wide spacing")


def can_be_pressed(page: Page, where: str) -> None:
    """Everything to be pressed is large enough."""
    assert page.evaluate(SMALL) == [], where


def for_everybody(page: Page, where: str) -> None:
    """Nothing is wrong for assistive technology; on a small phone nothing scrolls sideways and all can be pressed."""
    size = page.viewport_size
    assert size
    sound(page, where)
    page.set_viewport_size({"width": 320, "height": 568})
    fits(page, where)
    can_be_pressed(page, where)
    page.set_viewport_size(size)
