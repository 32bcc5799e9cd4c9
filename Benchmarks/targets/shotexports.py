"""Exports a shot file to all targets, and keeps what each export says."""
import dataclasses, json, re, shutil

from shotfilm import Failure

# The first words of a way out: something to write, to choose, to remove or to do.
WAYS = re.compile(
    r"\b(add|choose|remove|write|use|set|change|name|shorten|split|create|register|put|make|did you mean|save|convert|cut|"
    r"leave|send|number|give|move|export|render|drop|say|install|keep|accepted)\b", re.IGNORECASE)

# What a shot file can say under aspect; "write one such as 16:9" refuses anything else.
SIDE = r"\d{1,5}(\.\d{1,2})?"
RATIO = re.compile(rf"{SIDE}[:x]{SIDE}|auto(_[a-z0-9]{{1,7}})?|adaptive")


@dataclasses.dataclass
class Finding:
    rule: str
    severity: str
    message: str
    fix: str
    # Why the remedy leads nowhere; None if it names a way out.
    dead_end: str


def dead_end(message, fix, settings):
    """Returns why a remedy leads nowhere, or None. The settings are those that the shot file has."""
    if not WAYS.search(fix):
        return "no remedy" if not fix else "it names nothing to do"
    if (added := re.fullmatch(r"add ([a-z-]+): (\S+)", fix)) and added[2] in settings.get(added[1], []):
        return "the shot file has it"
    if fix.endswith("instead"):
        return "it names no value"
    if message.split()[-2:-1] == ["aspect"] and fix.startswith("accepted: "):
        unwritable = [value for value in fix.removeprefix("accepted: ").split(", ") if not RATIO.fullmatch(value)]
        if unwritable:
            return f"a shot file can't say {', '.join(unwritable)}"
    if (added := re.match(r"castbook add (@\w+) ", fix)) and any(added[1] in text for text in settings.get("images", [])):
        return "the shot file chooses which pictures are sent"
    return None


@dataclasses.dataclass
class Export:
    """One shot file for one target."""
    shot: str
    target: str
    # Whether there is a bundle.
    is_written: bool
    # The request's body; None if no bundle was written, or if it has steps for a person instead.
    body: object
    findings: list

    def of(self, severity):
        return [one for one in self.findings if one.severity == severity]

    @property
    def errors(self):
        return self.of("error")

    @property
    def warnings(self):
        return self.of("warning")


def exported(film, shot, targets):
    """Exports a shot file to all targets in one process. What it writes is read and deleted: it is about a megabyte a target."""
    out = film.folder / "out"
    answer = film.json("export", f"{shot}.md", "--for", ",".join(targets), "-o", "out")
    exports = [made(film, shot, bundle) for bundle in answer["bundles"]]
    shutil.rmtree(out, ignore_errors=True)
    if [one.target for one in exports] != targets:
        raise Failure(f"{shot}: not every target was answered")
    for one in exports:
        if one.is_written == bool(one.errors):
            raise Failure(f"{shot}, {one.target}: an export is either refused or written")
    return exports


def settings_of(text):
    """Returns the settings of a shot file, each with its values in their order."""
    settings = {}
    for line in text.split("---\n")[1].splitlines() if text.startswith("---\n") else []:
        key, _, value = line.partition(": ")
        settings.setdefault(key, []).append(value)
    return settings


def made(film, shot, bundle):
    settings = settings_of((film.folder / f"{shot}.md").read_text())
    path = film.folder / bundle["path"] / "request.json" if "path" in bundle else None
    body = json.loads(path.read_text()) if path and path.exists() else None
    findings = [Finding(one["rule"], one["severity"], one["message"], one.get("fix", ""),
                        dead_end(one["message"], one.get("fix", ""), settings)) for one in bundle["findings"]]
    return Export(shot, bundle["target"], path is not None, body, findings)


def bodies(exports):
    """Yields each body as a line of JSON."""
    for one in exports:
        if one.body is not None:
            yield json.dumps({"target": one.target, "shot": one.shot, "body": one.body}, ensure_ascii=False)
