"""The folder `people` of a store: what must be read by nobody but the server's own user.

Files are written with mode 0600 from the first byte, into a folder of mode 0700. What others may read is refused, as a
secret that was seen is none.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from reports.errors import StoreError

FOLDER_NAME = "people"
SECRET_NAME = "secret"
_BYTES = 32


def folder_of(store: Path) -> Path:
    """The folder, made where there is none. StoreError when the disk refuses, or others may read it."""
    folder = store / FOLDER_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"账户文件夹 {folder} 无法建立（{error.strerror}）；请检查权限和磁盘空间后再试。") from error
    raise_open(folder)
    return folder


def raise_open(path: Path) -> None:
    """StoreError when others than its owner may read or write a file or folder."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        mode = "700" if path.is_dir() else "600"
        raise StoreError(f"{path} 可以被其他用户读取，账户不能使用；请先运行 chmod {mode} {path}，再重置各账户密码。")


def read(path: Path) -> bytes | None:
    """A private file; None where there is none. StoreError when others may read it, or it cannot be read."""
    try:
        raise_open(path)
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} 无法读取（{error.strerror}）；请检查权限后再试。") from error


def write(path: Path, data: bytes, *, once: bool = False) -> None:
    """Writes a private file whole or not at all; with `once` one that is there, or came meanwhile, stays. StoreError
    when the disk refuses."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if once:
            with suppress(FileExistsError):
                os.link(part, path)
            part.unlink()
        else:
            os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{path} 无法写入（{error.strerror}）；请检查权限和磁盘空间后再试。") from error


def secret(store: Path) -> bytes:
    """What this store signs with: 32 random bytes, made at the first time. StoreError."""
    path = folder_of(store) / SECRET_NAME
    told = read(path)
    if told is None:
        # Of several who come first at once all sign with what one of them made.
        write(path, secrets.token_bytes(_BYTES), once=True)
        told = read(path)
    if told is None or len(told) != _BYTES:
        raise StoreError(f"{path} 已损坏；请删除它后重新启动服务，各人需要重新登录。")
    return told
