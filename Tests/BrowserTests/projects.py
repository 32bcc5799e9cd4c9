"""Projects on the page: pins and what is behind, exports, the clips that came back, and what they cost."""
import datetime, json, subprocess

from selenium.webdriver.support.ui import Select

from stage import ActionChains, Keys, same

SHOT = """---
target: fal.kling-o3.r2v
duration: 5
---

@mira takes @mug from the table.
"""


def film(stage):
    """A project that pins two elements, one of them behind, with an export and three clips of it."""
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


def click(stage, words):
    """Presses a button that the bar at the bottom may cover."""
    def pressed():
        button = stage.named("button", words)
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
        button.click()
        return True
    # What is drawn again between finding the button and pressing it is looked for again.
    stage.wait(pressed, f"the button “{words}”")


def pins(folder):
    lines = (folder / "castbook.lock").read_text().splitlines()
    return {line.split()[0]: int(line.split()[2]) for line in lines if line.startswith("@")}


def projects(stage):
    """From the rail to a project: its pins are moved, taken back, added and removed; clips are rated and compared."""
    folder, identity = film(stage)
    stage.open()
    stage.named("link", "Projects").click()
    stage.wait(lambda: "lobby" in stage.text(".rail"), "the project")
    for words in ("1 project", "1.68 USD spent", "1 behind"):
        assert words in stage.text(".rail").replace("\u00a0", " "), words
    same(len(stage.all(".wall .take")), 3)
    assert "rights expire" in stage.text(".project"), "whose rights end"
    stage.picture("projects")
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".pin")) >= 2, "the pins")
    stage.picture("project")
    # What is behind is moved once one has read what changes, and is put back.
    before = pins(folder)
    click(stage, "Update @mug")
    stage.wait(lambda: "version 1 → " in stage.text("dialog[open]"), "what moves")
    assert "mug-three-quarter.jpg" in stage.text("dialog[open]"), "what a provider would see"
    stage.picture("project-update")
    click(stage, "Move the pins")
    stage.wait(lambda: pins(folder)["@mug"] > before["@mug"], "the pin")
    stage.wait(lambda: "behind" not in stage.text(".rail"), "that nothing is behind")
    click(stage, "Undo")
    stage.wait(lambda: pins(folder) == before, "the pin as before")
    stage.wait(lambda: "1 behind" in stage.text(".rail"), "that it is behind again")
    # Unpinned and put back.
    click(stage, "Unpin @mug")
    stage.wait(lambda: "@mug" not in pins(folder), "no pin")
    click(stage, "Undo")
    stage.wait(lambda: pins(folder) == before, "the pin as before")
    # All of them, and another element.
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-front.jpg"))
    click(stage, "Pin elements")
    stage.press("lamp", Keys.ENTER)
    stage.wait(lambda: "@lamp" in stage.text("dialog[open] ul.plain"), "the chosen one")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "@lamp" in pins(folder), "another pin")
    click(stage, "Update all pins")
    stage.wait(lambda: "version 1 → " in stage.text("dialog[open]"), "what moves")
    click(stage, "Move the pins")
    stage.wait(lambda: pins(folder)["@mug"] > before["@mug"], "the pin")


def takes(stage):
    """Clips are rated with one key, compared side by side with their references, added and withdrawn."""
    folder, identity = film(stage)
    ledger = lambda: json.loads(stage.tool("exports", "--json"))
    kept = lambda: sum(one["result"] == "kept" for one in ledger()["exports"][0]["takes"])
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "the clips")
    same(kept(), 1)
    tile = stage.wait(lambda: stage.all(".take.rejected"), "a rejected one")[0]
    if stage.size == "desk":
        ActionChains(stage.page).move_to_element(tile).perform()
    else:
        stage.page.execute_script("arguments[0].querySelector('video').play()", tile)
    playing = "return [...document.querySelectorAll('.take video')].some((one) => !one.paused)"
    stage.wait(lambda: stage.page.execute_script(playing), "a clip that plays")
    tile.find_element("css selector", "[type=checkbox]").send_keys("k")
    stage.wait(lambda: kept() == 2, "another one kept")
    stage.wait(lambda: len(stage.all(".take.rejected")) == 1, "the sign of it")
    same(ledger()["spent"][0]["amount"], "1.68")
    click(stage, "Undo")
    stage.wait(lambda: kept() == 1, "as before")
    stage.wait(lambda: len(stage.all(".take.rejected")) == 2, "the sign of it")
    for box in stage.all(".take [type=checkbox]")[:2]:
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", box)
        box.click()
    click(stage, "Compare two")
    stage.wait(lambda: len(stage.all(".beside-row img")) >= 8, "the references of both")
    click(stage, "Play or pause both")
    both = "return [...document.querySelectorAll('.beside video')].every((one) => !one.paused && one.currentTime > 0)"
    stage.wait(lambda: stage.page.execute_script(both), "both playing")
    stage.picture("takes-compared")
    pane = next(one for one in stage.all(".beside") if one.find_elements(
        "css selector", "[data-result=rejected][aria-pressed=true]"))
    pane.find_element("css selector", "[data-result=rejected]").send_keys("k")
    stage.wait(lambda: kept() == 2, "kept from beside the other")
    stage.press(Keys.ESCAPE)
    # A clip that came back is added by its file, and taken back.
    click(stage, "Add what came back")
    stage.page.find_element("id", "take-file").send_keys(str(stage.fixtures / "clips/one-cut.mp4"))
    Select(stage.page.find_element("id", "take-result")).select_by_visible_text("kept")
    stage.page.find_element("id", "take-cost").send_keys("1.00")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: len(stage.all(".wall .take")) == 4, "four clips")
    same((kept(), ledger()["spent"][0]["amount"]), (3, "2.68"))
    click(stage, "Undo")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "three clips")
    same(ledger()["spent"][0]["amount"], "1.68")
    # What is no clip is refused with the reason.
    click(stage, "Add what came back")
    stage.page.find_element("id", "take-file").send_keys(str(stage.fixtures / "README.md"))
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "not a clip" in stage.text("dialog[open] [role=alert]"), "why it is refused")
    stage.press(Keys.ESCAPE)
    # Exports over all projects, narrowed by their target.
    stage.go("#/projects")
    stage.wait(lambda: stage.all("#exports-target"), "all exports")
    stage.named("field", "Target").click()
    stage.press("fal.kling-v3.i2v", Keys.ENTER)
    stage.wait(lambda: not stage.all(".exports > li"), "none for another target")


def moved(stage):
    """A project whose folder was moved says so and is found again; a folder without pins becomes a project."""
    folder, identity = film(stage)
    other = folder.rename(stage.folder / "lobby-2")
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: "can't be read" in stage.text(".project-head"), "that it is away")
    assert "@mug" in stage.text(".pins"), "what was pinned"
    stage.picture("project-away")
    click(stage, "Locate the folder")
    stage.press("lobby-2", Keys.ENTER)
    stage.wait(lambda: "not an absolute path" in stage.text("dialog[open] [role=alert]"), "what is wrong with the path")
    field = stage.page.find_element("id", "project-folder")
    field.clear()
    field.send_keys(str(other), Keys.ENTER)
    stage.wait(lambda: "Update all pins" in stage.text(".project-head"), "the project")
    assert "lobby-2" in stage.text(".rail")
    new = stage.folder / "night"
    new.mkdir()
    stage.go("#/projects")
    click(stage, "Open a project")
    stage.page.find_element("id", "project-folder").send_keys(str(new), Keys.ENTER)
    stage.wait(lambda: stage.all("dialog[open] [role=combobox]"), "the first element to pin")
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: stage.page.execute_script(
        "return document.querySelector('dialog[open] [role=combobox]').value") == "@mira", "the chosen one")
    click(stage, "Open")
    stage.wait(lambda: "night" in stage.text(".project-head"), "the new project")
    assert "@mira" in pins(new)
