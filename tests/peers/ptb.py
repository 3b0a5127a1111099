"""Runs a python-telegram-bot bot against the sandbox and checks their conversation.

    python3 tests/peers/ptb.py [command that starts the sandbox without a bot and prints its address]

The default command is `cargo run --quiet -- sandbox --no-bot`. The bot's library is installed into a virtual environment
under target/ when it is not there yet. Everything is checked through the sandbox's own HTTP endpoints.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from pypi import python

HERE = Path(__file__).resolve().parent
PATIENCE = 30.0
SAM = 1001


class Sandbox:
    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def get(self, path: str):
        with urllib.request.urlopen(f"{self.address}/sandbox/{path}", timeout=10) as answer:
            return json.load(answer)

    def post(self, path: str, **body):
        request = urllib.request.Request(
            f"{self.address}/sandbox/{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def wait_for(self, what: str, find):
        """Asks for the messages until `find` is satisfied with one of them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for told in self.get(f"messages?chat={SAM}"):
                if told["from_bot"] and find(told["message"]):
                    print("ok  ", what)
                    return told["message"]
            time.sleep(0.05)
        raise SystemExit(f"FAIL {what}: it did not happen within {PATIENCE:.0f} s")


def converse(sandbox: Sandbox) -> None:
    sandbox.post("people", id=SAM, name="Sam", language="en")
    sandbox.post("say", chat=SAM, text="/start")
    hello = sandbox.wait_for("the command is understood", lambda m: m.get("text") == "Hello, Sam.")
    assert hello["entities"][0]["type"] == "bold", hello
    sandbox.post("say", chat=SAM, text="it hurts")
    echo = sandbox.wait_for("the echo has a button", lambda m: "reply_markup" in m)
    button = echo["reply_markup"]["inline_keyboard"][0][0]
    sandbox.post("press", chat=SAM, message=echo["message_id"], data=button["callback_data"])
    edited = sandbox.wait_for("the press edits it", lambda m: m.get("text") == "IT HURTS")
    assert edited["message_id"] == echo["message_id"] and "edit_date" in edited, edited
    sandbox.post("say", chat=SAM, text="/file")
    sent = sandbox.wait_for("a file arrives", lambda m: "document" in m)
    assert sent["document"]["file_name"] == "diary.csv", sent
    commands = sandbox.get("state")["chats"][0]["chat"]["commands"]
    assert [command["command"] for command in commands] == ["start", "file"], commands
    sandbox.post("faults", method="sendMessage", count=1, do="refuse", code=429,
                 description="Too Many Requests: retry after 1", retry_after=1)
    sandbox.post("say", chat=SAM, text="after a flood")
    calls = lambda: [e for e in sandbox.get("ledger?since=0") if e["what"] == "call" and e["error"]]
    end = time.monotonic() + PATIENCE
    while not any("Too Many" in call["error"] for call in calls()):
        assert time.monotonic() < end, "the fault was not met"
        time.sleep(0.05)
    print("ok   a fault is met")


def main() -> None:
    command = sys.argv[1:] or ["cargo", "run", "--quiet", "--", "sandbox", "--no-bot"]
    bot_python = python("python-telegram-bot>=21,<23", "import telegram")
    # A session of its own, so that what the command starts ends with it.
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    bot = None
    try:
        address = next(
            found.group() for line in server.stdout
            if (found := re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/?", line))
        )
        log = subprocess.DEVNULL if "VERBOSE" not in os.environ else None
        bot = subprocess.Popen([bot_python, HERE / "ptb_bot.py", address], stderr=log)
        converse(Sandbox(address))
        print("python-telegram-bot gets on with the sandbox")
    finally:
        if bot:
            bot.terminate()
            bot.wait(timeout=20)
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
