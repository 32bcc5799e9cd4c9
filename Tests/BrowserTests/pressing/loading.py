"""Opens views, each with an unchanged copy of the library."""
import http.client, shutil, signal, urllib.parse


class ViewLoader:
    """The gallery behind the page: serves a new copy of a library when one is needed."""

    def __init__(self, stage, page):
        self.stage, self.page = stage, page
        self.copy_count = 0
        self.served = None

    def load(self, view):
        """Loads a view with an unchanged library, and returns a report on it."""
        if self.page.is_library_used or view.changes_library or self.served != (view.cast, view.options):
            self.serve_copy(view)
        else:
            # Reload in place: the browser keeps a page that was navigated away from in memory for
            # a while, with its event stream.
            place = view.place if view.kind == "#/" else "#/"
            self.page.driver.execute_script("history.replaceState(null, '', arguments[0])", place)
            self.page.driver.refresh()
        report = self.page.look() if view.kind == "#/" else self.come_from_list(view)
        if view.ready:
            view.ready(self.stage)
            report = self.page.look()
        self.page.is_library_used = False
        return report

    def come_from_list(self, view):
        """Navigates to the list and then to a view, and returns a report on it."""
        for place in ("#/", view.place):
            self.stage.go(place)
            report = self.page.look()
        return report

    def serve_copy(self, view):
        """Starts a gallery of a new copy of the library, and loads the page from it."""
        stage = self.stage
        self.page.driver.get("about:blank")
        stage.server.send_signal(signal.SIGTERM)
        stage.server.wait(timeout=30)
        self.copy_library(view)
        stage.server, stage.address = stage.serve(view.options)
        self.sign_in()
        self.page.driver.get(f"{stage.base}{view.place if view.kind == '#/' else '#/'}")
        self.page.find_modules()

    def copy_library(self, view):
        """Replaces the library and the project by unchanged copies."""
        stage, casts = self.stage, self.stage.folder / "casts"
        # Keep the previews, which are the same for every copy.
        if self.served and (stage.library / "cache").exists():
            shutil.copytree(stage.library / "cache", casts / self.served[0] / "cache", dirs_exist_ok=True)
        shutil.rmtree(stage.library, ignore_errors=True)
        for name in ("film", "moved"):
            shutil.rmtree(stage.folder / name, ignore_errors=True)
        shutil.copytree(casts / "film", stage.folder / "film")
        self.copy_count += 1
        self.served = (view.cast, view.options)
        stage.library = stage.folder / f"library-{self.copy_count}"
        shutil.copytree(casts / view.cast, stage.library)

    def sign_in(self):
        """Gets the cookie without the browser, so that the page is loaded only once."""
        # Only browsers resolve names under localhost to this machine.
        place = urllib.parse.urlsplit(self.stage.address)
        connection = http.client.HTTPConnection("127.0.0.1", place.port)
        connection.request("GET", f"/?{place.query}", headers={"Host": place.netloc})
        cookie = connection.getresponse().headers["Set-Cookie"].split(";")[0]
        connection.close()
        name, value = cookie.split("=")
        self.page.driver.execute_cdp_cmd("Network.setCookie", {
            "name": name, "value": value, "url": self.stage.base, "httpOnly": True,
            "sameSite": "Strict"})
