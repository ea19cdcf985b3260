"""What files hold and are called is shown by the command and its files, and never run: by a terminal or by Excel."""

from __future__ import annotations

import ast
import csv
import json
import os
from pathlib import Path

import pandas
import pytest

from reports import ask
from reports.command import root, show
from reports.publish.outcome import Outcome, Refusals
from reports.text.shown import FORMULA_STARTS
from tests.stored import CODES, report_bytes

ROOT = Path(__file__).resolve().parents[1]
TITLE = "\x1b]0;已载入\x07"
"""Names the window of a terminal."""


def test_one_module_alone_prints() -> None:
    """What is said goes through show.py, which writes control characters out and escapes markup."""
    for path in sorted((ROOT / "reports" / "command").glob("*.py")):
        called = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {node.attr for node in called if isinstance(node, ast.Attribute)}
        names |= {node.id for node in called if isinstance(node, ast.Name)}
        assert path.name == "show.py" or not names & {"echo", "secho", "escape", "print_exc"}, path.name
        assert "print" not in {node.id for node in called if isinstance(node, ast.Name)}, path.name


@pytest.mark.parametrize("command", [["read"], ["read", "--json"], ["check"], ["load-log"]])
def test_escapes_in_the_name_of_a_file_are_shown(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    name = tmp_path / f"{TITLE}\x9b2J\u202ea.txt"
    name.write_bytes(b"\0\0")
    monkeypatch.setattr("sys.argv", ["gongkai", *command, str(name)])
    with pytest.raises(SystemExit) as ended:
        root.main()
    said = "".join(capsys.readouterr())
    assert ended.value.code == 1
    assert not {"\x1b", "\x07", "\x9b"} & set(said)
    assert "--json" in command or r"\x1b]0;已载入\x07\x9b2J\u202ea.txt" in said


def test_escapes_in_what_is_typed_are_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed in (["ask", TITLE], [TITLE], ["read", f"--{TITLE}"]):
        monkeypatch.setattr("sys.argv", ["gongkai", *typed])
        with pytest.raises(SystemExit) as ended:
            root.main()
        said = capsys.readouterr().err
        assert ended.value.code == 2 and "\x1b" not in said and r"\x1b" in said


def test_escapes_and_markup_in_a_report_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quote = f"公开信息12条{TITLE}[bold]"
    fact = {"indicator": None, "breakdown": "", "value": 12, "unit": "条", "qualifier": "=", "status": "stated"}
    row = {
        "file": "a.txt", "office": TITLE, "region": "", "year": 2022, "form": "none", "title": TITLE, "marks": [TITLE],
        "facts": [{**fact, "source": "text", "quote": quote}], "problems": [{"topic": "none", "quote": TITLE}],
        "findings": [{"status": "failed", "message": TITLE, "advice": TITLE}],
    }  # fmt: skip
    show.show_reading(row)
    said = capsys.readouterr().out
    assert not {"\x1b", "\x07"} & set(said)
    assert r"公开信息12条\x1b]0;已载入\x07[bold]" in said


def test_a_name_stays_on_its_line_in_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome()
    outcome.note("refused", ("a\n载入 9 份。txt", "a\n载入 9 份。txt：坏了。"))
    assert show.account(outcome) == 1
    assert capsys.readouterr().err == "未载入　　a\\n载入 9 份。txt：坏了。\n"


def test_json_stays_json_whatever_a_name_holds(capsys: pytest.CaptureFixture[str]) -> None:
    name = f"{TITLE}\x9b\udcffa.txt"
    show.tell_json(show.json_of({"file": name}))
    said = capsys.readouterr().out
    assert said.isprintable() or said.rstrip("\n").isprintable()
    assert json.loads(said) == {"file": name}


@pytest.mark.parametrize("sign", FORMULA_STARTS)
def test_no_cell_of_an_answer_for_excel_begins_as_a_formula_does(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = f'{sign}HYPERLINK("http://a.example","x")'
    answer = pandas.DataFrame({f"{sign}栏目": [text, None], "条数": [-1.5, 2], "单位": [["甲", "乙"], [text]]})
    show.show_answer(answer, "csv")
    rows = list(csv.reader(capsys.readouterr().out.splitlines(keepends=True)))
    cells = [cell for row in rows for cell in row]
    assert cells[0] in (f"'{sign}栏目", r"\x0d栏目")
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS) and cell != "-1.5"]
    assert cells[4] == "-1.5", "a negative number is no text"


def test_no_cell_of_the_refusals_begins_as_a_formula_does(tmp_path: Path) -> None:
    with Refusals(tmp_path, outcome := Outcome()) as refusals:
        refusals.add('=HYPERLINK("http://a.example")', '=HYPERLINK("http://a.example")：=坏了')
        refusals.add(f"@a{TITLE}", "坏了")
    assert outcome.refusals is not None
    rows = list(csv.reader(outcome.refusals.read_text("utf-8-sig").splitlines()))
    assert rows[1:] == [['\'=HYPERLINK("http://a.example")', "'=坏了"], [r"'@a\x1b]0;已载入\x07", "坏了"]]


def test_a_parameter_that_is_no_text_is_told() -> None:
    with pytest.raises(ValueError, match=r"参数 region_id 的值“\\xff”含有不是文字的字节"):
        ask.typed(
            next(item for item in ask.questions() if item.name == "region_years"), {"region_id": os.fsdecode(b"\xff")}
        )


def test_a_report_with_a_hostile_name_is_loaded_under_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / f"=1{TITLE}.txt").write_bytes(report_bytes(CODES[0], 2022))
    assert root.gongkai.main(["load", str(folder), "--store", str(tmp_path / "store")], standalone_mode=False) == 0
    said = "".join(capsys.readouterr())
    assert "载入 1 份" in said and "\x1b" not in said
