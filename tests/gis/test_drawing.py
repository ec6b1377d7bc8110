"""Drawings for pages: they hold under a policy without inline styles, and two on a page do not mix."""

import re
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure

from gis.drawing import drawing, svg_element


def drawn(height: float = 1.0) -> str:
    """Give a hatched bar that is clipped, which takes every kind of reference from one element to another."""
    with drawing():
        figure = Figure(figsize=(1, 1))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.bar([0, 1], [height, height], hatch="//", facecolor="none", edgecolor="#33a02c", linestyle=(0, (4, 3)))
        axes.plot([0, 1], [0, 1], marker="o")
        return svg_element(figure)


def test_a_drawing_has_no_style_sheet_and_no_style_attribute() -> None:
    assert not re.search(r"<style|\bstyle=", drawn())


def test_what_a_style_said_is_said_by_attributes() -> None:
    svg = ET.fromstring(drawn())  # noqa: S314 - our own drawing
    assert (svg.get("stroke-linejoin"), svg.get("stroke-linecap")) == ("round", "butt")
    strokes = [path for path in svg.iter("{http://www.w3.org/2000/svg}path") if path.get("stroke") == "#33a02c"]
    assert strokes
    assert any(path.get("stroke-dasharray") for path in strokes)


def test_every_reference_leads_to_an_element_of_the_same_drawing() -> None:
    svg = drawn()
    ids = re.findall(r'\bid="([^"]+)"', svg)
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', svg)
    assert len(ids) == len(set(ids))
    assert used
    assert set(used) <= set(ids)


def test_two_drawings_on_a_page_share_no_id() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', drawn(height))) for height in (1.0, 2.0))
    assert first.isdisjoint(second)


def test_the_same_drawing_has_the_same_bytes() -> None:
    assert drawn() == drawn()
