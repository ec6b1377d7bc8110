"""Take the pictures of the README: `python -m tests.browser.pictures --login LOGIN:PASSWORD`.

They are of the demonstration that `./run` serves; the login is of a headquarters approver, which it prints once.
"""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.looks import DESK, PHONE
from tests.browser.windows import CHROMIUM, QUIET

DOCS = Path(__file__).parents[2] / "docs"
READY = "body[data-ready]"
"""What a map says of itself when it has drawn what it shows."""
SETTLED_MS = 1_500
"""For what is drawn after a map is ready: tiles and labels."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture.

    Attributes
    ----------
    opens
        The link that is followed from the page, if the picture is of what it leads to.
    """

    name: str
    path: str
    width: int = DESK
    height: int = 800
    language: str = "en"
    opens: str = ""


PICTURES = (
    Picture(name="start", path="/", height=1000),
    Picture(name="map", path="/map#14/40.3187/46.9300"),
    Picture(name="review", path="/review", opens="late-reports.geojson", height=1000),
    Picture(name="progress", path="/progress", height=1000),
    Picture(name="phone", path="/map", width=PHONE, height=740, language="az"),
)


def main() -> None:
    """Take every picture, signed in."""
    asked = _asked()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context()
        _sign_in(context, asked.address, asked.login)
        for picture in PICTURES:
            file = asked.folder / f"{picture.name}.png"
            _take(context, asked.address, picture).screenshot(path=file)
            print(file)  # noqa: T201 - it is a command
        browser.close()


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="of the running demonstration")
    parser.add_argument("--login", required=True, help="LOGIN:PASSWORD of a headquarters approver")
    parser.add_argument("--folder", type=Path, default=DOCS, help="where the pictures go")
    return parser.parse_args()


def _sign_in(context: BrowserContext, address: str, login: str) -> None:
    name, password = login.split(":", 1)
    page = context.new_page()
    page.goto(f"{address}/sign-in?lang=en")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")


def _take(context: BrowserContext, address: str, picture: Picture) -> Page:
    """Open a page as it is pictured, and wait until its maps have drawn."""
    page = context.new_page()
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    path, mark, view = picture.path.partition("#")
    page.goto(f"{address}{path}?lang={picture.language}{mark}{view}")
    if picture.opens:
        page.get_by_role("link", name=picture.opens, exact=True).first.click()
    page.wait_for_load_state("networkidle")
    for frame in page.frames[1:]:
        if "/maps/" in frame.url:
            frame.wait_for_selector(READY)
    page.wait_for_timeout(SETTLED_MS)
    return page


if __name__ == "__main__":
    main()
