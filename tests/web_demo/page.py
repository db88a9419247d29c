"""The demo's page, used as a person would: by mouse and by keyboard, in both languages, wide and narrow, light and dark.

usage: page.py BINARY CHROMIUM [--screenshots]
"""

import contextlib
import http.client
import io
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import axe_playwright_python
from PIL import Image
from playwright.sync_api import expect, sync_playwright

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Process  # noqa: E402

DOCS = Path(__file__).parents[2] / "docs"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WIDE, NARROW = {"width": 1280, "height": 1060}, {"width": 400, "height": 860}
LARGEST_PICTURE = 150_000

expect.set_options(timeout=15_000)


class Demo:
    """`lamplighter demo --web` and a browser."""

    def __init__(self, binary, browser):
        self.binary, self.browser = binary, browser

    @contextlib.contextmanager
    def address(self, locale="en"):
        with tempfile.TemporaryDirectory() as folder:
            process = Process(folder, "demo", self.binary, "demo", "--web", "--locale", locale)
            try:
                process.address()
                yield re.search(r"http://\S+/", process.said()).group()
            finally:
                process.end()

    @contextlib.contextmanager
    def page(self, locale="en", viewport=WIDE, **options):
        """The open page. It may ask nobody but the demo, and the browser may have nothing to complain about."""
        with self.address(locale) as address:
            context = self.browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
            page, faults = context.new_page(), []
            page.on("console", lambda message: message.type in ("error", "warning") and faults.append(message.text))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda request: request.url.startswith((urljoin(address, "/"), "data:")) or faults.append(request.url))
            page.goto(address)
            expect(page.locator("#list tr")).to_have_count(6)
            yield page
            context.close()
            assert not faults, faults


def say(page, who, text):
    page.locator("fieldset label", has_text=who).click()
    page.locator("#text").fill(text)
    page.get_by_role("button", name=re.compile("^(Send|Enviar)$")).click()


def last(page):
    return page.locator("article").last


def acts(page):
    """The calls that change something in Azure."""
    return page.locator("#calls .acts")


def polled(page):
    """Returns when the page shows what is so by now: one answer may have been on its way."""
    for _ in range(2):
        with page.expect_response("**/state?since=*"):
            pass


def state(page, instance):
    return page.locator(f'[data-instance="{instance}"]')


def is_in(page, instance, wanted):
    expect(state(page, instance)).to_have_attribute("data-state", wanted)


def typing_and_pressing_stops_an_instance(demo):
    with demo.page() as page:
        is_in(page, "myci", "Running")
        before = page.locator("#sum").inner_text()
        say(page, "Ada", "stop mcyi")
        expect(last(page)).to_contain_text("Did you mean stop myci?")
        last(page).get_by_role("button", name="stop myci").click()
        is_in(page, "myci", "Stopping")
        expect(acts(page)).to_contain_text(["ml-research/computes/myci/stop"])
        is_in(page, "myci", "Stopped")
        expect(last(page)).to_contain_text("myci is stopped. It took 3 s.")
        expect(last(page)).to_contain_text("to response_url")
        expect(page.locator("#sum")).not_to_have_text(before)
        expect(page.locator("article").get_by_role("button", name="stop myci")).to_have_count(0)


def bob_may_look_and_no_more(demo):
    with demo.page() as page:
        say(page, "Bob", "stop myci")
        expect(last(page)).to_contain_text("only Bob sees this")
        expect(last(page)).to_contain_text("but not stop")
        page.get_by_role("button", name="a budget alert").click()
        question = page.locator("article", has_text="ml-monthly")
        stop = question.get_by_role("button", name="Stop ci-a0003")
        stop.click()  # Bob, who is chosen still
        expect(page.locator("#log")).to_contain_text("Bob presses [Stop ci-a0003]")
        expect(last(page)).to_contain_text("but not stop")
        polled(page)
        expect(acts(page)).to_have_count(0)
        page.locator("fieldset label", has_text="Ada").click()
        stop.click()
        is_in(page, "ci-a0003", "Stopped")
        is_in(page, "myci", "Running")


def a_forged_request_is_refused(demo):
    with demo.page() as page:
        say(page, "Ada", "list")
        expect(last(page)).to_contain_text("$0.19/h · Dan")
        expect(last(page)).not_to_contain_text("00000000-")
        polled(page)
        made = page.locator("#made").inner_text()
        assert not made.startswith("0 "), made
        page.get_by_role("button", name="a forged request").click()
        expect(page.locator(".refused")).to_contain_text("Refused: HTTP 401, with an empty body")
        polled(page)
        assert page.locator("#made").inner_text() == made, "a forged request led to a call"


def an_hour_that_passes_is_an_hour_for_everybody(demo):
    with demo.page() as page:
        say(page, "Ada", "stop myci in 1h")
        expect(last(page)).to_contain_text("A timer will carry out stop myci")
        page.get_by_role("button", name="Let an hour pass").click()
        is_in(page, "myci", "Stopped")
        expect(page.locator("#log")).to_contain_text("@Ada, you asked for this")
        say(page, "Ada", "keep ci-a0001 for 1h")
        expect(last(page)).to_contain_text("ci-a0001 is kept")
        page.get_by_role("button", name="the nightly stop").click()
        is_in(page, "ci-a0002", "Stopped")
        is_in(page, "ci-a0001", "Running")
        page.get_by_role("button", name="Let an hour pass").click()
        page.get_by_role("button", name="the nightly stop").click()
        is_in(page, "ci-a0001", "Stopped")


def text_stays_text(demo):
    with demo.page() as page:
        typed = "<img src=x onerror=alert(1)> & *bold* <https://evil.test|x> <script>"
        say(page, "Ada", typed)
        expect(page.locator("article code").first).to_have_text(f"/ci {typed}")
        expect(page.locator("article")).to_have_count(2)
        expect(last(page)).to_contain_text("<img")
        expect(page.locator("#log img, #log script, #log a")).to_have_count(0)


def fits(page):
    """Checks each element: panels hide what is wider than they are, so that the page's own width says little. Letters stand a
    little apart, as wide as those of any font that a machine may have."""
    page.evaluate("document.body.style.letterSpacing = '0.3px'")
    beyond = page.evaluate("""[...document.querySelectorAll(".panel *")]
        .filter((e) => e.getBoundingClientRect().right > e.closest(".panel").getBoundingClientRect().right)
        .map((e) => e.outerHTML.slice(0, 80))""")
    assert not beyond, f"{page.viewport_size}: {beyond}"


def everything_is_portuguese(demo):
    words = "[...document.querySelectorAll('[data-t], [data-t-label]')].map((e) => e.dataset.t === '' ? e.textContent : e.ariaLabel)"
    with demo.page() as page:
        english = page.evaluate(words)
    with demo.page("pt-BR") as page:
        assert page.locator("html").get_attribute("lang") == "pt-BR"
        same = set(english) & set(page.evaluate(words)) - {"Status"}
        assert not same, same
        say(page, "Ada", "parar myci")
        expect(last(page)).to_contain_text("pedi ao Azure para pará-la")
        expect(state(page, "myci")).to_contain_text("parando")
        expect(last(page)).to_contain_text("myci parou. Levou 3 s.")
        say(page, "Bob", "parar myci")
        expect(last(page)).to_contain_text("mas não parar")
        page.locator("[data-do=forges]").click()
        expect(page.locator(".refused")).to_contain_text("Recusada: HTTP 401, com o corpo vazio")
        for english in ["Running", "sees", "later", "after", "channel"]:
            assert english not in page.locator("main").inner_text(), english
        page.set_viewport_size(NARROW)
        fits(page)
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


def focused(page, selector):
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)


def tab(page, selector, key="Tab"):
    for _ in range(40):
        page.keyboard.press(key)
        if focused(page, selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}")


def a_keyboard_is_enough(demo):
    with demo.page() as page:
        tab(page, "input[name=who]")
        page.keyboard.press("ArrowRight")
        assert focused(page, "[value=Bob]:checked")
        page.keyboard.press("ArrowLeft")
        tab(page, "#text")
        page.keyboard.type("status myci")
        page.keyboard.press("Enter")
        expect(last(page)).to_contain_text("myci has been running")
        assert focused(page, "#text")
        tab(page, "article .actions button:first-child", "Shift+Tab")
        page.keyboard.press("Enter")
        is_in(page, "myci", "Stopping")
        tab(page, ".scroll")
        say(page, "Ada", "delete stopped-ci")
        tab(page, "article button.danger", "Shift+Tab")
        page.keyboard.press("Enter")
        is_in(page, "stopped-ci", "Deleting")
        # The message that stands in place of the pressed one.
        expect(page.locator("article:focus")).to_contain_text("delete stopped-ci")


def converse(page):
    """What the pictures show."""
    say(page, "Ada", "stop myci")
    expect(last(page)).to_contain_text("myci: asked Azure to stop it")
    say(page, "Bob", "start ci-a0001")
    expect(last(page)).to_contain_text("but not start")
    say(page, "Ada", "delete stopped-ci")
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_visible()
    is_in(page, "myci", "Stopping")


def nothing_bars_anybody(demo):
    # axe is put into the page, which its policy would not allow.
    with demo.page(bypass_csp=True) as page:
        converse(page)
        page.get_by_role("button", name="a forged request").click()
        expect(page.locator(".refused")).to_be_visible()
        page.evaluate(AXE)
        for scheme, viewport in [(scheme, viewport) for scheme in ["light", "dark"] for viewport in [WIDE, NARROW]]:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(viewport)
            found = page.evaluate("axe.run()")["violations"]
            told = [f"{one['impact']} {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
            assert not told, f"{scheme}, {viewport['width']} px: {told}"
            fits(page)


def the_page_says_when_the_demo_has_ended(demo):
    page = demo.browser.new_page()
    with demo.address() as address:
        page.goto(address)
        expect(page.locator("#list tr")).to_have_count(6)
        expect(page.get_by_role("alert")).to_be_empty()
    expect(page.get_by_role("alert")).to_contain_text("The demo has ended")
    page.get_by_role("button", name="list", exact=True).click()
    expect(page.locator("article")).to_contain_text(["/ci list"])  # and no answer
    page.close()


def other_pages_are_refused(demo):
    with demo.address() as address:
        url = urlsplit(address)

        def status(method, path, **headers):
            connection = http.client.HTTPConnection(url.hostname, url.port, timeout=10)
            connection.request(method, path, '{"who": "Ada", "text": "stop myci", "place": "x"}' if method == "POST" else None,
                               {name.capitalize(): value for name, value in headers.items()})
            response = connection.getresponse()
            policy = response.getheader("content-security-policy")
            assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy, policy
            return response.status

        origin = f"http://{url.netloc}"
        assert status("GET", "/en/") == 200
        assert status("GET", "/en/state", host=f"localhost:{url.port}") == 200
        assert status("POST", "/en/types", origin=origin) == 200
        assert status("POST", "/en/nonsense", origin=origin) == 400
        assert status("GET", "/") == status("GET", "/fr/") == 404
        for method, path, headers in [
            ("GET", "/en/", {"host": "evil.test"}),
            ("GET", "/en/state", {"host": f"evil.test:{url.port}"}),
            ("GET", "/en/state", {"host": "127.0.0.1"}),
            ("GET", "/en/state", {"origin": "https://evil.test"}),
            ("POST", "/en/types", {}),
            ("POST", "/en/types", {"origin": "null"}),
            ("POST", "/en/types", {"origin": "https://evil.test"}),
            ("POST", "/en/types", {"origin": f"http://{url.hostname}:{url.port + 1}"}),
            ("POST", "/en/types", {"origin": f"http://evil.test:{url.port}", "host": f"evil.test:{url.port}"}),
        ]:
            assert status(method, path, **headers) == 403, (method, path, headers)


def take_screenshots(demo):
    with demo.page() as page:
        converse(page)
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
        polled(page)
        for scheme in ["light", "dark"]:
            page.emulate_media(color_scheme=scheme)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            path = DOCS / f"demo-{scheme}.png"
            picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=5, dither=Image.Dither.NONE).save(path, optimize=True)
            assert path.stat().st_size < LARGEST_PICTURE, f"{path}: {path.stat().st_size} bytes"


TESTS = [
    typing_and_pressing_stops_an_instance,
    bob_may_look_and_no_more,
    a_forged_request_is_refused,
    an_hour_that_passes_is_an_hour_for_everybody,
    text_stays_text,
    everything_is_portuguese,
    a_keyboard_is_enough,
    nothing_bars_anybody,
    the_page_says_when_the_demo_has_ended,
    other_pages_are_refused,
]


def main():
    binary, chromium, *options = sys.argv[1:]
    with sync_playwright() as playwright:
        demo = Demo(binary, playwright.chromium.launch(executable_path=chromium))
        for test in TESTS:
            test(demo)
            print(f"ok: {test.__name__.replace('_', ' ')}")
        if options == ["--screenshots"]:
            take_screenshots(demo)
        demo.browser.close()


if __name__ == "__main__":
    main()
