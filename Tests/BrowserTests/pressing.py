"""Presses every button of every view in a real Chromium, and looks at what comes of each press.

Only the views are written down here, each with what has to be done before it is there. What can be pressed is found on
the page itself, so a button that is new is pressed as well. A press has to do something, and must not leave an error,
a word that only a program says, or a page that is wider than its window.
"""
import collections, dataclasses, datetime, http.client, json, os, re, shutil, signal, time, urllib.parse

from stage import By, Keys

# What a form says that was sent with something missing.
ASKED = "^an error: “(To confirm, write|Write a reason|the folder is not an absolute path)"
# The depth of what is pressed: a button, what it opened, and once more where a menu opened that.
DEEPEST = 3

# Runs before the page's own scripts, in each new document.
WATCH = r"""
(() => {
  // A view begins with nothing remembered: what the press before left in the browser is no part of it.
  try { localStorage.clear(); } catch { return; }
  const plain = Object.fromEntries(["fetch", "setTimeout", "clearTimeout"].map((name) =>
    [name, window[name].bind(window)]));
  const hearers = new WeakSet();
  const timers = new Set();
  let flying = 0, isMutated = false, changes = 0, heard = 0, target, before, log;
  const it = window.pressing = { isDeaf: false, isSlow: false, refuses: "" };

  // What the page does

  const anew = () => { log = { errors: [], requests: [], downloads: 0, choosers: 0, isChanged: false }; };
  anew();
  addEventListener("error", (event) => { if (event.message) log.errors.push(event.message); });
  addEventListener("unhandledrejection", (event) => log.errors.push(`not caught: ${event.reason}`));
  const complain = console.error;
  console.error = (...words) => { log.errors.push(words.join(" ")); complain.apply(console, words); };

  window.fetch = async (place, options = {}) => {
    const one = { method: options.method ?? "GET", path: new URL(place, location).pathname };
    log.requests.push(one);
    flying += 1;
    try {
      if (it.refuses && one.path.startsWith(it.refuses)) return new Response("", { status: 500 });
      const response = await plain.fetch(place, options);
      one.status = response.status;
      const text = await response.clone().text();
      if (response.ok) tookIn(one, text);
      return response;
    } finally {
      plain.setTimeout(() => { flying -= 1; }, 0);
    }
  };
  // What only shows something that could be kept.
  const SHOWN = /^\/api\/(shots|drops|packs|cast-sheet|elements\/[^/]+\/(make|sheet))$/;
  const tookIn = ({ method, path }, text) => {
    if (method === "GET" || SHOWN.test(path)) return;
    log.isChanged = true;
    if (/^\/api\/(elements|drops\/keep)/.test(path) && /"(changed|new)":true/.test(text)) changes += 1;
  };
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, path, ...rest) {
    this.pressed = { method, path: new URL(path, location).pathname };
    return open.call(this, method, path, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    log.requests.push(this.pressed);
    if (!it.isSlow) {
      flying += 1;
      this.addEventListener("loadend", () => {
        this.pressed.status = this.status;
        plain.setTimeout(() => { flying -= 1; }, 0);
      });
    }
    return send.call(this, body);
  };
  window.EventSource = class extends EventSource {
    addEventListener(kind, listener) {
      super.addEventListener(kind, (event) => {
        if (kind === "changed") heard += 1;
        if (kind !== "changed" || !it.isDeaf) listener(event);
      });
    }
  };
  // What is put off for longer is not a part of the press.
  window.setTimeout = (run, wait = 0, ...rest) => {
    const id = plain.setTimeout(() => { timers.delete(id); run(...rest); }, wait);
    if (wait <= 1000) timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => { timers.delete(id); plain.clearTimeout(id); };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (kind === "click" && this instanceof Element) hearers.add(this);
    return listen.call(this, kind, ...rest);
  };
  const clicked = (one) => {
    if (one.closest("a[download]")) log.downloads += 1;
    if (one.matches("input[type=file]")) {
      log.choosers += 1;
      it.chooser = one;
    }
  };
  addEventListener("click", (event) => clicked(event.target), true);
  const { click } = HTMLElement.prototype;
  // What is not in the page is clicked all the same, and nobody else hears of it.
  HTMLElement.prototype.click = function () {
    if (!this.isConnected) clicked(this);
    return click.call(this);
  };
  const media = () => [...document.querySelectorAll("audio, video")];
  const isPlaying = (node) => media().some((one) => !one.paused && one.closest("section")?.contains(node));
  new MutationObserver((records) => {
    if (records.some((one) => !isPlaying(one.target))) isMutated = true;
  }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });

  // What can be pressed

  const KINDS = "button, a[href], summary, select, input[type=checkbox], input[type=radio],"
    + "input[type=file]:not([aria-hidden]), [role=button], [role=tab], [role=menuitem], [role=menuitemradio],"
    + "[role=menuitemcheckbox], [role=option], [role=switch], [role=checkbox]";
  const words = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, 90);
  const named = (one) => {
    const by = one.getAttribute("aria-labelledby");
    const label = one.getAttribute("aria-label") ?? (by && document.getElementById(by)?.innerText);
    if (label) return words(label);
    if (one.labels?.length > 0) {
      const around = [...one.labels[0].childNodes].filter((node) => !node.contains(one));
      return words(around.map((node) => node.textContent).join(" "));
    }
    return one.matches("select") ? "" : words(one.innerText || one.title);
  };
  // Where it is: the nearest part around it that has a name, a form by its first field.
  const PARTS = "[aria-label], [aria-labelledby], form, fieldset, main";
  const placed = (one) => {
    for (let part = one.parentElement?.closest(PARTS); part; part = part.parentElement?.closest(PARTS)) {
      if (part.matches("[aria-label], [aria-labelledby]")) return named(part);
      const first = part.querySelector(part.matches("main") ? "h1" : "legend, label, [aria-label]");
      if (first) return first.getAttribute("aria-label") ?? words(first.innerText);
    }
    return "page";
  };
  const layers = () => {
    const menu = [...document.querySelectorAll("[popover]")].filter((one) => one.matches(":popover-open")).at(-1);
    return [...document.querySelectorAll("dialog[open]"), menu].filter(Boolean);
  };
  const isThere = (one) => !one.closest(":disabled, [aria-disabled=true], [inert]")
    && one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const isPressable = (one) => one.matches(KINDS)
    || hearers.has(one) && !one.closest(KINDS) && !one.querySelector(KINDS);
  // The picture of the plan that is shown large already.
  const isShown = (one) => one.matches(".coverring-one") && Number(one.dataset.key.replace("ring-", ""))
    === [...document.querySelectorAll(".strip [role=option]")].findIndex((thumb) =>
      thumb.getAttribute("aria-selected") === "true") + 1;
  const isOn = (one) => ["pressed", "selected", "checked"].some((name) => one.getAttribute(`aria-${name}`) === "true")
    || one.type === "radio" && one.checked || one.href === location.href || isShown(one);
  const others = (one) => {
    const rest = [...one.options].filter((option) => !option.selected && !option.disabled)
      .map((option) => option.value);
    return rest.length > 3 ? [rest[0], rest.at(-1)] : rest;
  };
  const items = (place = layers().at(-1) ?? document.body) => {
    const counts = new Map();
    return [...place.querySelectorAll("*")].filter((one) => isPressable(one) && isThere(one))
      .flatMap((one) => {
        // Something that hears a press and has no role is called by its class: what is in it changes.
        const isPlain = !one.matches(KINDS);
        const [name, where] = [isPlain ? "" : named(one), placed(one)];
        const kind = isPlain ? `${one.localName}.${one.classList[0]}` : one.getAttribute("role") ?? one.localName;
        const same = [kind, where, name, one.dataset.key].join("|");
        const number = (counts.get(same) ?? 0) + 1;
        counts.set(same, number);
        const states = ["pressed", "expanded", "selected", "checked"].map((name) => one.getAttribute(`aria-${name}`));
        const made = { key: `${same}|${number}`, kind, name, where, number, isOn: isOn(one), element: one,
          group: `${where}|${kind}|${one.className.baseVal ?? one.className}`, isInBar: Boolean(one.closest(".bar")),
          isInHead: Boolean(one.closest("header")), base: `${same}|${number}`,
          state: [...states, one.checked, one.value, one.parentElement?.open].join() };
        return one.matches("select") ? others(one).map((value) => ({ ...made, key: `${made.key}=${value}`, value,
          name: `${name} → ${one.querySelector(`option[value="${CSS.escape(value)}"]`)?.text ?? value}` })) : [made];
      });
  };

  // A press

  const look = () => ({
    page: document.body.innerHTML.replace(/<div id="said(-now)?".*?<\/div>/gs, ""),
    fields: [...document.querySelectorAll("input, select, textarea")].map((one) =>
      `${one.checked}${one.value}${one.matches("textarea") && [one.selectionStart, one.selectionEnd]}`).join("\n"),
    scroll: [...document.querySelectorAll("*")].map((one) => one.scrollTop + one.scrollLeft).join(""),
    sound: media().map((one) => `${one.paused}${one.currentTime}`).join(), place: location.hash,
  });
  const shows = (one, [x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return one.contains(hit) || hit?.closest("label")?.control === one;
  };
  /** Brings something in sight and answers where to press it: at a point, with the keyboard, or not at all. */
  it.aim = (key) => {
    anew();
    const item = items().find((one) => one.key === key);
    if (!item) return { isGone: true };
    target = item.element;
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    fill(target);
    before = { ...look(), focus: document.activeElement };
    if (item.value !== undefined) {
      target.focus();
      target.value = item.value;
      for (const kind of ["input", "change"]) target.dispatchEvent(new Event(kind, { bubbles: true }));
      return {};
    }
    const label = target.labels?.[0];
    const boxes = [...target.getClientRects(), ...label?.getClientRects() ?? []]
      .filter((box) => box.width > 2 && box.height > 2);
    const points = boxes.flatMap((box) => [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.15], [0.5, 0.85]]
      .map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]))
      .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    const find = () => points.find((one) => shows(target, one));
    let point = find();
    const bar = document.querySelector(".bar:not([hidden])");
    if (!point && bar && points.some((one) => shows(bar, one))) {
      // The bar lies over it and goes by itself.
      bar.hidden = true;
      point = find();
    }
    if (point) return { point };
    if (points.length > 0) return { cover: words(document.elementFromPoint(...points[0])?.outerHTML) };
    target.focus();
    before.focus = target;
    const hasFocus = document.activeElement === target;
    return hasFocus ? { isByKey: true } : { cover: "nothing: it can't have the focus, either" };
  };
  /** Writes something into the fields of what is sent: what is stored then is a change. */
  const fill = (button) => {
    const form = button.type === "submit" ? button.form : button.matches(".primary") && button.closest("dialog");
    if (!form) return;
    for (const one of form.querySelectorAll("input:not([type]), input[type=text], textarea")) {
      one.value += one.value ? "x" : "something";
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const RAW = /undefined|\[object|\bNaN\b|\w+Error\b.*:|Cannot (read|destructure)|is not a function|\bnull\b/;
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const wrong = () => {
    const titles = seen("[aria-label], [title], [alt], [placeholder]").flatMap((one) =>
      ["aria-label", "title", "alt", "placeholder"].map((name) => one.getAttribute(name) ?? ""));
    const wide = document.documentElement.scrollWidth - innerWidth;
    const boxes = layers().map((one) => one.getBoundingClientRect());
    return [
      ...[...document.body.innerText.split("\n"), ...titles].filter((line) => RAW.test(line))
        .map((line) => `it says “${words(line)}”`),
      ...seen(".error-text, .v-problem, .bar.error p").map((one) => words(one.innerText)).filter(Boolean)
        .map((line) => `an error: “${line}”`),
      ...seen("[aria-busy=true]").map((one) => `${named(one) || one.className} stays busy`),
      wide > 0 && `the page is ${wide} px wider than the window`,
      boxes.some((box) => box.left < -1 || box.right > innerWidth + 1) && "a dialog or menu is wider than the window",
    ].filter(Boolean);
  };
  /** What keeps the page from being quiet. */
  const unrest = (since) => {
    if (![...document.querySelectorAll("main")].some((one) => one.checkVisibility())) return "no view is there";
    if (flying > 0) return "a request";
    if (timers.size > 0) return "something put off";
    if (isMutated) return "changes of the page";
    if (seen("[aria-busy=true]").length > 0) return "something is busy";
    return !it.isDeaf && heard < changes && performance.now() - since < 2000 && "the news of a change";
  };
  /** The addresses of the scripts that are fetched when they are first needed. */
  it.modules = async () => {
    const text = await (await plain.fetch(document.querySelector("script[type=module]").src)).text();
    return [...text.matchAll(/import\("([^"]+)"\)/g)].map(([, address]) => address);
  };
  /** Waits until the page is quiet, and tells what there is and what came of the press. */
  it.told = async (patience, modules) => {
    const since = performance.now();
    let reason;
    // What is fetched when it is first needed: there is no other way to know when it has come.
    if (!it.isWhole) await Promise.all(modules.map((address) => import(address)));
    it.isWhole = true;
    // Rounds and not milliseconds: on a busy machine nothing may have had its turn meanwhile.
    for (let calm = 0; calm < 5 && performance.now() - since < patience; calm = reason ? 0 : calm + 1) {
      isMutated = false;
      await new Promise((go) => plain.setTimeout(go, 12));
      reason = unrest(since);
    }
    heard = changes;
    const now = items();
    const report = { ...log, late: reason || "", wrong: [...new Set(wrong())], place: location.hash, isNew: !before,
      items: now.map(({ element, ...rest }) => rest), layers: layers().length,
      behind: items(document.body).filter((one) => layers().length > 0 && !layers().at(-1).contains(one.element))
        .map((one) => one.base),
      isWriting: Boolean(document.activeElement?.matches("input, textarea")),
      state: JSON.stringify([location.hash, layers().length, now.map((one) => [one.key, one.state])]) };
    if (before) {
      const after = look();
      const focus = document.activeElement;
      report.effects = [...Object.keys(after).filter((key) => after[key] !== before[key]),
        focus !== before.focus && focus !== target && focus !== document.body && "focus",
        log.requests.length > 0 && "a request", log.downloads > 0 && "a download",
        log.choosers > 0 && "a choice of files",
      ].filter(Boolean);
    }
    return report;
  };
})();
"""


@dataclasses.dataclass
class View:
    """A view to press in: `place` is its address, `ready` does what it needs, `fine` matches errors of its own."""
    name: str
    place: str
    ready: object = None
    fine: str = r"(?!)"
    cast: str = "cast"
    options: tuple = ()
    changes: bool = False

    @property
    def kind(self):
        """What all views of a kind have in common: the list, an element, a comparison."""
        return re.sub(r"/[0-9A-Z]{26}|\?.*|/\d", "", self.place)


class Pressing:
    """Goes through views and presses what is in them."""

    def __init__(self, stage):
        self.stage, self.page = stage, stage.page
        self.failures, self.notes, self.count, self.opened = [], [], 0, collections.Counter()
        self.copies, self.is_used, self.served, self.modules = 0, True, None, []
        self.page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        self.page.execute_cdp_cmd("Page.setInterceptFileChooserDialog", {"enabled": True})
        self.page.set_script_timeout(60)

    # Views

    def press_all(self, view):
        self.view, self.first = view, set()
        self.begin = self.anew()
        self.judge([], self.begin)
        self.first = set(self.begin["wrong"])
        self.press_each([], self.begin, set(self.begin["behind"]))

    def press_each(self, path, report, known):
        """Presses what can be pressed after the presses of a path, and what each of them opened."""
        items = [one for one in report["items"]
                 if one["base"] not in known and (one["isInBar"] or not report["isChanged"])]
        known = known | {one["base"] for one in items}
        for item in items:
            isFirst = self.is_first(item, path)
            if not isFirst and (path or item["isInHead"]):
                continue
            if self.state != report["state"] or self.is_used:
                self.come_back(path)
            trail = [*path, item]
            after = self.press(item)
            self.count += 1
            self.judge(trail, after)
            isElsewhere = after["place"] != report["place"] or after["isNew"]
            hasMenu = any("menu" in one["kind"] for one in trail)
            if not isElsewhere and len(trail) < (DEEPEST if hasMenu else DEEPEST - 1):
                self.press_each(trail, after, known)

    def is_first(self, item, path):
        """Whether nothing like it was pressed yet: what several views have in common is pressed once."""
        plain = lambda words: re.sub(r"[\d.,:]+|@\w+", "#", words)
        # The bar undoes another change each time, but closes always alike.
        isUndo = item["isInBar"] and path and item["name"] != "Close"
        place = plain(path[-1]["group"]) if isUndo else self.view.kind if item["isInHead"] else ""
        # Of choices the first three are enough, and of buttons that are called alike two.
        isChoice = item["kind"] in ("option", "menuitemradio")
        part = plain(item["where"].split(",")[0])
        key = (item["kind"], part, "" if isChoice else (plain(item["name"]), item["number"]), place)
        self.opened[key] += 1
        return self.opened[key] <= (3 if isChoice else 1) and item["number"] < 3

    def come_back(self, path):
        """Comes back to a view as it was after the presses of a path: as one would, or all anew."""
        ways = [] if self.is_used else [self.escape, self.return_, self.come_again]
        if not any(way() for way in ways) and self.anew()["state"] != self.begin["state"]:
            self.failures.append(f"{self.view.name}: it does not look the same when it is opened again")
        for item in path:
            self.press(item)

    def escape(self):
        if self.layers or self.is_writing:
            self.stage.press(Keys.ESCAPE)
            self.look()
        return self.state == self.begin["state"]

    def return_(self):
        if self.place != self.begin["place"] and not self.layers and not self.view.ready:
            self.stage.go(self.begin["place"])
            self.look()
        return self.state == self.begin["state"]

    def come_again(self):
        if self.view.kind == "#/" or self.layers or self.view.ready:
            return False
        self.come_from_list()
        return self.state == self.begin["state"]

    def come_from_list(self):
        for place in ("#/", self.view.place):
            self.stage.go(place)
            report = self.look()
        return report

    def anew(self):
        """Loads a view, with a library that nobody has changed."""
        view = self.view
        if self.is_used or view.changes or self.served != (view.cast, view.options):
            self.fresh()
        else:
            # Loaded where it is: a page that was left stays in the browser's memory for a while, with its stream.
            place = view.place if view.kind == "#/" else "#/"
            self.page.execute_script("history.replaceState(null, '', arguments[0])", place)
            self.page.refresh()
        report = self.look() if view.kind == "#/" else self.come_from_list()
        if view.ready:
            view.ready(self.stage)
            report = self.look()
        self.is_used = False
        return report

    def fresh(self):
        """Another copy of the library, and the view in a gallery of it."""
        stage, view = self.stage, self.view
        self.page.get("about:blank")
        stage.server.send_signal(signal.SIGTERM)
        stage.server.wait(timeout=30)
        # Previews are the same in every copy, and made once.
        if self.served and (stage.library / "cache").exists():
            shutil.copytree(stage.library / "cache", stage.folder / "casts" / self.served[0] / "cache",
                            dirs_exist_ok=True)
        shutil.rmtree(stage.library, ignore_errors=True)
        for name in ("film", "moved"):
            shutil.rmtree(stage.folder / name, ignore_errors=True)
        shutil.copytree(stage.folder / "casts" / "film", stage.folder / "film")
        self.copies += 1
        self.served = (view.cast, view.options)
        stage.library = stage.folder / f"library-{self.copies}"
        shutil.copytree(stage.folder / "casts" / view.cast, stage.library)
        stage.server, stage.address = stage.serve(view.options)
        # Its answer sets the cookie and leads to the page: both are done here, so that the page is loaded once.
        # Only browsers know that names under localhost are this machine.
        place = urllib.parse.urlsplit(stage.address)
        line = http.client.HTTPConnection("127.0.0.1", place.port)
        line.request("GET", f"/?{place.query}", headers={"Host": place.netloc})
        name, value = line.getresponse().headers["Set-Cookie"].split(";")[0].split("=")
        line.close()
        self.page.execute_cdp_cmd("Network.setCookie", {
            "name": name, "value": value, "url": stage.base, "httpOnly": True, "sameSite": "Strict"})
        self.page.get(f"{stage.base}{view.place if view.kind == '#/' else '#/'}")
        self.modules = self.modules or self.page.execute_async_script("pressing.modules().then(arguments[0])")

    # Presses

    def press(self, item):
        aim = self.page.execute_script("return pressing.aim(arguments[0])", item["key"])
        if aim.get("isGone") or aim.get("cover"):
            report = self.look()
            report["errors"].append("it is there no more" if aim.get("isGone") else f"it is covered by {aim['cover']}")
            return report
        if aim.get("isByKey"):
            self.stage.press(Keys.ENTER)
        elif aim.get("point"):
            self.touch(*aim["point"])
        report = self.look()
        if report["choosers"]:
            self.choose()
            report = {**self.look(), "effects": report["effects"]}
        if report["downloads"]:
            self.receive(report)
        return report

    def touch(self, x, y):
        if self.stage.size == "phone":
            send = lambda kind, points: self.page.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            send("touchStart", [{"x": x, "y": y}])
            send("touchEnd", [])
            return
        send = lambda kind, x, y, **more: self.page.execute_cdp_cmd(
            "Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})
        send("mouseMoved", x, y)
        for kind in ("mousePressed", "mouseReleased"):
            send(kind, x, y, button="left", clickCount=1)
        # What is under the pointer would look different at the next press.
        send("mouseMoved", 0, 0)

    def look(self):
        report = self.page.execute_async_script("""
            const [patience, modules, done] = arguments;
            pressing.told(patience, modules).then(done, (error) => done({ broken: String(error) }));""",
            20_000, self.modules)
        if "broken" in report:
            raise AssertionError(f"{self.view.name}: the watch itself: {report['broken']}")
        report["log"] = [one["message"] for one in self.page.get_log("browser") if one["level"] == "SEVERE"]
        self.state, self.layers, self.place = report["state"], report["layers"], report["place"]
        self.is_writing = report["isWriting"]
        self.is_used = self.is_used or report["isChanged"]
        return report

    def choose(self):
        """Chooses a file that is asked for."""
        field = self.page.execute_script("return pressing.chooser")
        isText = ".md" in (field.get_attribute("accept") or "")
        field.send_keys(str(self.stage.folder / "made" / ("chosen.md" if isText else "nina-front.jpg")))

    def receive(self, report):
        """Waits for what is downloaded."""
        end = time.time() + 10
        while time.time() < end:
            files = [one for one in self.stage.folder.iterdir() if one.is_file()]
            if files and not [one for one in files if one.suffix == ".crdownload" or one.name.startswith(".")]:
                break
            time.sleep(0.05)
        else:
            report["errors"].append("no file came")
        for one in self.stage.folder.iterdir():
            if one.is_file():
                one.unlink()

    # Judging

    def judge(self, path, report):
        found = [f"an error in a script: {one}" for one in report["errors"]]
        found += [one for one in report["wrong"]
                  if one not in self.first and not re.search(f"{self.view.fine}|{ASKED}", one)]
        if report["late"]:
            found.append(f"it was not quiet after 20 s: {report['late']}")
        refused = [one for one in report["requests"] if one.get("status", 200) >= 400]
        words = [f"{one['method']} {one['path']} was answered by {one['status']}" for one in refused]
        if not path or report["layers"] or set(report["wrong"]) - self.first:
            self.notes += [self.line(path, one) for one in words]
        else:
            found += [f"{one}, and the page says nothing of it" for one in words]
        found += [f"in the browser's log: {one}" for one in report["log"]
                  if not (refused and "the server responded" in one)]
        if path and not report.get("effects") and not report["isNew"] and not path[-1]["isOn"]:
            found.append("nothing happened")
        self.failures += [self.line(path, one) for one in dict.fromkeys(found)]

    def line(self, path, what):
        steps = " › ".join(f"“{one['name'] or one['kind']}” ({one['where']}"
                           f"{', number ' + str(one['number']) if one['number'] > 1 else ''})" for one in path)
        return f"{self.view.name}: {steps or 'opening it'}: {what}"


# The library that every view begins with

PAST = "---\ntarget: kling-o3\n---\nShot 1 (5s): @mira drinks from @mug.\n"
CHOSEN = "---\ntarget: kling-o3\naspect: 16:9\n---\nShot 1 (5s): @mira drinks from @mug.\n"


def make_casts(stage):
    """A library with an element for every kind of page, and an empty one; answers the identities of its elements."""
    made, fixtures, tool = stage.folder / "made", stage.fixtures, stage.tool
    made.mkdir()
    for name, source in (("nina-front.jpg", "scenes/mira-000-lamp.jpg"),
                         ("nina-back.jpg", "trouble/mira-full-length.jpg"),
                         ("mira-left.jpg", "scenes/mira-090-daylight.jpg")):
        shutil.copy(fixtures / source, made / name)
    (made / "chosen.md").write_text(CHOSEN)
    # Exported, with a clip that came back, and registered: what was before has something to show.
    (made / "lobby.md").write_text(PAST)
    tool("edit", "@mira", "--order", "4,3,2,1", "--alias", "Okafor")
    tool("export", str(made / "lobby.md"), "-o", str(made / "out"))
    tool("take", "add", str(fixtures / "clips/mira.mp4"), "--bundle", str(next((made / "out").iterdir())),
         "--result", "kept", "--seed", "77", "--cost", "0.84 USD")
    tool("register", "@mira", "--at", "kling", "--id", "8412")
    # A project with a pin that is behind, an export and two clips that came back.
    film = stage.folder / "film"
    film.mkdir()
    (film / "lobby.md").write_text(PAST)
    tool("use", "@mira:1", "@mug", "--project", str(film))
    tool("export", str(film / "lobby.md"), "-o", str(film / "out"), "--project", str(film))
    for clip, result in (("mira.webm", "kept"), ("mira-3.0s.mp4", "rejected")):
        tool("take", "add", str(fixtures / "clips" / clip), "--bundle", str(next((film / "out").iterdir())),
             "--result", result, "--cost", "0.42 USD")
    soon = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()
    tool("edit", "@mug", "--basis", "licensed", "--holder", "Stoneware", "--expires", soon,
         "--document", str(made / "lobby.md"))
    for number in range(10):
        tool("edit", "@mug", "--notes", f"note {number}")
    tool("add", "character", "@mira_coat", str(fixtures / "scenes/mira-000-side.jpg"), "--look-of", "@mira")
    tool("add", "product", "@mug_gold", str(fixtures / "scenes/mug-000-lamp.jpg"), "--look-of", "@mug")
    tool("add", "voice", "@hoarse", str(fixtures / "voices/clipped.flac"))
    tool("add", "character", "@walker", *(str(fixtures / "clips" / name) for name in ("one-cut.mp4", "interlaced.mpg")))
    tool("add", "character", "@weak", *(str(fixtures / name) for name in (
        "sheets/mira-row.jpg", "trouble/mira-full-length.jpg", "scenes/mira-000-daylight-cluttered.jpg")))
    tool("dismiss", "@weak", "3", "image.cluttered", "--reason", "her room")
    tool("add", "place", "@hall", "--empty")
    tool("add", "product", "@old", str(fixtures / "scenes/mug-090-daylight.jpg"))
    tool("remove", "@old")
    fork(stage, made)
    handles = ("mira", "mug", "mira_voice", "mira_coat", "mug_gold", "hoarse", "walker", "weak", "hall", "old", "jug")
    ids = {handle: stage.show(f"@{handle}")["element"] for handle in handles}
    ids["side"] = stage.show("@jug")["fork"]["sides"][1]["sha256"]
    casts = stage.folder / "casts"
    casts.mkdir()
    shutil.copytree(stage.library, casts / "cast")
    shutil.copytree(film, casts / "film")
    ids["film"] = json.loads(tool("projects", "--json"))["projects"][0]["project"]
    tool("init", str(casts / "empty"), at=None)
    return ids


def fork(stage, made):
    """An element that two libraries changed."""
    theirs = made / "theirs"
    stage.tool("add", "product", "@jug", str(stage.fixtures / "scenes/mug-045-daylight.jpg"))
    shutil.copytree(stage.library, theirs)
    stage.tool("--library", str(theirs), "edit", "@jug", "--name", "Jug of Ana", "--tag", "theirs", at=None)
    stage.tool("edit", "@jug", "--name", "Jug of Ben", "--notes", "mine")
    stage.tool("--library", str(theirs), "pack", "@jug", "-o", str(made / "theirs.zip"), at=None)
    stage.tool("import", str(made / "theirs.zip"))


# What has to be done before a view is there, each with its reason

def tell(stage, *pairs):
    """Tells the watch what to let pass."""
    for name, value in pairs:
        stage.page.execute_script("pressing[arguments[0]] = arguments[1]", name, value)


def write(text):
    """The editor begins with a sample, so another text is written in its place, as by hand."""
    def ready(stage):
        stage.wait(lambda: stage.all("main textarea"), "the editor")
        stage.page.execute_script("""
            const box = document.querySelector("main textarea");
            box.focus(); box.select();
            document.execCommand(arguments[0] ? "insertText" : "delete", false, arguments[0]);""", text)
    return ready


def elsewhere(stage):
    """Another window has written the same draft: the browser tells of it by an event."""
    write("Mine.")(stage)
    stage.page.execute_script("""
        const key = "castbook.shot:" + localStorage.getItem("castbook.shots.open");
        dispatchEvent(new StorageEvent("storage", { key, newValue: "Theirs." }));""")


def drop(*names):
    """Files are dropped, since the dialog has buttons for each of them."""
    def ready(stage):
        stage.drop(*(str(stage.folder / "made" / name) for name in names))
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == len(names), "what was dropped")
    return ready


def select(stage):
    """Ctrl+A selects all tiles, as their check marks do one by one."""
    stage.wait(stage.tiles, "the tiles")
    stage.page.execute_script("document.querySelector('.grid [role=option]').focus()")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: stage.all(".bulk"), "what can be done with them")


def look_closer(stage):
    """Space opens the closer look from the list: no button does."""
    stage.wait(stage.tiles, "the tiles")
    stage.page.execute_script("document.querySelector('.grid [aria-label^=\"@mira,\"]').focus()")
    stage.press(" ")
    stage.wait(lambda: stage.all("dialog[open] .closer-tools"), "the closer look")


def conflict(stage):
    """Another program changes the same value, and the page hears nothing of it."""
    tell(stage, ("isDeaf", True))
    stage.tool("edit", "@mug", "--name", "Written elsewhere")
    stage.named("button", "Change Name").click()
    stage.press("x", Keys.ENTER)
    stage.wait(lambda: stage.all("dialog[open]"), "the dialog about the conflict")


def refuse(stage):
    """The list can't be loaded once."""
    tell(stage, ("refuses", "/api/elements"))
    stage.go("#/?words=mira")
    stage.wait(lambda: stage.all(".teach button"), "that it could not be loaded")
    tell(stage, ("refuses", ""))


def views(ids):
    page = lambda handle, more="": f"#/element/{ids[handle]}{more}"
    return [
        View("the list", "#/"),
        View("the list with filters", "#/?kind=character&tag=lead&weak=1"),
        View("the list of nothing", "#/?kind=place&words=zzz"),
        View("the list of what was removed", "#/?retired=1"),
        View("the list that did not come", "#/", refuse),
        View("the list of characters, with all selected", "#/?kind=character", select),
        View("the list of what was removed, with all selected", "#/?retired=1", select),
        View("a closer look from the list", "#/", look_closer),
        View("a character with a voice", page("mira"), fine="has looks itself"),
        View("a product", page("mug")),
        View("a voice", page("mira_voice")),
        View("a voice with findings", page("hoarse"), fine="can't play"),
        View("a clip", page("walker"), fine="can't play"),
        View("weak pictures and a sheet", page("weak")),
        View("a look", page("mira_coat")),
        View("a look with rights that end", page("mug_gold")),
        View("a fork", page("jug")),
        View("a side of a fork", page("jug", f"?version={ids['side']}")),
        View("a removed element", page("old")),
        View("an earlier version", page("mira", "?version=1")),
        View("an element without files", page("hall")),
        View("an element that is not there", "#/element/01AAAAAAAAAAAAAAAAAAAAAAAA"),
        View("comparing", page("mira", "/compare/1/2")),
        View("comparing one picture", page("mira_coat", "/compare/1/2"), fine="Only pictures can be compared"),
        View("picking", page("mira", "/pick")),
        View("all projects", "#/projects"),
        View("a project", f"#/projects/{ids['film']}", fine="is needed by @mira"),
        View("a project to look at only", f"#/projects/{ids['film']}", options=("--read-only",)),
        View("a project that is not there", "#/projects/01AAAAAAAAAAAAAAAAAAAAAAAA", fine="not found|no such"),
        View("the shot editor", "#/shots"),
        View("the shot editor, empty", "#/shots", write("")),
        View("the shot editor, to be exported", "#/shots", write(CHOSEN)),
        View("the shot editor, with mistakes", "#/shots",
             write(CHOSEN.replace("@mug", "@mugg").replace("kling-o3", "klong"))),
        View("the shot editor, completing", "#/shots", write(CHOSEN + "@mi")),
        View("the shot editor, written elsewhere", "#/shots", elsewhere, fine="names no target"),
        View("adding dropped files", "#/", drop("nina-front.jpg", "nina-back.jpg"), fine="Choose an element first"),
        View("adding under a handle that is taken", "#/", drop("mira-left.jpg"), fine="already exists"),
        View("adding to an element, with a text among the files", page("mug"), drop("nina-front.jpg", "chosen.md"),
             fine="can't be kept"),
        View("a conflict", page("mug"), conflict, changes=True),
        View("an empty library", "#/", cast="empty"),
        View("a list to look at only", "#/", options=("--read-only",)),
        View("an element to look at only", page("mira"), options=("--read-only",)),
    ]


def pressing(stage):
    """Every button of every view does something, and nothing that it should not."""
    made = Pressing(stage)
    all_of_them = views(make_casts(stage))
    only = os.environ.get("VIEWS")
    for view in all_of_them:
        if only and not re.search(only, view.name): continue
        began, count, copies = time.time(), made.count, made.copies
        try:
            made.press_all(view)
        except Exception as error:
            made.failures.append(f"{view.name}: {type(error).__name__}: {str(error)[:300]}")
            made.is_used = True
        finally:
            print(f"{view.name}: {made.count - count} in {time.time() - began:.1f} s, {made.copies - copies} copies",
                  flush=True)
    print(f"{made.count} buttons in {len(all_of_them)} views")
    for one in made.notes: print("note:", one)
    if made.failures:
        raise AssertionError(f"{len(made.failures)} failures:\n" + "\n".join(made.failures))
