"""A copy of a draft as a web page of its own, with the places of its points marked: for drafts that are no Word file."""

from __future__ import annotations

from markupsafe import Markup

from dashboard import original, tables, wording
from reports.publish.drafts import Draft
from reports.publish.verdict import Point

_PAGE = Markup("""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font-family: serif; line-height: 1.8; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; font-size: .8rem; }} td {{ border: 1px solid #999; padding: .2rem .4rem; }}
.must {{ background: #f7d9cc; outline: 2px solid #b4471f; }} .look {{ background: #fbf3df; }}
.unjudged {{ background: #eef1f4; }} li {{ margin: .5rem 0; }} .advice {{ color: #444; }}
</style></head><body><h1>{title}</h1><p><b>{verdict}</b></p><p>{note}</p><ol>{points}</ol><hr>{body}</body></html>""")
_POINT = Markup('<li id="n{}" class="{}"><b>【{}】</b>{}<br>{}{}</li>')
_ADVICE = Markup('<span class="advice">{}：{}</span>')
_PLACE = Markup('<a href="#p{}-0">{}</a>。')


def html(draft: Draft, found: tuple[Point, ...], verdict: str) -> bytes:
    """The page, in UTF-8."""
    assert draft.reading is not None
    marks = [
        original.Mark(f"p{number}-{place}", locator, point.weight, f"{number}. {point.message}")
        for number, point in enumerate(found, 1)
        for place, locator in enumerate(point.locators)
    ]
    points = tables.together(
        _POINT.format(
            number,
            point.weight,
            wording.POINT_WEIGHTS[point.weight],
            point.message,
            _PLACE.format(number, place_of(point)) if point.locators else "",
            _ADVICE.format(wording.ADVICE, point.advice) if point.advice else "",
        )
        for number, point in enumerate(found, 1)
    )
    body = original.drawn(draft.reading.document, marks)
    page = _PAGE.format(title=draft.name, verdict=verdict, note=wording.MARKED_NOTE, points=points, body=body)
    return page.encode("utf-8", "replace")


def place_of(point: Point) -> str:
    """Where a point stands, for people."""
    is_cell = any(":r" in locator for locator in point.locators)
    return wording.point_place(point.section, is_cell)
