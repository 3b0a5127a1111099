// The clock panel: shows the sandbox's time, and moves it forward.

import { $, el, icon } from "./dom.js";
import { tryPost } from "./api.js";
import { clockText, currentZone, dateText, fieldText, instantAt, nextAt, setZone, timeText, zones } from "./zone.js";

let shown = Date.now();
let readAt = performance.now();
let from = null;
let onZone = () => {};

/** The sandbox's time: what the server last said, plus what has passed since. */
export const sandboxNow = () => new Date(shown + (performance.now() - readAt));

const JUMPS = [
  ["10 seconds on", (now) => new Date(now.getTime() + 10_000)],
  ["One minute on", (now) => new Date(now.getTime() + 60_000)],
  ["To 3 am", (now) => nextAt(now, 3, 0)],
  // An evening message comes up to ten minutes after its time.
  ["To this evening (21:11)", (now) => nextAt(now, 21, 11)],
  ["To tomorrow morning (08:05)", (now) => nextAt(now, 8, 5, true)],
];

/** The server's word on the time. */
export function setClock(clock) {
  shown = Date.parse(clock.now);
  readAt = performance.now();
  const progress = $("clock-progress");
  progress.hidden = !clock.moving;
  for (const button of document.querySelectorAll("#jumps button, #clock-form button")) button.disabled = clock.moving;
  if (clock.moving && clock.to) {
    from ??= shown;
    const to = Date.parse(clock.to);
    progress.max = 1;
    progress.value = to > from ? Math.min(1, (shown - from) / (to - from)) : 1;
  } else if (!clock.moving) {
    from = null;
    if (document.activeElement !== $("clock-to")) $("clock-to").value = fieldText(sandboxNow());
  }
  tick();
}

function tick() {
  const now = sandboxNow();
  $("clock-time").textContent = clockText(now);
  $("clock-date").textContent = dateText(now);
  const chip = $("open-clock");
  chip.querySelector("span").textContent = timeText(now);
  chip.setAttribute("aria-label", `Clock: ${timeText(now)}, simulated`);
}

async function moveTo(instant) {
  const note = $("clock-note");
  note.textContent = "Moving the clock…";
  const focused = document.activeElement;
  const answer = await tryPost("clock", { to: instant.toISOString() });
  if (answer?.error) note.textContent = answer.error;
  else if (answer) {
    setClock(answer);
    note.textContent = `It is now ${timeText(sandboxNow())}, ${dateText(sandboxNow())}.`;
  } else note.textContent = "";
  // A disabled button loses the focus; give it back, unless the person went elsewhere meanwhile.
  if (document.activeElement === document.body) focused?.focus();
}

export function startClock(zoneChanged) {
  onZone = zoneChanged;
  $("open-clock").append(icon("clock"), el("span"));
  for (const [label, target] of JUMPS) {
    $("jumps").append(el("button", { type: "button", class: "quiet", onclick: () => moveTo(target(sandboxNow())) }, label));
  }
  $("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [date, time] = $("clock-to").value.split("T");
    const [year, month, day] = date.split("-").map(Number);
    const [hour, minute] = time.split(":").map(Number);
    moveTo(instantAt(year, month, day, hour, minute));
  });
  const select = $("zone");
  select.append(...zones().map((name) => el("option", { value: name }, name.replaceAll("_", " "))));
  select.value = currentZone();
  select.addEventListener("change", () => {
    setZone(select.value);
    tick();
    $("clock-to").value = fieldText(sandboxNow());
    onZone();
  });
  tick();
  setInterval(tick, 1000);
}
