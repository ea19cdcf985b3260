"""Finds a Chromium for the browser tests, or gets one; run by `make test` before pytest.

It looks for an installed Chromium or Chrome, then for playwright's own; else it installs Debian's as root, else
it has playwright download its own. Where none can be had it says that the browser tests will be skipped, or
fails when GONGKAI_BROWSER_REQUIRED is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    # The same engine without windows: a page costs a quarter less processor.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find() -> str | None:
    """Path of a browser that playwright can drive, None when there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for place in PLACES:
        if Path(place).exists():
            return place
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def is_required() -> bool:
    """Whether a skipped browser test has to fail, as in CI."""
    return os.environ.get("GONGKAI_BROWSER_REQUIRED", "") not in {"", "0"}


def get() -> str | None:
    """Path of a browser, installed now where there was none; None when that cannot be done here."""
    if found := find():
        return found
    attempts = []
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts.append(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"])
    attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    for command in attempts:
        print(f"没有找到 Chromium，尝试安装：{' '.join(command[-3:])}", flush=True)
        try:
            done = subprocess.run(command, check=False, timeout=600, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and (found := find()):
            return found
    return None


def main() -> int:
    """Says what was found; 1 only when a browser is required and there is none."""
    browser = get()
    if browser:
        print(f"浏览器测试使用 {browser}")
        return 0
    print("没有 Chromium 也装不上：浏览器测试将跳过。请安装 Chromium 或 Chrome 后再运行 make test。")
    return 1 if is_required() else 0


if __name__ == "__main__":
    raise SystemExit(main())
