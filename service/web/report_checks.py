"""What a report officer looks at before a bulletin is issued: each check with what was found, the gravest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gis.text import area_ha_text, date_text, number_text
from service.reports.content import Content, Figure
from service.reports.issued import Issued
from service.reports.parts.cells import RELEASED
from service.reports.parts.key_figures import CUMULATIVE, KEY, PERIOD
from service.web.page import Page

LEAST_M2 = 1.0
"""By so much figures may differ that are added up in another order."""


class Finding(StrEnum):
    """What a check found: all is well, somebody should look, or the bulletin cannot be issued."""

    FINE = "fine"
    LOOK = "look"
    BLOCKS = "blocks"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check.

    Attributes
    ----------
    opens
        The page on which it is settled, if there is one.
    """

    finding: Finding
    words: str
    opens: str | None = None


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What was issued last on the period itself and on the one before, with its figures."""

    same: tuple[Issued, Content] | None
    before: tuple[Issued, Content] | None


def checks(page: Page, content: Content, earlier: Earlier) -> list[Check]:
    """Check the figures of a bulletin before it is issued."""
    found = (
        *_of_the_week(page, content),
        _adds_up(page, content),
        *_beside_the_last(page, content, earlier),
        *_left_out(page, content),
    )
    return sorted(found, key=lambda check: list(Finding)[::-1].index(check.finding))


def _of_the_week(page: Page, content: Content) -> Iterator[Check]:
    _ = page.translate
    if content.is_over:
        yield Check(finding=Finding.FINE, words=_("The week is over."))
    else:
        last = date_text(content.period.end, page.language)
        words = _("The week is not over: it can be issued from the day after %(last)s.") % {"last": last}
        yield Check(finding=Finding.BLOCKS, words=words)
    if content.has_work:
        counts = {"count": content.figure("district_count").printed.told(page.language)}
        yield Check(finding=Finding.FINE, words=_("Districts with approved work: %(count)s.") % counts)
    else:
        words = _("No approved work is recorded in the week: the bulletin prints dashes, which are not zero.")
        yield Check(finding=Finding.LOOK, words=words)


def _adds_up(page: Page, content: Content) -> Check:
    _ = page.translate
    table = content.table("by_district")
    parts_m2 = sum(_m2(table.cell(row.key, RELEASED)) for row in table.rows)
    gap_m2 = parts_m2 - (_m2(table.total[0]) if table.total else 0)
    if abs(gap_m2) <= LEAST_M2:
        return Check(finding=Finding.FINE, words=_("The districts add up to the national figure."))
    words = _("The districts differ from the national figure by %(gap)s m². Tell the operator: run the audit.")
    return Check(finding=Finding.BLOCKS, words=words % {"gap": number_text(round(gap_m2), page.language)})


def _beside_the_last(page: Page, content: Content, earlier: Earlier) -> Iterator[Check]:
    _ = page.translate
    if earlier.same:
        report, old = earlier.same
        revision = {"revision": number_text(report.revision, page.language)}
        if old.table(KEY) == content.table(KEY):
            words = _("The figures are those of revision %(revision)s: issuing again would only repeat them.")
            yield Check(finding=Finding.LOOK, words=words % revision)
        else:
            words = _("Content have changed since revision %(revision)s: this becomes the next one.")
            yield Check(finding=Finding.LOOK, words=words % revision)
    if earlier.before:
        yield _cumulative(page, content, earlier.before)


def _cumulative(page: Page, content: Content, last: tuple[Issued, Content]) -> Check:
    _, (report, before) = page.translate, last
    less_m2 = _m2(before.table(KEY).cell(RELEASED, CUMULATIVE)) - _m2(content.table(KEY).cell(RELEASED, CUMULATIVE))
    told = {"period": report.subject.period.label, "less": area_ha_text(max(less_m2, 0), page.language)}
    if less_m2 <= LEAST_M2:
        words = _("The total since the beginning is not lower than in the bulletin of %(period)s.")
        return Check(finding=Finding.FINE, words=words % told)
    words = _(
        "The total since the beginning is %(less)s ha lower than in the bulletin of %(period)s: the table of late "
        "entries and corrections has to say why (RPT-02)."
    )
    return Check(finding=Finding.LOOK, words=words % told)


def _left_out(page: Page, content: Content) -> Iterator[Check]:
    _ = page.translate
    waiting = content.table("in_review").rows[0].cells
    if any(figure.value for figure in waiting):
        uploads, features = (figure.printed.told(page.language) for figure in waiting)
        words = _("In review, not in the figures: uploads %(uploads)s, features %(features)s.")
        yield Check(finding=Finding.LOOK, words=words % {"uploads": uploads, "features": features}, opens="/review")
    else:
        yield Check(finding=Finding.FINE, words=_("Nothing waits for review."))
    unmapped = content.table(KEY).cell("without_geometry", PERIOD)
    if unmapped.value:
        words = _("Reported without geometry, printed apart: %(area)s ha.")
        yield Check(finding=Finding.LOOK, words=words % {"area": unmapped.printed.told(page.language)})


def _m2(figure: Figure) -> float:
    return float(figure.value or 0)
