"""How wide the columns of a table are beside each other, where the table has to take a given width."""

from collections.abc import Sequence
from typing import Final

MOST_LETTERS: Final = 26
"""Of a column of words; longer texts are broken into lines."""
MOST_WITH_ROOM: Final = 60
"""Of a column of words in a table with room to spare."""
MOST_OF_HEADING: Final = 20
"""Of a heading above figures that stands in one line where there is room."""
LEAST_LETTERS: Final = 6
ASIDE_LETTERS: Final = 3
"""What is left free beside the texts of a column."""
PAGE_LETTERS, LYING_PAGE_LETTERS = 118, 168
"""About as many stand in a line of a table on a page that stands, and on one that lies."""


def column_letters(columns: Sequence[Sequence[str]], is_text: Sequence[bool], *, is_wide: bool = False) -> list[int]:
    """Give about how many letters each column holds: figures all alike where there is room, words what that leaves.

    Parameters
    ----------
    columns
        The texts of each, its heading first.
    is_wide
        Whether the page lies.

    Examples
    --------
    >>> column_letters([["", "Regional office"], ["Cleared, ha", "1,644.6"], ["AP mines", "3"]], [True, False, False])
    [18, 14, 14]
    """
    of_page = LYING_PAGE_LETTERS if is_wide else PAGE_LETTERS
    told = list(zip(columns, is_text, strict=True))
    least = [_letters(*texts, is_text=words, has_room=False) for texts, words in told]
    most = [_letters(*texts, is_text=words, has_room=True) for texts, words in told]
    if sum(_alike(least, is_text)) <= of_page:
        least, most = _alike(least, is_text), _alike(most, is_text)
    share = min(1.0, max(of_page - sum(least), 0) / max(sum(most) - sum(least), 1))
    return [low + int((high - low) * share) for low, high in zip(least, most, strict=True)]


def _alike(letters: Sequence[int], is_text: Sequence[bool]) -> list[int]:
    """Give all figures the width of the widest."""
    figures = max((width for width, words in zip(letters, is_text, strict=True) if not words), default=0)
    return [width if words else figures for width, words in zip(letters, is_text, strict=True)]


def _letters(heading: str, *texts: str, is_text: bool, has_room: bool) -> int:
    # A line also ends after the dash of a period.
    word = max(map(len, heading.replace("–", "– ").split()), default=0)
    longest = max(map(len, texts), default=0)
    if is_text:
        longest = min(longest, MOST_WITH_ROOM if has_room else MOST_LETTERS)
    elif has_room:
        longest = max(longest, min(len(heading), MOST_OF_HEADING))
    return ASIDE_LETTERS + max(word, longest, LEAST_LETTERS)
