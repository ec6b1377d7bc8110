"""Questions and answers of the API."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from gis.codelists import Language, Severity
from gis.issues import sentence
from service.access import Actor, sees_internal, visibilities
from service.ledger.known import KnownAt
from service.problems import WrongParameter
from service.progress.export import FileFormat
from service.progress.questions import day_not_after, refuse_reversed
from service.quality.declared import Figure, Unit
from service.quality.flow import instant_asked
from service.quality.open_issues import OLDER, IssuesAsked
from service.quality.questions import (
    AGES_DAYS,
    FIGURES,
    Dimension,
    IssueCount,
    IssueState,
    Quality,
    QualityQuestion,
    RecordBehind,
    Value,
)
from service.settings import Settings
from service.uploads.queries import issue_of

USUAL_DAYS = 365
"""How far back is looked when no first day is asked for."""


class QualityAsked(BaseModel):
    """The parameters of a question about data quality."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[date | None, Field(alias="from", description="First day of work; a year ago when left out.")] = (
        None
    )
    end: Annotated[date | None, Field(alias="to", description="Last day of work; today when left out.")] = None
    by: Dimension = Dimension.ORGANISATION
    district: str = Field("", description="Only this district as stated; `-` for records that state none.")
    organisation: str = Field("", description="Only this organisation; `-` for records that name none.")
    as_known_at: KnownAt = None
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(None, description="Language of names and definitions.")

    def question(self, session: Session, actor: Actor | None, *, settings: Settings, now: datetime) -> QualityQuestion:
        """Give what is asked: the programme is told of all records but restricted ones, others of public ones.

        Raises
        ------
        WrongParameter
            If the period ends before it starts or in the future, or the instant is none of the past.
        """
        today = settings.local_date(now)
        end = day_not_after(self.end, today, parameter="to")
        start = self.start or end - timedelta(days=USUAL_DAYS)
        refuse_reversed(start, end)
        is_internal = sees_internal(actor)
        return QualityQuestion(
            start=start,
            end=end,
            by=self.by,
            district_code=self.district or None,
            organisation_code=self.organisation or None,
            at=instant_asked(session, self.as_known_at),
            as_known_at=self.as_known_at,
            zone=settings.time_zone,
            audience=visibilities(is_internal=is_internal),
            is_internal=is_internal,
        )


class RecordsBehindAsked(QualityAsked):
    """The parameters of a question about the records behind a figure."""

    figure: str = Field(description=f"One of {', '.join(FIGURES)}.")

    def chosen(self) -> Figure:
        """Give the figure.

        Raises
        ------
        WrongParameter
            If there is none of that name, or it is of issues, which are asked for by themselves.
        """
        known = [name for name, figure in FIGURES.items() if not figure.is_internal]
        if self.figure not in known:
            raise WrongParameter(
                f"“{self.figure}” is no figure with records behind it. Allowed: {', '.join(known)}.",
                f"“{self.figure}” arxasında qeydlər olan göstərici deyil. İcazə verilənlər: {', '.join(known)}.",
                parameter="figure",
                allowed=known,
            )
        return FIGURES[self.figure]


class IssuesBehindAsked(QualityAsked):
    """The parameters of a question about open issues; the period narrows none of them."""

    rule: str = ""
    severity: Severity | None = None
    age: str = Field("", description=f"The band by its last day: {', '.join(map(str, AGES_DAYS))}, or `{OLDER}`.")
    state: IssueState | None = None

    def chosen(self) -> IssuesAsked:
        """Give which issues are asked for.

        Raises
        ------
        WrongParameter
            If there is no such band of ages.
        """
        bands = [*map(str, AGES_DAYS), OLDER]
        if self.age and self.age not in bands:
            raise WrongParameter(
                f"There is no band of ages “{self.age}”. Allowed: {', '.join(bands)}.",
                f"“{self.age}” yaş qrupu yoxdur. İcazə verilənlər: {', '.join(bands)}.",
                parameter="age",
                allowed=bands,
            )
        return IssuesAsked(rule=self.rule or None, severity=self.severity, age=self.age or None, state=self.state)


class FigureRow(BaseModel):
    """A figure, of all records or of one value of the dimension."""

    figure: str
    name: str
    unit: Unit
    value: float | None = Field(description="Unrounded; null where there is no record to tell it of.")
    part_count: int | None = Field(description="Of a share: the records that it is the share of.")
    whole_count: int = Field(description="The records that it is told of.")
    told_of: str | None = Field(description="The value of the dimension; null: not recorded, or all together.")
    definition: str

    @classmethod
    def of(cls, value: Value, language: Language) -> Self:
        """Word a figure."""
        figure = value.figure
        return cls(
            figure=figure.name,
            name=figure.title(language),
            unit=figure.unit,
            value=value.value,
            part_count=value.part_count,
            whole_count=value.whole_count,
            told_of=value.told_of,
            definition=figure.definition(language),
        )


class IssueCountRow(BaseModel):
    """Open issues that have rule, severity, organisation, age and place in common."""

    rule: str
    severity: Severity
    organisation: str | None
    age_days: int | None = Field(description="The last day of the band of ages; null: older than all.")
    state: IssueState
    issue_count: int
    oldest_days: int

    @classmethod
    def of(cls, count: IssueCount) -> Self:
        """Word a count."""
        return cls(**vars(count))


class QualityAnswer(BaseModel):
    """The quality of the data."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    by: Dimension
    district: str | None
    organisation: str | None
    as_known_at: datetime
    is_public: bool = Field(description="Only of records that anybody may see, and without open issues.")
    figures: list[FigureRow]
    rows: list[FigureRow]
    issues: list[IssueCountRow]

    @classmethod
    def of(cls, question: QualityQuestion, answer: Quality, language: Language) -> Self:
        """Word an answer."""
        return cls(
            start=question.start,
            end=question.end,
            by=question.by,
            district=question.district_code,
            organisation=question.organisation_code,
            as_known_at=answer.as_known_at,
            is_public=not question.is_internal,
            figures=[FigureRow.of(value, language) for value in answer.figures],
            rows=[FigureRow.of(value, language) for value in answer.rows],
            issues=[IssueCountRow.of(count) for count in answer.issues],
        )


class RecordRow(BaseModel):
    """A record behind a figure."""

    layer: str
    code: str
    organisation: str | None
    district: str | None
    day: date = Field(description="Of work, of identification, of the find.")
    elapsed_days: int | None = Field(description="How long it took, where the figure is a time.")
    area_reported_m2: float | None = Field(description="Of a release, what was reported of its ground.")

    @classmethod
    def of(cls, record: RecordBehind) -> Self:
        """Word a record."""
        return cls(**vars(record))


class IssueRow(BaseModel):
    """An open issue."""

    rule: str
    severity: Severity
    message: str
    layer: str
    code: str | None
    field: str | None
    organisation: str | None
    district: str | None
    state: IssueState
    open_days: int
    upload: str
    lon: float | None
    lat: float | None

    @classmethod
    def of(cls, row: RowMapping, language: Language) -> Self:
        """Word an issue."""
        told: dict[str, Any] = {name: row[name] for name in cls.model_fields if name in row}
        return cls(
            **told,
            message=sentence(issue_of(row), language),
            code=row["feature_code"],
            open_days=row["age"],
            upload=str(row["upload_id"]),
        )
