"""What open tabs keep when the library or the server goes away and comes back."""
import signal, time

from stage import By, Keys, same


def away(stage):
    """A library that is moved away is said to be away, nothing is written, and the page goes on when it is back."""
    other = stage.folder / "elsewhere"
    stage.open()
    stage.element("@mug")
    stage.library.rename(other)
    stage.wait(lambda: "The library is no longer in" in stage.text(".notice"), "that the library is away")
    assert str(stage.library) in stage.text(".notice")
    stage.wait(lambda: not stage.all("main.element [data-key=rights]"), "facts that can't be changed")
    assert "@mug" in stage.text("main.element .element-head"), "what is shown stays"
    stage.picture("away")
    stage.go("#/?tag=nothing-like-it")
    stage.wait(lambda: "could not be loaded" in stage.text("main.grid"), "that nothing could be loaded")
    assert "No element" not in stage.text("main.grid")
    stage.page.execute_script("location.reload()")
    stage.wait(lambda: "no longer in" in stage.text("#app"), "that it is still away, in a tab opened since")
    # Another library in its place is not taken for it.
    stage.library = other
    stage.tool("init", str(stage.folder / "library"), at=None)
    time.sleep(2.5)
    assert "no longer in" in stage.text("#app")
    (stage.folder / "library").rename(stage.folder / "another")
    stage.library = other.rename(stage.folder / "library")
    stage.go("#/")
    stage.wait(lambda: len(stage.tiles()) == 3 and not stage.text(".notice"), "all elements, and no notice")
    stage.element("@mug")
    stage.named("button", "Change Name").click()
    stage.chord(Keys.CONTROL, "a")
    stage.press("Cup", Keys.ENTER)
    stage.wait(lambda: stage.show("@mug")["name"] == "Cup", "the change")


def restart(stage):
    """After the server was killed and started again, open tabs go on: with their drafts and their dropped files."""
    stage.open()
    stage.go("#/shots")
    stage.wait(lambda: stage.all("textarea"), "the shot editor")
    stage.all("textarea")[0].send_keys("@mira runs through the rain")
    stage.go("#/")
    stage.drop("trouble/mira-full-length.jpg")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "a file that was looked at")
    left = [one for one in stage.temporary.iterdir() if one.name.startswith("castbook-files-")]
    same(len(left), 1)
    stage.server.send_signal(signal.SIGKILL)
    stage.server.wait()
    stage.wait(lambda: "not responding" in stage.page.find_element(By.CSS_SELECTOR, ".notice").text,
               "that it does not respond")
    stage.picture("gone")
    before = stage.base
    stage.server, stage.address = stage.serve((), port=None)
    same(stage.base, before)
    assert not left[0].exists(), "what the killed server left"
    stage.wait(lambda: not stage.all(".notice"), "that it responds again")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the file, sent again")
    handle = stage.page.find_element(By.ID, "to-handle")
    handle.clear()
    handle.send_keys("nina")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "nina" in stage.handles(), "the element in the library")
    stage.wait(lambda: "@nina" in stage.text("main.element .element-head"), "its page, which keeping opens")
    stage.go("#/shots")
    stage.wait(lambda: stage.all("textarea"), "the shot editor")
    assert "runs through the rain" in stage.all("textarea")[0].get_property("value")
