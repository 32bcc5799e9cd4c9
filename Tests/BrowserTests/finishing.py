"""What a finding ends in: the button that does what it asks for, and its undo."""
from stage import By, Keys, same


def preparing(stage):
    """A copy is seen beside its original before it is kept; undo gives it up."""
    stage.tool("add", "product", "@cup", str(stage.fixtures / "trouble/mug-cut-out.png"),
               str(stage.fixtures / "trouble/mira-wide.jpg"))
    stage.open()
    stage.element("@cup")
    assert "castbook " not in stage.text("main.element"), stage.text("main.element")
    stage.named("button", "Prepare a copy").click()
    stage.wait(lambda: stage.all("dialog[open] .prepared img"), "before and after")
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all("dialog[open] .prepared img")), "both pictures")
    same(len(stage.all("dialog[open] .prepared img")), 2)
    stage.picture("prepare")
    same([file.get("copies") for file in stage.show("@cup")["files"]], [None, None])
    stage.named("button", "Keep this copy").click()
    stage.wait(lambda: stage.show("@cup")["files"][0].get("copies"), "the copy in the library")
    stage.wait(lambda: "Sent as its prepared copy" in stage.text("main.element"), "the copy on the page")
    stage.named("button", "Undo").click()
    stage.wait(lambda: not stage.show("@cup")["files"][0].get("copies"), "no copy")
    stage.wait(lambda: "Sent as its prepared copy" not in stage.text("main.element"), "no copy on the page")
    # A file whose shape is refused: with a border, or its middle.
    stage.press(Keys.ARROW_RIGHT)
    stage.wait(lambda: "mira-wide" in stage.text("main.element .part-reference"), "the second file")
    button = stage.named("button", "Prepare a copy")
    stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
    button.click()
    stage.wait(lambda: stage.all("dialog[open] .prepare-fit"), "the ways to make it fit")
    border = stage.text("dialog[open] .prepared-steps")
    next(one for one in stage.all("dialog[open] .prepare-fit label") if "middle" in one.text).click()
    stage.wait(lambda: stage.text("dialog[open] .prepared-steps") not in ("", border), "another way")
    stage.picture("prepare-fit")
    stage.named("button", "Keep this copy").click()
    stage.wait(lambda: stage.show("@cup")["files"][1].get("copies"), "the copy in the library")
    stage.wait(lambda: stage.named("button", "Discard the copy"), "the way back").click()
    stage.wait(lambda: not stage.show("@cup")["files"][1].get("copies"), "no copy")


def splitting(stage):
    """A sheet is split into its views, which take its place; undo brings the sheet back."""
    stage.tool("add", "character", "@nina", str(stage.fixtures / "sheets/mira-row.jpg"))
    stage.open()
    stage.element("@nina")
    stage.wait(lambda: "several pictures or views in one" in stage.text("main.element"), "that it is a sheet")
    stage.named("button", "More").click()
    stage.named("button", "Split into views").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) >= 3, "the views")
    assert "assumed from the order" in stage.text("dialog[open] .drop.here"), "how certain the roles are"
    stage.picture("split")
    views = len(stage.all("dialog[open] .drop.here"))
    assert "Remove the sheet (file 1) from @nina" in stage.text("dialog[open]")
    stage.named("button", f"Keep {views} files in @nina").click()
    names = lambda: [file["path"] for file in stage.show("@nina")["files"]]
    stage.wait(lambda: len(names()) == views and "mira-row.jpg" not in names(), "the views in place of the sheet")
    assert "made from" in stage.tool("show", "@nina"), "where the views come from"
    # Their roles wait for someone who looks.
    assumed = lambda handle: [bool(file.get("roleAssumed")) for file in stage.show(handle)["files"]]
    same(assumed("@nina"), [True] * views)
    stage.picture("assumed-roles")
    stage.named("button", "Undo").click()
    stage.wait(lambda: names() == ["mira-row.jpg"], "the sheet again")
    stage.tool("add", "character", "@nora", str(stage.fixtures / "sheets/mira-row.jpg"), "--split")
    stage.element("@nora")
    stage.wait(lambda: "front?" in stage.text("main.element"), "a role with a question mark")
    stage.named("button", "Confirm them").click()
    stage.wait(lambda: not any(assumed("@nora")), "certain roles")
    stage.wait(lambda: "front?" not in stage.text("main.element"), "no question mark")
    stage.named("button", "Undo").click()
    stage.wait(lambda: all(assumed("@nora")), "the question marks again")
    # A picture that is no sheet for certain asks how it is arranged.
    stage.element("@mug")
    stage.named("button", "More").click()
    stage.named("button", "Split into views").click()
    stage.wait(lambda: stage.all("dialog[open] .split-layout"), "the question how it is arranged")
    stage.picture("split-layout")
    stage.named("button", "Split").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 4, "four parts")
    stage.named("button", "Discard all").click()
    same(len(stage.show("@mug")["files"]), 3)


def cutting(stage):
    """The best part of a recording becomes the first file of its voice; undo takes it out again."""
    stage.open()
    stage.element("@mira_voice")
    stage.wait(lambda: stage.all(".voiceplayer-keep"), "the player")
    before = [file["path"] for file in stage.show("@mira_voice")["files"]]
    stage.all(".voiceplayer-keep")[0].click()
    stage.wait(lambda: len(stage.show("@mira_voice")["files"]) == len(before) + 1, "the part in the library")
    assert stage.show("@mira_voice")["files"][0]["path"].endswith("-cut.wav")
    stage.wait(lambda: stage.all(".bar button"), "the way back")
    stage.named("button", "Undo").click()
    stage.wait(lambda: [file["path"] for file in stage.show("@mira_voice")["files"]] == before, "the voice as it was")


def replacing(stage):
    """Another file takes the place of one, with its role; stills of a clip become references."""
    stage.tool("add", "character", "@nina", str(stage.fixtures / "trouble/mira-full-length.jpg"),
               str(stage.fixtures / "clips/mira.mp4"))
    stage.open()
    stage.element("@nina")
    role = stage.show("@nina")["files"][0]["role"]
    stage.named("button", "Replace the file").click()
    stage.wait(lambda: stage.all("dialog[open] input[type=file]") or
               stage.page.find_elements(By.CSS_SELECTOR, "dialog[open] input[type=file]"), "the choice of a file")
    stage.page.find_element(By.CSS_SELECTOR, "dialog[open] input[type=file]").send_keys(
        str(stage.fixtures / "starter/mira-front.jpg"))
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "what is found of it")
    stage.picture("replace")
    stage.named("button", "Replace file 1").click()
    first = lambda: stage.show("@nina")["files"][0]
    stage.wait(lambda: first()["path"] == "mira-front.jpg" and first()["role"] == role, "the other file")
    stage.named("button", "Undo").click()
    stage.wait(lambda: first()["path"] == "mira-full-length.jpg", "the file as it was")
    stage.press(Keys.ARROW_RIGHT)
    stage.named("button", "Find the best stills").click()
    stage.named("button", "Add them as references").click()
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 4, "four stills")
    stage.picture("stills")
    stage.named("button", "Keep 4 files in @nina").click()
    stage.wait(lambda: len(stage.show("@nina")["files"]) == 6, "the stills in the library")
