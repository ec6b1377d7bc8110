"""How the content of a report is made, and made again from what was known then."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from service.instance import is_demonstration
from service.reports.content import Content
from service.reports.declared import Kind
from service.reports.gathering import Edition, Gathered
from service.settings import Settings

FOLLOWED: Final = frozenset(
    {
        "cumulative_opening",
        "cumulative_origin",
        "district_order",
        "thresholds",
        "time_zone",
        "unapproved_late_days",
        "unverified_late_days",
    }
)
"""The settings that figures follow from; an issued report keeps what they were."""


def gather(kind: Kind, gathered: Gathered) -> Content:
    """Make what a report says."""
    edition = gathered.edition
    return Content(
        kind=kind.code,
        period=edition.period,
        scope=edition.scope,
        account=edition.account,
        as_known_at=edition.as_known_at,
        made_on=edition.today,
        origin=gathered.settings.cumulative_origin,
        is_demonstration=is_demonstration(gathered.session),
        has_work=gathered.has_work,
        review_modes=gathered.review_modes,
        figures=kind.figures(gathered),
        tables=tuple(part.gather(gathered) for part in kind.every_part),
    )


def asked_again(session: Session, content: Content, settings: Settings) -> Gathered:
    """Give what a report was made from, on the day and in the state of knowledge that it was made in."""
    edition = Edition(
        period=content.period,
        scope=content.scope,
        account=content.account,
        as_known_at=content.as_known_at,
        today=content.made_on,
    )
    return Gathered(session=session, edition=edition, settings=settings)


def followed(settings: Settings) -> dict[str, Any]:
    """Give the settings that figures follow from, as they are stored."""
    return settings.model_dump(mode="json", include=set(FOLLOWED))


def as_then(settings: Settings, kept: Mapping[str, Any]) -> Settings:
    """Give the settings of the installation with those that an issued report keeps."""
    fields = Settings.model_fields
    told = {name: value for name, value in kept.items() if name in FOLLOWED}
    values = {
        name: TypeAdapter(fields[name].rebuild_annotation()).validate_python(value) for name, value in told.items()
    }
    return settings.model_copy(update=values)
