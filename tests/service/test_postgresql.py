import os
from pathlib import Path

import pytest

from service.postgresql import find_client, find_postgresql


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the programs of a PostgreSQL on PATH that says it is version 77 and has no PostGIS."""
    programs = {
        "initdb": "",
        "pg_config": f"echo {tmp_path}",
        "pg_ctl": "",
        "postgres": "echo 'postgres (PostgreSQL) 77.1 (Tomorrow 77.1-1)'",
    }
    for name, body in programs.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    (tmp_path / "extension").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return tmp_path


def test_this_machine_has_one_whose_programs_are_there() -> None:
    found = find_postgresql()

    assert found is not None
    assert found.major >= 15
    assert Path(found.program("initdb")).is_file()


def test_a_version_that_is_not_installed_is_not_found() -> None:
    assert find_postgresql(99) is None


@pytest.mark.usefixtures("server")
def test_a_server_without_postgis_will_not_do() -> None:
    assert find_postgresql(77) is None


@pytest.mark.parametrize(
    ("version", "is_enough"), [("3.2.9", False), ("3.3.0", True), ("3.10.1", True), ("4.0.0", True)]
)
def test_postgis_is_enough_from_3_3(server: Path, version: str, *, is_enough: bool) -> None:
    (server / "extension" / "postgis.control").write_text(f"default_version = '{version}'\n")

    assert (find_postgresql(77) is not None) == is_enough


def test_the_newest_is_taken_unless_a_version_is_asked_for(server: Path) -> None:
    (server / "extension" / "postgis.control").write_text("default_version = '3.5.0'\n")
    newest = find_postgresql()

    assert newest is not None
    assert (newest.major, newest.bin_dir) == (77, server / "bin")


def test_an_old_server_will_not_do_whatever_its_postgis(server: Path) -> None:
    (server / "bin" / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    (server / "extension" / "postgis.control").write_text("default_version = '3.5.0'\n")

    assert find_postgresql(14) is None


def test_the_client_of_a_server_is_of_its_version_or_newer(server: Path) -> None:
    (server / "bin" / "pg_restore").touch()
    (server / "bin" / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 77.1'\n")
    (server / "bin" / "pg_dump").chmod(0o755)

    assert find_client(77) == server / "bin"
    assert find_client(76) == server / "bin"
    assert find_client(78) is None
    assert find_client(15) != server / "bin"
