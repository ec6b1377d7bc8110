"""Checking a file before it is sent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.console import DONE, FAILED, Language, Tongue, session_of, today_of, write
from service.commands.file_options import (
    Crs,
    File,
    Layer,
    Mapping,
    Repair,
    Repaired,
    SameCode,
    SourceLayer,
    answers_from,
    print_issues,
    watching,
)
from service.settings import Settings

if TYPE_CHECKING:
    from gis.issues import Issue
    from service.uploads.order import UploadOrder


class IssueForm(StrEnum):
    """The forms in which a check prints what it found."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


def check(
    file: File,
    layer: Layer,
    *,
    mapping: Mapping = "",
    crs: Crs = "",
    source_layer: SourceLayer = "",
    repair: Repaired = Repair.NONE,
    same_code: SameCode = None,
    form: Annotated[IssueForm, typer.Option("--format", help="How to print the issues.")] = IssueForm.TEXT,
    lang: Language = Tongue.EN,
) -> None:
    """Check a file exactly as an upload would, and store nothing; exit 1 if it has errors.

    Without a database the rules that need none are checked, and the answer says so.
    """
    from service.uploads.order import UploadOrder

    settings = Settings()
    order = UploadOrder(
        layer=layer.value,
        file_name=file.name,
        answers=answers_from(mapping, crs=crs, source_layer=source_layer, repair=repair, same_code=same_code),
        district_tolerance_m=settings.district_tolerance_m,
        thresholds=settings.thresholds,
    )
    issues = _found(file, order, settings=settings, lang=lang)
    if form == IssueForm.TEXT:
        print_issues(issues, lang)
    else:
        _write(issues, form, lang)
    raise typer.Exit(FAILED if _has_errors(issues) else DONE)


def _found(file: Path, order: "UploadOrder", *, settings: Settings, lang: Tongue) -> Sequence["Issue"]:
    from service.accounts.flow import local_administrator
    from service.installation import has_database
    from service.uploads.checking import issues_of_check, issues_without_database

    today = today_of(settings)
    if not has_database(settings):
        with watching() as watch:
            return issues_without_database(file, order, today=today, watch=watch)
    with session_of(settings, lang) as session, watching() as watch:
        return issues_of_check(session, file, order, actor=local_administrator(session), today=today, watch=watch)


def _write(issues: Sequence["Issue"], form: IssueForm, lang: Tongue) -> None:
    from service.uploads.issue_files import issue_file
    from service.uploads.schemas import IssueAnswer, IssueFormat

    answers = (IssueAnswer.of(issue, lang.value) for issue in issues)
    write(issue_file(answers, IssueFormat(form.value), created_at=datetime.now(UTC)), None)


def _has_errors(issues: Sequence["Issue"]) -> bool:
    from gis.issues import KINDS

    return any(KINDS[issue.kind].severity == "error" for issue in issues)
