"""A Bot API server in a few lines, written from the public Bot API pages alone.

It shares nothing with the sandbox's emulator: whatever both of them accept is more likely to be what Telegram accepts. It knows
just what a bot in a private chat needs, is strict about it, and keeps everything in memory. Python's standard library only.
"""

import http.server
import json
import threading
import time
import urllib.parse

BOT = {"id": 7, "is_bot": True, "first_name": "Charley", "username": "charley_test_bot"}


class Api:
    """One bot, any number of private chats. Guarded by one condition: whoever changes something wakes who waits."""

    def __init__(self, token):
        self.token = token
        self.changed = threading.Condition()
        self.updates = []
        self.next_update = 700_000
        self.next_message = 1
        self.messages = {}  # (chat, id) -> the Message object as the bot sees it
        self.queries = {}  # callback query id -> answered?
        self.menu = []
        self.about = {}
        self.refused = []  # what the bot did wrong

    def _put(self, kind, body):
        with self.changed:
            self.updates.append({"update_id": self.next_update, kind: body})
            self.next_update += 1
            self.changed.notify_all()

    def _person(self, chat):
        return {"id": chat, "is_bot": False, "first_name": "Pat", "language_code": "en"}

    def _message(self, chat, sender, **fields):
        message = {
            "message_id": self.next_message,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Pat"},
            "from": sender,
            **fields,
        }
        self.next_message += 1
        return message

    def say(self, chat, text):
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[0] == "/" else []
        with self.changed:
            message = self._message(chat, self._person(chat), text=text, entities=entities)
        self._put("message", message)

    def press(self, chat, label):
        with self.changed:
            found = [
                (message, button["callback_data"])
                for (at, _), message in self.messages.items()
                for row in message.get("reply_markup", {}).get("inline_keyboard", [])
                for button in row
                if at == chat and button["text"] == label
            ]
            if not found:
                raise AssertionError(f"no button “{label}”")
            message, data = found[-1]
            query = f"q{self.next_update}"
            self.queries[query] = False
        person = self._person(chat)
        press = {"id": query, "from": person, "message": message, "chat_instance": "1", "data": data}
        self._put("callback_query", press)

    def wait_for(self, what, find, patience=20):
        """Waits until `find()` is true. No polling: every change wakes this."""
        with self.changed:
            if not self.changed.wait_for(find, patience):
                raise AssertionError(f"did not happen: {what}")

    def texts(self, chat):
        return [m["text"] for (at, _), m in sorted(self.messages.items()) if at == chat]

    def call(self, method, p):
        handler = {name.lower(): name for name in dir(self) if name.startswith("do_")}.get("do_" + method.lower())
        if handler is None:
            return 404, {"ok": False, "error_code": 404, "description": "Not Found"}
        try:
            return 200, {"ok": True, "result": getattr(self, handler)(p)}
        except ValueError as error:
            self.refused.append((method, str(error)))
            return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}

    def do_getMe(self, p):
        can = ["has_main_web_app", "can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business"]
        return {**BOT, **dict.fromkeys(can, False)}

    def do_getUpdates(self, p):
        offset, limit = int(p.get("offset", 0)), int(p.get("limit", 100))
        with self.changed:
            # Everything before the offset is confirmed and forgotten.
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.updates, int(p.get("timeout", 0)))
            return self.updates[:limit]

    def do_sendMessage(self, p):
        self._check(p)
        with self.changed:
            message = self._message(int(p["chat_id"]), BOT, **{k: p[k] for k in ("text", "reply_markup") if k in p})
            self.messages[int(p["chat_id"]), message["message_id"]] = message
            self.changed.notify_all()
            return message

    def do_editMessageText(self, p):
        self._check(p)
        with self.changed:
            message = self.messages.get((int(p["chat_id"]), int(p["message_id"])))
            if message is None:
                raise ValueError("message to edit not found")
            if message["text"] == p["text"] and message.get("reply_markup") == p.get("reply_markup"):
                raise ValueError("message is not modified")
            message.pop("reply_markup", None)
            message.update({k: p[k] for k in ("text", "reply_markup") if k in p}, edit_date=int(time.time()))
            self.changed.notify_all()
            return message

    def do_answerCallbackQuery(self, p):
        if p["callback_query_id"] not in self.queries:
            raise ValueError("query is too old and response timeout expired or query ID is invalid")
        with self.changed:
            self.queries[p["callback_query_id"]] = True
            self.changed.notify_all()
        return True

    def _check(self, p):
        if not p.get("text", "").strip():
            raise ValueError("message text is empty")
        if len(p["text"].encode("utf-16-le")) > 2 * 4096:
            raise ValueError("message is too long")
        for row in (p.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise ValueError("BUTTON_DATA_INVALID")

    def do_setMyCommands(self, p):
        self.menu = p["commands"]
        return True

    def do_getMyCommands(self, p):
        return self.menu

    def do_setMyDescription(self, p):
        self.about.update(p)
        return True

    do_setMyShortDescription = do_setMyDescription

    def do_getMyDescription(self, p):
        return {"description": self.about.get("description", "")}

    def do_getMyShortDescription(self, p):
        return {"short_description": self.about.get("short_description", "")}


def serve(api):
    """Serves on a free port of loopback; returns the address."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 120

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            url = urllib.parse.urlsplit(self.path)
            parameters = dict(urllib.parse.parse_qsl(url.query))
            if body:
                parameters.update(json.loads(body))
            prefix = f"/bot{api.token}/"
            if url.path.startswith(prefix):
                status, answer = api.call(url.path[len(prefix) :], parameters)
            else:
                status, answer = 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
            out = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a bot that is killed drops its connections
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
