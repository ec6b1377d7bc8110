"""The figures of a weekly bulletin, gathered from ledger, items, review and stock (domain.md 10.1)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.aggregates import PeriodAreas, areas, items, period_series, total_m2
from gis.codelists import Account, ReviewMode
from gis.periods import Period, weeks_until
from service.figures.items import Known, disposed_items, disposed_items_by_place
from service.figures.late import Late, cut_off, late
from service.instance import is_demonstration
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, Progress, ProgressQuestion
from service.reports import queries
from service.reports.figures import Cumulative, Figures, Stock
from service.reports.lines import Recorded, class_lines, district_lines, organisation_lines
from service.settings import Settings

ACCOUNT = Account.OPERATIONAL
SERIES_WEEKS = 52


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a bulletin is made for.

    Attributes
    ----------
    as_known_at
        The state of knowledge that the figures are taken from.
    today
        The local date, by which a week is over or not.
    """

    period: Period
    as_known_at: datetime
    today: date

    @property
    def is_over(self) -> bool:
        """Tell whether the week is complete."""
        return self.today > self.period.end


def weekly_figures(session: Session, edition: Edition, settings: Settings) -> Figures:
    """Gather the figures of a week as they were known at an instant."""
    period, at = edition.period, edition.as_known_at
    week = Known(from_on=period.start, to_on=period.end, as_known_at=at)
    since_origin = replace(week, from_on=settings.cumulative_origin)
    released = _progress(session, week, Dimension.DISTRICT, Dimension.ORGANISATION, Dimension.CONTAMINATION_CLASS)
    recorded = Recorded(
        released=released.rows,
        disposed=disposed_items_by_place(session, week),
        work=queries.approved_work(session, week),
    )
    organisations = organisation_lines(recorded, queries.organisations(session, at))
    split = areas(recorded.released)
    return Figures(
        period=period,
        is_over=edition.is_over,
        as_known_at=at,
        account=ACCOUNT,
        is_demonstration=is_demonstration(session),
        review_modes=tuple(sorted({ReviewMode(row["review_mode"]) for row in recorded.work})),
        has_work=bool(recorded.released or recorded.disposed or recorded.work),
        areas=split,
        items=items(recorded.disposed),
        bulletin_area_m2=split.bulletin_m2,
        area_without_geometry_m2=total_m2([released.area_without_geometry_m2]),
        districts=district_lines(recorded, queries.district_names(session, at), settings.district_order.split()),
        organisations=organisations.named,
        private_companies=organisations.private,
        private_company_count=organisations.private_count,
        classes=class_lines(recorded),
        cumulative=_cumulative(session, since_origin),
        late=_late(session, edition, settings),
        stock=_stock(session, edition),
        in_review=queries.in_review(session, at),
        weeks=_weeks(session, edition),
    )


def _progress(session: Session, known: Known, *by: Dimension) -> Progress:
    question = ProgressQuestion(
        start=known.from_on,
        end=known.to_on,
        by=(*by, Dimension.METHOD),
        account=ACCOUNT,
        as_known_at=known.as_known_at,
    )
    return progress(session, question)


def _cumulative(session: Session, known: Known) -> Cumulative:
    released = _progress(session, known)
    return Cumulative(
        from_on=known.from_on,
        areas=areas(released.rows),
        items=items(disposed_items(session, known)),
        area_without_geometry_m2=total_m2([released.area_without_geometry_m2]),
    )


def _weeks(session: Session, edition: Edition) -> tuple[PeriodAreas, ...]:
    weeks = weeks_until(edition.period, SERIES_WEEKS)
    known = Known(from_on=weeks[0].start, to_on=edition.period.end, as_known_at=edition.as_known_at)
    rows = _progress(session, known, Dimension.WEEK).rows
    return tuple(period_series(weeks, rows, today=edition.today))


def _stock(session: Session, edition: Edition) -> Stock:
    question = ContaminationQuestion(
        as_of=min(edition.period.end, edition.today), account=Account.CERTIFIED, as_known_at=edition.as_known_at
    )
    stock = contamination(session, question)
    return Stock(
        untouched_m2=total_m2([stock.untouched_m2]),
        awaiting_acceptance_m2=total_m2([stock.awaiting_acceptance_m2]),
        certified_stock_m2=total_m2([stock.certified_stock_m2]),
    )


def _late(session: Session, edition: Edition, settings: Settings) -> Late | None:
    """Give what became known of all weeks before since the cut-off of the last of them."""
    before = weeks_until(edition.period, 2)[0]
    zone = ZoneInfo(settings.time_zone)
    since_at = cut_off(session, before.start, before.end, until=edition.as_known_at, zone=zone)
    earlier = Known(from_on=settings.cumulative_origin, to_on=before.end, as_known_at=edition.as_known_at)
    return late(session, earlier, since_at, account=ACCOUNT)
