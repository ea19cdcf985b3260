"""Writes queries/README.md from the headers of the questions and the rule table; the tests fail when it is stale.

Run as `python queries/build_readme.py`. It reads no store and says nothing about any office.
"""

from __future__ import annotations

from pathlib import Path

from reports import ask, reference, steps
from reports.ask import catalogue

README = Path(__file__).resolve().parent / "README.md"

INTRODUCTION = """# 问题与规则 / Questions and rules

一个 .sql 文件回答一个问题，或执行一条规则。本页由各文件的说明和 `data/reference/rules.csv` 生成，请勿手工修改；
改动后运行 `python queries/build_readme.py`。

One `.sql` file answers one question or holds one rule. This page is made from their headers by
`python queries/build_readme.py`; do not edit it. `gongkai ask NAME -p parameter=value` answers any of the questions.
"""

RULES = """
## 规则 / Rules

`checks/` 核对数字和格式，`weak_spots/` 指出薄弱环节。阈值、轻重和开关在 `data/reference/rules.csv`。缺一个数的规则不作判断
（not_assessable）：既不算通过，也不算不通过。

Rules read the current reports and earlier findings, checks first. A rule that lacks one of its numbers is never passed
and never failed.

| 规则 rule | 名称 | 内容 | 严重程度 | 阈值 | 依据 |
| --- | --- | --- | --- | --- | --- |
"""

STEPS = """
## 步骤 / Steps

`steps/` 里是多个问题和规则共用的步骤，建立数据版本时写成其中的表宏，调用写作 `from 步骤名(参数, ...)`。阈值类规则（如 few_cases）
自己不查，由步骤读出，供问题和规则使用。

`steps/` holds what several questions and rules have in common. Each file is a header and one SELECT whose $parameters
are those of the call, in the order of the header; a generation holds them as DuckDB table macros.

| 步骤 step | 内容 | 参数 | 列 |
| --- | --- | --- | --- |
"""

SEVERITIES = {"high": "高", "medium": "中", "low": "低"}


def readme() -> str:
    """The whole page as text."""
    questions = ask.questions()
    parts = [INTRODUCTION, "\n| 问题 | 内容 |\n| --- | --- |\n"]
    parts += [f"| [{one.name}](#{one.name}) | {one.question} |\n" for one in questions]
    parts.append(RULES)
    for row in reference.table("rules"):
        folder = {"check": "checks", "weak_spot": "weak_spots", "threshold": "steps"}[row["kind"]]
        parts.append(
            f"| [{row['rule']}]({folder}/{row['rule']}.sql) | {row['name_zh']} | {row['definition']} "
            f"| {SEVERITIES[row['severity']]} | {row['threshold']}{row['threshold_unit']} | {row['legal_basis']} |\n"
        )
    parts.append(STEPS)
    for path in sorted(steps.FOLDER.glob("*.sql")):
        one = catalogue.question_in(path)
        names, columns = (", ".join(item.name for item in items) for items in (one.parameters, one.columns))
        parts.append(f"| [{one.name}](steps/{one.name}.sql) | {one.question} | {names} | {columns} |\n")
    parts.append("\n## 各问题 / Each question\n")
    parts += [_question(one) for one in questions]
    return "".join(parts)


def _question(one: ask.Question) -> str:
    lines = [f"\n### {one.name}\n\n{one.question}\n\n- grain: {one.grain}\n- missing: {one.missing}\n"]
    if one.parameters:
        lines.append("\n| parameter | type | meaning |\n| --- | --- | --- |\n")
        lines += [
            f"| {p.name} | {p.type}{' (optional)' if p.is_optional else ''} | {p.meaning} |\n" for p in one.parameters
        ]
    lines.append("\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n")
    lines += [f"| {c.name} | {c.type} | {c.unit} | {c.meaning} |\n" for c in one.columns]
    return "".join(lines)


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")
