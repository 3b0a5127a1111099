// Writing: the text field, the command menu, attachments, editing one's own last message.

import { $, ask, el, icon } from "./dom.js";
import { post, upload } from "./api.js";
import { menuButton } from "./menus.js";

const CITIES = [
  ["London", 51.5074, -0.1278], ["Berlin", 52.52, 13.405], ["New York", 40.7128, -74.006],
  ["São Paulo", -23.5505, -46.6333], ["Nairobi", -1.2921, 36.8219], ["Mumbai", 19.076, 72.8777],
  ["Tokyo", 35.6762, 139.6503], ["Sydney", -33.8688, 151.2093],
];

let chatOf = () => null;
let editing = null;
let chosen = -1;

const field = () => $("text");
const list = () => $("suggest");

function fit() {
  field().style.height = "auto";
  field().style.height = `${Math.min(field().scrollHeight, 160)}px`;
}

export async function say(text) {
  const chat = chatOf();
  if (chat && text.trim()) await post("say", { chat: chat.info.id, text });
}

async function submit() {
  const text = field().value;
  if (!text.trim()) return;
  const chat = chatOf();
  const target = editing;
  stopEditing();
  field().value = "";
  fit();
  suggest();
  const answer = target
    ? await post("edit", { chat: chat.info.id, message: target, text })
    : await post("say", { chat: chat.info.id, text });
  // What could not be sent is given back, unless something new was written meanwhile.
  if (answer === null && !field().value) { field().value = text; fit(); }
}

export function startEditing(told) {
  editing = told.message.message_id;
  field().value = told.message.text ?? "";
  $("editing").hidden = false;
  fit();
  field().focus();
}

function stopEditing() {
  editing = null;
  $("editing").hidden = true;
}

/** A chat was opened: nothing of the one before stays. */
export function resetComposer() {
  stopEditing();
  field().value = "";
  fit();
  closeSuggest();
}

// The command list: a listbox that the text field drives.

function closeSuggest() {
  list().hidden = true;
  chosen = -1;
  field().removeAttribute("aria-activedescendant");
  $("menu").setAttribute("aria-expanded", "false");
}

function openSuggest(commands) {
  if (commands.length === 0) return closeSuggest();
  const pick = (command) => { field().value = ""; fit(); closeSuggest(); field().focus(); say(`/${command.command}`); };
  list().replaceChildren(...commands.map((command, at) => {
    const item = el("li", { role: "option", id: `command-${at}`, "aria-selected": "false" }, el("b", {}, `/${command.command}`), el("span", {}, command.description));
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); pick(command); });
    item.pick = () => pick(command);
    return item;
  }));
  list().hidden = false;
  $("menu").setAttribute("aria-expanded", "true");
  choose(0);
}

function choose(at) {
  const items = [...list().children];
  chosen = (at + items.length) % items.length;
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
  items[chosen].scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", items[chosen].id);
}

function suggest() {
  const typed = field().value;
  if (!/^\/\w*$/.test(typed)) return closeSuggest();
  const commands = chatOf()?.info.commands ?? [];
  openSuggest(commands.filter((command) => `/${command.command}`.startsWith(typed)));
}

function keys(event) {
  const open = !list().hidden;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (open && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
    event.preventDefault();
    list().children[chosen].pick();
  } else if (event.key === "Escape" && (open || editing)) {
    event.stopPropagation();
    if (open) closeSuggest();
    else { stopEditing(); field().value = ""; fit(); }
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && !field().value) {
    const own = [...(chatOf()?.messages.values() ?? [])].filter((told) => !told.from_bot && told.message.text).at(-1);
    if (own) { event.preventDefault(); startEditing(own); }
  }
}

// Attachments.

const sendPlace = (latitude, longitude) =>
  post("send", { chat: chatOf().info.id, message: { location: { latitude, longitude } } });

export async function shareLocation() {
  const dialog = $("location-dialog");
  $("latitude").value = "";
  $("longitude").value = "";
  if (await ask(dialog)) await sendPlace(Number($("latitude").value), Number($("longitude").value));
}

function chooseFile(input, kind) {
  input.value = "";
  input.onchange = () => {
    const file = input.files[0];
    if (file) upload({ chat: chatOf().info.id, kind, name: file.name }, file);
    field().focus();
  };
  input.click();
}

const placeholder = (kind, type) =>
  upload({ chat: chatOf().info.id, kind }, new Blob([`a ${kind} of the sandbox`], { type }));

/** The keyboard below the text field, as the bot last set it. */
export function replyKeyboard(chat) {
  const node = $("reply-keyboard");
  const rows = chat.info.reply_keyboard?.keyboard ?? [];
  node.hidden = rows.length === 0;
  node.replaceChildren(...rows.map((row) => {
    const line = el("div", { class: "keyboard-row" });
    for (const raw of row) {
      const button = typeof raw === "string" ? { text: raw } : raw;
      const act = () => {
        if (button.request_location) return shareLocation();
        if (button.request_contact) {
          const contact = { phone_number: "+10000000000", first_name: chat.info.title, user_id: chat.info.id };
          return post("send", { chat: chat.info.id, message: { contact } });
        }
        return say(button.text);
      };
      line.append(el("button", { type: "button", class: "key", onclick: act }, button.text));
    }
    return line;
  }));
  field().placeholder = chat.info.reply_keyboard?.input_field_placeholder ?? "Message";
}

export function startComposer(currentChat) {
  chatOf = currentChat;
  $("send").append(icon("send"));
  $("attach").append(icon("attach"));
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); field().focus(); });
  field().addEventListener("keydown", keys);
  field().addEventListener("input", () => { fit(); suggest(); });
  field().addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== $("menu")) closeSuggest(); }, 100));
  $("menu").addEventListener("click", () => {
    const open = !list().hidden;
    field().focus();
    if (open) closeSuggest();
    else openSuggest(chatOf()?.info.commands ?? []);
  });
  $("cancel-edit").addEventListener("click", () => { stopEditing(); field().value = ""; fit(); field().focus(); });
  menuButton($("attach"), "Attach", () => [
    ["Location…", shareLocation],
    ["Photo…", () => chooseFile($("photo-file"), "photo")],
    ["File…", () => chooseFile($("document-file"), "document")],
    ["Voice message", () => placeholder("voice", "audio/ogg")],
    ["Sticker", () => placeholder("sticker", "image/webp")],
  ]);
  const dialog = $("location-dialog");
  $("cities").append(...CITIES.map(([name, latitude, longitude]) =>
    el("button", { type: "button", class: "quiet", onclick: () => { dialog.close(); sendPlace(latitude, longitude); } }, name)));
}
