"""文稿: which papers can be made of the data, and what do they say?"""

from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard import downloads, every_page, filters, papers, routes, tables, wording

choice = filters.current()
PERIODS = {"month": 1, "quarter": 3}


def pick() -> tuple[str, str]:
    """The kind of paper and what else it is about: an office's code, or the place of a period in its list."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        name = filters.one_of(
            wording.PAPER, list(wording.PAPERS.values()), key="paper", default=wording.PAPERS["notice"]
        )
    return next(kind for kind, words in wording.PAPERS.items() if words == name), name


def all_letters(known: papers.letter.Gathered) -> bytes:
    """A letter to each office, in one zip."""
    return papers.zipped(papers.letter.compose(choice, code, date.today(), known) for code in known.offices())


def show(paper: papers.Paper) -> None:
    """The preview, and the Word document when somebody asks for it."""
    downloads.button(
        wording.PAPER_DOWNLOAD, f"{papers.file_name(paper.name)}.docx", papers.written, paper, key="paper-word"
    )
    tables.put(papers.drawn(paper))


def of_columns(months: int) -> papers.Paper:
    """栏目更新月报 or 季报 of the period that is chosen."""
    newest = papers.columns.last_logged(choice) or date.today()
    listed = papers.columns.periods(min(newest, date.today()), months)
    chosen = st.selectbox(
        wording.PAPER_PERIOD, listed, format_func=lambda period: period.words(), key=f"period-{months}", width=180
    )
    return papers.columns.compose(choice, chosen or listed[0], date.today())


def of_office() -> papers.Paper | None:
    """The letter to the office that is chosen, with the way to all letters."""
    known = papers.letter.gathered(choice)
    offices = known.offices()
    if not offices:
        tables.put(tables.line(wording.PAPER_NONE, "gk-empty"))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="letters"):
        code = st.selectbox(
            wording.PAPER_OFFICE, list(offices), format_func=offices.__getitem__, key="letter-office", width=280
        )
        downloads.button(
            wording.PAPER_DOWNLOAD_ALL,
            f"{papers.file_name(choice.region_name + wording.PAPERS['letter'])}.zip",
            all_letters,
            known,
            key="paper-zip",
            help=wording.PAPER_DOWNLOAD_ALL_HELP,
        )
    return papers.letter.compose(choice, code or next(iter(offices)), date.today(), known)


def one_file() -> None:
    """The one HTML file: what it holds, how large it is, and its download."""
    body = papers.one_file.built(choice, date.today())
    tables.put(
        tables.line(wording.file_told(len(body)), "gk-text"),
        tables.entries(Markup("<li>{}</li>").format(words) for words in wording.FILE_CONTENTS),
    )
    downloads.button(
        wording.FILE_DOWNLOAD, f"{papers.file_name(papers.one_file.name(choice))}.html", bytes, body, key="paper-file"
    )


kind, name = pick()
every_page.head(wording.paper_head(kind, choice.region_name, choice.year))
shown = None
if kind == "portrait":
    tables.put(tables.line(wording.PAPER_TO_PORTRAIT + routes.anchor("office", wording.PAGES["office"])))
elif kind in PERIODS:
    shown = of_columns(PERIODS[kind])
elif kind == "letter":
    shown = of_office()
elif kind == "file":
    one_file()
elif kind == "leader":
    shown = papers.leader.compose(choice, date.today())
else:
    shown = papers.notice.compose(choice, date.today())
if shown is not None:
    show(shown)
every_page.fingerprint("papers", choice, kind, shown.title if shown else "")
