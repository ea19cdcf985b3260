"""Takes the pictures of docs/ anew from the example store: `python -m tests.take_screenshots`. No test."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import find_chromium
from tests.browsing import FLAGS, ROOT, drawn, serve
from tests.dashboard_stores import fill_full

PICTURES = {
    "overview": ("overview", 1500),
    "compare": ("compare", 1680),
    "hotline": ("hotline", 1400),
    "disclosure": ("disclosure", 1500),
    "report": ("report", 1120),
}
"""Name of the picture to page and height; all are 1440 wide."""


def main() -> None:
    """Writes docs/<name>.png."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        fill_full(Path(folder) / "store")
        browser = playwright.chromium.launch(executable_path=find_chromium.find(), args=FLAGS)
        for site in serve(Path(folder) / "store"):
            for name, (path, height) in PICTURES.items():
                page = browser.new_context(
                    bypass_csp=True, viewport={"width": 1440, "height": height}, locale="zh-CN"
                ).new_page()
                page.goto(f"{site}/{path}")
                drawn(page, path)
                page.wait_for_timeout(3000)
                picture = Image.open(io.BytesIO(page.screenshot()))
                picture.quantize(192, dither=Image.Dither.NONE).save(ROOT / "docs" / f"{name}.png", optimize=True)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
