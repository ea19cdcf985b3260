"""A generation as Parquet files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from reports.database import DiskError, literal
from reports.database import building as building_on
from reports.errors import StoreError
from reports.store.generation import Generation
from reports.store.overlay import attach
from reports.store.schema import table_columns


def export_parquet(generation: Generation, folder: Path) -> dict[str, int]:
    """Writes every table of `generation` as Parquet into the new folder `folder`, those that have years parted by
    year, and returns their row counts. StoreError when the folder has something in it or cannot be written; then it
    is as it was."""
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(f"文件夹 {folder} 不是空的；请换一个文件夹，或清空后再导出。")
    building = folder.with_name(f".build-{folder.name}")
    written: dict[str, int] = {}
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        with building_on(":memory:", generation.path.parent, building) as connection:
            attach(connection, generation.path, "generation_file")
            for table, columns in table_columns().items():
                form = "format parquet, compression zstd"
                if "year" in columns:
                    form += ", partition_by (year)"
                    target = building / table
                else:
                    (building / table).mkdir()
                    target = building / table / "part.parquet"
                counted = connection.execute(
                    f"copy (select * from generation_file.{table}) to {literal(target)} ({form})"
                ).fetchone()
                written[table] = counted[0] if counted else 0
                if not written[table] and "year" in columns:
                    # No year, no folder: a table without rows is still a table.
                    target.mkdir(exist_ok=True)
                    connection.execute(
                        f"copy (select * from generation_file.{table}) to {literal(target / 'part.parquet')} (format parquet)"
                    )
        if folder.exists():
            folder.rmdir()
        os.replace(building, folder)
    except (OSError, DiskError) as error:
        shutil.rmtree(building, ignore_errors=True)
        raise StoreError(f"无法导出到 {folder}（{error}）；请检查磁盘空间和权限后再试。") from error
    return written
