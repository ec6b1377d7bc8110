"""What the values of a dimension are called in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.orm import Session

from gis.codelists import Codelist, ContaminationClass, HazardClass, Language, ReleaseMethod
from gis.language import translator
from gis.period_words import period_name
from gis.periods import PeriodUnit
from gis.periods import period as period_of_label
from gis.text import period_text, sort_key
from service.progress.questions import Dimension, StockDimension
from service.reports.queries import district_names, organisations

CODED: Mapping[str, type[Codelist]] = {
    Dimension.METHOD: ReleaseMethod,
    Dimension.CONTAMINATION_CLASS: ContaminationClass,
    StockDimension.CLASSIFICATION: HazardClass,
}


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of districts and organisations, as they were known at an instant."""

    language: Language
    districts: Mapping[str, str]
    organisations: Mapping[str, str]

    @classmethod
    def load(cls, session: Session, at: datetime, language: Language) -> Self:
        """Read the names."""
        return cls(
            language=language,
            districts={code: getattr(name, language) for code, name in district_names(session, at).items()},
            organisations={code: getattr(name, language) for code, (name, _) in organisations(session, at).items()},
        )

    def place(self, name: str) -> tuple[tuple[int, str], ...]:
        """Give the key that sorts names as the reader's alphabet does."""
        return sort_key(name, self.language)

    def place_of_district(self, code: str | float | None) -> tuple[bool, tuple[tuple[int, str], ...]]:
        """Give the key that sorts districts by their names; ground in none comes last."""
        return code is None, self.place(self.districts.get(str(code), str(code)))

    def of(self, dimension: Dimension | StockDimension, value: str | None) -> str:
        """Name one value; what a record does not say has a name of its own."""
        if value is None:
            return translator(self.language)("not recorded")
        match dimension:
            case Dimension.DISTRICT:
                return self.districts.get(value, value)
            case Dimension.ORGANISATION:
                return self.organisations.get(value, value)
            case Dimension.METHOD | Dimension.CONTAMINATION_CLASS | StockDimension.CLASSIFICATION:
                return CODED[dimension](value).label(self.language)
            case Dimension.DAY | Dimension.WEEK | Dimension.MONTH | Dimension.QUARTER:
                return self._of_period(value)
            case _:
                return value

    def _of_period(self, label: str) -> str:
        """Name a period; a week with its label, which lists and bulletins know it by."""
        period = period_of_label(label)
        if period.unit is PeriodUnit.WEEK:
            return f"{label}, {period_text(period.start, period.end, self.language)}"
        return period_name(period, self.language)
