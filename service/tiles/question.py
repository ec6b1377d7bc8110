"""What a tile is asked to show."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func

from gis.layers import Layer
from service.records.selection import Moment, Selection
from service.tiles.address import TileAddress

WGS84 = 4326


@dataclass(frozen=True, kw_only=True)
class TileQuestion:
    """What a tile is asked to show.

    Attributes
    ----------
    today
        The present day.
    is_present
        Whether the moment's state of knowledge is the last one.
    """

    layer: Layer
    address: TileAddress
    moment: Moment
    selection: Selection
    today: date
    is_present: bool

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Give all that the content of the tile follows from, but for later changes."""
        return self.layer.name, self.address, self.moment, self.selection

    @property
    def envelope(self) -> ColumnElement[Any]:
        """Give the ground of the tile, its buffer included, as records lie on it."""
        return func.ST_MakeEnvelope(*self.address.box, WGS84)

    @property
    def is_plain(self) -> bool:
        """Tell whether the current versions answer alone, of hazardous areas those of today."""
        selection = self.selection
        is_named = (
            selection.organisation_code or selection.task_code or selection.project_code or selection.district_code
        )
        is_of_day = self.layer.name == "release_areas" or self.moment.as_of == self.today
        return self.is_present and is_of_day and not is_named
