"""Explores views: decides what to press, and returns to the start of a view."""
import collections, os, re, time

from stage import Keys

from .casts import make_casts
from .findings import Findings
from .loading import ViewLoader
from .page import WatchedPage
from .views import views

# How many presses in a row: a control, and one that it opened; with a menu, one more.
DEPTH, DEPTH_WITH_MENU = 2, 3


class Explorer:
    """Presses the controls of views, and those that appear after a press."""

    def __init__(self, stage):
        self.stage = stage
        self.page = WatchedPage(stage)
        self.loader = ViewLoader(stage, self.page)
        self.findings = Findings()
        self.press_count, self.pressed = 0, collections.Counter()

    def explore(self, view):
        """Presses the controls of a view."""
        self.view = view
        self.start = self.loader.load(view)
        self.findings.begin(view, self.start)
        self.press_each([], self.start, set(self.start["behind"]))

    def press_each(self, path, report, known):
        """Presses the controls that appeared after the presses of a path."""
        items = [one for one in report["items"]
                 if one["base"] not in known and (one["isInBar"] or not report["isChanged"])]
        known = known | {one["base"] for one in items}
        for item in items:
            is_first = self.is_first(item, path)
            if not is_first and (path or item["isInHead"]):
                continue
            if self.page.state != report["state"] or self.page.is_library_used:
                self.come_back(path)
            trail = [*path, item]
            after = self.page.press(item)
            self.press_count += 1
            self.findings.judge(trail, after)
            is_elsewhere = after["place"] != report["place"] or after["isNew"]
            has_menu = any("menu" in one["kind"] for one in trail)
            if not is_elsewhere and len(trail) < (DEPTH_WITH_MENU if has_menu else DEPTH):
                self.press_each(trail, after, known)

    def is_first(self, item, path):
        """Counts a control, and returns whether it is among the first of its kind in any view."""
        plain = lambda words: re.sub(r"[\d.,:]+|@\w+", "#", words)
        # Undo in the bar depends on the change before it, Close does not.
        is_undo = item["isInBar"] and path and item["name"] != "Close"
        place = plain(path[-1]["group"]) if is_undo else self.view.kind if item["isInHead"] else ""
        # Three options of a list are enough, and two buttons with the same name.
        is_choice = item["kind"] in ("option", "menuitemradio")
        part = plain(item["where"].split(",")[0])
        key = (item["kind"], part, "" if is_choice else (plain(item["name"]), item["number"]), place)
        self.pressed[key] += 1
        return self.pressed[key] <= (3 if is_choice else 1) and item["number"] < 3

    def come_back(self, path):
        """Returns to a view after the presses of a path: by navigation, or with a new load."""
        ways = [] if self.page.is_library_used else [
            self.escape, self.navigate_back, self.navigate_again]
        if not any(way() for way in ways):
            if self.loader.load(self.view)["state"] != self.start["state"]:
                self.findings.failures.append(
                    f"{self.view.name}: it does not look the same when it is opened again")
        for item in path:
            self.page.press(item)

    def is_at_start(self):
        """Returns whether the view is as it was when it was loaded."""
        return self.page.state == self.start["state"]

    def escape(self):
        """Tries to return by Escape."""
        if self.page.layers or self.page.is_writing:
            self.stage.press(Keys.ESCAPE)
            self.page.look()
        return self.is_at_start()

    def navigate_back(self):
        """Tries to return by the address of the view."""
        if self.page.place != self.start["place"] and not self.page.layers and not self.view.ready:
            self.stage.go(self.start["place"])
            self.page.look()
        return self.is_at_start()

    def navigate_again(self):
        """Tries to return by way of the list."""
        if self.view.kind == "#/" or self.page.layers or self.view.ready:
            return False
        self.loader.come_from_list(self.view)
        return self.is_at_start()


def pressing(stage):
    """Presses every control of every view; VIEWS is a pattern for the names of some views."""
    explorer = Explorer(stage)
    findings, loader = explorer.findings, explorer.loader
    all_views = views(make_casts(stage))
    only = os.environ.get("VIEWS")
    for view in all_views:
        if only and not re.search(only, view.name):
            continue
        began, count, copies = time.time(), explorer.press_count, loader.copy_count
        try:
            explorer.explore(view)
        except Exception as error:
            findings.failures.append(f"{view.name}: {type(error).__name__}: {str(error)[:300]}")
            explorer.page.is_library_used = True
        finally:
            print(f"{view.name}: {explorer.press_count - count} in {time.time() - began:.1f} s, "
                  f"{loader.copy_count - copies} copies", flush=True)
    print(f"{explorer.press_count} buttons in {len(all_views)} views")
    for one in findings.notes:
        print("note:", one)
    if findings.failures:
        raise AssertionError(f"{len(findings.failures)} failures:\n" + "\n".join(findings.failures))
