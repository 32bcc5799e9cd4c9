"""Walks through bulk changes of several elements, and actions on a whole element."""
import datetime, json, time, zipfile

from stage import By, Keys, assert_equal


def selecting(stage):
    """Selects elements one by one, as a range and all at once; one undo reverts a bulk change."""
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    tags = lambda: [sorted(stage.show(f"@{one}")["tags"]) for one in ("mira", "mira_voice", "mug")]
    before = tags()
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.press("x")
    stage.wait(lambda: "1 selected" in stage.text(".bulk"), "a selection of one element")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: "3 selected" in stage.text(".bulk"), "the selection of all elements")
    stage.screenshot("selected")
    stage.named("button", "Add a tag").click()
    stage.press("night", Keys.ENTER)
    stage.wait(lambda: all("night" in one for one in tags()), "the tag on all elements")
    stage.wait(lambda: "3 elements: tag night" in stage.bar(), "the message about the new tag")
    stage.named("button", "Undo").click()
    stage.wait(lambda: tags() == before, "the original tags")
    stage.chord(Keys.CONTROL, "a")
    stage.named("button", "Remove a tag").click()
    stage.press("lead", Keys.ENTER)
    stage.wait(lambda: "lead" not in sum(tags(), []), "the removal of the tag")
    stage.wait(lambda: "1 element: tag lead removed" in stage.bar(),
               "the message about the removed tag")
    stage.named("button", "Undo").click()
    stage.wait(lambda: tags() == before, "the original tags")
    # Select a range with the keyboard.
    stage.page.execute_script("document.querySelector('.grid [role=option]').focus()")
    stage.press(Keys.HOME)
    stage.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    stage.wait(lambda: "2 selected" in stage.text(".bulk"), "the selected range")
    next(one for one in stage.all(".bulk button") if one.text == "Remove").click()
    stage.wait(lambda: len(stage.handles()) == 1, "the removal of two elements")
    stage.named("button", "Undo").click()
    stage.wait(lambda: len(stage.handles()) == 3, "the three restored elements")
    stage.wait(lambda: len(stage.tiles()) == 3 and not stage.all(".bulk"), "the cleared selection")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: "3 selected" in stage.text(".bulk"), "the selection of all elements")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all(".bulk"), "the cleared selection")


def whole(stage):
    """Saves sheets and a pack, records a provider's id, checks all targets, and erases."""
    stage.open()
    stage.element("@mug")
    stage.named("button", "Contact sheet").click()
    stage.wait(lambda: [one for one in stage.all("dialog[open] img") if one.get_property("naturalWidth")],
               "the contact sheet")
    stage.screenshot("sheet")
    stage.press(Keys.ESCAPE)
    stage.named("button", "Cast sheet").click()
    stage.named("button", "Save the cast sheet").click()
    sheet = stage.downloaded("mug-cast.pdf")
    assert sheet.read_bytes().startswith(b"%PDF-"), "the cast sheet is not a PDF"
    stage.wait(lambda: "1 element, 1 page" in stage.text("dialog[open]"),
               "the summary of the cast sheet")
    stage.screenshot("cast-sheet")
    stage.press(Keys.ESCAPE)
    stage.named("button", "Pack for another library").click()
    stage.named("button", "Save the pack").click()
    pack = stage.downloaded("*.castbook.zip")
    names = zipfile.ZipFile(pack).namelist()
    assert any(name.endswith("/pack.json") for name in names), names
    stage.press(Keys.ESCAPE)
    stage.disclosure("Registered with").click()
    stage.disclosure("Record an id").click()
    stage.page.find_element(By.ID, "id-text").send_keys("8412")
    stage.named("button", "Record").click()
    ids = lambda: [one["id"] for one in json.loads(stage.tool("registrations", "--json"))["registrations"]]
    stage.wait(lambda: ids() == ["8412"], "the id in the library")
    stage.wait(lambda: "8412" in stage.text("[data-part=registrations]"), "the id on the page")
    stage.named("button", "Forget").click()
    stage.wait(lambda: ids() == [], "the removal of the id")
    stage.named("button", "Undo").click()
    stage.wait(lambda: ids() == ["8412"], "the restored id")
    stage.choose_option("Target", "All targets")
    stage.named("button", "Check").click()
    stage.wait(lambda: len(stage.all(".matrix tbody tr")) > 20, "the results for all targets")
    stage.screenshot("matrix")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: "accept all files" in stage.text(".part-checks"), "the summary for all targets")
    # The bar covers the last buttons until it is closed.
    for close in stage.all(".bar:not([hidden]) button"):
        close.click()
    stage.named("button", "Erase for good").click()
    stage.wait(lambda: "3 files" in stage.text("dialog[open]"), "the number of files to erase")
    stage.screenshot("erase")
    stage.named("button", "Erase @mug").click()
    stage.wait(lambda: "confirm" in stage.text("dialog[open] .error-text"),
               "the request for confirmation")
    stage.page.find_element(By.ID, "erase-reason").send_keys("asked by letter")
    stage.named("field", "To confirm").send_keys("mug")
    stage.named("button", "Erase @mug").click()
    stage.wait(lambda: "mug" not in stage.handles(), "the library without @mug")
    stage.wait(lambda: len(stage.tiles()) == 2, "the list without @mug")
    # The library that erased the element does not take it back from the earlier pack.
    stage.drag_in(pack)
    stage.wait(lambda: stage.all("dialog[open]"), "the import dialog")
    time.sleep(1)
    stage.screenshot("import")


def shoot(stage):
    """Sets all roles of a shoot with number keys, and drops a photo on a gap in the ring."""
    stage.tool("add", "character", "@nina", *(str(stage.fixtures / f"starter/mira-{name}.jpg") for name in (
        "back", "right", "front")))
    stage.tool("edit", "@nina", "--role", "1-3=unsorted")
    roles = lambda: [file["role"] for file in stage.show("@nina")["files"]]
    stage.open()
    stage.element("@nina")
    stage.chord(Keys.CONTROL, "k")
    stage.wait(lambda: stage.all(".palette-list li"), "the command palette")
    stage.press("roles")
    stage.wait(lambda: "Set all roles" in stage.text(".palette-list"), "the command for roles")
    stage.screenshot("palette")
    stage.press(Keys.ENTER)
    stage.wait(lambda: len(stage.all("dialog[open] .roles-cell")) == len(roles()),
               "all pictures on the roles sheet")
    guessed = [cell.find_element(By.CSS_SELECTOR, "select").get_property("value")
               for cell in stage.all("dialog[open] .roles-cell")]
    assert "back" in guessed and "front" in guessed, guessed
    stage.page.execute_script("document.querySelector('dialog[open] .roles-cell').focus()")
    stage.press("6", "7")
    stage.screenshot("roles")
    stage.named("button", "Save the roles").click()
    stage.wait(lambda: roles()[:2] == ["back", "full-body"] and "unsorted" not in roles(),
               "the roles in the library")
    stage.wait(lambda: stage.all(".coverring-gap[role=button]"), "a gap in the coverage ring")
    gap = stage.all(".coverring-gap[role=button]")[0]
    wanted = gap.get_attribute("data-role")
    stage.page.execute_script("arguments[0].id = 'the-gap'", gap)
    stage.drag_in(stage.fixtures / "starter/mira-three-quarter-left.jpg", to="#the-gap")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the result for the dropped photo")
    assert "@nina" in stage.text("dialog[open] .adding-foot")
    role = stage.page.find_element(By.CSS_SELECTOR, "dialog[open] .drop select")
    assert_equal(role.get_property("value"), wanted)
    stage.press(Keys.ESCAPE)


def wall(stage):
    """Hovers for the views of a character and the waveform of a voice; searches by picture."""
    day = lambda days: (datetime.date.today() + datetime.timedelta(days=days)).isoformat()
    stage.tool("edit", "@mira", "--basis", "licensed", "--expires", day(9))
    stage.tool("edit", "@mug", "--basis", "licensed", "--expires", day(-9))
    stage.open()
    stage.wait(lambda: sorted(one.text.split()[1] for one in stage.all(".tile-rights")) == ["ended", "until"],
               "the rights that end and have ended")
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    tile = lambda handle: next(one for one in stage.tiles() if one.accessible_name.startswith(f"@{handle},"))
    seen = lambda: [one.get_attribute("src") for one in stage.all(".tile-views img")]
    box = tile("mira").rect
    stage.move_pointer(box["x"] + 8, box["y"] + 90)
    first = stage.wait(seen, "the first view")
    stage.move_pointer(box["x"] + box["width"] - 8, box["y"] + 90)
    stage.wait(lambda: seen() and seen() != first, "the last view")
    stage.screenshot("views")
    box = tile("mira_voice").rect
    stage.move_pointer(box["x"] + 40, box["y"] + 90)
    stage.wait(lambda: stage.all(".tile-views.wave svg"), "the waveform")
    stage.screenshot("wave")
    stage.drag_in(stage.fixtures / "starter/mira-front.jpg", to=".search input")
    stage.wait(lambda: "@mira" in stage.text("dialog[open] .alike"),
               "the element with the same picture")
    stage.screenshot("alike")
    stage.named("button", "@mira").click()
    stage.wait(lambda: "@mira" in stage.text("main.element .element-head"), "the page of @mira")


def several(stage):
    """Sets the roles of several elements at once, and imports a pack under another name."""
    stage.tool("edit", "@mug", "--role", "1-3=unsorted")
    roles = lambda: [file["role"] for file in stage.show("@mug")["files"]]
    before = roles()
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.chord(Keys.CONTROL, "a")
    stage.named("button", "Set all roles").click()
    pictures = lambda: [cell for cell in stage.all("dialog[open] .roles-cell")]
    stage.wait(lambda: len(pictures()) == 7, "the pictures of all elements")
    assert "Roles of 3 elements" in stage.text("dialog[open]")
    stage.screenshot("roles-several")
    stage.named("button", "Save the roles").click()
    stage.wait(lambda: roles() == ["front", "three-quarter", "top"], "the guessed roles")
    stage.named("button", "Undo").click()
    stage.wait(lambda: roles() == before, "the original roles")
    # The name in the pack is in use, so the element is imported under another one.
    pack, other = stage.folder / "lamp.zip", str(stage.folder / "other")
    stage.tool("init", other, at=None)
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-front.jpg"), "--library", other, at=None)
    stage.tool("pack", "@lamp", "-o", str(pack), "--library", other, at=None)
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-top.jpg"))
    stage.drag_in(pack)
    stage.wait(lambda: "lamp" in stage.text("dialog[open] .error-text"),
               "the error about the name in use")
    stage.screenshot("import-taken")
    stage.page.find_element(By.ID, "import-to").send_keys("@lamp_b")
    stage.named("button", "Look again").click()
    stage.wait(lambda: "@lamp_b" in stage.text("dialog[open] ul"),
               "the new name in the import dialog")
    stage.named("button", "Import").click()
    stage.wait(lambda: {"lamp", "lamp_b"} <= set(stage.handles()), "both elements in the library")
