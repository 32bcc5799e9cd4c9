"""A gallery of a library of its own, and a browser that looks at it."""
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
PATIENCE = 60


# Drops files and folders as a browser tells a page of them: each folder reads what is in it once, then nothing.
CARRY = """
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
      return { isFile: true, isDirectory: false, name: tree.name, fullPath, file: (done) => setTimeout(() => done(file)),
        own: file };
    };
    const entries = trees.map((tree) => entry(tree, ""));
    const dataTransfer = { types: ["Files"], dropEffect: "copy", files: entries.map((one) => one.own).filter(Boolean),
      items: entries.map((one) => ({ kind: "file", webkitGetAsEntry: () => one, getAsFile: () => one.own ?? null })) };
    for (const kind of ["dragenter", "dragover", "drop"]) {
      const event = new DragEvent(kind, { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: dataTransfer });
      document.querySelector(at).dispatchEvent(event);
    }"""


def tree(path):
    """A file or a folder of the disk, for a script."""
    if path.is_dir():
        return {"name": path.name, "inside": [tree(one) for one in sorted(path.iterdir())]}
    return {"name": path.name, "type": mimetypes.guess_type(path.name)[0] or "",
            "text": base64.b64encode(path.read_bytes()).decode()}


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"{found!r} is not {wanted!r}")


class Stage:
    """Everything a walk needs: `tool` runs castbook, `page` is the browser.

    The size is `desk` or `phone` for Chromium, `desk-firefox` or `phone-firefox` for Firefox, and `desk-keys` for
    Chromium whose clicks are pressed on the keyboard.
    """

    def __init__(self, binary, fixtures, pictures, size, starter=True, options=()):
        self.binary, self.fixtures, self.name = binary, pathlib.Path(fixtures), size
        self.size, _, self.engine = size.partition("-")
        if self.engine == "keys":
            use_keys()
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="castbook-browser-"))
        self.library = self.folder / "library"
        self.temporary = self.folder / "temporary"
        self.tool("init", *(["--starter"] if starter else []), str(self.library), at=None)
        self.server, self.address = self.serve(options)
        self.page = self.browser()
        if self.engine != "firefox":
            self.resize(*SIZES[self.size])
            self.theme("dark")

    # The gallery

    def tool(self, *words, at="library"):
        """What a command prints; one that fails ends the walk."""
        place = ["--library", str(self.library)] if at else []
        done = subprocess.run([self.binary, *place, *words], capture_output=True, text=True)
        if done.returncode > 1:
            raise AssertionError(f"castbook {' '.join(words)}: {done.stderr}")
        return done.stdout

    def show(self, handle):
        return json.loads(self.tool("show", handle, "--json"))

    def handles(self):
        return [one["handle"] for one in json.loads(self.tool("list", "--json"))["elements"]]

    def serve(self, options, port="0"):
        """Starts the gallery; without a port it takes the one of the last time."""
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
        width, height = SIZES[self.size]
        if self.engine == "firefox":
            return Firefox(self.folder, (width, height))
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--window-size={width},{height + 150}", "--force-device-scale-factor=1"):
            options.add_argument(word)
        if self.size == "desk":
            # A browser without a screen takes itself for one without a mouse.
            options.add_argument("--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
                                 "primaryPointerType=4,availablePointerTypes=4")
        options.add_experimental_option("prefs", {"download.default_directory": str(self.folder)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        page = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        if self.size == "phone":
            page.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        return page

    def open(self):
        self.page.get(self.address)
        self.wait(lambda: self.tiles() or self.page.find_elements(By.CSS_SELECTOR, ".teach"), "the first view")

    def go(self, place):
        self.page.execute_script("location.hash = arguments[0]", place)

    def element(self, handle, more=""):
        """Opens the page of an element, as following a link does."""
        self.go(f"#/element/{self.show(handle)['element']}{more}")
        self.wait(lambda: handle in self.text("main.element .element-head"), f"the page of {handle}")

    def wait(self, question, what):
        """What a question comes to, once it comes to something."""
        end = time.time() + PATIENCE
        while time.time() < end:
            try:
                found = question()
                if found:
                    return found
            except StaleElementReferenceException:
                pass
            time.sleep(0.05)
        self.picture("late")
        raise AssertionError(f"{what} did not come\n{self.text('body')[:2000]}")

    def all(self, selector):
        return [one for one in self.page.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]

    def text(self, selector):
        """The words of the first that is shown."""
        found = self.all(selector)
        return found[0].text if found else ""

    def tiles(self):
        return self.all(".grid [role=option]")

    def named(self, role, words):
        """What is shown under a role, and whose name for screen readers begins so."""
        def found():
            tags = {"button": "button, [role=button], [role=menuitem], [role=menuitemradio]",
                    "field": "input, textarea, select", "link": "a"}[role]
            for one in self.page.find_elements(By.CSS_SELECTOR, tags):
                if one.is_displayed() and one.accessible_name.startswith(words):
                    return one
            return None
        one = self.wait(found, f"the {role} “{words}”")
        # The bar at the bottom may lie over it: people scroll then.
        self.page.execute_script("""
            const box = arguments[0].getBoundingClientRect(), bar = document.querySelector(".bar:not([hidden])");
            if (bar && box.bottom > bar.getBoundingClientRect().top) arguments[0].scrollIntoView({ block: "center" });
            """, one)
        return one

    def summary(self, words):
        """What unfolds under a name."""
        return next((one for one in self.all("summary") if one.text.startswith(words)), None)

    def press(self, *keys):
        press(self.page, *keys)

    def chord(self, held, key):
        chord(self.page, held, key)

    def bar(self):
        return self.text(".bar")

    def drop(self, *names, on="body"):
        """Drops files, as a file manager would; by the keyboard they are added."""
        if self.engine == "keys" and on == "body":
            self.press("n")
            chooser = self.wait(lambda: self.page.find_elements(By.CSS_SELECTOR, "dialog[open] input[type=file][multiple]"),
                                "the chooser of files")[0]
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

    def carry(self, *paths, to="body"):
        """Drags files and folders of the disk onto the page, as the system itself would."""
        if self.engine == "firefox":
            # Nothing outside of Firefox can drag something into it: a script hands the page what the browser would.
            self.page.execute_script(CARRY, [tree(pathlib.Path(path)) for path in paths], to)
            return
        place = self.page.find_element(By.CSS_SELECTOR, to).rect
        at = {"x": place["x"] + place["width"] / 2, "y": place["y"] + place["height"] / 2,
              "data": {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.page.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **at})

    def downloaded(self, pattern):
        """A file that the browser has saved, once it is whole."""
        def whole():
            if list(self.folder.glob("*.crdownload")) or list(self.folder.glob("*.part")):
                return None
            return next((one for one in self.folder.glob(pattern) if one.stat().st_size > 0), None)
        return self.wait(whole, f"the download {pattern}")

    def paste(self, name):
        """Pastes a picture, as it comes from a screenshot."""
        self.page.execute_script("""
            const bytes = Uint8Array.from(atob(arguments[0]), (one) => one.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], arguments[1]));
            const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
            Object.defineProperty(event, "clipboardData", { value: clipboardData });
            document.body.dispatchEvent(event);
            """, base64.b64encode((self.fixtures / name).read_bytes()).decode(), pathlib.Path(name).name)

    def choose(self, label, words):
        """Chooses in a list, by what is written there: one that the system draws, or one that narrows."""
        field = self.named("field", label)
        if field.tag_name == "select":
            Select(field).select_by_visible_text(words)
            return
        field.click()
        row = self.wait(lambda: next((one for one in self.all(".target-list:popover-open [role=option]")
                                      if one.text.split("\n")[0] == words), None), f"the choice “{words}”")
        row.click()

    def point(self, x, y):
        """Moves the pointer to a place of the page."""
        actions = ActionBuilder(self.page)
        actions.pointer_action.move_to_location(int(x), int(y))
        actions.perform()

    def resize(self, width, height):
        """Gives the page another size."""
        if self.engine == "firefox":
            self.page.resize(width, height)
        else:
            self.page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": self.size == "phone"})

    def theme(self, name):
        """What the system prefers: dark or light."""
        if self.engine == "firefox":
            self.page.quit()
            self.page = Firefox(self.folder, SIZES[self.size], name)
        else:
            self.page.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": name}]})

    def picture(self, name):
        self.page.save_screenshot(str(self.pictures / f"{self.name}-{name}.png"))

    def complaints(self):
        """What the browser found wrong with the page."""
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
