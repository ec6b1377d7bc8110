"""Passwords and tokens: how they are made, and the only form in which they are kept."""

from functools import cache
from hashlib import sha256
from secrets import token_urlsafe
from threading import BoundedSemaphore

from pwdlib import PasswordHash

SECRET_BYTES = 32
COMPARED_AT_ONCE = 4
"""Passwords; argon2id takes 64 MiB for each, and anybody may send one."""
_turns = BoundedSemaphore(COMPARED_AT_ONCE)


def new_secret() -> str:
    """Give a fresh token of 256 random bits, safe in addresses and headers."""
    return token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> bytes:
    """Give the SHA-256 under which a token is kept; its 256 random bits need no salt and no slow hash."""
    return sha256(secret.encode()).digest()


def password_hash(password: str) -> str:
    """Give the argon2id hash under which a password is kept."""
    return _argon2id().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Tell whether a password is the one; takes equally long when there is none to compare with."""
    with _turns:
        return _argon2id().verify(password, hashed or _hash_of_nothing()) and hashed is not None


@cache
def _argon2id() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _hash_of_nothing() -> str:
    return password_hash(new_secret())
