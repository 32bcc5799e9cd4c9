"""Runs one walk, a sequence of steps and checks, through the gallery in a real browser.

    walks.py WALK SIZE BINARY FIXTURES PICTURES AXE
"""
import json, pathlib, sys, time, zipfile

import boarding, bulk, casting, changing, configuring, dropping, finishing, lasting, mending, pressing, projects
import reviewing, sending, sharing, sorting
from stage import By, Keys, Stage, assert_equal, check_accessibility


def opening(stage):
    """Opens the printed address, and removes its key from the URL; without a key nothing opens."""
    stage.page.get(stage.base)
    assert "castbook serve" in stage.text("body") and not stage.tiles()
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    assert "key=" not in stage.page.current_url
    names = {one.accessible_name.split(",")[0] for one in stage.tiles()}
    assert_equal(names, {"@mira", "@mira_voice", "@mug"})
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all(".grid img")), "the pictures")
    stage.screenshot("grid")
    overflow = stage.page.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"the page is {overflow} px wider than the window"


def searching(stage):
    """Searches as words are typed, and filters by kind with and without words."""
    names = lambda: [one.accessible_name.split(",")[0] for one in stage.tiles()]
    stage.open()
    stage.press("/stone")
    stage.wait(lambda: names() == ["@mug"], "@mug as the only match")
    stage.press("x")
    stage.wait(lambda: not stage.tiles() and "stonex" in stage.text("main.grid"),
               "the message about no match")
    stage.screenshot("nothing")
    stage.named("button", "Clear all").click()
    stage.wait(lambda: len(stage.tiles()) == 3, "all elements")
    if stage.size == "phone":
        stage.named("button", "Filters").click()
    stage.named("button", "Products").click()
    stage.wait(lambda: len(stage.tiles()) == 1, "the products")
    assert "kind=product" in stage.page.current_url
    box = stage.page.find_element(By.ID, "search")
    box.send_keys("mira")
    stage.wait(lambda: "No element with these filters has “mira”" in stage.text("main.grid"),
               "the message about the filters")
    stage.named("button", "Search everything").click()
    stage.wait(lambda: len(stage.tiles()) == 2, "the matches of all kinds")
    stage.named("button", "Voices").click()
    stage.wait(lambda: names() == ["@mira_voice"], "the match of that kind")
    stage.element("@mug")
    stage.press("/stone")
    stage.wait(lambda: "No element with these filters has “stone”" in stage.text("main.grid"),
               "the message about a search from an element")


def keyboard(stage):
    """Moves with arrows, opens with Enter, returns with Escape, and lists the keys."""
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.press(Keys.ARROW_DOWN)
    stage.wait(lambda: stage.page.switch_to.active_element.get_attribute("role") == "option", "the focus in the grid")
    stage.chord(Keys.CONTROL, "k")
    stage.wait(lambda: len(stage.page.find_elements(By.CSS_SELECTOR, ".palette-list li")) > 9, "all commands")
    stage.press(Keys.ARROW_UP)
    stage.wait(lambda: stage.all(".palette-list [aria-selected=true]")[0].text.startswith("Keyboard shortcuts"),
               "the last command in sight")
    assert "Shot files" in stage.text(".palette-list")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid without the palette")
    stage.press(Keys.TAB)
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.press(Keys.ARROW_RIGHT)
    focused = stage.page.switch_to.active_element.accessible_name
    stage.press(" ")
    stage.wait(lambda: stage.all("dialog[open]"), "the closer look")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
    stage.press(Keys.ENTER)
    stage.wait(lambda: focused.split(",")[0] in stage.text("main.element .element-head"),
               "the element")
    stage.press("?")
    stage.wait(lambda: stage.all("dialog[open]"), "the list of keys")
    stage.screenshot("keys")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the element without the list")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: stage.tiles(), "the grid")
    stage.wait(lambda: stage.page.switch_to.active_element.accessible_name == focused,
               "the focus on the same tile")


def together(stage):
    """Reads the summary of a set: its views, its light, and what to shoot next."""
    stage.tool("edit", "@mira", "--drop", "4")
    stage.open()
    stage.element("@mira")
    stage.wait(lambda: "one photo from behind" in stage.text("main.element"),
               "the advice on the next photo")
    stage.wait(lambda: "front view" in stage.text("main.element"), "the views in the set")
    stage.page.execute_script("document.querySelector('.part-together').scrollIntoView()")
    stage.screenshot("together")


def comparing(stage):
    """Compares two references side by side; both zoom together."""
    stage.open()
    stage.element("@mira", "/compare/1/2")
    images = lambda: [one for one in stage.all("main.element img") if one.size["width"] > 100]
    stage.wait(lambda: len(images()) >= 2, "two pictures")
    stage.wait(lambda: "Light of B compared with A" in stage.text("main.element"),
               "the comparison of light")
    stage.screenshot("compare")
    scale = lambda: int(stage.text("main.element").split("% of actual size")[0].split()[-1])
    shifts = lambda: [stage.page.execute_script(
        "const s = getComputedStyle(arguments[0]); return s.transform + s.width + s.left", one) for one in images()[:2]]
    before = scale()
    stage.press("+")
    stage.press("+")
    stage.wait(lambda: scale() > before, "a larger scale")
    assert_equal(len(set(shifts())), 1)
    stage.press("0")
    stage.wait(lambda: scale() == before, "the original scale")


def picking(stage):
    """Picks the best pictures with reasons, and puts them first."""
    stage.tool("edit", "@mira", "--order", "4,3,2,1")
    before = [one["sha256"] for one in stage.show("@mira")["files"]]
    stage.open()
    stage.element("@mira", "/pick")
    stage.wait(lambda: "sharp" in stage.text("main.element"), "the reasons for the picks")
    stage.screenshot("pick")
    stage.named("button", "Put these first").click()
    stage.wait(lambda: [one["sha256"] for one in stage.show("@mira")["files"]] != before,
               "the new order")
    assert_equal(stage.show("@mira")["files"][0]["role"], "front")


def hearing(stage):
    """Draws the waveform of a voice, and loads its sound."""
    stage.open()
    stage.element("@mira_voice")
    stage.wait(lambda: stage.all("main.element [role=slider]"), "the waveform")
    stage.wait(lambda: stage.page.execute_script(
        "const a = document.querySelector('audio'); return a && a.readyState > 0 && a.duration > 4"), "the sound")
    stage.screenshot("voice")


def watching(stage):
    """Loads a clip."""
    stage.tool("add", "character", "@walker", str(stage.fixtures / "clips/mira.mp4"))
    stage.open()
    stage.element("@walker")
    stage.wait(lambda: stage.page.execute_script(
        "const v = document.querySelector('video'); return v && v.readyState > 0 && v.videoWidth > 0"), "the clip")
    stage.screenshot("clip")


SHOT = """---
target: kling-o3
aspect: 16:9
---
Shot 1 (5s): @mira drinks from @mug.
"""


def exporting(stage):
    """Writes a shot file with checks and completion, and exports it as a bundle that verifies."""
    stage.open()
    stage.go("#/shots")
    box = stage.wait(lambda: stage.all("main textarea"), "the editor")[0]
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""",
                              box, SHOT.replace("@mug.", "@mugg."))
    stage.wait(lambda: "@mugg" in stage.text("main") and "mug?" in stage.text("main"),
               "the unknown handle and a suggestion")
    stage.screenshot("lint")
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, SHOT)
    stage.wait(lambda: "@Element2" in stage.text("main"), "the legend")
    stage.wait(lambda: "0.42" in stage.text("main"), "the price")
    stage.chord(Keys.CONTROL, Keys.END)
    # The list belongs to the last text, even if answers are slow.
    stage.page.execute_script("""
        const plain = window.fetch;
        window.fetch = async (place, ...rest) => {
          if (String(place).includes("/api/handles")) await new Promise((go) => setTimeout(go, 300));
          return plain(place, ...rest);
        };""")
    stage.press("@mi")
    stage.wait(lambda: stage.all("[role=listbox] [role=option]"), "a list of handles")
    stage.screenshot("complete")
    stage.press(Keys.ESCAPE, Keys.BACKSPACE, Keys.BACKSPACE, Keys.BACKSPACE)
    stage.screenshot("shots")
    stage.wait(lambda: stage.named("button", "Export as a zip").is_enabled(),
               "the enabled export button")
    stage.named("button", "Export as a zip").click()
    made = stage.downloaded("*.zip")
    assert_equal(zipfile.ZipFile(made).testzip(), None)
    verdict = json.loads(stage.tool("bundle", "verify", str(made), "--json"))
    assert_equal(verdict["status"], "pass")
    assert_equal(len(json.loads(stage.tool("exports", "--json"))["exports"]), 1)


# Advice, and how the page words it: without the commands that it has buttons for.
ADVICE = {
    "use a larger original": "use a larger original",
    "restore it: castbook restore @mira": "restore it",
    "leave it out, or castbook edit @mira --allow commercial": "leave it out",
    "castbook bind @mira @VOICE, or accept any voice": "accept any voice",
    "`castbook prepare` deinterlaces it": "",
    "castbook edit @mira --merge joins them, or --keep A keeps one": "",
    "cut the views apart with castbook split": "cut the views apart",
    "add it: castbook add character @mi FILE…, or write \\@ for a plain at-sign":
        "add it, or write \\@ for a plain at-sign",
    "end the fork first: castbook edit @mira --merge, or --keep; then change its files":
        "end the fork first; then change its files",
    "move it back, or: castbook restore-backup BACKUP --into": "move it back",
    "restore it from a backup (castbook restore-backup BACKUP --into), "
    "or name the library that has it (--library DIR); castbook update @mira pins the latest":
        "restore it from a backup, or name the library that has it",
    "or remove it: castbook edit @mira --unset voice": "remove it",
    "use a larger original (--allow-upscale enlarges it but adds no detail)": "use a larger original",
    "add --sealed, or leave the key out": "leave the key out",
    "say who renders it: the setting target: kling-v3 between two --- lines at its top, or --for TARGET; "
    "castbook use --for TARGET sets it for all shot files of a project":
        "say who renders it: the setting target: kling-v3 between two --- lines at its top",
    "install castbook again, with castbook-media": "install castbook again, with castbook-media",
}


# Texts, and how the page shows them.
VISIBLE = {
    "Mira Okafor": "Mira Okafor", "mi\u200bra": "mi\\u{200b}ra", "a\u202eb\nc": "a\\u{202e}b\nc",
    "x\U000e0041": "x\\u{e0041}", "mug\ufe0f": "mug\\u{fe0f}", "a\u200db": "a\\u{200d}b",
    "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3": "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3",
    "می\u200cخواهم क्\u200dष 葛\U000e0100": "می\u200cخواهم क्\u200dष 葛\U000e0100",
}


def advising(stage):
    """Removes commands from advice without leaving gaps, and escapes invisible characters."""
    source = (pathlib.Path(__file__).parents[2] / "Sources/CGalleryPage/Page/remedies.js").read_text()
    functions = source[source.index("const COMMAND"):source.index("/** A line that unfolds")].replace("export ", "")
    for fix, words in ADVICE.items():
        assert_equal(stage.page.execute_script(f"{functions} return adviceOf(arguments[0]).text", fix), words)
    fix = "`castbook show @mira` lists them; castbook pick @mira --for kling --save, or wait"
    assert_equal(stage.page.execute_script(f"{functions} return adviceOf(arguments[0]).commands", fix),
         ["castbook show @mira", "castbook pick @mira --for kling --save"])
    # Invisible characters are escaped, except those that join letters or emoji.
    source = (pathlib.Path(__file__).parents[2] / "Sources/CGalleryPage/Page/dom.js").read_text()
    functions = source[source.index("const hidden"):source.index("/** Replaces the children")].replace("export ", "")
    for text, shown in VISIBLE.items():
        assert_equal(stage.page.execute_script(f"{functions} return visible(arguments[0])", text), shown)
    stage.tool("edit", "@mug", "--name", "Mug\u200b of tea")
    stage.open()
    stage.element("@mug")
    stage.wait(lambda: "Mug\\u{200b} of tea" in stage.text("main.element"), "the escaped character")


def looking(stage):
    """Checks that a read-only gallery offers no change."""
    stage.open()
    stage.element("@mira")
    words = [one.accessible_name for one in stage.page.find_elements(By.CSS_SELECTOR, "button") if one.is_displayed()]
    assert not any(one in ("Add", "Remove from the library") or one.startswith("Change ") for one in words), words


def beginning(stage):
    """Reads how to begin in an empty library, and adds the starter cast."""
    stage.open()
    assert "Drop photos" in stage.text("body")
    stage.screenshot("empty")
    stage.named("button", "Add the starter cast").click()
    stage.wait(lambda: len(stage.tiles()) == 3, "the starter cast")
    assert_equal(sorted(stage.handles()), ["mira", "mira_voice", "mug"])


def access(stage):
    """Runs axe on every view in dark and in light, and expects no finding."""
    film = projects.make_project(stage)[1]
    stage.tool("add", "character", "@walker", str(stage.fixtures / "clips/mira.mp4"))
    axe = pathlib.Path(sys.argv[6]).read_text()
    mira = stage.show("@mira")["element"]
    places = ["#/", f"#/element/{mira}", f"#/element/{mira}/compare/1/2", f"#/element/{mira}/pick",
              f"#/element/{stage.show('@mira_voice')['element']}",
              f"#/element/{stage.show('@walker')['element']}", "#/shots", "#/settings", "#/projects",
              f"#/projects/{film}"]
    for theme in ("dark", "light"):
        stage.set_color_scheme(theme)
        stage.open()
        for place in places:
            stage.go(place)
            time.sleep(2)
            if place.startswith("#/element"):
                stage.wait(lambda: stage.all("main.element h1"), f"the view at {place}")
            check_accessibility(stage, axe, f"{theme} {place}")
        for box in stage.all(".take [type=checkbox]")[:2]:
            stage.page.execute_script("arguments[0].click()", box)
        projects.click_button(stage, "Compare two")
        stage.wait(lambda: stage.all(".beside-row img"), "two clips side by side")
        check_accessibility(stage, axe, f"{theme} two clips")
        stage.press(Keys.ESCAPE)
        projects.click_button(stage, "Review")
        stage.wait(lambda: stage.all("dialog[open] .comment-form"), "the review of a clip")
        check_accessibility(stage, axe, f"{theme} review")
        stage.press(Keys.ESCAPE)
        stage.go(f"#/shots/{film}/lobby.md")
        stage.wait(lambda: stage.all("main textarea"), "the editor with a project's shot")
        check_accessibility(stage, axe, f"{theme} shot of a project")
        stage.go("#/projects")
        projects.click_button(stage, "Open a project")
        stage.wait(lambda: stage.all("dialog[open] .folders li"), "the folders")
        check_accessibility(stage, axe, f"{theme} folders")
        stage.press(Keys.ESCAPE)
        stage.go("#/settings")
        for words in ("Add a key", "Back up to a folder"):
            projects.click_button(stage, words)
            stage.wait(lambda: stage.all("dialog[open] .writing, dialog[open] .folders li"), f"the dialog after “{words}”")
            check_accessibility(stage, axe, f"{theme} {words}")
            stage.press(Keys.ESCAPE)
        projects.click_button(stage, "Check the library")
        stage.wait(lambda: stage.all(".care-work [role=status]"), "the result of the check")
        check_accessibility(stage, axe, f"{theme} check of the library")
        stage.element("@mira")
        stage.disclosure("Registered with").click()
        projects.click_button(stage, "Create at a provider")
        stage.wait(lambda: "Sends to" in stage.text("dialog[open]"), "the plan of a creation")
        check_accessibility(stage, axe, f"{theme} create at a provider")
        stage.press(Keys.ESCAPE)
        stage.go(f"#/projects/{film}")
        projects.click_button(stage, "Open a bundle")
        check_accessibility(stage, axe, f"{theme} open a bundle")
        stage.press(Keys.ESCAPE)
        for words in ("Update all pins", "Pin elements", "Add what came back"):
            projects.click_button(stage, words)
            stage.wait(lambda: stage.all("dialog[open] .command, dialog[open] details"),
                       f"the dialog after “{words}”")
            check_accessibility(stage, axe, f"{theme} {words}")
            # The first Escape may only close a list within the dialog.
            while stage.all("dialog[open]"):
                stage.press(Keys.ESCAPE)
        stage.element("@mira")
        stage.named("field", "Target").click()
        stage.press("kling")
        stage.wait(lambda: stage.all(".target-list:popover-open .target-group"),
                   "targets that match the word")
        check_accessibility(stage, axe, f"{theme} targets")
        stage.press(Keys.ESCAPE)
        stage.choose_option("Target", "All targets")
        stage.named("button", "Check").click()
        stage.wait(lambda: stage.all(".matrix tbody tr"), "the results for all targets")
        check_accessibility(stage, axe, f"{theme} all targets")
        stage.press(Keys.ESCAPE)
        stage.chord(Keys.CONTROL, "k")
        stage.wait(lambda: stage.all(".palette-list li"), "the command palette")
        check_accessibility(stage, axe, f"{theme} commands")
        for words, selector in (("set all", ".roles-cell"), ("prepare", ".prepared"), ("erase", ".danger")):
            if stage.all("dialog[open]"):
                stage.press(Keys.ESCAPE)
            stage.chord(Keys.CONTROL, "k")
            stage.wait(lambda: stage.all(".palette-list li"), "the command palette")
            stage.press(words, Keys.ENTER)
            stage.wait(lambda: stage.all(f"dialog[open] {selector}"),
                       f"the dialog of the command “{words}”")
            check_accessibility(stage, axe, f"{theme} {words}")
        stage.press(Keys.ESCAPE)
        stage.go("#/")
        stage.wait(stage.tiles, "the grid")
        stage.chord(Keys.CONTROL, "a")
        stage.wait(lambda: stage.all(".bulk"), "the selection of all elements")
        check_accessibility(stage, axe, f"{theme} selected")
        stage.drop("trouble/mira-full-length.jpg", "README.md")
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 2, "dropped files")
        check_accessibility(stage, axe, f"{theme} adding")
        stage.drop(*(f"scenes/{name}-000-{place}.jpg" for name in ("mira", "mug") for place in ("lamp", "studio")))
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 6, "more dropped files")
        stage.named("button", "Sort by subject").click()
        stage.wait(lambda: stage.all(".sort-pick"), "the sorted files")
        stage.all(".sort-pick")[0].click()
        check_accessibility(stage, axe, f"{theme} sorting")
        stage.press(Keys.ESCAPE)
        stage.wait(lambda: stage.all("dialog[open] .drop"), "the panel for adding files")
        stage.named("button", "Discard all").click()
        stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
        stage.open()
        stage.drag_in(casting.make_cast_folder(stage))
        stage.wait(lambda: len(stage.all("dialog[open] .cast-file.here")) == 8,
                   "a folder of folders")
        check_accessibility(stage, axe, f"{theme} cast")
        stage.tool("edit", "@walker", "--look-of", "@mira")
        stage.open()
        stage.wait(lambda: stage.all(".tile-looks"), "a stack")
        stage.all(".tile-looks")[0].click()
        stage.wait(lambda: "shown after it" in stage.tiles()[1].accessible_name
                   or "shown after it" in stage.tiles()[0].accessible_name, "the expanded stack")
        check_accessibility(stage, axe, f"{theme} stack")
        stage.tool("edit", "@walker", "--unset", "look-of")


OPTIONS = {"looking": {"options": ("--read-only",)}, "beginning": {"starter": False},
           "sorting": {"model": True}, "subjects": {"model": True},
           "takes": {"model": True}, "sending": {"model": True}}
# Parts of console messages that a walk causes on purpose, such as the status of a refusal.
EXPECTED = {"opening": ("401",), "dropping": ("404",), "away": ("503", "404"), "restart": ("ERR_",),
            "whole": ("404", "400"), "takes": ("400",), "moved": ("400", "404"), "several": ("400",),
            "team": ("400",), "producing": ("400",),
            "configuring": ("400",), "teammates": ("500",)}


def main():
    walk, size, binary, fixtures, pictures, _ = sys.argv[1:]
    stage = Stage(binary, fixtures, pictures, size, **OPTIONS.get(walk, {}))
    try:
        places = (sys.modules["__main__"], boarding, bulk, casting, changing, configuring, dropping, finishing, lasting,
                  mending, pressing, projects, reviewing, sending, sharing, sorting)
        next(getattr(place, walk) for place in places if callable(getattr(place, walk, None)))(stage)
        for word in ("undefined", "[object", "NaN", ": ,", ": ;"):
            assert word not in stage.text("body"), f"{word} on the page"
        expected = EXPECTED.get(walk, ())
        wrong = [one for one in stage.console_messages()
                 if not any(words in one for words in expected) and "409 (Conflict)" not in one]
        if wrong:
            raise AssertionError("messages in the browser's console:\n" + "\n".join(wrong))
    except Exception:
        stage.screenshot(f"{walk}-failed")
        raise
    finally:
        stage.close()


if __name__ == "__main__":
    main()
