"""Answers that are kept: made once however many ask, anew for another key, and only a few of them."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from service.kept import MOST, Kept


def test_of_many_who_ask_at_once_one_makes_the_answer() -> None:
    kept: Kept[str] = Kept()
    made: list[str] = []

    def make() -> str:
        made.append("made")
        sleep(0.05)
        return "answer"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: kept.get("key", make), range(8))) == {"answer"}
    assert made == ["made"]


def test_another_key_is_answered_anew_and_the_one_asked_longest_ago_is_forgotten() -> None:
    kept: Kept[int] = Kept()
    made: list[int] = []

    def ask(key: int) -> int:
        def make() -> int:
            made.append(key)
            return key + 100

        return kept.get(key, make)

    assert [ask(key) for key in (1, 2, 1)] == [101, 102, 101]
    assert made == [1, 2]
    for key in range(10, 10 + MOST - 1):
        ask(key)
    ask(1)
    ask(2)
    assert made == [1, 2, *range(10, 10 + MOST - 1), 2]
