"""Charley against a server that is not ours: `python3 tests/peers/small_server.py target/debug/charley`.

Plays a conversation through `charley run` as its own process, kills it in the middle, starts it again, and goes on.
"""

import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from server import Api, serve  # noqa: E402

CHAT = 4711
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"


def start(program, url, data):
    env = {**os.environ, "TELOXIDE_TOKEN": TOKEN, "TELOXIDE_API_URL": url}
    return subprocess.Popen([program, "run", "--data", data], env=env, cwd=data)


def main():
    program = os.path.abspath(sys.argv[1])
    api = Api(TOKEN)
    url = serve(api)
    checks = 0

    def expect(text):
        nonlocal checks
        api.wait_for(text, lambda: any(text in said for said in api.texts(CHAT)))
        checks += 1

    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        os.mkdir(data)
        bot = start(program, url, data)
        try:
            api.say(CHAT, "/start")
            expect("I'm Charley")
            api.wait_for("the command menu", lambda: any(c["command"] == "cramp" for c in api.menu))
            api.press(CHAT, "Set up")
            expect("May I keep a diary")
            api.press(CHAT, "I'm 16+ and I agree")
            expect("What is your time zone?")
            api.say(CHAT, "Madrid")
            expect("Your time zone is now Madrid")
            api.say(CHAT, "calf cramp now")
            expect("Pull your toes towards your shin")
            bot.send_signal(signal.SIGKILL)
            bot.wait()
            bot = start(program, url, data)
            api.press(CHAT, "Still bad")
            expect("Still locked?")
            api.press(CHAT, "It's easing")
            api.wait_for("easing", lambda: any("lets go" in said for said in api.texts(CHAT)))
            api.press(CHAT, "Gone")
            expect("Put the phone down")
            api.say(CHAT, "/history")
            expect("Your diary: 1 entry")
            api.say(CHAT, "one leg is swollen and hot")
            expect("This needs a doctor today")
            api.say(CHAT, "/delete")
            expect("Erase everything")
            api.press(CHAT, "Yes, erase it all")
            expect("is erased")
            api.wait_for("every press was answered", lambda: all(api.queries.values()))
            api.wait_for("every update was confirmed", lambda: not api.updates)
            bot.send_signal(signal.SIGTERM)
            code = bot.wait(20)
            assert code == 0, f"charley ended with {code}"
            wrong = [r for r in api.refused if "not modified" not in r[1]]
            assert not wrong, f"the server refused: {wrong}"
        finally:
            bot.kill()
    print(f"small server: {checks + 4} checks passed")


main()
