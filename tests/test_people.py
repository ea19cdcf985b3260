"""Accounts, passwords, sessions and rights of a store: who may sign in, for how long, and to what."""

from __future__ import annotations

import csv
import json
import os
import shutil
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from reports import ask as questions
from reports import people, publish, store
from reports.command import gongkai
from reports.errors import ReportError, StoreError
from reports.people import files, passwords, sessions, tries
from reports.people.rights import TABLE
from reports.store import Reach, Scope, journal
from reports.store.schema import table_columns
from tests.stored import load, source

GOOD = "qinghe-2026-Ab"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three offices of a fictional district, with a generation to go back to, and three accounts."""
    folder = tmp_path_factory.mktemp("people") / "store"
    load(folder, [source("qinghe-zhuyinlu", 2022), source("qinghe-hexu", 2022)], processes=1)
    load(folder, [source("qinghe-chengguan", 2022), source("qinghe-hexu", 2023)], processes=1)
    people.add(folder, "王芳", "公开办", regions=["全部"], password=GOOD, who="根")
    people.add(folder, "张区长", "领导", regions=["青禾区"], subject="zhang", who="根")
    people.add(folder, "荷墟", "单位", offices=["qinghe-hexu"], password=GOOD, who="根")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same for one test to change."""
    shutil.copytree(made, tmp_path / "store")
    return tmp_path / "store"


def gongkai_says(folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    """Exit code and output of `gongkai people …`; the code 1 stands for a sentence."""
    told = CliRunner().invoke(gongkai, ["people", *words, "--store", str(folder)], input=typed)
    if isinstance(told.exception, ReportError):
        return 1, str(told.exception)
    return told.exit_code, told.output


def test_accounts_are_journalled_without_a_trace_of_passwords(folder: Path) -> None:
    lines = [line for line in journal.read(folder) if line["what"] == "account"]
    assert [(line["account"]["name"], line["who"], line["done"]) for line in lines] == [
        ("王芳", "根", ["开户", "设密码"]),
        ("张区长", "根", ["开户"]),
        ("荷墟", "根", ["开户", "设密码"]),
    ]
    people.set_password(folder, "王芳", "another-2026-Xy", who="根")
    text = (folder / journal.FILE_NAME).read_text("utf-8")
    hashes = json.loads((folder / "people" / "passwords.json").read_text("utf-8"))
    assert all(value.startswith("$argon2id$") for value in hashes.values())
    assert "argon2" not in text and GOOD not in text and "another-2026-Xy" not in text
    assert not journal.breaks(folder), "the chain holds"


def test_accounts_outlive_a_rollback_and_a_rebuild(folder: Path) -> None:
    people.close(folder, "荷墟")
    people.add(folder, "李四", "公开办", regions=["青禾区"], password=GOOD)
    before = people.accounts(folder)
    publish.rollback(folder)
    publish.rebuild(folder, processes=1)
    assert people.accounts(folder) == before
    assert people.account(folder, "荷墟") is None and people.account(folder, "李四") is not None
    again = folder.with_name("again")
    shutil.copytree(folder, again)
    assert people.accounts(again) == before, "read whole, as another process does"


def test_what_was_taken_back_from_the_journal_is_forgotten(folder: Path) -> None:
    length = (folder / journal.FILE_NAME).stat().st_size
    people.add(folder, "李四", "领导", regions=["全部"], password=GOOD)
    assert "李四" in people.accounts(folder)
    journal.take_back(folder, length)
    assert "李四" not in people.accounts(folder)
    people.add(folder, "赵六", "领导", regions=["全部"], password=GOOD)
    assert people.accounts(folder).keys() == {"王芳", "张区长", "荷墟", "赵六"}


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"role": "公开办"}, "请写明范围"),
        ({"role": "局长", "regions": ["全部"]}, "没有角色"),
        ({"role": "领导", "regions": ["无此区"]}, "没有“无此区”"),
        ({"role": "单位", "offices": ["无此局"]}, "名录中没有单位"),
        ({"role": "单位", "regions": ["全部"]}, "须用 --office 写明单位"),
        ({"role": "单位", "regions": ["全部"], "offices": ["qinghe-hexu"]}, "须用 --office 写明单位"),
        ({"role": "领导", "regions": ["全部"], "password": None}, "没有登录方式"),
        ({"role": "领导", "regions": ["全部"], "password": "short"}, "密码应有"),
        ({"role": "领导", "regions": ["全部"], "password": "aaaaaaaaaaaa"}, "太容易"),
        ({"role": "领导", "regions": ["全部"], "password": "李四-2026-mima"}, "太容易"),
        ({"role": "领导", "regions": ["全部"], "name": "王芳"}, "已有账户"),
        ({"role": "领导", "regions": ["全部"], "name": "王\n芳\x1b[2J"}, "姓名应为"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_is_written(
    made: Path, how: dict[str, object], sentence: str
) -> None:
    before = (made / journal.FILE_NAME).read_bytes()
    given = {"name": "李四", "password": GOOD, **how}
    with pytest.raises(ReportError, match=sentence):
        people.add(made, **given)  # type: ignore[arg-type]
    assert (made / journal.FILE_NAME).read_bytes() == before


def test_the_command_opens_changes_shuts_and_reopens(folder: Path) -> None:
    assert gongkai_says(
        folder, "add", "李四", "--role", "单位", "--office", "荷墟镇人民政府", "--password-stdin", typed=f"{GOOD}\n"
    ) == (
        0,
        "已开户　李四（单位，荷墟镇人民政府）。\n",
    )
    assert gongkai_says(folder, "set", "李四", "--role", "领导", "--region", "青禾区")[0] == 0
    told = people.accounts(folder)["李四"]
    assert (told.role, told.scope) == ("领导", Scope(("demo-000101",)))
    assert gongkai_says(folder, "password", "李四", typed="mima-2027-Zz\nmima-2027-Zz\n")[0] == 0
    assert passwords.is_right(folder, "李四", "mima-2027-Zz") and not passwords.is_right(folder, "李四", GOOD)
    assert gongkai_says(folder, "close", "李四")[0] == 0 and people.account(folder, "李四") is None
    assert not passwords.is_right(folder, "李四", "mima-2027-Zz")
    code, said = gongkai_says(folder, "reopen", "李四", "--no-password")
    assert code == 1 and "没有登录方式" in said
    assert gongkai_says(folder, "reopen", "李四", "--password-stdin", typed=f"{GOOD}\n")[0] == 0
    listed = gongkai_says(folder, "list")[1]
    assert "共 4 个账户" in listed and "李四" in listed and "argon2" not in listed
    done = [line["done"] for line in journal.read(folder) if line["what"] == "account"][3:]
    assert done == [["开户", "设密码"], ["改角色", "改范围"], ["重设密码"], ["停用"], ["恢复", "设密码"]]


def test_no_password_is_an_argument() -> None:
    group = gongkai.get_command(click.Context(gongkai), "people")
    assert isinstance(group, click.Group) and len(group.commands) == 6
    taking = {option for command in group.commands.values() for part in command.params for option in part.opts}
    assert {each for each in taking if "password" in each} == {"--password-stdin", "--no-password"}
    flags = [part for command in group.commands.values() for part in command.params if "--password-stdin" in part.opts]
    assert flags and all(getattr(part, "is_flag", False) for part in flags)


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_secrets_are_for_the_server_alone_and_refused_once_others_may_read_them(folder: Path) -> None:
    sessions.begin(folder, "王芳")
    own = folder / "people"
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in own.iterdir() if path.stat().st_size}
    assert modes == dict.fromkeys(("passwords.json", "secret", "sessions.sqlite"), 0o600)
    for name in modes:
        (own / name).chmod(0o644)
        with pytest.raises(StoreError, match="chmod 600"):
            passwords.is_right(folder, "王芳", GOOD)
            sessions.name_of(folder, sessions.begin(folder, "王芳"))
        (own / name).chmod(0o600)
    own.chmod(0o755)
    with pytest.raises(StoreError, match="chmod 700"):
        files.secret(folder)


def test_a_session_ends_by_age_by_rest_by_its_person_and_with_its_account(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(sessions, "now", lambda: clock[0])
    told = sessions.begin(folder, "王芳")
    clock[0] += sessions.IDLE_SECONDS - 1
    assert sessions.name_of(folder, told) == "王芳"
    for _ in range(6):
        clock[0] += sessions.IDLE_SECONDS - 1
        assert sessions.name_of(folder, told) == ("王芳" if clock[0] - 1_000_000 < sessions.LONGEST_SECONDS else None)
    assert sessions.name_of(folder, told) is None
    rested = sessions.begin(folder, "王芳")
    clock[0] += sessions.IDLE_SECONDS
    assert sessions.name_of(folder, rested) is None
    left, kept = sessions.begin(folder, "王芳"), sessions.begin(folder, "王芳")
    sessions.end(folder, left)
    assert (sessions.name_of(folder, left), sessions.name_of(folder, kept)) == (None, "王芳")
    people.set_password(folder, "王芳", "another-2026-Xy")
    assert sessions.name_of(folder, kept) is None
    shut = sessions.begin(folder, "荷墟")
    people.close(folder, "荷墟")
    assert sessions.name_of(folder, shut) is None


def test_a_forged_session_is_nobodys(folder: Path) -> None:
    told = sessions.begin(folder, "荷墟")
    value, signature = told.split(".")
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    (other / "people" / "secret").unlink()
    forged = [
        "", ".", value, f"{value}.", f"{value}.{'0' * 64}", f"{value[::-1]}.{signature}", f"{value}.{signature.upper()}",
        told + "=", f"{'A' * 43}.{sessions._signature(folder, 'A' * 43)}", f"{value}.{sessions._signature(other, value)}",
        "王芳", "é" * 43 + "." + signature,
    ]  # fmt: skip
    assert [each for each in forged if sessions.name_of(folder, each) is not None] == []
    assert sessions.name_of(folder, told) == "荷墟"
    assert value.encode() not in (folder / "people" / "sessions.sqlite").read_bytes(), "the value stands nowhere"


def test_wrong_passwords_wait_longer_each_time_and_keep_nobody_else_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(sessions, "now", lambda: clock[0])
    stranger, owner = (tries.place_of(folder, "王芳", address, "") for address in ("10.0.0.9", "10.0.0.8"))
    for wrong in range(9):
        clock[0] += tries.wait_after(wrong)
        tries.note_try(folder, "王芳", stranger)
        if wrong >= 4:
            with pytest.raises(people.TooMany, match=r"请过 .*再试"):
                tries.note_try(folder, "王芳", stranger)
    tries.note_try(folder, "王芳", owner)
    tries.forget(folder, "王芳", owner)
    with pytest.raises(people.TooMany, match="请过 8 分钟再试"):
        tries.note_try(folder, "王芳", stranger)
    tries.note_try(folder, "荷墟", stranger)
    clock[0] += tries.KEPT_SECONDS
    tries.note_try(folder, "王芳", stranger)
    assert people.tries.LONGEST_WAIT * 24 >= tries.KEPT_SECONDS, "at most 40 guesses a day from one place"


def test_who_guesses_from_many_addresses_stops_and_a_known_browser_still_comes_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "now", lambda: 1_000_000.0)
    known = tries.known_browser(folder, "王芳")
    for number in range(tries.MOST_OF_A_NAME):
        tries.note_try(folder, "王芳", tries.place_of(folder, "王芳", f"10.0.{number}.1", ""))
    other = tries.known_browser(folder, "荷墟")
    for browser in ("", other, known[:-1] + ("0" if known[-1] != "0" else "1"), f"browser:{known}"):
        with pytest.raises(people.TooMany, match="60 分钟"):
            tries.note_try(folder, "王芳", tries.place_of(folder, "王芳", "10.9.9.9", browser))
    own = tries.place_of(folder, "王芳", "10.0.0.1", known)
    for _ in range(tries.FREE_TRIES):
        tries.note_try(folder, "王芳", own)
    with pytest.raises(people.TooMany, match=r"请过 3[01] 秒"):
        tries.note_try(folder, "王芳", own)
    people.set_password(folder, "王芳", "another-2026-Xy")
    tries.note_try(folder, "王芳", tries.place_of(folder, "王芳", "10.9.9.9", ""))


def test_an_address_that_tries_many_names_waits_and_ipv6_counts_by_its_network(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(sessions, "now", lambda: clock[0])
    places = {tries.place_of(folder, "某人", f"2001:db8::{number}", "") for number in range(1, 9)}
    assert places == {"2001:db8::/64"}
    assert tries.place_of(folder, "某人", "::ffff:10.0.0.9", "") == "10.0.0.9"
    for number in range(tries.MOST_OF_AN_ADDRESS):
        tries.note_try(folder, f"某人{number}", "10.0.0.9")
    with pytest.raises(people.TooMany, match="15 分钟"):
        tries.note_try(folder, "荷墟", "10.0.0.9")
    clock[0] += tries.ADDRESS_SECONDS
    tries.note_try(folder, "荷墟", "10.0.0.9")


def test_a_person_changes_his_own_password_and_nothing_else(folder: Path) -> None:
    before, held = people.accounts(folder), sessions.begin(folder, "荷墟")
    for former, new, sentence in (
        ("wrong-2026-Xy", "another-2026-Xy", "原密码不对"),
        (GOOD, "short", "密码应有"),
        (GOOD, GOOD, "与原密码相同"),
    ):
        with pytest.raises(ReportError, match=sentence):
            people.change_own_password(folder, "荷墟", former, new)
    assert sessions.name_of(folder, held) == "荷墟"
    with pytest.raises(people.AccountError, match="原密码不对"):
        people.change_own_password(folder, "张区长", "", "another-2026-Xy")  # Signs in elsewhere.
    people.change_own_password(folder, "荷墟", GOOD, "another-2026-Xy")
    assert passwords.is_right(folder, "荷墟", "another-2026-Xy") and not passwords.is_right(folder, "荷墟", GOOD)
    assert sessions.name_of(folder, held) is None and people.accounts(folder) == before
    line = journal.read(folder)[-1]
    assert (line["who"], line["done"]) == ("荷墟", ["自己改密码"])
    assert "another-2026" not in (folder / journal.FILE_NAME).read_text("utf-8")
    assert people.is_own_line(folder, "荷墟", line) and not people.is_own_line(folder, "王芳", line)
    raised = {**line, "account": {**line["account"], "role": "公开办"}}
    assert not people.is_own_line(folder, "荷墟", raised)


EXPECTED = {
    "look": {"领导": "own", "公开办": "own", "单位": "own"},
    "check": {"领导": "no", "公开办": "own", "单位": "own"},
    "publish": {"领导": "no", "公开办": "own", "单位": "no"},
    "roster": {"领导": "no", "公开办": "own", "单位": "no"},
    "undo": {"领导": "no", "公开办": "all", "单位": "no"},
    "follow": {"领导": "no", "公开办": "own", "单位": "no"},
    "assess": {"领导": "no", "公开办": "own", "单位": "no"},
    "answer": {"领导": "no", "公开办": "own", "单位": "own"},
    "log": {"领导": "no", "公开办": "own", "单位": "no"},
    "password": {"领导": "own", "公开办": "own", "单位": "own"},
}
"""The three roles of the issue, written down once more."""


def test_who_may_do_what() -> None:
    assert people.rights().keys() == EXPECTED.keys()
    everything, some = Scope(("全部",)), Scope((), ("a",))
    seen = Reach(frozenset({"a"}), frozenset())
    for action, by_role in EXPECTED.items():
        for role, how in by_role.items():
            whole, part = people.Person("甲", role, everything), people.Person("甲", role, some, seen)
            assert people.may(whole, action, "b") == (how != "no"), (action, role)
            assert people.may(part, action, "a") == (how == "own"), (action, role)
            assert not people.may(part, action, "b"), (action, role)
            assert not people.may(part, action, ""), "what may be any office"
    nobody = [
        None,
        people.Person("甲", "局长", everything),
        people.Person("甲", "公开办", Scope(), Reach(frozenset(), frozenset())),
    ]
    assert not any(people.may(person, action, "a") for person in nobody for action in EXPECTED)
    assert not people.may(people.Person("甲", "公开办", everything), "neues", "a"), "what the table does not name"
    for person in (None, people.Person("甲", "领导", everything)):
        assert people.refused(person, "publish").endswith("。")


def test_each_row_of_the_rights_is_used_and_each_kind_of_line_has_its_writer() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = {kind for row in rows for kind in row["lines"].split()}
    from reports.store.line_kinds import _KEYS

    assert written <= _KEYS.keys()
    assert _KEYS.keys() - written == {"acceptance", "account"}, "only the command line writes these"
    office = people.Person("甲", "单位", Scope(("全部",)))
    assert {kind for kind in _KEYS if not people.refused_line(office, kind)} == {"task", "explanation"}
    leader = people.Person("甲", "领导", Scope(("全部",)))
    assert all(people.refused_line(leader, kind) for kind in _KEYS)
    whole = people.Person("甲", "公开办", Scope(("全部",)))
    assert {kind for kind in _KEYS if people.refused_line(whole, kind)} == {"acceptance", "account"}


def test_within_a_scope_no_question_and_no_table_has_a_row_of_another_office(made: Path) -> None:
    whole = store.open_current(made)
    views = store.Views(whole)
    part, reach = store.open_within(views, Scope((), ("qinghe-hexu",)))
    assert reach == Reach(frozenset({"qinghe-hexu"}), frozenset())
    asked = (
        whole.cursor()
        .execute(
            "select o.office_id, r.report_id from office o join report r using (office_id) where office_code = 'qinghe-hexu'"
        )
        .fetchall()
    )
    offices, reports = {row[0] for row in asked}, {row[1] for row in asked}
    seen = 0
    for table, columns in table_columns().items():
        rows = part.cursor().execute(f"select * from {table}").fetchall()
        for column, allowed in (("office_id", offices), ("report_id", reports)):
            if column in columns:
                place = columns.index(column)
                assert {row[place] for row in rows} <= allowed | {None}, table
                seen += len(rows)
    assert seen > 500 and len(reports) == 2
    assert part.cursor().execute("select count(*) from region_total where indicator <> ''").fetchone() == (0,)
    (told,) = questions.ask(part.cursor(), "office_list", {})["office_code"]
    assert told == "qinghe-hexu"
    assert len(questions.ask(part.cursor(), "report_list", {"office_codes": ["qinghe-zhuyinlu"]})) == 0
    region, seen_whole = store.open_within(views, Scope(("demo-000101",)))
    assert seen_whole.regions == {"demo-000101"} and len(seen_whole.offices) >= 3
    for table in ("fact", "finding", "report", "region_total"):
        count = f"select count(*) from {table}" + (
            " where region_id = 'demo-000101'" if table == "region_total" else ""
        )
        assert region.cursor().execute(count).fetchone() == whole.cursor().execute(count).fetchone(), table
    nobody, nothing = store.open_within(views, Scope())
    assert nothing == Reach(frozenset(), frozenset())
    assert nobody.cursor().execute("select count(*) from report").fetchone() == (0,)
    # A cursor that was told no scope sees nobody's rows; and the scopes that were opened later changed none of before.
    assert part.connection.cursor().execute("select count(*) from report").fetchone() == (0,)
    assert part.cursor().execute("select distinct office_code from office").fetchall() == [("qinghe-hexu",)]
    nobody.close()
    assert region.cursor().execute("select count(*) from report").fetchone() != (0,)
    for each in (region, part, whole):
        each.close()


def test_every_table_is_shut_until_somebody_says_how_it_is_seen(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.store import scoped

    known = {"office_id", "report_id"}
    known |= {"office_code"}
    sorted_out = {
        "task_change",
        "region",
        "region_total",
        "generation",
        *scoped.OF_THE_BASE,
        *scoped._BY_NAME,
        *scoped._OF_ALL,
    }
    for table, columns in table_columns().items():
        assert table in sorted_out or known & set(columns), f"{table}: add it to reports/store/scoped.py"
    assert scoped._seen("made_up", ("secret",)).endswith("where false")


def test_no_question_reaches_past_the_views() -> None:
    from reports import reference

    texts = [path.read_text("utf-8") for path in reference.QUERIES.rglob("*.sql")]
    assert len(texts) > 60 and not any(
        word in text for text in texts for word in ("whole.", "duckdb_", "variable", "every_")
    )


def test_many_who_sign_in_first_at_once_all_get_a_session_that_counts(tmp_path: Path) -> None:
    """On a server that was never signed in to there is neither a secret nor a table of sessions yet."""
    for number in range(10):
        folder, together = tmp_path / str(number), threading.Barrier(12)

        def comes(name: str, folder: Path = folder, together: threading.Barrier = together) -> tuple[str, str]:
            together.wait()
            token = sessions.form_token(folder, name)
            tries.note_try(folder, name, "1")
            return token, sessions.begin(folder, name)

        with ThreadPoolExecutor(12) as crowd:
            told = dict(zip(map(str, range(12)), crowd.map(comes, map(str, range(12))), strict=True))
        for name, (token, held) in told.items():
            assert sessions.form_token(folder, name) == token
            assert sessions.name_of(folder, held) == name
