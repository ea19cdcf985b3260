"""The publication log of the demo district: what its fictional offices put on their websites in a year and more.

In comes data/sample/demo_log.csv, a row for each office and column: how often something is published there and how
many days ago the newest item was. Out comes a table as a website gives it. Its days are counted back from the day on
which the example is made, so that what is overdue in the story is overdue whenever somebody looks.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from reports import store
from reports.capture import ORIGINALS_NAME, capture
from reports.publish.lines import log_line
from reports.reference import SAMPLE
from reports.specimen.demo import DEMO_DISTRICT, begin, demo_offices
from reports.store import journal

DAYS = 400
"""So many days the log goes back."""
FILE_NAME = "青禾区政府网站发布记录（虚构示例）.csv"


def demo_log(until: date) -> bytes:
    """The log up to the day `until` as a csv file: 单位, 栏目, 标题, 发布日期."""
    offices = demo_offices()
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("单位", "栏目", "标题", "发布日期"))
    with (SAMPLE / "demo_log.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            ages = range(int(row["newest_days_ago"]), DAYS, int(row["every_days"]))
            for number, age in enumerate(reversed(ages), 1):
                day = until - timedelta(age)
                title = f"{row['title']}第{number}期（虚构示例）"
                table.writerow((offices[row["office_code"]].name, row["column_name"], title, day.isoformat()))
    return out.getvalue().encode("utf-8")


def begin_with_log(folder: Path, until: date) -> None:
    """Tells a store without reports the offices of the demo and hands it the log up to a day: the next publication
    brings it into force."""
    begin(folder)
    with store.locked(folder):
        if not any(line["what"] == "log" for line in journal.read(folder)):
            snapshot = capture(demo_log(until), FILE_NAME, folder / ORIGINALS_NAME)
            journal.append(folder, [log_line(snapshot, None, DEMO_DISTRICT)])
