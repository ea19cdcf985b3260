"""Who reports on which year: titles of every make, and what stands in for them where they are lost."""

from __future__ import annotations

from datetime import date

import pytest

from reports.errors import NotAReport
from reports.identify import identify
from reports.identify.names import full_name, split_region
from reports.identify.outline import outline
from reports.identify.title import name_of
from reports.model import Block, Cell, Document, Report
from reports.reference import table

BODY = (
    "一、总体情况\n2022年，全年主动公开信息12条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。"
)
YEARLESS = BODY.replace("2022年，", "")


def identified(*lines: str, name: str = "年报.txt", title: str = "") -> Report:
    blocks = tuple(Block("paragraph", line) for text in lines for line in text.split("\n"))
    document = Document("text", blocks, title=title)
    return identify(document, outline(document), name)


TITLES = [
    ("关于澜泉市滨江区卫生健康局2022年度政府信息公开工作年度报告", "滨江区卫生健康局", 2022),
    ("澄水县自然资源和规划局2021年政府信息公开工作年度报告", "澄水县自然资源和规划局", 2021),
    ("澄水经济技术开发区管委会2023年政府信息公开工作年度报告", "澄水经济技术开发区管委会", 2023),
    ("高新区管理委员会2023年度政府信息公开工作年度报告", "高新区管理委员会", 2023),
    ("石泉市人力资源和社会保障局2020年政府信息公开年度报告", "石泉市人力资源和社会保障局", 2020),
    ("2022年澄水县柳坪镇政务公开年报", "柳坪镇人民政府", 2022),
    ("2022年度柳坪镇政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇人民政府关于2022年度政府信息公开工作情况的报告", "柳坪镇人民政府", 2022),
    ("澄水县人民政府办公室2022年政府信息公开工作年度报告", "澄水县人民政府办公室", 2022),
    ("滨江区政府办公室2022年政府信息公开工作年度报告", "滨江区政府办公室", 2022),
    ("国家税务总局澄水县税务局2022年政府信息公开工作年度报告", "国家税务总局澄水县税务局", 2022),
    ("澄水县云岭彝族乡2022年政府信息公开工作年度报告", "云岭彝族乡人民政府", 2022),
    ("科左旗巴彦苏木2022年政府信息公开工作年度报告", "巴彦苏木人民政府", 2022),
    ("澄水市公安局滨江分局2022年政府信息公开工作年度报告", "澄水市公安局滨江分局", 2022),
    ("澄水县第一中学2022年信息公开工作年度报告", "澄水县第一中学", 2022),
    ("国营红星农场2022年政府信息公开工作年度报告", "国营红星农场", 2022),
    ("滨江区城关派出所2022年政府信息公开年度报告", "滨江区城关派出所", 2022),
    ("二〇二二年柳坪镇政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇二○二二年度政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇政府信息公开工作年度报告（2022年）", "柳坪镇人民政府", 2022),
    ("柳坪镇政府信息公开工作年度报告（2022年度）", "柳坪镇人民政府", 2022),
    ("柳坪镇政府信息公开2022年年度报告", "柳坪镇人民政府", 2022),
    ("澄水县柳坪镇2022年政府信息公开年报", "柳坪镇人民政府", 2022),
    ("澄水市滨江区花园路街道2022年政府信息公开工作年度报告", "花园路街道办事处", 2022),
    ("澄水市滨江区城关街道2022年政府信息公开工作年度报告", "城关街道办事处", 2022),
    ("滨江区市场监督管理局2022年政府信息公开工作年度报告", "滨江区市场监督管理局", 2022),
    ("澄水市市场监督管理局2022年政府信息公开工作年度报告", "澄水市市场监督管理局", 2022),
    ("澄水市城市管理综合行政执法局2022年政府信息公开工作年度报告", "澄水市城市管理综合行政执法局", 2022),
    ("柳坪鎮人民政府2022年政府信息公開工作年度報告", "柳坪镇人民政府", 2022),
    ("柳 坪 镇 2022 年 政 府 信 息 公 开 工 作 年 度 报 告", "柳坪镇人民政府", 2022),
    ("柳坪镇2022年欢乐娱乐城工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇202２年政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("滨江区残疾人联合会2022年政府信息公开工作年度报告", "滨江区残疾人联合会", 2022),
    ("滨江区总工会2022年政府信息公开工作年度报告", "滨江区总工会", 2022),
    ("滨江区妇联2022年政府信息公开工作年度报告", "滨江区妇联", 2022),
    ("滨江区医疗保障局2022年政府信息公开工作年度报告", "滨江区医疗保障局", 2022),
    ("澄水县发展和改革委员会2022年政府信息公开工作年度报告", "澄水县发展和改革委员会", 2022),
    ("滨江区发改委2022年政府信息公开工作年度报告", "滨江区发改委", 2022),
    ("滨江区信访局2022年政务公开工作年度报告", "滨江区信访局", 2022),
    ("滨江区行政审批服务局关于2022年政府信息公开工作的年度报告", "滨江区行政审批服务局", 2022),
    ("关于柳坪镇2022年政府信息公开工作年度报告的公示", "柳坪镇人民政府", 2022),
    ("柳坪镇2022年度政府信息公开工作总结", "柳坪镇人民政府", 2022),
    ("中共柳坪镇委员会、柳坪镇人民政府2022年政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("澄水省政务服务管理局2022年政府信息公开工作年度报告", "澄水省政务服务管理局", 2022),
    ("澄水市人民政府2022年政府信息公开工作年度报告", "澄水市人民政府", 2022),
    ("滨江区2022年政府信息公开工作年度报告", "滨江区人民政府", 2022),
    ("柳坪街道2022年政府信息公开工作年度报告", "柳坪街道办事处", 2022),
    ("柳坪街道党工委、办事处2022年政府信息公开工作年度报告", "柳坪街道办事处", 2022),
    ("宁川市滨湖区人民政府柳坪街道办事处2022年政府信息公开工作年度报告", "柳坪街道办事处", 2022),
    ("宁川市滨湖区人民政府办公室2022年政府信息公开工作年度报告", "滨湖区人民政府办公室", 2022),
    ("【公开年报】柳坪镇2022年政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇 2022年政府信息公开工作年度报告_宁川市人民政府", "柳坪镇人民政府", 2022),
    ("附件1：柳坪镇2022年政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇2022政府信息公开工作年度报告", "柳坪镇人民政府", 2022),
    ("柳坪镇2022年度政府信息公开工作年度报告（草案）", "柳坪镇人民政府", 2022),
]


@pytest.mark.parametrize(("title", "office", "year"), TITLES)
def test_office_and_year_from_the_title(title: str, office: str, year: int) -> None:
    report = identified(title, BODY.replace("2022", str(year)))
    assert (report.office, report.year) == (office, year)


ELSEWHERE: list[tuple[tuple[str, ...], dict[str, str], str, int]] = [
    (("柳坪镇", "2022年政府信息公开工作年度报告", BODY), {}, "柳坪镇人民政府", 2022),
    (("柳坪镇人民政府", "2022年", "政府信息公开工作年度报告", BODY), {}, "柳坪镇人民政府", 2022),
    (
        ("2022年政府信息公开工作年度报告", "根据《条例》要求，柳坪镇人民政府编制本报告。", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    (("2022年政府信息公开工作年度报告", BODY, "柳坪镇人民政府", "2023年1月12日"), {}, "柳坪镇人民政府", 2022),
    (("政府信息公开工作年度报告", BODY, "澄水县水利局", "2023年1月12日"), {}, "澄水县水利局", 2022),
    (
        ("首页 > 政府信息公开 > 乡镇 > 柳坪镇 > 年报", "2022年政府信息公开工作年度报告", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    ((BODY,), {"name": "柳坪镇2022年政府信息公开年报.docx"}, "柳坪镇人民政府", 2022),
    ((BODY,), {"title": "柳坪镇2022年政府信息公开工作年度报告 - 澄水县人民政府"}, "柳坪镇人民政府", 2022),
    (
        ("发布机构：柳坪镇人民政府 发布日期：2023-01-10", "2022年度政府信息公开工作年度报告", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    (("柳坪街道2022年政府信息公开工作年度报告", "本报告由柳坪街街道办事处编制。", BODY), {}, "柳坪街道办事处", 2022),
    (
        ("澄发〔2023〕5号", "柳坪镇人民政府", "关于2022年度政府信息公开工作的报告", "县政府办公室：", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    (
        ("政府信息公开工作年度报告", "本报告统计期限为2022年1月1日至2022年12月31日。由滨江区民政局编制。", YEARLESS),
        {},
        "滨江区民政局",
        2022,
    ),
    (("柳坪镇政府信息公开工作年度报告", YEARLESS, "柳坪镇人民政府", "二〇二三年一月十日"), {}, "柳坪镇人民政府", 2022),
    (("柳坪镇政府信息公开工作年度报告", YEARLESS), {"name": "2022.txt"}, "柳坪镇人民政府", 2022),
    (("滨江区柳坪街道办事处政府信息公开", "年度报告（2022年）", BODY), {}, "柳坪街道办事处", 2022),
    (
        ("柳坪镇2022年政府信息公开工作年度报告", "依据有关规定，现将本镇2022年度政府信息公开工作报告如下。", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    (
        ("2022年政府信息公开工作年度报告", "本报告由澄水县柳坪镇党政综合办按照条例的规定编写。", BODY),
        {},
        "柳坪镇人民政府",
        2022,
    ),
    (("遵照条例的规定，澄水县审计局2022年政府信息公开工作年度报告现予公布。", BODY), {}, "澄水县审计局", 2022),
    (("读后有不明之处，请联系：柳坪街道办事处党政办，地址：柳坪路1号。", BODY), {}, "柳坪街道办事处", 2022),
    (("柳坪镇党政办公室2022年政府信息公开工作年度报告", BODY), {}, "柳坪镇人民政府", 2022),
    (
        (
            "- 信息来源：市民政局",
            "依照条例，现公布澄水市民政和养老服务局2022年政府信息公开工作年度报告。",
            BODY,
        ),
        {},
        "澄水市民政和养老服务局",
        2022,
    ),
    (("本年报按照条例，根据2022年澄水县司法局信息公开工作实际编制而成。", BODY), {}, "澄水县司法局", 2022),
    (("滨江区人力资源和社会保障局2022年政府", "信息公开工作年度报告", BODY), {}, "滨江区人力资源和社会保障局", 2022),
    (("本溪市审计局2022年政府信息公开工作年度报告", BODY), {}, "本溪市审计局", 2022),
    (("发布日期", "2023-02-19", "柳坪乡2022年政府信息公开工作年度报告", BODY), {}, "柳坪乡人民政府", 2022),
    (
        ("首页 > 政府信息公开 > 2022 > 市直部门", "澄水市水务局2022年政府信息公开工作年度报告", BODY),
        {},
        "澄水市水务局",
        2022,
    ),
    (("2022年，开发区加大公开力度。", "开发区党工委高度重视公开工作。", BODY), {}, "", 2022),
    (("如有疑问，请与澄水县统计局办公室联系（地址：柳坪路1号）。", BODY), {}, "澄水县统计局", 2022),
    (("现将2022年度澄水县住房和城乡建设局政府信息公开工作报告如下。", BODY), {}, "澄水县住房和城乡建设局", 2022),
    (("现特向社会公布2022年柳坪镇人民政府信息公开工作年度报告。", BODY), {}, "柳坪镇人民政府", 2022),
]


@pytest.mark.parametrize(("lines", "names", "office", "year"), ELSEWHERE)
def test_office_and_year_told_elsewhere(lines: tuple[str, ...], names: dict[str, str], office: str, year: int) -> None:
    report = identified(*lines, **names)
    assert (report.office, report.year) == (office, year)


def test_region_stands_apart_from_the_office() -> None:
    report = identified("澄水市滨江区柳坪街道2022年政府信息公开工作年度报告", BODY)
    assert (report.region, report.office) == ("澄水市滨江区", "柳坪街道办事处")
    assert report.title == "澄水市滨江区柳坪街道2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("name", "region", "office"),
    [
        ("澄水省云州市滨江区柳坪镇人民政府", "澄水省云州市滨江区", "柳坪镇人民政府"),
        ("云州市市南区审计局", "云州市", "市南区审计局"),
        ("云州市城市管理局", "", "云州市城市管理局"),
        ("云州市沙市区沙市镇", "云州市沙市区", "沙市镇"),
        ("红旗路街道办事处", "", "红旗路街道办事处"),
        ("滨江区社区街道办事处", "滨江区", "社区街道办事处"),
        ("云州市市场监督管理局", "", "云州市市场监督管理局"),
        ("国家税务总局云州市滨江区税务局", "", "国家税务总局云州市滨江区税务局"),
    ],
)
def test_split_region(name: str, region: str, office: str) -> None:
    assert split_region(name) == (region, office)


@pytest.mark.parametrize(
    ("name", "said", "full"),
    [
        ("柳坪街", "柳坪街街道办事处编制", "柳坪街街道办事处"),
        ("柳坪街", "今年街道办理了申请", "柳坪街道办事处"),
        ("柳坪街道办", "", "柳坪街道办事处"),
        ("柳坪街办", "", "柳坪街道办事处"),
        ("柳坪镇政府", "", "柳坪镇人民政府"),
        ("滨江区政府", "", "滨江区人民政府"),
        ("滨江区审计局", "", "滨江区审计局"),
        ("柳坪办事处", "柳坪街道公开了", "柳坪街道办事处"),
    ],
)
def test_full_name(name: str, said: str, full: str) -> None:
    assert full_name(name, [said]) == full


def test_a_menu_with_other_years_does_not_decide_the_year() -> None:
    menu = [f"{year}年政府信息公开工作年度报告" for year in (2024, 2023, 2021, 2020)]
    report = identified(
        *menu,
        "政府信息公开制度",
        *["栏目"] * 12,
        "柳坪镇2022年政府信息公开工作年度报告",
        BODY,
        title="柳坪镇2022年政府信息公开工作年度报告_澄水县人民政府",
    )
    assert (report.office, report.year) == ("柳坪镇人民政府", 2022)


def test_years_that_disagree_are_a_finding() -> None:
    report = identified(
        "柳坪镇2022年政府信息公开工作年度报告", "统计期限为2021年1月1日至2021年12月31日。", BODY, name="2022年报.txt"
    )
    assert report.year == 2022
    assert [(f.rule, f.status) for f in report.disagreements] == [("year_disagrees", "failed")]
    assert "2021" in report.disagreements[0].message and "2022" in report.disagreements[0].message


def test_a_file_named_after_another_year_is_a_notice() -> None:
    report = identified("柳坪镇2022年政府信息公开工作年度报告", BODY, name="柳坪镇2019年年报.doc")
    assert [(f.rule, f.status) for f in report.disagreements] == [("year_disagrees", "notice")]


def test_years_that_agree_are_no_finding() -> None:
    report = identified(
        "柳坪镇2022年政府信息公开工作年度报告",
        "统计期限为2022年1月1日至2022年12月31日。",
        BODY,
        "柳坪镇人民政府",
        "2023年1月12日",
        name="2023-01-12_柳坪镇.html",
    )
    assert (report.year, report.disagreements) == (2022, ())
    assert (report.published_on, report.signed_on) == (None, date(2023, 1, 12)), "a signature publishes nothing"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间：2023-01-20 17:05 浏览次数：18", date(2023, 1, 20)),
        ("发布日期：2023年1月5日 来源：柳坪镇", date(2023, 1, 5)),
        ("时间：2023/1/9", date(2023, 1, 9)),
        ("发布时间：二〇二三年一月十六日", date(2023, 1, 16)),
        ("发布时间：2023-13-40", None),
    ],
)
def test_publication_date(line: str, day: date | None) -> None:
    assert identified("柳坪镇2022年政府信息公开工作年度报告", line, BODY).published_on == day


def test_publication_date_of_a_metadata_table_goes_before_the_date_of_making() -> None:
    rows = [
        ["索引号", "1234/2023-01", "成文日期", "2023-01-03"],
        ["发布机构", "柳坪镇人民政府", "发布日期", "2023-01-19"],
    ]
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    blocks = [Block("table", cells=cells), Block("paragraph", "2022年政府信息公开工作年度报告")]
    blocks += [Block("paragraph", line) for line in BODY.split("\n")]
    document = Document("html", tuple(blocks))
    report = identify(document, outline(document), "x.html")
    assert (report.office, report.published_on) == ("柳坪镇人民政府", date(2023, 1, 19))
    assert report.signed_on == date(2023, 1, 3)


@pytest.mark.parametrize(
    ("label", "year", "form"),
    [
        ("本年新制作数量", 2022, "2019"),
        ("上一年项目数量", 2023, "2019"),
        ("现行有效件数", 2019, "2021"),
        ("本年收费金额", 2020, "2021"),
        ("", 2022, "2021"),
        ("", 2020, "2019"),
        ("", 2016, "none"),
    ],
)
def test_form_by_what_is_printed_before_the_year(label: str, year: int, form: str) -> None:
    body = BODY.replace("2022", str(year)).replace("主动公开政府信息情况", f"主动公开政府信息情况\n{label}")
    assert identified(f"柳坪镇{year}年政府信息公开工作年度报告", body).form == form


@pytest.mark.parametrize(
    "text",
    [
        "关于做好2022年政府信息公开工作年度报告编制工作的通知\n各镇人民政府：请于1月31日前报送。",
        "柳坪镇政府信息公开指南\n为方便公众，编制本指南。年度报告见栏目。",
        "会议纪要\n会议研究了防汛工作。",
        "2022年部门预算\n一、总体情况\n收入12万元。",
        "第一章 总则\n第一条 为了规范公开，制定本办法。",
    ],
)
def test_other_documents_are_refused(text: str) -> None:
    with pytest.raises(NotAReport) as error:
        identified(text, name="某文件.txt")
    message = str(error.value)
    assert message.startswith("某文件.txt：") and message.endswith("。") and "请" in message


def test_a_page_that_cites_the_regulation_and_tells_counts_is_a_report() -> None:
    told = "通过官网发布信息274条，其中要闻84条、公示113条、其他77条，总访问量61万余次。" * 5
    opening = (
        "根据《中华人民共和国政府信息公开条例》等规定，编制本报告。本报告中所列数据的统计期限为2022年1月1日至12月31日。"
    )
    assert identified(opening, "一、总体情况", told).year == 2022


def test_a_prose_report_of_the_years_before_the_forms() -> None:
    prose = "本镇坚持公开为常态，全年公开各类信息312条，群众知晓度稳步提高。" * 8
    report = identified("柳坪镇2012年政府信息公开工作总结", prose)
    assert (report.office, report.year, report.form) == ("柳坪镇人民政府", 2012, "none")


def test_each_kind_of_office_is_recognised() -> None:
    for row in table("lexicon/office_kinds"):
        report = identified(f"云岭{row['suffix']}2022年政府信息公开工作年度报告", BODY)
        assert report.office.startswith("云岭"), row
        assert report.year == 2022


def test_each_word_of_titles_is_used() -> None:
    for row in table("lexicon/report_titles"):
        if row["kind"] == "topic":
            title, day = f"柳坪镇2022年{row['words']}年度报告", ""
        elif row["kind"] == "closing":
            title, day = f"柳坪镇2022年政府信息公开{row['words']}", ""
        elif row["kind"] == "date":
            title, day = "柳坪镇2022年政府信息公开年报", f"{row['words']}：2023-01-17"
        elif row["kind"] == "shelf":
            title, day = "柳坪镇2022年政府信息公开年报", ""
            assert name_of(f"{row['words']}柳坪镇") == "柳坪镇", row
        elif row["kind"] == "mention":
            asked = f"{row['words']}滨江县政府办公室关于公开工作的要求，我局开展了工作。"
            assert identified("政府信息公开年度报告", asked, BODY).office == "", row
            continue
        elif row["kind"] == "publisher":
            assert identified(f"{row['words']}：柳坪镇", "2022年政府信息公开年报", BODY).office == "柳坪镇人民政府", row
            continue
        else:
            with pytest.raises(NotAReport):
                identified(f"柳坪镇2022年政府信息公开年报{row['words']}", "见附件。")
            continue
        report = identified(title, day, BODY)
        assert (report.office, report.year, report.title) == ("柳坪镇人民政府", 2022, title), row
        assert report.published_on == (date(2023, 1, 17) if day else None), row


FORMS = [
    (("荷 塘 坳 街 道 办 事 处", "2 023年政府信息公开工作年度报告", BODY), "荷塘坳街道办事处", 2023),
    (("澄 水 县", "柳 坪 镇 人 民 政 府", "2022 年 政 府 信 息 公 开 工 作 年 度 报 告", BODY), "柳坪镇人民政府", 2022),
    (("澄水县民政局", "2022年度", "政府信息公开工作年度报告", BODY), "澄水县民政局", 2022),
    (("2022年度", "政府信息公开工作年度报告", "（澄水县民政局）", BODY), "澄水县民政局", 2022),
    (("【澄水县民政局】2022年政府信息公开工作年度报告", BODY), "澄水县民政局", 2022),
    (("澄民发〔2023〕4号", "澄水县民政局关于报送2022年政府信息公开工作年度报告的函", BODY), "澄水县民政局", 2022),
    (("澄民发〔2023〕4号", "澄水县民政局", "2022年政府信息公开工作年度报告", BODY), "澄水县民政局", 2022),
    (("国家税务总局澄水县税务局2022年政府信息公开工作年度报告", BODY), "国家税务总局澄水县税务局", 2022),
    (
        ("国家税务总局澄水经济技术开发区税务局", "2022年政府信息公开工作年度报告", BODY),
        "国家税务总局澄水经济技术开发区税务局",
        2022,
    ),
    (("澄水市公安局交通警察支队2022年政府信息公开工作年度报告", BODY), "澄水市公安局交通警察支队", 2022),
    (("澄水市自然资源和规划局高新分局2022年政府信息公开工作年度报告", BODY), "澄水市自然资源和规划局高新分局", 2022),
    (("澄水经济技术开发区管理委员会2022年政府信息公开工作年度报告", BODY), "澄水经济技术开发区管理委员会", 2022),
    (("澄水县融媒体中心2022年政府信息公开工作年度报告", BODY), "澄水县融媒体中心", 2022),
    (("江南省农业农村厅2022年政府信息公开工作年度报告", BODY), "江南省农业农村厅", 2022),
    (("江南省澄水市滨江区人民政府花园路街道办事处2022年政府信息公开工作年度报告", BODY), "花园路街道办事处", 2022),
    (("柳坪镇2022年政府信息公开工作年报", BODY), "柳坪镇人民政府", 2022),
    (
        ("花园路街2022年政府信息公开工作年度报告", BODY.replace("全年主动", "花园路街道全年主动")),
        "花园路街道办事处",
        2022,
    ),
    (("政府信息公开工作年度报告", "（2022年度）", "柳坪镇人民政府", "2023年1月", BODY), "柳坪镇人民政府", 2022),
    (
        (
            "政府信息公开工作年度报告",
            YEARLESS.replace("一、总体情况\n", "一、总体情况\n柳坪镇人民政府二〇二二年度全年主动公开信息工作如下。\n"),
        ),
        "柳坪镇人民政府",
        2022,
    ),
    (("澄水县水利局政府信息公开工作2022年度报告", BODY), "澄水县水利局", 2022),
    (("2022年政府信息公开工作年度报告（澄水县水利局）", BODY), "澄水县水利局", 2022),
    (("2022年政府信息公开工作年度报告——澄水县水利局", BODY), "澄水县水利局", 2022),
    (("澄水县水利局：2022年政府信息公开工作年度报告", BODY), "澄水县水利局", 2022),
    (("《澄水县水利局2022年政府信息公开工作年度报告》", BODY), "澄水县水利局", 2022),
    (("澄水县水利局本机关2022年政府信息公开工作年度报告", BODY), "澄水县水利局", 2022),
    (("本机关2022年政府信息公开工作年度报告", BODY + "\n澄水县水利局\n2023年1月12日"), "澄水县水利局", 2022),
    (("澄水县水利局", "政府信息公开工作年度报告", "（2022年1月1日至2022年12月31日）", YEARLESS), "澄水县水利局", 2022),
    (
        (
            "澄水县水利局政府信息公开工作年度报告",
            YEARLESS.replace("全年", "本报告所列数据的统计期限自2022年1月1日起至12月31日止。全年"),
        ),
        "澄水县水利局",
        2022,
    ),
    (
        (
            "澄水县水利局政府信息公开工作年度报告",
            YEARLESS.replace("全年", "数据统计时间为20221月1日至2022年12月31日。全年"),
        ),
        "澄水县水利局",
        2022,
    ),
    (("二O二二年柳坪镇政府信息公开工作年度报告", BODY), "柳坪镇人民政府", 2022),
    (("柳坪镇人民政府信息公开工作年度报告（2022年）", BODY), "柳坪镇人民政府", 2022),
    (("中共澄水县委统战部2022年政府信息公开工作年度报告", BODY), "中共澄水县委统战部", 2022),
    (("澄水县消防救援大队2022年政府信息公开工作年度报告", BODY), "澄水县消防救援大队", 2022),
    (("澄水县城乡规划服务中心2022年政府信息公开工作年度报告", BODY), "澄水县城乡规划服务中心", 2022),
    (("澄水县退役军人事务局2022年政府信息公开工作年度报告", BODY), "澄水县退役军人事务局", 2022),
    (("澄水县石桥回族乡政府2022年政府信息公开工作年度报告", BODY), "石桥回族乡人民政府", 2022),
    (("澄水县城关镇人民政府（原城关乡）2022年政府信息公开工作年度报告", BODY), "城关镇人民政府", 2022),
    (
        (
            "首页 > 政务公开 > 法定主动公开内容 > 年度报告",
            "澄水县水利局2022年政府信息公开工作年度报告",
            "发布时间：2023-01-18 来源：澄水县水利局 浏览次数：120",
            BODY,
        ),
        "澄水县水利局",
        2022,
    ),
    (
        ("滨江区人民政府政务服务管理办公室2022年政府信息公开工作年度报告", BODY),
        "滨江区人民政府政务服务管理办公室",
        2022,
    ),
    (("滨江区教育和体育局", "2022", "政府信息公开工作年度报告", BODY), "滨江区教育和体育局", 2022),
    (("滨江区教育和体育局2022政府信息公开工作年度报告", BODY), "滨江区教育和体育局", 2022),
    (("滨江区教育和体育局22年度政府信息公开工作年度报告", BODY), "滨江区教育和体育局", 2022),
    (
        ("关于2022年度政府信息公开工作情况的报告", "滨江区政府：", BODY + "\n滨江区教育和体育局\n二〇二三年一月十日"),
        "滨江区教育和体育局",
        2022,
    ),
    (("滨江区司法局行政机关2022年政府信息公开工作年度报告", BODY), "滨江区司法局", 2022),
    (("滨江区\n花园路街道\n2022年政府信息公开工作年度报告", BODY), "花园路街道办事处", 2022),
    (("附件1", "滨江区城市更新局政府信息公开工作年度报告", "（2022年）", BODY), "滨江区城市更新局", 2022),
    (("滨江区烟草专卖局（公司）2022年政府信息公开工作年度报告", BODY), "滨江区烟草专卖局", 2022),
    (("澄水海事局2022年政府信息公开工作年度报告", BODY), "澄水海事局", 2022),
    (("江南证监局2022年政府信息公开工作年度报告", BODY), "江南证监局", 2022),
    (("江南省地震局2022年政府信息公开工作年度报告", BODY), "江南省地震局", 2022),
    (("澄水市国有资产监督管理委员会2022年政府信息公开工作年度报告", BODY), "澄水市国有资产监督管理委员会", 2022),
    (("澄水市林业和草原局2022年政府信息公开工作年度报告", BODY), "澄水市林业和草原局", 2022),
    (("澄水市科学技术协会2022年政府信息公开工作年度报告", BODY), "澄水市科学技术协会", 2022),
    (("澄水县人民防空办公室2022年政府信息公开工作年度报告", BODY), "澄水县人民防空办公室", 2022),
    (("关于印发《柳坪镇2022年政府信息公开工作年度报告》的通知", BODY), "柳坪镇人民政府", 2022),
    (("达拉特旗树林召镇2022年政府信息公开工作年度报告", BODY), "树林召镇人民政府", 2022),
    (("澄水新区管委会社会事业局2022年政府信息公开工作年度报告", BODY), "澄水新区管委会社会事业局", 2022),
    (("澄水市供电局2022年度信息公开年报", BODY), "澄水市供电局", 2022),
    (
        (
            "澄水县审计局2022年政府信息公开工作年度报告",
            "依照条例的规定，现公布澄水县审计局2022年政府信息公开工作年度报告，数据截至2022年12月31日。",
            BODY,
        ),
        "澄水县审计局",
        2022,
    ),
]


@pytest.mark.parametrize(("lines", "office", "year"), FORMS)
def test_titles_split_bracketed_numbered_or_told_elsewhere(lines: tuple[str, ...], office: str, year: int) -> None:
    report = identified(*lines)
    whole = report.region + report.office
    assert whole == office or report.office == office or whole.endswith(office)
    assert report.year == year


def test_a_period_is_no_day_of_publication() -> None:
    for period in (
        "数据统计时间为20221月1日至2022年12月31日",
        "（统计期限：2022年1月1日—2022年12月31日）",
        "截至2022年12月31日",
    ):
        assert identified("柳坪镇2022年政府信息公开工作年度报告", period, BODY).published_on is None
    told = identified("柳坪镇2022年政府信息公开工作年度报告", BODY, "柳坪镇人民政府", "2023年1月9日")
    assert (told.published_on, told.signed_on) == (None, date(2023, 1, 9))


def test_what_the_head_of_a_page_says_is_heard() -> None:
    blocks = (Block("paragraph", "政府信息公开工作年度报告"), *(Block("paragraph", line) for line in BODY.split("\n")))
    said = (("PubDate", "2023-01-18 09:30"), ("ContentSource", "澄水县水利局"), ("viewport", "width=2022"))
    document = Document("html", blocks, metadata=said)
    report = identify(document, outline(document), "年报.html")
    assert (report.office, report.published_on) == ("澄水县水利局", date(2023, 1, 18))
