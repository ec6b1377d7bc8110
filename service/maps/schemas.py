"""What can be asked of the maps."""

from datetime import date, datetime

from pydantic import Field

from gis.codelists import Visibility
from gis.maps.frames import FIRST_SHOWN, MapLayer
from service.maps.queries import MapQuestion
from service.maps.shades import Figure
from service.progress.questions import members
from service.records.selection import RecordsAsked


class OverviewAsked(RecordsAsked):
    """The parameters of the overview."""

    layers: str | None = Field(
        default=None, description=f"Which of {', '.join(MapLayer)} start turned on, separated by commas."
    )
    shade: str | None = Field(
        default=None, description=f"The figure by which districts start shaded: {', '.join(Figure)}; or none."
    )
    switched: str | None = Field(
        default=None, description="Lines of the legend that start the other way, by their keys, separated by commas."
    )
    tools: bool = Field(default=True, description="Whether search and tools stand on the map.")

    def question(self, *, today: date, as_known_at: datetime, audience: tuple[Visibility, ...]) -> MapQuestion:
        """Give the question to the map."""
        return MapQuestion(
            moment=self.moment(today=today, as_known_at=as_known_at, audience=audience),
            selection=self.selection(),
            shown=members(self.layers, MapLayer, parameter="layers") if self.layers else FIRST_SHOWN,
        )

    def parameters(self) -> dict[str, str]:
        """Give what the page's script sends with each of its requests."""
        asked: dict[str, str] = self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude={"layers", "shade", "switched", "tools"}
        )
        return asked
