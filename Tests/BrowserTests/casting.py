"""The grid as a wall of pictures: rows, names, stacks of looks, its order; and a folder of folders that becomes a cast."""
import json, shutil, struct, time, zlib

from stage import By, Keys, same

# As tall and as wide as pictures get here, and further than tiles follow.
SHAPES = [(600, 900), (900, 600), (640, 640), (1200, 400), (400, 1400), (768, 1024), (1600, 900)]


def png(path, width, height, shade):
    """Writes a picture in one shade with a lighter square in its middle."""
    edge = min(width, height) // 3
    inside = lambda at, whole: abs(at - whole // 2) < edge // 2
    plain = bytes(shade) * width
    marked = b"".join(bytes(min(255, one + 60) for one in shade) if inside(x, width) else bytes(shade)
                      for x in range(width))
    rows = b"".join(b"\0" + (marked if inside(y, height) else plain) for y in range(height))
    part = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                     + part(b"IDAT", zlib.compress(rows, 1)) + part(b"IEND", b""))
    return path


def cast(stage, count=40, part=1):
    """Adds elements whose pictures have every shape, at a part of their size."""
    for number in range(count):
        folder = stage.folder / "cast" / f"role_{number:02}"
        png(folder / "front.png", *(side // part for side in SHAPES[number % len(SHAPES)]),
            (40 + number * 4 % 160, 70 + number * 7 % 120, 90 + number * 11 % 120))
    stage.tool("add", "--from", str(stage.folder / "cast"), "--kind", "character")


def boxes(stage):
    """Where the tiles lie, by handle, as the page itself knows it."""
    return stage.page.execute_script("""
        const list = document.querySelector(".grid-list").getBoundingClientRect();
        return [...document.querySelectorAll(".grid [role=option]")].filter((one) => !one.hidden).map((one) => {
          const box = one.querySelector(".picture").getBoundingClientRect();
          return { name: one.getAttribute("aria-label").split(",")[0], place: Number(one.getAttribute("aria-posinset")),
            left: box.left - list.left, top: box.top - list.top, right: box.right - list.left, width: box.width,
            height: box.height, inside: list.width };
        }).sort((one, other) => one.place - other.place);""")


def rows(stage):
    found = {}
    for one in boxes(stage):
        found.setdefault(round(one["top"]), []).append(one)
    return [found[top] for top in sorted(found)]


def handles(stage):
    return [one["name"] for one in boxes(stage)]


def justified(stage):
    """Rows are one height and fill the width, names come on demand, keys move in rows, and the order is chosen."""
    cast(stage)
    stage.open()
    stage.wait(lambda: len(stage.tiles()) > 12, "the tiles")
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all(".grid .tile img")), "the pictures")
    found = rows(stage)
    for row in found:
        same({round(one["height"]) for one in row}, {round(row[0]["height"])})
        assert abs(row[-1]["right"] + 10 - row[0]["inside"]) <= 1, row[-1]
        assert round(row[0]["left"]) == 10, row[0]
        for one in row:
            width, height = SHAPES[int(one["name"][-2:]) % len(SHAPES)]
            wanted = min(2.2, max(0.5, width / height))
            assert abs(one["width"] / one["height"] - wanted) < 0.02, one
    stage.picture("justified")
    # The pointer or the focus on a tile shows its name, and the button shows all.
    words = lambda: [float(one.find_element(By.CSS_SELECTOR, ".caption").value_of_css_property("opacity"))
                     for one in stage.tiles()]
    stage.point(5, 5)
    same(sum(words()), 0)
    assert all(one.accessible_name.startswith("@") for one in stage.tiles())
    first = stage.page.find_element(By.CSS_SELECTOR, ".grid [role=option][tabindex='0']")
    stage.page.execute_script("arguments[0].focus({ focusVisible: true })", first)
    stage.wait(lambda: sum(words()) == 1, "one name")
    named = next(one for one in stage.all(".grid-choices button") if one.text == "Names")
    named.click()
    stage.wait(lambda: sum(words()) == len(words()), "all names")
    stage.picture("names")
    stage.page.refresh()
    stage.wait(lambda: len(stage.tiles()) > 12 and sum(words()) == len(words()), "all names, after a new start")
    next(one for one in stage.all(".grid-choices button") if one.text == "Names").click()
    stage.wait(lambda: sum(words()) == 0, "no name")
    # Down keeps to one line, and up comes back on it; the ends are the ends.
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    at = lambda: stage.page.switch_to.active_element.get_attribute("aria-posinset")
    stage.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    start = at()
    middle = lambda: next((one["left"] + one["right"]) / 2 for one in boxes(stage) if str(one["place"]) == at())
    line = middle()
    for row in rows(stage)[1:3]:
        stage.press(Keys.ARROW_DOWN)
        nearest = min(row, key=lambda one: abs((one["left"] + one["right"]) / 2 - line))
        same(at(), str(nearest["place"]))
    stage.press(Keys.ARROW_UP, Keys.ARROW_UP)
    same(at(), start)
    stage.press(Keys.END)
    stage.wait(lambda: at() == "43", "the last one")
    last = stage.page.switch_to.active_element
    stage.wait(lambda: last.rect["y"] + last.rect["height"] <= 900, "the last one in sight")
    stage.press(Keys.PAGE_UP)
    stage.wait(lambda: int(at()) < 43, "a screen up")
    stage.press(Keys.HOME)
    stage.wait(lambda: at() == "1", "the first one")
    stage.press("x")
    stage.chord(Keys.SHIFT, Keys.ARROW_DOWN)
    count = int(at())
    stage.wait(lambda: f"{count} selected" in stage.text(".bulk"), "a range over a row")
    same(count, len([one for one in boxes(stage) if one["place"] <= count]))
    stage.press(Keys.ESCAPE)
    # The order is chosen, and kept.
    def order(words):
        stage.choose("Sort", words)
    order("By handle")
    stage.wait(lambda: handles(stage)[:4] == ["@mira", "@mira_voice", "@mug", "@role_00"], "the order of handles")
    stage.page.refresh()
    stage.wait(lambda: handles(stage)[:4] == ["@mira", "@mira_voice", "@mug", "@role_00"], "the order of handles again")
    order("By kind")
    stage.wait(lambda: handles(stage)[0] == "@role_39", "characters first")
    stage.press(Keys.END)
    order("Weakest first")
    stage.wait(lambda: len(handles(stage)) > 5 and stage.page.find_element(
        By.CSS_SELECTOR, ".grid-scroll").get_property("scrollTop") == 0, "the weakest first")
    stage.page.find_element(By.ID, "search").send_keys("role")
    stage.wait(lambda: "words=role" in stage.page.current_url, "a search")
    assert not stage.named("field", "Sort").is_enabled()


def stacks(stage):
    """Looks lie behind what they are looks of; the stack opens in place, searching finds them, counts say how many."""
    cast(stage, 12)
    for look in ("role_01", "role_02", "role_03"):
        stage.tool("edit", f"@{look}", "--look-of", "@role_11")
    stage.open()
    stage.wait(lambda: "15 elements, 3 stacked" in stage.text(".count"), "how many there are")
    stage.wait(lambda: len(stage.tiles()) == 12, "the stack as one")
    assert not {"@role_01", "@role_02", "@role_03"} & set(handles(stage))
    base = next(one for one in stage.tiles() if one.accessible_name.startswith("@role_11,"))
    assert "3 looks stacked behind it" in base.accessible_name, base.accessible_name
    stage.picture("stack")
    base.find_element(By.CSS_SELECTOR, ".tile-looks").click()
    stage.wait(lambda: len(stage.tiles()) == 15, "all of it")
    at = handles(stage).index("@role_11")
    same(set(handles(stage)[at + 1:at + 4]), {"@role_01", "@role_02", "@role_03"})
    look = next(one for one in stage.tiles() if one.accessible_name.startswith("@role_01,"))
    assert "look of @role_11" in look.accessible_name
    same(stage.text(".count"), "15 elements")
    for row in rows(stage)[:-1]:
        assert abs(row[-1]["right"] + 10 - row[0]["inside"]) <= 1, row[-1]
    stage.picture("stack-opened")
    # A change somewhere leaves it open; the key closes it from one of its looks, and goes to what they are looks of.
    stage.tool("edit", "@role_05", "--tag", "night")
    stage.wait(lambda: handles(stage)[0] == "@role_05" and len(stage.tiles()) == 15, "what was changed first")
    stage.page.execute_script("arguments[0].focus()", next(
        one for one in stage.tiles() if one.accessible_name.startswith("@role_02,")))
    stage.press("l")
    stage.wait(lambda: len(stage.tiles()) == 12, "the stack as one again")
    stage.wait(lambda: stage.page.switch_to.active_element.accessible_name.startswith("@role_11,"), "the focus on it")
    stage.press("l")
    stage.wait(lambda: len(stage.tiles()) == 15, "all of it by the key")
    stage.press(Keys.ARROW_RIGHT, Keys.ENTER)
    stage.wait(lambda: "@role_0" in stage.text("main.element .element-head"), "a look")
    opened = next(one for one in ("@role_01", "@role_02", "@role_03") if one in stage.text("main.element .element-head"))
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: stage.page.switch_to.active_element.accessible_name.startswith(f"{opened},"), "where one was")
    stage.press("l")
    stage.wait(lambda: len(stage.tiles()) == 12, "the stack as one at last")
    # Who closes it before its looks are there has it closed; so does who closes it while they are fetched again.
    stage.wait(lambda: stage.page.switch_to.active_element.accessible_name.startswith("@role_11,"), "the focus on it")
    stage.page.execute_script("""
        const plain = window.fetch;
        window.looks = { asked: 0, answered: 0 };
        window.fetch = async (place, options = {}) => {
          if (!String(place).includes("lookOf=")) return plain(place, options);
          window.looks.asked += 1;
          await new Promise((go) => setTimeout(go, 1200));
          const answer = await plain(place, options);
          setTimeout(() => { window.looks.answered += 1; }, 300);
          return answer;
        };""")
    looks = lambda: stage.page.execute_script("return [window.looks.asked, window.looks.answered]")
    stage.press("ll")
    stage.wait(lambda: looks() == [1, 1], "the looks, too late")
    same(len(stage.tiles()), 12)
    stage.press("l")
    stage.wait(lambda: len(stage.tiles()) == 15, "all of it")
    stage.tool("edit", "@role_05", "--tag", "noon")
    stage.wait(lambda: looks()[0] == 3, "that they are fetched again")
    stage.press("l")
    stage.wait(lambda: len(stage.tiles()) == 12, "the stack as one while they are on their way")
    stage.wait(lambda: looks()[1] == looks()[0], "the looks, too late again")
    same(len(stage.tiles()), 12)
    stage.press("/role_02")
    stage.wait(lambda: handles(stage) == ["@role_02"], "a look that is searched for")
    stage.go("#/")
    stage.wait(lambda: len(stage.tiles()) == 12, "all of them")
    # Who removes what they are looks of sees them by themselves.
    stage.tool("remove", "@role_11")
    stage.wait(lambda: len(stage.tiles()) == 14 and "14 elements" == stage.text(".count"), "the looks by themselves")


def crowd(stage):
    """Rows fill the width through all of a long list, of which a part is loaded at a time."""
    cast(stage, 257, part=8)
    stage.open()
    stage.wait(lambda: stage.text(".count") == "260 elements", "how many there are")
    scroller = stage.page.find_element(By.CSS_SELECTOR, ".grid-scroll")
    scroll = lambda part: stage.page.execute_script(
        "const [one, part] = arguments; one.scrollTop = part * (one.scrollHeight - one.clientHeight)", scroller, part)
    isHere = lambda: handles(stage) and all(one.startswith("@") for one in handles(stage))
    seen = set()
    for part in (0, 0.5, 0.2, *(step / 20 for step in range(21))):
        scroll(part)
        stage.wait(isHere, f"the tiles at {part}")
        found = rows(stage)
        for row in found if part < 1 else found[:-1]:
            assert abs(row[-1]["right"] + 10 - row[0]["inside"]) <= 1, (part, row[-1])
        places = [one["place"] for row in found for one in row]
        same(places, list(range(places[0], places[0] + len(places))))
        tops = [row[0]["top"] for row in found]
        assert all(after - before - row[0]["height"] - 10 < 1.5
                   for before, after, row in zip(tops, tops[1:], found)), tops
        seen |= set(places)
    assert {1, 100, 101, 200, 201, 260} <= seen, sorted(seen)
    stage.page.execute_script("document.querySelector('.grid [role=option]:not([hidden])').focus()")
    stage.press(Keys.HOME)
    at = lambda: stage.page.switch_to.active_element.accessible_name.split(",")[0]
    same(at(), "@role_99")
    stage.press(Keys.END)
    stage.wait(lambda: at() == "@mug" or at() == "@mira", "the last one")
    stage.wait(lambda: stage.page.switch_to.active_element.rect["y"] < 900, "the last one in sight")


def folders(stage):
    """Makes a folder of folders: three characters, one of them by its note, a voice, loose files, and what is skipped."""
    root = stage.folder / "new cast"
    for folder, names in {"Ana Souza": ("ana-front.png", "ana-back.png"), "007": ("agent.png",),
                          "mug": ("mug-detail.png",), "_unsorted": ("what.png",), "ben": ("b.png", "a.png")}.items():
        for number, name in enumerate(names):
            png(root / folder / name, 600 + 10 * number, 800, (60 + len(folder) * 9, 90 + number * 20, len(name) * 9))
    (root / "ben" / "element.json").write_text(json.dumps({
        "handle": "benno", "kind": "product", "name": "Benno", "tags": ["tall"], "roles": {"a.png": "detail"},
        "order": ["b.png"], "voice": "@mira_voice"}))
    (root / "narrator").mkdir(exist_ok=True)
    shutil.copy(stage.fixtures / "starter/mira-voice.wav", root / "narrator/voice.wav")
    png(root / "mood.png", 700, 700, (120, 40, 90))
    png(root / ".hidden" / "x.png", 600, 600, (9, 9, 9))
    return root


def choosing(stage):
    """A folder of folders becomes a cast: all is shown before anything is kept, one button keeps it, one takes it back."""
    root = folders(stage)
    before = sorted(stage.handles())
    stage.open()
    stage.carry(root)
    card = lambda name: next((one for one in stage.all(".cast-card")
                              if one.find_element(By.TAG_NAME, "h3").text == name), None)
    stage.wait(lambda: len(stage.all(".cast-card")) == 6 and len(stage.all(".cast-file.here")) == 8, "all that was dropped")
    handle = lambda name: card(name).find_element(By.CSS_SELECTOR, ".cast-head input")
    kind = lambda name: card(name).find_element(By.CSS_SELECTOR, ".cast-head select")
    roles = lambda name: [one.get_property("value") for one in card(name).find_elements(
        By.CSS_SELECTOR, ".cast-file select")]
    same({name: (handle(name).get_property("value"), kind(name).get_property("value")) for name in (
        "Ana Souza", "007", "mug", "ben", "narrator", "Without a folder")}, {
            "Ana Souza": ("ana_souza", "character"), "007": ("n007", "character"), "mug": ("mug", "product"),
            "ben": ("benno", "product"), "narrator": ("narrator", "voice"), "Without a folder": ("", "character")})
    same(sorted(roles("Ana Souza")), ["back", "front"])
    same(roles("ben"), ["unsorted", "detail"])
    assert "@mug is in the library" in card("mug").text and "voice" in card("ben").text
    assert "Skipped: _unsorted (1 file)." in stage.text(".casting .adding-foot")
    same(sorted(stage.handles()), before)
    stage.picture("cast")
    keep = lambda: stage.all(".casting .adding-foot button.primary")[0]
    same(keep().text, "Keep all 5")
    # Two of one handle are not kept before one has another.
    field = handle("007")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("benno")
    stage.wait(lambda: "already uses @benno" in card("007").text, "that another one has it")
    stage.wait(lambda: keep().is_enabled(), "that it may be pressed")
    keep().click()
    stage.wait(lambda: "needs another handle" in stage.text(".casting .adding-foot"), "what is wrong")
    field = handle("007")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("bond")
    # Until it is known which element has a handle, nothing is kept; the one of the handle before gets nothing.
    stage.page.execute_script("""
        const plain = window.fetch;
        window.late = 1200;
        window.fetch = async (place, options) => {
          if (String(place).startsWith("/api/handles")) await new Promise((go) => setTimeout(go, window.late));
          return plain(place, options);
        };""")
    field = handle("mug")
    field.send_keys("s")
    assert not keep().is_enabled() and "in the library" not in card("mug").text, card("mug").text
    stage.wait(lambda: keep().is_enabled() and "in the library" not in card("mug").text, "that it is a new one")
    field.send_keys(Keys.BACKSPACE)
    stage.wait(lambda: keep().is_enabled() and "@mug is in the library" in card("mug").text, "that it joins the mug")
    stage.page.execute_script("window.late = 0")
    # What is closed waits.
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
    stage.named("button", "Add (8 waiting)").click()
    stage.wait(lambda: len(stage.all(".cast-card")) == 6, "all of it again")
    same(handle("007").get_property("value"), "bond")
    files = len(stage.show("@mug")["files"])
    keep().click()
    stage.wait(lambda: sorted(stage.handles()) == sorted(before + ["ana_souza", "bond", "benno", "narrator"]), "the cast")
    stage.wait(lambda: "5 elements: added" in stage.bar(), "what was done")
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid with it")
    same([one["role"] for one in stage.show("@ana_souza")["files"]], ["back", "front"])
    benno = stage.show("@benno")
    same((benno["name"], benno["kind"], benno["tags"], [one["path"] for one in benno["files"]]),
         ("Benno", "product", ["tall"], ["b.png", "a.png"]))
    same((stage.show("@ana_souza")["name"], stage.show("@narrator")["kind"]), ("Ana Souza", "voice"))
    same(len(stage.show("@mug")["files"]), files + 1)
    stage.named("button", "Undo").click()
    stage.wait(lambda: sorted(stage.handles()) == before, "the library as it was")
    stage.wait(lambda: len(stage.show("@mug")["files"]) == files, "the mug as it was")
    # The same as a folder that is chosen, which no script can do in Firefox.
    if stage.engine == "firefox":
        return
    stage.named("button", "Add").click()
    stage.wait(lambda: stage.all("dialog[open] .drop-empty"), "the panel")
    stage.page.find_element(By.CSS_SELECTOR, "dialog[open] input[webkitdirectory]").send_keys(str(root))
    stage.wait(lambda: len(stage.all(".cast-card")) == 6 and len(stage.all(".cast-file.here")) == 8, "all that was chosen")
    stage.named("button", "Leave out 007").click()
    stage.wait(lambda: len(stage.all(".cast-card")) == 5 and keep().text == "Keep all 4", "one less")
    heard = lambda: stage.page.execute_script("return document.getElementById('said')?.textContent ?? ''")
    stage.page.execute_script("const said = document.getElementById('said'); if (said) said.textContent = ''")
    stage.named("button", "Discard").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "nothing that waits")
    same(sorted(stage.handles()), before)
    # What is hidden stays out, and a note that is no note is not read; of what can't be kept it is said.
    for name in ("zoe", "yan", ".git"):
        png(stage.folder / "few" / name / "one.png", 600, 800, (90, 60, len(name) * 40))
    (stage.folder / "few/zoe/broken.png").write_text("no picture")
    (stage.folder / "few/yan/element.json").write_text(json.dumps({"handle": "yannick", "tags": ["x" * 1_000_000]}))
    stage.carry(*(stage.folder / "few" / name for name in ("zoe", "yan", ".git")))
    stage.wait(lambda: len(stage.all(".cast-card")) == 2 and len(stage.all(".cast-file.here")) == 2
               and len(stage.all(".cast-file.refused")) == 1, "what can be kept, and what can't")
    same(handle("yan").get_property("value"), "yan")
    assert "can't be read, so it was ignored" in card("yan").text, card("yan").text
    assert heard() != "All elements were added", heard()
    stage.wait(lambda: keep().is_enabled(), "that it may be pressed")
    keep().click()
    stage.wait(lambda: "2 elements: added; 1 file was not usable" in stage.bar(), "what was not kept")
    stage.wait(lambda: heard() == "All elements were added", "that it is done")
    same(sorted(stage.handles()), sorted(before + ["yan", "zoe"]))


def settling(stage):
    """On a wide screen the plan of the set is beside the large picture, and follows a role at once."""
    stage.open()
    stage.element("@mira")
    dots = lambda: {one.get_attribute("data-key"): one.get_attribute("data-role") for one in stage.page.find_elements(
        By.CSS_SELECTOR, ".coverring-one")}
    stage.wait(lambda: len(dots()) == 4, "the plan")
    place = lambda selector: stage.page.execute_script(
        "const { left, right, top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return { left, right, top, bottom }", selector)
    for width in (1200, 1440, 1920):
        stage.resize(width, 900)
        picture, plan, light = place(".stage"), place(".coverring"), place(".lightstrip")
        assert plan["left"] >= picture["right"] and plan["top"] < picture["bottom"], (width, picture, plan)
        assert light["left"] >= picture["right"] and place(".element-facts")["left"] >= plan["right"], (width, light)
        assert picture["right"] - picture["left"] > 350, (width, picture)
        stage.picture(f"set-{width}")
    stage.resize(1100, 900)
    assert place(".coverring")["top"] > place(".strip")["bottom"], "the plan is not below"
    stage.resize(1440, 900)
    # The server takes its time: the plan does not, and both agree in the end.
    roles = lambda: [file["role"] for file in stage.show("@mira")["files"]]
    before, number = roles(), 1 + next(at for at, role in enumerate(roles()) if role == "right")
    stage.page.execute_script("""
        const plain = window.fetch;
        window.late = 2500;
        window.fetch = async (place, options = {}) => {
          if (String(place).endsWith("/edit")) {
            await new Promise((go) => setTimeout(go, window.late));
            if (window.refuses) return new Response("{}", { status: 500, headers: { "Content-Type": "application/json" } });
          }
          return plain(place, options);
        };""")
    next(one for one in stage.all(".thumb") if one.accessible_name.startswith(f"{number},")).click()
    stage.press("4")
    stage.wait(lambda: dots()[f"ring-{number}"] == "left", "the dot at the other side")
    same(roles(), before)
    stage.wait(lambda: roles()[number - 1] == "left", "the role in the library")
    stage.wait(lambda: not stage.all(".together[aria-busy]"), "what the server says of the set")
    same(dots()[f"ring-{number}"], "left")
    # What is refused goes back.
    stage.page.execute_script("window.refuses = true; window.late = 1500;")
    stage.press("6")
    stage.wait(lambda: dots()[f"ring-{number}"] == "back", "the dot behind")
    stage.wait(lambda: dots()[f"ring-{number}"] == "left", "the dot where it was")
    same(roles()[number - 1], "left")
    # Who comes back from another view finds it all again.
    stage.go("#/shots")
    stage.wait(lambda: stage.all("main textarea"), "the editor")
    stage.element("@mira")
    stage.wait(lambda: len(dots()) == 4 and stage.text(".element-facts").startswith("Name"), "the plan and the facts")
    next(one for one in stage.all(".thumb") if one.accessible_name.startswith(f"{number},")).click()
    # A role that tells no side takes the picture off the plan.
    stage.page.execute_script("window.refuses = false; window.late = 0;")
    stage.press("8")
    stage.wait(lambda: f"ring-{number}" not in dots() and roles()[number - 1] == "expression", "one dot less")


def targets(stage):
    """Targets are found by typing their provider, their model or their id, with the keyboard alone."""
    stage.open()
    stage.element("@mira")
    field = stage.named("field", "Target")
    same(field.get_attribute("role"), "combobox")
    isAt = lambda: stage.page.switch_to.active_element == field
    for _ in range(120):
        stage.press(Keys.TAB)
        if isAt():
            break
    assert isAt(), "the tabulator does not lead to the targets"
    stage.press(Keys.ARROW_DOWN)
    rows = lambda: [one.text.split("\n")[0] for one in stage.all(".target-list:popover-open [role=option]")]
    stage.wait(lambda: len(rows()) > 20, "all targets")
    groups = lambda: [one.text for one in stage.all(".target-list:popover-open .target-group")]
    assert len(groups()) > 5 and groups() == sorted(groups(), key=str.casefold), groups()
    same(len(set(rows())), len(rows()))
    stage.picture("targets")
    marked = lambda: stage.page.execute_script(
        "const one = document.getElementById(arguments[0].getAttribute('aria-activedescendant'));"
        "return one && one.getAttribute('aria-selected') === 'true' ? one.innerText.split('\\n')[0] : null", field)
    same(marked(), field.get_property("value"))
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not rows(), "the list closed")
    # Into the closed field, to which one comes back: no letter is lost.
    stage.chord(Keys.SHIFT, Keys.TAB)
    stage.press(Keys.TAB, "wan 2")
    stage.wait(lambda: rows() and all("wan" in one.lower() for one in rows()), "those with the words")
    same(field.get_property("value"), "wan 2")
    same(marked(), rows()[0])
    stage.picture("targets-typed")
    chosen = rows()[-1]
    stage.press(*[Keys.ARROW_DOWN] * len(rows()))
    same(marked(), chosen)
    stage.press(Keys.ENTER)
    stage.wait(lambda: not rows() and field.get_property("value") == chosen, "the choice")
    # By an id or another name; what is typed and left is no choice.
    stage.press("kling-o3")
    stage.wait(lambda: rows(), "those with the id")
    same(field.get_property("value"), "kling-o3")
    stage.press("zzz")
    stage.wait(lambda: rows() == ["No matching target"], "that there is none")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not rows() and field.get_property("value") == chosen, "the choice as it was")
    stage.press("kling-official")
    stage.wait(lambda: len(rows()) == 1 and "Kling" in rows()[0], "the one with the other name")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not rows() and field.get_property("value") == chosen, "the choice as it was")
    assert stage.all("main.element .element-head"), "Escape left the element"
    stage.named("button", "Check").click()
    stage.wait(lambda: stage.text(".part-checks [aria-live]"), "what it says")
    stage.go("#/")
    stage.wait(stage.tiles, "the grid")
    stage.choose("Passes for", "Kling, any host, Kling 3.0")
    stage.wait(lambda: "passes=" in stage.page.current_url, "the filter")
