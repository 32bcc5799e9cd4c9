"""Walks through sorting dropped pictures by subject, and through finding a subject elsewhere."""
import shutil

from stage import ActionChains, By, Keys, assert_equal

PLACES = ["000-daylight", "000-lamp", "000-studio", "000-daylight-cluttered", "045-lamp", "045-daylight",
          "315-daylight-cluttered"]


def shoot(stage, count=7, names=("mira", "mug")):
    """Copies pictures of two subjects under the names of a camera; returns their paths, and whose each is."""
    folder = stage.folder / "shoot"
    folder.mkdir(exist_ok=True)
    scenes = [(name, place) for place in PLACES[:count] for name in names]
    subjects = {}
    for number, (name, place) in enumerate(scenes):
        camera = folder / f"IMG_{4200 + number * 13 % len(scenes)}.JPG"
        shutil.copy(stage.fixtures / f"scenes/{name}-{place}.jpg", camera)
        subjects[camera.name] = name
    return sorted(folder.iterdir()), subjects


def drop_shoot(stage, paths):
    """Drops files on the page, or chooses them with the keyboard, and waits until all are checked."""
    if stage.engine == "keys":
        stage.press("n")
        field = stage.wait(lambda: stage.page.find_elements(
            By.CSS_SELECTOR, "dialog[open] input[type=file][multiple]"), "the file field")[0]
        field.send_keys("\n".join(str(path) for path in paths))
    else:
        stage.drag_in(*paths)
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == len(paths), "all dropped files")


def groups(stage):
    """Returns the files of each group, by its handle."""
    return stage.page.execute_script("""
        return Object.fromEntries([...document.querySelectorAll(".sort-card")].map((card) => [
          card.querySelector(".handle-input input").value,
          [...card.querySelectorAll(".sort-pick")].map((one) => one.getAttribute("aria-label"))]));""")


def unsorted(stage):
    """Returns the files that are in no group."""
    return [one.get_attribute("aria-label") for one in stage.all(".sort-rest .sort-pick")]


def card(stage, handle):
    return next(one for one in stage.all(".sort-card")
                if one.find_element(By.CSS_SELECTOR, ".handle-input input").get_property("value") == handle)


def rename(stage, old, new):
    """Types another handle for a group."""
    field = card(stage, old).find_element(By.CSS_SELECTOR, ".handle-input input")
    field.click()
    stage.page.execute_script("arguments[0].select()", field)
    field.send_keys(new)


def drag(stage, what, to):
    """Drags one node onto another with the mouse."""
    stage.page.execute_script("arguments[0].scrollIntoView({ block: 'nearest' })", what)
    ActionChains(stage.page).click_and_hold(what).move_by_offset(12, 12).move_to_element(to).move_by_offset(
        1, 1).release().perform()


def can_drag(stage):
    """Returns whether the walk has a mouse, and a window in which both ends of a drag are visible."""
    return stage.engine != "keys" and stage.size == "desk"


def tile(stage, name):
    return next(one for one in stage.all(".sort-pick") if one.get_attribute("aria-label") == name)


def move(stage, name, words):
    """Moves a file by the menu at its tile, which a key opens, too."""
    if stage.size == "phone":
        stage.named("button", f"Move {name} to").click()
    else:
        stage.page.execute_script("arguments[0].focus()", tile(stage, name))
        stage.press("m")
    choose(stage, words)


def choose(stage, words):
    """Chooses a row of the open menu by its start."""
    row = stage.wait(lambda: next((one for one in stage.all(".menu button") if one.text.startswith(words)), None),
                     f"the row “{words}”")
    row.click()


def sorting(stage):
    """Sorts a shoot, corrects the groups by dragging, merging and splitting, and adds them."""
    paths, subjects = shoot(stage)
    # This one is not like the others.
    paths.append(stage.folder / "shoot" / "IMG_4300.JPG")
    shutil.copy(stage.fixtures / "scenes/mira-close-up.jpg", paths[-1])
    subjects[paths[-1].name] = "mira"
    stage.tool("remove", "@mira")
    stage.open()
    drop_shoot(stage, paths)
    stage.screenshot("sort-offer")
    stage.named("button", "Sort by subject").click()
    stage.wait(lambda: stage.all(".sort-card"), "the proposed groups")
    assert "Faces are not compared" in stage.text(".sort-status"), stage.text(".sort-status")
    assert "what they show" in stage.text(".sort-status"), stage.text(".sort-status")
    stage.wait(lambda: all(stage.page.execute_script("return arguments[0].naturalWidth > 0", one)
                           for one in stage.all(".sort-pick img")), "the pictures")
    stage.screenshot("sorted")
    proposed, rest = groups(stage), unsorted(stage)
    assert_equal(sum(len(one) for one in proposed.values()) + len(rest), len(paths))
    for files in proposed.values():
        assert_equal(len({subjects[one] for one in files}), 1)
    assert len(stage.handles()) == 2, stage.handles()
    # Everything of a subject is put into one group, the first one of it.
    first = {}
    for handle, files in proposed.items():
        first.setdefault(subjects[files[0]], handle)
    for name in rest:
        handle = first[subjects[name]]
        candidate = next((one for one in stage.all(".sort-candidate")
                          if one.accessible_name.startswith(f"Put {name} with @{handle},")), None)
        if candidate:
            candidate.click()
        else:
            move(stage, name, f"@{handle}")
        stage.wait(lambda: name in groups(stage)[handle], "the file in a group")
    assert_equal(unsorted(stage), [])
    for handle, files in proposed.items():
        into = first[subjects[files[0]]]
        if handle != into:
            stage.named("button", f"Merge @{handle} with").click()
            choose(stage, f"@{into}")
    assert_equal(len(groups(stage)), 2)
    mine, mugs = first["mira"], first["mug"]
    # A tile goes to the other group and comes back.
    name = groups(stage)[mine][0]
    before = groups(stage)
    if not can_drag(stage):
        move(stage, name, f"@{mugs}")
    else:
        drag(stage, tile(stage, name), card(stage, mugs).find_element(By.CSS_SELECTOR, ".sort-head"))
    stage.wait(lambda: name in groups(stage)[mugs], "the tile in the other group")
    assert "changed by you" in card(stage, mugs).text
    stage.named("button", "Undo").click()
    stage.wait(lambda: groups(stage) == before, "the groups before")
    stage.chord(Keys.CONTROL, "y")
    stage.wait(lambda: name in groups(stage)[mugs], "the tile in the other group again")
    stage.chord(Keys.CONTROL, "z")
    stage.wait(lambda: groups(stage) == before, "the groups before again")
    # Two selected files become a group, which is dropped onto where they came from.
    pair = groups(stage)[mine][:2]
    for one in pair:
        tile(stage, one).click()
    stage.wait(lambda: "2 selected" in stage.text(".sort-selection"), "the two selected files")
    stage.screenshot("sort-selected")
    stage.named("button", "Split off").click()
    stage.wait(lambda: len(groups(stage)) == 3 and sorted(groups(stage)[""]) == sorted(pair), "a group of two")
    assert stage.page.switch_to.active_element.get_attribute("aria-label").startswith("Handle of")
    # The mugs are recognised: the library has @mug.
    assert_equal(mugs, "mug")
    stage.named("button", "Add 2 elements, add to @mug").click()
    stage.wait(lambda: "Enter a handle first" in stage.text(".sorting .adding-foot"), "the error about the handle")
    rename(stage, "", mine)
    stage.wait(lambda: "already uses" in stage.text(".sort-cards"), "the warning about a handle used twice")
    rename(stage, mine, "split")
    if not can_drag(stage):
        stage.named("button", "Merge @split with").click()
        choose(stage, f"@{mine}")
    else:
        grip = card(stage, "split").find_element(By.CSS_SELECTOR, ".sort-grip")
        drag(stage, grip, card(stage, mine).find_element(By.CSS_SELECTOR, ".sort-head"))
    stage.wait(lambda: len(groups(stage)) == 2, "the merged groups")
    # One picture stays unsorted; the mugs go to @mug, which is in the library.
    left = groups(stage)[mine][-1]
    move(stage, left, "Not sorted")
    stage.wait(lambda: unsorted(stage) == [left], "the unsorted picture")
    rename(stage, mine, "mira_b")
    stage.wait(lambda: "Adds to @mug, which is in the library" in card(stage, "mug").text, "the element to add to")
    assert not card(stage, "mug").find_element(By.TAG_NAME, "select").is_enabled()
    files = len(stage.show("@mug")["files"])
    counts = {handle: len(names) for handle, names in groups(stage).items()}
    stage.screenshot("sort-ready")
    # A failure leaves its group, with the reason, and the others are added.
    stage.page.execute_script("""
        const plain = window.fetch;
        window.refuses = true;
        window.fetch = async (place, options = {}) => {
          if (window.refuses && String(place).endsWith("/keep") && options.body.includes("mira_b")) {
            return new Response(JSON.stringify({ message: "the disk is full", fix: "free some space" }),
              { status: 500, headers: { "Content-Type": "application/json" } });
          }
          return plain(place, options);
        };""")
    stage.named("button", "Add 1 element, add to @mug").click()
    stage.wait(lambda: "1 of 2 elements added" in stage.text(".sorting .adding-foot"), "the error about one element")
    assert "the disk is full. Free some space" in card(stage, "mira_b").text, card(stage, "mira_b").text
    assert_equal(len(stage.show("@mug")["files"]), files + counts["mug"])
    assert "mira_b" not in stage.handles()
    stage.page.execute_script("window.refuses = false")
    stage.named("button", "Add 1 element").click()
    stage.wait(lambda: "mira_b" in stage.handles(), "the new element")
    stage.wait(lambda: stage.all("dialog[open] .drop"), "the panel with the unsorted picture")
    assert_equal([one.find_element(By.TAG_NAME, "b").text for one in stage.all("dialog[open] .drop")], [left])
    assert_equal(len(stage.show("@mira_b")["files"]), counts["mira_b"])
    stage.named("button", "Discard").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
    stage.named("button", "Undo").click()
    stage.wait(lambda: "mira_b" not in stage.handles(), "the library without the new element")


def colors(stage):
    """Sorts without the model: the page says what was compared, and how to compare more."""
    paths, _ = shoot(stage, count=3)
    stage.open()
    drop_shoot(stage, paths)
    stage.named("button", "Sort by subject").click()
    stage.wait(lambda: "castbook models add subjects" in stage.text(".sort-status"), "how to get the model")
    assert "by colour only" in stage.text(".sort-status")
    stage.screenshot("sort-colors")
    # A file that is dropped meanwhile is not sorted yet.
    if stage.engine != "keys":
        late = stage.folder / "late.jpg"
        shutil.copy(stage.fixtures / "scenes/mira-180-daylight.jpg", late)
        stage.drag_in(late, to="dialog[open]")
        stage.wait(lambda: unsorted(stage)[-1:] == ["late.jpg"], "the late file")
    # The panel keeps its groups when it is closed, and follows files that are added or left out.
    before = groups(stage)
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: stage.all("dialog[open] .drop"), "the panel for adding files")
    stage.named("button", f"Leave out {paths[0].name}").click()
    stage.named("button", "Sort by subject").click()
    stage.wait(lambda: stage.all(".sort-rest"), "the groups again")
    gone = {handle: [one for one in files if one != paths[0].name] for handle, files in before.items()}
    assert_equal(groups(stage), {handle: files for handle, files in gone.items() if files})
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: stage.all("dialog[open] .drop"), "the panel for adding files again")
    stage.press(Keys.ESCAPE)
    # Without the model, the subject of a picture can't be found elsewhere.
    stage.element("@mira")
    stage.wait(lambda: stage.all(".tools [data-key=more]"), "the tools of a picture")[0].click()
    choose(stage, "More of this")
    stage.wait(lambda: "is not installed" in stage.text("dialog[open] .alike"), "what is missing")
    assert "castbook models add subjects" in stage.text("dialog[open] .alike")
    stage.screenshot("subject-without")


def subjects(stage):
    """Finds the elements that show a subject: of an element's picture, and of a dropped one."""
    for handle, place in (("@bea", "000-lamp"), ("@cup", "045-lamp")):
        name = "mira" if handle == "@bea" else "mug"
        stage.tool("add", "character" if name == "mira" else "product", handle,
                   str(stage.fixtures / f"scenes/{name}-{place}.jpg"))
    stage.open()
    stage.element("@bea")
    stage.wait(lambda: stage.all(".tools [data-key=more]"), "the tools of a picture")[0].click()
    choose(stage, "More of this")
    found = lambda: stage.text("dialog[open] .alike")
    stage.wait(lambda: "@mira" in found(), "the element with the same subject")
    assert "Perhaps" in found() and "Probably" not in found() and "likeness 0." in found(), found()
    assert "Faces are not compared" in found()
    stage.screenshot("subject")
    stage.named("button", "@mira").click()
    stage.wait(lambda: "@mira" in stage.text("main.element .element-head"), "the page of @mira")
    stage.go("#/")
    stage.wait(stage.tiles, "the grid")
    path = stage.folder / "IMG_1.JPG"
    shutil.copy(stage.fixtures / "scenes/mug-000-daylight.jpg", path)
    stage.drag_in(path, to=".search input")
    stage.wait(lambda: "@cup" in found() and "Copies" in found(), "who is in the dropped picture")
    assert "No picture of the library is a copy" in found() and "Probably" in found(), found()
    stage.screenshot("subject-dropped")
