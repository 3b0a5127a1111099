// Menus, sheets and the theme: what opens and closes, by hand or by keyboard.

import { $, el } from "./dom.js";

let openMenu = null;

function closeMenu(refocus) {
  if (!openMenu) return;
  const { node, button } = openMenu;
  openMenu = null;
  node.remove();
  button.setAttribute("aria-expanded", "false");
  if (refocus) button.focus();
}

/** A button that opens a menu; `items()` gives [label, action, checked?]. */
export function menuButton(button, label, items) {
  button.addEventListener("click", () => {
    if (openMenu?.button === button) return closeMenu(true);
    closeMenu(false);
    const node = el("div", { class: "menu", role: "menu", "aria-label": label });
    for (const [text, act, checked] of items()) {
      const role = checked === undefined ? "menuitem" : "menuitemradio";
      const state = checked === undefined ? undefined : String(checked);
      const choose = () => { closeMenu(true); act(); };
      node.append(el("button", { type: "button", role, "aria-checked": state, tabindex: "-1", onclick: choose }, text));
    }
    node.addEventListener("keydown", menuKeys);
    button.after(node);
    button.setAttribute("aria-expanded", "true");
    openMenu = { node, button };
    node.firstElementChild.focus();
  });
}

function menuKeys(event) {
  const items = [...event.currentTarget.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    closeMenu(true);
  }
}

let openSheet = null;

export function closeSheet() {
  if (!openSheet) return;
  const { sheet, button } = openSheet;
  openSheet = null;
  sheet.classList.remove("open");
  for (const other of document.querySelectorAll("main, .side")) other.inert = false;
  document.body.classList.remove("sheet-open");
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

/** On a narrow screen a side panel is a sheet that this button opens. */
export function sheetButton(button, sheet) {
  button.addEventListener("click", () => {
    openSheet = { sheet, button };
    sheet.classList.add("open");
    for (const other of document.querySelectorAll("main, .side")) other.inert = other !== sheet;
    document.body.classList.add("sheet-open");
    button.setAttribute("aria-expanded", "true");
    sheet.querySelector("[data-close-sheet]").focus();
  });
  sheet.querySelector("[data-close-sheet]").addEventListener("click", closeSheet);
}

export const THEMES = ["As the system", "Light", "Dark"];

export function theme() {
  return localStorage.getItem("theme") ?? THEMES[0];
}

export function setTheme(name) {
  localStorage.setItem("theme", name);
  document.documentElement.dataset.theme = name.toLowerCase().replaceAll(" ", "-");
}

document.addEventListener("pointerdown", (event) => {
  if (openMenu && !openMenu.node.contains(event.target) && !openMenu.button.contains(event.target)) closeMenu(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeSheet();
});
// A click beside the sheet closes it: the body itself is what lies there.
document.addEventListener("click", (event) => {
  if (openSheet && event.target === document.body) closeSheet();
});
// A window that grows shows the panels at their places; nothing may stay inert then.
matchMedia("(min-width: 720px)").addEventListener("change", closeSheet);
matchMedia("(min-width: 1120px)").addEventListener("change", closeSheet);
