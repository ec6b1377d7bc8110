"""What a person says to the checks of a report: a reason for each finding that needs one, kept with the report."""

from collections.abc import Mapping, Sequence

from gis.language import LANGUAGES
from service.problems import ReportChecksOpen
from service.reports.checks.check import Check, Finding
from service.reports.issued import Answer

EVERY_CHECK = "*"
"""Stands for all checks together."""
Reasons = str | Mapping[str, str]
"""One reason for all checks, or one for each by its code."""


def answered(checks: Sequence[Check], reasons: Reasons) -> tuple[Answer, ...]:
    """Give the answers with which a report may be issued.

    Raises
    ------
    ReportChecksOpen
        If a check blocks it, or one that needs a reason has none.
    """
    said = {EVERY_CHECK: reasons} if isinstance(reasons, str) else reasons
    given = {code: text.strip() for code, text in said.items() if text.strip()}
    wanting = [check for check in checks if check.finding is Finding.NEEDS_REASON]
    answers = {check.code: given.get(check.code, given.get(EVERY_CHECK)) for check in wanting}
    blocking = [check for check in checks if check.finding is Finding.BLOCKS]
    if refused := blocking or [check for check in wanting if not answers[check.code]]:
        raise _open(refused, is_final=bool(blocking))
    return tuple(Answer(code=check.code, words=check.words, reason=answers[check.code] or "") for check in wanting)


def _open(checks: Sequence[Check], *, is_final: bool) -> ReportChecksOpen:
    en, az = (" ".join(f"{check.code}: {check.words.told(tongue)}" for check in checks) for tongue in LANGUAGES)
    told = [{"code": check.code, "finding": check.finding, "message": vars(check.words)} for check in checks]
    if is_final:
        return ReportChecksOpen(
            f"The report cannot be issued. {en} Nothing was issued.",
            f"Hesabat dərc oluna bilməz. {az} Heç nə dərc olunmadı.",
            checks=told,
        )
    return ReportChecksOpen(
        f"Say for each of these checks why the report is issued nevertheless. {en} Nothing was issued.",
        f"Bu yoxlamaların hər biri üçün hesabatın niyə yenə də dərc olunduğunu yazın. {az} Heç nə dərc olunmadı.",
        checks=told,
    )
