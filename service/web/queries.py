"""What the pages ask of uploads beyond what the uploads' own queries answer: parts and summaries of long lists."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping, Select, case, func, select, tuple_
from sqlalchemy.orm import Session

from gis.codelists import Severity, Visibility
from gis.issues import Issue
from gis.layers import Layer
from service.records.queries import records
from service.tables import IDENTITIES, VERSIONS, staged_feature, upload, upload_issue
from service.uploads.issue_filter import EVERY_ISSUE, IssueFilter
from service.uploads.queries import WAITING, in_file_order, issue_of

GRAVITY = case({severity.value: place for place, severity in enumerate(Severity)}, value=upload_issue.c.severity)
"""The place of an issue's severity, the gravest first."""


def issue_counts(session: Session, upload_id: UUID, asked: IssueFilter = EVERY_ISSUE) -> list[Row[Any]]:
    """Count the issues of an upload by kind, the gravest first."""
    issue = upload_issue.c
    statement = select(issue.kind, func.count().label("issue_count")).where(asked.of(upload_id))
    return list(session.execute(statement.group_by(issue.kind, GRAVITY, issue.rule).order_by(GRAVITY, issue.rule)))


def first_issues(session: Session, upload_id: UUID, asked: IssueFilter, *, limit: int) -> list[Issue]:
    """Give the first issues of each kind, in the order of the file."""
    place = func.row_number().over(partition_by=upload_issue.c.kind, order_by=in_file_order()).label("place")
    numbered = _issues(upload_id).where(asked.of(upload_id)).add_columns(place).subquery("numbered")
    statement = select(numbered).where(numbered.c.place <= limit).order_by(numbered.c.place)
    return [issue_of(row) for row in session.execute(statement).mappings()]


def issues_asked(session: Session, upload_id: UUID, asked: IssueFilter, *, offset: int, limit: int) -> list[Issue]:
    """Give a part of the issues that are asked for, in the order of the file."""
    statement = _issues(upload_id).where(asked.of(upload_id)).order_by(*in_file_order())
    return [issue_of(row) for row in session.execute(statement.offset(offset).limit(limit)).mappings()]


def rules_found(session: Session, upload_id: UUID) -> list[str]:
    """Give the rules that an upload breaks, in order."""
    rule = upload_issue.c.rule
    return list(session.scalars(select(rule).where(upload_issue.c.upload_id == upload_id).distinct().order_by(rule)))


def records_waiting(session: Session, named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Give the upload in review that brings each of the records named by layer and code, where there is one."""
    feature = staged_feature.c
    brought = select(upload.c.layer, feature.code, upload.c.id).join_from(upload, staged_feature)
    is_named = tuple_(upload.c.layer, feature.code).in_(named)
    rows = (
        session.execute(brought.where(upload.c.status.in_(WAITING), is_named).order_by(upload.c.created_at))
        if named
        else ()
    )
    return {(row.layer, row.code): row.id for row in rows}


def asking_issues(session: Session, upload_id: UUID, *, kinds: Collection[str], limit: int) -> list[RowMapping]:
    """Give the issues of some kinds, those that say the same counted together, in the order of the file."""
    issue = upload_issue.c
    alike = (issue.kind, issue.field, issue["values"])
    statement = select(*alike, func.count().label("issue_count")).where(issue.upload_id == upload_id)
    asking = statement.where(issue.kind.in_(kinds)).group_by(*alike).order_by(func.min(issue.number)).limit(limit)
    return list(session.execute(asking).mappings())


def issue_places(session: Session, upload_id: UUID, *, limit: int) -> list[Row[Any]]:
    """Give the issues that have a place, the gravest first."""
    statement = _issues(upload_id).where(upload_issue.c.location.is_not(None))
    return list(session.execute(statement.order_by(GRAVITY, upload_issue.c.number).limit(limit)))


@dataclass(frozen=True, kw_only=True)
class ChangesQuestion:
    """Which changed records of an upload are asked for.

    Attributes
    ----------
    code
        A part of their code; empty: all.
    is_public
        Only those whose stored version anybody may see.
    """

    upload_id: UUID
    layer: Layer
    code: str = ""
    is_public: bool = False

    def of(self, asked: Select[Any]) -> Select[Any]:
        """Join the staged features that change a record to the versions that they were compared with."""
        feature, identity, version = staged_feature.c, IDENTITIES[self.layer.name], VERSIONS[self.layer.name]
        is_base = (feature.code == identity.c.code) & (feature.base_version == version.c.version)
        conditions = [feature.upload_id == self.upload_id, feature.change == "changed"]
        conditions += [feature.code.icontains(self.code, autoescape=True)] if self.code else []
        conditions += [version.c.visibility == Visibility.PUBLIC] if self.is_public else []
        return asked.join(staged_feature, is_base).where(*conditions)


def changed_features(session: Session, question: ChangesQuestion, *, offset: int, limit: int) -> list[Row[Any]]:
    """Give staged features that change a record beside the version that they were compared with.

    Columns: what `service.records.queries.records` gives of the version, and its `version`; `staged_fields` as JSON,
    `staged_geometry` as WKB.
    """
    feature, version = staged_feature.c, VERSIONS[question.layer.name]
    staged = (feature.fields.label("staged_fields"), func.ST_AsBinary(feature.geom).label("staged_geometry"))
    both = question.of(records(question.layer).add_columns(version.c.version, *staged))
    return list(session.execute(both.order_by(feature.position).offset(offset).limit(limit)))


def changed_count(session: Session, question: ChangesQuestion) -> int:
    """Count the features of an upload that change a record."""
    identity, version = IDENTITIES[question.layer.name], VERSIONS[question.layer.name]
    is_its = version.c[f"{question.layer.singular}_id"] == identity.c.id
    pairs = question.of(select(func.count()).join_from(identity, version, is_its))
    count: int = session.execute(pairs).scalar_one()
    return count


def codes_closed_or_back(session: Session, upload_id: UUID, *, limit: int) -> list[str]:
    """Give the first codes of the records that a withdrawal closes, or that come back by it."""
    feature = staged_feature.c
    concerned = select(feature.code).where(feature.upload_id == upload_id, feature.change.in_(["withdrawn", "new"]))
    return list(session.scalars(concerned.order_by(feature.position).limit(limit)))


def answered_by(session: Session, upload_id: UUID) -> UUID | None:
    """Find the latest upload that answers a returned one."""
    statement = select(upload.c.id).where(upload.c.replaces_id == upload_id)
    return session.scalar(statement.order_by(upload.c.created_at.desc()).limit(1))


def _issues(upload_id: UUID) -> Select[Any]:
    place = upload_issue.c.location
    return select(upload_issue, func.ST_X(place).label("lon"), func.ST_Y(place).label("lat")).where(
        upload_issue.c.upload_id == upload_id
    )
