"""The statements of the audit, run on a connection."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from time import monotonic
from typing import Final

import orjson
from sqlalchemy import Connection, RowMapping, select

from gis.netting import SLIVER_M2
from service.audit.checks import Check
from service.audit.findings import Figure, Finding
from service.ledger.flow import CLASS_OF_TYPES
from service.sql import statement
from service.tables import CELL_ZOOM, report

Tile = tuple[int, int]
"""Column and row of a tile, counted from longitude and latitude 0."""

TILE_DEG: Final = 0.02
"""About 2 km: some thousand releases where work is densest."""
GRID_DEG: Final = 1e-11
"""Overlay rounds to a micrometre: on a grid it cannot fail for edges that almost meet."""
TOLERANCE_M2: Final = 1.0
SHARE: Final = 1e-6
"""Two routes may differ by 1 m² or 1 ppm, whichever is more."""
FINDING_LIMIT: Final = 100
"""So many findings of one check are enough to see what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an audit is asked for.

    Attributes
    ----------
    days
        At whose ends the stock is worked out, in ascending order.
    """

    days: tuple[date, ...]
    district_tolerance_m: float = 3_000


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one statement of a check gave.

    Attributes
    ----------
    tiles
        Where two routes differ.
    """

    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    tiles: frozenset[Tile] = frozenset()
    sliver_count: int = 0
    sliver_m2: float = 0.0
    elapsed_s: float


def tiles_of(connection: Connection) -> dict[Tile, int]:
    """Give the tiles on which hazardous areas or releases lie, and how many releases lie on each."""
    rows = connection.execute(statement("audit_tiles"), {"tile_deg": TILE_DEG})
    return {(row.x, row.y): row.release_count for row in rows}


def checked(connection: Connection, check: Check, *, asked: Asked, tiles: Sequence[Tile]) -> Part:
    """Give what breaks a rule."""
    started = monotonic()
    rows = _rows(connection, check, asked=asked, tiles=tiles)
    slivers = [row for row in rows if row["aspect"] == "slivers"]
    findings = [Finding(check=check.name, **row) for row in rows if row["aspect"] != "slivers"]
    if check.name == "reports":
        findings += _altered_reports(connection)
    return Part(
        findings=tuple(findings),
        sliver_count=sum(row["number"] for row in slivers),
        sliver_m2=sum(float(row["found"]) for row in slivers),
        elapsed_s=monotonic() - started,
    )


def compared(connection: Connection, check: Check, *, asked: Asked, tiles: Sequence[Tile]) -> Part:
    """Give square metres by two routes on some tiles, and where they differ."""
    started = monotonic()
    rows = _rows(connection, check, asked=asked, tiles=tiles)
    differing = [row for row in rows if _differs(row)]
    return Part(
        findings=tuple(_tile_finding(check, row) for row in differing),
        figures=tuple(
            Figure(
                account=row["account"],
                day=row["day"],
                classification=row["classification"],
                contamination_class=row["contamination_class"],
                by_union_m2=row["expected_m2"],
                by_entries_m2=row["found_m2"],
            )
            for row in rows
        ),
        tiles=frozenset((row["x"], row["y"]) for row in differing),
        elapsed_s=monotonic() - started,
    )


def _rows(connection: Connection, check: Check, *, asked: Asked, tiles: Sequence[Tile]) -> Sequence[RowMapping]:
    values = {
        "columns": [column for column, _ in tiles],
        "rows": [row for _, row in tiles],
        "tile_deg": TILE_DEG,
        "grid_deg": GRID_DEG,
        "sliver_m2": SLIVER_M2,
        "tolerance_m2": TOLERANCE_M2,
        "share": SHARE,
        "finding_limit": FINDING_LIMIT,
        "class_of_types": json.dumps(CLASS_OF_TYPES),
        "days": list(asked.days),
        "cell_count": 1 << CELL_ZOOM,
        "district_tolerance_m": asked.district_tolerance_m,
    }
    return connection.execute(statement(f"audit_{check.name}"), values).mappings().all()


def _differs(row: RowMapping) -> bool:
    difference_m2 = abs(row["expected_m2"] - row["found_m2"])
    return bool(difference_m2 > max(TOLERANCE_M2, SHARE * max(abs(row["expected_m2"]), abs(row["found_m2"]))))


def _tile_finding(check: Check, row: RowMapping) -> Finding:
    lon, lat = row["x"] * TILE_DEG, row["y"] * TILE_DEG
    group = (row[name] for name in ("day", "classification", "contamination_class"))
    name = " ".join(str(word) for word in (f"{lon:.2f}, {lat:.2f}", *group) if word)
    return Finding(
        check=check.name,
        layer=None,
        code=name,
        part="tile",
        number=None,
        account=row["account"],
        aspect=f"{check.name}_m2",
        expected=f"{row['expected_m2']:.2f}",
        found=f"{row['found_m2']:.2f}",
        other=row["codes"],
    )


def _altered_reports(connection: Connection) -> Iterator[Finding]:
    """Give the issued reports whose checksum is not that of their figures."""
    for row in connection.execute(select(report).order_by(report.c.number)):
        expected = sha256(orjson.dumps(row.content, option=orjson.OPT_SORT_KEYS)).hexdigest()
        if expected != row.checksum:
            yield Finding(
                check="reports",
                layer=None,
                code=" ".join((row.kind, row.period, *row.scope.values())),
                part="report",
                number=row.number,
                account=row.account,
                aspect="checksum",
                expected=expected,
                found=row.checksum,
                other=None,
            )
