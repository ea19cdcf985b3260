"""Two generations compared by what they say, whatever numbers they gave to reports and offices.

In go two generation files; out come the tables whose rows differ. It decides nothing about which one is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.check.judge import OF_THE_BASE
from reports.database import building, damage_told
from reports.store.overlay import attach
from reports.store.schema import ASSESSMENTS, FOLLOW_UP, FORMER

_BY_REPORT = "select r.sha256, every.* exclude ({}) from {{0}}.{} every join {{0}}.report r using (report_id)"
_SAID = {
    "report": "select every.* exclude (report_id, office_id), o.office_code from {0}.report every "
    "join {0}.office o using (office_id)",
    "snapshot": "select * exclude (report_id) from {0}.snapshot",
    "office": "select * exclude (office_id) from {0}.office",
    "section": _BY_REPORT.format("report_id", "section"),
    "fact": _BY_REPORT.format("report_id, office_id", "fact"),
    "fact_by_office": _BY_REPORT.format("report_id, office_id", "fact_by_office"),
    "evidence": _BY_REPORT.format("report_id", "evidence"),
    **{table: _BY_REPORT.format("report_id", table) for table in FORMER},
    "lesson": _BY_REPORT.format("report_id", "lesson"),
    "problem": _BY_REPORT.format("report_id, office_id", "problem"),
    "disagreement": _BY_REPORT.format("report_id", "disagreement"),
    "finding": "select every.* exclude (finding_no, report_id, office_id, evidence), o.office_code, r.sha256 "
    "from {0}.finding every join {0}.office o using (office_id) left join {0}.report r on r.report_id = every.report_id",
    "region_total": "select * from {0}.region_total",
    "column_log": "select every.* exclude (office_id), o.office_code from {0}.column_log every "
    "join {0}.office o using (office_id)",
    **{table: f"select * from {{0}}.{table}" for table in ("region", *FOLLOW_UP, *ASSESSMENTS, *OF_THE_BASE)},
}


@dataclass(frozen=True, slots=True)
class Differences:
    """How many rows of each table only one of two generations has (tables that agree are left out), and the titles of
    the first reports concerned."""

    rows: dict[str, int]
    titles: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def words(self) -> str:
        """In a few words, for people."""
        named = f"，涉及{'、'.join(f'《{title}》' for title in self.titles)}等" if self.titles else ""
        return "、".join(f"{table} {count} 行" for table, count in self.rows.items()) + named


def differences(one: Path, other: Path, most_titles: int = 3) -> Differences:
    """What the generation files `one` and `other`, of one layout, say differently. StoreDamaged when one cannot be
    read."""
    found: dict[str, int] = {}
    titles: dict[str, None] = {}
    with building(":memory:", one.parent, other.parent) as connection, damage_told():
        attach(connection, one, "first")
        attach(connection, other, "second")
        for table, query in _SAID.items():
            first, second = query.format("first"), query.format("second")
            only_one = f"(({first}) except all ({second})) union all (({second}) except all ({first}))"
            connection.execute(f"create temp table differing as {only_one}")
            counted = connection.execute("select count(*) from differing").fetchone()
            if counted is not None and counted[0]:
                found[table] = counted[0]
                if "sha256" in query or table == "report":
                    rows = connection.execute(
                        "select min(r.title) from differing d join "
                        "(select sha256, title from first.report union select sha256, title from second.report) r "
                        f"using (sha256) group by sha256 order by sha256 limit {most_titles}"
                    ).fetchall()
                    titles |= dict.fromkeys(row[0] for row in rows)
            connection.execute("drop table temp.differing")
    return Differences(found, tuple(titles)[:most_titles])
