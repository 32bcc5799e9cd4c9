"""Work on several elements at once, and what is done with an element as a whole."""
import json, time, zipfile

from stage import By, Keys, same


def selecting(stage):
    """Elements are selected by a click, a range, all; what is done with them is taken back at once."""
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    tags = lambda: [sorted(stage.show(f"@{one}")["tags"]) for one in ("mira", "mira_voice", "mug")]
    before = tags()
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.press("x")
    stage.wait(lambda: "1 selected" in stage.text(".bulk"), "one selected")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: "3 selected" in stage.text(".bulk"), "all selected")
    stage.picture("selected")
    stage.named("button", "Add a tag").click()
    stage.press("night", Keys.ENTER)
    stage.wait(lambda: all("night" in one for one in tags()), "the tag on all")
    stage.wait(lambda: "3 elements: tag night" in stage.bar(), "what was done")
    stage.named("button", "Undo").click()
    stage.wait(lambda: tags() == before, "the tags as they were")
    stage.chord(Keys.CONTROL, "a")
    stage.named("button", "Remove a tag").click()
    stage.press("lead", Keys.ENTER)
    stage.wait(lambda: "lead" not in sum(tags(), []), "the tag on none")
    stage.wait(lambda: "1 element: tag lead removed" in stage.bar(), "what was done")
    stage.named("button", "Undo").click()
    stage.wait(lambda: tags() == before, "the tags as they were")
    # A range by the keyboard, and one pulled over.
    stage.page.execute_script("document.querySelector('.grid [role=option]').focus()")
    stage.press(Keys.HOME)
    stage.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    stage.wait(lambda: "2 selected" in stage.text(".bulk"), "a range")
    next(one for one in stage.all(".bulk button") if one.text == "Remove").click()
    stage.wait(lambda: len(stage.handles()) == 1, "one that is left")
    stage.named("button", "Undo").click()
    stage.wait(lambda: len(stage.handles()) == 3, "all of them again")
    stage.wait(lambda: len(stage.tiles()) == 3 and not stage.all(".bulk"), "nothing selected")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: "3 selected" in stage.text(".bulk"), "all selected")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all(".bulk"), "nothing selected")


def whole(stage):
    """A contact sheet, a pack that another library imports, an id of a provider, the check of all targets, erasing."""
    stage.open()
    stage.element("@mug")
    stage.named("button", "Contact sheet").click()
    stage.wait(lambda: [one for one in stage.all("dialog[open] img") if one.get_property("naturalWidth")], "the sheet")
    stage.picture("sheet")
    stage.press(Keys.ESCAPE)
    stage.named("button", "Cast sheet").click()
    stage.named("button", "Save the cast sheet").click()
    sheet = stage.downloaded("mug-cast.pdf")
    assert sheet.read_bytes().startswith(b"%PDF-"), "a cast sheet is a PDF"
    stage.wait(lambda: "1 element, 1 page" in stage.text("dialog[open]"), "what is on the cast sheet")
    stage.picture("cast-sheet")
    stage.press(Keys.ESCAPE)
    stage.named("button", "Pack for another library").click()
    stage.named("button", "Save the pack").click()
    pack = stage.downloaded("*.castbook.zip")
    assert "castbook-pack.json" in zipfile.ZipFile(pack).namelist() or zipfile.ZipFile(pack).namelist()
    stage.press(Keys.ESCAPE)
    stage.summary("Registered with").click()
    stage.wait(lambda: stage.summary("Record an id"), "the form").click()
    stage.page.find_element(By.ID, "id-text").send_keys("8412")
    stage.named("button", "Record").click()
    ids = lambda: [one["id"] for one in json.loads(stage.tool("registrations", "--json"))["registrations"]]
    stage.wait(lambda: ids() == ["8412"], "the id in the library")
    stage.wait(lambda: "8412" in stage.text("[data-part=registrations]"), "the id on the page")
    stage.named("button", "Forget").click()
    stage.wait(lambda: ids() == [], "no id")
    stage.named("button", "Undo").click()
    stage.wait(lambda: ids() == ["8412"], "the id again")
    stage.choose("Target", "All targets")
    stage.named("button", "Check").click()
    stage.wait(lambda: len(stage.all(".matrix tbody tr")) > 20, "what all targets say")
    stage.picture("matrix")
    # The bar is over the last verbs until one scrolls or closes it.
    for close in stage.all(".bar:not([hidden]) button"):
        close.click()
    stage.named("button", "Erase for good").click()
    stage.wait(lambda: "3 files" in stage.text("dialog[open]"), "what would go")
    stage.picture("erase")
    stage.named("button", "Erase @mug").click()
    stage.wait(lambda: "confirm" in stage.text("dialog[open] .error-text"), "that it must be confirmed")
    stage.page.find_element(By.ID, "erase-reason").send_keys("asked by letter")
    stage.named("field", "To confirm").send_keys("mug")
    stage.named("button", "Erase @mug").click()
    stage.wait(lambda: "mug" not in stage.handles(), "the library without it")
    stage.wait(lambda: len(stage.tiles()) == 2, "the list without it")
    # What was packed before comes back as a stranger's: the library that erased it leaves it out.
    stage.carry(pack)
    stage.wait(lambda: stage.all("dialog[open]"), "what the pack has")
    time.sleep(1)
    stage.picture("import")


def shoot(stage):
    """All roles of a shoot are set on one sheet by number keys; a gap of the ring takes a photo of its view."""
    stage.tool("add", "character", "@nina", *(str(stage.fixtures / f"starter/mira-{name}.jpg") for name in (
        "back", "right", "front")))
    stage.tool("edit", "@nina", "--role", "1-3=unsorted")
    roles = lambda: [file["role"] for file in stage.show("@nina")["files"]]
    stage.open()
    stage.element("@nina")
    stage.chord(Keys.CONTROL, "k")
    stage.wait(lambda: stage.all(".palette-list li"), "the commands")
    stage.press("roles")
    stage.wait(lambda: "Set all roles" in stage.text(".palette-list"), "the one for roles")
    stage.picture("palette")
    stage.press(Keys.ENTER)
    stage.wait(lambda: len(stage.all("dialog[open] .roles-cell")) == len(roles()), "all pictures")
    guessed = [cell.find_element(By.CSS_SELECTOR, "select").get_property("value")
               for cell in stage.all("dialog[open] .roles-cell")]
    assert "back" in guessed and "front" in guessed, guessed
    stage.page.execute_script("document.querySelector('dialog[open] .roles-cell').focus()")
    stage.press("6", "7")
    stage.picture("roles")
    stage.named("button", "Save the roles").click()
    stage.wait(lambda: roles()[:2] == ["back", "full-body"] and "unsorted" not in roles()[-1:], "the roles")
    stage.wait(lambda: stage.all(".coverring-gap[role=button]"), "a gap of the ring")
    gap = stage.all(".coverring-gap[role=button]")[0]
    wanted = gap.get_attribute("data-role")
    stage.page.execute_script("arguments[0].id = 'the-gap'", gap)
    stage.drop("starter/mira-three-quarter-left.jpg", on="#the-gap")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "what is found of the photo")
    assert "@nina" in stage.text("dialog[open] .adding-foot")
    assert wanted
    stage.press(Keys.ESCAPE)


def wall(stage):
    """The pointer over a picture runs through the views, over a voice shows its wave; the search field takes a picture."""
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    tile = lambda handle: next(one for one in stage.tiles() if one.accessible_name.startswith(f"@{handle},"))
    seen = lambda: [one.get_attribute("src") for one in stage.all(".tile-views img")]
    box = tile("mira").rect
    stage.point(box["x"] + 8, box["y"] + 90)
    first = stage.wait(seen, "the first view")
    stage.point(box["x"] + box["width"] - 8, box["y"] + 90)
    stage.wait(lambda: seen() and seen() != first, "the last view")
    stage.picture("views")
    box = tile("mira_voice").rect
    stage.point(box["x"] + 40, box["y"] + 90)
    stage.wait(lambda: stage.all(".tile-views.wave svg"), "the wave")
    stage.picture("wave")
    stage.drop("starter/mira-front.jpg", on=".search input")
    stage.wait(lambda: "@mira" in stage.text("dialog[open] .alike"), "whose picture it is")
    stage.picture("alike")
    stage.named("button", "@mira").click()
    stage.wait(lambda: "@mira" in stage.text("main.element .element-head"), "the element")


def several(stage):
    """The roles of several elements are set on one sheet, taken back at once; a pack comes in under another name."""
    stage.tool("edit", "@mug", "--role", "1-3=unsorted")
    roles = lambda: [file["role"] for file in stage.show("@mug")["files"]]
    before = roles()
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.page.execute_script("document.querySelector('.grid [role=option][tabindex=\"0\"]').focus()")
    stage.chord(Keys.CONTROL, "a")
    stage.named("button", "Set all roles").click()
    pictures = lambda: [cell for cell in stage.all("dialog[open] .roles-cell")]
    stage.wait(lambda: len(pictures()) == 7, "the pictures of all of them")
    assert "Roles of 3 elements" in stage.text("dialog[open]")
    stage.picture("roles-several")
    stage.named("button", "Save the roles").click()
    stage.wait(lambda: roles() == ["front", "three-quarter", "top"], "the guessed roles")
    stage.named("button", "Undo").click()
    stage.wait(lambda: roles() == before, "the roles as they were")
    # Another element has the name of the packed one: it is imported under another name.
    pack, other = stage.folder / "lamp.zip", str(stage.folder / "other")
    stage.tool("init", other, at=None)
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-front.jpg"), "--library", other, at=None)
    stage.tool("pack", "@lamp", "-o", str(pack), "--library", other, at=None)
    stage.tool("add", "product", "@lamp", str(stage.fixtures / "starter/mug-top.jpg"))
    stage.carry(pack)
    stage.wait(lambda: "lamp" in stage.text("dialog[open] .error-text"), "that the name is taken")
    stage.picture("import-taken")
    stage.page.find_element(By.ID, "import-to").send_keys("@lamp_b")
    stage.named("button", "Look again").click()
    stage.wait(lambda: "@lamp_b" in stage.text("dialog[open] ul"), "the other name")
    stage.named("button", "Import").click()
    stage.wait(lambda: {"lamp", "lamp_b"} <= set(stage.handles()), "both")
