"""What every run of a session draws: navigation, the place of the first line, the filter bar, then the page.

The filter bar is drawn here and not in the pages, so that its parameters in the address outlive a change of
page. It does not lie beside pages/: Streamlit would run that folder's files on their own for the first visitor
of a server. Pages whose file does not exist are not listed. Errors of the store become a sentence with the next
step; anything else is a defect and goes to the log, and the page says so in one sentence.
"""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import access, every_page, example, filters, region_board, tables, wording
from dashboard.ask import current, forget, is_published, is_whole, reach
from dashboard.routes import ASKED, MOST_TOLD, NO_PAGE
from dashboard.visitor import SignedOut
from reports import people
from reports.errors import ReportError

PAGES_FOLDER = Path(__file__).parents[1] / "pages"
SECTIONS = {
    "look": ("overview", "compare", "hotline", "disclosure", "applications", "papers", "meeting"),
    "weak": ("weak-spots", "quality", "office", "assessment", "follow-up"),
    "manage": ("report", "search", "import", "roster", "indicators", "activity"),
}
ICONS = {
    "overview": "dashboard",
    "compare": "compare_arrows",
    "hotline": "call",
    "disclosure": "campaign",
    "applications": "inbox",
    "papers": "description",
    "meeting": "co_present",
    "weak-spots": "flag",
    "quality": "fact_check",
    "office": "apartment",
    "follow-up": "task_alt",
    "assessment": "checklist",
    "report": "article",
    "search": "search",
    "import": "upload_file",
    "roster": "list_alt",
    "indicators": "menu_book",
    "activity": "history",
}
HIDDEN = {"meeting"}
"""Pages that the navigation does not list: another page leads to them."""
FAVICON = Path(__file__).parents[1] / "assets" / "favicon.png"
"""A picture of ours: for the icon of a page Streamlit would have the browser ask a server of Google."""
OF_A_REGION = {
    "overview",
    "compare",
    "hotline",
    "disclosure",
    "applications",
    "weak-spots",
    "quality",
    "papers",
    "meeting",
}
"""Pages that speak of all offices of a region: of no use, and not true, to whoever sees some of them."""
WITHOUT_STORE = {"import", "roster", "indicators"}
"""Pages that are of use before there is any report."""


def _file(path: str) -> Path:
    # A module cannot be called as the statement is.
    name = "import_reports" if path == "import" else path.replace("-", "_")
    return PAGES_FOLDER / f"{name}.py"


def _is_of_use(path: str, person: people.Person | None) -> bool:
    """Whether the navigation lists a page for this person; the page itself, and what it asks, say no by themselves."""
    if person is None:
        return True
    if path == "import" and access.refusal("check") and access.refusal("publish"):
        return False
    if path == "activity" and access.refusal("log"):
        return False
    if person.scope.is_everything:
        return True
    return bool(person.reach and person.reach.regions) or path not in {*OF_A_REGION, "roster"}


def _pages(person: people.Person | None) -> dict[str, list[st.Page]]:
    return {
        wording.SECTIONS[section]: [
            st.Page(
                _file(path),
                title=wording.PAGES[path],
                icon=f":material/{ICONS[path]}:",
                url_path=path,
                visibility="visible" if path not in HIDDEN and _is_of_use(path, person) else "hidden",
            )
            for path in paths
            if _file(path).exists()
        ]
        for section, paths in SECTIONS.items()
    }


def _sentence(text: str, following: str) -> None:
    tables.put(
        Markup('<div class="gk gk-message" role="alert"><p><b>{}</b></p><p>{}</p></div>').format(text, following)
    )


def _nothing_yet(path: str, title: str) -> None:
    """An empty store: the way to import, and to the example."""
    every_page.head(title)
    _sentence(title, wording.NO_STORE_NEXT)
    with st.container(horizontal=True, gap="small"):
        st.html(_button("./import", wording.GO_IMPORT), width="content")
        if example.is_there():
            st.html(_button(f"./{path}?{example.PARAMETER}={example.EXAMPLE}", wording.SEE_EXAMPLE), width="content")
        elif not access.refusal() and st.button(wording.SEE_EXAMPLE, key="example"):
            bar = st.progress(0.0, wording.MAKING_EXAMPLE)

            def tell(done: int, total: int, _name: str) -> None:
                bar.progress(done / total, wording.MAKING_EXAMPLE)

            access.demand()
            example.make(tell)
            st.rerun()
    every_page.fingerprint(path, title)


def _button(address: str, words: str) -> Markup:
    return Markup('<a data-go class="gk gk-go" href="{}">{}</a>').format(address, words)


def _of_example() -> Markup:
    """Says that what is shown is the example, and leads to the district's own data."""
    words = wording.SEE_OWN if example.has_own() else wording.START_OWN
    page = "overview" if example.has_own() else "import"
    own = _button(f"./{page}?{example.PARAMETER}={example.OWN}", words)
    return Markup('<p class="gk gk-fictional">{} {}</p>').format(wording.EXAMPLE_NOTE, own)


def _account(person: people.Person) -> None:
    """Who is signed in, the way to another password, and out."""
    words = wording.account_line(person.name, person.role)
    line = Markup(
        '<p class="gk gk-account">{} <a href="./password" target="_self">{}</a><a href="./sign-out" target="_self">{}</a></p>'
    )
    with st.container(key="account"):
        tables.put(line.format(words, wording.PASSWORD_CHANGE, wording.SIGN_OUT))


def _of_own() -> Markup:
    return Markup('<div class="gk gk-message" role="alert"><p>{} {}</p></div>').format(
        wording.PAGE_OF_REGION_NEXT, _button("./office", wording.PAGES["office"])
    )


def _nobody(path: str, text: str) -> None:
    """Says that the address asks for what is not there, and offers the page without it; nobody else is shown."""
    filters.keep(filters.NOTHING)
    if reach() is not None:
        text = wording.NOT_HERE if path == "report" else wording.or_beyond(text)
    every_page.head(text)
    link = Markup('<a data-go href="{}">{}</a>').format(filters.without_filters(path), wording.RESET)
    tables.put(Markup('<div class="gk gk-message" role="alert"><p>{} {}</p></div>').format(wording.UNKNOWN_NEXT, link))
    every_page.fingerprint(path, "not listed", text)


def _unknown_page() -> st.Page | None:
    """A page for the address that the visitor came by and that is no page's; None where he did not. Without it
    Streamlit would show 总览 in its place."""
    run = get_script_run_ctx()
    asked = run.pages_manager.intended_page_name if run is not None else None
    if asked and asked not in {"start", *ICONS}:
        # Later runs of the same visit, and the way back to it, no longer tell it.
        st.session_state["_unknown_page"] = asked
    if not (known := st.session_state.get("_unknown_page")):
        return None
    return st.Page(_no_such_page, title=wording.PRODUCT, url_path=known, visibility="hidden")


def _no_such_page() -> None:
    """Says which address is no page's, and leads to 总览."""
    asked = str(st.session_state["_unknown_page"])
    name = (st.query_params.get(ASKED, asked) if f"/{asked}" == NO_PAGE else asked)[:MOST_TOLD]
    filters.keep(filters.NOTHING)
    text = wording.no_such_page(name)
    st.set_page_config(page_title=wording.PRODUCT)
    st.session_state["_page"] = ("", "")
    st.session_state["_head_place"] = st.container(key="head").empty()
    every_page.head(text)
    start = _button("./overview", wording.PAGES["overview"])
    tables.put(Markup('<div class="gk gk-message" role="alert"><p>{} {}</p></div>').format(wording.NO_PAGE_NEXT, start))
    every_page.fingerprint("no-such-page", name)


def main() -> None:
    """One run: the frame, then the page. What a page does not catch becomes a sentence, and so does what the frame
    itself does not: Streamlit's own error box, which is in English and offers to ask others, never shows."""
    try:
        _run()
    except Exception:
        logging.getLogger("gongkai.dashboard").exception("the frame failed")
        _sentence(wording.PAGE_ERROR, wording.PAGE_ERROR_NEXT)
        if st.get_option("client.showErrorDetails") == "full":
            raise


def _run() -> None:
    st.set_page_config(layout="wide", page_icon=FAVICON)
    person = access.signed_in()
    # Streamlit serves its default page at "/" alone: /overview has to be a page of its own beside it.
    start = st.Page(
        _file("overview"), title=wording.PAGES["overview"], url_path="start", default=True, visibility="hidden"
    )
    listed = {name: pages for name, pages in _pages(person).items() if pages}
    unknown = _unknown_page()
    page = st.navigation({**listed, "": [start, *([unknown] if unknown else [])]}, position="top")
    if unknown and page == unknown:
        _no_such_page()
        return
    path = "overview" if page == start else page.url_path
    if path == "overview" and not st.query_params and not _is_of_use(path, person):
        # Where a visit begins, and nothing is asked for: at the page that is of use to whoever sees an office alone.
        st.switch_page(next(each for pages in listed.values() for each in pages if each.url_path == "office"))
    if person is not None:
        _account(person)
    st.set_page_config(page_title=wording.page_title(path))
    section = next(name for name, paths in SECTIONS.items() if path in paths)
    st.session_state["_page"] = (wording.SECTIONS[section], wording.PAGES[path])
    st.session_state["_head_place"] = st.container(key="head").empty()
    notice = st.container(key="notice")
    example.choose()
    try:
        if example.is_shown():
            with notice:
                tables.put(_of_example())
            if path == "import":
                filters.keep(filters.NOTHING)
                every_page.head(wording.NOT_INTO_EXAMPLE)
                _sentence(wording.NOT_INTO_EXAMPLE, wording.NOT_INTO_EXAMPLE_NEXT)
                every_page.fingerprint(path, "example")
                return
        if _choose(path, notice):
            choice = filters.current()
            if choice.year and path in OF_A_REGION and not is_whole(choice.region_id):
                every_page.head(wording.page_of_region(path))
                tables.put(_of_own())
                every_page.fingerprint(path, "some offices", choice)
                return
            lists_offices = path in region_board.BY_OFFICE or (path == "report" and "report" not in st.query_params)
            if choice.is_wide and lists_offices:
                region_board.show(path, choice)
            else:
                page.run()
    except filters.NotListed as error:
        _nobody(path, error.sentence)
    except ReportError as error:
        _sentence(wording.PAGE_ERROR, str(error))
        every_page.fingerprint(path, "error", error)
    except Exception:
        logging.getLogger("gongkai.dashboard").exception("page %s failed", path)
        _sentence(wording.PAGE_ERROR, wording.PAGE_ERROR_NEXT)
        every_page.fingerprint(path, "defect")
        if st.get_option("client.showErrorDetails") == "full":
            raise


def _choose(path: str, notice: DeltaGenerator) -> bool:
    """Draws the filter bar and keeps what is chosen; False when there is nothing to show a page on, and a
    sentence stands in its place."""
    try:
        served = current()
    except SignedOut:
        raise
    except ReportError as error:
        forget()
        filters.keep(filters.NOTHING)
        if path in WITHOUT_STORE:
            return True
        if not is_published():
            _nothing_yet(path, wording.NO_STORE)
            return False
        every_page.head(wording.UNREADABLE_STORE)
        _sentence(wording.UNREADABLE_STORE, str(error))
        every_page.fingerprint(path, wording.UNREADABLE_STORE)
        return False
    if served.notice:
        with notice:
            _sentence(wording.DAMAGED, served.notice)
    drawn = filters.draw(path)
    choice = drawn.choice
    filters.keep(choice, drawn.told)
    if drawn.missing:
        _nobody(path, drawn.sentence())
        return False
    with notice:
        for item in drawn.ignored:
            tables.put(tables.line(wording.ignored(wording.FILTER_LABELS[item.key], item.value)))
    if not choice.year and path not in WITHOUT_STORE:
        _nothing_yet(path, wording.EMPTY_STORE)
        return False
    if choice.is_fictional:
        with notice:
            tables.put(tables.line(tables.badge(wording.FICTIONAL) + " " + wording.FICTIONAL_NOTE, "gk-fictional"))
    return True


main()
