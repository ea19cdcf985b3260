"""Torn, flipped and senseless bytes: a ReportError or a report, never another error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.errors import ReportError
from reports.identify import identify
from reports.identify.outline import outline
from reports.read import html, text

TEXT = (
    "云岭县柳坪镇2022年政府信息公开工作年度报告\n发布时间：2023-01-12\n一、总体情况\n全年公开12条。\n二、主动公开政府信息情况\n"
    "信息内容\t本年制发件数\n规章\t0\n| 行政许可 | 3 |\n| 行政处罚 | 1 ||\n三、收到和处理政府信息公开申请情况\n0 |\n|\n"
    "五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。\n柳坪镇人民政府\n二〇二三年一月十二日\n"
).encode()
PAGE = (
    "<html><head><title>柳坪镇2022年年报</title></head><body><table><tr><td rowspan=2>一、总体情况<td colspan=3>规章</tr>"
    "<tr><td><p>0</p><br>条</td></tr></table><p>二、主动公开政府信息情况<span>1</span><span>2</span>条</p></body></html>"
).encode()


def read_all(data: bytes, reader: str) -> int:
    """How many sections were found; 0 when the bytes were refused."""
    try:
        document = (text if reader == "text" else html).read(data, "年报")
        report = identify(document, outline(document), "年报")
    except ReportError as error:
        assert str(error).endswith("。")
        return 0
    for section in report.sections:
        for part in section.parts:
            assert 0 <= part.start <= part.end <= len(document.blocks[part.block].text)
    return len(report.sections)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([(TEXT, "text"), (PAGE, "html")]),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), max_size=40),
    st.integers(0, 900),
    st.binary(max_size=30),
)
def test_damaged_bytes(source: tuple[bytes, str], flips: list[tuple[int, int]], cut: int, added: bytes) -> None:
    data = bytearray(source[0])
    for place, value in flips:
        data[place % len(data)] = value
    place = cut % len(data)
    assert read_all(bytes(data[:place]) + added + bytes(data[place:]), source[1]) >= 0
    assert read_all(bytes(data[:place]), source[1]) >= 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*TEXT.decode().splitlines(), "|", "\t", "一、", "<td>", "", "9 |"]), max_size=30))
def test_lines_in_any_order(lines: list[str]) -> None:
    assert read_all("\n".join(lines).encode(), "text") >= 0


def test_undamaged_sources_are_read() -> None:
    assert read_all(TEXT, "text") == 6
    assert read_all(PAGE, "html") >= 1
