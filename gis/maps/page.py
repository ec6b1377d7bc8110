"""The page around a Folium map: its scripts come from the service or stand in the page itself, never from elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element
from folium.plugins import CirclePattern, StripePattern
from folium.template import Template as FoliumTemplate
from jinja2 import Environment, PackageLoader, Template

from gis.symbology import AreaSymbol, Dots, Stripes

SCRIPTS = (
    "vendor/leaflet.js",
    "vendor/leaflet.pattern.js",
    "vendor/mgrs.js",
    "vendor/geographiclib-geodesic.js",
    "map/overview.js",
    "map/asking.js",
    "map/answers.js",
    "map/legend.js",
    "map/foot.js",
    "map/ground.js",
    "map/outlines.js",
    "map/corners.js",
    "map/footprint.js",
    "map/canvas.js",
    "map/pick.js",
    "map/tile_source.js",
    "map/tile_drawing.js",
    "map/tiles.js",
    "map/popup.js",
    "map/frame.js",
    "map/tools.js",
    "map/search.js",
    "map/measure.js",
    "map/coordinates.js",
    "map/weeks.js",
    "map/view.js",
    "map/print.js",
    "map/shades.js",
)
"""In the order in which they run: `overview.js` begins, the others are its parts."""
STYLES = ("vendor/leaflet.css", "map/overview.css", "map/tools.css")


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """An online base map: the address pattern of its tiles and the credit that it asks for."""

    url: str
    attribution: str


@dataclass(frozen=True, kw_only=True)
class PageHost:
    """What a page may rely on around it.

    Attributes
    ----------
    folder
        The static files: ``vendor/`` from packages, ``map/`` ours.
    url
        Where the service serves that folder; None embeds the files, and the page opens from a disk.
    tiles
        An online base map, for hosts that want one.
    answers
        For a page without a service: what it would answer, by the addresses below ``/maps/`` that the script asks for
        (``contents``, ``features/tasks``, ``base/places.geojson``).
    parameters
        What the page's requests for records carry.
    nonce
        What the content security policy of the answer asks of the page's own script.
    """

    folder: Path
    url: str | None = None
    tiles: Tiles | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    nonce: str = ""

    def header(self) -> str:
        """Give the elements that bring in scripts and styles."""
        tags = [self._style(path) for path in STYLES] + [self._script(path) for path in SCRIPTS]
        return "\n".join(tags)

    def _style(self, path: str) -> str:
        if self.url is not None:
            return f'<link rel="stylesheet" href="{self.url}/{path}">'
        # Leaflet's style sheet names pictures of controls that our page has not; a page from disk must not ask for them
        return f"<style>{re.sub(r'url[(](?!#)[^)]*[)]', 'none', self._read(path))}</style>"

    def _script(self, path: str) -> str:
        if self.url is not None:
            # in a frame without an origin, only what is asked for with "crossorigin" may import modules
            return f'<script src="{self.url}/{path}" crossorigin></script>'
        return f"<script>{self._read(path)}</script>"

    def _read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


class OfflineMap(folium.Map):
    """A Folium map without Folium's links to the internet, and without what our pages do not use."""

    _template = FoliumTemplate(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}}
            );
        {% endmacro %}
        """
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form


class OfflineStripes(StripePattern):
    """Folium's stripes, the plugin taken from the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form


class OfflineDots(CirclePattern):
    """Folium's dots on a tinted ground, the plugin taken from the page."""

    _template = FoliumTemplate(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = new L.Pattern({{ this.options_pattern|tojavascript }});
            {{ this.get_name() }}.addShape(new L.PatternRect({{ this.options_ground|tojavascript }}));
            {{ this.get_name() }}.addShape(new L.PatternCircle({{ this.options_pattern_circle|tojavascript }}));
            {{ this.get_name() }}.addTo({{ this.parent_map }});
        {% endmacro %}
        """
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form

    def __init__(self, dots: Dots, *, ground: str, ground_opacity: float) -> None:
        """Make a pattern that repeats one dot."""
        side, radius = dots.spacing_px, dots.radius_px
        super().__init__(side, side, radius, weight=0, fill_color=dots.color, fill_opacity=1)  # type: ignore[no-untyped-call]  # folium's
        self.options_pattern_circle |= {"x": side / 2, "y": side / 2, "stroke": False}
        self.options_ground = {
            "width": side,
            "height": side,
            "stroke": False,
            "fill": True,
            "fill_color": ground,
            "fill_opacity": ground_opacity,
        }


def fill_pattern(symbol: AreaSymbol) -> Element | None:
    """Give the pattern element of a symbol, its fill as the ground; None for plain fills."""
    match symbol.pattern:
        case Stripes() as stripes:
            return OfflineStripes(  # type: ignore[no-untyped-call]  # folium's
                angle=-stripes.angle_deg,
                weight=stripes.width_px,
                space_weight=stripes.gap_px,
                color=stripes.color,
                space_color=symbol.fill,
                opacity=1.0,
                space_opacity=symbol.fill_opacity,
                height=stripes.width_px + stripes.gap_px,
            )
        case Dots() as dots:
            return OfflineDots(dots, ground=symbol.fill or "none", ground_opacity=symbol.fill_opacity)
        case None:
            return None


@dataclass(frozen=True, kw_only=True)
class DrawnMap:
    """What Folium makes of a map: its element, and the script that prepares what records are drawn with.

    Records never pass through Folium: branca compiles what Folium writes as a template once more, and a record called
    ``{{ … }}`` would be run on the server.

    Attributes
    ----------
    name
        What the script calls the map.
    lines
        What it calls the `group` of each line of the legend, and its `pattern` if it has one.
    """

    name: str
    html: str
    script: str
    lines: Mapping[str, Mapping[str, str]]


def page_html(host: PageHost, drawn: DrawnMap, *, words: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Give a whole page around a map: ``words`` stand on it, ``settings`` are told to its script."""
    return _template("overview.html").render(host=host, drawn=drawn, words=words, settings=settings)


@cache
def _template(name: str) -> Template:
    return Environment(loader=PackageLoader("gis.maps", "templates"), autoescape=True).get_template(name)
