// Small ways to make elements. Text always goes in as text, never as HTML.

export const $ = (id) => document.getElementById(id);

/** Makes an element: el("button", {class: "quiet", onclick: f}, "Label", child). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  people: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-4 0-7 2-7 5v1h14v-1c0-3-3-5-7-5zm8-2a3 3 0 1 0-1.6-5.5A6 6 0 0 1 14.6 11H17zm.6 2a7 7 0 0 1 1.4 4v2h3v-1c0-2.700-1.800-4.600-4.400-5z",
  more: "M12 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  close: "M5.300 6.700 6.700 5.300 12 10.600l5.300-5.300 1.400 1.400L13.400 12l5.300 5.300-1.400 1.400L12 13.400l-5.300 5.300-1.400-1.400L10.600 12z",
  attach: "M16.500 6.500v9a4.500 4.500 0 0 1-9 0V6a3 3 0 0 1 6 0v9a1.500 1.500 0 0 1-3 0V7H9v8a3 3 0 0 0 6 0V6a4.500 4.500 0 0 0-9 0v9.500a6 6 0 0 0 12 0v-9z",
  send: "M3 20.500 21.500 12 3 3.500v6.600L15 12 3 13.900z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm-1 2v5.600l4.200 2.500 1-1.600-3.200-1.900V7z",
  silent: "M4.300 3 3 4.300 7.600 9A6 6 0 0 0 7 11.500V16l-2 2v1h12.600l2.100 2.100L21 19.800zM12 22a2 2 0 0 0 2-2h-4a2 2 0 0 0 2 2zm5-6.600V11.500c0-2.700-1.700-5-4-5.700V5a1 1 0 0 0-2 0v.800c-.600.200-1.100.400-1.600.800z",
  file: "M6 2h8l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm7 1.500V8h4.500z",
  place: "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7zm0 9.500a2.500 2.500 0 1 1 0-5 2.500 2.500 0 0 1 0 5z",
  voice: "M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.900V21h2v-3.100A7 7 0 0 0 19 11z",
  sticker: "M5 3h14a2 2 0 0 1 2 2v9l-7 7H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm3 6v2h2V9zm6 0v2h2V9zm-6 4a4.500 4.500 0 0 0 8 0z",
};

/** A decorative icon; its button carries the label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A short note at the foot of the page. */
let toastTimer = 0;
export function toast(text) {
  const node = $("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { node.hidden = true; }, 4500);
}

/** Shows a dialog; resolves to true when it was confirmed. */
export function ask(dialog) {
  return new Promise((resolve) => {
    let confirmed = false;
    const form = dialog.querySelector("form");
    const onSubmit = () => { confirmed = true; };
    form.addEventListener("submit", onSubmit, { once: true });
    dialog.addEventListener("close", () => {
      form.removeEventListener("submit", onSubmit);
      resolve(confirmed);
    }, { once: true });
    dialog.showModal();
  });
}
