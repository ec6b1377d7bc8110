"""What is left: the stock at the end of a day, by district and class of hazard."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.aggregates import total_m2
from gis.codelists import Account, HazardClass
from service.progress.queries import contamination
from service.progress.questions import Contamination, ContaminationQuestion, StockDimension, day_not_after, listed
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.names import Names
from service.web.page import PageDependency

router = APIRouter(include_in_schema=False)


class StockChoice(Choice):
    """What a reader chose; what is left out is today."""

    as_of: Annotated[date | None, EMPTY_IS_NONE] = None
    account: Account = Account.CERTIFIED
    district: str = ""


@router.get("/stock")
def stock_page(page: PageDependency, choice: Annotated[StockChoice, Query()]) -> HTMLResponse:
    """Show what remains contaminated at the end of a day, by district and class of hazard."""
    question = ContaminationQuestion(
        as_of=day_not_after(choice.as_of, page.today),
        by=(StockDimension.DISTRICT, StockDimension.CLASSIFICATION),
        account=choice.account,
        as_known_at=choice.known_at(page),
        district_codes=listed(choice.district, parameter="district") or None,
        view=choice.view,
    )
    answer = contamination(page.session, question)
    names = Names.load(page.session, answer.as_known_at, page.language)
    lines = _lines(answer, names)
    return page.show(
        "stock.html",
        question=question,
        answer=answer,
        lines=lines,
        totals_m2=[total_m2(column) for column in zip(*(parts for _, parts in lines), strict=True)],
        accounts=Account,
        names=names,
        links=_Links(question),
        **words_of_choice(page),
    )


def _lines(answer: Contamination, names: Names) -> list[tuple[str | None, tuple[float, float, float]]]:
    """Give for each district, by its name, what is confirmed, suspected, and both, in square metres."""
    parts_m2 = {(row["district"], row["classification"]): float(row["area_m2"] or 0) for row in answer.rows}

    def line(district: str | None) -> tuple[str | None, tuple[float, float, float]]:
        cha_m2, sha_m2 = (parts_m2.get((district, kind.value), 0.0) for kind in (HazardClass.CHA, HazardClass.SHA))
        return district, (cha_m2, sha_m2, total_m2([cha_m2, sha_m2]))

    districts = {str(row["district"]) if row["district"] else None for row in answer.rows}
    return [line(district) for district in sorted(districts, key=names.place_of_district)]


class _Links:
    """The addresses of the same stock in other forms."""

    def __init__(self, question: ContaminationQuestion) -> None:
        districts = ",".join(question.district_codes or ())
        self.asked = {
            **question.days,
            "account": question.account.value,
            "district": districts,
            "view": question.view,
        }
        self.known = {"as_known_at": question.as_known_at and question.as_known_at.isoformat()}

    def file(self, file_format: str) -> str:
        """Give the address of the table as a file."""
        by = ",".join(StockDimension)
        return address("/api/v1/contamination", **self.asked, **self.known, by=by, format=file_format)

    def present(self) -> str:
        """Give the address of the page as known now."""
        return address("/stock", **self.asked)

    def balance(self) -> str:
        """Give the address of the balance that closes with this stock."""
        kept = {name: self.asked[name] for name in ("account", "district", "view")}
        return address("/balance", to=self.asked["as_of"], **kept, **self.known)
