"""Walks through the settings: keys, limits, a name, and the first connection of a team."""
import json, os, pathlib, shutil, signal, subprocess, sys

from projects import click_button, make_project
from sending import Provider, SHOT, open_send_dialog, write_shot
from sharing import STORE
from stage import Keys, Stage, assert_equal

KEY = "fal-test-key:0123456789"


def restart_with(stage, environment):
    """Starts the gallery again with other variables, and without those that are None."""
    stage.page.get("about:blank")
    stage.server.send_signal(signal.SIGTERM)
    stage.server.wait()
    before = dict(os.environ)
    os.environ.update({name: text for name, text in environment.items() if text is not None})
    for name in [name for name, text in environment.items() if text is None]:
        os.environ.pop(name, None)
    try:
        stage.server, stage.address = stage.serve(())
    finally:
        os.environ.clear()
        os.environ.update(before)


def part(stage, name):
    """The text of a part of the settings."""
    return stage.text(f".settings-part[data-part='{name}']")


def fill(stage, label, text):
    """Replaces the text of a field."""
    field = stage.named("field", label)
    field.clear()
    field.send_keys(text)
    return field


def configuring(stage):
    """Enters a key from a plan that lacks it, replaces and forgets it, and sets a limit, a name and a theme."""
    provider = Provider(stage.folder, stage.fixtures / "clips/one-cut.mp4")
    try:
        config = stage.folder / "config"
        restart_with(stage, {**provider.environment, "FAL_KEY": None, "XDG_CONFIG_HOME": str(config), "CASTBOOK_BY": None})
        enter_key(stage, provider, config)
        change_settings(stage, config)
    finally:
        provider.process.kill()


def enter_key(stage, provider, config):
    stage.open()
    stage.go("#/shots")
    write_shot(stage, SHOT.format("waves"))
    open_send_dialog(stage, "Castbook has no key for fal (FAL_KEY)", "0.42 USD")
    assert not stage.named("button", "Send").is_enabled(), "a plan without a key can be sent"
    stage.screenshot("key-missing")
    stage.named("button", "Enter the key").click()
    field = stage.wait(lambda: stage.all("#key-text"), "the field for the key")[0]
    assert_equal((field.get_attribute("type"), stage.named("field", "Provider").get_attribute("value")),
                 ("password", "FAL_KEY"))
    stage.screenshot("key-entering")
    field.send_keys("fal test key with blanks", Keys.ENTER)
    stage.wait(lambda: "no spaces or line breaks" in stage.text("dialog[open]:has(#key-text)"),
               "the reason why it can't be a key")
    assert_equal(stage.all("#key-text")[0].get_attribute("value"), "")
    stage.all("#key-text")[0].send_keys(KEY, Keys.ENTER)
    stage.wait(lambda: "kept in a file that only you may read" in stage.bar(), "the message about the kept key")
    kept = config / "castbook/keys/main/FAL_KEY.key"
    assert_equal((kept.read_text(), kept.stat().st_mode & 0o777), (KEY + "\n", 0o600))
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "The clip is here. It cost 0.42 USD." in stage.text(".sends-part"), "the clip")
    assert_equal(provider.paid, 1)
    places = [one for one in stage.folder.rglob("*") if one.is_file() and KEY.encode() in one.read_bytes()]
    assert_equal(places, [kept])


def change_settings(stage, config):
    stage.named("link", "Settings").click()
    stage.wait(lambda: "in a file that only you may read" in part(stage, "keys"), "the key in the settings")
    assert KEY not in stage.page.page_source and "fal" in part(stage, "keys")
    # A second account, and another key in the place of the first.
    stage.named("button", "Add a key").click()
    stage.choose_option("Provider", "fal (FAL_KEY)")
    stage.named("field", "Key").send_keys("another-key-0123456789")
    stage.disclosure("This key is for a second account").click()
    fill(stage, "Account", "studio")
    stage.named("button", "Keep this key").click()
    stage.wait(lambda: "fal · studio" in part(stage, "keys"), "the key of the second account")
    stage.screenshot("settings")
    choose_account(stage)
    stage.all(".key-list button")[0].click()
    stage.wait(lambda: stage.all("#key-text"), "the field for the key")[0].send_keys("third-key-0123456789", Keys.ENTER)
    stage.wait(lambda: not stage.all("dialog[open]"), "the settings")
    assert_equal((config / "castbook/keys/main/FAL_KEY.key").read_text(), "third-key-0123456789\n")
    for rest in (1, 0):
        click_button(stage, "Forget")
        stage.wait(lambda: "Forget the key for fal" in stage.text("dialog[open]"), "the question")
        next(one for one in stage.all("dialog[open] .dialog-foot button") if one.text == "Forget").click()
        stage.wait(lambda: len(stage.all(".key-list li")) == rest and not stage.all("dialog[open]"), "one key less")
    assert_equal([one for one in (config / "castbook/keys").rglob("*") if one.is_file()], [])
    # What may be spent.
    limits = config / "castbook/limits.json"
    fill(stage, "Limit for 24 hours", "0.5").send_keys(Keys.ENTER)
    spending = lambda: part(stage, "spending").replace("\u00a0", " ")
    stage.wait(lambda: "Limit: 0.5 USD within 24 hours. Spent in the last 24 hours: 0.42 USD." in spending(),
               "the limit")
    assert_equal(json.loads(limits.read_text()), {"castbook": "limits/1", "daily": ["0.5 USD"]})
    stage.named("button", "Another currency").click()
    stage.press("300", Keys.TAB, "CREDITS", Keys.ENTER)
    stage.wait(lambda: "300 CREDITS" in part(stage, "spending").replace("\u00a0", " "), "the second limit")
    for field in [one for one in stage.all(".limit-rows input") if one.get_attribute("inputmode") == "decimal"]:
        field.clear()
    stage.named("button", "Save the limit").click()
    stage.wait(lambda: "There is no daily limit." in part(stage, "spending"), "the settings without a limit")
    assert not limits.exists()
    # A name stands beside the next change.
    fill(stage, "Name", "Ana Okafor").send_keys(Keys.ENTER)
    stage.wait(lambda: "Ana Okafor" in stage.bar(), "the message about the name")
    assert_equal((config / "castbook/name").read_text(), "Ana Okafor\n")
    stage.element("@mug")
    click_button(stage, "Remove from the library")
    stage.wait(lambda: "Undo" in stage.bar(), "the removed element")
    assert_equal(json.loads(stage.tool("log", "@mug", "--json"))["revisions"][-1]["by"], "Ana Okafor")
    click_button(stage, "Undo")
    stage.go("#/settings")
    stage.wait(lambda: stage.all(".settings-part"), "the settings")
    click_button(stage, "Light")
    assert_equal(stage.page.execute_script("return document.documentElement.dataset.theme"), "light")
    stage.screenshot("settings-light")
    click_button(stage, "Dark")
    assert_equal(stage.page.execute_script("return document.documentElement.dataset.theme"), "dark")


def choose_account(stage):
    """With keys for two accounts, a plan asks which one pays."""
    stage.go("#/shots")
    click_button(stage, "Send…")
    stage.choose_option("Account", "studio")
    stage.wait(lambda: any(one.is_enabled() for one in stage.all("dialog[open] .primary")), "the plan of the account")
    stage.screenshot("plan-account")
    stage.press(Keys.ESCAPE)
    stage.go("#/settings")
    stage.wait(lambda: "fal · studio" in part(stage, "keys"), "the settings")


def teammates(stage):
    """Anna shares a library and its project, Ben joins with an empty one; they review and write at once."""
    store = subprocess.Popen([sys.executable, "-B", STORE, "castbook", "secret-key-01"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    origin = f"http://127.0.0.1:{store.stdout.readline().strip()}"
    ben = Stage(stage.binary, stage.fixtures, stage.pictures, stage.name, starter=False)
    try:
        without_keys = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "CASTBOOK_BY": None}
        for one in (stage, ben):
            restart_with(one, {**without_keys, "XDG_CONFIG_HOME": str(one.folder / "config"), "HOME": str(one.folder)})
        folder, identity = make_project(stage)
        for one, name in ((stage, "Anna"), (ben, "Ben")):
            one.open()
            one.go("#/settings")
            one.wait(lambda: part(one, "name"), "the settings")
            fill(one, "Name", name).send_keys(Keys.ENTER)
            one.wait(lambda: name in one.bar(), "the message about the name")
        share(stage, origin, "is being sent to the store")
        share(ben, origin, "a copy of the team's")
        ben.go("#/")
        ben.wait(lambda: len(ben.tiles()) == 3, "Anna's elements in Ben's library")
        open_shared_project(ben, folder, identity)
        write_at_once(stage, ben, folder, identity)
        review_together(stage, ben, identity)
        stop_sharing(ben)
    except Exception:
        ben.screenshot("teammates-ben-failed")
        raise
    finally:
        ben.close()
        store.kill()


def share(stage, origin, words):
    """Connects to the store with keys that are entered."""
    stage.disclosure("Share it with a team").click()
    for label, text in (("Bucket and folder", "s3://team/films"), ("Server", origin)):
        fill(stage, label, text)
    stage.page.find_element("css selector", "[name='store-keys'][value='entered']").click()
    fill(stage, "Access key", "castbook")
    fill(stage, "Secret key", "wrong-secret")
    click_button(stage, "Test the store and share")
    stage.wait(lambda: stage.text(".settings-part[data-part='team'] .error-text"), "the refused keys")
    fill(stage, "Secret key", "secret-key-01")
    stage.screenshot("settings-team")
    click_button(stage, "Test the store and share")
    stage.wait(lambda: words in stage.bar(), "the message about the connection")
    stage.wait(lambda: "Shared through s3://team/films" in part(stage, "team"), "the shared library in the settings")


def open_shared_project(ben, folder, identity):
    """Opens the project's folder, which both can reach."""
    ben.go("#/projects")
    click_button(ben, "Open a project")
    field = ben.wait(lambda: ben.all("dialog[open] #chosen-folder"), "the field for the folder")[0]
    ben.wait(lambda: ben.all("dialog[open] .folders li"), "the folders")
    field.clear()
    field.send_keys(str(folder), Keys.ENTER)
    ben.wait(lambda: ben.named("button", "Open this project").is_enabled(), "the project's folder")
    ben.named("button", "Open this project").click()
    ben.wait(lambda: ben.all(".board-card[data-path='lobby.md']"), "the shot on Ben's board")


def editor(stage, identity):
    """Opens the shot of the project in the editor, and returns the field with its text."""
    stage.go(f"#/shots/{identity}/lobby.md")
    return stage.wait(lambda: next(iter(stage.all("main textarea")), None), "the editor")


def append(stage, box, words, saves=True):
    stage.page.execute_script("""
        const [box, words] = arguments;
        box.focus(); box.setSelectionRange(box.value.length, box.value.length);
        document.execCommand("insertText", false, words);""", box, words)
    if saves:
        stage.chord(Keys.CONTROL, "s")


def write_at_once(anna, ben, folder, identity):
    """Both have one shot open. Who comes second is asked, and no text is lost."""
    shot = folder / "lobby.md"
    before = shot.read_text()
    mine, theirs = editor(anna, identity), editor(ben, identity)
    # Who writes nothing sees what the other one wrote.
    append(anna, mine, "Anna's line.\n")
    ben.wait(lambda: theirs.get_attribute("value") == before + "Anna's line.\n", "Anna's line in Ben's editor")
    # Ben is still writing when Anna saves.
    before = shot.read_text()
    append(ben, theirs, "Ben's line.\n", saves=False)
    append(anna, mine, "Anna's second.\n")
    ben.wait(lambda: "Keep mine" in ben.text("main"), "the choice between both texts")
    assert_equal(shot.read_text(), before + "Anna's second.\n")
    assert "Theirs" in ben.text(".text-difference .theirs") and "Anna's second." in ben.text(".text-difference .theirs")
    assert "Ben's line." in ben.text(".text-difference .mine"), "Ben doesn't see his line"
    ben.screenshot("teammates-both")
    click_button(ben, "Use that text")
    ben.wait(lambda: ben.all("main textarea")[0].get_attribute("value") == before + "Anna's second.\n", "Anna's text")
    append(ben, ben.all("main textarea")[0], "Ben's line.\n")
    ben.wait(lambda: shot.read_text() == before + "Anna's second.\nBen's line.\n", "both lines in the file")
    # The order of the board is the project's, too: a second shot, made by Anna, is on Ben's board.
    for one in (anna, ben):
        one.go(f"#/projects/{identity}")
        one.wait(lambda: one.all(".board-card"), "the board")
    card = anna.all(".board-card")[0]
    card.find_element("css selector", "[aria-haspopup]").click()
    next(one for one in anna.all(".menu button") if one.text.startswith("Duplicate")).click()
    anna.wait(lambda: len(anna.all(".board-card")) == 2, "the copy on Anna's board")
    ben.wait(lambda: len(ben.all(".board-card")) == 2, "the copy on Ben's board")


def exchange(stage, what, words):
    stage.named("button", "Team").click()
    stage.wait(lambda: stage.all("dialog[open].team"), "the team")
    stage.named("button", what).click()
    stage.wait(lambda: words in stage.text("dialog[open]"), f"“{words}”")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the view below")


def review_together(anna, ben, identity):
    """Ben approves a clip and comments on it; Anna sees that it was he."""
    exchange(ben, "Get all files", "Got ")
    click_button(ben, "Review")
    ben.wait(lambda: ben.all("dialog[open] .comment-form"), "the review")
    ben.press("c")
    ben.wait(lambda: ben.page.execute_script("return document.activeElement.tagName") == "TEXTAREA", "the field")
    ben.press("a warmer light")
    ben.chord(Keys.CONTROL, Keys.ENTER)
    ben.wait(lambda: "a warmer light" in ben.text("dialog[open] .comments"), "the comment")
    ben.page.execute_script("document.activeElement.blur()")
    ben.all("dialog[open] .beside")[0].send_keys("a")
    takes = lambda one: json.loads(one.tool("take", "list", "--json"))["takes"]
    ben.wait(lambda: any(one.get("by") == "Ben" for one in takes(ben)), "the take that Ben approved")
    ben.press(Keys.ESCAPE)
    exchange(ben, "Sync", "Pushed ")
    exchange(anna, "Sync", "Pulled ")
    anna.wait(lambda: "by Ben" in anna.text(".project"), "Ben's name beside his decision")
    found = next(one for one in takes(anna) if one.get("by") == "Ben")
    assert_equal((found["result"], [(one["text"], one["by"]) for one in found["comments"]]),
                 ("approved", [("a warmer light", "Ben")]))
    anna.screenshot("teammates-approved")


def stop_sharing(ben):
    ben.go("#/settings")
    ben.wait(lambda: "Shared through" in part(ben, "team"), "the shared library")
    click_button(ben, "Stop sharing")
    next(one for one in ben.all("dialog[open] .dialog-foot button") if one.text.startswith("Stop")).click()
    ben.wait(lambda: "on this computer only" in part(ben, "team"), "the library that is not shared")
    assert not ben.all(".team-button"), "a library without a store has a Team button"
    assert_equal(len(ben.handles()), 3)


def caring(stage):
    """Backs the library up, updates the backup, and finds and repairs a damaged file."""
    disk = stage.folder / "disk"
    disk.mkdir()
    (disk / "mine.txt").write_text("mine")
    stage.open()
    stage.named("link", "Settings").click()
    stage.wait(lambda: "No backup of this library was made" in part(stage, "care"), "the library without a backup")
    click_button(stage, "Back up to a folder")
    field = stage.wait(lambda: stage.all("dialog[open] #chosen-folder"), "the field for the folder")[0]
    stage.wait(lambda: stage.all("dialog[open] .folders li"), "the folders")
    field.clear()
    field.send_keys(str(disk), Keys.ENTER)
    stage.wait(lambda: stage.named("button", "Back up to disk").is_enabled(), "the folder of the disk")
    stage.screenshot("backup-folder")
    stage.named("button", "Back up to disk").click()
    stage.wait(lambda: "Backed up 3 elements." in part(stage, "care"), "the backup")
    stage.wait(lambda: "Last backed up on" in part(stage, "care"), "the backup in the list")
    assert_equal((disk / "mine.txt").read_text(), "mine")
    backup = disk / "castbook-backup"
    in_backup = lambda *words: json.loads(subprocess.run(
        [stage.binary, *words, "--library", backup, "--json"], check=True, capture_output=True).stdout)
    assert_equal(len(in_backup("list")["elements"]), 3)
    stage.tool("edit", "@mug", "--notes", "the blue one")
    click_button(stage, "Update")
    stage.wait(lambda: in_backup("show", "@mug").get("notes") == "the blue one", "the change in the backup")
    click_button(stage, "Check the library")
    stage.wait(lambda: "The library is intact." in part(stage, "care"), "the intact library")
    stage.screenshot("settings-care")
    blobs = [one for one in (stage.folder / "library/blobs").rglob("*") if one.is_file()]
    blob = max(blobs, key=lambda one: one.stat().st_size)
    blob.chmod(0o644)
    blob.write_bytes(b"damaged")
    click_button(stage, "Check the library")
    stage.wait(lambda: stage.all(".care-work .v-findings li"), "the damaged file")
    stage.screenshot("settings-care-damaged")
    assert "castbook " not in stage.text(".care-work"), "the findings name a command"
    click_button(stage, "Repair what can be repaired")
    stage.wait(lambda: "repaired." in part(stage, "care"), "the repair")
    assert not blob.exists(), "the damaged file is still in its place"


def creating(stage):
    """Creates a voice at a provider, with the price first; it is created once."""
    provider = Provider(stage.folder, stage.fixtures / "clips/one-cut.mp4")
    try:
        restart_with(stage, provider.environment)
        stage.open()
        stage.element("@mira_voice")
        open_registrations(stage)
        stage.wait(lambda: "Sends to" in stage.text("dialog[open]") or stage.all("dialog[open] .error-text"), "a plan")
        stage.choose_option("Provider", "fal")
        stage.wait(lambda: "v3.fal.media" in stage.text("dialog[open]"), "the plan of fal")
        stage.screenshot("create-at")
        click_button(stage, "Create")
        stage.wait(lambda: "Created. Its id is voice-" in stage.text("dialog[open]"), "the id of the voice")
        assert_equal(provider.paid, 1)
        stage.press(Keys.ESCAPE)
        stage.wait(lambda: "voice-" in stage.text("[data-part=registrations]"), "the id on the page")
        click_button(stage, "Create at a provider")
        stage.choose_option("Provider", "fal")
        stage.wait(lambda: "Already created there as voice-" in stage.text("dialog[open]"), "the voice that is there")
        assert not stage.all("dialog[open] .buttons button:not([disabled])"), "it can be created twice"
    finally:
        provider.process.kill()


def open_registrations(stage):
    stage.disclosure("Registered with").click()
    click_button(stage, "Create at a provider")


def choose_bundle(stage, bundle):
    """Chooses the folder of a bundle in the open dialog."""
    click_button(stage, "Choose a folder")
    field = stage.wait(lambda: stage.all("dialog[open] #chosen-folder"), "the field for the folder")[0]
    stage.wait(lambda: stage.all("dialog[open] .folders li"), "the folders")
    field.clear()
    field.send_keys(str(bundle), Keys.ENTER)
    stage.wait(lambda: stage.named("button", "Open lobby").is_enabled(), "the folder of the bundle")
    stage.named("button", "Open lobby").click()
    stage.wait(lambda: not stage.all("dialog[open] #chosen-folder"), "the bundle")


def bundling(stage):
    """Opens a bundle's folder and a dropped zip, sends one, and sees that another one is damaged."""
    provider = Provider(stage.folder, stage.fixtures / "clips/one-cut.mp4")
    try:
        restart_with(stage, provider.environment)
        shot = stage.folder / "lobby.md"
        shot.write_text(SHOT.format("waves"))
        out = stage.folder / "out"
        stage.tool("export", str(shot), "--output", str(out))
        bundle = next(one.parent for one in out.rglob("bundle.json"))
        stage.open()
        stage.go("#/projects")
        click_button(stage, "Open a bundle")
        choose_bundle(stage, bundle)
        stage.wait(lambda: "lobby is intact" in stage.text("dialog[open]"), "the whole bundle")
        stage.screenshot("bundle-open")
        # A clip beside it may be its result, paid for on another machine: it is sent after a tick
        # only.
        beside = bundle.parent / "lobby-take-1.mp4"
        shutil.copy(stage.fixtures / "clips/one-cut.mp4", beside)
        choose_bundle(stage, bundle)
        stage.wait(lambda: "lobby-take-1.mp4" in stage.text("dialog[open]"), "the clip beside the bundle")
        assert not stage.named("button", "Send for 0.42").is_enabled(), "it can be sent without an answer"
        stage.screenshot("bundle-doubtful")
        beside.unlink()
        choose_bundle(stage, bundle)
        stage.wait(lambda: "lobby-take-1.mp4" not in stage.text("dialog[open]")
                   and stage.named("button", "Send for 0.42").is_enabled(), "the bundle without the clip")
        stage.named("button", "Send for 0.42").click()
        stage.wait(lambda: "The clip is here. It cost 0.42 USD." in stage.text(".sends-part"), "the clip")
        assert_equal(provider.paid, 1)
        # What was rendered before is not paid again by mistake.
        zipped = stage.folder / "lobby.zip"
        subprocess.run(["zip", "-qrX", zipped, bundle.name], cwd=bundle.parent, check=True)
        click_button(stage, "Open a bundle")
        stage.page.find_element("css selector", "dialog[open] input[type=file]").send_keys(str(zipped))
        stage.wait(lambda: "This was rendered before" in stage.text("dialog[open]"), "the bundle that was rendered")
        stage.press(Keys.ESCAPE)
        picture = max(bundle.rglob("*.jpg"), key=lambda one: one.stat().st_size)
        picture.chmod(0o644)
        picture.write_bytes(picture.read_bytes()[:-5] + b"other")
        zipped.unlink()
        subprocess.run(["zip", "-qrX", zipped, bundle.name], cwd=bundle.parent, check=True)
        click_button(stage, "Open a bundle")
        stage.page.find_element("css selector", "dialog[open] input[type=file]").send_keys(str(zipped))
        stage.wait(lambda: "was changed or damaged after it was exported" in stage.text("dialog[open]"),
                   "the changed bundle")
        stage.screenshot("bundle-changed")
        assert not [one for one in stage.all("dialog[open] button.primary") if one.is_displayed()], "it can be sent"
        assert_equal(provider.paid, 1)
    finally:
        provider.process.kill()
