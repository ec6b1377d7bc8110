import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.cluster import Cluster, ensure_cluster, find_cluster, running_cluster, stop_cluster
from service.throwaway import throwaway_cluster
from tests.service.post import free_port


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder for a cluster, which is stopped after the last test that used it."""
    data_dir = tmp_path_factory.mktemp("data")
    yield data_dir
    stop_what_runs(data_dir)


def stop_what_runs(data_dir: Path) -> None:
    cluster = find_cluster(data_dir)
    if cluster:
        stop_cluster(cluster)


@pytest.fixture
def cluster(data_dir: Path) -> Cluster:
    """Give the folder's cluster, running: the test before may have left it so, or have stopped or killed it."""
    return ensure_cluster(data_dir)


@pytest.fixture
def stopped(data_dir: Path) -> Path:
    """Give the folder with nothing running in it."""
    stop_what_runs(data_dir)
    return data_dir


def ask(cluster: Cluster, statement: str) -> object:
    with psycopg.connect(cluster.database_url.replace("+psycopg", ""), autocommit=True) as connection:
        answer = connection.execute(statement.encode())
        row = answer.fetchone() if answer.description else None
        return row and row[0]


def test_the_database_belongs_to_the_service_and_has_postgis(cluster: Cluster) -> None:
    owner = ask(cluster, "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()")
    area_m2 = ask(cluster, "SELECT ST_Area(ST_MakeEnvelope(0, 0, 3, 4))")

    assert (owner, area_m2) == ("landrelease", 12.0)


def test_the_service_is_no_superuser(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_text_is_utf_8_and_damage_on_the_disk_is_noticed(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT getdatabaseencoding() || current_setting('data_checksums')") == "UTF8on"


def test_it_listens_on_its_socket_only(cluster: Cluster) -> None:
    assert ask(cluster, "SHOW listen_addresses") == ""


def test_only_the_account_of_the_server_may_reach_the_socket(cluster: Cluster) -> None:
    assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
    assert cluster.socket_dir.owner() == cluster.folder.owner()


def test_the_server_never_runs_as_root(cluster: Cluster) -> None:
    assert Path(f"/proc/{cluster.pid}").stat().st_uid != 0


def test_a_running_cluster_is_used_again(cluster: Cluster, data_dir: Path) -> None:
    assert ensure_cluster(data_dir) == cluster


def test_what_was_committed_is_there_after_a_stop(cluster: Cluster, data_dir: Path) -> None:
    ask(cluster, "CREATE TABLE kept_over_a_stop AS SELECT 7 AS number")
    stop_cluster(cluster)
    assert find_cluster(data_dir) is None

    again = ensure_cluster(data_dir)

    assert ask(again, "SELECT number FROM kept_over_a_stop") == 7
    stop_cluster(again)


def test_what_was_committed_is_there_after_a_kill_and_at_the_same_address(cluster: Cluster, data_dir: Path) -> None:
    ask(cluster, "CREATE TABLE kept_over_a_kill AS SELECT 8 AS number")
    os.kill(cluster.pid, signal.SIGKILL)

    again = ensure_cluster(data_dir)

    assert again.pid != cluster.pid
    assert again.database_url == cluster.database_url
    assert ask(again, "SELECT number FROM kept_over_a_kill") == 8


def test_a_session_that_is_busy_when_the_server_is_killed_does_not_block_the_next_start(
    cluster: Cluster, data_dir: Path
) -> None:
    # Such a session never looks whether its server is still there.
    program = [
        "psql",
        cluster.database_url.replace("+psycopg", ""),
        "-c",
        "SELECT count(*) FROM generate_series(1, 1e9)",
    ]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as busy:
        while not ask(cluster, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e9)'"):
            assert busy.poll() is None
        os.kill(cluster.pid, signal.SIGKILL)

        again = ensure_cluster(data_dir)

        assert ask(again, "SELECT 1") == 1


def test_the_number_of_a_gone_server_may_be_another_programs(cluster: Cluster, data_dir: Path) -> None:
    stop_cluster(cluster)
    with subprocess.Popen(["sleep", "60"]) as other:
        pid_file = cluster.folder / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{cluster.folder}\n0\n5432\n{cluster.socket_dir}\n\n0 0\nready\n")

        again = ensure_cluster(data_dir)

        assert other.poll() is None
        other.kill()
    stop_cluster(again)


def test_a_cluster_is_stopped_by_who_started_it(stopped: Path) -> None:
    with running_cluster(stopped) as outer:
        with running_cluster(stopped) as inner:
            assert inner == outer
        assert outer.is_answering()
    assert not outer.is_answering()


def test_it_listens_on_loopback_when_asked_and_wants_a_password_there(stopped: Path) -> None:
    cluster = ensure_cluster(stopped, loopback_port=free_port())
    try:
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(host="127.0.0.1", port=cluster.port, user="landrelease", dbname="landrelease")
        assert ask(cluster, "SHOW listen_addresses") == "127.0.0.1"
    finally:
        stop_cluster(cluster)


def test_two_data_folders_run_beside_each_other_and_a_throwaway_one_leaves_nothing(cluster: Cluster) -> None:
    with throwaway_cluster() as other:
        assert other.folder != cluster.folder
        assert ask(other, "SELECT 2") == 2
    assert not other.folder.parent.exists()
    assert not other.socket_dir.exists()
    assert ask(cluster, "SELECT 1") == 1
