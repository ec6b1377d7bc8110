"""The account that a private PostgreSQL server runs as: our own, for root an unprivileged one."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

ACCOUNTS = ("postgres", "nobody")
CAPABILITY = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


class ServerProgramError(Exception):
    """A program of PostgreSQL failed; the words are its own."""


def run_as_server(folder: Path, program: str, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL on a cluster's folder, as the server's account.

    Raises
    ------
    ServerProgramError
        If it fails.
    """
    command = [*_as_server(folder), program, *arguments]
    # From the root folder, for the account may not be allowed to stay where we are.
    result = subprocess.run(command, check=False, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode:
        words = f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}"
        raise ServerProgramError(words)


def server_may_enter(folder: Path) -> bool:
    """Say whether the server's account can be made to reach a folder."""
    return _may_enter(_as_server(folder), folder)


def give_to_server(folder: Path) -> None:
    """Make a folder the server's own."""
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)


def _as_server(folder: Path) -> list[str]:
    """Give what must stand before a command to run it as the server's account.

    Where a closed folder lies above (a clone in `/root`), the account is lent the right to pass it, which lets it read
    but not write what is not its own.
    """
    account = _account()
    if account is None:
        return []
    change = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups"]
    return change if _may_enter(change, folder) else [*change, *CAPABILITY]


def _may_enter(as_server: Sequence[str], folder: Path) -> bool:
    return subprocess.run([*as_server, "test", "-e", folder / "."], check=False, capture_output=True).returncode == 0


def _account() -> pwd.struct_passwd | None:
    """Give the account to change to, None where our own will do."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return next(accounts[name] for name in ACCOUNTS if name in accounts)
