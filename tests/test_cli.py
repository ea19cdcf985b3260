"""The command: its JSON contract, its exit codes, its words for wrong use, its help."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import ask, store
from reports.command import main, root
from reports.publish import Source
from reports.specimen import demo
from tests.stored import CODES, report_bytes

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, cwd: Path | None = None, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What the command says and how it exits, run in this process: starting Python anew each time takes longer than
    most commands do."""
    said, complained = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(said), redirect_stderr(complained):
        patched.chdir(cwd or ROOT)
        patched.setattr(sys, "argv", ["gongkai", *arguments])
        if folder is not None:
            patched.setenv("GONGKAI_STORE", str(folder))
        with pytest.raises(SystemExit) as left:
            main()
    code = left.value.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), complained.getvalue())


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for year in (2022, 2023):
        (folder / f"年报{year}.txt").write_bytes(report_bytes(CODES[0], year))
    (folder / "坏.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def loaded(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded") / "store"
    demo.begin(folder)
    done = run("load", str(inbox), folder=folder)
    assert done.returncode == 1, done.stderr
    assert "未载入 1 份" in done.stdout and "坏.txt" in done.stderr
    return folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "store"))


def test_read_json_is_one_object_a_line_and_goes_on_after_a_bad_file(inbox: Path) -> None:
    done = run("read", "年报2022.txt", "坏.txt", "./年报2023.txt", "--json", cwd=inbox)
    assert done.returncode == 1
    first, bad, last = (json.loads(line) for line in done.stdout.splitlines())
    assert bad.keys() == {"file", "error"} and bad["file"] == "坏.txt"
    assert (first["file"], first["year"], first["form"]) == ("年报2022.txt", 2022, "2021")
    assert last["file"] == "./年报2023.txt"
    assert {"office", "title", "facts", "problems", "findings"} <= first.keys()
    assert first["office"] and first["title"]
    for fact in first["facts"]:
        assert fact.keys() == {
            "indicator", "breakdown", "value", "unit", "qualifier", "status", "source", "section", "quote", "locator",
        }  # fmt: skip
        assert fact["source"] in ("table", "text")
        assert (fact["value"] is None) == (fact["status"] != "stated")
        assert fact["qualifier"] in ("=", ">=", "~")
    assert sum(fact["source"] == "table" for fact in first["facts"]) == 200
    for problem in first["problems"]:
        assert problem.keys() == {"topic", "quote"}
    assert {"carry_over"} <= {finding["rule"] for finding in first["findings"]}
    for finding in first["findings"]:
        assert finding.keys() == {"rule", "status", "message", "advice", "facts"}
        assert finding["status"] in ("failed", "not_assessable", "notice")


def test_findings_of_one_file_do_not_depend_on_the_others(inbox: Path) -> None:
    alone = run("read", str(inbox / "年报2023.txt"), "--json")
    after = run("read", str(inbox / "年报2022.txt"), str(inbox / "年报2023.txt"), "--json")
    assert alone.returncode == after.returncode == 0
    assert alone.stdout.splitlines()[0] == after.stdout.splitlines()[1]


def test_a_wrong_sum_is_found(inbox: Path, tmp_path: Path) -> None:
    text = report_bytes(CODES[0], 2022).decode("utf-8")
    lines = text.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if "本年新收政府信息公开申请" in line)
    lines[place] = re.sub(r"\d+(?=\s*$)", lambda match: str(int(match[0]) + 40), lines[place])
    (tmp_path / "draft.txt").write_text("".join(lines), "utf-8")
    [row] = [json.loads(line) for line in run("read", "draft.txt", "--json", cwd=tmp_path).stdout.splitlines()]
    failed = {finding["rule"]: finding for finding in row["findings"] if finding["status"] == "failed"}
    assert {"applications_balance", "applications_row_sum"} <= failed.keys()
    assert "applications.received/total" in failed["applications_balance"]["facts"]
    shown = run("read", "draft.txt", cwd=tmp_path).stdout
    assert "新收申请·总计" in shown and not re.search("natural_person|legal_service|·total|·other", shown)


def test_read_for_people_is_chinese_and_shows_words_with_numbers(inbox: Path) -> None:
    done = run("read", str(inbox / "年报2022.txt"))
    assert done.returncode == 0
    assert "统计表200格" in done.stdout and "正文数字" in done.stdout
    assert not re.search(r"(?i)\b(stated|blank|missing|none|null)\b", done.stdout)


def test_an_absent_file_is_an_error_in_words(tmp_path: Path) -> None:
    done = run("read", "没有.txt", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"file": "没有.txt", "error": "没有.txt：无法打开（文件不存在）；请检查后再试。"}
    assert done.stderr == ""


def test_why_tells_evidence_decision_and_what_else_each_number_may_be(tmp_path: Path) -> None:
    text = "云溪镇2023年政府信息公开工作年度报告\n一、总体情况\n网站公开规章12件，网站公开信息410条。共发放手册30本。\n"
    (tmp_path / "draft.txt").write_text(text, "utf-8")
    [row] = [json.loads(line) for line in run("read", "draft.txt", "--why", "--json", cwd=tmp_path).stdout.splitlines()]
    told = {why["value"]: why for why in row["why"]}
    assert [why["value"] for why in row["why"]] == [f["value"] for f in row["facts"] if f["source"] == "text"]
    assert (told[12]["indicator"], told[12]["noun"], told[12]["may_be"]) == (
        "disclosure.column",
        "规章",
        [["disclosure.website", ""]],
    )
    assert told[12]["reason"] and told[410]["evidence"]
    assert told[30]["indicator"] is None and told[30]["may_be"] == []
    shown = run("read", "draft.txt", "--why", cwd=tmp_path).stdout
    assert "为什么这样读" in shown and "所数：规章" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lod"], "没有命令“lod”。 您是不是想用：'load'？"),
        (["read", "--jsn", "x"], "没有选项 --jsn。 您是不是想用：'--json'？"),
        (["read"], "缺少参数 '文件...'"),
        (["ask", "weibo_post"], "您是不是想用：weibo_posts"),
        (["ask", "hotline", "--param", "yeer=2024"], "没有参数“yeer”"),
        (["ask", "hotline", "--param", "2024"], "应写成 名称=值"),
        (["ask", "hotline", "--param", "from_year=去年"], "参数 from_year 应为整数"),
        (["ask", "hotline", "--param", "from_year=99999"], "参数 from_year 的值 99999 太大"),
        (["ask", "report_facts", "--param", "report_id=99999999999"], "参数 report_id 的值 99999999999 太大"),
        (["ask", "report_facts"], "缺少参数：report_id"),
        (["ask", "hotline", "--format", "excel"], "应为 'table', 'csv', 'json' 之一，写的是“excel”"),
        (["serve", "--port", "0"], "写的是 0，应满足 1<=x<=65535"),
        (["correct", "1", "--indicator", "disclosure.webo", "--reason", "x"], "您是不是想用：disclosure.weibo"),
    ],
)
def test_wrong_use_exits_2_with_the_way_out(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr and "--help" in done.stderr
    assert "Traceback" not in done.stderr and "Error" not in done.stderr


@pytest.mark.parametrize("name", sorted(root.gongkai.commands))
def test_every_command_is_explained_in_chinese_with_an_example(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert f"例：gongkai {name}" in done.stdout
    assert done.stdout.startswith(f"用法： gongkai {name}")
    words = re.sub(
        r"gongkai[^\n]*|--?[\w-]+|GONGKAI_STORE|X-Forwarded-\s*User|data/store|JSON|json|csv|table|Parquet|Ctrl\+C|^ +(?:list|add|password|export|import|set|rename|merge|split|close|reopen|suggest)(?= )|用 import 导回|Excel",
        "",
        done.stdout,
        flags=re.MULTILINE,
    )
    assert not re.search(r"[A-Za-z]{4,}", words), words


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = "import sys; from reports.command import gongkai; gongkai.main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert not {"duckdb", "pandas", "rich", "opencc", "lxml", "pyarrow", "streamlit"} & set(
        re.findall(r"'(\w+)'", done.stdout)
    )


def test_ask_answers_as_table_csv_and_json(loaded: Path) -> None:
    listing = run("ask", folder=loaded)
    assert listing.returncode == 0
    assert [line.split()[0] for line in listing.stdout.splitlines()] == [item.name for item in ask.questions()]
    table = run("ask", "years_available", folder=loaded)
    assert "2022" in table.stdout and "共 2 行" in table.stdout
    csv = run("ask", "years_available", "--format", "csv", folder=loaded)
    assert csv.stdout.splitlines()[0].startswith("year,")
    rows = json.loads(run("ask", "years_available", "--format", "json", folder=loaded).stdout)
    assert {row["year"] for row in rows} == {2022, 2023}
    few = run(
        "ask",
        "weibo_posts",
        "--param",
        "from_year=2023",
        "--param",
        f"office_codes={CODES[0]}",
        "--format",
        "json",
        folder=loaded,
    )
    assert [row["year"] for row in json.loads(few.stdout)] == [2023]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hotline", "--param", f"office_codes={CODES[0]},{CODES[0]}x"], f"没有单位代码“{CODES[0]}x”。您是不是想用：{CODES[0]}"),
        (["office_profile", "--param", "office_code=竹荫路街道"], "您是不是想用：qinghe-zhuyinlu"),
        (["coverage", "--param", "region_id=青禾区"], "没有地区代码“青禾区”。您是不是想用：demo-000101"),
        (["region_roll_up", "--param", "indicator=disclosure.webo"], "没有指标“disclosure.webo”。您是不是想用：disclosure.weibo"),
    ],
)  # fmt: skip
def test_a_mistyped_office_region_or_indicator_is_not_an_empty_answer(
    loaded: Path, arguments: list[str], said: str
) -> None:
    done = run("ask", *arguments, folder=loaded)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr and "Traceback" not in done.stderr


def test_every_example_of_the_help_names_what_there_is() -> None:
    """Each `gongkai ...` in a docstring parses: command, options, question and its parameters."""
    examples = [
        line.split("gongkai ", 1)[1].split()
        for command in root.gongkai.commands.values()
        for line in (command.help or "").splitlines()
        if "gongkai " in line
    ]
    assert len(examples) >= len(root.gongkai.commands)
    known = {item.name: {parameter.name for parameter in item.parameters} for item in ask.questions()}
    for name, *rest in examples:
        with root.gongkai.commands[name].make_context(name, list(rest)) as context:
            given = {text.partition("=")[0] for text in context.params.get("parameters") or ()}
            if context.params.get("question"):
                assert given <= known[context.params["question"]], rest


def test_lists_and_truths_are_cells_in_chinese_and_csv_has_their_items(loaded: Path) -> None:
    csv = run("ask", "office_list", "--format", "csv", folder=loaded).stdout
    assert "青禾区竹荫路街道办事处、云澄市青禾区竹荫路街道办事处" in csv and "[" not in csv
    table = run("ask", "office_list", folder=loaded).stdout
    assert "是" in table and "True" not in table and "[" not in table


def test_into_a_pipe_every_finding_is_one_line(loaded: Path) -> None:
    lines = run("check", folder=loaded).stdout.splitlines()
    count = int(re.findall(r"共 (\d+) 条。", lines[-1])[0])
    assert len(lines) == count + 1


def test_the_name_of_a_refused_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "某街道.txt").write_text("某街道办事处政府信息公开工作年度报告\n一、总体情况\n无。\n", "utf-8")
    done = run("load", "in/某街道.txt", cwd=tmp_path, folder=tmp_path / "store")
    assert done.returncode == 1 and done.stderr.count("某街道.txt") == 1, done.stderr


def test_a_store_that_is_not_there_is_told_with_the_next_step(tmp_path: Path) -> None:
    done = run("ask", "years_available", folder=tmp_path / "none")
    assert done.returncode == 1 and "gongkai demo" in done.stderr
    assert run("rebuild", "--store", str(tmp_path / "none")).returncode == 1


@pytest.mark.slow
def test_the_example_answers_until_the_district_has_data_of_its_own(loaded: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded, tmp_path / "store-demo")
    done = run("ask", "years_available", "--format", "csv", folder=tmp_path / "store")
    assert done.returncode == 0 and "2023" in done.stdout and "以下是示例" in done.stderr
    # Whoever names a store means that one, and what is loaded never goes to the example.
    assert run("ask", "years_available", "--store", str(tmp_path / "store")).returncode == 1
    (tmp_path / "新.txt").write_bytes(report_bytes(CODES[0], 2024))
    assert run("load", str(tmp_path / "新.txt"), folder=tmp_path / "store").returncode == 0
    done = run("ask", "years_available", "--format", "csv", folder=tmp_path / "store")
    assert "2024" in done.stdout and "2023" not in done.stdout and "示例" not in done.stderr


def test_the_example_fills_the_store_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(demo, "demo_sources", lambda: [Source("示例.txt", data=report_bytes(CODES[0], 2022))])
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "named"))
    assert CliRunner().invoke(root.gongkai, ["demo"]).exit_code == 0
    assert store.current_number(tmp_path / "named") == 1


def test_check_judges_a_draft_by_the_other_years_and_stores_nothing(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(report_bytes(CODES[0], 2024))
    done = run("check", str(draft), "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["compared_years"] == [2022, 2023] and "2022、2023" in row["basis"]
    about = [f["message"] for f in row["findings"] if f["rule"] == "carry_over"]
    assert all("未收录" not in message for message in about)
    assert store.current_number(folder) == 1
    without = run("check", str(draft), "--json", "--store", str(tmp_path / "none"))
    assert "跨年度规则未执行" in json.loads(without.stdout)["basis"]
    assert not (tmp_path / "none").exists()


def test_check_without_files_lists_the_findings_of_the_store(folder: Path) -> None:
    done = run("check", "--json", folder=folder)
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found and {"rule", "status", "severity", "office", "year", "message"} <= found[0].keys()
    assert "条。" in run("check", folder=folder).stdout


def test_correct_rollback_and_rebuild_from_the_command_line(folder: Path) -> None:
    answer = run("ask", "report_facts", "-p", "report_id=1", "--format", "json", folder=folder)
    fact = next(
        row
        for row in json.loads(answer.stdout)
        if row["indicator"] == "applications.received" and row["breakdown"] == "total"
    )
    options = [
        "--indicator",
        "applications.received",
        "--breakdown",
        "total",
        "--corrected",
        "91",
        "--reason",
        "原表有误",
    ]
    wrong = run("correct", "1", *options, "--stated", "987654", folder=folder)
    assert wrong.returncode == 1 and "针对原值 987654" in wrong.stderr
    right = run("correct", "1", *options, "--stated", str(fact["value"]), folder=folder)
    assert right.returncode == 0 and "现为第 2 版数据" in right.stdout
    back = run("rollback", folder=folder)
    assert "已从第 2 版退回第 1 版" in back.stdout
    again = run("rebuild", folder=folder)
    assert again.returncode == 1 and "现为第 3 版数据" in again.stdout and "未载入 1 份" in again.stdout


def test_a_second_load_skips_what_is_there(folder: Path, inbox: Path) -> None:
    done = run("load", str(inbox / "年报2022.txt"), str(inbox / "年报2023.txt"), folder=folder)
    assert done.returncode == 0
    assert "已有而跳过 2 份" in done.stdout and "现为" not in done.stdout
