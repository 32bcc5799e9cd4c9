"""Reads the pages of docs/commands/, and writes a method for each command that prints JSON."""

import pathlib
import re
import textwrap
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Set, Tuple

from .shapes import Shapes
from .text import docstring, snake


@dataclass
class Function:
    """A method: the command that it runs, and how it differs from what the command's page says."""

    name: str
    command: str
    shapes: Tuple[str, ...] = ()
    fixed: Tuple[str, ...] = ()
    without: Tuple[str, ...] = ()
    each: bool = False
    arguments: str = "all"
    about: str = ""


# What only changes text for people, or is not JSON.
UNUSED = {
    "color",
    "help",
    "quiet",
    "json",
    "jsonl",
    "csv",
    "fields",
    "library",
    "brief",
    "request",
    "python",
    "yes",
    "version",
    "libraries",
}

# Commands that have more than one function, or print the shape of another.
FUNCTIONS = [
    Function("check_each", "check", each=True, about="each file as soon as it is checked"),
    Function("score_each", "score", each=True, about="each picture as soon as it is measured"),
    Function("pick", "pick", ("score",)),
    Function("bind", "bind", ("edit",)),
    Function("restore", "restore", ("edit",)),
    Function("list_each", "list", each=True, about="each element, however many there are"),
    Function("search_each", "search", each=True, about="each element, however many there are"),
    Function("pack", "pack", ("pack-written",)),
    Function("import_", "import"),
    Function("exports_each", "exports", each=True, about="each bundle, however many there are"),
    Function("take_add", "take add", ("take",)),
    Function("take_list", "take list", ("takes",)),
    Function("take_rate", "take rate", ("take",)),
    Function("bundle_verify_each", "bundle verify", each=True, about="several bundles"),
    Function("register", "register", without=("send", "dry-run", "record")),
    Function(
        "register_send",
        "register",
        ("register", "job-result"),
        fixed=("--send",),
        without=("send", "id", "expires", "from", "blob"),
        about="creates the element or the voice at the provider",
    ),
    Function("cancel", "cancel", ("job-result",)),
    Function("models_add", "models add", ("models",)),
    Function("models_remove", "models remove", ("models",)),
    Function("settings_limit", "settings limit", ("settings",)),
    Function("settings_name", "settings name", ("settings",)),
    Function("similar", "similar", without=("subject",)),
    Function(
        "similar_subject",
        "similar",
        fixed=("--subject",),
        without=("subject",),
        about="the elements that show the subject of pictures",
    ),
    Function("pull", "pull", ("sync",)),
    Function("push", "push", ("sync",)),
    Function(
        "fetch",
        "fetch",
        ("sync",),
        without=("task", "output", "record", "targets"),
        arguments="elements",
        about="the files of elements",
    ),
    Function(
        "fetch_job",
        "fetch",
        ("job-result",),
        without=("all",),
        arguments="job",
        about="the result of a job",
    ),
    Function("gc", "gc", without=("remote",)),
    Function(
        "remote_gc",
        "gc",
        fixed=("--remote",),
        without=("remote", "grace", "erased"),
        about="cleans up the team's store instead of the library",
    ),
    Function("remote_key_rotate", "remote key rotate", ("remote-key",)),
    Function("remote_add", "remote add", ("remote-added",)),
    Function("remote_remove", "remote remove", ("remote-removed",)),
    Function("targets", "targets", arguments="none", about="all targets"),
    Function(
        "target",
        "targets",
        ("target-profile",),
        arguments="one",
        about="one target, with its profile",
    ),
    Function(
        "target_brief",
        "targets",
        ("target-brief",),
        fixed=("--brief",),
        arguments="one",
        about="what a request to one target needs",
    ),
    Function("rules", "explain", ("rules",), arguments="none", about="all rules"),
    Function("explain", "explain", ("rule",), arguments="one", about="one rule"),
]

# Commands without a function: Library.serve runs one, mcp is started by agents' programs, and the
# others only have subcommands.
WITHOUT = {"serve", "mcp", "bundle", "remote key", "settings key", "take"}

# Options that only change what is printed for people.
WORDS_ONLY = ("Show every measure", "Show every message")

# Python's names of options and arguments, where the command's own are reserved or say too little.
NAMES = {
    ("for", True): "targets",
    ("for", False): "target",
    ("targets", False): "profiles",
    ("as", False): "slot",
    ("set", True): "settings",
    ("set", False): "as_set",
    ("as", True): "rename",
}
OF = {
    ("add", "from"): "from_folder",
    ("register", "from"): "from_list",
    ("models add", "from"): "from_file",
    ("add", "kind"): "from_kind",
}
ARGUMENTS = {
    "PATH": "paths",
    "FILE": "files",
    "SHEET": "paths",
    "CLIP": "paths",
    "BUNDLE": "bundles",
    "SHOT": "shots",
    "WORD": "words",
    "N": "numbers",
    "RULE": "rules",
    "DIR": "path",
    "s3://BUCKET/PREFIX": "place",
    "@HANDLE": "handle",
    "@VOICE": "voice",
    "@NAME": "names",
    "KIND": "kind",
    "OTHER": "other",
    "OLD": "old",
    "NEW": "new",
    "JOB": "job",
    "ROLE": "role",
    "WHAT": "what",
    "PACK": "pack",
    "BACKUP": "backup",
    "TARGET": "target",
    "SHELL": "shell",
    "MODEL": "model",
    "TAKE": "take",
    "TEXT": "text",
    "AMOUNT": "amounts",
    "NAME": "name",
}
ONE = {
    "CLIP": "clip",
    "paths": "path",
    "files": "file",
    "bundles": "bundle",
    "shots": "shot",
    "rules": "rule",
    "names": "name",
    "words": "word",
}

PATH_TYPES = {
    "DIR",
    "DIR|FILE.zip",
    "FILE",
    "FILE.json",
    "FILE.md",
    "FILE.png",
    "FILE.wav",
    "FILE.zip",
    "FILE|BUNDLE",
    "BUNDLE",
}
NUMBER_TYPES = {"K"}


@dataclass
class Page:
    """A command's page."""

    command: str
    summary: str
    details: str
    arguments: List[Tuple[str, str]] = field(default_factory=list)
    options: List[Tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Parameter:
    """A parameter of a method, and what it does to the command line."""

    name: str
    python: str
    default: Optional[str]
    code: str
    about: str


def module(folder: pathlib.Path, shapes: Shapes) -> str:
    """Returns the text of the module."""
    pages = {page.command: page for page in map(read, sorted(folder.glob("*.md")))}
    listed = {function.name: function for function in FUNCTIONS}
    special = {function.command for function in FUNCTIONS if not function.each}
    for command, page in pages.items():
        if any(option[0] == "json" for option in page.options) and command not in special | WITHOUT:
            name = snake(command.replace(" ", "_"))
            listed[name] = Function(name, command)
    functions = [
        function
        for command in pages
        for function in sorted(listed.values(), key=lambda function: function.each)
        if function.command == command
    ]
    missing = {function.command for function in listed.values()} - set(pages)
    if missing:
        raise SystemExit(f"docs/commands/ has no page of {', '.join(sorted(missing))}")
    names = textwrap.wrap(", ".join(f'"{function.name}"' for function in functions), 94)
    lines = [
        '"""The commands of castbook, as methods.',
        "",
        "Written by Python/generate.py from docs/commands/.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING, Any, Literal, Mapping, Optional, Sequence, Type, TypeVar, Union",
        "",
        "from ._run import Amount, Call, Day, Numbers, PathLike, Paths, Stream, Words",
        "",
        "if TYPE_CHECKING:",
        "    from . import shapes",
        "    from ._base import Report, Shape",
        "",
        '_R = TypeVar("_R", bound="Report")',
        '_S = TypeVar("_S", bound="Shape")',
        "",
        "NAMES = (",
        *("    " + line for line in names),
        ")",
        "",
        "",
        "class Commands:",
        '    """The commands, for Library."""',
        "",
        "    def _report(",
        "        self, call: Call, shape: Type[_R], library: Optional[PathLike], timeout: Optional[float]",
        "    ) -> _R:",
        "        raise NotImplementedError",
        "",
        "    def _either(",
        "        self,",
        "        call: Call,",
        "        shapes: Sequence[Type[Report]],",
        "        library: Optional[PathLike],",
        "        timeout: Optional[float],",
        "    ) -> Any:",
        "        raise NotImplementedError",
        "",
        "    def _stream(",
        "        self, call: Call, shape: Type[_S], library: Optional[PathLike], timeout: Optional[float]",
        "    ) -> Stream[_S]:",
        "        raise NotImplementedError",
    ]
    for function in functions:
        lines += [""] + method(function, pages[function.command], shapes)
    return "\n".join(lines) + "\n"


def read(path: pathlib.Path) -> Page:
    """Reads a page."""
    text = path.read_text("utf-8")
    command = (re.search(r"^# castbook ?(.*)$", text, re.M) or [""])[1]
    body = text.split("\n", 4)[4].split("\n## ")[0]
    prose = [
        part
        for part in re.split(r"\n\n+", re.sub(r"```.*?```", "", body, flags=re.S).strip())
        if part.strip()
    ]
    page = Page(command, plain(prose[0]), "\n\n".join(plain(part) for part in prose[1:]))
    for section in text.split("\n## ")[1:]:
        title = section.split("\n", 1)[0]
        for row in re.finditer(r"^\| (?:`-o`, )?`((?:[^`])+)` \| (.*) \|$", section, re.M):
            name, about = plain(row[1]), plain(row[2])
            if title == "Arguments":
                page.arguments.append((name, about))
            elif title == "Options" and name.startswith("--"):
                option, _, value = name[2:].partition(" ")
                page.options.append((option, value, about))
    return page


def plain(text: str) -> str:
    """A text without the escapes of Markdown."""
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", text).replace("\n", " ").strip()


def method(function: Function, page: Page, shapes: Shapes) -> List[str]:
    """The lines of a method."""
    parameters = arguments(function, page) + options(function, page, shapes)
    names = [parameter.name for parameter in parameters]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise SystemExit(f"{function.name} has two parameters {', '.join(sorted(repeated))}")
    positional = [p for p in parameters if p.code.startswith("call.") and "--" not in p.code]
    keywords = [p for p in parameters if p not in positional]
    signature = (
        ["self"] + [declared(p) for p in positional] + ["*"] + [declared(p) for p in keywords]
    )
    signature += ["library: Optional[PathLike] = None", "timeout: Optional[float] = None"]
    called = function.shapes or (
        (
            function.command.replace(" ", "-")
            if not function.fixed
            else snake(function.name).replace("_", "-")
        ),
    )
    if function.each:
        line = shapes.lines.get(called[0], shapes.reports[called[0]]).title
        answer, last = (
            f"Stream[shapes.{line}]",
            f"return self._stream(call, shapes.{line}, library, timeout)",
        )
    else:
        titles = [f"shapes.{shapes.reports[name].title}" for name in called]
        answer = titles[0] if len(titles) == 1 else f"Union[{', '.join(titles)}]"
        last = f"return self._report(call, {titles[0]}, library, timeout)"
        if len(titles) > 1:
            last = (
                f"answer: {answer} = self._either(\n"
                f"            call, [{', '.join(titles)}], library, timeout\n"
                "        )\n"
                "        return answer"
            )
    lines = [f"    def {function.name}("]
    lines += [f"        {part}," for part in signature]
    lines += [f"    ) -> {answer}:"]
    lines += docstring(document(function, page, parameters), "        ")
    lines += ["        from . import shapes", ""]
    fixed = "".join(f', "{word}"' for word in function.fixed)
    lines += [f'        call = Call("{function.command}"{fixed})']
    for parameter in parameters:
        lines += ["        " + line for line in parameter.code.split("\n")]
    return lines + ("        " + last).split("\n")


def declared(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{parameter.name}: {parameter.python}{default}"


def document(function: Function, page: Page, parameters: List[Parameter]) -> str:
    """The docstring: what the command does, and its parameters."""
    summary = page.summary
    if function.about:
        summary = f"{page.summary.rstrip('.')}: {function.about}."
    parts = [summary]
    if page.details:
        parts.append(page.details)
    flags = {
        flag[0]: p.name
        for p in parameters
        for flag in [re.findall(r'"--([a-z-]+)"', p.code)]
        if flag
    }
    if any('"--yes", not dry_run' in p.code for p in parameters):
        flags["yes"] = "dry_run=False"

    def pythonic(text: str) -> str:
        """Options as parameters: `--from DIR` → `from_folder`, but not in a command line."""
        pieces = text.split("`")
        for index in range(0, len(pieces), 2):
            if "output" in flags:
                pieces[index] = re.sub(r"(?<![\w-])-o( DIR)?(?![\w-])", "`output`", pieces[index])
            pieces[index] = re.sub(
                r"(?<![\w-])--([a-z-]+)( [A-Z]{2,}(?:\.[a-z]+)?)?(?![\w-])",
                lambda found: f"`{flags[found[1]]}`" if found[1] in flags else found[0],
                pieces[index],
            )
        return "`".join(pieces)

    parts = [pythonic(part) for part in parts]
    rows = [f"    {p.name}: {pythonic(p.about)}" for p in parameters]
    rows.append("    library: The library, if not that of the object.")
    rows.append("    timeout: Seconds after which the command is stopped.")
    return "\n\n".join(parts) + "\n\nArgs:\n" + "\n".join(rows)


def arguments(function: Function, page: Page) -> List[Parameter]:
    """The parameters for what is not an option."""
    if function.arguments == "none":
        return []
    if function.arguments == "job":
        return [Parameter("job", "str", None, "call.word(job)", "The job.")]
    made: List[Parameter] = []
    for form, about in page.arguments:
        optional = form.startswith("[")
        bare = form.strip("[]")
        many = bare.endswith("…")
        joined = bare.endswith("[,…") or bare.endswith("[,…]")
        first = re.split(r"[|…\[]", bare)[0]
        if bare in ("@HANDLE|FILE…", "BUNDLE|@HANDLE", "FILE|@HANDLE…"):
            first = {"@": "PATH", "B": "BUNDLE", "F": "PATH"}[bare[0]]
        if first not in ARGUMENTS:
            raise SystemExit(
                f"castbook {function.command}: the argument {form} has no name in Python: add one to "
                "ARGUMENTS in Python/generator/commands.py"
            )
        name = ARGUMENTS[first]
        if function.arguments == "one":
            optional = False
        if first in ("OLD", "NEW"):
            python, call = "PathLike", f"call.path({name})"
        elif joined:
            python = "Numbers" if first == "N" else "Words"
            call = f"call.words({name}, joined=True)"
        elif first.startswith("@"):
            if many:
                name = {"handle": "handles"}.get(name, name)
            python, call = ("Words" if many else "str"), f"call.handles({name})"
        elif first in (
            "WORD",
            "JOB",
            "ROLE",
            "KIND",
            "s3://BUCKET/PREFIX",
            "TARGET",
            "SHELL",
            "MODEL",
            "RULE",
            "TEXT",
        ):
            if not many:
                name = ONE.get(name, name)
            python, call = (
                ("Words", f"call.words({name})") if many else ("str", f"call.word({name})")
            )
        elif many and not (function.command == "bundle verify" and not function.each):
            listed = "reads a list" in about or about.endswith("or -.")
            about = re.sub(r", or -\.$|; - reads a list of paths\.$", ".", about)
            python = "Paths"
            call = f"call.paths({name}, listed=True)" if listed else f"call.paths({name})"
        else:
            name = ONE.get(first, ONE.get(name, name))
            python, call = "PathLike", f"call.path({name})"
        default = None
        if optional:
            default = "()" if python in ("Paths", "Words") else "None"
            python = python if default == "()" else f"Optional[{python}]"
        made.append(Parameter(name, python, default, call, about))
    return made


def options(function: Function, page: Page, shapes: Shapes) -> List[Parameter]:
    """The parameters for options."""
    made: List[Parameter] = []
    present: Set[str] = {option[0] for option in page.options}
    confirmed = "yes" in present and "dry-run" in present
    for option, value, about in page.options:
        asks = option == "yes" and not confirmed
        if (option in UNUSED and not asks) or option in function.without:
            continue
        if about.startswith(WORDS_ONLY):
            continue
        pairs = "=" in value
        name = NAMES.get((option, value.endswith("[,…]") or pairs), snake(option))
        name = OF.get((function.command, option), name)
        flag = f"--{option}"
        words = re.search(r" One of: (.*)\.$", about)
        about = re.sub(r" One of: .*\.$", "", about)
        if option == "dry-run" and confirmed:
            made.append(
                Parameter(
                    name,
                    "bool",
                    "True",
                    confirmation(function, flag),
                    about.replace("With --send: print", "Return")
                    + " False does it, without asking.",
                )
            )
            continue
        if not value:
            made.append(Parameter(name, "bool", "False", f'call.flag("{flag}", {name})', about))
            continue
        code = f'call.option("{flag}", {name})'
        if words:
            chosen = words[1].split(", ")
            alias = shapes.alias(chosen)
            choices = ", ".join(f'"{word}"' for word in chosen)
            python = f"Optional[shapes.{alias}]" if alias else f"Optional[Literal[{choices}]]"
        elif value == "[N=]ROLE[,…]":
            python = "Union[str, Sequence[str], Mapping[int, str], None]"
            code = f'call.several("{flag}", {name})'
        elif value == "[NAME=]@NEW":
            python, code = "Union[str, Mapping[str, str], None]", f'call.pairs("{flag}", {name})'
        elif value == "FILE=NEW":
            python = "Optional[Mapping[Union[int, str], PathLike]]"
            code = f'call.pairs("{flag}", {name})'
        elif value in ("FILE=ROLE[,…]", "FILE=TEXT"):
            python, code = (
                "Optional[Mapping[Union[int, str], str]]",
                f'call.pairs("{flag}", {name})',
            )
        elif value == "KEY=VALUE":
            python, code = (
                "Optional[Mapping[str, Union[int, str]]]",
                f'call.pairs("{flag}", {name})',
            )
        elif value == "FILE[,…]":
            python, code = "Optional[Numbers]", f'call.several("{flag}", {name})'
        elif value.endswith("[,…]"):
            python, code = "Optional[Words]", f'call.several("{flag}", {name})'
        elif value in PATH_TYPES:
            python = "Optional[PathLike]"
        elif value in NUMBER_TYPES or (value == "N" and option != "file"):
            python = "Optional[int]"
        elif value == "DAY":
            python = "Optional[Day]"
        elif value == "AMOUNT":
            python = "Optional[Amount]"
        elif value in ("DAYS", "N", "REV", "SEED", "ID"):
            python = "Union[int, str, None]"
        else:
            python = "Optional[str]"
        made.append(Parameter(name, python, "None", code, about))
    return made


def confirmation(function: Function, flag: str) -> str:
    """What is sent or erased needs more than a default."""
    lines = [f'call.flag("{flag}", dry_run)', 'call.flag("--yes", not dry_run)']
    if function.command == "send":
        lines[:0] = [
            "if not dry_run and max_cost is None:",
            '    raise ValueError("sending costs money: give max_cost, such as \\"5 USD\\"")',
        ]
    return "\n".join(lines)
