"""Walks in which the library or the server goes away and comes back while tabs are open."""
import signal, time

from stage import By, Keys, assert_equal


def away(stage):
    """Moves the library away: the page says so, stops editing, and recovers when it is back."""
    other = stage.folder / "elsewhere"
    stage.open()
    stage.element("@mug")
    stage.library.rename(other)
    stage.wait(lambda: "The library is no longer in" in stage.text(".notice"),
               "the notice about the missing library")
    assert str(stage.library) in stage.text(".notice")
    stage.wait(lambda: not stage.all("main.element [data-key=rights]"),
               "the page without editable facts")
    assert "@mug" in stage.text("main.element .element-head"), "the element is not shown any more"
    stage.screenshot("away")
    stage.go("#/?tag=nothing-like-it")
    stage.wait(lambda: "could not be loaded" in stage.text("main.grid"),
               "the message about the failed request")
    assert "No element" not in stage.text("main.grid")
    stage.page.execute_script("location.reload()")
    stage.wait(lambda: "no longer in" in stage.text("#app"), "the notice after a reload")
    # A different library in the same folder is not accepted.
    stage.library = other
    stage.tool("init", str(stage.folder / "library"), at=None)
    time.sleep(2.5)
    assert "no longer in" in stage.text("#app")
    (stage.folder / "library").rename(stage.folder / "another")
    stage.library = other.rename(stage.folder / "library")
    stage.go("#/")
    stage.wait(lambda: len(stage.tiles()) == 3 and not stage.text(".notice"),
               "all elements and no notice")
    stage.element("@mug")
    stage.named("button", "Change Name").click()
    stage.chord(Keys.CONTROL, "a")
    stage.press("Cup", Keys.ENTER)
    stage.wait(lambda: stage.show("@mug")["name"] == "Cup", "the change in the library")


def restart(stage):
    """Restarts a killed server: open tabs reconnect and keep their drafts and dropped files."""
    stage.open()
    stage.go("#/shots")
    stage.wait(lambda: stage.all("textarea"), "the shot editor")
    stage.all("textarea")[0].send_keys("@mira runs through the rain")
    stage.go("#/")
    stage.drop("trouble/mira-full-length.jpg")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the result for the dropped file")
    leftovers = [one for one in stage.temporary.iterdir() if one.name.startswith("castbook-files-")]
    assert_equal(len(leftovers), 1)
    stage.server.send_signal(signal.SIGKILL)
    stage.server.wait()
    stage.wait(lambda: "not responding" in stage.page.find_element(By.CSS_SELECTOR, ".notice").text,
               "the notice about the silent server")
    stage.screenshot("gone")
    before = stage.base
    stage.server, stage.address = stage.serve((), port=None)
    assert_equal(stage.base, before)
    assert not leftovers[0].exists(), "the files of the killed server are still there"
    stage.wait(lambda: not stage.all(".notice"), "the end of the notice")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the file after the second upload")
    handle = stage.page.find_element(By.ID, "to-handle")
    handle.clear()
    handle.send_keys("nina")
    stage.named("button", "Keep").click()
    stage.wait(lambda: "nina" in stage.handles(), "the element in the library")
    stage.wait(lambda: "@nina" in stage.text("main.element .element-head"),
               "the page of the new element")
    stage.go("#/shots")
    stage.wait(lambda: stage.all("textarea"), "the shot editor")
    assert "runs through the rain" in stage.all("textarea")[0].get_property("value")
