"""The effect that is told of an upload is what the ledger does when it is approved, whatever is drawn."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis.codelists import Account, ReviewMode, Role
from service.access import Actor
from service.accounts.flow import add_person
from service.uploads.effect import effect_of
from service.uploads.effect_schemas import Effect
from service.uploads.flow import approve_at_once, find_upload, receive_upload
from service.uploads.order import Decision, UploadOrder
from tests.service.files import collection
from tests.service.histories import PROPERTY, Change, History, histories, layer_of, play, release_areas, rolled_back

TODAY = date(2026, 11, 21)
APPROVAL = Decision(reason="as drawn", accepted_warnings="as drawn")
COMPLETE = {"depth_cleared_cm": 20, "asset": ["manual"], "survey_report": "TS-1", "criteria": "as drawn"}
"""What a certified release must say."""
CODES = [f"RA-{number}" for number in range(1, 8)]
SENT = st.dictionaries(st.sampled_from(CODES), release_areas(), min_size=1, max_size=4)
Figures = dict[tuple[str, ...], float]


def sent(session: Session, layer: str, change: Change) -> UUID:
    """Send the records of a layer as a file of the administrator's; those with errors are left out."""
    admin = add_person(session, f"admin-{layer}", name="Admin", role=Role.ADMIN, password=None)
    actor = Actor(id=admin, login="admin", name="Admin", role=Role.ADMIN)
    features = [_feature(code, record) for code, record in change.items() if record and layer_of(code) == layer]
    order = UploadOrder(
        layer=layer, file_name="drawn", is_partial=True, revision_reason="as drawn", review=ReviewMode.BULK_LOAD
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "drawn.geojson"
        file.write_bytes(collection(*features))
        return receive_upload(session, file, order, actor=actor, today=TODAY)


def approve(session: Session, upload_id: UUID) -> None:
    author = find_upload(session, upload_id)
    actor = Actor(id=author.author_id, login="admin", name="Admin", role=Role.ADMIN)
    approve_at_once(session, upload_id, actor=actor, decision=APPROVAL)


def _feature(code: str, record: Mapping[str, Any]) -> dict[str, Any]:
    said = {"code": code, **record, **(COMPLETE if layer_of(code) == "release_areas" else {})}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def released_m2(session: Session) -> Figures:
    """Give the ledger's totals of released ground by account, district and method."""
    rows = session.execute(
        text("""
            select account, coalesce(d.code, ''), release_method, sum(area_m2)::float
            from ledger_total t left join district d on d.id = t.district_id
            where upper_inf(t.recorded) and cause in ('released', 'released_outside')
            group by 1, 2, 3
        """)
    )
    return {(account, district, method): m2 for account, district, method, m2 in rows}


def stock_m2(session: Session) -> Figures:
    """Give what is in stock in the end by account and class, from the ledger's totals."""
    rows = session.execute(
        text("""
            select account, side.class, sum(side.sign * area_m2)::float
            from ledger_total
            cross join lateral (values (class_before, -1), (class_after, 1)) side (class, sign)
            where upper_inf(recorded) and side.class is not null
            group by 1, 2
        """)
    )
    return {(account, classification): m2 for account, classification, m2 in rows}


def difference(after: Figures, before: Figures) -> Figures:
    changes = {key: after.get(key, 0) - before.get(key, 0) for key in after.keys() | before.keys()}
    return {key: m2 for key, m2 in changes.items() if abs(m2) > 0.01}


def told_released(effect: Effect) -> Figures:
    rows = ((one.account, row) for one in effect.accounts for row in one.released)
    return {(a, row.district or "", row.method): row.change_m2 for a, row in rows if abs(row.change_m2) > 0.01}


def told_stock(effect: Effect) -> Figures:
    told: Figures = {}
    for one in effect.accounts:
        for row in one.stock:
            key = (one.account, row.classification)
            told[key] = told.get(key, 0) + row.change_m2
    return {key: m2 for key, m2 in told.items() if abs(m2) > 0.01}


@pytest.mark.parametrize("layer", ["release_areas", "hazardous_areas"])
def test_the_effect_is_what_approval_then_does(country: Engine, layer: str) -> None:
    @PROPERTY
    @given(
        history=histories(most=3), change=SENT if layer == "release_areas" else histories(most=1).map(lambda h: h[0])
    )
    def told_and_done(history: History, change: Change) -> None:
        with rolled_back(country) as session:
            play(session, history)
            assume(any(record and layer_of(code) == layer for code, record in change.items()))
            upload_id = sent(session, layer, change)
            effect = effect_of(session, upload_id)
            before = released_m2(session), stock_m2(session)
            approve(session, upload_id)
            after = released_m2(session), stock_m2(session)
            is_approved = find_upload(session, upload_id).status == "hq_approved"
            counted = counted_m2(session, upload_id)
        if not is_approved:
            assert effect.feature_count == 0
            return
        assert told_released(effect) == pytest.approx(difference(after[0], before[0]), abs=0.01)
        assert told_stock(effect) == pytest.approx(difference(after[1], before[1]), abs=0.1)
        assert {one.account: one.counted_m2 for one in effect.accounts} == pytest.approx(counted, abs=0.01)

    told_and_done()


def counted_m2(session: Session, upload_id: UUID) -> dict[Account, float]:
    """Give what the ledger counts of the releases that an upload brought, by account."""
    rows = session.execute(
        text("""
            select account.code, coalesce(sum(e.area_m2), 0)
            from account
            left join (
                ledger_entry e
                join release_area_version v
                    on v.release_area_id = e.release_area_id and upper_inf(v.recorded) and v.upload_id = :upload_id
            ) on e.account = account.code and upper_inf(e.recorded) and e.cause in ('released', 'released_outside')
            group by account.code
        """),
        {"upload_id": upload_id},
    )
    return {Account(account): m2 for account, m2 in rows}
