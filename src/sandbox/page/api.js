// Talking to the sandbox: actions by POST, events by SSE.

import { toast } from "./dom.js";

async function call(method, path, body, type) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "content-type": type },
      body,
    });
  } catch {
    toast("The sandbox does not answer.");
    return null;
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const error = answer.error ?? "That did not work.";
    return { error: error.charAt(0).toUpperCase() + error.slice(1) };
  }
  return answer;
}

/** Posts; a refusal is shown and answered as null. */
export async function post(path, body) {
  const answer = await call("POST", `/sandbox/${path}`, JSON.stringify(body), "application/json");
  if (answer?.error) {
    toast(answer.error);
    return null;
  }
  return answer;
}

/** The same, but the caller shows the refusal. */
export const tryPost = (path, body) =>
  call("POST", `/sandbox/${path}`, JSON.stringify(body), "application/json");

export async function upload(query, file) {
  const path = `/sandbox/upload?${new URLSearchParams(query)}`;
  const answer = await call("POST", path, file, file.type || "application/octet-stream");
  if (answer?.error) toast(answer.error);
}

export const get = (path) => call("GET", `/sandbox/${path}`);
export const remove = (path) => call("DELETE", `/sandbox/${path}`);

/** Listens to events; the browser reconnects by itself and says where it was. */
export function listen(handlers, onConnection) {
  const source = new EventSource("/sandbox/events");
  for (const [kind, handle] of Object.entries(handlers)) {
    source.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
  }
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => {
    onConnection(false);
    // A browser gives up after some kinds of failure; we do not.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers, onConnection), 2000);
  });
}
