"""Published figures in the database: whole files, every version, and what was imported wrongly."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gis.codelists import PublishedKind, Role
from seeds import published_figures as press
from service.accounts.flow import local_administrator
from service.problems import FigureClosed, NotAllowed, NotFound, NotSignedIn, Problem, WrongParameter
from service.published.flow import find_published, import_published, withdraw_published
from service.published.queries import StoredFigure, published_figures, published_versions
from service.tables import published_figure
from tests.service.published import ABOUT, EXACT, HEADER, TODAY, WEEK, counts, only, take_in

# --- the import ---------------------------------------------------------------------------------------------------


def test_the_press_is_taken_in_once(session: Session) -> None:
    actor = local_administrator(session)
    first, again = (import_published(session, press(), actor=actor, today=TODAY) for _ in range(2))
    assert (counts(first), counts(again)) == ((80, 0, 0), (0, 0, 80))


def test_a_correction_takes_the_place_of_what_was_there_which_stays_in_the_history(session: Session) -> None:
    take_in(session, WEEK)
    before = session.execute(select(func.clock_timestamp())).scalar_one()
    done = take_in(session, WEEK.replace("1644.6", "1644.60"), ABOUT)
    assert counts(done) == (1, 1, 0)

    def area(stored: list[StoredFigure]) -> list[str]:
        return [str(one.figure.area.number) for one in stored if one.figure.area]

    assert area(list(published_figures(session))) == ["1644.60", "30"]
    assert area(list(published_figures(session, before))) == ["1644.6"]


def test_one_bad_line_keeps_the_whole_file_out(session: Session) -> None:
    with pytest.raises(WrongParameter) as refused:
        take_in(session, WEEK, ABOUT.replace("2020-11-10", "10.11.2020"), EXACT.replace("cumulative", "decade"))
    assert refused.value.members["lines"] == [3, 4]
    assert "Nothing was stored" in refused.value.detail["en"]
    assert "Line 3: “10.11.2020”" in refused.value.detail["en"]
    assert "Sətir 4" in refused.value.detail["az"]
    assert published_figures(session) == []


@pytest.mark.parametrize(
    "change",
    [
        "update published_figure set uxo = 1",
        "delete from published_figure",
        "truncate published_figure cascade",
        "update published_withdrawal set reason = 'x'",
        "delete from published_withdrawal",
    ],
)
def test_what_was_published_is_never_changed_or_deleted(session: Session, change: str) -> None:
    take_in(session, WEEK)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(change))


# --- what was imported wrongly --------------------------------------------------------------------------------------


def test_what_was_withdrawn_can_be_imported_again_and_the_history_tells_all(session: Session) -> None:
    take_in(session, WEEK)
    wrong = only(session)
    withdraw_published(session, wrong.id, reason="Of another country", actor=local_administrator(session))
    assert counts(take_in(session, WEEK)) == (1, 0, 0)
    take_in(session, WEEK.replace("1644.6", "1644.7"))
    told = find_published(session, wrong.id)
    assert [(one.stored.id == wrong.id, one.holds, one.reason) for one in told] == [
        (False, True, None), (False, False, None), (True, False, "Of another country"),
    ]  # fmt: skip


def test_a_figure_is_withdrawn_once_with_a_reason_by_who_may(session: Session) -> None:
    take_in(session, WEEK)
    figure_id, administrator = only(session).id, local_administrator(session)
    refused: list[tuple[type[Problem], dict[str, Any]]] = [
        (NotAllowed, {"figure_id": figure_id, "actor": replace(administrator, role=Role.ANALYST)}),
        (NotSignedIn, {"figure_id": figure_id, "actor": None}),
        (NotFound, {"figure_id": UUID(int=0), "actor": administrator}),
        (WrongParameter, {"figure_id": figure_id, "actor": administrator, "reason": " "}),
    ]
    for problem, asked in refused:
        with pytest.raises(problem):
            withdraw_published(session, **({"reason": "Read wrongly"} | asked))
    assert only(session).id == figure_id
    withdraw_published(session, figure_id, reason="Read wrongly", actor=administrator)
    with pytest.raises(FigureClosed, match="withdrawn already"):
        withdraw_published(session, figure_id, reason="Read wrongly", actor=administrator)


def test_what_was_corrected_is_not_withdrawn_in_place_of_its_correction(session: Session) -> None:
    take_in(session, WEEK)
    before = only(session).id
    take_in(session, WEEK.replace("1644.6", "1644.7"))
    with pytest.raises(FigureClosed, match=f"withdraw {only(session).id}"):
        withdraw_published(session, before, reason="Read wrongly", actor=local_administrator(session))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((HEADER + WEEK).encode("cp1254").replace(b"all", b"\xde"), "not in UTF-8"),
        ((HEADER + WEEK.replace("1644.6", "1644,6")).encode(), "“1644,6” in “area_ha” is not a number"),
        ((HEADER + WEEK.replace("2025-10-20", "20 oktyabr")).encode(), "is no date"),
        ((HEADER + WEEK + WEEK.replace("5498", "5499")).encode(), "Line 2 tells of the same"),
        (b"", "Columns are missing"),
    ],
    ids=["Windows-1254", "decimal comma", "a date in words", "the same with another value", "empty"],
)
def test_of_a_messy_file_nothing_is_left_behind(session: Session, content: bytes, told: str) -> None:
    with pytest.raises(WrongParameter) as refused:
        import_published(session, content, actor=local_administrator(session), today=TODAY)
    assert told in refused.value.detail["en"]
    assert "Heç nə saxlanılmadı" in refused.value.detail["az"]
    assert published_versions(session) == []


def test_kinds_stand_in_their_order_and_the_latest_days_first(session: Session) -> None:
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    told = [stored.figure for stored in published_figures(session)]
    kinds = list(PublishedKind)
    assert told == sorted(told, key=lambda figure: (kinds.index(figure.kind), -figure.period_to.toordinal()))
    assert session.scalar(select(func.count()).select_from(published_figure)) == len(told)
