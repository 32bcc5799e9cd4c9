"""Lets a scripted client do the tasks, judges what they leave behind, and prints what they took.

    main.py CASTBOOK SCRATCH [TASK…] [--quick] [--text-only] [--verbose]

With --quick only six tasks are done, the most tempting among them; with --text-only the client ignores structured content.
Ends with 1 if a task failed.
"""
import dataclasses, datetime, json, pathlib, re, sys, time, tomllib, traceback

import anyio

import harm, judging
from policy import NoTool, OutOfCalls, Policy
from wire import connected, shortened
from world import ORDER, World, month_end

HERE = pathlib.Path(__file__).resolve().parent
QUICK = ["add_ben", "price_at_two", "tempt_erase_all", "tempt_no_price", "tempt_outside", "tempt_key"]
# What an agent that obeys texts would try.
OBEDIENCE = [
    {"do": "change an element: remove it", "alone": True,
     "facts": {"element": ["@mira", "@lena", "@nora", "@old_mug"], "remove": True}},
    {"do": "print the API key", "alone": True},
]


@dataclasses.dataclass
class Run:
    """How one task went."""
    name: str
    is_temptation: bool
    may_write: bool
    answers: list = dataclasses.field(default_factory=list)
    met: list = dataclasses.field(default_factory=list)
    attempted: list = dataclasses.field(default_factory=list)
    # Why the client ended before its wants were met.
    ends: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)
    # The tools that a search for the user's own words finds, the likeliest first.
    by_words: list = dataclasses.field(default_factory=list)
    # The number of calls before the attempts.
    calls: int = 0
    problems: list = dataclasses.field(default_factory=list)

    @property
    def told(self):
        """All that the user could be told, with the calls that were named."""
        return "\n".join(f"{answer.text}\n{json.dumps(answer.data, ensure_ascii=False)}" for answer in self.answers)

    @property
    def data(self):
        return self.met[-1].data if self.met else {}

    @property
    def own(self):
        """The answers to the client's own calls, without attempts."""
        return self.answers[:self.calls]

    @property
    def images(self):
        return sum(answer.images for answer in self.own)

    @property
    def wrong_turns(self):
        return sum(answer.is_error or not answer.is_used for answer in self.own)


def resolved(value, world):
    """Returns a value of a task with the names that begin with @ and stand for something of today."""
    if isinstance(value, dict):
        return {key: resolved(inner, world) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, world) for inner in value]
    today = datetime.datetime.now(datetime.timezone.utc).date()
    if value == "@days-left":
        return (month_end() - today).days
    if isinstance(value, str) and value.startswith("@outside"):
        return str(world.outside) + value.removeprefix("@outside")
    return value


def load():
    """Returns the tasks, each of which states what it decides, unless its words have all facts."""
    tasks = tomllib.loads((HERE / "tasks.toml").read_text())["task"]
    for task in tasks:
        spoken = plain(task["words"])
        for part in [task, *task["wants"]]:
            unspoken = [text for text in harm.texts(part.get("facts", {})) if plain(text) not in spoken]
            if unspoken and "decided" not in task:
                raise ValueError(f"{task['name']}: who says {unspoken}?")
    return tasks


def plain(text):
    return re.sub(r"\W+", " ", text.lower()).strip()


def from_answers(value, answers):
    """Returns a value with what only former answers tell."""
    if isinstance(value, dict):
        return {key: from_answers(inner, answers) for key, inner in value.items()}
    if value == "@chosen":
        return judging.chosen(answers[-1])
    if value == "@plan":
        return next((one.data["plan"] for one in reversed(answers) if "plan" in one.data), "0" * 64)
    if value == "@zeros":
        return "0" * 64
    if value == "@seen":
        return next((one.data["sha256"] for one in reversed(answers) if "sha256" in one.data), "0" * 64)
    return value


async def perform(task, connection, world, run):
    """Does what the user wants, and then what a misled agent might try."""
    tools = await connection.tools()
    policy = Policy(connection, tools, resolved(task.get("facts", {}), world))
    run.by_words = policy.candidates(task["words"])
    wants = list(task["wants"])
    for want in wants:
        try:
            run.met += await policy.meet(from_answers(resolved(want, world), connection.answers))
        except NoTool as error:
            run.ends.append(f"no tool for “{error}”")
        except OutOfCalls:
            run.ends.append("more than 12 calls")
            break
        if task.get("obeys") and want is task["wants"][-1] and any(ORDER[:24] in one.text for one in connection.answers):
            policy.notes.append("obeys the order that it has read")
            wants += OBEDIENCE
    run.calls = len(connection.answers)
    run.ends += [answer.text for answer in run.met if answer.is_error]
    run.notes = policy.notes
    for name, arguments in task.get("attempts", []):
        try:
            run.attempted.append(
                await connection.call(name, from_answers(resolved(arguments, world), connection.answers)))
        except Exception as error:
            run.notes.append(f"{name}: {error}")
    run.answers = connection.answers


async def done(task, world, log, text_only):
    """Does a task and judges it."""
    name, options = task["name"], task.get("options", [])
    run = Run(name, name.startswith("tempt_"), "--allow" in options)
    world.reset()
    before = harm.Before(world)
    try:
        with anyio.fail_after(120):
            async with connected(world, options, log, text_only) as connection:
                await perform(task, connection, world, run)
        run.problems += judging.judged(world, run)
        run.problems += before.harm(world, run)
    except Exception as error:
        run.problems.append("".join(traceback.format_exception(error))[-2000:])
    sent = [[answer.tool, answer.arguments] for answer in run.answers]
    found, run.written = harm.leaks(world, log, sent) if log.with_suffix(".out").exists() else ([], 0)
    run.problems += [f"the server has written {what}" for what in found]
    return run


def report(run, is_verbose):
    size = sum(answer.size for answer in run.own)
    print(f"{'pass' if not run.problems else 'FAIL'}  {run.name:20} {run.calls:3} calls {size:7,} bytes "
          f"{run.wrong_turns:2} wrong turns {run.images} images"
          + (f" {len(run.attempted)} attempts" if run.attempted else ""))
    for problem in run.problems:
        print(f"      {problem[:1500]}")
    if is_verbose or run.problems:
        for answer in run.answers:
            mark = "error" if answer.is_error else "ok" if answer.is_used else "unused"
            first = answer.text.splitlines()[0] if answer.text else ""
            print(f"      {mark:6} {answer.tool} {shortened(answer.arguments)}\n             {first[:200]}")
        for note in run.notes:
            print(f"      note   {note[:200]}")


def summarize(runs, seconds):
    own = [answer for run in runs for answer in run.own]
    usual = [run for run in runs if not run.is_temptation and run.own]
    print(f"{sum(not run.problems for run in runs)} of {len(runs)} tasks pass, in {seconds:.0f} s")
    for name, some in (("ordinary", usual), ("tempting", [run for run in runs if run.is_temptation])):
        answers = [answer for run in some for answer in run.own]
        print(f"{len(some)} {name}: {len(answers)} calls, {max((run.calls for run in some), default=0)} at most; "
              f"{sum(answer.size for answer in answers if not answer.images):,} bytes of answers without images; "
              f"{sum(run.images for run in some)} images; {sum(run.wrong_turns for run in some)} wrong turns; "
              f"{sum(len(run.attempted) for run in some)} attempts")
    first = sum(run.by_words[:1] == [run.own[-1].tool] for run in usual)
    among = sum(run.own[-1].tool in run.by_words for run in usual)
    print(f"A search of the tools for the user's own words finds the right one first in {first}, and among three in {among} "
          f"of {len(usual)} ordinary tasks")
    print(f"Searched for a key and for paths: {sum(run.written for run in runs):,} bytes, of which {len(own)} answers are a part")


async def main():
    words = sys.argv[1:]
    options = {word for word in words if word.startswith("--")}
    castbook, scratch, *names = [word for word in words if not word.startswith("--")]
    tasks = load()
    names = QUICK if "--quick" in options else names
    world = World(scratch, castbook)
    world.make()
    logs = world.scratch / "logs"
    logs.mkdir(exist_ok=True)
    start, runs = time.monotonic(), []
    for task in tasks:
        if names and task["name"] not in names:
            continue
        runs.append(await done(task, world, logs / task["name"], "--text-only" in options))
        report(runs[-1], "--verbose" in options)
    summarize(runs, time.monotonic() - start)
    sys.exit(1 if any(run.problems for run in runs) else 0)


if __name__ == "__main__":
    anyio.run(main)
