"""When the evening message has to come, worked out once more and compared with the program. scripts/oracle runs it.

It shares no code and no data with the program. The zones are those of PyPI's tzdata, of the release that the program was built with,
read by Python's zoneinfo; the system's are shut out. The rules are written from these words alone:

- each date that there is on the clock of a zone has one evening, at the person's time on that clock; Fridays and Saturdays may have a
  time of their own, at most four hours from the usual one;
- what the clock shows twice (a fold) comes the first time;
- what it does not show (a gap) comes in the first minute that there is after it;
- a date of which the clock shows no minute has none.

A day on which the clock shows midnight, six, noon, six and midnight at one offset from UTC is taken for ordinary: all its evenings are
that offset away. All other days are looked at minute by minute where need be.
"""

import argparse
import itertools
import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from pypi import python

DAY = 86_400
WORKERS = 2
EPOCH = datetime(1970, 1, 1)
# A time is a minute of the day as a rule, and one on Fridays and Saturdays.
QUARTERS = tuple((minute, minute) for minute in range(0, 24 * 60, 15))
# For --sample: the evening, midnight, and the hour at which most clocks are changed.
SOME_QUARTERS = tuple((minute, minute) for minute in (1200, 1290, 1350, 1380, 1410, 0, 30, 135))
# As far apart as may be, either way, in the evening and where clocks are changed.
WEEKENDS = ((1260, 1020), (1170, 1410), (240, 0), (135, 375))
OTHERS = 20
# Differences that are shown; all are counted.
SHOWN = 20


@dataclass(frozen=True)
class Walk:
    """What is compared: these zones at these times, on so many dates."""

    title: str
    times: tuple
    zones: tuple
    first: date = date(2026, 1, 1)
    days: int = 730


# The last zones that left out a whole date did so in December 2011.
LEFT_OUT = Walk("dates left out", QUARTERS, ("Pacific/Apia", "Pacific/Fakaofo"), date(2011, 1, 1))


@dataclass
class Found:
    """What a comparison came to."""

    evenings: int = 0
    gaps: int = 0
    folds: int = 0
    missing: int = 0
    wrong: int = 0  # dates whose evening the program plans otherwise, or only one side has
    notes: int = 0  # chains whose gaps, folds and missing dates the program tells otherwise
    disorder: int = 0  # chains of the program in which an evening is not later than the one before, or of no later date
    shown: list = field(default_factory=list)

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def clock(times):
    shown = [f"{minute // 60:02}:{minute % 60:02}" for minute in times]
    return shown[0] if times[0] == times[1] else "/".join(shown)


def seconds(moment):
    return int((moment - EPOCH).total_seconds())


class Calendar:
    """The evenings of a zone, by the rules above."""

    def __init__(self, name, first, days):
        from zoneinfo import ZoneInfo

        self.zone = ZoneInfo(name)
        self.first, self.days = first, days
        self.missing = {}  # whether a day is missing, as far as it was asked
        self.stretches = []  # days in a row at one offset: the first's number, the offset in seconds, how many; no offset: not ordinary
        for number in range(days):
            midnight = self.midnight(number)
            offsets = {
                (midnight + timedelta(hours=hour)).replace(tzinfo=self.zone, fold=fold).utcoffset()
                for hour in (0, 6, 12, 18, 24) for fold in (0, 1)
            }
            offset = int(offsets.pop().total_seconds())
            if offsets:
                self.stretches.append((number, None, 1))
            elif self.stretches and self.stretches[-1][1] == offset:
                begin, _, on = self.stretches.pop()
                self.stretches.append((begin, offset, on + 1))
            else:
                self.stretches.append((number, offset, 1))

    def midnight(self, number):
        return datetime.combine(self.first + timedelta(number), datetime.min.time())

    def instants(self, local):
        """All instants at which the clock shows this, in order."""
        aware = {local.replace(tzinfo=self.zone, fold=fold).astimezone(timezone.utc) for fold in (0, 1)}
        return sorted(at.replace(tzinfo=None) for at in aware if self.shows(at) == local)

    def shows(self, at):
        return at.astimezone(self.zone).replace(tzinfo=None)

    def is_missing(self, midnight):
        if midnight not in self.missing:
            minutes = (midnight + timedelta(minutes=minute) for minute in range(24 * 60))
            self.missing[midnight] = not any(self.instants(minute) for minute in minutes)
        return self.missing[midnight]

    def evening(self, midnight, minute):
        """The instant of a date's evening, and what the clock does there: "", "gap", "fold" or "none"."""
        wanted = midnight + timedelta(minutes=minute)
        instants = self.instants(wanted)
        if instants:
            return seconds(instants[0]), "fold" if len(instants) > 1 else ""
        if self.is_missing(midnight):
            return None, "none"
        while not instants:
            wanted += timedelta(minutes=1)
            instants = self.instants(wanted)
        return seconds(instants[0]), "gap"

    def pieces(self, usual, weekend):
        """The stretches, cut where the time is another: the first's number, the offset, how many, the minute of the day."""
        for number, offset, on in self.stretches:
            days = range(number, number + on)
            if usual == weekend:
                yield number, offset, on, usual
                continue
            for is_weekend, some in itertools.groupby(days, lambda day: (self.first + timedelta(day)).weekday() in (4, 5)):
                some = list(some)
                yield some[0], offset, len(some), weekend if is_weekend else usual

    def chain(self, usual, weekend):
        """All evenings as runs (number of the date, instant, how many), and what is odd, as (kind, date)."""
        runs, odd = [], []
        for number, offset, on, minute in self.pieces(usual, weekend):
            midnight = self.midnight(number)
            if offset is None:
                at, kind = self.evening(midnight, minute)
                if kind:
                    odd.append((kind, midnight.date()))
            else:
                at = seconds(midnight) + minute * 60 - offset
            if at is not None:
                runs.append((number, at, on))
        return runs, odd


def spread(runs):
    """Runs as single evenings, as they come: (number of the date, instant)."""
    return [(number + i, at + i * DAY) for number, at, on in runs for i in range(on)]


def joined(runs):
    """Runs in their longest form, so that equal evenings are equal runs."""
    long = []
    for number, at, on in runs:
        if long and (long[-1][0] + long[-1][2], long[-1][1] + long[-1][2] * DAY) == (number, at):
            long[-1] = (long[-1][0], long[-1][1], long[-1][2] + on)
        else:
            long.append((number, at, on))
    return long


def is_in_order(runs):
    """Whether each evening is later than the one before, and of a later date. Within a run it is."""
    ends = [(number + on - 1, at + (on - 1) * DAY) for number, at, on in runs]
    return all(end[0] < begin[0] and end[1] < begin[1] for end, begin in zip(ends, runs[1:]))


def told(line, first):
    """A line of the program: zone, time, runs, and what is odd."""
    zone, at, runs, odd = line.split("\t")
    runs = [run.split("/") for run in runs.split()]
    runs = [((date.fromisoformat(day) - first).days, int(instant), int(on)) for day, instant, on in runs]
    odd = [(kind, date.fromisoformat(day)) for kind, day in (word.split("/") for word in odd.split())]
    return zone, at, runs, odd


def compare(found, zone, at, theirs, ours, first):
    """One chain: the program's (runs, odd) against those worked out here."""
    runs, odd = ours
    found.evenings += sum(on for _, _, on in runs)
    found.gaps += sum(kind == "gap" for kind, _ in odd)
    found.folds += sum(kind == "fold" for kind, _ in odd)
    found.missing += sum(kind == "none" for kind, _ in odd)
    if not is_in_order(theirs[0]):
        found.disorder += 1
        found.shown.append(f"{zone} {at}: not in order: {theirs[0]}")
    if theirs[1] != odd:
        found.notes += 1
        found.shown.append(f"{zone} {at}: the program tells of {theirs[1]}, expected {odd}")
    if joined(theirs[0]) != joined(runs):
        planned, expected = set(spread(theirs[0])), set(spread(runs))
        wrong = sorted(planned ^ expected)
        found.wrong += len({number for number, _ in wrong})
        for number, instant in wrong:
            who = "planned" if (number, instant) in planned else "expected"
            when = EPOCH + timedelta(seconds=instant)
            found.shown.append(f"{zone} {at} {first + timedelta(number)}: {who} {when.isoformat()}Z")


def work(task):
    """Some zones of a walk, by a program of their own."""
    program, walk, zones = task
    found = Found()
    command = [program, "evenings", str(walk.first), str(walk.days), ",".join(map(clock, walk.times)), *zones]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    asked = list(itertools.product(zones, walk.times))
    if len(lines) != len(asked):
        raise SystemExit(f"the program told of {len(lines)} chains, not of {len(asked)}")
    calendar = None
    for (zone, times), line in zip(asked, lines):
        if calendar is None or calendar.zone.key != zone:
            calendar = Calendar(zone, walk.first, walk.days)
        name, at, *theirs = told(line, walk.first)
        if (name, at) != (zone, clock(times)):
            raise SystemExit(f"the program told of {name} {at}, not of {zone} {clock(times)}")
        compare(found, zone, at, theirs, calendar.chain(*times), walk.first)
    return found


def changes_late(zone):
    """Whether the clock of a zone is changed between eight in the evening and two in the night: what it skips or shows twice is there."""
    from zoneinfo import ZoneInfo

    info = ZoneInfo(zone)
    noons = [datetime(2025, 12, 31, 12, tzinfo=info) + timedelta(i) for i in range(Walk.days + 2)]
    for before, after in zip(noons, noons[1:]):
        if before.utcoffset() != after.utcoffset():
            late = (before.replace(hour=20) + timedelta(minutes=i) for i in range(6 * 60))
            if any(at.utcoffset() != at.replace(fold=1).utcoffset() for at in late):
                return True
    return False


def walks(sample, names):
    title, quarters, zones = "all zones", QUARTERS, tuple(names)
    if sample:
        late = [zone for zone in names if changes_late(zone)]
        others = [zone for zone in names if zone not in late]
        others = others[:: len(others) // OTHERS][:OTHERS]
        title, quarters, zones = f"{len(late)} zones that change late, {len(others)} others", SOME_QUARTERS, tuple(late + others)
    yield Walk(title, quarters, zones)
    yield Walk("weekends apart", WEEKENDS, zones[::5] if sample else zones)
    yield LEFT_OUT


def run(pool, program, walk):
    """A walk, told in figures."""
    began = time.monotonic()
    size = max(1, len(walk.zones) // (WORKERS * 8))
    parts = [walk.zones[i:i + size] for i in range(0, len(walk.zones), size)]
    found = Found()
    for part in pool.imap(work, [(program, walk, part) for part in parts]):
        found.add(part)
    last = walk.first + timedelta(walk.days - 1)
    print(f"{walk.title}, {walk.first} to {last}: {len(walk.zones)} zones x {len(walk.times)} times, {found.evenings} evenings; "
          f"{found.gaps} in a gap, {found.folds} in a fold, {found.missing} dates without; {time.monotonic() - began:.1f} s")
    return found


def check(what, faults):
    print(f"{'FAIL' if faults else 'ok  '} {what}" + (f": {faults} differences" if faults else ""))
    return not faults


def main():
    from zoneinfo import TZPATH, available_timezones

    import tzdata

    options = argparse.ArgumentParser()
    options.add_argument("--sample", action="store_true")
    options.add_argument("program")
    options = options.parse_args()
    release, *known = program_knows(options.program)
    assert TZPATH == () and tzdata.IANA_VERSION == release, (TZPATH, tzdata.IANA_VERSION, release)
    names = sorted(set(known) & available_timezones())
    only_here, only_there = sorted(available_timezones() - set(known)), sorted(set(known) - available_timezones())
    began, total = time.monotonic(), Found()
    with multiprocessing.Pool(WORKERS) as pool:
        for walk in walks(options.sample, names):
            total.add(run(pool, options.program, walk))
    for line in total.shown[:SHOWN]:
        print("    ", line)
    sound = [
        check("each date has the one evening that is expected", total.wrong),
        check("each gap, each fold and each missing date is told", total.notes),
        check("no evening is before another of an earlier date, none comes twice", total.disorder),
    ]
    print(f"skipped, as only one side knows them: {len(only_here) + len(only_there)} zones "
          f"(tzdata: {', '.join(only_here) or 'none'}; the program: {', '.join(only_there) or 'none'})")
    print(f"time-zone database {release}, commit {commit()}: {len(names)} zones known, {total.evenings} evenings compared, "
          f"{total.wrong + total.notes + total.disorder} differences, {time.monotonic() - began:.1f} s")
    return 0 if all(sound) else 1


def program_knows(program):
    """The release of the time-zone database in the program, and the names of the zones."""
    return subprocess.run([program, "evenings"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def commit():
    """The commit that is checked, as far as there is one."""
    git = ["git", "-C", Path(__file__).parent, "describe", "--always", "--dirty"]
    try:
        return subprocess.run(git, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip() or "unknown"
    except FileNotFoundError:
        return "unknown"


def with_tzdata():
    """The same once more, with tzdata of the program's release and nothing of the system's: 2025b is 2025.2 on PyPI."""
    release = program_knows(sys.argv[-1])[0]
    version = f"{release[:4]}.{ord(release[4]) - ord('a') + 1}"
    executable = python(f"tzdata=={version}", f"import tzdata; assert tzdata.IANA_VERSION == '{release}'")
    os.execve(executable, [executable, *sys.argv], {**os.environ, "PYTHONTZPATH": ""})


if __name__ == "__main__":
    # Empty is what with_tzdata sets.
    if os.environ.get("PYTHONTZPATH") == "":
        sys.exit(main())
    with_tzdata()
