"""What districts and organisations are called; kept with the figures, for names change."""

from dataclasses import dataclass

from service.reports.content import Words
from service.reports.printing import said


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name in both languages."""

    code: str
    en: str
    az: str

    @property
    def words(self) -> Words:
        """Give it as a label."""
        return Words(en=self.en, az=self.az)


def label(name: Name | None) -> Words:
    """Give the label of a line; the name is missing for what is recorded without one."""
    return name.words if name else said("Not stated")
