"""What can be asked of a map on paper."""

from datetime import date, datetime

from pydantic import Field, field_validator

from gis.codelists import Visibility
from gis.paper.layout import Orientation, Paper
from gis.paper.view import Bounds
from service.maps.queries import MapQuestion
from service.records.selection import RecordsAsked

CORNERS = 4


class SheetAsked(RecordsAsked):
    """The parameters of a sheet."""

    paper: Paper = Field(default=Paper.A4, description="The size of the paper.")
    orientation: Orientation = Field(default=Orientation.LANDSCAPE, description="How the paper lies.")
    bbox: str | None = Field(
        default=None, description="The ground to show: west, south, east, north in degrees, separated by commas."
    )
    area: str | None = Field(
        default=None,
        description="The code of the one hazardous area that the sheet is about; its corners are numbered.",
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

    def question(self, *, today: date, as_known_at: datetime, audience: tuple[Visibility, ...]) -> MapQuestion:
        """Give the question to the map."""
        moment = self.moment(today=today, as_known_at=as_known_at, audience=audience)
        return MapQuestion(moment=moment, selection=self.selection())


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
