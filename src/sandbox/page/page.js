// The page's glue: what is known of each chat, which one is open, and what the sandbox tells.

import { $, ask, el, icon, toast } from "./dom.js";
import { get, listen, post } from "./api.js";
import { setClock, startClock } from "./clock.js";
import { closeSheet, menuButton, setTheme, sheetButton, theme, THEMES } from "./menus.js";
import { replyKeyboard, resetComposer, say, startComposer, startEditing } from "./composer.js";
import { setTesters, startTesters } from "./testers.js";
import * as log from "./log.js";

/** id → {info, messages: Map(id → told), unread, typingUntil} */
const chats = new Map();
let open = null;
let bot = { name: "Charley" };
/** A person was just added by hand: what they do next is press Start. */
let startNext = false;
/** A button that opens the message field was pressed: the field gets the focus once it is there. */
let fieldNext = false;

const current = () => chats.get(open) ?? null;

const actions = {
  press: async (told, button, node) => {
    if (node.getAttribute("aria-busy")) return;
    log.pressed(node);
    const pressed = await post("press", { chat: told.chat, message: told.message.message_id, data: button.callback_data });
    if (!pressed) node.removeAttribute("aria-busy");
  },
  edit: startEditing,
  command: say,
};

// People.

function renderPeople() {
  const focused = document.activeElement?.dataset?.chat;
  $("people-list").replaceChildren(...[...chats.values()].map(({ info, unread, messages }) => {
    const last = [...messages.values()].at(-1)?.message;
    const preview = last ? last.text ?? last.caption ?? "Attachment" : "No messages yet";
    const label = el("span", { class: "person-text" }, el("b", {}, info.title), el("span", {}, preview));
    const button = el("button", { type: "button", class: "person", "data-chat": info.id, "aria-current": info.id === open ? "true" : undefined, onclick: () => show(info.id) },
      el("span", { class: "avatar small", "aria-hidden": "true", "data-hue": Math.abs(info.id) % 6 }, info.title.slice(0, 1)), label);
    if (unread > 0) button.append(el("span", { class: "unread" }, String(unread), el("span", { class: "unseen" }, " unread")));
    return el("li", {}, button);
  }));
  if (focused) $("people-list").querySelector(`[data-chat="${focused}"]`)?.focus();
  const elsewhere = [...chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  $("open-people").setAttribute("aria-label", elsewhere > 0 ? `People, ${elsewhere} unread` : "People");
  $("open-people").classList.toggle("dotted", elsewhere > 0);
  document.title = `${elsewhere > 0 ? `(${elsewhere}) ` : ""}${bot.name} sandbox`;
}

function show(id) {
  open = id;
  current().unread = 0;
  try { sessionStorage.setItem("open", String(id)); } catch { /* the choice is then not remembered */ }
  resetComposer();
  renderPeople();
  renderChat();
  log.fill(current(), actions);
  closeSheet();
  if (startNext && !$("start").hidden) $("start").focus();
  startNext = false;
}

async function addPerson() {
  $("person-name").value = "";
  if (!(await ask($("person-dialog")))) return;
  const added = await post("people", { name: $("person-name").value, language: $("person-language").value });
  if (!added) return;
  startNext = true;
  if (chats.has(added.id)) show(added.id);
  else open = added.id;
}

// The open chat, all but its messages.

function renderChat() {
  const { info, messages } = current();
  const name = info.bot_name || bot.name;
  $("bot-name").textContent = name;
  $("avatar").textContent = name.slice(0, 1);
  const empty = messages.size === 0;
  $("empty").hidden = !empty;
  $("empty-avatar").textContent = name.slice(0, 1);
  $("empty-title").textContent = info.description ? "What can this bot do?" : `Say hello to ${name}`;
  $("empty-text").textContent = info.description || "This bot has not set a description yet.";
  const fresh = empty && !info.started;
  $("start").hidden = !fresh || info.blocked;
  $("blocked").hidden = !info.blocked;
  $("composer").hidden = fresh || info.blocked;
  $("menu").hidden = info.commands.length === 0;
  replyKeyboard(current());
  if (info.blocked || fresh) $("reply-keyboard").hidden = true;
  if (fieldNext && !$("composer").hidden) {
    fieldNext = false;
    $("text").focus();
  }
  renderNote();
}

function renderNote() {
  const chat = current();
  const typing = chat.typingUntil > Date.now();
  $("head-note").textContent = typing ? `${chat.action ?? "typing"}…` : `you are ${chat.info.title}`;
  $("head-note").classList.toggle("typing", typing);
}

// What the sandbox tells.

const chatRecord = (info) => ({ info, messages: new Map(), unread: 0, typingUntil: 0 });

function onState(state) {
  bot = state.bot;
  const before = new Map(chats);
  chats.clear();
  for (const { chat, messages } of state.chats) {
    const record = chatRecord(chat);
    record.unread = before.get(chat.id)?.unread ?? 0;
    for (const told of messages) record.messages.set(told.message.message_id, told);
    chats.set(chat.id, record);
  }
  setClock(state.clock);
  setTesters(state.testers);
  const wanted = open ?? Number(sessionStorage.getItem("open"));
  const known = chats.has(wanted) ? wanted : chats.keys().next().value;
  if (known === undefined) return renderPeople();
  if (known === open && before.has(known)) {
    renderPeople();
    renderChat();
    log.fill(current(), actions);
  } else show(known);
}

function onMessage(told) {
  const chat = chats.get(told.chat);
  if (!chat) return;
  const isNew = !chat.messages.has(told.message.message_id);
  chat.messages.set(told.message.message_id, told);
  if (told.from_bot && isNew) {
    chat.typingUntil = 0;
    if (told.chat !== open) chat.unread += 1;
  }
  renderPeople();
  if (told.chat === open) {
    renderChat();
    log.put(chat, told, actions);
  }
}

function onChat(info) {
  const chat = chats.get(info.id);
  if (chat) chat.info = info;
  else chats.set(info.id, chatRecord(info));
  renderPeople();
  if (open === info.id && chat) renderChat();
  else if (open === info.id || open === null) show(info.id);
}

const ACTIONS = { typing: "typing", upload_document: "sending a file", upload_photo: "sending a photo" };

const handlers = {
  state: onState,
  chat: onChat,
  message: onMessage,
  edited: onMessage,
  deleted: ({ chat, message }) => {
    chats.get(chat)?.messages.delete(message);
    if (chat === open) { log.drop(message); renderChat(); }
  },
  answered: ({ chat, message, text, alert }) => {
    if (chat !== open) return;
    log.answered(message);
    if (!text) return;
    if (!alert) return toast(text);
    $("note-text").textContent = text;
    ask($("note-dialog"));
  },
  action: ({ chat, action }) => {
    const record = chats.get(chat);
    if (!record) return;
    record.typingUntil = Date.now() + 5000;
    record.action = ACTIONS[action] ?? "busy";
    if (chat === open) renderNote();
    setTimeout(() => { if (current()) renderNote(); }, 5100);
  },
  clock: setClock,
  bot: async () => {
    const state = await get("state");
    if (!state || state.error) return;
    bot = state.bot;
    for (const { chat } of state.chats) if (chats.has(chat.id)) chats.get(chat.id).info = chat;
    if (current()) renderChat();
  },
  testers: setTesters,
};

function start() {
  setTheme(theme());
  $("open-people").append(icon("people"));
  $("more").append(icon("more"));
  for (const button of document.querySelectorAll("[data-close-sheet]")) button.append(icon("close"));
  for (const button of document.querySelectorAll("[data-cancel]")) button.addEventListener("click", () => button.closest("dialog").close());
  $("person-language").append(...[["en", "English"], ["de", "Deutsch"], ["es", "Español"], ["fr", "Français"], ["pt", "Português"], ["ru", "Русский"], ["", "Not told"]].map(([code, name]) => el("option", { value: code }, name)));
  sheetButton($("open-people"), $("people"));
  sheetButton($("open-clock"), $("tools"));
  startClock(() => { if (current()) log.fill(current(), actions); });
  startComposer(current);
  startTesters();
  log.startLog();
  $("add-person").addEventListener("click", addPerson);
  $("start").addEventListener("click", () => { fieldNext = true; say("/start"); });
  const block = (blocked) => post("block", { chat: open, blocked });
  $("unblock").addEventListener("click", () => { fieldNext = true; block(false); });
  menuButton($("more"), "More", () => [
    current()?.info.blocked ? ["Unblock the bot", () => block(false)] : ["Block the bot", () => block(true)],
    ...THEMES.map((name) => [`Colours: ${name.toLowerCase()}`, () => setTheme(name), theme() === name]),
  ]);
  listen(handlers, (up) => { $("connection").hidden = up; });
}

start();
