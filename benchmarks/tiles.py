"""How quick tiles are: `python -m benchmarks.tiles --counts 100000 1000000`.

Four ways to the same releases in one run, side by side on the same database: the service without a cache, the statement
that PostGIS alone needs (`ST_AsMVT` under pgbench), tipg on a view of the same columns, and the service's answers from
its cache and as 304 beside an empty route of the same server. Each zoom asks for random tiles of where the records lie,
by as many clients at once. Who is asked finds the database at rest: what another that was asked before still draws for
nobody would be counted as slowness of the next. At zoom 12 the service is asked for so long that it answers a thousand
times, so that the slowest hundredth is of ten answers. Needs `wrk` and `pgbench`; tipg is installed into an environment
of its own for the run.
"""

import argparse
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx2
import psycopg
import uvicorn
from psycopg.conninfo import conninfo_to_dict

from benchmarks import generated
from benchmarks.changes import load
from benchmarks.measuring import database, libpq, machine, prepare
from service.app import create_app
from service.settings import Settings
from service.throwaway import throwaway_cluster

ZOOMS: Final = (6, 9, 10, 12, 14)
GOALS_OVER_TIPG: Final = {6: 1.3, 9: 2.5, 12: 1.8}
GOAL_OVER_BARE, GOAL_OVER_EMPTY, GOAL_SPREAD = 0.85, 0.5, 3.0
NEAR_ZOOM, FAR_CLIENTS = 12, 2
"""Far away a bare tile takes so long that two clients keep the machine busy."""
TILES_ASKED: Final = 2_000
"""So many that they are as full on average as those of the bare statement: of 200, they were 3 % fuller."""
ANSWERS_OF_SPREAD: Final = 1_000
PORTS: Final = {"uncached": 8391, "cached": 8392, "tipg": 8393}
DRAWN: Final = """
create view drawn_release as
select i.code, v.release_method, v.basis, v.effective_date, v.area_m2, v.drawn
from release_area_version v
join release_area i on i.id = v.release_area_id
where upper_inf(v.recorded);
grant select on drawn_release to landrelease_service
"""
"""What tipg and the bare statement read: the properties that the service's polygons have."""
ENTRIES: Final = """
set session_replication_role = replica;
insert into ledger_entry (
    account, cause, release_area_id, effective_date, release_method, contamination_class, geom, area_m2, recorded
)
select 'operational', 'released_outside', release_area_id, effective_date, release_method, 'mixed_unspecified', ground,
    area_m2, recorded
from release_area_version where upper_inf(recorded)
"""
"""The ledger as if no release met another: how much each counts for makes no difference to how long it takes."""
BARE: Final = """
\\set x random({west}, {east})
\\set y random({north}, {south})
select st_asmvt(tile, 'release_areas', 4096, 'geom') from (
    select code, release_method, basis, effective_date, area_m2,
        st_asmvtgeom(drawn, st_tileenvelope({zoom}, :x, :y), 4096, 64, true) as geom
    from drawn_release
    where drawn && st_tileenvelope({zoom}, :x, :y, margin => 64.0 / 4096)
) tile;
"""
Range = tuple[int, int, int, int]
"""First and last column, first and last row of tiles."""


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Answers a second, and the middle and the slowest hundredth of their times in milliseconds."""

    per_s: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0


# --- the records --------------------------------------------------------------------------------------------------


def fill(url: str, count: int, folder: Path) -> None:
    """Publish generated releases and hazardous areas, and count them by square as the ledger does."""
    hazards, releases = folder / "hazards.geojson", folder / "releases.fgb"
    generated.write(generated.hazardous_areas(count), hazards)
    generated.write(generated.release_areas(count), releases)
    for step in (prepare(url, hazards), load(url, releases)):
        for _ in step:
            pass


def add_views(url: str) -> None:
    """Add what is measured beside the service."""
    anew = (Path(__file__).parents[1] / "service" / "sql" / "ledger_cells_anew.sql").read_text(encoding="utf-8")
    values = {":half_world_m": "20037508.342789244", ":cell_m": "2445.98490512564"}
    for name, value in values.items():
        anew = anew.replace(name, value)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (ENTRIES, "delete from release_cell", "delete from release_cell_total", anew, DRAWN):
            connection.execute(statement.encode())
        connection.execute("vacuum analyze")


def ranges(url: str) -> dict[int, Range]:
    """Give the tiles on which releases lie, by zoom."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select min(x), max(x), min(y), max(y) from release_cell").fetchone()
    if row is None:
        raise SystemExit("No releases.")
    return {z: tuple(value >> (14 - z) for value in row) for z in ZOOMS}


# --- who answers --------------------------------------------------------------------------------------------------


def serve(port: int, cache_bytes: int) -> None:
    """Serve as `landrelease serve` does, with an empty route beside."""
    app = create_app(Settings(_env_file=None).model_copy(update={"tile_cache_bytes": cache_bytes}))

    @app.get("/empty")
    async def empty() -> None:
        """Answer nothing."""

    app.router.routes.insert(0, app.router.routes.pop())
    uvicorn.run(app, port=port, log_level="warning", access_log=False)


@contextmanager
def answering(port: int, program: Sequence[str], **environment: str) -> Iterator[str]:
    """Run a server until its port answers, and end it at the end."""
    process = subprocess.Popen(program, env=os.environ | environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx2.get(f"{address}/healthz", timeout=5)  # any answer will do
                break
            except httpx2.TransportError:
                if process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


@contextmanager
def service(url: str, name: str, cache_bytes: int) -> Iterator[str]:
    """Serve the service on a database."""
    program = [sys.executable, "-m", "benchmarks.tiles", "--serve", name, "--cache-bytes", str(cache_bytes)]
    with answering(PORTS[name], program, DATABASE_URL=url) as address:
        yield f"{address}/tiles/release_areas/{{z}}/{{x}}/{{y}}.mvt"


@contextmanager
def tipg(url: str, folder: Path) -> Iterator[str]:
    """Serve tipg, installed for the run, on the same database."""
    python = folder / "tipg" / "bin" / "python"
    if not python.exists():
        venv.create(folder / "tipg", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "tipg", "uvicorn"], check=True)
    program = [str(python), "-m", "uvicorn", "tipg.main:app", "--port", str(PORTS["tipg"]), "--log-level", "warning"]
    with answering(PORTS["tipg"], program, DATABASE_URL=_with_host(url)) as address:
        yield f"{address}/collections/public.drawn_release/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}"


def _with_host(url: str) -> str:
    """Give a URL with the folder of its socket as its host, without which tipg takes none."""
    known = conninfo_to_dict(url)
    return f"postgresql://{known['user']}@{quote(str(known['host']), safe='')}:{known['port']}/{known['dbname']}"


# --- who asks -----------------------------------------------------------------------------------------------------


def rest(url: str) -> None:
    """Wait until the database does nothing more: whose client went away draws to the end."""
    busy = "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'"
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(busy).fetchone() != (1,):  # who asks
            time.sleep(0.2)


def ask(address: str, zoom: int, tiles: Range, *, options: argparse.Namespace, header: str = "") -> Speed:
    """Ask for random tiles of a zoom by wrk, always the same ones."""
    west, east, north, south = tiles
    chosen = random.Random(zoom)  # noqa: S311 - the same tiles at every run
    paths = [
        address.format(z=zoom, x=chosen.randint(west, east), y=chosen.randint(north, south)).split("/", 3)[3]
        for _ in range(TILES_ASKED)
    ]
    listed = ", ".join(f'"/{path}"' for path in paths)
    told = f'wrk.headers["If-None-Match"] = {header!r}\n' if header else ""
    ask_next = "request = function() n = n % #paths + 1; return wrk.format(nil, paths[n]) end\n"
    script = f"{told}local paths = {{{listed}}}\nlocal n = 0\n{ask_next}"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        program = ["wrk", "-t1", f"-c{options.clients}", f"-d{options.seconds}s", "--timeout", "120s", "--latency"]
        said = subprocess.run(
            [*program, "-s", file.name, address.split("/", 3)[0] + "//" + address.split("/", 3)[2]],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address}: {said}")
    return Speed(
        per_s=float(_said(r"Requests/sec:\s+([\d.]+)", said)), p50_ms=_ms("50%", said), p99_ms=_ms("99%", said)
    )


def _said(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    return found[1] if found else "nan"


def _ms(share: str, said: str) -> float:
    number = _said(rf"{share}\s+([\d.]+)(?:us|ms|s)", said)
    unit = _said(rf"{share}\s+[\d.]+(us|ms|s)", said)
    return float(number) * {"us": 1e-3, "ms": 1.0, "s": 1e3}.get(unit, 1.0)


def bare(url: str, zoom: int, tiles: Range, *, options: argparse.Namespace) -> Speed:
    """Run the bare statement under pgbench."""
    west, east, north, south = tiles
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(BARE.format(zoom=zoom, west=west, east=east, north=north, south=south))
        file.flush()
        program = ["pgbench", "-n", "-M", "prepared", "-c", str(options.clients), "-T", str(options.seconds)]
        said = subprocess.run([*program, "-f", file.name, url], capture_output=True, text=True, check=True).stdout
    return Speed(per_s=float(_said(r"tps = ([\d.]+)", said)))


# --- the report ---------------------------------------------------------------------------------------------------


def compare(url: str, count: int, *, folder: Path, options: argparse.Namespace) -> None:
    """Measure all ways on one database, one after the other at each zoom, and print them."""
    tiles = ranges(url)
    print(f"{count:,} releases, {options.clients} clients ({FAR_CLIENTS} below zoom {NEAR_ZOOM}), tiles a second")
    print(f"{'zoom':>4} {'bare':>9} {'tipg':>9} {'ours':>9} {'/bare':>7} {'/tipg':>7}  p50 ms  p99 ms  goals")
    with service(url, "uncached", 0) as ours, tipg(url, folder) as theirs:
        for zoom in ZOOMS:
            few = argparse.Namespace(**vars(options) | ({"clients": FAR_CLIENTS} if zoom < NEAR_ZOOM else {}))
            alone = bare(url, zoom, tiles[zoom], options=few)
            rest(url)
            other = ask(theirs, zoom, tiles[zoom], options=few)
            rest(url)
            own = ask(ours, zoom, tiles[zoom], options=few)
            if zoom == NEAR_ZOOM:
                rest(url)
                few.seconds = max(few.seconds, math.ceil(1.1 * ANSWERS_OF_SPREAD / own.per_s))
                own = ask(ours, zoom, tiles[zoom], options=few)
            rest(url)
            _print_zoom(zoom, alone=alone, other=other, own=own)
    with service(url, "cached", 500_000_000) as ours:
        _print_kept(ours, tiles, options)


def _print_zoom(zoom: int, *, alone: Speed, other: Speed, own: Speed) -> None:
    over_bare, over_tipg = own.per_s / alone.per_s, own.per_s / other.per_s if other.per_s else float("nan")
    goals = [(f"≥ {GOAL_OVER_BARE} of bare", over_bare >= GOAL_OVER_BARE)]
    if zoom in GOALS_OVER_TIPG:
        goals.append((f"≥ {GOALS_OVER_TIPG[zoom]} of tipg", over_tipg >= GOALS_OVER_TIPG[zoom]))
    if zoom == NEAR_ZOOM:
        goals.append((f"p99 ≤ {GOAL_SPREAD:.0f} p50", own.p99_ms <= GOAL_SPREAD * own.p50_ms))
    met = ", ".join(f"{goal}: {'met' if is_met else 'NOT met'}" for goal, is_met in goals)
    print(
        f"{zoom:>4} {alone.per_s:9.2f} {other.per_s:9.2f} {own.per_s:9.2f} {over_bare:7.2f} {over_tipg:7.2f} "
        f"{own.p50_ms:7.1f} {own.p99_ms:7.1f}  {met}",
        flush=True,
    )


def _print_kept(address: str, tiles: dict[int, Range], options: argparse.Namespace) -> None:
    """Compare what is kept with a route that does nothing, in turns."""
    one = address.format(z=12, x=tiles[12][0], y=tiles[12][2])
    version = httpx2.get(one).raise_for_status().headers["etag"]
    _require_unchanged(one, version)
    empty = address.split("/tiles", maxsplit=1)[0] + "/empty"
    ask(address, 12, tiles[12], options=options)  # draws them
    measured: dict[str, list[float]] = {"empty": [], "cached": [], "304": []}
    for _ in range(3):
        measured["empty"].append(ask(empty, 12, tiles[12], options=options).per_s)
        measured["cached"].append(ask(address, 12, tiles[12], options=options).per_s)
        measured["304"].append(ask(one, 12, tiles[12], options=options, header=version).per_s)
    middle = {name: statistics.median(speeds) for name, speeds in measured.items()}
    for name in ("cached", "304"):
        share = middle[name] / middle["empty"]
        is_met = "met" if share >= GOAL_OVER_EMPTY else "NOT met"
        print(f"{name}: {middle[name]:.0f} of {middle['empty']:.0f} a second of an empty route, {share:.2f} ({is_met})")


def _require_unchanged(address: str, version: str) -> None:
    """Pass when a tile that is asked for by its version is answered as unchanged, for wrk would not tell."""
    answer = httpx2.get(address, headers={"If-None-Match": version})
    if answer.status_code != HTTPStatus.NOT_MODIFIED:
        raise SystemExit(f"{address}: {answer.status_code} instead of 304")


def main() -> None:
    """Measure at every count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000])
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--database", help="one that is filled already")
    parser.add_argument("--folder", type=Path, help="where tipg is kept between runs")
    parser.add_argument("--serve", choices=PORTS, help=argparse.SUPPRESS)
    parser.add_argument("--cache-bytes", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(PORTS[options.serve], options.cache_bytes)
        return
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if options.database:
            compare(options.database, options.counts[0], folder=folder, options=options)
            return
        for count in options.counts:
            with throwaway_cluster() as cluster, database(cluster, "tiles") as url:
                fill(url, count, Path(temporary))
                add_views(libpq(url))
                compare(libpq(url), count, folder=folder, options=options)


if __name__ == "__main__":
    main()
