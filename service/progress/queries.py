"""The figures of progress and of what is left, added up from the ledger; nothing else adds up square metres."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Account, LedgerCause
from gis.treaties import TreatyView
from service.ledger.known import known_at
from service.problems import WrongParameter
from service.progress import releases
from service.progress.course import Course
from service.progress.questions import Contamination, ContaminationQuestion, Progress, ProgressQuestion
from service.progress.totals import Passed, narrowed, passages, stock, told_by, without_polygon
from service.tables import IDENTITIES


def progress(session: Session, question: ProgressQuestion) -> Progress:
    """Add up the ground released in a period.

    Raises
    ------
    WrongParameter
        As `course`.
    """
    return course(session, question).progress


def course(session: Session, question: ProgressQuestion) -> Course:
    """Tell the ground released in a period apart, so that it can be added up in several ways.

    Raises
    ------
    WrongParameter
        If a district, an organisation or a project is unknown, or `as_known_at` is not an instant of the past.
    """
    for layer, codes in _named(question).items():
        _refuse_unknown(session, layer, codes)
    as_known_at = known_at(session, question.as_known_at)
    released = releases.released(question, as_known_at)
    among = [released.c.cause == LedgerCause.RELEASED_OUTSIDE]
    if question.view:
        among.append(releases.counts_in(released, TreatyView.BOTH))
    return Course(
        question=question,
        as_known_at=as_known_at,
        released=releases.parts(session, released, question.by, among=among),
        reported=releases.parts(session, releases.reported(question, as_known_at), question.by),
    )


def contamination(session: Session, question: ContaminationQuestion, passed: Passed | None = None) -> Contamination:
    """Add up the stock at the end of a day.

    Parameters
    ----------
    passed
        What passed by that day, where it was asked for already.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    as_known_at = known_at(session, question.as_known_at)
    moved = passed.by_the_end if passed else passages(session, as_known_at, until=question.as_of)
    stocks = {account: narrowed(stock(moved, account, question.view), question.district_codes) for account in Account}
    asked = stocks[question.account]
    certified_m2, operational_m2 = (
        sum(stocks[account].values(), Decimal(0)) for account in (Account.CERTIFIED, Account.OPERATIONAL)
    )
    return Contamination(
        rows=told_by(asked, question.by),
        total_m2=_total_m2(asked.values()),
        untouched_m2=float(operational_m2),
        awaiting_acceptance_m2=float(certified_m2 - operational_m2),
        certified_stock_m2=float(certified_m2),
        views_m2={
            view: _total_m2(area_m2 for state, area_m2 in asked.items() if view.holds(state.types))
            for view in TreatyView
        },
        without_polygon=without_polygon(session, question, as_known_at),
        account=question.account,
        as_known_at=as_known_at,
    )


def _total_m2(parts_m2: Iterable[Decimal]) -> float:
    return float(sum(parts_m2, Decimal(0)))


def _named(question: ProgressQuestion) -> dict[str, Sequence[str]]:
    """Give the codes that a question is narrowed to, by their layers."""
    named = {
        "districts": question.district_codes,
        "organisations": question.organisation_codes,
        "projects": question.project_codes,
    }
    return {layer: codes for layer, codes in named.items() if codes}


WORDS_AZ = {"district": "rayon", "organisation": "təşkilat", "project": "layihə"}


def _refuse_unknown(session: Session, layer: str, asked: Iterable[str]) -> None:
    identity = IDENTITIES[layer]
    known = sorted(session.scalars(select(identity.c.code)))
    for code in asked:
        if code not in known:
            raise WrongParameter(
                f"No {identity.name} has the code “{code}”. Allowed: {', '.join(known)}.",
                f"“{code}” kodlu {WORDS_AZ[identity.name]} yoxdur. İcazə verilənlər: {', '.join(known)}.",
                parameter=identity.name,
                allowed=known,
            )
