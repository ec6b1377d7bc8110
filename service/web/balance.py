"""The contamination balance: a statement from opening to closing, and the same by district or by class."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.codelists import Account, HazardClass
from service.progress.balance import COLUMNS, Balance, BalanceQuestion, balance
from service.progress.questions import StockDimension, day_not_after, listed, one_of
from service.web.asked import PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

TABLES = (StockDimension.DISTRICT, StockDimension.CONTAMINATION_CLASS)
PRINTED = COLUMNS[:-1]
"""The last column says that a row closes; the tests and the audit see to it."""
CLASSES = (HazardClass.CHA, HazardClass.SHA)


class BalanceChoice(PeriodChoice):
    """What a reader chose; what is left out is this year, by district."""

    by: str = StockDimension.DISTRICT
    account: Account = Account.CERTIFIED
    district: str = ""


@router.get("/balance")
def balance_page(page: PageDependency, choice: Annotated[BalanceChoice, Query()]) -> HTMLResponse:
    """Show what led from one stock to another: by confirmed and suspected, and by district or class of hazard."""
    question = _question(page, choice)
    answer = balance(page.session, question)
    (by,) = question.by
    names = Names.load(page.session, answer.as_known_at, page.language)
    rows = list(answer.rows)
    if by is StockDimension.DISTRICT:
        rows.sort(key=lambda row: names.place_of_district(row[by]))
    return page.show(
        "balance.html",
        question=question,
        answer=answer,
        by=by,
        statement=_statement(answer),
        classes=CLASSES,
        columns=PRINTED,
        column_words=_column_words(page),
        class_words=_class_words(page),
        dimension_words=_dimension_words(page),
        tables=TABLES,
        accounts=Account,
        rows=rows,
        names=names,
        links=_Links(question),
        **words_of_choice(page),
    )


def _question(page: Page, choice: BalanceChoice) -> BalanceQuestion:
    end = day_not_after(choice.end, page.today, parameter="to")
    return BalanceQuestion(
        start=choice.start or end.replace(month=1, day=1),
        end=end,
        by=(one_of(choice.by, TABLES, parameter="by"),),
        account=choice.account,
        as_known_at=choice.known_at(page),
        district_codes=listed(choice.district, parameter="district") or None,
        view=choice.view,
    )


def _statement(answer: Balance) -> list[tuple[str, list[float]]]:
    """Give the lines of the balance, each confirmed, suspected and in all, in square metres."""
    by_class = answer.told_by(StockDimension.CLASSIFICATION)
    rows = {row["classification"]: row for row in by_class} | {None: answer.total}
    return [(name, [float(rows.get(kind, {}).get(name) or 0) for kind in (*CLASSES, None)]) for name in PRINTED]


class _Links:
    """The addresses of the same figures in other forms."""

    def __init__(self, question: BalanceQuestion) -> None:
        districts = ",".join(question.district_codes or ())
        self.asked = {
            **question.days,
            "account": question.account.value,
            "district": districts,
            "view": question.view,
        }
        self.known = {"as_known_at": question.as_known_at and question.as_known_at.isoformat()}
        self.by = {"by": ",".join(question.by)}

    def file(self, file_format: str) -> str:
        """Give the address of the table as a file."""
        return address("/api/v1/balance", **self.asked, **self.by, **self.known, format=file_format)

    def present(self) -> str:
        """Give the address of the page as known now."""
        return address("/balance", **self.asked, **self.by)

    def stock(self) -> str:
        """Give the address of what is left at the end."""
        kept = {name: self.asked[name] for name in ("account", "district", "view")}
        return address("/stock", as_of=self.asked["to"], **kept, **self.known)


def _column_words(page: Page) -> dict[str, str]:
    _ = page.translate
    words = (
        _("Opening"),
        _("Newly identified"),
        _("Redrawn"),
        _("Cancelled"),
        _("Reduced"),
        _("Cleared"),
        _("Method not recorded"),
        _("Partly released"),
        _("Boundary difference"),
        _("Closing"),
    )
    return dict(zip(PRINTED, words, strict=True))


def _class_words(page: Page) -> dict[HazardClass, str]:
    _ = page.translate
    return dict(zip(CLASSES, (_("Confirmed (CHA), ha"), _("Suspected (SHA), ha")), strict=True))


def _dimension_words(page: Page) -> dict[StockDimension, str]:
    _ = page.translate
    return dict(zip(TABLES, (_("District"), _("Contamination class")), strict=True))
