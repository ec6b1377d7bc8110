"""The columns of a file with some of their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SAMPLE_COUNT: Final = 3
SAMPLE_LENGTH: Final = 40


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    values
        Those of the first features that are not blank, each once, in order; of lists their members, objects as text.
    names
        Its codes and their names, as the file explains them.
    """

    name: str
    values: tuple[Any, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> list[Any]:
        """Give the values, codes that the file explains by their names."""
        return [self.names.get(code_text(value), value) for value in self.values] if self.names else list(self.values)

    @property
    def texts(self) -> list[str]:
        """Give the values that are texts."""
        return [value for value in self.values if isinstance(value, str)]

    @property
    def samples(self) -> list[str]:
        """Give a few of the values as a page shows them."""
        texts = [str(value) for value in self.values[:SAMPLE_COUNT]]
        return [text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH - 1]}…" for text in texts]


def sampled(properties: Sequence[dict[str, Any]], codes: Mapping[str, Mapping[str, str]]) -> list[Column]:
    """Give the columns of features, in the order in which they first occur.

    Parameters
    ----------
    codes
        By column: its codes and their names, as the file explains them.
    """
    names = dict.fromkeys(name for one in properties for name in one)
    return [_column(name, properties, codes.get(name, {})) for name in names]


def _column(name: str, properties: Sequence[dict[str, Any]], codes: Mapping[str, str]) -> Column:
    raws = (one.get(name) for one in properties)
    values = (member for raw in raws for member in (raw if isinstance(raw, list) else (raw,)) if not is_blank(member))
    plain = (str(value) if isinstance(value, list | dict) else value for value in values)
    return Column(name, tuple(dict.fromkeys(plain)), codes)


def code_text(value: object) -> str:
    """Give a code as text; many programs write codes as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def is_blank(raw: object) -> bool:
    """Say whether a cell holds nothing."""
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
