"""Walks that change the library: what was done is in it, and can be taken back."""
import shutil

from stage import By, Keys, same


def roles(stage):
    """A role is set by clicking; undo brings back what was."""
    stage.open()
    stage.element("@mira")
    before = [one["role"] for one in stage.show("@mira")["files"]]
    stage.wait(lambda: len(stage.all(".strip [role=option]")) == 4, "the strip")
    same(stage.page.execute_script("return document.querySelector('.strip-row').scrollLeft"), 0)
    stage.named("button", "Role: front").click()
    stage.named("button", "expression").click()
    stage.wait(lambda: stage.show("@mira")["files"][0]["role"] == "expression", "the new role in the library")
    stage.wait(lambda: "front → expression" in stage.bar(), "what was done")
    stage.picture("role")
    stage.named("button", "Undo").click()
    stage.wait(lambda: [one["role"] for one in stage.show("@mira")["files"]] == before, "the role as it was")
    same(stage.show("@mira")["revision"], 3)
    stage.wait(lambda: stage.named("button", "Role: front"), "the role on the page")


def ordering(stage):
    """The keyboard moves a reference; the library has the new order."""
    stage.open()
    stage.element("@mira")
    before = [one["sha256"] for one in stage.show("@mira")["files"]]
    thumb = stage.wait(lambda: stage.all("[data-key^=thumb-]"), "the strip")[0]
    stage.page.execute_script("arguments[0].focus()", thumb)
    stage.chord(Keys.ALT, Keys.ARROW_RIGHT)
    wanted = [before[1], before[0]] + before[2:]
    stage.wait(lambda: [one["sha256"] for one in stage.show("@mira")["files"]] == wanted, "the new order")


def writing(stage):
    """A name is changed in its place, and what one types is shown as text, whatever it is."""
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
    """Dropped files are judged before anything is stored; keeping them makes an element, which undo takes back."""
    stage.open()
    stage.drop("trouble/mira-full-length.jpg", "starter/mira-front.jpg", "README.md")
    stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 3, "three files that were looked at")
    words = stage.text("dialog[open]")
    assert "300 px" in words and "@mira" in words, words
    stage.picture("drop")
    same(stage.handles(), ["mira", "mira_voice", "mug"])
    handle = stage.page.find_element(By.ID, "to-handle")
    handle.clear()
    handle.send_keys("9")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "handle" in stage.text("dialog[open] .adding-foot").lower(), "what is wrong with it")
    handle.clear()
    handle.send_keys("nina")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "nina" in stage.handles(), "the element in the library")
    same(len(stage.show("@nina")["files"]), 2)
    stage.wait(lambda: "@nina" in stage.text("main.element .element-head"), "its page")
    stage.named("button", "Undo").click()
    stage.wait(lambda: "nina" not in stage.handles(), "the library as it was")


def conflict(stage):
    """What was changed elsewhere meanwhile stays; for the same value both are shown, and one decides."""
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
    stage.wait(lambda: "expression" in stage.text("main.element"), "what changed elsewhere")
    same(stage.page.switch_to.active_element.get_attribute("value"), "Mira the Second")
    stage.press(Keys.ENTER)
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira the Second", "both changes")
    same(stage.show("@mira")["notes"], "written elsewhere")
    assert not stage.all("dialog[open]")
    stage.named("button", "Undo").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira Okafor", "the name as it was")
    same(stage.show("@mira")["notes"], "written elsewhere")

    # Even when the page has long heard of it, the field that was open before is no newer than that.
    stage.wait(lambda: stage.text("main.element h1") == "Mira Okafor", "the name on the page")
    stage.named("button", "Change Name").click()
    write("Mira of mine")
    stage.tool("edit", "@mira", "--name", "Mira of theirs")
    stage.wait(lambda: stage.text("main.element h1") == "Mira of theirs", "the other name on the page")
    stage.press(Keys.ENTER)
    stage.wait(lambda: "Mira of theirs" in stage.text("dialog[open]"), "what changed elsewhere")
    assert "Mira of mine" in stage.text("dialog[open]")
    stage.picture("conflict")
    same(stage.show("@mira")["name"], "Mira of theirs")
    stage.named("button", "Review first").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "the page again")
    same(stage.show("@mira")["name"], "Mira of theirs")
    same(stage.all(".writing input")[0].get_attribute("value"), "Mira of mine")
    stage.all(".writing input")[0].send_keys(Keys.ENTER)
    stage.named("button", "Save mine on top").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira of mine", "my name")
    stage.named("button", "Undo").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira of theirs", "theirs again")


def checking(stage):
    """Every file of an element is checked for the target that one chooses."""
    stage.tool("add", "character", "@mira", str(stage.fixtures / "trouble/mira-full-length.jpg"))
    stage.open()
    stage.element("@mira")
    stage.named("button", "Check").click()
    part = lambda: stage.text(".part-checks")
    stage.wait(lambda: "mira-full-length.jpg" in part() and "mira-front.jpg" in part(), "every file")
    assert "300 px" in part() and "undefined" not in part(), part()
    stage.picture("check")
    stage.tool("edit", "@mira", "--drop", "5")
    stage.wait(lambda: "mira-full-length.jpg" not in stage.text("main.element"), "that it is gone")
    stage.named("button", "Check").click()
    stage.wait(lambda: "mira-back.jpg" in part(), "the others")
    assert "300 px" not in part(), part()


def fork(stage):
    """An element that two people changed shows both versions; a button joins them, another keeps one."""
    theirs = stage.folder / "theirs"
    tool = lambda *words: stage.tool("--library", str(theirs), *words, at=None)
    tool("init", "--starter")
    for handle in ("@mira", "@mug"):
        tool("edit", handle, "--tag", "theirs", "--name", f"{handle[1:]} of Ana")
        stage.tool("edit", handle, "--notes", "mine", "--name", f"{handle[1:]} of Ben")
    tool("pack", "@mira", "@mug", "-o", str(stage.folder / "theirs.zip"))
    stage.open()
    stage.tool("import", str(stage.folder / "theirs.zip"))
    stage.wait(lambda: len(stage.tiles()) == 5, "both versions of both")
    assert any("conflicting version A" in one.accessible_name for one in stage.tiles())
    stage.element("@mira")
    whole = lambda: stage.text("main.element")
    stage.wait(lambda: "has 2 versions" in whole() and "tag theirs" in whole() and "notes: mine" in whole(),
               "what each side changed")
    stage.wait(lambda: "“mira of Ben” (B), not “mira of Ana” (A)" in whole(), "what joining decides")
    assert not [one for one in stage.all("button") if one.accessible_name.startswith("Change Name")]
    stage.picture("fork")
    wide = stage.page.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} px too wide"
    stage.named("link", "Show A").click()
    stage.wait(lambda: stage.text("main.element h1") == "mira of Ana", "the other side")
    stage.named("button", "Merge versions").click()
    stage.wait(lambda: "fork" not in stage.show("@mira"), "one version in the library")
    mira = stage.show("@mira")
    same([mira["name"], mira["notes"], mira["tags"][-1]], ["mira of Ben", "mine", "theirs"])
    stage.wait(lambda: "the versions were merged" in stage.bar(), "what was done")
    stage.element("@mug")
    stage.wait(lambda: stage.named("button", "Keep A"), "the way to keep one").click()
    stage.wait(lambda: "fork" not in stage.show("@mug"), "one version of the mug")
    same(stage.show("@mug")["name"], "mug of Ana")
    stage.wait(lambda: "A was kept" in stage.bar(), "what was kept")
    # The bar lies over it for a while.
    stage.page.execute_script("arguments[0].click()", stage.summary("What changed"))
    stage.wait(lambda: "mug of Ben" in stage.text(".part-unfolding"), "the other version in the history")


# A page that begins to listen three seconds late, as on a busy machine.
LATE = """
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


# A page that asks late for the library's facts, when it has the list already.
LATE_FACTS = """
    const plain = window.fetch;
    window.fetch = async (path, ...more) => {
      if (path === "/api/library") await new Promise((done) => setTimeout(done, 3000));
      return plain(path, ...more);
    };"""


def live(stage):
    """What others change is seen at once, without losing what is open; also what they change while the page loads."""
    if stage.engine != "firefox":
        for script in (LATE, LATE_FACTS):
            late = stage.page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
            stage.open()
            stage.tool("add", "product", "@early", str(stage.fixtures / "starter/mug-front.jpg"))
            stage.wait(lambda: len(stage.tiles()) == 4, "what was added before the page listened")
            stage.tool("erase", "@early", "--reason", "a test", "--yes")
            stage.page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", late)
    stage.open()
    stage.wait(lambda: len(stage.tiles()) == 3, "three elements")
    stage.tool("add", "product", "@cup", str(stage.fixtures / "starter/mug-front.jpg"))
    stage.wait(lambda: len(stage.tiles()) == 4, "the fourth")
    stage.element("@mug")
    stage.tool("edit", "@mug", "--name", "Cup of clay")
    stage.wait(lambda: stage.text("main.element h1") == "Cup of clay", "the new name")
    stage.tool("remove", "@mug")
    stage.wait(lambda: "removed" in stage.text("main.element"), "that it was removed")


def judging(stage):
    """What is dropped is judged as what it is for, and again when that changes; a folder and a paste bring files, too."""
    album = stage.folder / "album"
    album.mkdir()
    for name in ("starter/mira-front.jpg", "scenes/mira-000-daylight-cluttered.jpg", "README.md"):
        shutil.copy(stage.fixtures / name, album)
    (album / ".hidden.jpg").write_bytes(b"not seen")
    stage.open()
    cards = lambda: stage.all("dialog[open] .drop.here")
    stage.carry(album)
    stage.wait(lambda: len(cards()) == 3, "the files of the folder")
    stage.paste("starter/mug-front.jpg")
    stage.wait(lambda: len(cards()) == 4, "the pasted one")
    said = lambda: [one.get_attribute("innerHTML") for one in cards()]
    before = said()
    stage.choose("Kind", "place")
    stage.wait(lambda: len(said()) == 4 and said() != before, "another judgement: a place may be busy")
    stage.picture("judged")
    stage.choose("Kind", "character")
    stage.wait(lambda: said() == before, "what was said at first")
    stage.named("button", "Discard all").click()
    stage.wait(lambda: not stage.all("dialog[open]"), "the grid")
    same(stage.handles(), ["mira", "mira_voice", "mug"])


def binding(stage):
    """A voice is given, taken away and given back; a look says whose it is."""
    stage.tool("add", "character", "@mira_coat", str(stage.fixtures / "trouble/mira-full-length.jpg"))
    stage.open()
    stage.element("@mira")
    around = lambda: stage.text(".part-around")
    assert "@mira_voice" in around(), around()
    next(one for one in stage.all(".part-around button") if one.text == "Remove").click()
    stage.wait(lambda: "voice" not in stage.show("@mira"), "that it has no voice")
    stage.wait(lambda: stage.named("button", "Add a voice"), "that another can be given").click()
    stage.wait(lambda: stage.all("dialog[open] [role=option]"), "the voices there are")
    same(len(stage.all("dialog[open] [role=option]")), 1)
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: "voice" in stage.show("@mira"), "the voice in the library")
    stage.wait(lambda: "@mira_voice" in around(), "the voice on the page")
    stage.element("@mira_coat")
    stage.named("button", "Make it a look of another").click()
    stage.wait(lambda: stage.all("dialog[open] [role=option]"), "the characters there are")
    stage.press("mira", Keys.ENTER)
    stage.wait(lambda: "lookOf" in stage.show("@mira_coat"), "whose look it is")
    stage.element("@mira")
    stage.wait(lambda: "@mira_coat" in around(), "the look on the page of whose it is")
    stage.picture("around")


def rights(stage):
    """Rights are written down, refused where they make no sense, and found when they end."""
    stage.open()
    stage.element("@mug")
    stage.named("button", "Change the rights").click()
    stage.choose("Why you may use it", "licensed")
    holder = stage.named("field", "Rights holder")
    holder.clear()
    holder.send_keys("Stoneware & Sons")
    stage.page.execute_script("document.getElementById('expires').value = '2026-12-24'")
    stage.named("button", "Save").click()
    stage.wait(lambda: stage.show("@mug").get("rights", {}).get("holder") == "Stoneware & Sons", "the rights")
    same(stage.show("@mug")["rights"]["expires"], "2026-12-24")
    stage.wait(lambda: "Stoneware & Sons" in stage.text(".part-rights"), "the rights on the page")
    stage.picture("rights")
    stage.go("#/?expiring=3650")
    stage.wait(lambda: len(stage.tiles()) == 1 and stage.tiles()[0].accessible_name.startswith("@mug"), "what ends")


def past(stage):
    """What changed, where it is used with what came back, and what providers hold; one goes back to a version."""
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
        stage.wait(lambda: stage.summary(words), words).click()
    whole = lambda: stage.text(".part-unfolding")
    stage.wait(lambda: "lobby" in whole() and "77" in whole() and "0.84 USD" in whole(), "the take")
    stage.wait(lambda: "8412" in whole() and "kling" in whole(), "the registration")
    stage.picture("past")
    stage.named("button", "Restore this version").click()
    stage.wait(lambda: stage.show("@mira")["name"] == "Mira Okafor", "the name that it had")
    stage.wait(lambda: stage.text("main.element h1") == "Mira Okafor", "the name on the page")
