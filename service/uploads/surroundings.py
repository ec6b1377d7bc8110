"""What the checks of a file need to know from the database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from gis.checks import Scope, Surroundings, Thresholds
from gis.codelists import Visibility
from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from gis.mapping import Answers, Saved
from gis.read import Reading
from service.records.queries import (
    boxes_around,
    current_frame,
    has_code,
    is_near,
    is_undrawn_of_day,
    is_visible,
    known_codes,
)
from service.uploads.again import settled
from service.uploads.queries import remaining_m2
from service.uploads.reported import last_work_on, with_reported

SMALL_LAYERS = frozenset({"districts", "organisations"})
"""Layers of which every code is known to the checks, so that they can offer the nearest."""

LOOKED_AT = {
    ("release_areas", Scope.ALONE): ("hazardous_areas", "tasks", "organisations"),
    ("release_areas", Scope.NEAR): ("hazardous_areas", "release_areas", "tasks", "eo_items"),
    ("release_areas", Scope.WHOLE): ("release_areas",),
    ("hazardous_areas", Scope.ALONE): ("hazardous_areas",),
    ("hazardous_areas", Scope.NEAR): ("hazardous_areas", "release_areas", "eo_items"),
    ("tasks", Scope.ALONE): ("hazardous_areas", "organisations"),
    ("eo_items", Scope.ALONE): ("tasks",),
    ("eo_items", Scope.NEAR): ("hazardous_areas", "release_areas"),
}
"""By layer and scope, the layers whose approved records its checks look at: by name, near by place, else by day."""
BY_NAME_ALONE = frozenset({"tasks", "organisations"})
"""Layers whose records are looked at only where they are named."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What is recorded, as the checks of one file ask for it.

    Attributes
    ----------
    today
        The local day; later dates are in the future.
    tolerance_m
        How far from every district ground may lie.
    saved
        Mappings of earlier files, the newest first.
    audience
        Who reads what the checks say: records that are hidden from them are not looked at. Missing: the programme,
        which sees all.
    """

    session: Session
    layer: Layer
    today: date
    tolerance_m: float
    thresholds: Thresholds
    saved: Sequence[Saved] = ()
    audience: Collection[Visibility] | None = None

    @cached_property
    def districts(self) -> gpd.GeoDataFrame:
        """Give the districts that hold now."""
        return current_frame(self.session, LAYERS_BY_NAME["districts"])

    @cached_property
    def organisations(self) -> gpd.GeoDataFrame:
        """Give the organisations that hold now."""
        return current_frame(self.session, LAYERS_BY_NAME["organisations"])

    def around(self, frame: pd.DataFrame, scope: Scope) -> Surroundings:
        """Give what is known around features of a normalised file, or named by them, as far as checks of a scope ask.

        Parameters
        ----------
        frame
            Of a part, of a piece of ground, or of the keys of the whole file: then without outlines.
        """
        named = {other.name: self._codes_named(frame, other, scope) for other in LAYERS}
        around = Surroundings(
            today=self.today,
            districts=self.districts,
            published=self._published(frame, named, scope),
            known_codes={} if scope == Scope.NEAR else self._known_codes(named),
            district_tolerance_m=self.tolerance_m,
            thresholds=self.thresholds,
        )
        is_reported = scope == Scope.WHOLE and self.layer.name == "release_areas" and self.audience is None
        return with_reported(self.session, frame, around) if is_reported else around

    def settled(self, frame: gpd.GeoDataFrame, answers: Answers) -> Reading:
        """Give features with those that come again later and larger settled, as far as a person said how.

        For who does not see all records, none is looked at.
        """
        if self.audience is not None:
            return Reading(frame=frame, issues=[])
        return settled(self.session, frame, layer=self.layer, answers=answers, thresholds=self.thresholds)

    def _published(self, frame: pd.DataFrame, named: dict[str, set[str]], scope: Scope) -> dict[str, gpd.GeoDataFrame]:
        published = {}
        for name in LOOKED_AT.get((self.layer.name, scope), ()):
            conditions = self._conditions(frame, LAYERS_BY_NAME[name], codes=named[name], scope=scope)
            if conditions:
                meant = and_(or_(*conditions), *self._seen(LAYERS_BY_NAME[name]))
                published[name] = current_frame(self.session, LAYERS_BY_NAME[name], meant)
        if self.layer.name == "hazardous_areas" and scope == Scope.ALONE and published:
            published[self.layer.name] = self._with_work(published[self.layer.name])
        return published

    def _seen(self, layer: Layer) -> list[ColumnElement[bool]]:
        """Say of records that the audience may see them."""
        return [] if self.audience is None else [is_visible(layer, self.audience, None)]

    def _with_work(self, hazards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Add what is left of hazardous areas, and when they were last worked on."""
        codes = hazards["code"].tolist()
        left_m2, last_on = remaining_m2(self.session, codes, self.today), last_work_on(self.session, codes)
        return hazards.assign(
            remaining_m2=hazards["code"].map(left_m2).astype(float),
            last_work_on=[last_on.get(code) for code in codes],
        )

    def _conditions(
        self, frame: pd.DataFrame, other: Layer, *, codes: set[str], scope: Scope
    ) -> list[ColumnElement[bool]]:
        """Say which approved records of a layer are asked for; none where no check of the scope looks at them."""
        is_named = scope == Scope.ALONE or other.name in BY_NAME_ALONE
        conditions: list[ColumnElement[bool]] = [has_code(other, codes)] if codes and is_named else []
        if scope == Scope.NEAR and not is_named and isinstance(frame, gpd.GeoDataFrame):
            conditions.append(is_near(other, boxes_around(frame.geometry)))
        if scope == Scope.WHOLE and other == self.layer and (days := _undrawn_days(frame)):
            conditions.append(is_undrawn_of_day(other, days))
        return conditions

    def _codes_named(self, frame: pd.DataFrame, other: Layer, scope: Scope) -> set[str]:
        """Give the codes of another layer that features name; alone also their own, of the versions before."""
        columns = [field.name for field in self.layer.fields if field.layer == other.name and field.name in frame]
        own = ["code"] if other == self.layer and scope == Scope.ALONE else []
        return {code for name in (*columns, *own) for code in _codes(frame[name])}

    def _known_codes(self, named: dict[str, set[str]]) -> dict[str, frozenset[str]]:
        asked = {name: codes for name, codes in named.items() if codes and name not in SMALL_LAYERS}
        known = {
            name: known_codes(self.session, LAYERS_BY_NAME[name], codes, *self._seen(LAYERS_BY_NAME[name]))
            for name, codes in asked.items()
        }
        return known | self._small

    @cached_property
    def _small(self) -> dict[str, frozenset[str]]:
        return {"districts": frozenset(self.districts["code"]), "organisations": frozenset(self.organisations["code"])}


def _undrawn_days(frame: pd.DataFrame) -> set[date]:
    """Give the days of the releases without outline in a file of any layer."""
    if "effective_date" not in frame:
        return set()
    return set(frame.loc[frame["area_m2"].isna(), "effective_date"].dropna())


def _codes(column: "pd.Series[Any]") -> Iterable[str]:
    """Give the codes in a column of codes or of lists of codes."""
    lists = (held if isinstance(held, list) else [held] for held in column)
    return (code for codes in lists for code in codes if isinstance(code, str))
