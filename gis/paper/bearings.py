"""Scale, north, and where the map lies in the country."""

from math import floor, log10

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch, Polygon
from numpy.typing import NDArray

from gis.language import translator
from gis.paper.layout import Box
from gis.paper.page import Page
from gis.paper.records import path_of
from gis.paper.view import View, turned, view_of
from gis.symbology import INK
from gis.text import number_text

BAR_STEPS = (1, 2, 5)
CELLS = 4
"""Of the scale bar."""
BAR_SHARE, BAR_MM = 0.82, 1.5
SCALE_LINES = 3.6
NORTH_SHARE = 0.26
KM_FROM_M = 2_000
"""Bars no shorter than this are told in kilometres."""
SEEN_MM = 3.0
FRAME_COLOR = "#C00000"


def draw_bearings(page: Page, view: View, *, country: gpd.GeoDataFrame, scale_words: str) -> None:
    """Draw scale bar and scale, the arrow to true north, and where the map lies in the country."""
    box, line = page.layout.bearings, page.layout.line_mm
    _draw_scale(page, box, view, words=scale_words)
    bottom = box.bottom + (SCALE_LINES + 0.6) * line
    height = box.top - bottom
    _draw_north(page, Box(box.left, bottom, box.width * NORTH_SHARE, height), view)
    beside = Box(box.left + box.width * (NORTH_SHARE + 0.04), bottom, box.width * (0.96 - NORTH_SHARE), height)
    _draw_locator(page, beside, view, country=country)


def _draw_scale(page: Page, box: Box, view: View, *, words: str) -> None:
    """Draw a bar of four round steps beneath the scale in words."""
    step_m = bar_step_m(box.width * BAR_SHARE * view.m_per_mm / CELLS)
    unit, unit_m = ("km", 1000) if step_m * CELLS >= KM_FROM_M else ("m", 1)
    step, bottom = step_m / view.m_per_mm, box.bottom + page.layout.line_mm
    for n in range(CELLS):
        cell = Box(box.left + n * step, bottom, step, BAR_MM)
        page.rectangle(cell, facecolor="white" if n % 2 else INK, edgecolor=INK, linewidth=0.5)
    for n in (0, 1, 2, CELLS):
        length = number_text(n * step_m / unit_m, page.language, decimals=0 if step_m % unit_m == 0 else 1)
        told = f"{length} {unit}" if n == CELLS else length
        style = {"ha": "center" if n else "left", "va": "top"}
        page.write(box.left + n * step, bottom - 0.6, told, factor=0.9, **style)
    page.write(box.left, bottom + BAR_MM + 1.0, words, weight="bold", va="bottom")


def bar_step_m(most_m: float) -> int:
    """Give the longest round length up to one.

    >>> bar_step_m(7_300), bar_step_m(26)
    (5000, 20)
    """
    power = 10 ** floor(log10(max(most_m, 1)))
    return int(max(step * power for step in BAR_STEPS if step * power <= max(most_m, 1)))


def _draw_north(page: Page, box: Box, view: View) -> None:
    """Draw the arrow to true north, turned as north is at the middle of the map."""
    angle, length = view.north_deg(), min(box.height * 0.6, 20.0)
    x, y = box.left + box.width / 2, box.bottom + (box.height - length) / 2 - 1.5
    tip, wing, waist = turned(length, angle), turned(length * 0.16, angle + 90), turned(length * 0.18, angle)
    for side, color in ((1, INK), (-1, "white")):
        corners = [waist, (side * wing[0], side * wing[1]), tip]
        outline = [(x + a, y + b) for a, b in corners]
        page.axes.add_patch(Polygon(outline, facecolor=color, edgecolor=INK, linewidth=0.6))
    end = turned(length + 2.4, angle)
    letter = translator(page.language)("N")
    page.write(x + end[0], y + end[1], letter, factor=1.5, weight="bold", ha="center")


def _draw_locator(page: Page, box: Box, view: View, *, country: gpd.GeoDataFrame) -> None:
    """Draw the country with the frame of the map on it; for a map of all of it there is nothing to locate."""
    west, south, east, north = map(float, country.total_bounds)
    small = view_of((west, south, east, north), box)
    land = country.to_crs(small.crs).geometry.simplify(small.m_per_mm * 0.15)
    edge = view.frame.segmentize((view.right - view.left) / 16)
    frame = gpd.GeoSeries([edge], crs=view.crs).to_crs(small.crs)
    if frame.iloc[0].covers(land.union_all()):
        return

    def on_page(metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return (metres - (small.left, small.bottom)) / small.m_per_mm + (box.left, box.bottom)

    ground, seen = shapely.transform(land.array, on_page), shapely.transform(frame.array, on_page)
    page.axes.add_patch(PathPatch(path_of(ground), facecolor="#F1F2EE", edgecolor="#5F6B76", linewidth=0.5))
    page.axes.add_patch(PathPatch(path_of(seen), facecolor="none", edgecolor=FRAME_COLOR, linewidth=1.0))
    left, bottom, right, top = shapely.total_bounds(seen)
    if max(right - left, top - bottom) < SEEN_MM:
        middle = ([(left + right) / 2], [(bottom + top) / 2])
        page.axes.scatter(*middle, s=25, facecolor="none", edgecolor=FRAME_COLOR, linewidths=1.2)
