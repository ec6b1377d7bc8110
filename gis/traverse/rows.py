"""From the rows of a table to turning points, or to what is wrong with a row."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import inf
from typing import Any, Final, TypeVar

from gis.answers import Answers
from gis.text import fold
from gis.traverse.columns import Role, unit
from gis.traverse.places import (
    AmbiguousNumberError,
    Place,
    UnknownSystemError,
    UnreadablePlaceError,
    angle_deg,
    coordinate,
    metres,
    place_of_mgrs,
    place_of_pair,
    utm_crs,
)
from gis.traverse.point import BearingReference, Leg, Point, PointType
from gis.values import Fault, shown

Cells = Mapping[str, Any]
T = TypeVar("T")

NAMES: Final[dict[PointType, tuple[str, ...]]] = {
    PointType.REFERENCE: ("reference point", "reference", "rp", "istinad nöqtəsi", "istinad"),
    PointType.BENCHMARK: ("benchmark", "bm", "reper"),
    PointType.START: ("start point", "starting point", "start", "sp", "başlanğıc nöqtə", "başlanğıc nöqtəsi",
                      "başlanğıc", "bn"),
    PointType.TURNING: ("turning point", "turning", "tp", "vertex", "dönüş nöqtəsi", "dönüş", "dn"),
    PointType.INTERMEDIATE: ("intermediate point", "intermediate", "ip", "aralıq nöqtə", "aralıq nöqtəsi", "aralıq"),
    PointType.END: ("end point", "end", "ep", "son nöqtə", "son"),
}  # fmt: skip
"""What people and IMSMA call the kinds of points, and how labels of points begin: `TP4`."""
NORTHS: Final[dict[BearingReference, tuple[str, ...]]] = {
    "true": ("true", "true north", "t", "geographic", "həqiqi", "həqiqi şimal", "coğrafi"),
    "magnetic": ("magnetic", "magnetic north", "m", "compass", "maqnit", "maqnit şimalı"),
    "grid": ("grid", "grid north", "g", "utm", "direksion", "koordinat toru"),
}
DEGREES_PER: Final = {"": 1, "deg": 1, "degrees": 1, "degree": 1, "°": 1, "dərəcə": 1,
                      "gon": 0.9, "grad": 0.9, "gradian": 0.9, "gradians": 0.9, "qrad": 0.9}  # fmt: skip
"""Degrees in the units of bearings. The mil is left out: 6,400 of them make a circle, or 6,000."""
METRES_PER: Final = {"": 1, "m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "metr": 1, "km": 1000}
CIRCLE_DEG: Final = 360
PAIRS: Final = ((Role.LON, Role.LAT), (Role.EASTING, Role.NORTHING))
REFERENCE_PAIRS: Final = (
    (Role.REFERENCE_LON, Role.REFERENCE_LAT),
    (Role.REFERENCE_EASTING, Role.REFERENCE_NORTHING),
)


class UnusablePointError(ValueError):
    """A row says something that cannot be used.

    Attributes
    ----------
    fault
        What.
    """

    def __init__(self, kind: str, **values: str | float | None) -> None:
        super().__init__(kind)
        self.fault = Fault(kind, dict(values))


@dataclass(frozen=True)
class Table:
    """How the rows of a table are read.

    Attributes
    ----------
    columns
        By what they say.
    """

    columns: Mapping[Role, str]
    answers: Answers

    def raw(self, cells: Cells, role: Role) -> object:
        """Give a cell; None where it is blank or the table has no such column."""
        value = cells.get(self.columns[role]) if role in self.columns else None
        is_blank = (isinstance(value, str) and not value.strip()) or value != value  # noqa: PLR0124 - NaN
        return None if is_blank else value

    def text(self, cells: Cells, role: Role) -> str:
        """Give a cell as text, empty where it is blank; whole numbers without a decimal point."""
        raw = self.raw(cells, role)
        return "" if raw is None else str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).strip()

    def point(self, row: int, cells: Cells) -> Point:
        """Read a row.

        Raises
        ------
        UnusablePointError
            If something in it is no number, angle or place, or out of bounds.
        """
        label = self.text(cells, Role.LABEL) or self.text(cells, Role.NUMBER)
        kind = self._kind(cells, label)
        return Point(
            row=row,
            label=label,
            number=_number(self.text(cells, Role.NUMBER), label, kind),
            kind=kind,
            ring=(self.text(cells, Role.PART), self.text(cells, Role.RING)),
            place=self._place(cells, Role.MGRS, PAIRS),
            leg=self._leg(cells),
            reference=self._place(cells, Role.REFERENCE_MGRS, REFERENCE_PAIRS),
        )

    def _kind(self, cells: Cells, label: str) -> PointType:
        """Read what a point is: as its row says, or as its label begins."""
        said = self.text(cells, Role.POINT_TYPE)
        kind = _kinds().get(fold(re.sub(r"[0-9]+$", "", said or label)))
        if said and not kind:
            raise UnusablePointError("point-type-unknown", value=shown(said))
        return kind or PointType.TURNING

    def _place(self, cells: Cells, mgrs: Role, pairs: tuple[tuple[Role, Role], ...]) -> Place | None:
        """Read where a point lies, if the row says it by coordinates."""
        if self.raw(cells, mgrs) is not None:
            return self._read(cells, mgrs, place_of_mgrs)
        for east, north in pairs:
            if self.raw(cells, east) is not None or self.raw(cells, north) is not None:
                return self._place_of_pair(cells, east, north)
        return None

    def _place_of_pair(self, cells: Cells, east: Role, north: Role) -> Place:
        first, second = self._read(cells, east, coordinate), self._read(cells, north, coordinate)
        try:
            return place_of_pair(first, second, self._system(cells))
        except UnknownSystemError as error:
            raise UnusablePointError("point-without-system", x=f"{first:.0f}", y=f"{second:.0f}") from error
        except UnreadablePlaceError as error:
            raise UnusablePointError("point-unreadable", column=self.columns[east], value=str(error)) from error

    def _system(self, cells: Cells) -> str | None:
        """Give the system that coordinates and grid bearings are in: as the row says, or the analyst."""
        has_zone = self.raw(cells, Role.ZONE) is not None
        return self._read(cells, Role.ZONE, utm_crs) if has_zone else self.answers.crs

    def _read(self, cells: Cells, role: Role, read: Callable[[object], T]) -> T:
        """Read a cell that must hold something."""
        raw = self.raw(cells, role)
        try:
            return read(raw)
        except UnreadablePlaceError as error:
            column, value = self.columns.get(role, role), "" if raw is None else shown(raw)
            raise UnusablePointError("point-unreadable", column=column, value=value) from error

    def _leg(self, cells: Cells) -> Leg | None:
        """Read the way to a point, if the row has it."""
        if self.raw(cells, Role.BEARING) is None and self.raw(cells, Role.DISTANCE) is None:
            return None
        declination = Role.DECLINATION if self.raw(cells, Role.DECLINATION) is not None else None
        return Leg(
            origin=self.text(cells, Role.FROM) or None,
            bearing_deg=self._bearing_deg(cells),
            distance_m=self._distance_m(cells),
            reference=self._reference(cells),
            declination_deg=self._read(cells, declination, angle_deg) if declination else self.answers.declination_deg,
            grid=self._system(cells),
        )

    def _bearing_deg(self, cells: Cells) -> float:
        bearing = self._read(cells, Role.BEARING, angle_deg)
        said = self.text(cells, Role.BEARING_UNIT).lower() or unit(self.columns[Role.BEARING])
        if said not in DEGREES_PER:
            raise UnusablePointError("bearing-unit-unknown", unit=shown(said))
        bearing_deg = bearing * DEGREES_PER[said]
        if not 0 <= bearing_deg <= CIRCLE_DEG:
            raise UnusablePointError("bearing-out-of-range", bearing=shown(self.text(cells, Role.BEARING)))
        return bearing_deg

    def _distance_m(self, cells: Cells) -> float:
        said = unit(self.columns.get(Role.DISTANCE, ""))
        if said not in METRES_PER:
            raise UnusablePointError("distance-unit-unknown", unit=shown(said))
        try:
            distance = self._read(cells, Role.DISTANCE, partial(metres, decimal=self.answers.decimal))
        except AmbiguousNumberError as error:
            raise UnusablePointError("distance-ambiguous", value=shown(error)) from error
        distance_m = distance * METRES_PER[said]
        if not 0 < distance_m < inf:
            raise UnusablePointError("distance-not-positive", distance=shown(self.text(cells, Role.DISTANCE)))
        return distance_m

    def _reference(self, cells: Cells) -> BearingReference | None:
        """Read which north a bearing is from: as the row says, or the name of the column, or the analyst."""
        said = self.text(cells, Role.BEARING_REFERENCE)
        if said and fold(said) not in _norths():
            raise UnusablePointError("bearing-reference-unknown", value=shown(said))
        first_word = re.split(r"[\s_]", self.columns[Role.BEARING].strip())[0]
        return _norths().get(fold(said)) or _norths().get(fold(first_word)) or self.answers.bearing_reference


def _number(number: str, label: str, kind: PointType) -> int | None:
    """Give the number of a point: its own, or that in the label of a turning point (`TP4`)."""
    of_label = kind == PointType.TURNING and re.search(r"([0-9]{1,9})\D*$", label)
    return int(number) if re.fullmatch("[0-9]{1,9}", number) else int(of_label[1]) if of_label else None


@cache
def _kinds() -> dict[str, PointType]:
    """Give the kinds of points by their folded names."""
    return {fold(name): kind for kind, names in NAMES.items() for name in names}


@cache
def _norths() -> dict[str, BearingReference]:
    """Give the norths by their folded names."""
    return {fold(name): north for north, names in NORTHS.items() for name in names}
