"""The environment, typed."""

from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FilePath, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.codelists import ReviewMode
from gis.thresholds import Thresholds


class TlsMode(StrEnum):
    """How the connection to the mail server is kept private."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class MailServer(BaseModel):
    """The SMTP server that takes the mails of this installation.

    Attributes
    ----------
    sender
        The address that mails come from, without a name: `reports@example.org`.
    tls
        `starttls` for port 587, `tls` for port 465, `none` for a server beside this one that offers neither.
    ca_file
        The certificate of the authority that vouches for the server, where the machine's own list does not hold it; of
        a server that vouches for itself, its own certificate.
    user, password
        Empty where the server asks for none.
    timeout_s
        So long it may be silent.
    """

    model_config = ConfigDict(frozen=True)

    host: str
    sender: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
    port: int = 587
    tls: TlsMode = TlsMode.STARTTLS
    ca_file: FilePath | None = None
    user: str = ""
    password: SecretStr = SecretStr("")
    timeout_s: float = 30


LocalTime = Annotated[time | None, BeforeValidator(lambda value: value or None)]
"""A time of day such as 08:00; none when it is left empty."""


class Settings(BaseSettings):
    """What an installation decides; read from `LANDRELEASE_*`, `DATABASE_URL`, `HOST`, `PORT` and a `.env` file.

    Attributes
    ----------
    database_url
        Empty: the private cluster in `data_dir`.
    cluster_port
        Let that cluster listen on this port of the machine itself too; missing: on its socket alone.
    review
        How many people an upload passes on its road.
    upload_limit_bytes
        The largest body of a request.
    queue_bytes
        Larger files, as long as they are unpacked, are left to the worker.
    unverified_late_days, unapproved_late_days
        So long an upload may wait for the region, and for headquarters, before it is told as late.
    checks_kept_hours
        So long a mere check or trial can be looked at.
    trial_limit_bytes, trials_kept
        How large a file may be that is tried without an account, and how many such trials are kept at once.
    district_tolerance_m
        So far outside every boundary ground still belongs to the nearest district: open boundary sets are inexact.
    thresholds
        From where on the rules find something.
    cumulative_origin
        The first day of figures "since the beginning".
    cumulative_opening
        The last day of a published total that they open with; missing: they open with nothing.
    district_order
        Codes of the districts as bulletins list them; all others follow by name.
    time_zone
        In which days begin and instants are printed.
    map_features
        So many records of a layer come to a map at once, more in tiles.
    tile_cache_bytes
        Of vector tiles, kept by each process.
    tile_url, tile_attribution
        An online base map, `https://…/{z}/{x}/{y}.png`, and its credit; empty: maps ask nobody outside.
    session_hours
        So long a browser stays signed in.
    public_url
        Under which readers reach the service, for links in mails and files; empty: they hold none.
    docx_template
        A Word document whose styles reports take; missing: styles of their own.
    weekly_report_at, daily_report_at
        When the two reports make themselves, on Mondays and every day; none: they do not.
    """

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
    cumulative_opening: date | None = None
    district_order: str = "TAR AGD KAL AGM XCI XA SUS XVD LAC FUZ CAB QBI ZAN QAZ AGA GOR BAR GYG"
    time_zone: str = "Asia/Baku"
    map_features: int = 5_000
    tile_cache_bytes: int = 64_000_000
    tile_url: str = ""
    tile_attribution: str = ""
    session_hours: int = 12
    public_url: str = ""
    docx_template: Path | None = None
    weekly_report_at: LocalTime = time(8)
    daily_report_at: LocalTime = time(8)
    smtp: MailServer | None = None

    def local_date(self, instant: datetime) -> date:
        """Give the day that an instant falls on where the records are made."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()
