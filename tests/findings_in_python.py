"""What the steps of queries/steps on findings, what they belong to and what answers a sheet should answer, in plain
Python."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.columns_in_python import due_columns, problems_of_columns
from tests.numbers_in_python import threshold
from tests.rates_in_python import EVERYWHERE, leading, rates_in_doubt
from tests.steps_in_python import (
    Row,
    Tables,
    current_reports,
    grouped,
    judged_findings,
    named_findings,
    offices,
    picked,
)

SIX = ("overview", "disclosure", "applications", "disputes", "problems", "other")


def excerpts(t: Tables) -> list[Row]:
    titles = {row["report_id"]: row["title"] for row in t.report}
    rows = []
    for report in current_reports(t):
        number = report["report_id"]
        parts = [row for row in t.section if row["report_id"] == number]
        heads = [titles[number], *(row["body"] for row in parts if row["section"] == "preamble")]
        for name in SIX:
            own = [row["body"] for row in parts if row["section"] == name]
            said = {
                word["words"]
                for word in t.excerpt_word
                if any(word["words"] in text for text in (own if word["scope"] == "section" else heads))
            }
            if said:
                rows.append({"report_id": number, "section": name, "words": min(said)})
    return rows


def parts_told(t: Tables, rule: str, since: int) -> list[Row]:
    parts = grouped(
        sorted((w for w in t.told_word if w["rule"] == rule), key=lambda w: int(w["ordinal"])), "part", "part_name"
    )
    read = ("overview", "problems", "other")
    left_out = {row["report_id"] for row in excerpts(t) if row["section"] in read}
    rows = []
    for report in current_reports(t):
        parts_of = [row for row in t.section if row["report_id"] == report["report_id"]]
        prose = "\n".join(
            row["body"] for row in parts_of if row["section"] in (*read, rule == "fee_told" and "preamble")
        )
        has_overview = any(row["section"] == "overview" and row["body"] for row in parts_of)
        lacking = [name for (_part, name), words in parts.items() if not any(w["word"] in prose for w in words)]
        if parts and report["year"] >= since:
            rows.append(
                picked(report, "report_id", "office_id", "year", "office_name")
                | {
                    "part_count": len(parts),
                    "told_count": len(parts) - len(lacking),
                    "lacking_names": "、".join(lacking) or None,
                }
                | {"is_assessable": has_overview and report["report_id"] not in left_out}
            )
    return rows


def weak_matters(t: Tables, year: int, **choice: Any) -> list[Row]:
    asked = choice | {"topic": None, "severity": None, "status": "failed", "rule": None}
    matters = {row["matter"]: row for row in t.matter}
    columns_of = grouped(problems_of_columns(t), "office_id", "year", "told_topic")
    office_ids = {row["office_code"]: row["office_id"] for row in t.office}
    found = []
    for row in named_findings(t, "weak_spot", None, year, **asked):
        office = office_ids[row["office_code"]]
        known = [each for each in t.rule_matter if each["rule"] == row["rule"]]
        its = [each for each in known if each["subject"] == row["subject"]] or [e for e in known if e["subject"] == ""]
        matter = its[0]["matter"] if its else row["rule"]
        subject = row["subject"] if matter == "column" else ""
        if row["rule"] in ("problem_repeated", "promise_unkept"):
            told = [
                p
                for p in t.problem
                if (p["office_id"], p["year"], p["topic"], p["kind"])
                == (office, row["year"], row["subject"], "problem")
            ]
            spoken = columns_of.get((office, row["year"], row["subject"]), [])
            names = {each["column_name"] for each in spoken}
            if len(names) == 1 and {p["problem_no"] for p in told} == {each["problem_no"] for each in spoken}:
                matter, (subject,) = "column", names
        named = matters.get(matter, {"name_zh": row["rule_name"], "ordinal": 32767, "indicator": None})
        question = its[0]["question"] if its else ""
        found.append(
            picked(
                row, "finding_no", "office_code", "office_name", "region_name", "year", "report_id", "rule", "rule_name"
            )
            | picked(row, "rule_ordinal", "subject", "severity", "message", "years_lasted", "is_worsening", "self_told")
            | picked(row, "topic", "evidence", office_kind=row["kind"], office_id=office)
            | {"matter": matter, "matter_ordinal": named["ordinal"], "matter_subject": subject}
            | {"matter_name": named["name_zh"].replace("{}", subject), "indicator": named["indicator"]}
            | {"question": question.replace("{years}", str(row["years_lasted"])).replace("{subject}", subject)}
        )
    for row in found:
        same = [o for o in found if all(o[n] == row[n] for n in ("office_id", "matter", "matter_subject"))]
        years = {other["year"] for other in same}
        first = row["year"]
        while first - 1 in years:
            first -= 1
        row["matter_years"] = row["year"] - first + 1
    return found


def _of_findings(t: Tables, source: str, office: Row, year: int) -> list[Row]:
    kind, _, rule = source.partition(":")
    return [
        {
            "standing": "sure" if kind == "check" and row["status"] == "failed" else "hint",
            "case_count": 1,
            "message": row["message"],
            "url": None,
            **(row["evidence"] or [{"report_id": row["report_id"], "fact_no": None}])[0],
        }
        for row in judged_findings(t)
        if (row["office_id"], row["year"], row["rule"]) == (office["office_id"], year, rule)
        and row["status"] in ("failed", "notice")
    ]


def _of_numbers(t: Tables, source: str, office: Row, year: int, full_at: float) -> list[Row]:
    kind, _, indicator = source.partition(":")
    subject = indicator.partition(".")[0]
    name, unit = next((row["name_zh"], row["unit"]) for row in t.indicator if row["indicator"] == indicator)
    choice = EVERYWHERE | {"office_codes": [office["office_code"]]}
    least = threshold(t, "few_cases")
    received = [fact["value"] for fact in leading(t, [f"{subject}.received"], choice, year, year)]
    doubted = {(row["report_id"], f"{row['subject']}.close_rate") for row in rates_in_doubt(t)}
    rows = []
    for fact in leading(t, [indicator], choice, year, year):
        count = fact["value"] if kind == "number" else full_at - fact["value"]
        if fact["qualifier"] != "=" or count <= 0 or (fact["report_id"], indicator) in doubted:
            continue
        message, standing = f"年报写明“{name}”{fact['value']:.12g}", "sure"
        if kind == "number":
            message += f"{unit}。"
        else:
            message += f"%，比满分线{full_at:.12g}%低{round(count, 2):.12g}个百分点"
            if received and received[0] < least:
                standing = "hint"
                message += f"；全年只收到{received[0]:.12g}件，不足{least:.12g}件，是否扣分由人评判。"
            else:
                message += "。"
        rows.append(
            picked(fact, "report_id", "fact_no", case_count=count, standing=standing, url=None, message=message)
        )
    return rows


def _of_columns(t: Tables, source: str, office: Row, as_of: date | None) -> list[Row]:
    _overdue, _, column = source.partition("/")
    rows = []
    for row in due_columns(t, as_of, 30, **EVERYWHERE | {"office_codes": [office["office_code"]]}):
        if row["by_custom"] or column not in ("", row["column_name"]):
            continue
        is_overdue = row["urgency"] == "overdue"
        last = f"上次更新{row['last_published_on']}" if row["last_published_on"] else "发布记录中没有一条"
        if row["last_published_on"] and row["last_url"] is None and row["last_log"]:
            last += f"（{row['last_log']}第{row['last_line']}行）"
        message = f"“{row['column_name']}”{last}，{row['due_on']}{'已' if is_overdue else ''}到期。"
        told = {"standing": "sure" if is_overdue else "risk", "case_count": 1, "message": message}
        rows.append(told | {"report_id": None, "fact_no": None, "url": row["last_url"]})
    return rows


def _late_items(t: Tables, office: Row, year: int) -> list[Row]:
    working = {row["day"]: row["working_days"] for row in t.working_day}
    rows = []
    for item in t.column_log:
        published_on, formed_on = item["published_on"], item["formed_on"]
        is_asked = item["office_id"] == office["office_id"] and published_on.year == year
        if not is_asked or formed_on not in working or published_on not in working:
            continue
        taken = working[published_on] - working[formed_on]
        if taken > 20:
            title = f"《{item['title']}》" if item["title"] else "的一条信息"
            place = "" if item["url"] or not item["log_name"] else f"（{item['log_name']}第{item['line']}行）"
            message = f"“{item['column_name']}”{published_on}发布{title}{place}，{formed_on}形成，用了{taken}个工作日。"
            told = {"standing": "sure", "case_count": 1, "message": message}
            rows.append(told | {"report_id": None, "fact_no": None, "url": item["url"]})
    return rows


def assessed_cases(t: Tables, sheet: str, year: int, as_of: date | None, **choice: Any) -> list[Row]:
    kinds = next((row["kinds"] for row in t.assessment_sheet if row["sheet"] == sheet), [])
    rows = []
    for clause in t.assessment_clause:
        for office in offices(t, **choice).values():
            if clause["sheet"] != sheet or office["kind"] not in kinds or office["is_queued"]:
                continue
            for source in clause["sources"]:
                if source.startswith(("check:", "hint:")):
                    cases = _of_findings(t, source, office, year)
                elif source.startswith("columns:"):
                    cases = _of_columns(t, source, office, as_of)
                elif source == "items:late":
                    cases = _late_items(t, office, year)
                else:
                    cases = _of_numbers(t, source, office, year, clause["full_at"])
                rows += [
                    case | picked(clause, "item", "clause", office_id=office["office_id"], source=source)
                    for case in cases
                ]
    return rows
