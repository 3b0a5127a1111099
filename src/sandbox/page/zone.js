// Wall-clock time in a chosen zone, with nothing but Intl.

const stored = localStorage.getItem("zone");
let zone = stored ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

export const currentZone = () => zone;

export function setZone(name) {
  zone = name;
  localStorage.setItem("zone", name);
}

const format = (options) => new Intl.DateTimeFormat(undefined, { timeZone: zone, ...options });

export const timeText = (instant) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
export const clockText = (instant) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(instant);
export const dayText = (instant) => format({ weekday: "long", day: "numeric", month: "long" }).format(instant);
export const dateText = (instant) =>
  format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant);

/** The wall clock in the zone: {year, month, day, hour, minute, second}. */
export function wall(instant) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23",
  }).formatToParts(instant);
  return Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
}

/** The instant at which the zone's clocks show this. In a gap: the instant just as far after it. */
export function instantAt(year, month, day, hour, minute) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let guess = wanted;
  // Twice, because the first correction may cross a change of the clocks.
  for (let round = 0; round < 2; round += 1) {
    const seen = wall(new Date(guess));
    const shown = Date.UTC(seen.year, seen.month - 1, seen.day, seen.hour, seen.minute, seen.second);
    guess += wanted - shown;
  }
  return new Date(guess);
}

/** The next time that the clocks show hour:minute; `tomorrow`: on the next day in any case. */
export function nextAt(now, hour, minute, tomorrow = false) {
  const today = wall(now);
  for (let ahead = tomorrow ? 1 : 0; ; ahead += 1) {
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
    const candidate = instantAt(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), hour, minute);
    if (candidate > now) return candidate;
  }
}

/** For a datetime-local field. */
export function fieldText(instant) {
  const w = wall(instant);
  const two = (number) => String(number).padStart(2, "0");
  return `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`;
}

export function zones() {
  const all = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([zone, "UTC", ...all])];
}
