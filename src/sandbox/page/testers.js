// The testers' panel: faults on order, disorder among updates, flood limits, a restart.

import { $, el } from "./dom.js";
import { post, remove } from "./api.js";

const METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "sendDocument", "sendPhoto", "editMessageReplyMarkup", "deleteMessage", "setMyCommands", "*"];

const KINDS = {
  "Flood limit (429, 3 s)": { do: "refuse", code: 429, description: "Too Many Requests: retry after 3", retry_after: 3 },
  "Blocked by the person (403)": { do: "refuse", code: 403, description: "Forbidden: bot was blocked by the user" },
  "Bad request (400)": { do: "refuse", code: 400, description: "Bad Request: chat not found" },
  "Bad gateway (502, HTML)": { do: "raw", status: 502, body: "<html><h1>502 Bad Gateway</h1></html>" },
  "Slow: 5 seconds": { delay_ms: 5000, do: "wait" },
  "Lost before the effect": { do: "drop_before" },
  "Lost after the effect": { do: "drop_after" },
  "Half an answer": { do: "half_answer", bytes: 90 },
};

const nameOf = (fault) =>
  Object.entries(KINDS).find(([, kind]) => kind.do === fault.do && (kind.code === undefined || kind.code === fault.code))?.[0] ?? fault.do;

/** The panel as the server has it. */
export function setTesters(panel) {
  $("faults").replaceChildren(...panel.faults.map((fault) => {
    const text = `${fault.method ?? "every method"}: ${nameOf(fault)}${fault.count ? `, ${fault.count === 1 ? "once" : `${fault.count} times`}` : ""}`;
    const take = () => remove(`faults?id=${fault.id}`);
    return el("li", {}, el("span", {}, text), el("button", { type: "button", class: "quiet", "aria-label": `Remove: ${text}`, onclick: take }, "Remove"));
  }));
  $("mess-duplicate").checked = panel.mess.duplicate > 0;
  $("mess-reorder").checked = panel.mess.reorder;
  $("limits").checked = panel.limits.per_chat > 0 || panel.limits.overall > 0;
}

export function startTesters() {
  $("fault-method").append(...METHODS.map((name) => el("option", { value: name }, name === "*" ? "every method" : name)));
  $("fault-kind").append(...Object.keys(KINDS).map((name) => el("option", { value: name }, name)));
  $("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    post("faults", { method: $("fault-method").value, count: Number($("fault-count").value), ...KINDS[$("fault-kind").value] });
  });
  $("restart").addEventListener("click", () => post("restart", {}));
  const mess = () => post("mess", { duplicate: $("mess-duplicate").checked ? 0.3 : 0, reorder: $("mess-reorder").checked });
  $("mess-duplicate").addEventListener("change", mess);
  $("mess-reorder").addEventListener("change", mess);
  $("limits").addEventListener("change", () => post("limits", $("limits").checked ? { per_chat: 1, overall: 30 } : {}));
}
