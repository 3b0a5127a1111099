"""Reads the files that a person takes away with other people's libraries: the schema's validator, Python's csv and its time zones.

    python3 tests/peers/takeout.py [the charley program]

The files are those of `figures takeout`, an example that is built when it is not there. What is compared: the document with the schema
that is published beside it, the table with the document, the local times with those that zoneinfo gives, the columns with what is said
about them. The validator and the time zones come from PyPI, into a virtual environment under target/.
"""

import copy
import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from pypi import python

ROOT = Path(__file__).resolve().parent.parent.parent


def written(what: str, figures: Path) -> str:
    """A file as it is written, no byte of it changed."""
    run = subprocess.run([figures, "takeout", what], check=True, stdout=subprocess.PIPE)
    return run.stdout.decode("utf-8")


def ok(what: str, holds: bool) -> None:
    print(f"ok {what}" if holds else f"NOT ok {what}")
    if not holds:
        sys.exit(1)


def validated(document: dict) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "docs" / "diary.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    errors = list(validator.iter_errors(document))
    for error in errors[:5]:
        print(error.json_path, error.message)
    ok("the document fits the published schema", not errors)
    cramp = next(i for i, entry in enumerate(document["entries"]) if entry["kind"] == "cramp")
    free = next(i for i, entry in enumerate(document["entries"]) if entry["kind"] == "free")
    spoilt = {
        "a field more": lambda d: d["entries"][cramp].update(note="hello"),
        "a field less": lambda d: d["entries"][cramp].pop("pain"),
        "a pain of eleven": lambda d: d["entries"][cramp].update(pain=11),
        "another muscle": lambda d: d["entries"][cramp].update(muscle="heart"),
        "nothing beside something": lambda d: d["entries"][cramp].update(helped=["nothing", "ice"]),
        "a time that is not UTC": lambda d: d["entries"][cramp].update(start_latest="2024-01-01T00:00:00+01:00"),
        "a night without a cramp that hurt": lambda d: d["entries"][free].update(pain=3),
        "a field more at the top": lambda d: d.update(name="Sam"),
        "a newer version": lambda d: d.update(version=2),
        "an evening that was none": lambda d: d["evenings"][0].update(evening="none"),
        "an answer without a time": lambda d: d["answers"][0].pop("answered_at"),
    }
    for what, spoil in spoilt.items():
        changed = copy.deepcopy(document)
        spoil(changed)
        ok(f"the schema refuses {what}", not validator.is_valid(changed))


def cell(value) -> str:
    """A value of the document as its cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value)
    return str(value)


def row_of(entry: dict) -> dict:
    """An entry of the document as a row of the table, worked out here."""
    from zoneinfo import ZoneInfo

    soak = entry.get("soak") or {}
    seconds = entry.get("duration_seconds")
    row = {
        name: cell(entry.get(name))
        for name in ("kind", "zone", "told", "side", "muscle", "duration_seconds", "pain", "sleep_disturbance", "helped", "warning_sign")
    }
    row["duration_minutes"] = "" if seconds is None else str((seconds + 30) // 60)
    for name in ("water_tested_with", "seconds_in_water", "pain_gone"):
        row[f"soak_{name}"] = cell(soak.get(name))
    for name in ("start_earliest", "start_latest"):
        row[f"{name}_utc"] = entry[name]
        at = datetime.fromisoformat(entry[name].replace("Z", "+00:00"))
        local = at.astimezone(ZoneInfo(entry["zone"] or "UTC")).replace(tzinfo=None)
        row[f"{name}_local"] = "" if entry["zone"] is None else local.isoformat(sep=" ")
    first, last = (datetime.fromisoformat(entry[name].replace("Z", "+00:00")) for name in ("start_earliest", "start_latest"))
    middle = (first + (last - first) / 2).astimezone(ZoneInfo(entry["zone"] or "UTC")).replace(tzinfo=None)
    row["night"] = (middle - timedelta(hours=12)).date().isoformat()
    ok_night = row["night"] == entry["night"]
    return row if ok_night else {"night": f"not {entry['night']}"}


def compared(document: dict, table: str, columns: str) -> None:
    ok("each line of the table ends in CR and LF", table.count("\n") == table.count("\r\n") and table.endswith("\r\n"))
    ok("the table is ASCII without a mark before it", table.isascii())
    rows = list(csv.DictReader(io.StringIO(table, newline=""), strict=True))
    ok("the table has a row for each entry", len(rows) == len(document["entries"]) > 1000)
    differing = [
        (row, expected) for row, expected in zip(rows, map(row_of, document["entries"])) if row != expected
    ]
    for row, expected in differing[:3]:
        print(row, expected, sep="\n")
    ok(f"all {len(rows)} rows say what the document says, with the same local times", not differing)
    ok("no cell begins a formula", not any(value[:1] in tuple("=+-@\t\r") and value for row in rows for value in row.values()))
    said = [line.split(": ", 1)[0] for line in columns.splitlines() if ": " in line]
    ok("each column is explained, in the order of the table", said[: len(rows[0])] == list(rows[0]))


def main() -> None:
    if "inside" not in os.environ.get("CHARLEY_TAKEOUT", ""):
        executable = python("tzdata", "import tzdata")
        executable = python("jsonschema>=4.20,<5", "import jsonschema")
        environment = dict(os.environ, CHARLEY_TAKEOUT="inside", PYTHONTZPATH="")
        sys.exit(subprocess.run([executable, __file__, *sys.argv[1:]], env=environment).returncode)
    build = ["cargo", "build", "--quiet", "--locked", "--example", "figures"]
    subprocess.run(build, cwd=ROOT, check=True)
    program = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target" / "debug" / "charley"
    figures = program.parent / "examples" / "figures"
    text = written("json", figures)
    document = json.loads(text)
    lines = text.splitlines()
    alone = [line for line in lines if line.startswith('    {"kind": ')]
    ok("each entry has a line of its own", len(alone) == len(document["entries"]))
    ok("the same diary gives the same bytes", text == written("json", figures))
    validated(document)
    compared(document, written("csv", figures), written("columns", figures))


main()
