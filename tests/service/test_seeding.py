"""The demonstration, loaded as `./run` loads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gis.codelists import PublishedKind, ReviewMode, Role, UploadStatus
from gis.periods import last_complete_week
from service.accounts.flow import sign_in
from service.db import make_engine
from service.instance import is_demonstration
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.published.queries import published_figures
from service.seeding import Account, seed
from service.settings import Settings
from service.tables import upload, upload_issue
from tests.conftest import fresh_database

MADE_ON = date(2026, 11, 21)
SETTINGS = Settings(_env_file=None)


@pytest.mark.slow
def test_the_demonstration_goes_the_ordinary_way_and_is_loaded_once(migrated: str) -> None:
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        accounts = seed(engine, is_empty=False, today=MADE_ON, settings=SETTINGS)
        holds_one_account_of_each_role(engine, accounts)
        holds_approved_files_and_some_that_wait(engine)
        holds_work_of_the_last_complete_week(engine)
        holds_what_the_press_published(engine)
        assert seed(engine, is_empty=False, today=MADE_ON + timedelta(days=30), settings=SETTINGS) == []
        engine.dispose()


def holds_one_account_of_each_role(engine: Engine, accounts: list[Account]) -> None:
    assert [account.role for account in accounts] == list(Role)
    assert len({account.password for account in accounts}) == len(accounts)
    account = accounts[0]
    assert account.password not in repr(accounts)
    with Session(engine) as session:
        now = datetime(2026, 11, 21, tzinfo=UTC)
        assert sign_in(session, account.login, password=account.password, now=now, lasts=timedelta(hours=1))


def holds_approved_files_and_some_that_wait(engine: Engine) -> None:
    with Session(engine) as session:
        assert is_demonstration(session)
        by_status = select(upload.c.status, upload.c.review_mode, func.count()).group_by(
            upload.c.status, upload.c.review_mode
        )
        counts = {(status, mode): count for status, mode, count in session.execute(by_status)}
        assert set(counts) == {
            (UploadStatus.HQ_APPROVED, ReviewMode.BULK_LOAD),
            (UploadStatus.SUBMITTED, ReviewMode.THREE_PEOPLE),
        }
        warned = select(upload_issue.c.upload_id).where(upload_issue.c.severity == "warning").distinct()
        waiting = select(func.count()).where(upload.c.status == UploadStatus.SUBMITTED, upload.c.id.in_(warned))
        assert session.scalar(waiting) == counts[UploadStatus.SUBMITTED, ReviewMode.THREE_PEOPLE]


def holds_what_the_press_published(engine: Engine) -> None:
    with Session(engine) as session:
        (total,) = [one.figure for one in published_figures(session) if one.figure.kind is PublishedKind.CUMULATIVE]
    assert (total.ap_mine, total.at_mine, total.uxo) == (11_009, 5_444, 15_020)


def holds_work_of_the_last_complete_week(engine: Engine) -> None:
    week = last_complete_week(MADE_ON)
    with Session(engine) as session:
        question = ProgressQuestion(start=week.start, end=MADE_ON, by=(Dimension.WEEK,))
        (row,) = progress(session, question).rows
    assert row["week"] == week.label
