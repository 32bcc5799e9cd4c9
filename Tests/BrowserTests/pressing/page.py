"""Presses single controls, and reads the reports of the script in the page."""
import time

from stage import Keys

from . import watch

IDLE_TIMEOUT_MILLISECONDS = 20_000


class WatchedPage:
    """The page with the script in it, and what its last report says of the view."""

    def __init__(self, stage):
        self.stage, self.driver = stage, stage.page
        self.modules = []
        # The library may have been changed since it was copied.
        self.is_library_used = True
        self.driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": watch.script()})
        self.driver.execute_cdp_cmd("Page.setInterceptFileChooserDialog", {"enabled": True})
        self.driver.set_script_timeout(60)

    def find_modules(self):
        """Finds the scripts that the page imports on demand, once."""
        self.modules = self.modules or self.driver.execute_async_script(
            "pressing.modules().then(arguments[0])")

    def look(self):
        """Waits until the page is idle, and returns a report on it."""
        report = self.driver.execute_async_script("""
            const [timeout, modules, done] = arguments;
            pressing.report(timeout, modules).then(done, (error) => done({ broken: String(error) }));""",
            IDLE_TIMEOUT_MILLISECONDS, self.modules)
        if "broken" in report:
            raise AssertionError(f"the script in the page failed: {report['broken']}")
        report["log"] = [one["message"] for one in self.driver.get_log("browser")
                         if one["level"] == "SEVERE"]
        self.state, self.layers, self.place = report["state"], report["layers"], report["place"]
        self.is_writing = report["isWriting"]
        self.is_library_used = self.is_library_used or report["isChanged"]
        return report

    def press(self, item):
        """Presses a control, and returns a report on the effects."""
        aim = self.driver.execute_script("return pressing.aim(arguments[0])", item["key"])
        if aim.get("isGone") or aim.get("cover"):
            report = self.look()
            report["errors"].append(
                "it is not there any more" if aim.get("isGone") else f"it is covered by {aim['cover']}")
            return report
        if aim.get("isByKey"):
            self.stage.press(Keys.ENTER)
        elif aim.get("point"):
            self.touch(*aim["point"])
        report = self.look()
        if report["choosers"]:
            self.choose_file()
            report = {**self.look(), "effects": report["effects"]}
        if report["downloads"]:
            self.receive_download(report)
        return report

    def touch(self, x, y):
        """Taps on a phone, clicks on a desk."""
        if self.stage.size == "phone":
            send = lambda kind, points: self.driver.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            send("touchStart", [{"x": x, "y": y}])
            send("touchEnd", [])
            return
        send = lambda kind, x, y, **more: self.driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})
        send("mouseMoved", x, y)
        for kind in ("mousePressed", "mouseReleased"):
            send(kind, x, y, button="left", clickCount=1)
        # Move the pointer away, so that no hover style changes the next snapshot.
        send("mouseMoved", 0, 0)

    def choose_file(self):
        """Chooses a file in the field that opened a file dialog."""
        field = self.driver.execute_script("return pressing.fileField")
        is_text = ".md" in (field.get_attribute("accept") or "")
        field.send_keys(str(self.stage.folder / "made" / ("chosen.md" if is_text else "nina-front.jpg")))

    def receive_download(self, report):
        """Waits for a download and deletes it; adds an error to the report if none arrives."""
        end = time.time() + 10
        while time.time() < end:
            files = [one for one in self.stage.folder.iterdir() if one.is_file()]
            if files and not [one for one in files if one.suffix == ".crdownload" or one.name.startswith(".")]:
                break
            time.sleep(0.05)
        else:
            report["errors"].append("no file was downloaded")
        for one in self.stage.folder.iterdir():
            if one.is_file():
                one.unlink()
