"""People who sign in: the three roles go their ways in a browser, and whoever goes another's is refused in a sentence.

One server, with accounts of its own and with an identity provider (oidc-provider-mock).
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
import requests

from dashboard import wording
from reports import people
from reports.people import files, sessions
from reports.specimen import demo_offices, draw, write
from reports.store import current_number, journal
from tests.browsing import SLOW, drawn, free_port, serve
from tests.knocking import PASSWORD, SESSION, Line, address, anybody, cookies_of, enter, form_of, signed_in
from tests.stored import load, source

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

OWN, OTHER = "qinghe-hexu", "qinghe-zhuyinlu"
OTHER_NAME = "竹荫路街道办事处"
OFFICE, STAFF, LEADER, ELSEWHERE = "荷墟", "王芳", "张区长", "陈处"
"""Who signs in: an office, 公开办, 领导, and a 领导 who signs in at the provider."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three offices of one district with its accounts."""
    folder = tmp_path_factory.mktemp("signed") / "store"
    load(folder, [source(OTHER, 2022), source("qinghe-chengguan", 2022), source(OWN, 2022)], processes=1)
    load(folder, [source(OTHER, 2023), source(OWN, 2023)], processes=1)
    people.add(folder, STAFF, "公开办", regions=["全部"], password=PASSWORD)
    people.add(folder, LEADER, "领导", regions=["青禾区"], password=PASSWORD)
    people.add(folder, OFFICE, "单位", offices=[OWN], password=PASSWORD)
    people.add(folder, ELSEWHERE, "领导", regions=["青禾区"], subject="chen")
    return folder


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[str]:
    """The address of the server, with a provider that knows everybody."""
    from oidc_provider_mock import run_server_in_thread

    port = free_port()
    with run_server_in_thread() as provider:
        told = {
            "client_id": "gongkai",
            "client_secret": "geheim",
            "server_metadata_url": f"http://localhost:{provider.server_port}/.well-known/openid-configuration",
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        }
        lines = "".join(f'{name} = "{value}"\n' for name, value in told.items())
        files.write(files.folder_of(store) / "provider.toml", lines.encode())
        yield from serve(store, port=port, with_people=True)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Page]:
    """A tab of somebody whom the server has never seen."""
    context = browser.new_context(bypass_csp=True, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(SLOW)
    yield page
    context.close()


def enters(page: Page, site: str, name: str, to: str = "") -> None:
    """Signs in by the form, on the way to a page."""
    page.goto(f"{site}/{to}")
    page.get_by_label(wording.SIGN_IN_NAME, exact=True).fill(name)
    page.get_by_label(wording.SIGN_IN_PASSWORD, exact=True).fill(PASSWORD)
    page.get_by_role("button", name=wording.SIGN_IN).click()


def listed(page: Page) -> set[str]:
    """The pages that the navigation leads to."""
    found = set()
    for section in page.locator("[data-testid=stTopNavSection]").all():
        section.click()
        found |= set(page.locator("[data-testid=stTopNavDropdownLink]").all_inner_texts())
        page.keyboard.press("Escape")
    return {words.split("\n")[-1] for words in found}


def written(store: Path) -> tuple[bytes, int | None]:
    """What must be as it was after a refusal."""
    return (store / journal.FILE_NAME).read_bytes(), current_number(store)


def test_an_office_sees_its_own_page_and_checks_its_own_draft(site: str, store: Path, visit: Page) -> None:
    enters(visit, site, OFFICE, f"office?{address(profile=OWN, year='2023')}")
    drawn(visit, "office")
    assert "荷墟镇人民政府2023年" in visit.locator("h1").inner_text(), "where he wanted to go"
    page = visit.locator("[data-testid=stMain]").inner_text()
    assert wording.SPINE_OWN_ONLY in page and "名（共" not in page and OTHER_NAME not in page
    with visit.expect_download() as sheet:
        visit.get_by_role("button", name=wording.DOWNLOAD_PORTRAIT).click()
    heads = [cell.text for cell in docx.Document(str(sheet.value.path())).tables[0].rows[0].cells]
    assert heads == [wording.INDICATOR, "2023年", wording.CHANGE_ON_YEAR], "and no column of its like"
    assert wording.PAGES["activity"] not in listed(visit) and wording.PAGES["search"] in listed(visit)
    visit.goto(f"{site}/")
    drawn(visit, "office")
    visit.goto(f"{site}/office?{address(profile=OWN, year='2023')}")
    drawn(visit, "office")
    visit.get_by_role("link", name="2022年", exact=True).click()
    drawn(visit, "report")
    with visit.expect_download() as got:
        visit.get_by_role("button", name=wording.REPORT_ORIGINAL).click()
    assert Path(got.value.path()).read_bytes() == source(OWN, 2022).read()
    visit.goto(f"{site}/import")
    drawn(visit, "import")
    assert wording.TASKS["check"] in visit.locator("[data-testid=stMain]").inner_text()
    assert wording.TASKS["undo"] not in visit.locator("[data-testid=stMain]").inner_text()
    before = written(store)
    for code, said in ((OWN, None), (OTHER, "这份年报的单位不在您账户的范围内，不能体检这份年报")):
        draft = write(draw(demo_offices()[code], 2024, 3), "txt")
        mark = visit.locator("[data-testid=fp]").get_attribute("data-fp")
        visit.locator("input[type=file]").first.set_input_files(
            {"name": f"{code}.txt", "mimeType": "text/plain", "buffer": draft}
        )
        drawn(visit, "import", mark or "")
        main = visit.locator("[data-testid=stMain]").inner_text()
        assert (said or "荷墟镇人民政府2024年") in main
    assert written(store) == before
    assert not {wording.PAGES[name] for name in ("overview", "compare", "roster")} & listed(visit)


def test_a_leader_reads_the_district_and_changes_nothing(site: str, store: Path, visit: Page) -> None:
    before = written(store)
    enters(visit, site, LEADER)
    drawn(visit, "overview")
    assert "年报2/15份" in visit.locator("h1").inner_text()
    assert wording.account_line(LEADER, "领导") in visit.locator(".gk-account").inner_text()
    assert not {wording.PAGES["import"], wording.PAGES["activity"]} & listed(visit)
    visit.goto(f"{site}/import")
    drawn(visit, "import")
    assert "您的角色是领导，不能" in visit.locator("[data-testid=stMain]").inner_text()
    assert visit.locator("input[type=file]").count() == 0
    visit.goto(f"{site}/roster")
    drawn(visit, "roster")
    assert "您的角色是领导，不能修改单位名录" in visit.locator("[data-testid=stMain]").inner_text()
    assert written(store) == before


def test_the_office_for_disclosure_publishes_in_its_own_name_and_signs_out(site: str, store: Path, visit: Page) -> None:
    enters(visit, site, STAFF, "import")
    drawn(visit, "import")
    draft = write(draw(demo_offices()["qinghe-chengguan"], 2023, 7), "txt")
    mark = visit.locator("[data-testid=fp]").get_attribute("data-fp")
    visit.locator("input[type=file]").first.set_input_files(
        {"name": "城关镇2023.txt", "mimeType": "text/plain", "buffer": draft}
    )
    mark = drawn(visit, "import", mark or "")
    visit.get_by_text(wording.signed_as(STAFF)).wait_for()
    visit.get_by_role("button", name=re.compile("发布")).first.click()
    visit.get_by_text("现为第").or_(visit.get_by_text("已发布")).first.wait_for()
    assert [line["who"] for line in journal.read(store) if line["what"] == "capture"][-1] == STAFF
    visit.get_by_role("link", name=wording.SIGN_OUT).click()
    visit.get_by_role("button", name=wording.SIGN_OUT).click()
    visit.get_by_label(wording.SIGN_IN_NAME, exact=True).wait_for()
    visit.goto(f"{site}/overview")
    assert visit.get_by_label(wording.SIGN_IN_NAME, exact=True).count() == 1


def test_a_tab_whose_session_ended_shows_the_sign_in(site: str, store: Path, visit: Page) -> None:
    enters(visit, site, ELSEWHERE)
    visit.get_by_text(wording.SIGN_IN_WRONG).wait_for()
    enters(visit, site, LEADER, f"report?{address(of=f'{OWN}.2022')}")
    drawn(visit, "report")
    sessions.end_all(store, LEADER)
    visit.get_by_role("combobox", name=re.compile(f"{wording.YEAR}$")).last.click()
    visit.get_by_role("option", name="2023年").click()
    visit.get_by_label(wording.SIGN_IN_NAME, exact=True).wait_for()
    assert visit.url.startswith(f"{site}/sign-in?to=")


def test_the_identity_provider_says_who_somebody_is_and_the_account_what_he_may(
    site: str, store: Path, visit: Page
) -> None:
    for subject, arrives in (("wang", False), ("chen", True)):
        visit.goto(f"{site}/sign-in")
        visit.get_by_role("link", name=wording.SIGN_IN_WITH_PROVIDER).click()
        visit.locator("input[name=sub]").fill(subject)
        visit.locator("input[name=sub]").press("Enter")
        if not arrives:
            visit.get_by_text(wording.SIGN_IN_NO_ACCOUNT).wait_for()
            assert not {cookie["name"] for cookie in visit.context.cookies(site)} & {SESSION, "_streamlit_user"}
    drawn(visit, "overview")
    assert wording.account_line(ELSEWHERE, "领导") in visit.locator(".gk-account").inner_text()
    kept = {cookie["name"]: cookie for cookie in visit.context.cookies(site)}
    assert kept[SESSION]["httpOnly"] and "_streamlit_user" not in kept, "Streamlit's own cookie lives a month"
    assert sessions.name_of(store, kept[SESSION]["value"]) == ELSEWHERE


def test_a_callback_that_nobody_asked_for_signs_nobody_in(site: str) -> None:
    for query in ("", "?code=x&state=y", "?error=access_denied"):
        visit = anybody()
        answer = visit.get(f"{site}/oauth2callback{query}", timeout=60)
        assert wording.SIGN_IN_NOT_VERIFIED in answer.text and SESSION not in visit.cookies
    assert requests.get(f"{site}/auth/login?provider=x", timeout=60).status_code == 401


@pytest.fixture(scope="module")
def office(site: str) -> requests.Session:
    """The office's visit."""
    return signed_in(site, OFFICE)


@pytest.fixture(scope="module")
def leader(site: str) -> requests.Session:
    """The leader's visit."""
    return signed_in(site, LEADER)


@pytest.fixture
def line(site: str, office: requests.Session) -> Iterator[Line]:
    """A web socket of the office's."""
    made = Line(site, cookies_of(office))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("page", "query", "sentence"),
    [
        ("office", address(profile=OTHER), "不在名单中"),
        ("office", address(profile=OTHER_NAME), "不在名单中"),
        ("office", address(office=OTHER_NAME), "不在名单中"),
        ("report", address(report="1"), wording.NOT_HERE),
        ("report", address(report="1", fact="3"), wording.NOT_HERE),
        ("report", address(of=f"{OTHER}.2023", report="1"), wording.NOT_HERE),
        ("overview", address(region="demo-000101"), wording.PAGE_OF_REGION),
        ("compare", "", wording.PAGE_OF_REGION),
        ("weak-spots", address(office=OTHER_NAME), "不在名单中"),
        ("quality", "", wording.PAGE_OF_REGION),
        ("papers", "", "文稿按一个地区"),
        ("import", address(task=wording.TASKS["undo"]), "不在名单中"),
        ("import", address(task=wording.TASKS["review"], report="1"), "不在名单中"),
        ("roster", "", "不能修改单位名录"),
    ],
)
def test_another_offices_id_in_the_address_leads_to_a_sentence(
    line: Line, page: str, query: str, sentence: str
) -> None:
    heard = line.run(page, query)
    assert sentence in heard.text, heard.text[-2000:]
    names = ["竹荫路", "城关镇", "source-qinghe-zhuyinlu"]
    asked = [OTHER_NAME] if OTHER_NAME in sentence or "%E7%AB%B9" in query else []
    assert not [name for name in names if name in heard.text and not any(name in word for word in asked)]


def test_an_office_searches_its_own_reports_alone(line: Line, store: Path) -> None:
    heard = line.run("search", address(words="信息公开"))
    assert "见于1个单位的2份年报" in heard.text and wording.SEARCH_WITHIN in heard.text
    assert "荷墟镇人民政府2023年年报" in heard.text


@pytest.mark.parametrize("query", [address(words="竹荫路街道"), address(words="信息公开", office=OTHER_NAME)])
def test_an_office_finds_no_other_ones_sentences(line: Line, query: str) -> None:
    heard = line.run("search", query)
    assert "年年报 · " not in heard.text and ("没有写到" in heard.text or "不在名单中" in heard.text)


def test_another_offices_id_in_a_widgets_value_is_nobodys(line: Line) -> None:
    own = line.run("office", address(profile=OWN))
    for value in (OTHER, OTHER_NAME):
        heard = line.run("office", address(profile=OWN), {own.widget("pick-office"): value})
        assert wording.PAGE_ERROR in heard.text and "竹荫路" not in heard.text.replace(value, "")
    report = line.run("report", address(of=f"{OWN}.2023"))
    heard = line.run("report", address(of=f"{OWN}.2023"), {report.widget("pick-office"): OTHER_NAME})
    assert wording.PAGE_ERROR in heard.text and "竹荫路" not in heard.text.replace(OTHER_NAME, "")
    assert "荷墟镇人民政府" in line.run("office", address(profile=OWN)).text, "and the tab goes on"


def test_another_ones_download_is_not_handed_out(site: str, leader: requests.Session, office: requests.Session, line: Line) -> None:  # fmt: skip
    theirs = Line(site, cookies_of(leader))
    heard = theirs.run("report", address(report="1"))
    assert OTHER_NAME in heard.text and heard.downloads
    own = line.run("office").session
    # Streamlit builds whatever it is asked for by its number; who may have it is another matter.
    made = line.download(own, heard.downloads[0])
    assert made and theirs.download(heard.session, heard.downloads[0]) == made
    for visit in (office, anybody()):
        answer = visit.get(f"{site}{made}", timeout=60)
        assert (answer.status_code, answer.text) in (
            (403, wording.NOT_YOUR_DOWNLOAD),
            (401, wording.SIGNED_OUT),
        )
    assert leader.get(f"{site}{made}", timeout=60).content == source(OTHER, 2022).read()
    theirs.close()


def test_another_ones_tab_is_not_taken_up(site: str, leader: requests.Session, office: requests.Session) -> None:
    theirs = Line(site, cookies_of(leader))
    session = theirs.run("overview").session
    thief = Line(site, cookies_of(office), session=session)
    heard = thief.run("office")
    assert heard.session != session and "竹荫路" not in heard.text
    assert OTHER_NAME in theirs.run("overview").text, "and its own goes on"
    for each in (thief, theirs):
        each.close()


def test_a_name_that_a_browser_brings_along_is_not_believed(site: str, office: requests.Session) -> None:
    forged = {"X-Gongkai-Person": "%E7%8E%8B%E8%8A%B3", "x-gongkai-person": "%E7%8E%8B%E8%8A%B3"}
    assert requests.get(f"{site}/overview", headers=forged, allow_redirects=False, timeout=60).status_code == 401
    told = Line(site, cookies_of(office), headers={"x-gongkai-person": forged["x-gongkai-person"]})
    assert wording.account_line(OFFICE, "单位") in told.run("office").text
    told.close()


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43 + "." + "0" * 64, "signed"])
def test_a_forged_session_hears_one_word(site: str, store: Path, cookie: str) -> None:
    if cookie == "signed":
        elsewhere = store.with_name("elsewhere")
        shutil.rmtree(elsewhere, ignore_errors=True)
        elsewhere.mkdir()
        cookie = sessions.begin(elsewhere, STAFF)
    held = f"{SESSION}={cookie}"
    line = Line(site, held)
    assert line.hung_up() == (4401, wording.SIGNED_OUT)
    answer = requests.get(f"{site}/gongkai.js", headers={"Cookie": held}, timeout=60)
    assert (answer.status_code, answer.text) == (401, wording.SIGNED_OUT)


def test_an_expired_session_is_hung_up_on_at_its_next_message(site: str, store: Path) -> None:
    people.add(store, "孙七", "单位", offices=[OWN], password=PASSWORD)
    visit = signed_in(site, "孙七")
    line = Line(site, cookies_of(visit))
    assert "荷墟镇人民政府" in line.run("office").text
    with sqlite3.connect(store / "people" / "sessions.sqlite") as kept:
        kept.execute("update session set began = began - ? where name = ?", (sessions.LONGEST_SECONDS, "孙七"))
    kept.close()
    with pytest.raises(Exception, match=wording.SIGNED_OUT):
        line.run("office")
    assert visit.get(f"{site}/_stcore/metrics", timeout=60).status_code == 401
    assert Line(site, cookies_of(visit)).hung_up() == (4401, wording.SIGNED_OUT)


def test_signing_out_ends_the_session_wherever_its_value_is_kept(site: str) -> None:
    visit = signed_in(site, OFFICE)
    kept = cookies_of(visit)
    line = Line(site, kept)
    line.run("office")
    for forged in ({}, {"form": "0" * 64}):
        refused = visit.post(f"{site}/sign-out", data=forged, timeout=60, allow_redirects=False)
        assert (refused.status_code, refused.text) == (403, wording.SIGN_IN_FORM_OLD)
    form = form_of(visit.get(f"{site}/sign-out", timeout=60).text)
    elsewhere = visit.post(
        f"{site}/sign-out", data={"form": form}, headers={"Origin": "https://evil.example"}, timeout=60
    )
    assert elsewhere.status_code == 403
    assert visit.post(f"{site}/sign-out", data={"form": form}, timeout=60, allow_redirects=False).status_code == 303
    with pytest.raises(Exception, match=wording.SIGNED_OUT):
        line.run("office")
    assert requests.get(f"{site}/", headers={"Cookie": kept}, timeout=60, allow_redirects=False).status_code == 401


def test_a_form_of_another_site_signs_nobody_in(site: str) -> None:
    told = {"name": STAFF, "password": PASSWORD, "to": ""}
    visit = anybody()
    form = form_of(visit.get(f"{site}/sign-in", timeout=60).text)
    tries = [
        (anybody(), {**told, "form": form}, {}, wording.SIGN_IN_FORM_OLD),
        (visit, told, {}, wording.SIGN_IN_FORM_OLD),
        (visit, {**told, "form": form}, {"Origin": "https://evil.example"}, "来自另一个网站"),
        (visit, {**told, "form": form}, {"Sec-Fetch-Site": "cross-site"}, "来自另一个网站"),
    ]
    for browser, data, headers, said in tries:
        answer = browser.post(f"{site}/sign-in", data=data, headers=headers, timeout=60, allow_redirects=False)
        assert answer.status_code == 403 and said in answer.text
        assert SESSION not in browser.cookies
    led = visit.post(f"{site}/sign-in", data={**told, "form": form, "to": "//evil.example/"}, timeout=60, allow_redirects=False)  # fmt: skip
    assert led.headers["location"] == "/overview", "nor does it lead elsewhere"


def test_wrong_passwords_wait_and_the_owners_browser_comes_in(site: str, store: Path) -> None:
    people.add(store, "李四", "领导", regions=["全部"], password=PASSWORD)
    own = signed_in(site, "李四")
    visit = anybody()
    codes = [enter(visit, site, "李四", f"wrong-{number}").status_code for number in range(6)]
    assert codes == [401] * 5 + [429]
    answer = enter(visit, site, "李四")
    assert answer.status_code == 429 and "请过 " in answer.text
    # Without a proxy nobody is believed who says that he comes from elsewhere.
    visit.headers["X-Forwarded-For"] = "10.1.1.1"
    assert enter(visit, site, "李四").status_code == 429
    own.cookies.pop(SESSION)
    assert enter(own, site, "李四").status_code == 303, "the browser that signed in before"
    nobody = enter(anybody(), site, "没有的人", "wrong-wrong")
    assert nobody.status_code == 401 and wording.SIGN_IN_WRONG in nobody.text, "it does not say who is known"


def test_a_person_changes_his_own_password_on_a_page(site: str, store: Path, visit: Page) -> None:
    people.add(store, "周七", "单位", offices=[OWN], password=PASSWORD)
    elsewhere, other = signed_in(site, "周七"), signed_in(site, OFFICE)
    visit.goto(f"{site}/sign-in?to=%2Foffice")
    visit.get_by_label(wording.SIGN_IN_NAME, exact=True).fill("周七")
    visit.get_by_label(wording.SIGN_IN_PASSWORD, exact=True).fill(PASSWORD)
    visit.get_by_role("button", name=wording.SIGN_IN).click()
    visit.get_by_role("link", name=wording.PASSWORD_CHANGE).click()

    def change(former: str, new: str, again: str) -> str:
        for words, value in (
            (wording.PASSWORD_FORMER, former),
            (wording.PASSWORD_NEW, new),
            (wording.PASSWORD_AGAIN, again),
        ):
            visit.get_by_label(words, exact=True).fill(value)
        with visit.expect_navigation():
            visit.get_by_role("button", name=wording.PASSWORD_CHANGE).click()
        return visit.get_by_role("alert").inner_text()

    assert change("wrong-2026-Xy", "another-2026-Xy", "another-2026-Xy") == "原密码不对，密码没有改。"
    assert change(PASSWORD, "another-2026-Xy", "other-2026-Xy") == wording.PASSWORD_NOT_TWICE
    assert "密码应有" in change(PASSWORD, "short", "short")
    before = (store / journal.FILE_NAME).read_bytes()
    told = {"former": PASSWORD, "new": "another-2026-Xy", "again": "another-2026-Xy", "name": "周七"}
    for forged in ({}, {"form": "0" * 64}, {"form": form_of(other.get(f"{site}/password", timeout=60).text)}):
        answer = elsewhere.post(f"{site}/password", data={**told, **forged}, timeout=60, allow_redirects=False)
        assert answer.status_code == 403
    assert (store / journal.FILE_NAME).read_bytes() == before
    assert change(PASSWORD, "another-2026-Xy", "another-2026-Xy") == wording.PASSWORD_CHANGED
    assert elsewhere.get(f"{site}/overview", timeout=60, allow_redirects=False).status_code == 401
    visit.goto(f"{site}/office")
    # This browser stays signed in.
    visit.get_by_role("link", name=wording.PASSWORD_CHANGE).wait_for()
    line = journal.read(store)[-1]
    assert (line["what"], line["who"], line["done"]) == ("account", "周七", ["自己改密码"])
    assert enter(anybody(), site, "周七").status_code == 401
    assert enter(anybody(), site, "周七", "another-2026-Xy").status_code == 303


def test_who_only_reads_uploads_nothing_and_nobody_into_anothers_tab(
    site: str, leader: requests.Session, office: requests.Session, line: Line
) -> None:
    own = line.run("import").session
    theirs = Line(site, cookies_of(leader))
    session = theirs.run("overview").session
    file = {"file": ("a.txt", b"x")}
    cases = [
        (leader, session, 403, "您的角色是领导，不能体检这份年报"),
        (leader, own, 403, "您的角色是领导，不能体检这份年报"),
        (office, session, 403, wording.NOT_YOUR_SESSION),
        (anybody(), own, 401, wording.SIGNED_OUT),
    ]
    for visit, tab, status, sentence in cases:
        for method in ("PUT", "DELETE"):
            answer = visit.request(method, f"{site}/_stcore/upload_file/{tab}/f", files=file, timeout=60)
            assert answer.status_code == status and sentence in answer.text, (method, answer.text)
    theirs.close()


@pytest.mark.slow
def test_an_account_that_is_shut_or_changed_is_so_at_the_next_click(site: str, store: Path) -> None:
    people.add(store, "赵六", "单位", offices=[OWN], password=PASSWORD)
    visit = signed_in(site, "赵六")
    line = Line(site, cookies_of(visit))
    assert "荷墟镇人民政府" in line.run("office").text
    people.change(store, "赵六", offices=["qinghe-chengguan"])
    heard = line.run("office", address(profile=OWN))
    assert "不在名单中" in heard.text
    people.close(store, "赵六")
    with pytest.raises(Exception, match=wording.SIGNED_OUT):
        line.run("office")
