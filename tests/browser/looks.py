"""What every page keeps to, looked at in a real browser: its width, its names, its headings, and axe-core's rules."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DESK, PHONE = 1280, 360
HEIGHT = 800
GRAVE = {"serious", "critical"}

SIDEWAYS_PX = "document.documentElement.scrollWidth - window.innerWidth"
UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, iframe, progress')]
    .filter((one) => !(one.labels && one.labels.length) && !one.textContent.trim() && !one.title
      && !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'))
    .map((one) => one.outerHTML)"""
"""Whatever a screen reader could only call by its tag."""
UNLABELLED_SELECTS = """[...document.querySelectorAll('select')]
    .filter((one) => !one.labels.length && !one.getAttribute('aria-labelledby') && !one.getAttribute('aria-label'))
    .map((one) => one.outerHTML)"""
SKIPPED_LEVELS = """[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))
    .filter((level, index, all) => index && level > all[index - 1] + 1)"""
FIRST_HEADINGS = "document.querySelectorAll('h1').length"

TELL_REFUSALS = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`The policy refused ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});"""
"""Make whatever a policy refuses an error on the console, with the place in words."""


def look_over(page: Page) -> None:
    """Hold a page at its present width to what every page keeps to."""
    assert page.evaluate(SIDEWAYS_PX) <= 0
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(UNLABELLED_SELECTS) == []
    assert page.evaluate(SKIPPED_LEVELS) == []
    assert page.evaluate(FIRST_HEADINGS) == 1


def grave_findings(page: Page) -> list[tuple[str, list[str]]]:
    """Give axe-core's serious and critical findings, each with its elements; what is framed is a page of its own."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found if one["impact"] in GRAVE]
