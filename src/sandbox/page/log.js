// The message list of the chat that is open: filled, added to, edited in place, scrolled with care.

import { $, el } from "./dom.js";
import { bubble } from "./bubbles.js";
import { dayText } from "./zone.js";

const log = () => $("log");
const scroller = () => $("scroll");

const nearEnd = () => {
  const box = scroller();
  return box.scrollHeight - box.scrollTop - box.clientHeight < 120;
};

export function toEnd() {
  scroller().scrollTop = scroller().scrollHeight;
  following = true;
  $("jump").hidden = true;
}

const dayOf = (told) => dayText(new Date(told.message.date * 1000));

function separator(day) {
  return el("p", { class: "day", "data-day": day }, el("span", {}, day));
}

const lastOwn = (messages) => [...messages.values()].filter((told) => !told.from_bot && told.message.text).at(-1)?.message.message_id;

const make = (chat, told, actions) =>
  bubble(told, chat.info.bot_name, lastOwn(chat.messages) === told.message.message_id, actions);

/** Shows a chat from scratch; quietly, for a reader heard it before or can go through it. */
export function fill(chat, actions) {
  const node = log();
  node.setAttribute("aria-live", "off");
  const children = [];
  let day = null;
  for (const told of chat.messages.values()) {
    if (dayOf(told) !== day) {
      day = dayOf(told);
      children.push(separator(day));
    }
    children.push(make(chat, told, actions));
  }
  node.replaceChildren(...children);
  toEnd();
  setTimeout(() => node.setAttribute("aria-live", "polite"), 50);
}

const find = (id) => log().querySelector(`[data-message="${id}"]`);

/** Adds a message at the end, or replaces it in place. */
export function put(chat, told, actions) {
  const old = find(told.message.message_id);
  const atEnd = following;
  if (old) replace(chat, old, told, actions);
  else append(chat, told, actions);
  if (atEnd || !told.from_bot) toEnd();
  else if (!old) $("jump").hidden = false;
}

function append(chat, told, actions) {
  const days = log().querySelectorAll(".day");
  if (days[days.length - 1]?.dataset.day !== dayOf(told)) log().append(separator(dayOf(told)));
  if (!told.from_bot) for (const mark of log().querySelectorAll(".edit-own")) mark.remove();
  const node = make(chat, told, actions);
  node.classList.add("arriving");
  log().append(node);
}

/** An edit keeps the place on the page and, as well as it can, the focus. */
function replace(chat, old, told, actions) {
  const keys = [...old.querySelectorAll("button, a")];
  const at = keys.indexOf(document.activeElement);
  const hadFocus = old.contains(document.activeElement);
  const label = document.activeElement?.textContent;
  const node = make(chat, told, actions);
  node.classList.add("changed");
  old.replaceWith(node);
  if (!hadFocus) return;
  const now = [...node.querySelectorAll("button, a")];
  const same = now.find((key) => key.textContent === label);
  (same ?? now[Math.min(at, now.length - 1)] ?? node).focus({ preventScroll: true });
}

export function drop(id) {
  find(id)?.remove();
}

/** The spinner of a pressed button, until it is answered or Telegram would give up. */
export function pressed(button) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), 15_000);
}

export function answered(message) {
  for (const button of find(message)?.querySelectorAll("[aria-busy]") ?? []) button.removeAttribute("aria-busy");
}

/** Whether the reader is at the end; kept, because a resize or a picture moves the end away before we can look. */
let following = true;

export function startLog() {
  $("jump").addEventListener("click", () => { toEnd(); $("text").focus(); });
  let height = 0;
  scroller().addEventListener("scroll", () => {
    // A scroll that comes with a resize is not the reader's.
    if (scroller().clientHeight === height) following = nearEnd();
    if (nearEnd()) $("jump").hidden = true;
  });
  const observer = new ResizeObserver(() => {
    height = scroller().clientHeight;
    if (following) toEnd();
  });
  observer.observe(scroller());
  observer.observe(log());
}
