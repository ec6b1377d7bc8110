"""How light the map page stays, and how soon it is drawn beside plain Folium: `python -m benchmarks.maps`.

The page of the service and one of Folium alone, all outlines in one GeoJSON, are opened in turn in one Chromium, each
in a window of its own with nothing kept; a page counts as drawn two frames after its last tile or outline is there.
Folium's page brings Leaflet alone, from the disk: what it asks of the internet otherwise would only slow it.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, socket
from threading import Thread

import folium
import geopandas as gpd
import httpx2
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from benchmarks import generated
from benchmarks.changes import load, rebuild
from benchmarks.measuring import database, machine, prepare
from service.app import create_app
from service.cluster import Cluster
from service.maps.flow import STATIC
from service.settings import Settings
from service.throwaway import throwaway_cluster

BUILDS = 21
WAIT_MS = 300_000
DRAWN = """() => new Promise((kept) => {
  const isDrawn = () => {
    const tiles = document.querySelectorAll(".leaflet-tile").length;
    const loaded = document.querySelectorAll(".leaflet-tile-loaded").length;
    return document.body.dataset.ready && !document.body.classList.contains("is-loading") && tiles === loaded;
  };
  const afterTwo = () => requestAnimationFrame(() => requestAnimationFrame(kept));
  const look = () => (isDrawn() ? afterTwo() : requestAnimationFrame(look));
  look();
})"""
FRAMES = "() => new Promise((kept) => requestAnimationFrame(() => requestAnimationFrame(kept)))"


# --- what is compared ---------------------------------------------------------------------------------------------


def folium_page(areas: gpd.GeoDataFrame) -> str:
    """Give a page of Folium with all outlines in it, as its documentation shows it."""
    page = folium.Map(tiles=None)
    page.default_js = [("leaflet", (STATIC / "vendor" / "leaflet.js").as_uri())]
    page.default_css = [("leaflet_css", (STATIC / "vendor" / "leaflet.css").as_uri())]
    folium.GeoJson(areas).add_to(page)
    west, south, east, north = areas.total_bounds
    page.fit_bounds([(south, west), (north, east)])
    html: str = page.get_root().render()
    return html


def first_render_s(browser: Browser, address: str, drawn: str) -> float:
    """Give the seconds until a page is drawn in a window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, timeout=WAIT_MS)
    page.evaluate(drawn)
    seconds = time.perf_counter() - started
    if not page.locator("path, canvas.tile-canvas").count():
        sys.exit(f"{address} drew nothing.")
    context.close()
    return seconds


def build_s(address: str) -> tuple[float, int]:
    """Give the seconds in which a warm server answers with the page, the median of many, and its bytes."""
    times, size = [], 0
    with httpx2.Client() as client:
        for _ in range(BUILDS):
            started = time.perf_counter()
            size = len(client.get(address).raise_for_status().content)
            times.append(time.perf_counter() - started)
    return statistics.median(times), size


# --- servers, databases, browsers ---------------------------------------------------------------------------------


@contextmanager
def served(url: str) -> Iterator[str]:
    """Serve a database, and give the address."""
    # As a server's own socket: asyncio sends an answer at once (TCP_NODELAY) only where TCP is named.
    with socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(Settings(_env_file=None, DATABASE_URL=url))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextmanager
def filled(cluster: Cluster, folder: Path, count: int) -> Iterator[str]:
    """Give the URL of a database with so many release areas, loaded as an administrator loads them."""
    hazards = generated.write(generated.hazardous_areas(count), folder / "hazards.geojson")
    releases = generated.write(generated.release_areas(count), folder / "releases.fgb")
    with database(cluster, "maps") as url:
        for step, file in ((prepare, hazards), (load, releases), (rebuild, releases)):
            for _ in step(url, file):
                pass
        yield url


@contextmanager
def browsing(executable: str) -> Iterator[Browser]:
    """Give a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


# --- what is printed ----------------------------------------------------------------------------------------------


def compare(url: str, browser: Browser, *, count: int, peer_count: int, repetitions: int) -> None:
    """Print the medians of the page of the service at one count and of Folium's at another."""
    with served(url) as address, tempfile.TemporaryDirectory() as folder:
        overview = f"{address}/maps/overview?lang=en"
        build, size = build_s(overview)
        peer = Path(folder) / "folium.html"
        peer.write_text(folium_page(generated.release_areas(peer_count)[["code", "geometry"]]))
        pairs = [
            (first_render_s(browser, overview, DRAWN), first_render_s(browser, peer.as_uri(), FRAMES))
            for _ in range(repetitions)
        ]
    ours, theirs = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{count:,} release areas; {repetitions} repetitions")
    print(f"  page                 {size:>9,} bytes   {build * 1000:8.1f} ms")
    print(f"  first render         {ours:9.2f} s")
    print(f"  plain Folium, {peer_count:>9,} areas {theirs:9.2f} s   ratio {ratio:.3f}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="release areas of the service's page")
    parser.add_argument("--peer-count", type=int, default=100_000, help="release areas of Folium's page")
    parser.add_argument("--url", help="a database that holds them already, instead of a new one")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="the Chromium to open pages with")
    parser.add_argument("--repetitions", type=int, default=3)
    asked = parser.parse_args()
    print(f"Medians; {machine()}")
    with ExitStack() as stack:
        url = asked.url
        if url is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(filled(stack.enter_context(throwaway_cluster()), folder, asked.count))
        browser = stack.enter_context(browsing(asked.browser))
        compare(url, browser, count=asked.count, peer_count=asked.peer_count, repetitions=asked.repetitions)


if __name__ == "__main__":
    main()
