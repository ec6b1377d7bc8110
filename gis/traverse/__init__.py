"""Outlines that were written down point by point: by coordinates, or by bearing and distance from point to point."""

from gis.traverse.closing import USUAL, Allowance
from gis.traverse.columns import Role, counts_vertices, roles
from gis.traverse.perimeter import Drawn, drawn
from gis.traverse.point import Leg, Point, PointType
from gis.traverse.rows import Table, UnusablePointError

__all__ = [
    "USUAL",
    "Allowance",
    "Drawn",
    "Leg",
    "Point",
    "PointType",
    "Role",
    "Table",
    "UnusablePointError",
    "counts_vertices",
    "drawn",
    "roles",
]
