import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from service.cluster import find_cluster
from service.machine import PROJECT
from tests.service.post import free_port

pytestmark = pytest.mark.slow

FIRST_START_LIMIT_S = 300
SECOND_START_LIMIT_S = 60  # under 5 s where nothing else runs; here other tests do


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def port(data_dir: Path) -> int:
    """Give a port where the data folder has been served once, empty, so that each test makes a second start."""
    port = free_port()
    with served(data_dir, port) as process:
        wait_until_ready(process, port, FIRST_START_LIMIT_S)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    return port


@contextmanager
def served(data_dir: Path, port: int, *, said: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "LANDRELEASE_DATA_DIR": str(data_dir), "PORT": str(port), "DATABASE_URL": ""}
    with (said or data_dir / "said.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.start", "--empty"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def is_ready(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/readyz").is_success
    except httpx2.TransportError:
        return False


def wait_until_ready(process: subprocess.Popen[bytes], port: int, limit_s: float) -> None:
    give_up_at = time.monotonic() + limit_s
    while not is_ready(port):
        assert process.poll() is None
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


def test_the_second_start_serves_soon_and_ctrl_c_stops_service_and_cluster(data_dir: Path, port: int) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        process.send_signal(signal.SIGINT)

        assert process.wait(30) == 0

    assert find_cluster(data_dir) is None
    assert f"http://127.0.0.1:{port}" in (data_dir / "said.log").read_text()


def test_the_cluster_that_a_killed_run_left_behind_is_used_again_and_stopped(data_dir: Path, port: int) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        process.kill()
    left = find_cluster(data_dir)
    assert left is not None

    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)

        assert find_cluster(data_dir) == left

    assert find_cluster(data_dir) is None


def test_a_killed_postgresql_is_started_again_while_the_service_goes_on(data_dir: Path, port: int) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        cluster = find_cluster(data_dir)
        assert cluster is not None
        os.kill(cluster.pid, signal.SIGKILL)
        time.sleep(1)

        wait_until_ready(process, port, 10)

        assert process.poll() is None


def test_a_killed_run_and_a_killed_postgresql_are_recovered_from(data_dir: Path, port: int) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        cluster = find_cluster(data_dir)
        assert cluster is not None
        process.kill()
        os.kill(cluster.pid, signal.SIGKILL)

    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)


def test_one_data_folder_is_not_served_twice(data_dir: Path, port: int, tmp_path: Path) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        with served(data_dir, free_port(), said=tmp_path / "said.log") as second:
            assert second.wait(30) == 1

        assert "Another ./run serves from" in (tmp_path / "said.log").read_text()
        assert is_ready(port)


def test_a_taken_port_is_told_before_anything_is_set_up(data_dir: Path, port: int, tmp_path: Path) -> None:
    with served(data_dir, port) as process:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        with served(tmp_path / "other", port, said=tmp_path / "said.log") as second:
            assert second.wait(30) == 1

        assert f"Cannot serve on 127.0.0.1, port {port}: Address already in use." in (tmp_path / "said.log").read_text()
        assert not (tmp_path / "other").exists()


def test_two_data_folders_are_served_beside_each_other(data_dir: Path, port: int, tmp_path: Path) -> None:
    other_port = free_port()
    with served(data_dir, port) as process, served(tmp_path / "other", other_port, said=tmp_path / "said.log") as other:
        wait_until_ready(process, port, SECOND_START_LIMIT_S)
        wait_until_ready(other, other_port, FIRST_START_LIMIT_S)

        assert is_ready(port)
