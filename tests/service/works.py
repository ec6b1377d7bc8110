"""Work that Hypothesis draws on a grid of squares, and what a report has to tell of it, counted by pandas.

Every outline is made of whole squares, so that the ground that a release frees is the set of its squares that no
earlier one had: no geometry is cut, and nothing of the service is used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from pyproj import Geod

from tests.service.records import square

METHODS = ("cleared", "reduced", "cancelled", "undetermined")
"""In the order of their rank on one day."""
CLASSES = {("ap_mine",): "ap_mines", ("cmr",): "cmr", (): "mixed_unspecified"}
DISTRICTS = ("AGM", "FUZ", "AGD")
ORGANISATIONS = {"ANAMA": "anama", "MOD": "mod", "P1": "private", "P2": "private"}
GROUPS = {"ap": "ap_mine", "at": "av_mine", "uxo": "uxo"}
MONTHS = (date(2024, 10, 1), date(2025, 7, 1), date(2025, 9, 1), date(2025, 10, 1), date(2025, 10, 1))
"""In which the work is drawn: October 2025, and what it is compared with."""
NAMES: dict[str, Any] = {
    "districts": [{"code": "AGD", "name_en": "-", "name_az": "-"}],
    "organisations": [{"code": code, "type": kind, "name_en": code} for code, kind in ORGANISATIONS.items()],
}


@st.composite
def releases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a release without its code; some are completion reports, some have no outline."""
    day = draw(st.sampled_from(MONTHS)) + timedelta(days=draw(st.integers(0, 27)))
    drawn: dict[str, Any] = {
        "release_method": draw(st.sampled_from(METHODS)),
        "effective_date": day,
        "organisation": draw(st.sampled_from([*ORGANISATIONS, None])),
        "district_code": draw(st.sampled_from(DISTRICTS)),
        "target_types": list(draw(st.sampled_from(list(CLASSES)))),
        "qc_state": draw(st.sampled_from(["not_inspected", "passed", "conditional", "failed"])),
        "box": tuple(draw(st.integers(*bounds)) for bounds in ((0, 6), (0, 3), (1, 3), (1, 2))),
    }
    match draw(st.sampled_from(["outlined", "outlined", "outlined", "completion", "without outline"])):
        case "completion":
            # An odd number of squares: never is exactly half of them its own.
            odd = {"box": (*drawn["box"][:2], draw(st.sampled_from([1, 3])), 1)}
            return drawn | odd | {"basis": "certified", "accepted_on": day + timedelta(days=draw(st.integers(0, 9)))}
        case "without outline":
            return drawn | {"box": None, "geometry_source": "none", "area_reported_m2": draw(st.integers(1, 9_000))}
        case _:
            deminers = {"deminers": draw(st.sampled_from([None, 4, 7]))}
            return drawn | deminers | {category: draw(st.integers(0, 3)) for category in GROUPS.values()}


WORKS = st.lists(releases(), min_size=4, max_size=14).map(
    lambda drawn: [{"code": f"R{number:02}", **one} for number, one in enumerate(drawn)]
)


def records(works: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the releases as a file has them."""
    return [
        {name: value for name, value in work.items() if name != "box"}
        | ({"geometry": square(*work["box"][:2], width=work["box"][2], height=work["box"][3])} if work["box"] else {})
        for work in works
    ]


# --- counted by pandas --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The same work as frames: freed squares of both accounts, items, what has no outline, and all releases."""

    squares: pd.DataFrame
    items: pd.DataFrame
    reported: pd.DataFrame
    releases: pd.DataFrame

    @classmethod
    def of(cls, works: Sequence[Mapping[str, Any]]) -> "Counted":
        """Count what was drawn."""
        none = {
            "basis": "operational",
            **dict.fromkeys(("accepted_on", "area_reported_m2", "deminers", *GROUPS.values())),
        }
        told = pd.DataFrame([{**none, **work} for work in works])
        told["crew"] = told["organisation"].fillna("")
        told["class"] = [CLASSES[tuple(types)] for types in told["target_types"]]
        told["organisation"] = [_organisation(code) for code in told["organisation"]]
        columns = {"release_method": "method", "district_code": "district", "effective_date": "day"}
        told = told.rename(columns=columns)
        certified = (told["basis"] == "certified") | (told["method"] == "cancelled")
        passed = told[certified & (told["qc_state"] != "failed")]
        accepted = passed.assign(day=passed["accepted_on"].where(passed["basis"] == "certified", passed["day"]))
        return cls(
            squares=pd.DataFrame(
                [*_freed(told, "operational"), *_freed(accepted, "certified")],
                columns=[*told.columns, "account", "area_m2"],
            ),
            items=_items(told),
            reported=told[told["box"].isna()],
            releases=told,
        )

    def freed(self, start: date, end: date, account: str = "operational") -> pd.DataFrame:
        """Give the squares that were freed from a day to a day."""
        return within(self.squares[self.squares["account"] == account], start, end)


def within(frame: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Give the rows from a day to a day, both included."""
    return frame[pd.Series([start <= day <= end for day in frame["day"]], index=frame.index, dtype=bool)]


def by_method(freed: pd.DataFrame) -> dict[str, float | None]:
    """Give what each method freed, and all together; where no method is known at all, none is said to have freed 0."""
    sums = freed.groupby("method")["area_m2"].sum().to_dict()
    released = float(freed["area_m2"].sum())
    is_known = set(sums) != {"undetermined"}
    known = {method: sums.get(method, 0.0) if is_known else None for method in METHODS}
    return known | {"undetermined": sums.get("undetermined", 0.0), "released": released}


def _organisation(code: str | None) -> str:
    return "private" if code and ORGANISATIONS[code] == "private" else code or ""


def _freed(told: pd.DataFrame, account: str) -> list[dict[str, Any]]:
    """Give each square to the first release that covers it: by day, then rank of method, then code."""
    drawn = told[told["box"].notna()].assign(rank=told["method"].map(METHODS.index))
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for one in drawn.sort_values(["day", "rank", "code"]).to_dict("records"):
        named = {str(name): value for name, value in one.items()}
        for each in _squares(one["box"]):
            found.setdefault(each, {**named, "account": account, "area_m2": _square_m2(each[1])})
    return list(found.values())


def _squares(box: tuple[int, int, int, int]) -> Iterable[tuple[int, int]]:
    column, row, width, height = box
    return ((column + x, row + y) for x in range(width) for y in range(height))


@cache
def _square_m2(row: int) -> float:
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(square(0, row))[0]))


def _items(told: pd.DataFrame) -> pd.DataFrame:
    columns = {category: group for group, category in GROUPS.items()}
    return told.rename(columns=columns).fillna(dict.fromkeys(GROUPS, 0))
