"""What assistive technology can make of a page, as far as a program can tell."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}


def sound(page: Page, where: str) -> None:
    """Nothing that axe knows is wrong with the page, by day; and by night, where only colours are others, with them."""
    _finds_nothing(page, where)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # the colours are there at once
    _finds_nothing(page, f"{where}, in dark", COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


def _finds_nothing(page: Page, where: str, options: object = None) -> None:
    axe = Axe("") if page.evaluate("'axe' in window") else Axe()  # it is large: read once where pages are shown
    found = axe.run(page, options=options or {"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{where}: {found.generate_report()}"
