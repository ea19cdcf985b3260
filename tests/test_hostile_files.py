"""The worst files, each refused in one sentence, and the rest of the batch goes on. What they cost in memory and time:
`python -m benchmarks hostile`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.hostile import MAKERS, NAMES, make
from reports.errors import ReportError
from reports.publish import Source, load, sources_in
from reports.reading import read_report
from tests.stored import CODES, report_bytes, source

SOON_REFUSED = ("119_million_points.png", "tall.png", "400000_attributes.html", "entities.docx")
"""Those that are recognised for what they are without a process of their own."""


@pytest.mark.parametrize("name", SOON_REFUSED)
def test_a_hostile_file_is_one_sentence(name: str) -> None:
    with pytest.raises(ReportError) as caught:
        read_report(MAKERS[name](), name)
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}：") and sentence.endswith("。") and "\n" not in sentence


def test_a_cell_of_four_hundred_digits_is_unreadable_and_the_others_are_read() -> None:
    reading = read_report(MAKERS["400_digits.txt"](), "a.txt")
    facts = {fact.indicator: fact for fact in reading.facts if fact.section == "disclosure"}
    assert facts["licences.decisions"].status == "unreadable"
    assert facts["penalties.decisions"].status == "stated"


def test_the_batch_goes_on_behind_hostile_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    names = ("3000_deep.mhtml", "8_GB.txt", "400000_attributes.html")
    for name in (*names, "unreadable"):
        make(name, folder)
    (folder / "z.txt").write_bytes(report_bytes(CODES[0], 2022))
    scan = os.scandir

    def refusing(path: Path) -> object:
        # Whoever runs tests as root may read every folder.
        if Path(path).name == "unreadable":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "access", lambda *_: False)
    outcome = load(tmp_path / "store", sources_in([folder, make("fifo.txt", tmp_path)]), processes=1)
    assert outcome.loaded == [str(folder / "z.txt")]
    refused = {Path(name).name: reason for name, reason in outcome.refused}
    assert refused.keys() == {*names, "unreadable", "fifo.txt"} <= set(NAMES)
    assert all(reason.endswith("。") and "\n" not in reason for reason in refused.values())
    assert "没有读取权限" in refused["unreadable"] and "不是普通文件" in refused["fifo.txt"]


def test_the_limit_of_time_holds_for_a_single_file_too(tmp_path: Path) -> None:
    report = source(CODES[0], 2022)
    outcome = load(tmp_path, [Source(report.name, data=report.data)], limit_seconds=0.001)
    assert not outcome.loaded and "0.001 秒" in outcome.refused[0][1]
