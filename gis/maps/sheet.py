"""What Folium makes for the lines of a legend: a group of the map for each, its pane and its pattern."""

from dataclasses import dataclass, field
from typing import Any

import folium
from branca.element import Figure

from gis.legend import marker_svg, point_svg
from gis.maps.lines import Line
from gis.maps.page import DrawnMap, OfflineMap, fill_pattern
from gis.symbology import AreaSymbol, Dots, Outline, Stripes, Symbol

GROUND_RANK, NAMES_RANK, CORNERS_RANK = 350, 550, 590
AREAS_RANK, MARKERS_RANK = 400, 600
"""Where Leaflet's panes lie: areas and their markers by the rank of the symbol; names and corners between the two."""


@dataclass(frozen=True)
class Sheet:
    """The map that is drawn on."""

    page: OfflineMap
    lines: dict[str, dict[str, str]] = field(default_factory=dict)

    def prepare(self, line: Line) -> None:
        """Make the group, the panes and the pattern of a line."""
        group = folium.FeatureGroup(line.name, control=False, show=False)
        self.page.add_child(group)
        self.lines[line.key] = {"group": group.get_name()}
        if line.symbol is None:
            return
        self.pane(f"rank-{line.symbol.rank}", AREAS_RANK + line.symbol.rank)
        self.pane(f"markers-{line.symbol.rank}", MARKERS_RANK + line.symbol.rank)
        pattern = fill_pattern(line.symbol) if isinstance(line.symbol, AreaSymbol) else None
        if pattern is not None:
            self.page.add_child(pattern)
            self.lines[line.key]["pattern"] = pattern.get_name()

    def pane(self, name: str, z_index: int) -> str:
        """Give a pane of the map, made on first use; a higher one lies above a lower one."""
        if name not in self.page._children:  # noqa: SLF001 - branca keeps its children there alone
            self.page.add_child(folium.map.CustomPane(name, z_index=z_index, pointer_events=True), name=name)
        return name

    def drawn(self) -> DrawnMap:
        """Give what Folium makes of it."""
        figure = Figure()
        figure.add_child(self.page)
        self.page.render()  # type: ignore[no-untyped-call]  # folium's; puts element and script into the figure
        return DrawnMap(
            name=self.page.get_name(), html=figure.html.render(), script=figure.script.render(), lines=self.lines
        )


def symbol_json(symbol: Symbol) -> dict[str, Any]:
    """Give a symbol as the page's script draws it: Leaflet's path options, rank, letter, marker and hatch."""
    if not isinstance(symbol, AreaSymbol):
        disc = leaflet_stroke(symbol.outline) | {"fill": True, "fillColor": symbol.fill, "fillOpacity": 1}
        return {"rank": symbol.rank, "letter": symbol.letter, "style": disc, "marker": point_svg(symbol)}
    return {
        "rank": symbol.rank,
        "letter": symbol.letter,
        "style": leaflet_style(symbol),
        "marker": marker_svg(symbol) if symbol.fill else "",
        "hatch": _hatch_json(symbol.pattern),
    }


def _hatch_json(pattern: Stripes | Dots | None) -> dict[str, Any] | None:
    match pattern:
        case Stripes(color=color, angle_deg=angle_deg, width_px=width_px, gap_px=gap_px):
            step_px = width_px + gap_px
            return {"kind": "stripes", "color": color, "stepPx": step_px, "widthPx": width_px, "angleDeg": angle_deg}
        case Dots(color=color, radius_px=radius_px, spacing_px=spacing_px):
            return {"kind": "dots", "color": color, "stepPx": spacing_px, "radiusPx": radius_px}
        case None:
            return None


def leaflet_style(symbol: AreaSymbol) -> dict[str, object]:
    """Give a symbol as Leaflet's path options, without its pattern."""
    return leaflet_stroke(symbol.outline) | {
        "fill": symbol.fill is not None,
        "fillColor": symbol.fill,
        "fillOpacity": symbol.fill_opacity,
    }


def leaflet_stroke(outline: Outline) -> dict[str, object]:
    """Give an outline as Leaflet's path options."""
    dash = " ".join(f"{length:g}" for length in outline.dash_px)
    return {"color": outline.color, "weight": outline.width_px, "opacity": 1, "dashArray": dash or None}
