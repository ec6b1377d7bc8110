"""What a report is made from: each question is asked of the database once, and only when a part needs its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, areas, items
from gis.codelists import Account, OrganisationType, PublishedKind, ReviewMode, Visibility
from gis.periods import DAY, Period, PeriodUnit, previous
from gis.treaties import TreatyView
from service.figures.items import Known, Lots, disposed_items, disposed_items_by_place
from service.figures.late import Late, cut_off, late
from service.progress.balance import BalanceLines, BalanceMemo, BalanceQuestion, balance_lines, balance_memo
from service.progress.course import Course
from service.progress.queries import contamination, course, progress
from service.progress.questions import Contamination, ContaminationQuestion, Dimension, Progress, ProgressQuestion
from service.progress.totals import Passed, passages_of
from service.published.queries import StoredFigure, published_figures, total_until
from service.quality.flow import quality
from service.quality.open_issues import issue_counts
from service.quality.questions import IssueCount, Quality, QualityQuestion, Value
from service.quality.totals import release_values
from service.reports import queries
from service.reports.behind import Behind
from service.reports.cited import Told
from service.reports.names import Name
from service.reports.register import RegisteredArea, registered_areas
from service.reports.scope import Scope, ScopeKind
from service.reports.sitrep import DayOfWork, day_of_work
from service.settings import Settings

TOLD_BY: Mapping[PeriodUnit, PeriodUnit] = MappingProxyType(
    {
        PeriodUnit.WEEK: PeriodUnit.WEEK,
        PeriodUnit.MONTH: PeriodUnit.MONTH,
        PeriodUnit.QUARTER: PeriodUnit.MONTH,
        PeriodUnit.YEAR: PeriodUnit.MONTH,
    }
)
"""By what a report of a period tells everything since the origin, the periods beside it among them."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a report is made for.

    Attributes
    ----------
    as_known_at
        The state of knowledge that the figures are taken from.
    today
        The local date, by which a period is over or not.
    """

    period: Period
    scope: Scope
    account: Account
    as_known_at: datetime
    today: date

    @property
    def is_over(self) -> bool:
        """Tell whether the period is complete."""
        return self.today > self.period.end

    @property
    def known(self) -> Known:
        """Give the days of the period as they are known."""
        return self.known_in(self.period)

    def known_in(self, period: Period) -> Known:
        """Give the days of another period as they are known, within the scope."""
        return Known(from_on=period.start, to_on=period.end, as_known_at=self.as_known_at, **self.scope.stored)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The answers that the parts of one report share."""

    session: Session
    edition: Edition
    settings: Settings

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone of the work."""
        return ZoneInfo(self.settings.time_zone)

    @property
    def behind(self) -> Behind:
        """Give where the records behind figures are opened."""
        edition = self.edition
        return Behind(edition.period, edition.scope, edition.as_known_at, edition.today)

    def progress(
        self, period: Period, *by: Dimension, account: Account | None = None, view: TreatyView | None = None
    ) -> Progress:
        """Give what was released in a period within the scope, by method and what else is asked for."""
        question = ProgressQuestion(
            start=period.start,
            end=period.end,
            by=(*by, Dimension.METHOD),
            account=account or self.edition.account,
            as_known_at=self.edition.as_known_at,
            view=view,
            **self.edition.scope.filters,
        )
        unit = TOLD_BY.get(self.edition.period.unit)
        if unit and view is None and {*by} <= {unit}:
            since_origin = self._course(question.account, unit)
            if since_origin.has(period, unit):
                return since_origin.within(period, unit, question.by).progress
        return progress(self.session, question)

    def _course(self, account: Account, unit: PeriodUnit) -> Course:
        """Give what was released since the origin unit by unit: one answer to what is asked of many periods."""
        if account not in self._courses:
            of, edition = self.since_origin, self.edition
            self._courses[account] = course(
                self.session,
                ProgressQuestion(
                    start=of.start,
                    end=of.end,
                    by=(Dimension(unit), Dimension.METHOD),
                    account=account,
                    as_known_at=edition.as_known_at,
                    **edition.scope.filters,
                ),
            )
        return self._courses[account]

    @cached_property
    def _courses(self) -> dict[Account, Course]:
        return {}

    def disposed_in(self, period: Period) -> Lots:
        """Give what was disposed of in a period within the scope."""
        return disposed_items(self.session, self.edition.known_in(period))

    @cached_property
    def released(self) -> Progress:
        """Give what was released in the period, by district, organisation, class and method."""
        return self.progress(
            self.edition.period, Dimension.DISTRICT, Dimension.ORGANISATION, Dimension.CONTAMINATION_CLASS
        )

    @cached_property
    def disposed(self) -> Lots:
        """Give what was disposed of in the period, with `district` and `organisation`."""
        return disposed_items_by_place(self.session, self.edition.known)

    @cached_property
    def work(self) -> queries.Rows:
        """Give the approved releases of the period: `district`, `organisation`, `review_mode`, `release_count`."""
        return self.work_in(self.edition.period)

    def work_in(self, period: Period) -> queries.Rows:
        """Give the approved releases of another period within the scope."""
        return queries.approved_work(self.session, self.edition.known_in(period))

    @property
    def has_work(self) -> bool:
        """Tell whether any approved work is recorded in the period."""
        return bool(self.released.rows or self.disposed or self.work)

    @property
    def review_modes(self) -> tuple[ReviewMode, ...]:
        """Give by how many people the records of the period were approved."""
        return tuple(sorted({ReviewMode(row["review_mode"]) for row in self.work}))

    @cached_property
    def areas(self) -> Areas:
        """Give the released ground of the period."""
        return areas(self.released.rows)

    @cached_property
    def items(self) -> Items:
        """Give the disposed items of the period."""
        return items(self.disposed)

    @cached_property
    def since_origin(self) -> Period:
        """Give the days since the cumulative origin."""
        return Period(self.settings.cumulative_origin, self.edition.period.end, "cumulative")

    @cached_property
    def released_since_origin(self) -> Progress:
        """Give everything released since the origin, the period included."""
        return self.progress(self.since_origin)

    @cached_property
    def disposed_since_origin(self) -> Lots:
        """Give everything disposed of since the origin, the period included."""
        return disposed_items(self.session, self.edition.known_in(self.since_origin))

    @cached_property
    def late(self) -> Late | None:
        """Give what became known of all periods before since the cut-off of the last of them."""
        edition = self.edition
        before = edition.known_in(previous(edition.period))
        since_at = cut_off(self.session, before, until=edition.as_known_at, zone=self.zone)
        earlier = replace(before, from_on=self.settings.cumulative_origin, to_on=edition.period.start - DAY)
        return late(self.session, earlier, since_at, account=edition.account)

    @cached_property
    def passed(self) -> Passed:
        """Give the ground that passed from state to state before the period and in it, in both accounts."""
        period = self.edition.period
        return passages_of(self.session, self.edition.as_known_at, start=period.start, end=period.end)

    def stock(self, account: Account) -> Contamination:
        """Give what is left at the end of the period, or so far, in the districts of the scope."""
        edition = self.edition
        as_of = min(edition.period.end, edition.today)
        question = ContaminationQuestion(
            as_of=as_of, account=account, as_known_at=edition.as_known_at, **edition.scope.filters
        )
        return contamination(self.session, question, self.passed if as_of == edition.period.end else None)

    @cached_property
    def balance(self) -> BalanceLines | None:
        """Give the contamination balance of the period in the certified account, where the scope has a stock."""
        return self._balance(Account.CERTIFIED) if self.edition.scope.has_stock else None

    @cached_property
    def operational_balance(self) -> BalanceLines | None:
        """Give the same in the operational account."""
        return self._balance(Account.OPERATIONAL) if self.edition.scope.has_stock else None

    def _balance(self, account: Account, view: TreatyView | None = None) -> BalanceLines:
        return balance_lines(self._balance_question(account, view), self.passed, self.edition.as_known_at)

    def _balance_question(self, account: Account, view: TreatyView | None = None) -> BalanceQuestion:
        period, filters = self.edition.period, self.edition.scope.filters
        return BalanceQuestion(start=period.start, end=period.end, account=account, view=view, **filters)

    @cached_property
    def balance_memo(self) -> BalanceMemo:
        """Give what stands below the balance in the certified account."""
        question = self._balance_question(Account.CERTIFIED)
        return balance_memo(self.session, question, self.passed, at=self.edition.as_known_at)

    @cached_property
    def treaty_balances(self) -> Mapping[TreatyView, BalanceLines]:
        """Give the balance of the period in each treaty view, in the account of the report."""
        views = (TreatyView.APMBC, TreatyView.CCM)
        return {view: self._balance(self.edition.account, view) for view in views}

    @cached_property
    def day(self) -> DayOfWork:
        """Give what a situation report tells of the period, which is a day."""
        by_task = self.progress(self.edition.period, Dimension.TASK)
        return day_of_work(self.session, self.edition.known, by_task.rows, zone=self.settings.time_zone)

    @cached_property
    def register(self) -> Sequence[RegisteredArea]:
        """Give the hazardous areas as they stood at the end of the period, or stand so far."""
        edition = self.edition
        return registered_areas(self.session, min(edition.period.end, edition.today), edition.as_known_at)

    @property
    def quality_question(self) -> QualityQuestion:
        """Give what is asked of the quality of the period's records: of all of them, for no record is named."""
        edition, codes = self.edition, self.edition.scope.stored
        return QualityQuestion(
            start=edition.period.start,
            end=edition.period.end,
            at=edition.as_known_at,
            as_known_at=edition.as_known_at,
            zone=self.settings.time_zone,
            audience=tuple(Visibility),
            is_internal=False,
            district_code=codes.get("district"),
            organisation_code=codes.get("organisation"),
        )

    @cached_property
    def release_quality(self) -> Sequence[Value]:
        """Give the quality of the releases of the period, in all and by organisation."""
        return tuple(release_values(self.session, self.quality_question))

    @cached_property
    def quality(self) -> Quality:
        """Give the quality of the period's records, in all and by organisation, without the open issues."""
        return quality(self.session, self.quality_question)

    @cached_property
    def open_issues(self) -> Sequence[IssueCount]:
        """Give the open issues, which are internal: they name what is not public."""
        return issue_counts(self.session, replace(self.quality_question, is_internal=True))

    @cached_property
    def published(self) -> Sequence[StoredFigure]:
        """Give every figure that was published elsewhere, as it was known."""
        return published_figures(self.session, self.edition.as_known_at)

    @property
    def last_published_total(self) -> StoredFigure | None:
        """Give the last total since a date that was published of the whole country before the period ended."""
        if self.edition.scope.kind is not ScopeKind.COUNTRY:
            return None
        totals = (stored for stored in self.published if stored.figure.kind is PublishedKind.CUMULATIVE)
        return next((one for one in totals if one.figure.period_to <= self.edition.period.end), None)

    @property
    def opened_on(self) -> date | None:
        """Give the last day of the published total that the installation names for the cumulative figures, if any."""
        last_on, edition = self.settings.cumulative_opening, self.edition
        is_told = last_on and edition.scope.kind is ScopeKind.COUNTRY and edition.period.end > last_on
        return last_on if is_told else None

    @property
    def opening(self) -> StoredFigure | None:
        """Give the published total that cumulative figures open with; it may be unknown, or withdrawn.

        Raises
        ------
        WrongParameter
            If several are known of its last day.
        """
        return total_until(self.published, self.opened_on) if self.opened_on else None

    @cached_property
    def cited(self) -> Told:
        """Give what published figures tell of."""
        return Told(self.districts.values(), [name for name, _ in self.organisations.values()])

    @cached_property
    def districts(self) -> Mapping[str, Name]:
        """Give the names of all districts."""
        return queries.district_names(self.session, self.edition.as_known_at)

    @cached_property
    def organisations(self) -> Mapping[str, tuple[Name, OrganisationType]]:
        """Give the names and kinds of all organisations."""
        return queries.organisations(self.session, self.edition.as_known_at)

    @property
    def district_order(self) -> Sequence[str]:
        """Give the official order of districts."""
        return self.settings.district_order.split()
