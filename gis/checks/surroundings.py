"""What checks need to know beyond the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Self

import geopandas as gpd
import pandas as pd

from gis.crs import WGS84
from gis.thresholds import Thresholds

TEAM_DAY_COLUMNS = ("organisation", "reported_by", "effective_date", "day_m2")
DAY_REPORT_COLUMNS = (
    *("code", "task_code", "organisation", "reported_by", "shift", "effective_date", "release_method", "asset"),
)
TASK_SUM_COLUMNS = ("task_code", "operational", "certified", "planned_m2", "is_completed")
DISTRICT_COLUMNS = ("code", "name_en", "name_az", "aliases", "is_authoritative", "geometry")


@cache
def none_of(columns: tuple[str, ...]) -> pd.DataFrame:
    """Give columns in which nothing is."""
    return pd.DataFrame(columns=list(columns), dtype=object)


@cache
def _no_districts() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({name: [] for name in DISTRICT_COLUMNS}, crs=WGS84)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The day, the districts and the approved records that a file is checked against.

    Attributes
    ----------
    today
        The local day; later dates are in the future.
    districts
        Columns `code`, `name_en`, `name_az`, `aliases` (lists), `is_authoritative`, `geometry` (EPSG:4326, or missing).
    published
        By layer name: approved records near the file or named by it, `code`, the layer's fields and `geometry`;
        of hazardous areas optionally `remaining_m2`, what is left of each in the certified account, and `last_work_on`,
        the last day of work that was reported of it.
    known_codes
        By layer name: the codes that have an approved record.
    has_database
        False when nothing but the file was at hand: rules that need more are left out.
    team_days
        m² by team and day that are approved, of the teams in the file (`TEAM_DAY_COLUMNS`). Here and below, records
        that the file brings in a new version are left out.
    day_reports
        Approved releases of a task, team and day that the file reports (`DAY_REPORT_COLUMNS`, assets as lists).
    task_sums
        Of each task that the file names: approved m² by basis, what was planned, and whether it is completed
        (`TASK_SUM_COLUMNS`).
    renewed_codes
        The approved records of the layer that come again anywhere in the file, where the frame is a part of it.
    district_tolerance_m
        How far from every district ground may lie.
    thresholds
        From where on the rules speak.
    """

    today: date
    districts: gpd.GeoDataFrame = field(default_factory=_no_districts)
    published: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    known_codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    team_days: pd.DataFrame = field(default_factory=partial(none_of, TEAM_DAY_COLUMNS))
    day_reports: pd.DataFrame = field(default_factory=partial(none_of, DAY_REPORT_COLUMNS))
    task_sums: pd.DataFrame = field(default_factory=partial(none_of, TASK_SUM_COLUMNS))
    has_database: bool = True
    renewed_codes: frozenset[str] = frozenset()
    district_tolerance_m: float = 3_000
    thresholds: Thresholds = field(default_factory=Thresholds)

    @classmethod
    def none(cls, today: date, thresholds: Thresholds | None = None) -> Self:
        """Give what is known without a database: the day, and the installation's thresholds."""
        return cls(today=today, has_database=False, thresholds=thresholds or Thresholds())
