"""Operates the page of the tool `choose` in a real Chromium, as a chat shows it.

    choose_page.py PAGE PICTURE SCREENSHOTS AXE

The host is a page of this file: it shows the picker in a sandboxed frame and answers its messages.
"""
import base64, json, pathlib, sys, tempfile, time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from stage import CHROMIUM

TIMEOUT_SECONDS = 20
# Texts that a name must not become: a tag, a handler, a script, and one that reverses its line.
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"

HOST = """<!doctype html><html lang="en"><title>A chat</title>
<style>html, body { margin: 0 } iframe { border: 0; width: 100%; height: 880px }</style>
<iframe sandbox="allow-scripts" title="The picker"></iframe>
<script>
const page = PAGE, data = DATA, answers = ANSWERS, theme = THEME;
const frame = document.querySelector("iframe");
window.received = [];
const post = (message) => frame.contentWindow.postMessage({ jsonrpc: "2.0", ...message }, "*");
window.addEventListener("message", ({ source, data: message }) => {
  if (source !== frame.contentWindow) return;
  window.received.push(message);
  if (message.method === "ui/initialize") {
    post({ id: message.id, result: {
      protocolVersion: "2026-01-26", hostInfo: { name: "host", version: "1" },
      hostCapabilities: answers.capabilities ?? {}, hostContext: { theme },
    } });
  } else if (message.method === "ui/notifications/initialized") {
    post({ method: "ui/notifications/tool-input", params: { arguments: {} } });
    post({ method: "ui/notifications/tool-result", params: data });
  } else if (message.method && message.id !== undefined) {
    const isAccepted = answers[message.method] ?? true;
    const isFit = isAccepted === "single" ? !Array.isArray(message.params.content) : isAccepted;
    post(isFit ? { id: message.id, result: {} } : { id: message.id, error: { code: -32000, message: "no" } });
  }
});
frame.srcdoc = page;
</script></html>"""


def assert_equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"{found!r} is not the expected {wanted!r}")


class Chat:
    def __init__(self, browser, page):
        self.browser, self.page = browser, page

    def open(self, data, answers=None, theme="dark"):
        """Opens a chat that shows this result, and waits until the picker has it."""
        text = HOST
        for name, value in {"PAGE": self.page, "DATA": data, "ANSWERS": answers or {}, "THEME": theme}.items():
            text = text.replace(f"= {name}", f"= {json.dumps(value)}".replace("</", "<\\/"), 1)
        with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False) as file:
            file.write(text)
        self.browser.get(f"file://{file.name}")
        pathlib.Path(file.name).unlink()
        self.browser.switch_to.frame(0)
        self.wait(lambda: "Waiting" not in self.text("#hint"), "the result")

    def wait(self, is_true, what):
        end = time.monotonic() + TIMEOUT_SECONDS
        while not is_true():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}: {self.text('main')}")
            time.sleep(0.02)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return " ".join(one.text for one in self.all(selector))

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def received(self, method):
        """Returns the parameters of the messages that the host got."""
        self.browser.switch_to.default_content()
        found = self.browser.execute_script("return window.received")
        self.browser.switch_to.frame(0)
        return [one.get("params") for one in found if one.get("method") == method]

    def pressed(self):
        return [int(one.get_attribute("data-number")) for one in self.all('.tile[aria-pressed="true"]')]


def result(picture, count=12, wanted=4, **more):
    thumbnail = base64.b64encode(picture).decode()
    candidates = [{"number": number, "name": f"mira-{number}.jpg", "role": "front", "size": "1536 × 2048",
                   "weakest": "weakest: noise 0.41", "thumbnail": thumbnail} for number in range(1, count + 1)]
    candidates[1]["name"] = HOSTILE
    candidates[2]["thumbnail"] = "\" onerror=\"document.title='owned'"
    return {"content": [], "_meta": {"castbook/choose": {"wanted": wanted, "candidates": candidates, **more}}}


def by_keys(chat, picture):
    """Chooses four pictures with keys alone, and sends them."""
    chat.open(result(picture, handle="@mira"))
    assert_equal(chat.text("h1"), "Choose up to 4 pictures of @mira")
    assert_equal(len(chat.all(".tile")), 12)
    chat.press(Keys.TAB)
    chat.press(Keys.ARROW_RIGHT, Keys.SPACE, Keys.END, Keys.ENTER, Keys.HOME, Keys.SPACE, Keys.ARROW_DOWN, Keys.SPACE)
    tiles = chat.all(".tile")
    columns = sum(one.location["y"] == tiles[0].location["y"] for one in tiles)
    numbers = [2, 12, 1, 1 + columns]
    assert_equal(chat.pressed(), sorted(numbers))
    chat.press(Keys.ARROW_RIGHT, Keys.SPACE)
    assert_equal(chat.pressed(), sorted(numbers))
    assert "Deselect one first" in chat.text("#state"), chat.text("#state")
    chat.all("#done")[0].send_keys(Keys.ENTER)
    chat.wait(lambda: chat.text("#state").startswith("Sent"), "the answer")
    words = f"I chose pictures 2, 12, 1 and {1 + columns} of @mira."
    block = {"type": "text", "text": words}
    assert_equal(chat.received("ui/message"), [{"role": "user", "content": [block]}])
    assert_equal(chat.received("ui/update-model-context"),
                 [{"content": [block], "structuredContent": {"chosen": numbers}}])
    assert_equal(len(chat.received("ui/notifications/initialized")), 1)
    assert chat.received("ui/notifications/size-changed")


def hostile(chat, picture):
    """Names stay text, also when they look like a page."""
    chat.open(result(picture, handle="@mira <b>"))
    assert HOSTILE in chat.text(".tile"), chat.text(".tile")
    assert_equal(len(chat.all(".tile img")), 11)
    assert_equal(len(chat.all("script")), 1)
    assert_equal(chat.browser.execute_script("return document.title"), "Choose pictures")
    assert_equal(chat.text("h1"), "Choose up to 4 pictures")
    assert chat.browser.execute_script("return document.querySelector('.tile img').naturalWidth > 0")


def by_mouse(chat, picture):
    """Clicks choose and deselect; one of one replaces the other."""
    chat.open(result(picture, wanted=1))
    tiles = chat.all(".tile")
    tiles[4].click()
    tiles[6].click()
    assert_equal(chat.pressed(), [7])
    tiles[6].click()
    assert_equal(chat.pressed(), [])
    assert not chat.all("#done")[0].is_enabled()
    tiles[0].click()
    chat.all("#clear")[0].click()
    assert_equal(chat.pressed(), [])


def hosts(chat, picture):
    """Each host gets what it accepts, and the user the words if it accepts nothing."""
    def outcome(answers):
        chat.open(result(picture), answers)
        chat.all(".tile")[4].click()
        chat.all("#done")[0].click()
        chat.wait(lambda: not chat.text("#state").startswith(("Sending", "1 of")), "the outcome")
        return chat.text("#state")

    assert_equal(outcome({"ui/message": "single"}), "Sent: 5.")
    assert_equal(chat.received("ui/message")[-1]["content"], {"type": "text", "text": "I chose picture 5."})
    assert "write your next message" in outcome({"ui/message": False})
    nothing = {"ui/message": False, "ui/update-model-context": False}
    assert outcome(nothing).endswith("Please write it: I chose picture 5.")
    outcome({"capabilities": {"message": {}}})
    assert_equal(chat.received("ui/update-model-context"), [])


def refusals(chat, picture):
    """A refusal is shown as text."""
    chat.open({"isError": True, "content": [{"type": "text", "text": HOSTILE}]})
    assert_equal(chat.text("#hint"), HOSTILE)
    chat.open({"content": []})
    assert_equal(chat.text("#hint"), "No pictures arrived.")
    assert not chat.all("#end")[0].is_displayed()


def main():
    page, picture, pictures, axe = sys.argv[1:]
    folder = pathlib.Path(pictures)
    folder.mkdir(parents=True, exist_ok=True)
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for word in ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--window-size=760,900", "--force-device-scale-factor=1"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    picture = pathlib.Path(picture).read_bytes()
    try:
        chat = Chat(browser, pathlib.Path(page).read_text())
        for step in (by_keys, by_mouse, hosts, hostile, refusals):
            try:
                step(chat, picture)
            except Exception:
                browser.save_screenshot(str(folder / f"choose-{step.__name__}-failed.png"))
                raise
        source = pathlib.Path(axe).read_text()
        for theme in ("dark", "light"):
            chat.open(result(picture), theme=theme)
            for tile in chat.all(".tile")[1:3]:
                tile.click()
            browser.save_screenshot(str(folder / f"choose-{theme}.png"))
            browser.execute_script(source)
            found = browser.execute_async_script(
                "const done = arguments[arguments.length - 1]; axe.run().then((found) => done(found.violations))")
            assert not found, "\n".join(f"{theme}: {one['id']}: {one['help']} {one['nodes'][0]['html'][:200]}"
                                        for one in found)
        wrong = [one["message"] for one in browser.get_log("browser")]
        assert not wrong, "messages in the browser's console:\n" + "\n".join(wrong)
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
