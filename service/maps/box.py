"""The ground that a question to a map is narrowed to."""

from pydantic import Field, field_validator

from gis.paper.view import Bounds
from service.records.selection import RecordsAsked

CORNERS = 4


class BoxAsked(RecordsAsked):
    """The parameters of a question to a map, and a box of ground."""

    bbox: str | None = Field(
        default=None, description="The ground to show: west, south, east, north in degrees, separated by commas."
    )

    @field_validator("bbox")
    @classmethod
    def _is_box(cls, bbox: str | None) -> str | None:
        if bbox:
            corners(bbox)
        return bbox or None

    @property
    def bounds(self) -> Bounds | None:
        """Give the ground to show."""
        return corners(self.bbox) if self.bbox else None


def corners(bbox: str) -> Bounds:
    """Read a box of degrees.

    >>> corners("46.5,39.5,47,40")
    (46.5, 39.5, 47.0, 40.0)

    Raises
    ------
    ValueError
        If it is no box on the globe.
    """
    numbers = [float(part) for part in bbox.split(",")]
    if len(numbers) != CORNERS:
        raise ValueError("A box is four numbers: west, south, east, north.")
    west, south, east, north = numbers
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):  # noqa: PLR2004 - degrees of the globe
        raise ValueError("A box is west, south, east, north in degrees, west before east and south before north.")
    return west, south, east, north
