"""Errors and warnings that are open: in records as they stand, in what waits for review, in what was sent back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    RowMapping,
    Select,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from gis.codelists import Severity, UploadStatus, Visibility
from gis.layers import LAYERS, Layer
from service.quality.population import district, narrowed, organisation, organisation_id, task, task_is_known
from service.quality.questions import AGES_DAYS, IssueCount, IssueState, QualityQuestion
from service.records.queries import is_known, is_visible
from service.tables import VERSIONS, staged_feature, upload, upload_issue, workflow_event
from service.uploads.queries import WAITING

OPEN = (Severity.ERROR, Severity.WARNING)
issue = upload_issue.c


@dataclass(frozen=True, kw_only=True)
class IssuesAsked:
    """Which open issues are asked for; what is left out narrows nothing.

    Attributes
    ----------
    age
        The band of ages, by its last day as `AGES_DAYS` has it; `older` for the rest.
    """

    rule: str | None = None
    severity: Severity | None = None
    age: str | None = None
    state: IssueState | None = None


OLDER = "older"


def issue_counts(session: Session, question: QualityQuestion) -> tuple[IssueCount, ...]:
    """Count the open issues by rule, organisation, age and where they lie; nobody else is told of them."""
    if not question.is_internal:
        return ()
    told = _open(question)
    by = (told.c.rule, told.c.severity, told.c.organisation, _band(told), told.c.state)
    counted = select(*by, func.count().label("issue_count"), func.max(told.c.age).label("oldest_days"))
    rows = session.execute(counted.group_by(*by).order_by(*by))
    return tuple(IssueCount(**row) for row in rows.mappings())


def issues_behind(
    session: Session, question: QualityQuestion, asked: IssuesAsked, *, offset: int = 0, limit: int | None = None
) -> list[RowMapping]:
    """Give open issues, the oldest first, each with its record or its place in the upload that has it."""
    told = _open(question)
    chosen = select(told).where(*_asked(told, asked)).order_by(told.c.age.desc(), told.c.upload_id, told.c.number)
    page = chosen.offset(offset).limit(limit).subquery("page")
    whole = select(page, issue["values"], issue.location).join_from(
        page, upload_issue, (issue.upload_id == page.c.upload_id) & (issue.number == page.c.number)
    )
    shown = whole.with_only_columns(
        page, issue["values"], func.ST_X(issue.location).label("lon"), func.ST_Y(issue.location).label("lat")
    )
    return list(session.execute(shown.order_by(page.c.age.desc(), page.c.upload_id, page.c.number)).mappings())


def _open(question: QualityQuestion) -> CTE:
    """Give every open issue with its record, whose it is, where it lies, and its age in days."""
    parts = [_in_records(layer, question) for layer in LAYERS] + [_in_uploads(question)]
    return union_all(*parts).cte("open")


def _issue_columns(question: QualityQuestion) -> list[ColumnElement[Any]]:
    came_on, looked_on = (
        cast(func.timezone(question.zone, at), Date) for at in (upload.c.created_at, literal(question.at))
    )
    whole = (issue.upload_id, issue.number, issue.position, issue.feature_code, issue.field, issue.kind, issue.repair)
    return [*whole, issue.rule, issue.severity, upload.c.layer, cast(looked_on - came_on, Integer).label("age")]


def _in_records(layer: Layer, question: QualityQuestion) -> Select[Any]:
    """Select the issues that the records of a layer have as they stand: nothing has corrected them."""
    version = VERSIONS[layer.name]
    has_organisation, has_district = "organisation_id" in version.c, "district_id" in version.c
    told = select(
        *_issue_columns(question),
        (organisation.c.code if has_organisation else cast(null(), Text)).label("organisation"),
        (district.c.code if has_district else cast(null(), Text)).label("district"),
        literal(IssueState.IN_RECORDS.value).label("state"),
    )
    is_its = (version.c.upload_id == issue.upload_id) & (version.c.position == issue.position)
    joined = told.join_from(upload_issue, upload, upload.c.id == issue.upload_id).join(version, is_its)
    if "task_id" in version.c:
        joined = joined.outerjoin(task, (task.c.task_id == version.c.task_id) & task_is_known(question))
    if has_organisation:
        joined = joined.outerjoin(organisation, organisation.c.id == organisation_id(layer))
    if has_district:
        joined = joined.outerjoin(district, district.c.id == version.c.district_id)
    at = question.as_known_at
    # By the layer of the uploads as well: else issues of one are sought among the records of all others.
    is_open = (upload.c.layer == layer.name, issue.severity.in_(OPEN))
    is_asked = (*is_open, is_known(layer, at), is_visible(layer, question.audience, at))
    codes = (organisation.c.code if has_organisation else null(), district.c.code if has_district else null())
    return joined.where(*is_asked, *narrowed(question, *codes))


def _in_uploads(question: QualityQuestion) -> Select[Any]:
    """Select the issues of what waits, and of what was returned and is not answered."""
    feature = staged_feature.c
    stated = (feature.fields["organisation"].astext, feature.fields["district_code"].astext)
    state = case((_status(question).in_(WAITING), IssueState.IN_REVIEW.value), else_=IssueState.RETURNED.value)
    told = select(
        *_issue_columns(question), stated[0].label("organisation"), stated[1].label("district"), state.label("state")
    )
    is_its = (feature.upload_id == issue.upload_id) & (feature.position == issue.position)
    joined = told.join_from(upload_issue, upload, upload.c.id == issue.upload_id).outerjoin(staged_feature, is_its)
    answer = upload.alias("answer")
    is_answered = exists().where(answer.c.replaces_id == upload.c.id, answer.c.created_at <= question.at)
    is_returned = (_status(question) == UploadStatus.RETURNED) & ~is_answered
    is_shown = feature.fields["visibility"].astext.is_distinct_from(Visibility.RESTRICTED.value)
    return joined.where(
        ~upload.c.is_check,
        _status(question).in_(WAITING) | is_returned,
        issue.severity.in_(OPEN),
        feature.change.is_distinct_from("left_out"),
        is_shown,
        *narrowed(question, *stated),
    )


def _status(question: QualityQuestion) -> ColumnElement[str]:
    """Give where an upload stood at the instant that is asked for."""
    if question.as_known_at is None:
        return upload.c.status
    event = workflow_event.c
    moved = select(event.to_status).where(event.upload_id == upload.c.id, event.at <= question.as_known_at)
    return moved.order_by(event.id.desc()).limit(1).scalar_subquery()


def _band(told: CTE) -> ColumnElement[int | None]:
    return case(*((told.c.age <= days, literal_column(str(days))) for days in AGES_DAYS)).label("age_days")


def _asked(told: CTE, asked: IssuesAsked) -> list[ColumnElement[bool]]:
    conditions = [told.c.rule == asked.rule] if asked.rule else []
    conditions += [told.c.severity == asked.severity] if asked.severity else []
    conditions += [told.c.state == asked.state] if asked.state else []
    if asked.age:
        band = _band(told)
        conditions.append(band.is_(None) if asked.age == OLDER else band == int(asked.age))
    return conditions
