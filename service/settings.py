"""The environment, typed."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.codelists import ReviewMode
from gis.thresholds import Thresholds


class Settings(BaseSettings):
    """What an installation decides; read from `LANDRELEASE_*`, `DATABASE_URL`, `HOST`, `PORT` and a `.env` file."""

    model_config = SettingsConfigDict(
        env_prefix="LANDRELEASE_", env_file=".env", env_nested_delimiter="__", extra="ignore"
    )

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=8000, validation_alias="PORT")
    data_dir: Path = Path(".data")
    cluster_port: int | None = None
    review: ReviewMode = ReviewMode.THREE_PEOPLE
    upload_limit_bytes: int = 2_000_000_000
    queue_bytes: int = 16_000_000
    unverified_late_days: int = 3
    unapproved_late_days: int = 7
    checks_kept_hours: int = 24
    trial_limit_bytes: int = 5_000_000
    trials_kept: int = 100
    district_tolerance_m: float = 3_000
    thresholds: Thresholds = Thresholds()
    cumulative_origin: date = date(2020, 11, 10)
    district_order: str = "TAR AGD KAL AGM XCI XA SUS XVD LAC FUZ CAB QBI ZAN QAZ AGA GOR BAR GYG"
    time_zone: str = "Asia/Baku"
    map_features: int = 5_000
    tile_cache_bytes: int = 64_000_000
    tile_url: str = ""
    tile_attribution: str = ""
    session_hours: int = 12

    def local_date(self, instant: datetime) -> date:
        """Give the day that an instant falls on where the records are made."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()
