"""What a table of turning points says about one point: where it lies, or how it is reached."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from gis.traverse.places import Place

BearingReference = Literal["true", "magnetic", "grid"]


class PointType(StrEnum):
    """What a point is to an outline (IMSMA)."""

    REFERENCE = "reference point"
    BENCHMARK = "benchmark"
    START = "start point"
    TURNING = "turning point"
    INTERMEDIATE = "intermediate point"
    END = "end point"

    @property
    def initials(self) -> str:
        """How it is abbreviated on maps and in tables.

        >>> PointType.BENCHMARK.initials, PointType.TURNING.initials
        ('BM', 'TP')
        """
        return "BM" if self == PointType.BENCHMARK else "".join(word[0].upper() for word in self.value.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way to a point from another.

    Attributes
    ----------
    origin
        How the table calls the other point; missing: the one before.
    bearing_deg
        Clockwise from the north of the reference.
    reference
        True, magnetic or grid north; missing when nothing says which.
    declination_deg
        Of magnetic north, east of true north positive; missing when nothing says it.
    grid
        The system whose north grid bearings are from; missing: the zone of UTM where the leg begins.
    """

    origin: str | None
    bearing_deg: float
    distance_m: float
    reference: BearingReference | None
    declination_deg: float | None
    grid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of an outline, or one that its traverse begins at.

    Attributes
    ----------
    row
        As people count rows, the heading among them.
    label
        How the table calls it; empty when it does not.
    number
        Its place among the points of the outline, as the table counts them.
    ring
        Which part and ring of the polygon it is of, as the table calls them.
    place
        By its own coordinates.
    leg
        By bearing and distance.
    reference
        Where the row says that the polygon's reference point lies.
    """

    row: int
    label: str
    number: int | None
    kind: PointType
    ring: tuple[str, str]
    place: Place | None
    leg: Leg | None
    reference: Place | None = None
