"""Walks from a finding to the button that mends it."""
import os, re, time

from stage import By, Keys, assert_equal
from sending import click_button


def with_comment(picture, number):
    """Returns a JPEG with the same pixels and other bytes."""
    return picture[:2] + b"\xff\xfe\x00\x04" + f"{number:02d}".encode() + picture[2:]


def mending(stage):
    """Folds copies into one finding; leaves them out, takes that back, and picks by hand."""
    views = [(stage.fixtures / f"scenes/mira-{angle}-daylight.jpg").read_bytes() for angle in ("000", "045", "180")]
    folder = stage.folder / "shoot"
    folder.mkdir()
    for number, at in enumerate((0, 1, 0, 2, 1, 0), 1):
        (folder / f"DSC_410{number}.jpg").write_bytes(with_comment(views[at], number))
    os.environ["CASTBOOK_BY"] = "Nia"
    stage.tool("add", "character", "@ana", *[str(one) for one in sorted(folder.iterdir())])
    del os.environ["CASTBOOK_BY"]
    count = lambda: len(stage.show("@ana")["files"])
    stage.open()
    stage.element("@ana")
    words = lambda: stage.text(".part-together")
    stage.wait(lambda: "3 pictures are copies of others" in words(), "the folded finding")
    assert_equal(words().count("a copy of"), 0)
    stage.screenshot("repeats")
    for one in stage.all(".part-together .finding-parts summary"):
        one.click()
    stage.wait(lambda: words().count("a copy of picture") == 3, "the copies one by one")
    click_button(stage, "Leave out 3, 5–6")
    stage.wait(lambda: count() == 3 and "3 files left out" in stage.bar(), "the files left out")
    stage.wait(lambda: "copies of others" not in words(), "the set without copies")
    click_button(stage, "Undo")
    stage.wait(lambda: count() == 6, "the files again")

    stage.page.execute_script("arguments[0].click()", stage.disclosure("What changed"))
    stage.wait(lambda: any(re.search(r"\d{4}, \d\d:\d\d, by Nia$", one.text) for one in stage.all(".history-when")),
               "who added it")

    stage.element("@ana", "/pick")
    stage.wait(lambda: stage.all(".pickview-taken li"), "the pick")
    taken = lambda: [one.text for one in stage.all(".pickview-taken .pickview-number")]
    assert "DSC_" not in "".join(one.text for one in stage.all(".pickview-why"))
    before = taken()
    other = next(one.text for one in stage.all(".pickview-left .pickview-number"))
    click_button(stage, f"Leave out {before[0]}")
    click_button(stage, f"Choose {other}")
    stage.wait(lambda: taken() == before[1:] + [other], "the swapped pictures")
    stage.screenshot("swapped")
    wanted = [stage.show("@ana")["files"][int(one) - 1]["sha256"] for one in taken()]
    click_button(stage, "Put these first")
    stage.wait(lambda: [one["sha256"] for one in stage.show("@ana")["files"]][:len(wanted)] == wanted,
               "the order chosen by hand")
    stage.wait(lambda: "@ana" in stage.bar(), "the message about the order")
    # It belongs to its view, and goes with it.
    time.sleep(3.2)
    stage.go("#/projects")
    stage.wait(lambda: not stage.all(".bar:not([hidden])"), "the projects without the message")


def starting(stage):
    """Begins with a sample that can be exported, and mends a shot file with the buttons of its findings."""
    stage.tool("add", "voice", "@elin_voice", str(stage.fixtures / "voices/2.999s.wav"))
    stage.tool("add", "character", "@elin", *[str(stage.fixtures / f"scenes/mira-{angle}-daylight.jpg")
                                              for angle in ("000", "045", "180")])
    stage.tool("bind", "@elin", "@elin_voice")
    stage.open()
    stage.go("#/shots")
    text = lambda: stage.page.execute_script("return document.querySelector('main textarea')?.value ?? ''")
    stage.wait(text, "the sample")
    stage.wait(lambda: "Ready to export" in stage.text(".shots-status"), "a sample that can be exported")
    assert "@elin" not in text(), "the sample uses the character with a voice that is too short"

    def write(words):
        box = stage.all("main textarea")[0]
        stage.page.execute_script("""
            const [box, text] = arguments;
            box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, words)

    write("@mira waits.\n")
    stage.wait(lambda: "does not say who renders it" in stage.text(".shots-findings"), "the missing target")
    assert "--for" not in stage.text("main") and "No problems found" not in stage.text("main")
    click_button(stage, "Choose a target")
    stage.wait(lambda: stage.all(".target-list:popover-open"), "the list of targets")
    stage.press(Keys.ESCAPE)

    write("---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira waits.\n")
    stage.wait(lambda: "0.42" in stage.text(".shots-results"), "the price")
    click_button(stage, "Send…")
    plan = lambda: stage.text("dialog[open]")
    stage.wait(lambda: "0.42" in plan(), "the plan")
    assert plan().index("Castbook has no key for fal") < plan().index("0.42")
    assert not stage.page.find_element(By.CSS_SELECTOR, "dialog[open] button.primary").is_enabled()
    stage.screenshot("without-key")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the editor again")

    write("---\ntarget: fal.kling-o3.r2v\n---\n@elin takes @mugg. @elin: \"Hello.\"\n")
    click_button(stage, "Use @mug")
    stage.wait(lambda: "takes @mug. " in text(), "the corrected handle")
    stage.wait(lambda: "shorter than the" in stage.text(".shots-findings"), "the finding about the voice")
    stage.screenshot("remedies")
    click_button(stage, "Open @elin_voice")
    stage.wait(lambda: "@elin_voice" in stage.text("main.element .element-head"), "the page of the voice")


def importing(stage):
    """Drops a shoot: a contact sheet with problems first, roles by number keys, and repaired copies."""
    shoot = ["scenes/mira-000-daylight.jpg", "scenes/mira-045-daylight.jpg", "scenes/mira-180-daylight.jpg",
             "starter/mug-front.jpg", "starter/mug-top.jpg", "trouble/IMG_2041.HEIC", "trouble/mira-wide.jpg",
             "trouble/mira-print.jpg"]
    stage.open()
    stage.wait(lambda: stage.tiles(), "the grid")
    stage.drop(*shoot)
    stage.wait(lambda: len(stage.all(".drop.here")) == len(shoot), "all files, examined")
    place = lambda one: stage.page.execute_script("return arguments[0].getBoundingClientRect().top", one)
    weak, fine = stage.all(".drop:not(.pass)"), stage.all(".drop.pass")
    assert weak and len(fine) >= 4, [one.get_attribute("class") for one in stage.all(".drop")]
    assert max(map(place, weak)) < min(map(place, fine)), "a file without a problem is before one with a problem"
    stage.screenshot("shoot-sheet")
    # A finding says why; the dialog is left with Escape.
    stage.all(".drop .why")[0].click()
    stage.wait(lambda: "Why" in stage.text(".rule-text"), "what the rule means")
    stage.screenshot("why")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all(".rule-text"), "the shoot again")
    # Number keys set roles, each going to the next picture.
    selects = lambda: stage.all(".drop select")
    names = [one.get_attribute("aria-label") for one in selects()]
    selects()[0].send_keys("1")
    stage.page.switch_to.active_element.send_keys("2")
    assert_equal([one.get_attribute("value") for one in selects()][:2], ["front", "three-quarter-left"])
    assert_equal(stage.page.switch_to.active_element.get_attribute("aria-label"), names[2])
    handle = stage.all(".handle-input input")[0]
    handle.clear()
    handle.send_keys("shoot")
    repair = next(one for one in stage.all(".adding-foot .choice") if one.text.startswith("Repair"))
    count = int(re.search(r"\d+", repair.text)[0])
    click_button(stage, "Keep")
    stage.wait(lambda: f"{count} cop" in stage.bar() and "prepared" in stage.bar(), "the repaired copies")
    files = stage.show("@shoot")["files"]
    assert_equal(len(files), len(shoot))
    assert_equal(sum(1 for one in files if one.get("copies")), count)
