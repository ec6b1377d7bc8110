"""The columns of a file with some of their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

SAMPLE_COUNT: Final = 3
SAMPLE_LENGTH: Final = 40


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    values
        Those of the first features that are not blank, each once, in order; lists and objects only as text.
    has_blanks
        Whether some features have nothing in it.
    """

    name: str
    values: tuple[Any, ...]
    has_blanks: bool

    @property
    def texts(self) -> list[str]:
        """Give the values that are texts."""
        return [value for value in self.values if isinstance(value, str)]

    @property
    def samples(self) -> list[str]:
        """Give a few of the values as a page shows them."""
        texts = [str(value) for value in self.values[:SAMPLE_COUNT]]
        return [text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH - 1]}…" for text in texts]


def sampled(properties: Sequence[dict[str, Any]]) -> list[Column]:
    """Give the columns of features, in the order in which they first occur."""
    names = dict.fromkeys(name for one in properties for name in one)
    return [_column(name, properties) for name in names]


def _column(name: str, properties: Sequence[dict[str, Any]]) -> Column:
    raws = [one.get(name) for one in properties]
    values = [str(raw) if isinstance(raw, list | dict) else raw for raw in raws if not is_blank(raw)]
    return Column(name, tuple(dict.fromkeys(values)), has_blanks=len(values) < len(raws))


def is_blank(raw: object) -> bool:
    """Say whether a cell holds nothing."""
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
