"""What a report covers: the country, or a district, an organisation or a project of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from service.problems import WrongParameter


class ScopeKind(StrEnum):
    """What a scope is one of."""

    COUNTRY = "country"
    DISTRICT = "district"
    ORGANISATION = "organisation"
    PROJECT = "project"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a report covers.

    Attributes
    ----------
    code
        Of the district, organisation or project; missing for the country.
    name_en, name_az
        As it was called when the report was made.
    """

    kind: ScopeKind = ScopeKind.COUNTRY
    code: str | None = None
    name_en: str = ""
    name_az: str = ""

    @property
    def stored(self) -> dict[str, str]:
        """Give it as it is asked for and stored: nothing for the country, else the one code by its kind."""
        return {self.kind.value: self.code} if self.code else {}

    @property
    def filters(self) -> dict[str, Any]:
        """Give what narrows a question to progress, by the names of its attributes."""
        return {f"{name}_codes": (code,) for name, code in self.stored.items()}

    @property
    def has_stock(self) -> bool:
        """Tell whether remaining contamination can be told of it: ground belongs to districts, and to no operator."""
        return self.kind in {ScopeKind.COUNTRY, ScopeKind.DISTRICT}

    @classmethod
    def asked(cls, *, district: str | None = None, organisation: str | None = None, project: str | None = None) -> Self:
        """Give the scope of the codes that were asked for; names are filled in where the figures are gathered.

        Raises
        ------
        WrongParameter
            If more than one is asked for.
        """
        codes = {
            kind: code
            for kind, code in zip(list(ScopeKind)[1:], (district, organisation, project), strict=True)
            if code
        }
        if len(codes) > 1:
            raise WrongParameter(
                "A report covers one district, one organisation, one project, or the country. Name one of them.",
                "Hesabat bir rayonu, bir təşkilatı, bir layihəni və ya bütün ölkəni əhatə edir. Birini göstərin.",
                parameter="scope",
            )
        return next((cls(kind=kind, code=code) for kind, code in codes.items()), cls())


COUNTRY = Scope()
