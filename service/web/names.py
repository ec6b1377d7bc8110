"""What the values of a dimension are called in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.orm import Session

from gis.codelists import Codelist, ContaminationClass, HazardClass, Language
from gis.language import translator
from gis.periods import week
from gis.text import period_text
from service.progress.questions import Dimension, StockDimension
from service.reports.queries import district_names, organisations

CODED: Mapping[str, type[Codelist]] = {
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

    def of(self, dimension: Dimension | StockDimension, value: str | None) -> str:
        """Name one value; what a record does not say has a name of its own."""
        _ = translator(self.language)
        if value is None:
            return _("not recorded")
        match dimension:
            case Dimension.DISTRICT:
                return self.districts.get(value, value)
            case Dimension.ORGANISATION:
                return self.organisations.get(value, value)
            case Dimension.CONTAMINATION_CLASS | StockDimension.CLASSIFICATION:
                return CODED[dimension](value).label(self.language)
            case Dimension.WEEK:
                period = week(value)
                return f"{value}, {period_text(period.start, period.end, self.language)}"
            case _:
                return value
