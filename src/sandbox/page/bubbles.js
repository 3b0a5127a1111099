// Messages as bubbles: text with its entities, pictures, files, keyboards, marks.

import { el, icon } from "./dom.js";
import { timeText } from "./zone.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", url: "a", text_link: "a",
  bot_command: "button",
};

/** Only web and mail addresses become links. */
const safe = (url) => (/^(https?:|mailto:|tel:)/i.test(url) ? url : undefined);

function entityNode(entity, text, onCommand) {
  const tag = TAGS[entity.type] ?? "span";
  const node = el(tag, { class: `entity-${entity.type}` });
  if (tag === "a") {
    const href = safe(entity.url ?? text);
    if (href) for (const [key, value] of [["href", href], ["target", "_blank"], ["rel", "noopener noreferrer"]]) node.setAttribute(key, value);
  } else if (tag === "button") {
    node.type = "button";
    node.addEventListener("click", () => onCommand(text));
  } else if (entity.type === "spoiler") {
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", "Hidden text, press to show");
    const show = () => { node.classList.add("shown"); node.removeAttribute("aria-label"); };
    node.addEventListener("click", show);
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
  }
  return node;
}

/** A text with (maybe nested) entities; offsets are UTF-16 units, as are a string's indices. */
export function richText(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, within) => {
    const fragment = document.createDocumentFragment();
    let at = from;
    while (within.length > 0) {
      const entity = within.shift();
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at) continue;
      fragment.append(text.slice(at, entity.offset));
      const inner = [];
      while (within.length > 0 && within[0].offset < end) inner.push(within.shift());
      const node = entityNode(entity, text.slice(entity.offset, end), onCommand);
      node.append(build(entity.offset, end, inner));
      fragment.append(node);
      at = end;
    }
    fragment.append(text.slice(at, to));
    return fragment;
  };
  return build(0, text.length, sorted);
}

const fileUrl = (id) => `/sandbox/file?id=${encodeURIComponent(id)}`;

function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

const plate = (name, title, note) =>
  el("div", { class: "plate" }, el("span", { class: "plate-icon" }, icon(name)), el("div", {}, el("p", { class: "plate-title" }, title), el("p", { class: "plate-note" }, note)));

/** What is not text: picture, file, place … */
function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    const covered = Boolean(message.has_media_spoiler);
    const link = el("a", { href: fileUrl(photo.file_id), target: "_blank", rel: "noopener", class: covered ? "photo covered" : "photo" });
    if (covered) {
      // The first tap uncovers it, as in the apps.
      link.addEventListener("click", (event) => {
        if (link.classList.contains("covered")) {
          event.preventDefault();
          link.classList.remove("covered");
        }
      });
    }
    link.append(el("img", { src: fileUrl(photo.file_id), width: photo.width, height: photo.height, alt: message.caption ? "Photo, described below" : "Photo" }));
    return link;
  }
  if (message.document) {
    const file = message.document;
    const link = el("a", { href: fileUrl(file.file_id), download: file.file_name ?? "file", class: "file" });
    link.append(plate("file", file.file_name ?? "File", `${sizeText(file.file_size)} · Download`));
    return link;
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    return plate("place", "Location", `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
  }
  if (message.voice) return plate("voice", "Voice message", `${message.voice.duration} seconds`);
  if (message.sticker) return plate("sticker", "Sticker", message.sticker.emoji ? `stands for ${message.sticker.emoji}` : "without words");
  if (message.contact) return plate("people", "Contact", message.contact.first_name ?? "");
  return null;
}

function keyboard(told, actions) {
  const rows = told.message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  const node = el("div", { class: "keyboard", role: "group", "aria-label": "Buttons of this message" });
  for (const row of rows) {
    const line = el("div", { class: "keyboard-row" });
    for (const button of row) {
      if (button.url) {
        line.append(el("a", { href: safe(button.url), target: "_blank", rel: "noopener noreferrer", class: "key" }, button.text));
      } else {
        const press = (event) => actions.press(told, button, event.currentTarget);
        line.append(el("button", { type: "button", class: "key", onclick: press }, button.text));
      }
    }
    node.append(line);
  }
  return node;
}

function marks(told, mayEdit, actions) {
  const { message } = told;
  const node = el("p", { class: "marks" });
  if (mayEdit) node.append(el("button", { type: "button", class: "edit-own", onclick: () => actions.edit(told) }, "Edit"));
  if (message.edit_date) node.append(el("span", {}, "edited"));
  if (told.silent) node.append(el("span", { class: "silent", title: "Sent without a sound" }, icon("silent"), el("span", { class: "unseen" }, "silent")));
  const date = new Date(message.date * 1000);
  node.append(el("time", { datetime: date.toISOString() }, timeText(date)));
  return node;
}

/** The whole bubble, as an article that can be replaced when the message changes. */
export function bubble(told, botName, mayEdit, actions) {
  const { message } = told;
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const inside = el("div", { class: "bubble", dir: "auto" });
  inside.append(el("span", { class: "unseen" }, told.from_bot ? `${botName}: ` : "You: "));
  const attached = media(message);
  if (attached) inside.append(attached);
  if (text) inside.append(el("div", { class: "text" }, richText(text, entities, actions.command)));
  if (!text && !attached) inside.append(el("div", { class: "text faint" }, "A message of a kind that this page cannot show"));
  inside.append(marks(told, mayEdit, actions));
  const side = told.from_bot ? "of-bot" : "of-person";
  const article = el("article", { class: `message ${side}`, tabindex: "-1", "data-message": message.message_id }, inside);
  const keys = keyboard(told, actions);
  if (keys) article.append(keys);
  return article;
}
