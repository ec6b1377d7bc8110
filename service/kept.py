"""Answers that hold as long as nothing changes: kept in the process, by all that they follow from."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 8


class Kept(Generic[T]):
    """The last few answers to one question.

    A key must name everything that an answer follows from, the state of knowledge first: so a change of the record is
    seen by the next request, and time alone makes no answer old. No answer is None.

    Parameters
    ----------
    most
        So many answers are kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._looking, self._making = Lock(), Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the answer of a key; the first who asks makes it, and who asks meanwhile waits for it."""
        if (answer := self._at_hand(key)) is None:
            with self._making:
                answer = self._at_hand(key) or self._keep(key, make())
        return answer

    def _at_hand(self, key: Hashable) -> T | None:
        with self._looking:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: Hashable, answer: T) -> T:
        with self._looking:
            self._answers[key] = answer
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
