"""Walks that change the library: each checks the stored change, most also the undo."""
import datetime
import shutil

from stage import By, Keys, assert_equal


def roles(stage):
    """Sets a role by clicking, and undoes it."""
    stage.open()
    stage.element("@mira")
    before = [one["role"] for one in stage.show("@mira")["files"]]
    stage.wait(lambda: len(stage.all(".strip [role=option]")) == 4, "the strip")
    assert_equal(stage.page.execute_script("return document.querySelector('.strip-row').scrollLeft"), 0)
    stage.named("button", "Role: front").click()
    stage.named("button", "expression").click()
    stage.wait(lambda: stage.show("@mira")["files"][0]["role"] == "expression",
               "the new role in the library")
    stage.wait(lambda: "front → expression" in stage.bar(), "the message about the new role")
    stage.screenshot("role")
    stage.named("button", "Undo").click()
    stage.wait(lambda: [one["role"] for one in stage.show("@mira")["files"]] == before,
               "the original role")
    assert_equal(stage.show("@mira")["revision"], 3)
    stage.wait(lambda: stage.named("button", "Role: front"), "the original role on the page")


def ordering(stage):
    """Moves a reference with the keyboard."""
    stage.open()
    stage.element("@mira")
    before = [one["sha256"] for one in stage.show("@mira")["files"]]
    thumb = stage.wait(lambda: stage.all("[data-key^=thumb-]"), "the strip")[0]
    stage.page.execute_script("arguments[0].focus()", thumb)
    stage.chord(Keys.ALT, Keys.ARROW_RIGHT)
    wanted = [before[1], before[0]] + before[2:]
    stage.wait(lambda: [one["sha256"] for one in stage.show("@mira")["files"]] == wanted,
               "the new order")


def writing(stage):
    """Edits a name in place; HTML in it is shown as text."""
    stage.open()
    stage.element("@mug")
    name = "<img src=x onerror=alert(1)> & co"
    field = stage.named("button", "Change Name")
    field.click()
    box = stage.page.switch_to.active_element
    box.clear()
    box.send_keys(name, Keys.ENTER)
    stage.wait(lambda: stage.show("@mug")["name"] == name, "the name in the library")
    stage.wait(lambda: stage.text("main.element h1") == name, "the name on the page")
    assert not stage.page.find_elements(By.CSS_SELECTOR, "img[src=x]")


def adding(stage):
    """Checks dropped files before storing them, keeps them as an element, and undoes it."""
    stage.open()
    stage.drop("trouble/mira-full-length.jpg", "starter/mira-front.jpg", "README.md")
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 3,
               "the results for three files")
    words = stage.text("dialog[open]")
    assert "300 px" in words and "@mira" in words, words
    stage.screenshot("drop")
    assert_equal(stage.handles(), ["mira", "mira_voice", "mug"])
    handle = stage.page.find_element(By.ID, "to-handle")
    handle.clear()
    handle.send_keys("9")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "handle" in stage.text("dialog[open] .adding-foot").lower(),
               "the error about the handle")
    handle.clear()
    handle.send_keys("nina")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "nina" in stage.handles(), "the element in the library")
    assert_equal(len(stage.show("@nina")["files"]), 2)
    stage.wait(lambda: "@nina" in stage.text("main.element .element-head"),
               "the page of the element")
    stage.named("button", "Undo").click()
    stage.wait(lambda: "nina" not in stage.handles(), "the library without the element")


def conflict(stage):
    """Merges an external change of another field; for the same field the user chooses a value."""
    def write(name):
        box = stage.page.switch_to.active_element
        box.clear()
        box.send_keys(name)
        return box
    stage.open()
    stage.element("@mira")
    stage.named("button", "Change Name").click()
    write("Mira the Second")
    stage.tool("edit", "@mira", "--notes", "written elsewhere", "--role", "4=expression")
    stage.wait(lambda: "expression" in stage.text("main.element"), "the external change")
    assert_equal(stage.page.switch_to.active_element.get_attribute("value"), "Mira the Second")
    stage.press(Keys.ENTER)
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira the Second", "both changes")
    assert_equal(stage.show("@mira")["notes"], "written elsewhere")
    assert not stage.all("dialog[open]")
    stage.named("button", "Undo").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira Okafor", "the original name")
    assert_equal(stage.show("@mira")["notes"], "written elsewhere")

    # A field opened before the external change is in conflict even if the page shows the change.
    stage.wait(lambda: stage.text("main.element h1") == "Mira Okafor",
               "the original name on the page")
    stage.named("button", "Change Name").click()
    write("Mira of mine")
    stage.tool("edit", "@mira", "--name", "Mira of theirs")
    stage.wait(lambda: stage.text("main.element h1") == "Mira of theirs",
               "the external name on the page")
    stage.press(Keys.ENTER)
    stage.wait(lambda: "Mira of theirs" in stage.text("dialog[open]"), "the conflict dialog")
    assert "Mira of mine" in stage.text("dialog[open]")
    stage.screenshot("conflict")
    assert_equal(stage.show("@mira")["name"], "Mira of theirs")
    stage.named("button", "Review first").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "the page without the dialog")
    assert_equal(stage.show("@mira")["name"], "Mira of theirs")
    assert_equal(stage.all(".writing input")[0].get_attribute("value"), "Mira of mine")
    stage.all(".writing input")[0].send_keys(Keys.ENTER)
    stage.named("button", "Save mine on top").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira of mine", "the saved name")
    stage.named("button", "Undo").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira of theirs", "the restored external name")


def checking(stage):
    """Checks every file of an element for the chosen target."""
    stage.tool("add", "character", "@mira", str(stage.fixtures / "trouble/mira-full-length.jpg"))
    stage.open()
    stage.element("@mira")
    stage.named("button", "Check").click()
    part = lambda: stage.text(".part-checks")
    stage.wait(lambda: "mira-full-length.jpg" in part() and "mira-front.jpg" in part(),
               "the results for every file")
    assert "300 px" in part() and "undefined" not in part(), part()
    stage.screenshot("check")
    stage.named("button", "What it accepts").click()
    stage.wait(lambda: "each side" in stage.text("dialog[open] .target-facts"), "the limits of the target")
    stage.screenshot("target")
    stage.press(Keys.ESCAPE)
    stage.tool("edit", "@mira", "--drop", "5")
    stage.wait(lambda: "mira-full-length.jpg" not in stage.text("main.element"),
               "the page without the removed file")
    stage.named("button", "Check").click()
    stage.wait(lambda: "mira-back.jpg" in part(), "the results for the other files")
    assert "300 px" not in part(), part()


def fork(stage):
    """Shows both versions of forked elements, merges one element, and keeps A of another."""
    theirs = stage.folder / "theirs"
    tool = lambda *words: stage.tool("--library", str(theirs), *words, at=None)
    tool("init", "--starter")
    for handle in ("@mira", "@mug"):
        tool("edit", handle, "--tag", "theirs", "--name", f"{handle[1:]} of Ana")
        stage.tool("edit", handle, "--notes", "mine", "--name", f"{handle[1:]} of Ben")
    tool("pack", "@mira", "@mug", "-o", str(stage.folder / "theirs.zip"))
    stage.open()
    stage.tool("import", str(stage.folder / "theirs.zip"))
    stage.wait(lambda: len(stage.tiles()) == 5, "both versions of both elements")
    assert any("conflicting version A" in one.accessible_name for one in stage.tiles())
    stage.element("@mira")
    whole = lambda: stage.text("main.element")
    stage.wait(lambda: "has 2 versions" in whole() and "tag theirs" in whole() and "notes: mine" in whole(),
               "the changes on each side")
    stage.wait(lambda: "“mira of Ben” (B), not “mira of Ana” (A)" in whole(),
               "the outcome of a merge")
    assert not [one for one in stage.all("button") if one.accessible_name.startswith("Change Name")]
    stage.screenshot("fork")
    overflow = stage.page.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"the page is {overflow} px wider than the window"
    stage.named("link", "Show A").click()
    stage.wait(lambda: stage.text("main.element h1") == "mira of Ana", "the page of version A")
    stage.named("button", "Merge versions").click()
    stage.wait(lambda: "fork" not in stage.show("@mira"), "a single version in the library")
    mira = stage.show("@mira")
    assert_equal([mira["name"], mira["notes"], mira["tags"][-1]], ["mira of Ben", "mine", "theirs"])
    stage.wait(lambda: "the versions were merged" in stage.bar(), "the message about the merge")
    stage.element("@mug")
    stage.wait(lambda: stage.named("button", "Keep A"), "the button that keeps version A").click()
    stage.wait(lambda: "fork" not in stage.show("@mug"), "a single version of @mug")
    assert_equal(stage.show("@mug")["name"], "mug of Ana")
    stage.wait(lambda: "A was kept" in stage.bar(), "the message about the kept version")
    # The bar covers the section for a while.
    stage.page.execute_script("arguments[0].click()", stage.disclosure("What changed"))
    stage.wait(lambda: "mug of Ben" in stage.text(".part-unfolding"), "version B in the history")


# Delays the event stream by three seconds, as on a busy machine.
DELAY_EVENTS = """
    const Plain = window.EventSource;
    window.EventSource = class extends EventTarget {
      constructor(address) {
        super();
        setTimeout(() => {
          this.real = new Plain(address);
          for (const kind of ["open", "alive", "changed", "away", "back", "error"]) {
            this.real.addEventListener(kind, ({ data }) =>
              this.dispatchEvent(data === undefined ? new Event(kind) : new MessageEvent(kind, { data })));
          }
        }, 3000);
      }
      close() { this.real?.close(); }
    };"""


# Delays the request for the library's facts until the page has the list.
DELAY_FACTS = """
    const plain = window.fetch;
    window.fetch = async (path, ...more) => {
      if (path === "/api/library") await new Promise((done) => setTimeout(done, 3000));
      return plain(path, ...more);
    };"""


def live(stage):
    """Shows external changes at once, also those made while the page loads."""
    if stage.engine != "firefox":
        for script in (DELAY_EVENTS, DELAY_FACTS):
            late = stage.page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
            stage.open()
            stage.tool("add", "product", "@early", str(stage.fixtures / "starter/mug-front.jpg"))
            stage.wait(lambda: len(stage.tiles()) == 4,
                       "the element added before the page listened")
            stage.tool("erase", "@early", "--reason", "a test", "--yes")
            stage.page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", late)
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.tool("add", "product", "@cup", str(stage.fixtures / "starter/mug-front.jpg"))
    stage.wait(lambda: len(stage.tiles()) == 4, "the fourth element")
    stage.element("@mug")
    stage.tool("edit", "@mug", "--name", "Cup of clay")
    stage.wait(lambda: stage.text("main.element h1") == "Cup of clay", "the new name")
    stage.tool("remove", "@mug")
    stage.wait(lambda: "removed" in stage.text("main.element"),
               "the message about the removed element")


def judging(stage):
    """Checks dropped and pasted files for a kind of element, and again when the kind changes."""
    album = stage.folder / "album"
    album.mkdir()
    for name in ("starter/mira-front.jpg", "scenes/mira-000-daylight-cluttered.jpg", "README.md"):
        shutil.copy(stage.fixtures / name, album)
    (album / ".hidden.jpg").write_bytes(b"not seen")
    stage.open()
    cards = lambda: stage.all("dialog[open] .drop.here")
    stage.drag_in(album)
    stage.wait(lambda: len(cards()) == 3, "the files of the folder")
    stage.paste("starter/mug-front.jpg")
    stage.wait(lambda: len(cards()) == 4, "the pasted file")
    findings = lambda: [one.get_attribute("innerHTML") for one in cards()]
    before = findings()
    stage.choose_option("Kind", "place")
    stage.wait(lambda: len(findings()) == 4 and findings() != before,
               "different findings for a place")
    stage.screenshot("judged")
    stage.choose_option("Kind", "character")
    stage.wait(lambda: findings() == before, "the original findings")
    stage.named("button", "Discard all").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
    assert_equal(stage.handles(), ["mira", "mira_voice", "mug"])


def binding(stage):
    """Removes and adds a voice, and makes an element a look of another."""
    stage.tool("add", "character", "@mira_coat", str(stage.fixtures / "trouble/mira-full-length.jpg"))
    stage.open()
    stage.element("@mira")
    around = lambda: stage.text(".part-around")
    assert "@mira_voice" in around(), around()
    next(one for one in stage.all(".part-around button") if one.text == "Remove").click()
    stage.wait(lambda: "voice" not in stage.show("@mira"), "the element without a voice")
    stage.wait(lambda: stage.named("button", "Add a voice"), "the button that adds a voice").click()
    stage.wait(lambda: stage.all("dialog[open] [role=option]"), "the list of voices")
    assert_equal(len(stage.all("dialog[open] [role=option]")), 1)
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: "voice" in stage.show("@mira"), "the voice in the library")
    stage.wait(lambda: "@mira_voice" in around(), "the voice on the page")
    stage.element("@mira_coat")
    stage.named("button", "Make it a look of another").click()
    stage.wait(lambda: stage.all("dialog[open] [role=option]"), "the list of characters")
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: "lookOf" in stage.show("@mira_coat"), "the look in the library")
    stage.element("@mira")
    stage.wait(lambda: "@mira_coat" in around(), "the look on the page of its base")
    stage.screenshot("around")


def rights(stage):
    """Records rights, and finds the element by the date on which they end."""
    stage.open()
    stage.element("@mug")
    stage.named("button", "Change the rights").click()
    stage.choose_option("Why you may use it", "licensed")
    holder = stage.named("field", "Rights holder")
    holder.clear()
    holder.send_keys("Stoneware & Sons")
    end = str(datetime.date.today() + datetime.timedelta(days=300))
    stage.page.execute_script("document.getElementById('expires').value = arguments[0]", end)
    stage.named("button", "Save").click()
    stage.wait(lambda: stage.show("@mug").get("rights", {}).get("holder") == "Stoneware & Sons",
               "the rights in the library")
    assert_equal(stage.show("@mug")["rights"]["expires"], end)
    stage.wait(lambda: "Stoneware & Sons" in stage.text(".part-rights"), "the rights on the page")
    stage.screenshot("rights")
    stage.go("#/?expiring=3650")
    stage.wait(lambda: len(stage.tiles()) == 1 and stage.tiles()[0].accessible_name.startswith("@mug"),
               "the element whose rights end soon")


def past(stage):
    """Reads history, uses, takes and registrations of an element, and restores a version."""
    film = stage.folder / "film"
    film.mkdir()
    shot = film / "lobby.md"
    shot.write_text("---\ntarget: kling-o3\n---\nShot 1 (5s): @mira drinks from @mug.\n")
    stage.tool("export", str(shot), "-o", str(film / "out"))
    bundle = next((film / "out").iterdir())
    stage.tool("take", "add", str(stage.fixtures / "clips/mira.mp4"), "--bundle", str(bundle), "--result", "kept",
               "--seed", "77", "--cost", "0.84 USD")
    stage.tool("register", "@mira", "--at", "kling", "--id", "8412")
    stage.tool("edit", "@mira", "--name", "Mira the Second")
    stage.open()
    stage.element("@mira")
    for words in ("What changed", "Where it is used", "Registered with providers", "Details"):
        stage.disclosure(words).click()
    whole = lambda: stage.text(".part-unfolding")
    stage.wait(lambda: "lobby" in whole() and "77" in whole() and "0.84 USD" in whole(), "the take")
    stage.wait(lambda: "8412" in whole() and "kling" in whole(), "the registration")
    stage.screenshot("past")
    stage.named("button", "Restore this version").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira Okafor",
               "the earlier name in the library")
    stage.wait(lambda: stage.text("main.element h1") == "Mira Okafor",
               "the earlier name on the page")
