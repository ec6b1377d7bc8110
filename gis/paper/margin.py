"""The frame of the map: graticule, grid, graduated border and their figures."""

from gis.paper.graticule import Edge, Graticule, MetricGrid
from gis.paper.labels import words_at
from gis.paper.layout import Box
from gis.paper.page import Page
from gis.paper.records import LABELS_RANK, Canvas
from gis.paper.view import View
from gis.symbology import INK

BAND_MM = 1.1
"""The width of the graduated border."""
FIGURE_GAP_MM = 0.8
SHEET_FRAME_GAP_MM = 1.5
GRATICULE_COLOR = "#6F8296"
GRID_COLOR = "#1F4E9E"
CROSS_PT = 4.0
GRID_FACTOR, FIGURE_FACTOR = 0.7, 0.9
EDGES: tuple[Edge, ...] = ("left", "bottom", "right", "top")


def draw_graticule(canvas: Canvas, lines: Graticule) -> None:
    """Draw meridians and parallels, fine and beneath the records."""
    for line in lines.lines:
        canvas.axes.plot(*line.xy, color=GRATICULE_COLOR, linewidth=0.35, zorder=0.5)


def draw_metric_grid(canvas: Canvas, grid: MetricGrid) -> None:
    """Draw the crossings of the UTM grid, and their figures along the left and lower edge."""
    xs, ys = zip(*((x, y) for x in grid.eastings for y in grid.northings), strict=True) if grid.has_lines else ((), ())
    canvas.axes.scatter(xs, ys, s=CROSS_PT**2, marker="+", color=GRID_COLOR, linewidths=0.4, zorder=0.6)
    size = canvas.text_pt * GRID_FACTOR
    view = canvas.view
    places = [((float(x), view.bottom), grid.label(x), 0, (0.0, size)) for x in grid.eastings]
    places += [((view.left, float(y)), grid.label(y), 90, (size, 0.0)) for y in grid.northings]
    for place, label, rotation, shift in places:
        words = words_at(canvas.axes, place, label, size=size, color=GRID_COLOR, rotation=rotation, zorder=LABELS_RANK)
        canvas.room.place(words, [shift])


def draw_frame(page: Page, view: View, lines: Graticule) -> None:
    """Draw the map's frame with its graduated border and the figures of the graticule, and the frame of the sheet."""
    layout = page.layout
    for edge in EDGES:
        _graduate(page, view, lines, edge=edge)
    page.rectangle(layout.map, facecolor="none", edgecolor=INK, linewidth=0.5)
    page.rectangle(layout.map.inset(-BAND_MM), facecolor="none", edgecolor=INK, linewidth=0.9)
    sheet = Box(0, 0, layout.width_mm, layout.height_mm).inset(layout.footer.bottom - SHEET_FRAME_GAP_MM)
    page.rectangle(sheet, facecolor="none", edgecolor=INK, linewidth=1.2)


def _graduate(page: Page, view: View, lines: Graticule, *, edge: Edge) -> None:
    """Fill the border along an edge, light and dark in turn from line to line, and write the figures outside it."""
    box = page.layout.map
    is_upright = edge in {"left", "right"}
    start, length, origin = (box.bottom, box.height, view.bottom) if is_upright else (box.left, box.width, view.left)
    crossings = sorted((crossing for crossing in lines.crossings if crossing.edge == edge), key=lambda each: each.at)
    places = [start + (crossing.at - origin) / view.m_per_mm for crossing in crossings]
    first = crossings[0].number if crossings else 0
    for n, (low, high) in enumerate(zip([start, *places], [*places, start + length], strict=True)):
        color = INK if (first - 1 + n) % 2 else "white"
        page.rectangle(_band(box, edge, low=low, length=high - low), facecolor=color, linewidth=0)
    for crossing, place in zip(crossings, places, strict=True):
        _write_figure(page, edge, crossing.label, place=place)


def _band(box: Box, edge: Edge, *, low: float, length: float) -> Box:
    match edge:
        case "left":
            return Box(box.left - BAND_MM, low, BAND_MM, length)
        case "right":
            return Box(box.right, low, BAND_MM, length)
        case "bottom":
            return Box(low, box.bottom - BAND_MM, length, BAND_MM)
        case "top":
            return Box(low, box.top, length, BAND_MM)


def _write_figure(page: Page, edge: Edge, label: str, *, place: float) -> None:
    box, away = page.layout.map, BAND_MM + FIGURE_GAP_MM
    match edge:
        case "left":
            page.write(box.left - away, place, label, factor=FIGURE_FACTOR, rotation=90, ha="right")
        case "right":
            page.write(box.right + away, place, label, factor=FIGURE_FACTOR, rotation=270, ha="left")
        case "bottom":
            page.write(place, box.bottom - away, label, factor=FIGURE_FACTOR, ha="center", va="top")
        case "top":
            page.write(place, box.top + away, label, factor=FIGURE_FACTOR, ha="center", va="bottom")
