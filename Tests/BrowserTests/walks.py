"""The ways that people take through the gallery, walked in a real browser.

    walks.py WALK SIZE BINARY FIXTURES PICTURES AXE
"""
import json, pathlib, sys, time, zipfile

import bulk, casting, changing, finishing, lasting, pressing, projects, sending, sharing
from stage import By, Keys, Stage, same


def opening(stage):
    """The printed address opens the page and leaves no key behind; without it nothing opens."""
    stage.page.get(stage.base)
    assert "castbook serve" in stage.text("body") and not stage.tiles()
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    assert "key=" not in stage.page.current_url
    names = {one.accessible_name.split(",")[0] for one in stage.tiles()}
    same(names, {"@mira", "@mira_voice", "@mug"})
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all(".grid img")), "the pictures")
    stage.picture("grid")
    wide = stage.page.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} px too wide"


def searching(stage):
    """Words are searched for as they are typed; kinds filter, with words and without."""
    names = lambda: [one.accessible_name.split(",")[0] for one in stage.tiles()]
    stage.open()
    stage.press("/stone")
    stage.wait(lambda: names() == ["@mug"], "the mug alone")
    stage.press("x")
    stage.wait(lambda: not stage.tiles() and "stonex" in stage.text("main.grid"), "nothing, and why")
    stage.picture("nothing")
    stage.named("button", "Clear all").click()
    stage.wait(lambda: len(stage.tiles()) == 3, "all of them")
    if stage.size == "phone":
        stage.named("button", "Filters").click()
    stage.named("button", "Products").click()
    stage.wait(lambda: len(stage.tiles()) == 1, "the products")
    assert "kind=product" in stage.page.current_url
    box = stage.page.find_element(By.ID, "search")
    box.send_keys("mira")
    stage.wait(lambda: "No element with these filters has “mira”" in stage.text("main.grid"), "that no product is called so")
    stage.named("button", "Search everything").click()
    stage.wait(lambda: len(stage.tiles()) == 2, "those of all kinds")
    stage.named("button", "Voices").click()
    stage.wait(lambda: names() == ["@mira_voice"], "the one of that kind")
    stage.element("@mug")
    stage.press("/stone")
    stage.wait(lambda: "No element with these filters has “stone”" in stage.text("main.grid"), "the search, from an element")


def keyboard(stage):
    """Arrows move, Enter opens, Escape goes back to where one was, the keys are listed."""
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.press(Keys.TAB)
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.press(Keys.ARROW_RIGHT)
    focused = stage.page.switch_to.active_element.accessible_name
    stage.press(" ")
    stage.wait(lambda: stage.all("dialog[open]"), "a closer look")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid again")
    stage.press(Keys.ENTER)
    stage.wait(lambda: focused.split(",")[0] in stage.text("main.element .element-head"), "the element")
    stage.press("?")
    stage.wait(lambda: stage.all("dialog[open]"), "the list of keys")
    stage.picture("keys")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the element again")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: stage.tiles(), "the grid")
    stage.wait(lambda: stage.page.switch_to.active_element.accessible_name == focused, "the focus where it was")


def together(stage):
    """What the pictures are together: from where they are seen, in which light, and what to shoot next."""
    stage.tool("edit", "@mira", "--drop", "4")
    stage.open()
    stage.element("@mira")
    stage.wait(lambda: "one photo from behind" in stage.text("main.element"), "what to shoot next")
    stage.wait(lambda: "front view" in stage.text("main.element"), "what is seen already")
    stage.page.execute_script("document.querySelector('.part-together').scrollIntoView()")
    stage.picture("together")


def comparing(stage):
    """Two references stand side by side, and what zooms one zooms the other."""
    stage.open()
    stage.element("@mira", "/compare/1/2")
    images = lambda: [one for one in stage.all("main.element img") if one.size["width"] > 100]
    stage.wait(lambda: len(images()) >= 2, "two pictures")
    stage.wait(lambda: "Light of B compared with A" in stage.text("main.element"), "the light of both")
    stage.picture("compare")
    scale = lambda: int(stage.text("main.element").split("% of actual size")[0].split()[-1])
    shifts = lambda: [stage.page.execute_script(
        "const s = getComputedStyle(arguments[0]); return s.transform + s.width + s.left", one) for one in images()[:2]]
    before = scale()
    stage.press("+")
    stage.press("+")
    stage.wait(lambda: scale() > before, "a closer look")
    same(len(set(shifts())), 1)
    stage.press("0")
    stage.wait(lambda: scale() == before, "all of them")


def picking(stage):
    """The best are picked with reasons, and can be put first."""
    stage.tool("edit", "@mira", "--order", "4,3,2,1")
    before = [one["sha256"] for one in stage.show("@mira")["files"]]
    stage.open()
    stage.element("@mira", "/pick")
    stage.wait(lambda: "sharp" in stage.text("main.element"), "why they were taken")
    stage.picture("pick")
    stage.named("button", "Put these first").click()
    stage.wait(lambda: [one["sha256"] for one in stage.show("@mira")["files"]] != before, "the new order")
    same(stage.show("@mira")["files"][0]["role"], "front")


def hearing(stage):
    """A voice is drawn, and plays."""
    stage.open()
    stage.element("@mira_voice")
    stage.wait(lambda: stage.all("main.element [role=slider]"), "the waveform")
    stage.wait(lambda: stage.page.execute_script(
        "const a = document.querySelector('audio'); return a && a.readyState > 0 && a.duration > 4"), "the sound")
    stage.picture("voice")


def watching(stage):
    """A clip comes with its best frames."""
    stage.tool("add", "character", "@walker", str(stage.fixtures / "clips/mira.mp4"))
    stage.open()
    stage.element("@walker")
    stage.wait(lambda: stage.page.execute_script(
        "const v = document.querySelector('video'); return v && v.readyState > 0 && v.videoWidth > 0"), "the clip")
    stage.picture("clip")


SHOT = """---
target: kling-o3
aspect: 16:9
---
Shot 1 (5s): @mira drinks from @mug.
"""


def exporting(stage):
    """A shot file is written with help, judged as it is typed, and exported as a bundle that verifies."""
    stage.open()
    stage.go("#/shots")
    box = stage.wait(lambda: stage.all("main textarea"), "the editor")[0]
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, SHOT.replace("@mug.", "@mugg."))
    stage.wait(lambda: "@mugg" in stage.text("main") and "mug?" in stage.text("main"), "the slip and what was meant")
    stage.picture("lint")
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, SHOT)
    stage.wait(lambda: "@Element2" in stage.text("main"), "the legend")
    stage.wait(lambda: "0.42" in stage.text("main"), "what it costs")
    stage.chord(Keys.CONTROL, Keys.END)
    # The list comes for what was typed last, however slowly each answer comes.
    stage.page.execute_script("""
        const plain = window.fetch;
        window.fetch = async (place, ...rest) => {
          if (String(place).includes("/api/handles")) await new Promise((go) => setTimeout(go, 300));
          return plain(place, ...rest);
        };""")
    stage.press("@mi")
    stage.wait(lambda: stage.all("[role=listbox] [role=option]"), "handles to choose from")
    stage.picture("complete")
    stage.press(Keys.ESCAPE, Keys.BACKSPACE, Keys.BACKSPACE, Keys.BACKSPACE)
    stage.picture("shots")
    stage.wait(lambda: stage.named("button", "Export as a zip").is_enabled(), "that it can be exported")
    stage.named("button", "Export as a zip").click()
    made = stage.downloaded("*.zip")
    zipfile.ZipFile(made).testzip()
    verdict = json.loads(stage.tool("bundle", "verify", str(made), "--json"))
    same(verdict["status"], "pass")
    same(len(json.loads(stage.tool("exports", "--json"))["exports"]), 1)


# What the page says of advice that names commands, which it has buttons for.
ADVICE = {
    "use a larger original": "use a larger original",
    "restore it: castbook restore @mira": "restore it",
    "leave it out, or castbook edit @mira --allow commercial": "leave it out",
    "castbook bind @mira @VOICE, or accept any voice": "accept any voice",
    "`castbook prepare` deinterlaces it": "",
    "castbook edit @mira --merge joins them, or --keep A keeps one": "",
    "cut the views apart with castbook split": "cut the views apart",
    "add it: castbook add character @mi FILE…, or write \\@ for a plain at-sign": "add it, or write \\@ for a plain at-sign",
    "end the fork first: castbook edit @mira --merge, or --keep; then change its files":
        "end the fork first; then change its files",
    "move it back, or: castbook restore-backup BACKUP --into": "move it back",
    "restore it from a backup (castbook restore-backup BACKUP --into), or name the library that has it (--library DIR); "
    "castbook update @mira pins the latest": "restore it from a backup, or name the library that has it",
    "or remove it: castbook edit @mira --unset voice": "remove it",
    "install castbook again, with castbook-media": "install castbook again, with castbook-media",
}


HIDDEN = {
    "Mira Okafor": "Mira Okafor", "mi\u200bra": "mi\\u{200b}ra", "a\u202eb\nc": "a\\u{202e}b\nc",
    "x\U000e0041": "x\\u{e0041}", "mug\ufe0f": "mug\\u{fe0f}", "a\u200db": "a\\u{200d}b",
    "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3": "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3",
    "می\u200cخواهم क्\u200dष 葛\U000e0100": "می\u200cخواهم क्\u200dष 葛\U000e0100",
}


def advising(stage):
    """Advice is shown without the commands in it, and without holes where they were."""
    source = (pathlib.Path(__file__).parents[2] / "Sources/CGalleryPage/Page/remedies.js").read_text()
    functions = source[source.index("const COMMAND"):source.index("/** A line that unfolds")].replace("export ", "")
    for fix, words in ADVICE.items():
        same(stage.page.execute_script(f"{functions} return adviceOf(arguments[0]).words", fix), words)
    fix = "`castbook show @mira` lists them; castbook pick @mira --for kling --save, or wait"
    same(stage.page.execute_script(f"{functions} return adviceOf(arguments[0]).commands", fix),
         ["castbook show @mira", "castbook pick @mira --for kling --save"])
    # Characters that can't be seen are shown, except those that join letters or pictures.
    source = (pathlib.Path(__file__).parents[2] / "Sources/CGalleryPage/Page/dom.js").read_text()
    functions = source[source.index("const hidden"):source.index("/** Puts other children")].replace("export ", "")
    for text, shown in HIDDEN.items():
        same(stage.page.execute_script(f"{functions} return visible(arguments[0])", text), shown)
    stage.tool("edit", "@mug", "--name", "Mug\u200b of tea")
    stage.open()
    stage.element("@mug")
    stage.wait(lambda: "Mug\\u{200b} of tea" in stage.text("main.element"), "the hidden character")


def looking(stage):
    """What was opened to be looked at offers no change."""
    stage.open()
    stage.element("@mira")
    words = [one.accessible_name for one in stage.page.find_elements(By.CSS_SELECTOR, "button") if one.is_displayed()]
    assert not any(one in ("Add", "Remove from the library") or one.startswith("Change ") for one in words), words


def beginning(stage):
    """An empty library says how to begin."""
    stage.open()
    assert "Drop photos" in stage.text("body") and "castbook init --starter" in stage.text("body")
    stage.picture("empty")


def access(stage):
    """Nobody is kept out: no finding on any view, in dark and in light."""
    film = projects.film(stage)[1]
    stage.tool("add", "character", "@walker", str(stage.fixtures / "clips/mira.mp4"))
    axe = pathlib.Path(sys.argv[6]).read_text()
    mira = stage.show("@mira")["element"]
    places = ["#/", f"#/element/{mira}", f"#/element/{mira}/compare/1/2", f"#/element/{mira}/pick",
              f"#/element/{stage.show('@mira_voice')['element']}",
              f"#/element/{stage.show('@walker')['element']}", "#/shots", "#/projects", f"#/projects/{film}"]
    for theme in ("dark", "light"):
        stage.theme(theme)
        stage.open()
        for place in places:
            stage.go(place)
            time.sleep(2)
            if place.startswith("#/element"):
                stage.wait(lambda: stage.all("main.element h1"), place)
            judge(stage, axe, f"{theme} {place}")
        for box in stage.all(".take [type=checkbox]")[:2]:
            stage.page.execute_script("arguments[0].click()", box)
        projects.click(stage, "Compare two")
        stage.wait(lambda: stage.all(".beside-row img"), "two clips side by side")
        judge(stage, axe, f"{theme} two clips")
        stage.press(Keys.ESCAPE)
        for words in ("Update all pins", "Pin elements", "Add what came back"):
            projects.click(stage, words)
            stage.wait(lambda: stage.all("dialog[open] .command, dialog[open] details"), words)
            judge(stage, axe, f"{theme} {words}")
            # The first closes a list that is open in the dialog.
            while stage.all("dialog[open]"):
                stage.press(Keys.ESCAPE)
        stage.element("@mira")
        stage.named("field", "Target").click()
        stage.press("kling")
        stage.wait(lambda: stage.all(".target-list:popover-open .target-group"), "targets with the word")
        judge(stage, axe, f"{theme} targets")
        stage.press(Keys.ESCAPE)
        stage.choose("Target", "All targets")
        stage.named("button", "Check").click()
        stage.wait(lambda: stage.all(".matrix tbody tr"), "what all targets say")
        judge(stage, axe, f"{theme} all targets")
        stage.chord(Keys.CONTROL, "k")
        stage.wait(lambda: stage.all(".palette-list li"), "the commands")
        judge(stage, axe, f"{theme} commands")
        for words, selector in (("set all", ".roles-cell"), ("prepare", ".prepared"), ("erase", ".danger")):
            if stage.all("dialog[open]"):
                stage.press(Keys.ESCAPE)
            stage.chord(Keys.CONTROL, "k")
            stage.wait(lambda: stage.all(".palette-list li"), "the commands")
            stage.press(words, Keys.ENTER)
            stage.wait(lambda: stage.all(f"dialog[open] {selector}"), words)
            judge(stage, axe, f"{theme} {words}")
        stage.press(Keys.ESCAPE)
        stage.go("#/")
        stage.wait(stage.tiles, "the grid")
        stage.chord(Keys.CONTROL, "a")
        stage.wait(lambda: stage.all(".bulk"), "all selected")
        judge(stage, axe, f"{theme} selected")
        stage.drop("trouble/mira-full-length.jpg", "README.md")
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 2, "dropped files")
        judge(stage, axe, f"{theme} adding")
        stage.press(Keys.ESCAPE)
        stage.open()
        stage.carry(casting.folders(stage))
        stage.wait(lambda: len(stage.all("dialog[open] .cast-file.here")) == 8, "a folder of folders")
        judge(stage, axe, f"{theme} cast")
        stage.tool("edit", "@walker", "--look-of", "@mira")
        stage.open()
        stage.wait(lambda: stage.all(".tile-looks"), "a stack")
        stage.all(".tile-looks")[0].click()
        stage.wait(lambda: "shown after it" in stage.tiles()[1].accessible_name
                   or "shown after it" in stage.tiles()[0].accessible_name, "the stack opened")
        judge(stage, axe, f"{theme} stack")
        stage.tool("edit", "@walker", "--unset", "look-of")


def judge(stage, axe, what):
    # The policy of the page lets nothing be evaluated in it; the driver's own scripts are not the page's.
    stage.page.execute_script(axe)
    found = stage.page.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run().then((found) => done(found.violations))")
    if found:
        words = "\n".join(f"{one['id']} ({one['impact']}): {one['help']}\n  " + "\n  ".join(
            node["html"][:200] for node in one["nodes"][:5]) for one in found)
        raise AssertionError(f"{what}:\n{words}")


OPTIONS = {"looking": {"options": ("--read-only",)}, "beginning": {"starter": False}}
# What the browser reports and a walk does on purpose: the closed door, what is away,
# erased, or refused.
EXPECTED = {"opening": ("401",), "away": ("503", "404"), "restart": ("ERR_",),
            "whole": ("404", "400"), "takes": ("400",), "moved": ("400",), "several": ("400",),
            "team": ("400",)}


def main():
    walk, size, binary, fixtures, pictures, _ = sys.argv[1:]
    stage = Stage(binary, fixtures, pictures, size, **OPTIONS.get(walk, {}))
    try:
        places = (sys.modules["__main__"], bulk, casting, changing, finishing, lasting, pressing,
                  projects, sending, sharing)
        next(getattr(place, walk) for place in places if callable(getattr(place, walk, None)))(stage)
        for word in ("undefined", "[object", "NaN", ": ,", ": ;"):
            assert word not in stage.text("body"), f"{word} on the page"
        expected = EXPECTED.get(walk, ())
        wrong = [one for one in stage.complaints()
                 if not any(words in one for words in expected) and "409 (Conflict)" not in one]
        if wrong:
            raise AssertionError("the browser complains:\n" + "\n".join(wrong))
    except Exception:
        stage.picture(f"{walk}-failed")
        raise
    finally:
        stage.close()


if __name__ == "__main__":
    main()
