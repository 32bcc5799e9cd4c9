"""Drives Firefox without geckodriver, which Debian lacks: translates WebDriver to Marionette.

Marionette is Firefox's own protocol: the commands of WebDriver over a socket instead of HTTP.
"""
import http.server, json, os, pathlib, re, socket, subprocess, tempfile, threading, time

from selenium import webdriver
from selenium.webdriver.remote.file_detector import UselessFileDetector

# Method and path of a WebDriver request, the Marionette command, and its names for the groups.
ROUTES = [
    ("POST", r"/url", "Navigate", ()),
    ("GET", r"/url", "GetCurrentURL", ()),
    ("GET", r"/title", "GetTitle", ()),
    ("GET", r"/source", "GetPageSource", ()),
    ("POST", r"/refresh", "Refresh", ()),
    ("POST", r"/back", "Back", ()),
    ("POST", r"/forward", "Forward", ()),
    ("POST", r"/timeouts", "SetTimeouts", ()),
    ("POST", r"/window/rect", "SetWindowRect", ()),
    ("GET", r"/window/rect", "GetWindowRect", ()),
    ("GET", r"/window", "GetWindowHandle", ()),
    ("GET", r"/window/handles", "GetWindowHandles", ()),
    ("POST", r"/window", "SwitchToWindow", ()),
    ("POST", r"/element", "FindElement", ()),
    ("POST", r"/elements", "FindElements", ()),
    ("GET", r"/element/active", "GetActiveElement", ()),
    ("POST", r"/element/([^/]+)/element", "FindElement", ("element",)),
    ("POST", r"/element/([^/]+)/elements", "FindElements", ("element",)),
    ("POST", r"/element/([^/]+)/click", "ElementClick", ("id",)),
    ("POST", r"/element/([^/]+)/clear", "ElementClear", ("id",)),
    ("POST", r"/element/([^/]+)/value", "ElementSendKeys", ("id",)),
    ("GET", r"/element/([^/]+)/text", "GetElementText", ("id",)),
    ("GET", r"/element/([^/]+)/name", "GetElementTagName", ("id",)),
    ("GET", r"/element/([^/]+)/rect", "GetElementRect", ("id",)),
    ("GET", r"/element/([^/]+)/enabled", "IsElementEnabled", ("id",)),
    ("GET", r"/element/([^/]+)/selected", "IsElementSelected", ("id",)),
    ("GET", r"/element/([^/]+)/displayed", "IsElementDisplayed", ("id",)),
    ("GET", r"/element/([^/]+)/computedlabel", "GetComputedLabel", ("id",)),
    ("GET", r"/element/([^/]+)/computedrole", "GetComputedRole", ("id",)),
    ("GET", r"/element/([^/]+)/attribute/([^/]+)", "GetElementAttribute", ("id", "name")),
    ("GET", r"/element/([^/]+)/property/([^/]+)", "GetElementProperty", ("id", "name")),
    ("GET", r"/element/([^/]+)/css/([^/]+)", "GetElementCSSValue", ("id", "propertyName")),
    ("POST", r"/execute/sync", "ExecuteScript", ()),
    ("POST", r"/execute/async", "ExecuteAsyncScript", ()),
    ("POST", r"/actions", "PerformActions", ()),
    ("DELETE", r"/actions", "ReleaseActions", ()),
    ("GET", r"/screenshot", "TakeScreenshot", ()),
    ("GET", r"/cookie", "GetCookies", ()),
    ("POST", r"/alert/accept", "AcceptAlert", ()),
]
PREFERENCES = {
    "browser.aboutConfig.showWarning": False, "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0, "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False, "app.update.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False, "browser.sessionstore.resume_from_crash": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "extensions.update.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "services.settings.server": "data:,",
    "browser.download.folderList": 2, "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False, "browser.download.alwaysOpenPanel": False,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True, "media.autoplay.default": 0,
    "remote.prefs.recommended": True,
}
# Values of the preferences for the color scheme and the precision of the pointer.
DARK, LIGHT = 0, 1
COARSE, MOUSE = 1, 6


class Marionette:
    """A Firefox process, and the connection to it."""

    def __init__(self, folder, size, theme):
        profile = pathlib.Path(tempfile.mkdtemp(prefix="firefox-", dir=folder))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        values = {**PREFERENCES, "marionette.port": port, "browser.download.dir": str(folder),
                  "layout.css.prefers-color-scheme.content-override": DARK if theme == "dark" else LIGHT}
        if size[0] >= 600:
            values |= {"ui.primaryPointerCapabilities": MOUSE, "ui.allPointerCapabilities": MOUSE}
        else:
            values |= {"ui.primaryPointerCapabilities": COARSE, "ui.allPointerCapabilities": COARSE,
                       "dom.w3c_touch_events.enabled": 1}
        # The window is at least 500 pixels wide unless a user style allows less.
        (profile / "chrome").mkdir()
        (profile / "chrome/userChrome.css").write_text(":root, body, #browser { min-width: 0 !important; }")
        (profile / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in values.items()))
        self.process = subprocess.Popen(
            ["/usr/bin/firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder), "MOZ_HEADLESS_WIDTH": str(size[0]),
                 "MOZ_HEADLESS_HEIGHT": str(size[1] + 150)})
        end = time.time() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
                break
            except OSError:
                assert time.time() < end and self.process.poll() is None, "Firefox did not start"
                time.sleep(0.2)
        self.number = 0
        self.lock = threading.Lock()
        self.receive()

    def receive(self):
        """Returns the next message, which is JSON after its length and a colon."""
        head = b""
        while not head.endswith(b":"):
            byte = self.socket.recv(1)
            assert byte, "Firefox closed the connection"
            head += byte
        left, parts = int(head[:-1]), []
        while left:
            parts.append(self.socket.recv(min(left, 1 << 16)))
            assert parts[-1], "Firefox closed the connection"
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def run(self, name, values):
        """Runs a command, and returns its error and its result; one of them is None."""
        with self.lock:
            self.number += 1
            text = json.dumps([0, self.number, name, values]).encode()
            self.socket.sendall(b"%d:%s" % (len(text), text))
            return self.receive()[2:]

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.socket.close()


def handler(marionette):
    """Returns the class that answers WebDriver requests through a Marionette connection."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self, status, value):
            body = json.dumps({"value": value}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            values = json.loads(self.rfile.read(length)) if length else {}
            path = re.sub(r"^/session(/[^/]+)?", "", self.path)
            if self.command == "POST" and self.path == "/session":
                name, given = "WebDriver:NewSession", values.get("capabilities", {}).get("alwaysMatch", {})
                given = {key: value for key, value in given.items() if not key.startswith("moz:")}
                error, found = marionette.run(name, {"capabilities": {"alwaysMatch": given}})
                return self.reply(500 if error else 200, error or found)
            if self.command == "DELETE" and path == "":
                marionette.run("WebDriver:DeleteSession", {})
                return self.reply(200, None)
            for method, pattern, name, keys in ROUTES:
                match = re.fullmatch(pattern, path)
                if method != self.command or not match:
                    continue
                error, found = marionette.run(f"WebDriver:{name}", {**values, **dict(zip(keys, match.groups()))})
                if error:
                    return self.reply(404 if error["error"].startswith(("no such", "stale")) else 500, error)
                is_wrapped = isinstance(found, dict) and list(found) == ["value"]
                return self.reply(200, found["value"] if is_wrapped else found)
            return self.reply(404, {"error": "unknown command", "message": self.path, "stacktrace": ""})

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_):
            pass

    return Handler


class Firefox(webdriver.Remote):
    """A Firefox with the interface of a Selenium driver."""

    def __init__(self, folder, size, theme="dark"):
        self.marionette = Marionette(folder, size, theme)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(self.marionette))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        super().__init__(command_executor=f"http://127.0.0.1:{self.server.server_port}",
                         options=webdriver.FirefoxOptions())
        # Files to upload are on this machine already.
        self.file_detector = UselessFileDetector()
        self.resize(*size)

    def resize(self, width, height):
        """Resizes the window so that the viewport has this size."""
        self.set_window_size(width, height + 150)
        inside = self.execute_script("return [innerWidth, innerHeight]")
        self.set_window_size(2 * width - inside[0], 2 * height + 150 - inside[1])

    def quit(self):
        super().quit()
        self.server.shutdown()
        self.server.server_close()
        self.marionette.close()
