"""Rows of the parity table, in the form that `tests/parity/rows.ts` has."""

from __future__ import annotations

import json
from pathlib import Path


def keep_row(
    rows: Path | None,
    *,
    what: str,
    lane: str,
    measured: float,
    bound: float,
    unit: str,
    note: str = "",
) -> bool:
    """Appends the row to the file, where there is one, and prints it; whether the bound holds."""
    row = {"what": what, "lane": lane, "measured": measured, "bound": bound, "unit": unit}
    if note:
        row["note"] = note
    if rows is not None:
        with rows.open("a") as file:
            file.write(json.dumps(row) + "\n")
    print(f"{what} on {lane}: {measured:.2g}, at most {bound:.2g} ({unit})", flush=True)
    return measured <= bound
