"""Walks through the fixes for findings: each applies one, most also undo it."""
from stage import By, Keys, assert_equal


def preparing(stage):
    """Previews a prepared copy beside its original, keeps it, and undoes it."""
    stage.tool("add", "product", "@cup", str(stage.fixtures / "trouble/mug-cut-out.png"),
               str(stage.fixtures / "trouble/mira-wide.jpg"))
    stage.open()
    stage.element("@cup")
    assert "castbook " not in stage.text("main.element"), stage.text("main.element")
    stage.named("button", "Prepare a copy").click()
    stage.wait(lambda: stage.all("dialog[open] .prepared img"), "the preview")
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all("dialog[open] .prepared img")), "both pictures")
    assert_equal(len(stage.all("dialog[open] .prepared img")), 2)
    stage.screenshot("prepare")
    assert_equal([file.get("copies") for file in stage.show("@cup")["files"]], [None, None])
    stage.named("button", "Keep this copy").click()
    stage.wait(lambda: stage.show("@cup")["files"][0].get("copies"), "the copy in the library")
    stage.wait(lambda: "Sent as its prepared copy" in stage.text("main.element"),
               "the copy on the page")
    stage.named("button", "Undo").click()
    stage.wait(lambda: not stage.show("@cup")["files"][0].get("copies"),
               "the library without the copy")
    stage.wait(lambda: "Sent as its prepared copy" not in stage.text("main.element"),
               "the page without the copy")
    # A file with an refused aspect ratio can get a border or be cropped to its middle.
    stage.press(Keys.ARROW_RIGHT)
    stage.wait(lambda: "mira-wide" in stage.text("main.element .part-reference"), "the second file")
    button = stage.named("button", "Prepare a copy")
    stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
    button.click()
    stage.wait(lambda: stage.all("dialog[open] .prepare-fit"), "the ways to make it fit")
    border = stage.text("dialog[open] .prepared-steps")
    next(one for one in stage.all("dialog[open] .prepare-fit label") if "middle" in one.text).click()
    stage.wait(lambda: stage.text("dialog[open] .prepared-steps") not in ("", border),
               "the steps of the other way")
    stage.screenshot("prepare-fit")
    stage.named("button", "Keep this copy").click()
    stage.wait(lambda: stage.show("@cup")["files"][1].get("copies"), "the copy in the library")
    stage.wait(lambda: stage.named("button", "Discard the copy"),
               "the button that discards the copy").click()
    stage.wait(lambda: not stage.show("@cup")["files"][1].get("copies"),
               "the library without the copy")


def splitting(stage):
    """Splits a sheet into views that replace it, and undoes it."""
    stage.tool("add", "character", "@nina", str(stage.fixtures / "sheets/mira-row.jpg"))
    stage.open()
    stage.element("@nina")
    stage.wait(lambda: "several pictures or views in one" in stage.text("main.element"),
               "the finding about several views")
    stage.named("button", "More").click()
    stage.named("button", "Split into views").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) >= 3, "the views")
    assert "assumed from the order" in stage.text("dialog[open] .drop.here"), "the roles are not marked as assumed"
    stage.screenshot("split")
    views = len(stage.all("dialog[open] .drop.here"))
    assert "Remove the sheet (file 1) from @nina" in stage.text("dialog[open]")
    stage.named("button", f"Keep {views} files in @nina").click()
    names = lambda: [file["path"] for file in stage.show("@nina")["files"]]
    stage.wait(lambda: len(names()) == views and "mira-row.jpg" not in names(),
               "the views in place of the sheet")
    assert "made from" in stage.tool("show", "@nina"), "the views don't name their source"
    # The roles are assumed until the user confirms them.
    assumed_roles = lambda handle: [bool(file.get("roleAssumed")) for file in stage.show(handle)["files"]]
    assert_equal(assumed_roles("@nina"), [True] * views)
    stage.screenshot("assumed-roles")
    stage.named("button", "Undo").click()
    stage.wait(lambda: names() == ["mira-row.jpg"], "the restored sheet")
    stage.tool("add", "character", "@nora", str(stage.fixtures / "sheets/mira-row.jpg"), "--split")
    stage.element("@nora")
    stage.wait(lambda: "front?" in stage.text("main.element"), "a role with a question mark")
    stage.named("button", "Confirm them").click()
    stage.wait(lambda: not any(assumed_roles("@nora")), "confirmed roles")
    stage.wait(lambda: "front?" not in stage.text("main.element"),
               "the page without a question mark")
    stage.named("button", "Undo").click()
    stage.wait(lambda: all(assumed_roles("@nora")), "the assumed roles again")
    # For a picture that may not be a sheet, the user chooses the layout.
    stage.element("@mug")
    stage.named("button", "More").click()
    stage.named("button", "Split into views").click()
    stage.wait(lambda: stage.all("dialog[open] .split-layout"), "the choice of a layout")
    stage.screenshot("split-layout")
    stage.named("button", "Split").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 4, "four parts")
    stage.named("button", "Discard all").click()
    assert_equal(len(stage.show("@mug")["files"]), 3)


def cutting(stage):
    """Adds the best part of a recording as the first file of its voice, and undoes it."""
    stage.open()
    stage.element("@mira_voice")
    stage.wait(lambda: stage.all(".voiceplayer-keep"), "the player")
    before = [file["path"] for file in stage.show("@mira_voice")["files"]]
    stage.all(".voiceplayer-keep")[0].click()
    stage.wait(lambda: len(stage.show("@mira_voice")["files"]) == len(before) + 1,
               "the cut in the library")
    assert stage.show("@mira_voice")["files"][0]["path"].endswith("-cut.wav")
    stage.wait(lambda: stage.all(".bar button"), "the message with Undo")
    stage.named("button", "Undo").click()
    stage.wait(lambda: [file["path"] for file in stage.show("@mira_voice")["files"]] == before,
               "the original voice")


def replacing(stage):
    """Replaces a file but keeps its role, and adds stills of a clip as references."""
    stage.tool("add", "character", "@nina", str(stage.fixtures / "trouble/mira-full-length.jpg"),
               str(stage.fixtures / "clips/mira.mp4"))
    stage.open()
    stage.element("@nina")
    role = stage.show("@nina")["files"][0]["role"]
    stage.named("button", "Replace the file").click()
    stage.wait(lambda: stage.all("dialog[open] input[type=file]") or
               stage.page.find_elements(By.CSS_SELECTOR, "dialog[open] input[type=file]"), "the file field")
    stage.page.find_element(By.CSS_SELECTOR, "dialog[open] input[type=file]").send_keys(
        str(stage.fixtures / "starter/mira-front.jpg"))
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the result for the chosen file")
    stage.screenshot("replace")
    stage.named("button", "Replace file 1").click()
    first = lambda: stage.show("@nina")["files"][0]
    stage.wait(lambda: first()["path"] == "mira-front.jpg" and first()["role"] == role,
               "the new file")
    stage.named("button", "Undo").click()
    stage.wait(lambda: first()["path"] == "mira-full-length.jpg", "the original file")
    stage.press(Keys.ARROW_RIGHT)
    stage.named("button", "Find the best stills").click()
    stage.named("button", "Add them as references").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 4, "four stills")
    stage.screenshot("stills")
    stage.named("button", "Keep 4 files in @nina").click()
    stage.wait(lambda: len(stage.show("@nina")["files"]) == 6, "the stills in the library")
