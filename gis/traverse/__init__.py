"""Outlines that were written down point by point: by coordinates, or by bearing and distance from point to point."""

from gis.traverse.columns import Role, counts_vertices, roles
from gis.traverse.perimeter import Drawn, drawn
from gis.traverse.point import Leg, Point, PointType
from gis.traverse.rows import Table, UnusablePointError

__all__ = [
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
