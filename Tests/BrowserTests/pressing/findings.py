"""Judges the reports on presses, and collects failures and notes."""
import re

# Errors of forms that were sent with a missing or invalid value.
FORM_ERRORS = "^an error: “(To confirm, write|Write a reason|the folder is not an absolute path)"


class Findings:
    """The failures and the notes on all views."""

    def __init__(self):
        self.failures, self.notes = [], []

    def begin(self, view, report):
        """Judges a newly loaded view; its problems are not reported again after each press."""
        self.view, self.known = view, set()
        self.judge([], report)
        self.known = set(report["wrong"])

    def judge(self, path, report):
        """Adds the failures after the presses of a path."""
        found = [f"an error in a script: {one}" for one in report["errors"]]
        found += [one for one in report["wrong"]
                  if one not in self.known and not re.search(f"{self.view.allowed}|{FORM_ERRORS}", one)]
        if report["late"]:
            found.append(f"it was still busy after 20 s: {report['late']}")
        refused = [one for one in report["requests"] if one.get("status", 200) >= 400]
        answers = [f"{one['method']} {one['path']} was answered with {one['status']}"
                   for one in refused]
        if not path or report["layers"] or set(report["wrong"]) - self.known:
            self.notes += [self.line(path, one) for one in answers]
        else:
            found += [f"{one}, and the page shows no error" for one in answers]
        found += [f"in the browser's log: {one}" for one in report["log"]
                  if not (refused and "the server responded" in one)]
        if path and not report.get("effects") and not report["isNew"] and not path[-1]["isOn"]:
            found.append("nothing happened")
        self.failures += [self.line(path, one) for one in dict.fromkeys(found)]

    def line(self, path, what):
        """Returns a finding with the view and the presses that lead to it."""
        steps = " › ".join(
            f"“{one['name'] or one['kind']}” ({one['where']}"
            f"{', number ' + str(one['number']) if one['number'] > 1 else ''})" for one in path)
        return f"{self.view.name}: {steps or 'opening it'}: {what}"
