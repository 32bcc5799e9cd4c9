"""Walks through projects: pins, exports, takes and costs."""
import datetime, json, subprocess

from selenium.webdriver.support.ui import Select

from stage import ActionChains, Keys, assert_equal

SHOT = """---
target: fal.kling-o3.r2v
duration: 5
---

@mira takes @mug from the table.
"""


def make_project(stage):
    """Makes a project with two pins (one outdated), an export and three takes.

    Returns its folder and its id.
    """
    folder = stage.folder / "lobby"
    folder.mkdir()
    (folder / "lobby.md").write_text(SHOT)

    def tool(*words):
        done = subprocess.run([stage.binary, "--library", str(stage.library), *words], cwd=folder,
                              capture_output=True, text=True)
        assert done.returncode == 0, f"castbook {' '.join(words)}: {done.stdout} {done.stderr}"
        return done.stdout

    tool("use", "@mira", "@mug")
    tool("export", "lobby.md", "-o", "out")
    for name, result, cost in (("mira.webm", "kept", "0.84 USD"), ("mira-3.0s.mp4", "rejected", "0.42 USD"),
                               ("mira-silent.mp4", "rejected", "0.42 USD")):
        tool("take", "add", str(stage.fixtures / "clips" / name), "--bundle", "out/lobby", "--result", result,
             "--cost", cost, "--seed", "77")
    soon = datetime.date.today() + datetime.timedelta(days=9)
    stage.tool("edit", "@mug", "--drop", "2", "--basis", "own", "--expires", soon.isoformat())
    return folder, json.loads(tool("status", "--json"))["project"]


def click_button(stage, words):
    """Scrolls a button out from under the bar, and clicks it."""
    def pressed():
        button = stage.named("button", words)
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
        button.click()
        return True
    # If the page is redrawn before the click, wait() tries again.
    stage.wait(pressed, f"the button “{words}”")


def read_pins(folder):
    """Returns the pinned version of each handle."""
    lines = (folder / "castbook.lock").read_text().splitlines()
    return {line.split()[0]: int(line.split()[2]) for line in lines if line.startswith("@")}


def projects(stage):
    """Opens a project from the rail; updates, removes and adds pins, with undo."""
    folder, identity = make_project(stage)
    stage.open()
    stage.named("link", "Projects").click()
    stage.wait(lambda: "lobby" in stage.text(".rail"), "the project")
    for words in ("1 project", "1.68 USD spent", "1 behind"):
        assert words in stage.text(".rail").replace("\u00a0", " "), words
    assert_equal(len(stage.all(".wall .take")), 3)
    assert "rights expire" in stage.text(".project"), "the page doesn't mention the rights that end"
    stage.screenshot("projects")
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".pin")) >= 2, "the pins")
    stage.screenshot("project")
    # Update an outdated pin after a preview, and undo it.
    before = read_pins(folder)
    click_button(stage, "Update @mug")
    stage.wait(lambda: "version 1 → " in stage.text("dialog[open]"), "the preview of the update")
    assert "mug-three-quarter.jpg" in stage.text("dialog[open]"), "the preview doesn't name the changed file"
    stage.screenshot("project-update")
    click_button(stage, "Move the pins")
    stage.wait(lambda: read_pins(folder)["@mug"] > before["@mug"], "the updated pin")
    stage.wait(lambda: "behind" not in stage.text(".rail"), "the project without an outdated pin")
    click_button(stage, "Undo")
    stage.wait(lambda: read_pins(folder) == before, "the original pin")
    stage.wait(lambda: "1 behind" in stage.text(".rail"), "the outdated pin on the page")
    # Unpin, and undo.
    click_button(stage, "Unpin @mug")
    stage.wait(lambda: "@mug" not in read_pins(folder), "the removal of the pin")
    click_button(stage, "Undo")
    stage.wait(lambda: read_pins(folder) == before, "the original pins")
    # Pin another element, and update all pins.
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-front.jpg"))
    click_button(stage, "Pin elements")
    stage.press("lamp", Keys.ENTER)
    stage.wait(lambda: "@lamp" in stage.text("dialog[open] ul.plain"), "the chosen element")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "@lamp" in read_pins(folder), "the added pin")
    click_button(stage, "Update all pins")
    stage.wait(lambda: "version 1 → " in stage.text("dialog[open]"), "the preview of the update")
    click_button(stage, "Move the pins")
    stage.wait(lambda: read_pins(folder)["@mug"] > before["@mug"], "the updated pin")


def takes(stage):
    """Rates takes with a key, compares two, and adds one, with undo."""
    folder, identity = make_project(stage)
    ledger = lambda: json.loads(stage.tool("exports", "--json"))
    kept = lambda: sum(one["result"] == "kept" for one in ledger()["exports"][0]["takes"])
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "the clips")
    assert_equal(kept(), 1)
    tile = stage.wait(lambda: stage.all(".take.rejected"), "a rejected clip")[0]
    if stage.size == "desk":
        ActionChains(stage.page).move_to_element(tile).perform()
    else:
        stage.page.execute_script("arguments[0].querySelector('video').play()", tile)
    playing = "return [...document.querySelectorAll('.take video')].some((one) => !one.paused)"
    stage.wait(lambda: stage.page.execute_script(playing), "a playing clip")
    tile.find_element("css selector", "[type=checkbox]").send_keys("p")
    stage.wait(lambda: kept() == 2, "a second kept clip")
    stage.wait(lambda: len(stage.all(".take.rejected")) == 1, "a single rejected clip on the page")
    assert_equal(ledger()["spent"][0]["amount"], "1.68")
    click_button(stage, "Undo")
    stage.wait(lambda: kept() == 1, "the original rating")
    stage.wait(lambda: len(stage.all(".take.rejected")) == 2, "the original rating on the page")
    for box in stage.all(".take [type=checkbox]")[:2]:
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", box)
        box.click()
    click_button(stage, "Compare two")
    stage.wait(lambda: len(stage.all(".beside-row img")) >= 8, "the references of both clips")
    click_button(stage, "Play")
    both = "return [...document.querySelectorAll('.beside video')].every((one) => !one.paused && one.currentTime > 0)"
    stage.wait(lambda: stage.page.execute_script(both), "both clips playing")
    stage.screenshot("takes-compared")
    pane = next(one for one in stage.all(".beside") if one.find_elements(
        "css selector", "[data-result=rejected][aria-pressed=true]"))
    pane.find_element("css selector", "[data-result=rejected]").send_keys("p")
    stage.wait(lambda: kept() == 2, "the decision from the comparison")
    stage.press(Keys.ESCAPE)
    # Add a take from a file, and undo it.
    click_button(stage, "Add what came back")
    stage.page.find_element("id", "take-file").send_keys(str(stage.fixtures / "clips/one-cut.mp4"))
    Select(stage.page.find_element("id", "take-result")).select_by_visible_text("kept")
    stage.page.find_element("id", "take-cost").send_keys("1.00")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: len(stage.all(".wall .take")) == 4, "four clips")
    assert_equal((kept(), ledger()["spent"][0]["amount"]), (3, "2.68"))
    # The clip shows Mira first, and then the mug.
    stage.wait(lambda: "it seems to show something other than @mug." in stage.bar(),
               "the doubt about the mug")
    stage.screenshot("take-doubted")
    click_button(stage, "Undo")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "three clips")
    assert_equal(ledger()["spent"][0]["amount"], "1.68")
    # A file that is not a clip is refused with a reason.
    click_button(stage, "Add what came back")
    stage.page.find_element("id", "take-file").send_keys(str(stage.fixtures / "README.md"))
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "not a clip" in stage.text("dialog[open] [role=alert]"),
               "the reason for the refusal")
    stage.press(Keys.ESCAPE)
    # Filter the exports of all projects by target.
    stage.go("#/projects")
    stage.wait(lambda: stage.all("#exports-target"), "the list of exports")
    stage.named("field", "Target").click()
    stage.press("fal.kling-v3.i2v", Keys.ENTER)
    stage.wait(lambda: not stage.all(".exports > li"), "the empty list for another target")


def choose_folder(stage, path):
    """Goes to a folder in the dialog that chooses a project's."""
    stage.wait(lambda: stage.all("dialog[open] .folders li"), "the folders")
    field = stage.page.find_element("id", "chosen-folder")
    field.clear()
    field.send_keys(path, Keys.ENTER)
    stage.wait(lambda: field.get_property("value") == path, "the path")


def moved(stage):
    """Locates a project whose folder was moved, and opens a folder without pins as a project."""
    folder, identity = make_project(stage)
    other = folder.rename(stage.folder / "lobby-2")
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: "can't be read" in stage.text(".project-head"),
               "the message about the moved folder")
    assert "@mug" in stage.text(".pins"), "the pins are not shown"
    stage.screenshot("project-away")
    click_button(stage, "Locate the folder")
    choose_folder(stage, "lobby-2")
    stage.wait(lambda: "no such folder" in stage.text("dialog[open] [role=alert]"), "the error about the path")
    choose_folder(stage, str(other))
    click_button(stage, "Open this project")
    stage.wait(lambda: "Update all pins" in stage.text(".project-head"),
               "the project in its new folder")
    assert "lobby-2" in stage.text(".rail")
    new = stage.folder / "night"
    new.mkdir()
    stage.go("#/projects")
    click_button(stage, "Open a project")
    # Folders are chosen, too: into the one above, and down again.
    choose_folder(stage, str(new))
    click_button(stage, "Up")
    stage.wait(lambda: "lobby-2" in stage.text("dialog[open] .folders"), "the folder above")
    click_button(stage, "night")
    click_button(stage, "Make night a project")
    stage.wait(lambda: "night" in stage.text(".project-head"), "the new project")
    assert (new / "castbook.lock").exists()
    click_button(stage, "Pin elements")
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: "@mira" in stage.text("dialog[open] ul.plain"), "the chosen element")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "@mira" in read_pins(new), "the first pin")
