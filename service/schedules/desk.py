"""What everything that is done about schedules is done with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The transaction of a step, what the installation decides, and what time it is."""

    session: Session
    settings: Settings
    now: datetime
