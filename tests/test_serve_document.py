"""docs/serve.md as an administrator follows it: its nginx serves the pages, its commands are ones that exist."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import ssl
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from dashboard import wording
from dashboard.served import provider
from reports import people
from reports.command import gongkai
from tests.browsing import SLOW, drawn, free_port, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCUMENT = (Path(__file__).resolve().parents[1] / "docs" / "serve.md").read_text("utf-8")
NAME, PATH = "gongkai.localhost", "/gongkai"
"""A name that browsers look for on this machine, and that is none of the server's own."""
PERSON, WORD = "王芳", "mima-von-Wang-2026"


def parts(language: str) -> list[str]:
    """The stretches of the document that are written in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)


def units() -> dict[str, configparser.ConfigParser]:
    """What systemd is told, by the unit's file name."""
    names = re.findall(r"/etc/systemd/system/([\w.-]+)`", DOCUMENT)
    found = {}
    for name, text in zip(names, parts("ini"), strict=True):
        found[name] = configparser.ConfigParser(interpolation=None)
        found[name].optionxform = str  # type: ignore[assignment,method-assign]
        found[name].read_string(text)
    return found


def configuration(folder: Path, secure: int, plain: int, behind: str) -> str:
    """The document's configuration of nginx on ports and files of this test, within what nginx needs around it."""
    (text,) = parts("nginx")
    told = {
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "gongkai.example.gov.cn": NAME,
        "/etc/nginx": str(folder),
        "http://127.0.0.1:8501": behind,
    }
    for old, new in told.items():
        assert old in text
        text = text.replace(old, new)
    user = "user root;\n" if os.geteuid() == 0 else ""
    kept = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around = f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    return around + f"http {{\naccess_log off;\n{kept}{text}}}\n"


@pytest.fixture(scope="module")
def proxied(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example store's dashboard behind the document's nginx, started with the options of the
    document's service, after the document's first account was made."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("没有 nginx 或 openssl，不核对 docs/serve.md 中的配置")
    folder = tmp_path_factory.mktemp("nginx")
    key = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -keyout gongkai.key -out gongkai.pem"
    subprocess.run(shlex.split(key), cwd=folder, check=True, capture_output=True)
    own = folder / "store"
    shutil.copytree(store, own)
    (first, *_others) = re.findall(
        r"^sudo -u gongkai /opt/gongkai/.venv/bin/gongkai (people add .*)$", DOCUMENT, re.MULTILINE
    )
    told = CliRunner().invoke(
        gongkai, [*shlex.split(first.replace("/var/lib/gongkai", str(own))), "--password-stdin"], input=f"{WORD}\n"
    )
    assert told.exit_code == 0 and PERSON in told.output
    words = shlex.split(units()["gongkai.service"]["Service"]["ExecStart"])[2:]
    command = gongkai.get_command(click.Context(gongkai), "serve")
    assert command is not None
    given = command.make_context("serve", [NAME if word == "gongkai.example.gov.cn" else word for word in words]).params
    assert given["with_people"] and given["base_path"] == PATH
    settings = {name: given[name] for name in ("host_names", "allow_changes", "base_path", "with_people")}
    for behind in serve(own, **settings):
        secure, plain = free_port(), free_port()
        (folder / "nginx.conf").write_text(configuration(folder, secure, plain, behind.removesuffix(PATH)), "utf-8")
        command = [nginx, "-p", str(folder), "-c", "nginx.conf"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                assert running.poll() is None, (folder / "error.log").read_text("utf-8")
                if answered(f"http://127.0.0.1:{plain}") is not None:
                    break
                time.sleep(0.05)
            yield f"https://{NAME}:{secure}"
        finally:
            running.terminate()
            running.wait(30)


def answered(address: str) -> int | None:
    """The status of an answer, before anybody signed in; None while nobody answers."""
    request = urllib.request.Request(address.replace(NAME, "127.0.0.1"), headers={"Host": NAME})
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=ssl._create_unverified_context()), _StaysHere()
    )
    try:
        return int(opener.open(request, timeout=10).status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


class _StaysHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Follows nothing."""


@pytest.mark.browser
def test_a_browser_sees_the_pages_through_the_nginx_of_the_document(proxied: str, browser: Browser) -> None:
    assert answered(f"{proxied}{PATH}/overview") == 401, "nobody comes in without a session"
    assert answered(f"{proxied}{PATH}/health") == 200
    context = browser.new_context(ignore_https_errors=True, locale="zh-CN")
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda sent: foreign.append(sent.url) if not sent.url.startswith(("data:", "blob:", f"{proxied}{PATH}/")) else None)  # fmt: skip
    page.goto(f"{proxied}{PATH}/", timeout=SLOW)
    page.get_by_label(wording.SIGN_IN_NAME, exact=True).fill(PERSON)
    page.get_by_label(wording.SIGN_IN_PASSWORD, exact=True).fill(WORD)
    page.get_by_role("button", name=wording.SIGN_IN).click()
    drawn(page, "overview")
    assert page.url.startswith(f"{proxied}{PATH}/overview")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.locator("[data-testid=stMain] a[data-go][href*='./report']").first.click()
    drawn(page, "report")
    assert page.url.startswith(f"{proxied}{PATH}/report")
    page.reload()
    drawn(page, "report")
    signs_and_uploads(page, proxied)
    assert not foreign, "all below the path"
    kept = context.cookies()
    assert kept and all(cookie["secure"] for cookie in kept)
    assert {cookie["path"] for cookie in kept if cookie["name"].startswith("gongkai")} == {PATH}
    page.get_by_role("link", name=wording.SIGN_OUT).click()
    page.get_by_role("button", name=wording.SIGN_OUT).click()
    page.get_by_label(wording.SIGN_IN_NAME, exact=True).wait_for()
    assert page.url == f"{proxied}{PATH}/sign-in"
    context.close()


def signs_and_uploads(page: Page, proxied: str) -> None:
    """Who signed in at nginx is who signs, and a file larger than nginx takes by itself comes through."""
    page.goto(f"{proxied}{PATH}/import", timeout=SLOW)
    drawn(page, "import")
    big = "青禾区荷墟镇人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n公开信息120条。\n" + " \n" * 800_000
    page.locator("input[type=file]").set_input_files(
        {"name": "荷墟镇<b>2023</b>.txt", "mimeType": "text/plain", "buffer": big.encode()}
    )
    page.get_by_text(wording.signed_as(PERSON)).wait_for(timeout=SLOW)
    assert page.get_by_label(wording.WHO, exact=True).count() == 0


def test_commands_and_files_of_the_document_are_those_that_exist() -> None:
    found = units()
    assert set(found) == {"gongkai.service", "gongkai-backup.service", "gongkai-backup.timer"}
    for name in ("gongkai.service", "gongkai-backup.service"):
        line = found[name]["Service"]["ExecStart"]
        words = shlex.split(re.sub(r"\$\(.*?\)", "2026-01-05", line.split("exec ", 1)[-1].rstrip("'")))
        assert words[0] == "/opt/gongkai/.venv/bin/gongkai"
        command = gongkai.get_command(click.Context(gongkai), words[1])
        assert command is not None
        given = command.make_context(words[1], words[2:]).params
        assert given["store_folder"] == Path("/var/lib/gongkai")
    served = gongkai.get_command(click.Context(gongkai), "serve")
    assert served is not None
    for option in set(re.findall(r"--[a-z-]+", DOCUMENT)) & {
        "--host-name",
        "--allow-changes",
        "--user-header",
        "--people",
    }:
        assert any(option in parameter.opts for parameter in served.params)
    for line in re.findall(r"^sudo -u gongkai /opt/gongkai/.venv/bin/gongkai people (.*)$", DOCUMENT, re.MULTILINE):
        accounts = gongkai.get_command(click.Context(gongkai), "people")
        assert isinstance(accounts, click.Group)
        name, *words = shlex.split(line)
        assert accounts.commands[name].make_context(name, words).params["role"] in people.ROLES
    (text,) = parts("toml")
    assert set(provider._NEEDED) <= tomllib.loads(text).keys() <= set(provider._NAMES)


@pytest.mark.slow
def test_systemd_takes_the_units_of_the_document(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("没有 systemd-analyze，不核对 docs/serve.md 中的单元")
    for name, text in zip(units(), parts("ini"), strict=True):
        (tmp_path / name).write_text(text.replace("/opt/gongkai/.venv/bin/gongkai serve", "/bin/true serve"), "utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", *(str(tmp_path / name) for name in units())], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or line.startswith("gongkai")]
    assert not ours, ours
