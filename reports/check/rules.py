"""Step 7, check: the files of the rules, by name."""

from __future__ import annotations

from reports import reference


def rule_files() -> dict[str, tuple[str, str]]:
    """Rule id to (kind, its SELECT), checks before weak spots."""
    folders = (("check", reference.QUERIES / "checks"), ("weak_spot", reference.QUERIES / "weak_spots"))
    return {
        path.stem: (kind, path.read_text("utf-8").strip().rstrip(";"))
        for kind, folder in folders
        for path in sorted(folder.glob("*.sql"))
    }
