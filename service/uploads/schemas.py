"""What the API takes and answers about uploads."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import UploadFile
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Row

from gis.codelists import Language, ReviewMode, Severity, UploadStatus
from gis.issues import KINDS, Issue, word
from gis.mapping import Answers, SameCode, Understood
from service.jobs import JobState, Task
from service.settings import Settings
from service.storable import storable_text
from service.uploads.issue_filter import IssueFilter
from service.uploads.layer_name import LayerName
from service.uploads.mapping_form import MappingText
from service.uploads.order import UploadOrder
from service.uploads.resend import Changes
from service.uploads.work import Work

Words = Annotated[str, AfterValidator(storable_text), Field(max_length=2_000)]
"""What a person writes."""


CRS = r"^(EPSG:[0-9]{4,6}( swapped)?|swapped)$"
"""As `gis.mapping.Answers.crs` takes it."""


class UploadMode(StrEnum):
    """What a file is sent for."""

    CHECK = "check"
    SUBMIT = "submit"


class IssueFormat(StrEnum):
    """The forms in which issues are given."""

    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    XLSX = "xlsx"


class UploadForm(BaseModel):
    """The parts of an upload's form."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    file: Annotated[UploadFile, Field(description="A file of one layer, in any format that is read.")]
    layer: LayerName
    mode: Annotated[UploadMode, Field(description="`check`: only the result is stored, and forgotten after a day.")] = (
        UploadMode.SUBMIT
    )
    partial: Annotated[bool, Field(description="Leave out the features with errors instead of rejecting all.")] = False
    replaces: Annotated[UUID | None, Field(description="The returned upload that this one answers.")] = None
    revision_reason: Annotated[
        Words | None, Field(description="Why known records come again with other content; a feature may give its own.")
    ] = None
    mapping: MappingText = Answers()
    crs: Annotated[
        str | None,
        Field(pattern=CRS, description="The file's coordinate system, `EPSG:32638`; `swapped`: latitude first."),
    ] = None
    repair: Annotated[
        Literal["none", "safe"],
        Field(description="`safe`: make the repairs of outlines that keep their area, telling each."),
    ] = "none"
    same_code: Annotated[
        SameCode | None,
        Field(description="What a release is that comes again later and larger; it has to be said."),
    ] = None
    csrf_token: Annotated[str | None, Field(description="Sent by the pages of the web application.")] = None

    def answers(self) -> Answers:
        """Give all that is said of how to read the file: the mapping, and what the other fields say over it."""
        said = {"crs": self.crs, "same_code": self.same_code}
        repairs = self.mapping.repairs.model_copy(update={"safe": True} if self.repair == "safe" else {})
        return self.mapping.model_copy(update={k: v for k, v in said.items() if v} | {"repairs": repairs})

    def order(self, settings: Settings) -> UploadOrder:
        """Give what the form asks for, in an installation."""
        return UploadOrder(
            layer=self.layer.value,
            file_name=self.file.filename or "",
            is_check=self.mode == UploadMode.CHECK,
            is_partial=self.partial,
            answers=self.answers(),
            replaces_id=self.replaces,
            revision_reason=(self.revision_reason or "").strip() or None,
            review=settings.review,
            district_tolerance_m=settings.district_tolerance_m,
            thresholds=settings.thresholds,
            queue_bytes=settings.queue_bytes,
        )


class Counts(BaseModel):
    """What came in, what of it goes on, and how many issues were found."""

    features: int
    accepted: Annotated[int, Field(description="Features that go on to review; none of a rejected upload.")]
    errors: Annotated[int, Field(description="Issues, not features: one feature may have several.")]
    warnings: int
    infos: int
    new: int
    changed: int
    unchanged: int
    left_out: Annotated[int, Field(description="Features with errors that a partial upload leaves out.")]
    withdrawn: Annotated[int, Field(description="Records that a withdrawal closes: none was known before them.")]


class UploadAnswer(BaseModel):
    """An upload and how far it got."""

    id: UUID
    layer: LayerName
    file_name: str
    mode: UploadMode
    partial: bool
    status: UploadStatus
    progress: Annotated[float, Field(ge=0, le=1, description="How much of its work is over, jobs included.")]
    counts: Counts
    review_mode: ReviewMode
    author: str
    created_at: datetime
    replaces: UUID | None
    withdraws: Annotated[UUID | None, Field(description="The approved upload that this one takes back.")]
    revision_reason: str | None
    sha256: Annotated[str | None, Field(description="Of the file's bytes, in hexadecimal; a withdrawal has no file.")]
    answers: Annotated[Answers, Field(description="What was said of how to read the file.")]
    understood: Annotated[Understood | None, Field(description="How it was read.")]

    @classmethod
    def of(cls, row: Row[Any]) -> "UploadAnswer":
        """Make the answer from an upload's row."""
        return cls(
            id=row.id,
            layer=row.layer,
            file_name=row.file_name,
            mode=UploadMode.CHECK if row.is_check else UploadMode.SUBMIT,
            partial=row.is_partial,
            status=row.status,
            progress=work.share if (work := Work.of(row)) else 1,
            counts=row.counts,
            review_mode=row.review_mode,
            author=row.author,
            created_at=row.created_at,
            replaces=row.replaces_id,
            withdraws=row.withdraws_id,
            revision_reason=row.revision_reason,
            sha256=row.file_sha256.hex() if row.file_sha256 else None,
            answers=row.answers,
            understood=row.understood,
        )


class Event(BaseModel):
    """One move of an upload: who, when, from, to, why."""

    at: datetime
    person: str
    from_status: UploadStatus
    to_status: UploadStatus
    review_mode: ReviewMode
    reason: str | None
    accepted_warnings: Annotated[dict[str, str], Field(description="The written acceptances, by rule; `*` is every.")]


class Job(BaseModel):
    """Work that an approval left to the worker."""

    task: Task
    state: JobState


class UploadWithRoad(UploadAnswer):
    """An upload, the moves that it made, and the warnings that a reviewer has to accept."""

    events: list[Event]
    jobs: Annotated[list[Job], Field(description="What its approval left to the worker, and how far that got.")]
    open_warnings: Annotated[dict[str, int], Field(description="How many warnings each rule has.")]
    withdrawn_by: Annotated[UUID | None, Field(description="The approved upload that took its records back.")]
    withdrawal_waiting: Annotated[UUID | None, Field(description="The withdrawal of it that waits for review.")]


class Point(BaseModel):
    """A GeoJSON point."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class IssueAnswer(BaseModel):
    """One thing that is wrong, or worth knowing, about one feature or about the whole file."""

    index: Annotated[int | None, Field(description="Position of the feature in the file, from 0; null: the file.")]
    feature_code: str | None
    field: str | None
    rule: str
    severity: Severity
    message: str
    location: Point | None
    repair: str | None
    kind: Annotated[str, Field(description="What it is, the same in every language.")]
    asks: Annotated[str | None, Field(description="The field of `mapping`, or `crs` or `same_code`, that settles it.")]

    @classmethod
    def of(cls, issue: Issue, language: Language) -> "IssueAnswer":
        """Word an issue for a reader."""
        kind = KINDS[issue.kind]
        return cls(
            index=issue.index,
            feature_code=issue.feature_code,
            field=issue.field,
            rule=kind.rule,
            severity=kind.severity,
            message=word(issue, language),
            location=Point(coordinates=issue.location) if issue.location else None,
            repair=issue.repair,
            kind=issue.kind,
            asks=kind.asks,
        )


class IssueQuestion(BaseModel):
    """Which issues are wanted, and in which form."""

    model_config = ConfigDict(extra="forbid")

    format: IssueFormat = IssueFormat.JSON
    severity: Severity | None = None
    rule: Annotated[str | None, Field(description="As people quote it: `GEO-01`.")] = None
    kind: str | None = None
    feature: Annotated[str | None, Field(description="A part of a code, or a feature's number from 1.")] = None
    lang: Annotated[Language | None, Field(description="Left out: as the request's headers ask.")] = None

    @property
    def filter(self) -> IssueFilter:
        """Give it as the queries take it."""
        return IssueFilter(severity=self.severity, rule=self.rule, kind=self.kind, feature=self.feature)


class Verdict(BaseModel):
    """What a reviewer, or the author, says to an upload."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Words | None, Field(description="Why; needed by `return` and `withdraw`.")] = None
    accept_warnings: Annotated[
        Words | dict[Words, Words] | None,
        Field(description="The written acceptance of the open warnings: one text for all, or one for each rule."),
    ] = None


class Resend(BaseModel):
    """What shall be other when a kept file is sent again; what is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    mode: UploadMode = UploadMode.SUBMIT
    partial: bool | None = None
    revision_reason: Words | None = None
    mapping: Annotated[MappingText | None, Field(description="All answers anew, in one of the forms of `mapping`.")] = (
        None
    )
    crs: Annotated[str | None, Field(pattern=CRS)] = None
    repair: Literal["none", "safe"] | None = None
    same_code: SameCode | None = None

    def changes(self, before: Answers) -> Changes:
        """Give what changes from the answers before."""
        said: dict[str, object] = {"crs": self.crs, "same_code": self.same_code}
        answers = self.mapping or before
        if self.repair is not None:
            said["repairs"] = answers.repairs.model_copy(update={"safe": self.repair == "safe"})
        return Changes(
            is_check=self.mode == UploadMode.CHECK,
            answers=answers.model_copy(update={name: value for name, value in said.items() if value is not None}),
            is_partial=self.partial,
            revision_reason=self.revision_reason,
        )
