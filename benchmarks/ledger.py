"""How long the ledger takes as it grows: `python -m benchmarks.ledger --counts 10000 100000 1000000`.

A full rebuild, a week's uploads, the questions that people ask, and the audit, each beside the bare statement that does
the geometry alone or groups the entries themselves. Every repetition works the ledger out from the same records and
runs all steps in turn on it or on copies of it: what is compared was measured side by side, in processes of their own.
The memory of PostgreSQL is not in the peaks.
"""

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import generated
from benchmarks.changes import (
    approve,
    ask_back,
    load,
    rebuild,
    receive,
    subtract_all,
    subtract_uploaded,
)
from benchmarks.measuring import Measured, Step, asked_arguments, database, machine, measure, prepare
from benchmarks.questions import (
    ask_all,
    ask_past,
    ask_remaining,
    ask_week,
    audit,
    group_entries,
    subtract_released,
)
from service.cluster import Cluster
from service.throwaway import throwaway_cluster

STEPS: Final[Mapping[str, Step]] = {
    step.__name__: step
    for step in (
        prepare,
        load,
        rebuild,
        subtract_all,
        receive,
        ask_back,
        approve,
        subtract_uploaded,
        ask_all,
        ask_week,
        ask_past,
        ask_remaining,
        group_entries,
        subtract_released,
        audit,
    )
}
SAME: Final = 1e-6
"""Two routes to an area may differ by so much of it."""

Repetition = Mapping[str, Measured]
"""What was measured, by what it was: the step, and before it the upload where there are several."""


@dataclass(frozen=True)
class Row:
    """A line of the report.

    Attributes
    ----------
    label
        What took the time.
    measured
        Which measured step.
    figure
        Which of its figures, in seconds; where there is none, the seconds it took.
    bare
        The step it is compared with, by the same figure.
    """

    label: str
    measured: str
    figure: str = ""
    bare: str | None = None

    def seconds(self, repetition: Repetition, measured: str | None = None) -> float:
        """Give the seconds in one repetition."""
        step = repetition[measured or self.measured]
        return step.figures.get(self.figure, step.seconds)

    def ratios(self, repetitions: Sequence[Repetition]) -> list[float]:
        """Give in each repetition the share of what the bare step took."""
        return [self.seconds(each) / self.seconds(each, self.bare) for each in repetitions] if self.bare else []


ROWS: Final = (
    Row("full rebuild", "rebuild", bare="subtract_all"),
    Row("  ST_Difference of all releases", "subtract_all"),
    Row("approve a week, all late", "late approve", bare="late subtract_uploaded"),
    Row("  ST_Difference of its releases", "late subtract_uploaded"),
    Row("take that week back", "back approve", bare="late subtract_uploaded"),
    Row("approve a week, some back-dated or corrected", "mixed approve", bare="mixed subtract_uploaded"),
    Row("  ST_Difference of its releases", "mixed subtract_uploaded"),
    Row("progress of all weeks, in the database", "ask_all", figure="run_s", bare="group_entries"),
    Row("  planning it", "ask_all", figure="planned_s"),
    Row("  the whole answer", "ask_all", figure="wall_s"),
    Row("  the entries grouped, in the database", "group_entries", figure="run_s"),
    Row("progress of one week, in the database", "ask_week", figure="run_s", bare="group_entries"),
    Row("  planning it", "ask_week", figure="planned_s"),
    Row("  the whole answer", "ask_week", figure="wall_s"),
    Row("progress as known before, in the database", "ask_past", figure="run_s"),
    Row("  the whole answer", "ask_past", figure="wall_s"),
    Row("remaining contamination", "ask_remaining", figure="wall_s", bare="subtract_released"),
    Row("  ST_Difference of all pieces", "subtract_released"),
    Row("audit", "audit"),
)
EQUAL: Final = (("ask_all", "group_entries"), ("ask_remaining", "subtract_released"))
"""What has to find the same square metres by two routes."""


# --- the steps in their order -------------------------------------------------------------------------------------


def repetitions(cluster: Cluster, folder: Path, *, count: int, number: int) -> Iterator[Repetition]:
    """Load records of a count once, and run all steps so many times on them."""
    frames = {
        "hazards.geojson": generated.hazardous_areas(count),
        "releases.fgb": generated.release_areas(count),
        "late.geojson": generated.late_upload(count),
        "mixed.geojson": generated.mixed_upload(count),
    }
    for name, frame in frames.items():
        generated.write(frame, folder / name)
    with database(cluster, "records") as url:
        _run("prepare", url, folder / "hazards.geojson")
        _run("load", url, folder / "releases.fgb")
        for _ in range(number):
            yield dict(_repetition(cluster, folder))


def _repetition(cluster: Cluster, folder: Path) -> Iterator[tuple[str, Measured]]:
    with database(cluster, "ledger", template="records") as url:
        for step in ("rebuild", "subtract_all"):
            yield step, _run(step, url)
        for step in ("ask_all", "ask_week", "group_entries", "ask_remaining", "subtract_released"):
            yield step, _run(step, url)
        for name in ("late", "mixed"):
            with database(cluster, name, template="ledger") as copy:
                _run("receive", copy, folder / f"{name}.geojson")
                for step in ("approve", "subtract_uploaded"):
                    yield f"{name} {step}", _run(step, copy)
                if name == "late":
                    yield "ask_past", _run("ask_past", copy)
                    _run("ask_back", copy)
                    yield "back approve", _run("approve", copy)
        yield "audit", _run("audit", url)


def _run(step: str, url: str, file: Path = Path()) -> Measured:
    measured = measure("benchmarks.ledger", step, url, file=file)
    print(f"{step:20}{measured.seconds:10.3f} s{measured.peak_mib:8.0f} MiB", measured.figures, file=sys.stderr)
    return measured


# --- what is printed ----------------------------------------------------------------------------------------------


def report(count: int, repetitions: Sequence[Repetition], smaller: tuple[int, Sequence[Repetition]] | None) -> None:
    """Print medians; ratios are medians of the ratios within each repetition, k grows from the next smaller count."""
    overlap = repetitions[0]["rebuild"].figures["overlap"]
    print(f"{count:,} release areas, {overlap:.1%} of their ground overlapping, {len(repetitions)} repetitions")
    print(f"{'':48}{'seconds':>10}{'of bare':>9}{'k':>7}{'peak MiB':>10}")
    for row in ROWS:
        seconds = _median_s(row, repetitions)
        ratios = row.ratios(repetitions)
        ratio = f"{statistics.median(ratios):.3f}" if ratios else ""
        k = f"{_growth(count / smaller[0], seconds / _median_s(row, smaller[1])):.2f}" if smaller else ""
        peak_mib = max(each[row.measured].peak_mib for each in repetitions)
        print(f"{row.label:48}{seconds:10.4f}{ratio:>9}{k:>7}{peak_mib:10.0f}", flush=True)


def _median_s(row: Row, repetitions: Sequence[Repetition]) -> float:
    return statistics.median(map(row.seconds, repetitions))


def _growth(sizes: float, times: float) -> float:
    return math.log(times) / math.log(sizes)


def check(repetitions: Sequence[Repetition]) -> None:
    """Stop where two routes to the same area do not meet: then nothing was measured."""
    for one, other in EQUAL:
        for each in repetitions:
            one_m2, other_m2 = each[one].figures["m2"], each[other].figures["m2"]
            if not math.isclose(one_m2, other_m2, rel_tol=SAME):
                sys.exit(f"{one} gives {one_m2} m², {other} {other_m2} m².")


def main() -> None:
    """Measure, or run the one step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000], help="release areas")
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = asked_arguments(parser, STEPS)
    if arguments is None:
        return
    print(f"Medians; {machine()}")
    smaller = None
    with tempfile.TemporaryDirectory() as folder, throwaway_cluster() as cluster:
        for count in sorted(arguments.counts):
            measured = list(repetitions(cluster, Path(folder), count=count, number=arguments.repetitions))
            check(measured)
            report(count, measured, smaller)
            smaller = count, measured


if __name__ == "__main__":
    main()
