"""What can be asked of the maps."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Language
from gis.maps import MapLayer
from service.ledger.known import KnownAt
from service.maps.queries import MapQuestion
from service.progress.questions import day_not_after, members


class OverviewAsked(BaseModel):
    """The parameters of the overview."""

    model_config = ConfigDict(extra="forbid")

    as_of: date | None = Field(default=None, description="The day whose end is shown; today unless said.")
    as_known_at: KnownAt = None
    district: str | None = Field(default=None, description="The code of the one district to show.")
    layers: str | None = Field(
        default=None, description=f"Which of {', '.join(MapLayer)} start turned on, separated by commas."
    )
    lang: Language | None = Field(default=None, description="The language of every word.")

    def question(self, *, today: date, as_known_at: datetime, sees_internal: bool) -> MapQuestion:
        """Give the question to the map."""
        return MapQuestion(
            as_of=day_not_after(self.as_of, today),
            as_known_at=as_known_at,
            district_code=self.district,
            shown=members(self.layers, MapLayer, parameter="layers") if self.layers else tuple(MapLayer),
            sees_internal=sees_internal,
        )
