"""Links within the site: an address with the filters, to a page, a sentence, a cell or a problem told."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboard import report_names, wording
from dashboard.filters.address import PROFILE, written_parameter
from dashboard.filters.choice import address, office_labels

MOST_TOLD = 60
"""Characters that are told of an address that nobody knows."""
NO_PAGE, ASKED = "/no-such-page", "address"
"""Where an address leads that cannot be a page's, and the parameter that tells it there."""

# A page has hundreds of links: `%` fills them in less than half the time of `format`, and escapes as well.
_ANCHOR = Markup('<a data-go class="%s" href="%s">%s</a>')
_SPOKEN_ANCHOR = Markup('<a data-go class="%s" href="%s" aria-label="%s">%s</a>')


def link(page: str, **parameters: Any) -> str:
    """The address of a page with the filters that stand in the address now and `parameters` over them; a
    parameter None leaves it; `office` is an office's code: 单位画像 opens on it, other pages narrow to it. It works
    as a plain link, and in our pages without a reload (data-go)."""
    if page == "office" and "office" in parameters:
        # The page's own office: the filters stay as they are.
        parameters[PROFILE] = parameters.pop("office")
    parts = [written for name, written in address.get().items() if name not in parameters]
    for name, value in parameters.items():
        if isinstance(value, int):
            parts.append(f"{name}={value}")
        elif value is not None:
            values = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
            # The filter bar reads an office by what it shows, not by its code.
            labels = office_labels.get()
            is_office = name in {"office", PROFILE}
            parts.append(written_parameter(name, [labels.get(v, v) for v in values] if is_office else values))
    if page == "report" and isinstance(report := parameters.get("report"), int) and (name := report_names.of(report)):
        parts.append(written_parameter(report_names.PARAMETER, [name]))
    query = "&".join(part for part in parts if part)
    return f"./{page}" + (f"?{query}" if query else "")


def anchor(page: str, text: str, css: str = "", label: str = "", **parameters: Any) -> Markup:
    """A link to a page of ours as HTML; `label` is read out in place of the text."""
    if label:
        return _SPOKEN_ANCHOR % (css, link(page, **parameters), label, text)
    return _ANCHOR % (css, link(page, **parameters), text)


def sentence_link(report_id: object, fact_no: object, text: str, css: str = "gk-number", label: str = "") -> Markup:
    """A number as a link to its sentence or cell in the original; the plain text when there is none."""
    report, fact = wording.figure(report_id), wording.figure(fact_no)
    if report is None:
        return Markup('<span class="{}">{}</span>').format(css, text)
    parameters = {"report": int(report), **({"fact": int(fact)} if fact is not None else {})}
    return anchor("report", text, css, label, **parameters)


def problem_link(report_id: object, problem_no: object, text: str, css: str = "", label: str = "") -> Markup:
    """A link to a problem told in section 五 of a report, which opens there."""
    report, problem = wording.figure(report_id), wording.figure(problem_no)
    if report is None or problem is None:
        return sentence_link(report_id, None, text, css, label)
    return anchor("report", text, css, label, report=int(report), problem=int(problem))


def place_link(report_id: object, fact_no: object) -> str:
    """The address of a number's sentence or cell, for points of charts; '' when there is none."""
    report, fact = wording.figure(report_id), wording.figure(fact_no)
    if report is None:
        return ""
    return link("report", report=int(report), **({"fact": int(fact)} if fact is not None else {}))


def outside(url: object, text: str) -> Markup:
    """A link to a page that is not ours, such as a log's item; the text alone where it is no web address."""
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        return Markup("{}").format(text)
    return Markup('<a class="gk-place" href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, text)
