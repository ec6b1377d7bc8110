"""The page of one upload: where it stands, what it leaves open, what is wrong with it, and what it changes."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from pydantic import BaseModel, PositiveInt, field_validator
from sqlalchemy import Row

from gis.codelists import ReleaseMethod, ReviewMode, Severity, UploadStatus
from gis.issues import sentence
from gis.issues.rules import RULES_BY_CODE
from gis.layers import LAYERS_BY_NAME, Layer
from service.access import Action
from service.problems import Problem
from service.uploads import flow
from service.uploads import queries as uploads
from service.uploads.audience import is_trial
from service.uploads.issue_filter import IssueFilter
from service.uploads.kept import is_kept
from service.uploads.order import Decision
from service.uploads.resend import SENT_BACK
from service.uploads.review import ACCEPTING, ACTIONS, MOVES, may_withdraw
from service.uploads.work import Work
from service.web import queries
from service.web.names import Names
from service.web.page import Page
from service.web.record_form import creatable
from service.web.upload_changes import SHOWN, change_context
from service.web.upload_effect import effect_words
from service.web.upload_issues import IssueGroup, issue_group, issue_groups
from service.web.upload_preview import preview_words
from service.web.upload_reading import SYSTEMS, UNITS, file_read
from service.web.upload_repairs import repair_words
from service.web.upload_work import work_words

ROAD: Final = (UploadStatus.CHECKING, UploadStatus.SUBMITTED, UploadStatus.REGIONAL_VERIFIED, UploadStatus.HQ_APPROVED)
REASON_MISSING: Final = "revision-reason-missing"
LINK_PENDING: Final = "link-pending"


class IssuePart(BaseModel):
    """Which issues are read: of a severity, a rule, a feature; one kind of them to the end, page by page.

    An empty field of the form asks for all.
    """

    severity: Severity | None = None
    rule: str | None = None
    feature: str | None = None
    kind: str | None = None
    part: PositiveInt = 1

    @field_validator("severity", mode="before")
    @classmethod
    def _all(cls, said: object) -> object:
        return said or None

    @property
    def filter(self) -> IssueFilter:
        """Give it as the queries take it."""
        return IssueFilter(severity=self.severity, rule=self.rule, kind=self.kind, feature=self.feature)

    @property
    def is_asked(self) -> bool:
        """Say whether anything but all is asked for."""
        return bool(self.severity or self.rule or (self.feature or "").strip())

    @property
    def query(self) -> str:
        """Give it for an address, without kind and page."""
        asked = {"severity": self.severity, "rule": self.rule, "feature": (self.feature or "").strip()}
        return urlencode({name: said for name, said in asked.items() if said})


ALL = IssuePart()
UNDECIDED = Decision()


def show_upload(
    page: Page,
    row: Row[Any],
    *,
    part: IssuePart = ALL,
    refusal: Problem | None = None,
    decision: Decision = UNDECIDED,
) -> HTMLResponse:
    """Show an upload; a refusal of what was asked is said above everything, and what was written stands again."""
    layer = LAYERS_BY_NAME[row.layer]
    return page.show(
        "upload.html",
        status=refusal.status if refusal else 200,
        **looked_at(page, row, part=part),
        **decided_on(refusal, decision, page=page),
        **effect_words(page, row),
        **_desk(page, row, layer),
        **repair_words(page, row),
        **_withdrawal(page, row),
    )


def looked_at(page: Page, row: Row[Any], *, part: IssuePart = ALL) -> dict[str, object]:
    """Give what there is to look at in an upload: map, issues, changed records, and where it stands."""
    layer = LAYERS_BY_NAME[row.layer]
    groups, is_one_kind = _groups(page, row, part)
    return {
        "row": row,
        "layer": layer,
        "groups": groups,
        "is_one_kind": is_one_kind,
        "part": part,
        "rules": queries.rules_found(page.session, row.id),
        "severities": Severity,
        "rule_title": lambda rule: RULES_BY_CODE[rule].title(page.language),
        "creatable": creatable(page.actor, layer),
        "waiting": queries.records_waiting(page.session, _pending_links(groups)) if page.actor else {},
        "sentence": lambda issue: sentence(issue, page.language),
        "summary_of": lambda group: group.summary(page.language),
        **preview_words(page, row),
        **change_context(page, row),
        **_standing(page, row),
    }


def decided_on(refusal: Problem | None, decision: Decision, *, page: Page) -> dict[str, object]:
    """Give what a form that decides is filled with: a refusal, and what was written."""
    return {
        "refusal": refusal.document(page.language) if refusal else None,
        "written": decision,
        "written_of_rules": decision.acceptances(),
    }


def _groups(page: Page, row: Row[Any], part: IssuePart) -> tuple[list[IssueGroup], bool]:
    """Give the issues that are asked for by kind; of one kind to be read to the end, that one alone."""
    one = issue_group(page.session, row.id, part.filter, page=part.part) if part.kind else None
    return ([one], True) if one else (issue_groups(page.session, row.id, replace(part.filter, kind=None)), False)


def _pending_links(groups: list[IssueGroup]) -> set[tuple[str, str]]:
    """Give the layer and code of each record that is named and not known."""
    issues = [issue for group in groups if group.kind.name == LINK_PENDING for issue in group.issues]
    return {(str(issue.values["layer"]), str(issue.values["code"])) for issue in issues}


def _standing(page: Page, row: Row[Any]) -> dict[str, object]:
    """Give where an upload stands on its road, and what this reader may do about it."""
    moves = _moves(page, row)
    return {
        "state": UploadStatus(row.status),
        "status_of": UploadStatus,
        "mode": ReviewMode(row.review_mode),
        "road": ROAD,
        "events": uploads.upload_events(page.session, row.id),
        "answer_id": queries.answered_by(page.session, row.id),
        "moves": moves,
        "warnings": uploads.open_warnings(page.session, row.id) if ACCEPTING & {*moves} else {},
    }


def _desk(page: Page, row: Row[Any], layer: Layer) -> dict[str, object]:
    """Give how the file was read, and how this reader may have it read again."""
    read = file_read(page.session, row, layer)
    under_way = Work.of(row)
    may_upload = page.actor is not None and page.actor.may(Action.UPLOAD)
    is_here = is_kept(page.session, row.file_sha256)
    is_open = (row.is_check or row.status in SENT_BACK) and not under_way and is_here
    is_whole, faulty_count = uploads.faults(page.session, row.id)
    counts = {count.kind: count.issue_count for count in queries.issue_counts(page.session, row.id)}
    reasons_missing = counts.get(REASON_MISSING, 0)
    return {
        **(work_words(under_way) if under_way else {"work": None}),
        "is_stopped": row.status == UploadStatus.WITHDRAWN and not row.counts.get("features") and not row.withdraws_id,
        "is_whole": True,
        "said": "",
        "is_trial": is_trial(row),
        "may_cancel": may_withdraw(row, page.actor),
        "may_submit": is_open and may_upload,
        "may_answer": is_open and (may_upload or (is_trial(row) and page.actor is None)),
        "faulty_count": 0 if is_whole else faulty_count,
        "reasons_missing": reasons_missing,
        "read": read,
        "questions": read.questions if read else [],
        "may_download": is_here,
        "has_answers": bool(row.answers),
        "mapping_saved": "mapping" in page.request.query_params,
        "organisation_names": Names.load(page.session, page.now, page.language).organisations if may_upload else {},
        "systems": SYSTEMS,
        "units": UNITS,
        "question_words": _question_words(page),
        "how_words": _how_words(page),
        "method_label": lambda field: ReleaseMethod(field.removesuffix("_m2")).label(page.language),
        "kept_hours": page.settings.checks_kept_hours,
    }


def _withdrawal(page: Page, row: Row[Any]) -> dict[str, object]:
    """Give what an upload takes back, or what takes it back, and whether this reader may ask for that."""
    taken_back_by = uploads.uploads_taken_back(page.session).get(row.id)
    waiting_id = uploads.withdrawal_waiting(page.session, row.id)
    is_free = row.status == UploadStatus.HQ_APPROVED and not (taken_back_by or waiting_id)
    return {
        "withdrawn": flow.find_upload(page.session, row.withdraws_id) if row.withdraws_id else None,
        "closed_or_back": queries.codes_closed_or_back(page.session, row.id, limit=SHOWN) if row.withdraws_id else [],
        "taken_back_by": flow.find_upload(page.session, taken_back_by) if taken_back_by else None,
        "withdrawal_id": waiting_id,
        "may_withdraw": is_free and may_withdraw(row, page.actor) and uploads.has_changes(page.session, row.id),
    }


def _moves(page: Page, row: Row[Any]) -> list[UploadStatus]:
    """Give where this reader may send an upload: its author only back, unless one person is enough."""
    if page.actor is None or row.is_check:
        return []
    is_author = page.actor.id == row.author_id
    may_review = not is_author or row.review_mode == ReviewMode.ONE_PERSON
    return [
        to
        for to in UploadStatus
        if to in MOVES[UploadStatus(row.status)]
        and page.actor.may(ACTIONS[to])
        and (is_author if to == UploadStatus.WITHDRAWN else may_review)
    ]


def _question_words(page: Page) -> dict[str, str]:
    """Give what is asked, by the field of `gis.mapping.Answers` that answers it."""
    _ = page.translate
    return {
        "source_layer": _("Which layer of the file is meant?"),
        "crs": _("In which coordinate system is it?"),
        "columns": _("Which columns hold what is needed?"),
        "constants": _("What holds for the whole file?"),
        "units": _("In which unit are the areas?"),
        "decimal": _("What separates decimals?"),
        "date_order": _("How are the dates written?"),
        "codes": _("What do the codes of the file mean?"),
        "derive_code": _("May features without a code get one?"),
        "same_code": _("What are the releases that come again, larger?"),
        "bearing_reference": _("Which north do the bearings refer to?"),
        "declination_deg": _("What is the declination?"),
    }


def _how_words(page: Page) -> dict[str | None, str]:
    """Give why a column became what it did, by `ColumnRead.how`."""
    _ = page.translate
    return {
        "name": _("its name"),
        "alias": _("a known name"),
        "values": _("its values"),
        "saved": _("the saved mapping"),
        "answer": _("your answer"),
    }
