"""What can be asked of a map on paper."""

from datetime import date, datetime

from pydantic import Field

from gis.codelists import Visibility
from gis.paper.layout import Orientation, Paper
from service.maps.box import BoxAsked
from service.maps.queries import MapQuestion


class SheetAsked(BoxAsked):
    """The parameters of a sheet."""

    paper: Paper = Field(default=Paper.A4, description="The size of the paper.")
    orientation: Orientation = Field(default=Orientation.LANDSCAPE, description="How the paper lies.")
    area: str | None = Field(
        default=None,
        description="The code of the one hazardous area that the sheet is about; its corners are numbered.",
    )
    footprint: bool = Field(
        default=False, description="Whether the estimated footprint of cluster munitions is drawn as well."
    )

    def question(self, *, today: date, as_known_at: datetime, audience: tuple[Visibility, ...]) -> MapQuestion:
        """Give the question to the map."""
        moment = self.moment(today=today, as_known_at=as_known_at, audience=audience)
        return MapQuestion(moment=moment, selection=self.selection())
