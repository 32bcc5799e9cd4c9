"""Walks through a library that a team shares."""
import json, os, pathlib, signal, subprocess, sys

from stage import Keys, assert_equal

STORE = pathlib.Path(__file__).parent.parent / "Support" / "faulty_store.py"


def team(stage):
    """Pushes, syncs, gets files, merges a fork, and holds a teammate's erasure for a decision."""
    store = subprocess.Popen([sys.executable, "-B", STORE, "castbook", "secret"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    try:
        share_library(stage, store, f"http://127.0.0.1:{store.stdout.readline().strip()}")
    finally:
        store.kill()


def validate_team_answer(stage):
    """Validates the answer about the team against its schema."""
    answer = stage.page.execute_async_script(
        "const done = arguments[0]; fetch('/api/team').then((one) => one.json()).then(done)")
    assert_equal(sorted(answer), ["castbook", "machines", "remote", "work"])
    tests = pathlib.Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-B", tests / "GalleryTests/schemas.py", tests.parent / "docs/schemas"], capture_output=True,
        text=True, input=json.dumps({"name": "GET /api/team", "answer": answer}) + "\n")
    assert_equal((done.returncode, done.stdout), (0, ""))


def set_faults(store, **faults):
    """Sets the faults of the store for later requests."""
    store.stdin.write(json.dumps(faults) + "\n")
    store.stdin.flush()
    store.stdout.readline()


def share_library(stage, store, origin):
    """Works as Anna on the page and as Ben on the command line, with one store."""
    keys = {"AWS_ACCESS_KEY_ID": "castbook", "AWS_SECRET_ACCESS_KEY": "secret"}
    os.environ.update(keys, XDG_CONFIG_HOME=str(stage.folder / "config"), CASTBOOK_BY="Anna")

    def ben(*words):
        environment = {**os.environ, "XDG_CONFIG_HOME": str(stage.folder / "config-ben"), "CASTBOOK_BY": "Ben"}
        done = subprocess.run([stage.binary, "--library", str(stage.folder / "ben"), *words], capture_output=True,
                              text=True, env=environment)
        assert_equal((words, done.returncode, done.stderr), (words, 0, ""))

    stage.open()
    assert not stage.all(".team-button"), "a library without a store has a Team button"
    address = ("remote", "add", "s3://team/films", "--endpoint", origin)
    stage.tool(*address)
    # Restart the gallery, which reads the keys from its environment, while no page listens to it.
    stage.page.get("about:blank")
    stage.server.send_signal(signal.SIGTERM)
    stage.server.wait()
    stage.server, stage.address = stage.serve(())
    stage.open()
    stage.named("button", "Team").click()
    stage.wait(lambda: "3 records" in stage.text("dialog[open] .team-facts"),
               "three unsent records")
    stage.named("button", "Push").click()
    stage.wait(lambda: "Pushed 3 records and 8 files." in stage.text("dialog[open]"),
               "the message about the push")
    stage.wait(lambda: "0 records" in stage.text("dialog[open] .team-facts"),
               "the state without unsent records")
    assert "Anna: 3 records" in stage.text("dialog[open] .team-facts")
    stage.press(Keys.ESCAPE)

    ben(*address)
    ben("pull")
    photos = stage.fixtures / "scenes"
    ben("add", "product", "@cup", str(sorted(photos.glob("*.jpg"))[0]))
    ben("edit", "@mira", "--name", "Ben's name")
    ben("push")
    stage.tool("edit", "@mira", "--name", "Anna's name")
    stage.wait(lambda: "Anna's name" in "".join(one.accessible_name for one in stage.tiles()),
               "Anna's own change")
    stage.named("button", "Team").click()
    stage.named("button", "Sync").click()
    stage.wait(lambda: "Pulled 2 records" in stage.text("dialog[open]"),
               "the message about the pull")
    assert "@mira was changed here and elsewhere" in stage.text("dialog[open]")
    stage.wait(lambda: "Ben: 2 records" in stage.text("dialog[open] .team-facts"), "Ben's records")
    machines = stage.text("dialog[open] .team-facts")
    assert "Anna (" in machines and "this one" in machines, machines
    validate_team_answer(stage)
    stage.screenshot("team")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: any("@cup" in one.accessible_name for one in stage.tiles()),
               "the new element")
    stage.wait(lambda: "not here yet" in stage.text(".grid"), "the mark of a missing picture")
    stage.screenshot("elsewhere")

    stage.element("@cup")
    stage.wait(lambda: "in the team's store" in stage.text("main.element"),
               "the note about the missing file")
    stage.screenshot("elsewhere-element")
    stage.go(f"#/element/{stage.show('@cup')['element']}/pick")
    stage.wait(lambda: "is not on this machine yet" in stage.text(".pickview"),
               "the reason why none can be picked")
    stage.element("@cup")
    # A store that answers 429 keeps the transfer going until it is stopped.
    set_faults(store, kinds=["429"], first=99)
    stage.named("button", "Get the files of this element").click()
    # The progress is redrawn each second, and the button with it.
    stage.wait(lambda: stage.named("button", "Stop").click() is None,
               "the button that stops the transfer")
    stage.wait(lambda: "stopped; what has arrived" in stage.text("main.element"),
               "the message about the stopped transfer")
    set_faults(store)
    stage.named("button", "Get the files of this element").click()
    stage.wait(lambda: stage.page.execute_script(
        "return Boolean(document.querySelector('main.element .stage img')?.naturalWidth)"), "the picture")
    stage.element("@mira")
    stage.wait(lambda: stage.all(".fork"), "the fork")
    stage.named("button", "Merge").click()
    stage.wait(lambda: not stage.all(".fork"), "the merged element")
    stage.go("#/")
    stage.named("button", "Team").click()
    stage.named("button", "Push").click()
    stage.wait(lambda: "Pushed 1 record" in stage.text("dialog[open]"),
               "the message about the pushed merge")
    ben("pull")
    ben("add", "product", "@bowl", str(sorted(photos.glob("*.jpg"))[1]))
    ben("push")
    stage.named("button", "Pull").click()
    stage.wait(lambda: "Pulled 1 record, 1 element changed." in stage.text("dialog[open]"),
               "the message about the new element")
    stage.wait(lambda: "1 file" in stage.text("dialog[open] .team-facts"),
               "the number of missing files")
    stage.named("button", "Get all files").click()
    stage.wait(lambda: "Got 1 file." in stage.text("dialog[open]"), "the message about the file")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: any("@bowl" in one.accessible_name for one in stage.tiles()),
               "the tile of the element")
    stage.wait(lambda: "not here yet" not in stage.text(".grid"),
               "the grid without missing pictures")

    # Ben can't erase an element that Anna made unless she agrees.
    ben("erase", "@mug", "--reason", "asked by\u200b letter", "--yes")
    ben("push")
    stage.named("button", "Team").click()
    stage.named("button", "Pull").click()
    words = "This waits for your decision (the element was made on this computer"
    stage.wait(lambda: words in stage.text("dialog[open]"), "the erasure that waits for a decision")
    assert "@mug was erased by Ben on" in stage.text("dialog[open]")
    assert "\\u{200b}" in stage.text("dialog[open]"), "the invisible character is not shown"
    stage.wait(lambda: "1 erasure by teammates waits" in stage.text("dialog[open] .team-facts"),
               "the number of waiting erasures")
    stage.screenshot("erasure")
    stage.press(Keys.ESCAPE)
    assert any("@mug" in one.accessible_name for one in stage.tiles()), "the mug is gone"
