"""What was once known stays as it was answered, and what is known does not depend on how it came to be."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from gis.codelists import Account
from service.progress.balance import BalanceQuestion, balance
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion, StockDimension
from service.tables import ledger_entry
from tests.service.histories import (
    DAYS,
    FIRST_DAY,
    GROUND,
    LAST_DAY,
    PROPERTY,
    History,
    arriving,
    hazardous_areas,
    histories,
    play,
    release_areas,
    rolled_back,
    told,
)
from tests.service.records import approve, square
from tests.strategies import examples

SAME_M2 = 0.01


def entries_m2(session: Session) -> dict[tuple[Any, ...], float]:
    """Give the current entries by all that they say but their number, district by district."""
    rows = session.execute(
        text("""
            select account, cause, coalesce(release_area.code, hazardous_area.code), district.code, effective_date,
                release_method, contamination_class, class_before, types_before::text, class_after, types_after::text,
                sum(area_m2)
            from ledger_entry e
            left join release_area on release_area.id = e.release_area_id
            left join hazardous_area on hazardous_area.id = e.hazardous_area_id
            left join district on district.id = e.district_id
            where upper_inf(recorded)
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        """)
    )
    return {tuple(row[:-1]): row[-1] for row in rows}


def standing(session: Session, *, before: date) -> list[int]:
    """Give the current entries of the days before one."""
    entry = ledger_entry.c
    is_before = func.upper_inf(entry.recorded) & (entry.effective_date < before)
    return list(session.scalars(select(entry.id).where(is_before).order_by(entry.id)))


def answers(session: Session, at: datetime) -> list[object]:
    """Give all that people ask, as it was known at an instant: released, left on three days, and the balance."""
    middle = FIRST_DAY + (LAST_DAY - FIRST_DAY) / 2
    by = (Dimension.DISTRICT, Dimension.DAY, Dimension.METHOD, Dimension.CONTAMINATION_CLASS, Dimension.ORGANISATION)
    released = [
        ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=by, account=account, as_known_at=at) for account in Account
    ]
    left = [
        ContaminationQuestion(as_of=day, by=tuple(StockDimension), account=account, as_known_at=at)
        for account in Account
        for day in (FIRST_DAY, middle, LAST_DAY)
    ]
    struck = [
        BalanceQuestion(start=middle, end=LAST_DAY, by=tuple(StockDimension), account=account, as_known_at=at)
        for account in Account
    ]
    return [
        *(progress(session, question) for question in released),
        *(contamination(session, question) for question in left),
        *(balance(session, question) for question in struck),
    ]


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[History, History]:
    """Draw the versions of some records in two orders, first ones first: many at a time, and each by itself."""
    known = told(draw(histories()))
    rounds = range(max(map(len, known.values()), default=0))
    together = [{code: versions[n] for code, versions in known.items() if n < len(versions)} for n in rounds]
    waiting = {code: iter(versions) for code, versions in known.items()}
    turns = draw(st.permutations([code for code, versions in known.items() for _ in versions]))
    return together, [{code: next(waiting[code])} for code in turns]


@PROPERTY
@given(orders=arrivals())
def test_the_same_versions_in_any_order_make_the_same_ledger(country: Engine, orders: tuple[History, History]) -> None:
    ledgers = []
    for history in orders:
        with rolled_back(country) as session:
            play(session, history)
            ledgers.append(entries_m2(session))
    first, second = ({key: m2 for key, m2 in ledger.items() if m2 > 2 * SAME_M2} for ledger in ledgers)
    assert first == pytest.approx(second, abs=SAME_M2)


@settings(PROPERTY, max_examples=examples(3))
@given(history=histories(most=4), day=DAYS, outline=GROUND, data=st.data())
def test_later_work_changes_no_earlier_day_and_nothing_changes_what_was_answered(
    country: Engine, history: History, day: date, outline: Polygon, data: st.DataObject
) -> None:
    later = DAYS.filter(lambda drawn: drawn >= day)
    work = [
        {"code": f"RA-9{n}"} | data.draw(release_areas()) | {"effective_date": data.draw(later), "accepted_on": None}
        for n in range(3)
    ]
    found = [
        {"code": f"HA-9{n}"} | data.draw(hazardous_areas()) | {"identified_on": data.draw(later), "status": "open"}
        for n in range(2)
    ]
    with rolled_back(country) as session:
        then = [(stamp, answers(session, stamp)) for stamp in arriving(session, history)]
        earlier = standing(session, before=day)
        approve(session, release_areas=work, hazardous_areas=found)
        assert standing(session, before=day) == earlier
        boundary = {"code": "AGM", "name_en": "-", "name_az": "-", "is_authoritative": True, "geometry": outline}
        early = {"code": "RA-0", "release_method": "cleared", "effective_date": FIRST_DAY, "geometry": square(0, 0)}
        approve(session, districts=[boundary])
        approve(session, release_areas=[early])
        for stamp, answer in then:
            assert answers(session, stamp) == answer
