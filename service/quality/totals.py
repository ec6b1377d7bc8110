"""The figures of releases, from the counts that are kept of them: a million are told as quickly as a hundred."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Uuid,
    any_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger

from gis.codelists import ReleaseMethod, ReviewMode, Visibility
from service.progress.totals import as_known
from service.quality.completeness import CHECKS, CHECKS_BY_NAME, Check, Listing, Stated
from service.quality.declared import BULK_LOADED, WITHOUT_FIND, Figure
from service.quality.groups import Group, groups
from service.quality.population import RELEASES, district, narrowed, organisation
from service.quality.questions import TIMES, Dimension, QualityQuestion, Value
from service.quality.timeliness import median, times_days
from service.tables import VERSIONS, release_total

RELEASE_CHECKS = tuple(check for check in CHECKS if check.layer == RELEASES)
KEYS = [key.name for key in release_total.c if key.name not in {"id", "release_count", "recorded"}]
"""What releases are counted by."""
Whose = tuple[Dimension | None, str | None]
"""A dimension and one of its values, as of a group."""


def release_values(session: Session, question: QualityQuestion) -> Iterator[Value]:
    """Give every figure of releases."""
    counts = counts_of(question)
    medians = _medians(session, question, counts)
    for group in _groups(session, question, counts):
        reviewed, loaded, polygons, without_find, *checked = group.counts
        for figure in TIMES:
            middle = medians.get((group.by, group.told_of), {}).get(figure.name)
            yield group.value(figure, middle, whole=reviewed)
        yield group.value(BULK_LOADED, loaded, whole=reviewed + loaded)
        for check, whole, part in zip(RELEASE_CHECKS, checked[::2], checked[1::2], strict=True):
            yield group.share(check.figure, part=part, whole=whole)
        if polygons or group.by is None:
            yield group.share(WITHOUT_FIND, part=without_find, whole=polygons)


def _groups(session: Session, question: QualityQuestion, counts: Subquery) -> Iterator[Group]:
    conditions = [
        _is_reviewed(counts),
        ~_is_reviewed(counts),
        _is_cleared_polygon(counts),
        is_behind(WITHOUT_FIND, counts, question),
    ]
    for check in RELEASE_CHECKS:
        conditions += [check.should(counts), check.should(counts) & _is_said(check, counts)]
    counted = [_count(counts, condition) for condition in conditions]
    by = _told_of(question.by, counts)
    yield from groups(session, select().select_from(counts), question.by, told_of=by, counts=counted)


def _count(counts: Subquery, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(counts.c.release_count).filter(condition), 0), BigInteger)


def is_behind(figure: Figure, counts: Subquery, question: QualityQuestion) -> ColumnElement[bool]:
    """Say of counts that their releases are behind a figure: it is told of them, or they are missing from it."""
    if figure in TIMES:
        return _is_reviewed(counts)
    if figure == BULK_LOADED:
        return ~_is_reviewed(counts)
    if figure == WITHOUT_FIND:
        found_on = counts.c.first_find_on
        return _is_cleared_polygon(counts) & (found_on.is_(None) | (found_on > question.end))
    check = CHECKS_BY_NAME[figure.name]
    return check.should(counts) & ~_is_said(check, counts)


def counted_days(counts: Subquery, question: QualityQuestion) -> dict[str, ColumnElement[int]]:
    """Give the days that counted releases took, by figure."""
    told = counts.c
    return times_days(told.effective_date, told.first_sent_at, told.first_approved_at, zone=question.zone)


def _is_cleared_polygon(counts: Subquery) -> ColumnElement[bool]:
    return counts.c.is_polygon & (counts.c.release_method == ReleaseMethod.CLEARED)


def _is_said(check: Check, counts: Subquery) -> ColumnElement[bool]:
    if isinstance(check.says, Stated | Listing):
        return _states(counts, check.says.field)
    return check.says(counts)


def _states(counts: Subquery, field: str) -> ColumnElement[bool]:
    return literal(field) == any_(counts.c.stated)


def _is_reviewed(counts: Subquery) -> ColumnElement[bool]:
    """Say of counts that their releases came by review."""
    return counts.c.first_review_mode != ReviewMode.BULK_LOAD


def _medians(session: Session, question: QualityQuestion, counts: Subquery) -> Mapping[Whose, Mapping[str, float]]:
    """Give the middle one of the days that reviewed releases took, by whose they are and by figure."""
    told = counts.c
    days = counted_days(counts, question)
    by = _told_of(question.by, counts)
    statement = select(by, func.sum(told.release_count), *days.values()).where(_is_reviewed(counts))
    elapsed: defaultdict[Whose, defaultdict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for told_of, count, *values in session.execute(statement.group_by(by, *days.values())):
        for whose in ((None, None), (question.by, told_of)):
            for name, value in zip(days, values, strict=True):
                elapsed[whose][name][value] += int(count)
    return {whose: {name: median(days) for name, days in named.items()} for whose, named in elapsed.items()}


def _told_of(by: Dimension, counts: Subquery) -> ColumnElement[Any]:
    if by is Dimension.MONTH:
        return func.to_char(counts.c.effective_date, "YYYY-MM")
    return counts.c[by.value]


def counts_of(question: QualityQuestion) -> Subquery:
    """Select the counts of the releases asked about: known, visible, of the period, of whom and where.

    Releases are told to be in the district that they state, as other records are; work is told where it was.
    """
    rows = union_all(_shown(question), *_hidden_since(question)).subquery("counted")
    its_district = case((_states(rows, "district_id"), rows.c.district_id))
    chosen = select(rows, organisation.c.code.label("organisation"), district.c.code.label("district"))
    chosen = chosen.outerjoin(organisation, organisation.c.id == rows.c.organisation_id)
    chosen = chosen.outerjoin(district, district.c.id == its_district)
    return chosen.where(*narrowed(question, organisation.c.code, district.c.code)).subquery("counts")


def _shown(question: QualityQuestion) -> Select[Any]:
    total = as_known(release_total, question.at).c
    shown = select(*(total[name] for name in KEYS), total.release_count)
    return shown.where(
        total.effective_date.between(question.start, question.end), total.visibility.in_(question.audience)
    )


def _hidden_since(question: QualityQuestion) -> Iterator[Select[Any]]:
    """Take away what was shown at an instant of the past and hidden since: it stays hidden."""
    if question.as_known_at is None or set(question.audience) == set(Visibility):
        return
    typed = [column(name, release_total.c[name].type) for name in KEYS]
    fact = func.release_facts(question.at).table_valued(column("release_area_id", Uuid()), *typed, name="fact").c
    later = VERSIONS["release_areas"].alias("later").c
    is_hidden = exists().where(
        later.release_area_id == fact.release_area_id,
        func.lower(later.recorded) > question.at,
        later.visibility.not_in(question.audience),
    )
    hidden = select(*(fact[name] for name in KEYS), literal(-1, BigInteger))
    yield hidden.where(
        fact.effective_date.between(question.start, question.end), fact.visibility.in_(question.audience), is_hidden
    )
