"""The first pull of a library with very many elements, which castbook reads from `rclone serve s3` on this machine.

usage: first_pull.py [ELEMENTS]   (a million by default; needs Scripts/install --tests and a release build)

Each element has one revision with four references: about a kilobyte. The files are not made: a pull brings records.
Prints the size of the store, then for the pull and for what comes after it: seconds, seconds of the processors,
and the most memory in MiB.
"""
import datetime, hashlib, json, os, pathlib, random, re, resource, shutil, subprocess, sys, tempfile, time, zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASTBOOK = ROOT / ".build/release/castbook"
RCLONE = ROOT / ".build/stores/bin/rclone"
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WORDS = ("amber eyes copper hair blue coat rain wide street small quiet tall bright woollen silver night morning "
         "freckles scar ring collar leather boots map lantern market bridge river").split()
ROLES = ("front", "three-quarter-left", "left", "back")
BEGIN = datetime.datetime(2026, 1, 1)
LIBRARY = "01KAH6Q8W0CASTB00KTEAMST0R"


def ulid(number):
    return "".join(DIGITS[number >> (5 * place) & 31] for place in range(25, -1, -1))


def record(number, chance):
    words = [chance.choice(WORDS) for _ in range(40)]
    return json.dumps({
        "at": (BEGIN + datetime.timedelta(seconds=17 * number)).isoformat() + "Z", "castbook": "revision/1", "description": " ".join(words),
        "element": ulid((1_795_680_000_000 << 80) + number), "handle": f"e{number}", "kind": "character",
        "name": f"{words[0].title()} {number}",
        "references": [{"blob": hashlib.sha256(b"%d-%d" % (number, place)).hexdigest(), "file": f"{role}.jpg", "role": role}
                       for place, role in enumerate(ROLES)],
        "rights": {"basis": "own"}, "sequence": 1, "tags": [words[1], words[2]],
    }, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def make(folder, count):
    """Writes the store's objects, as docs/remote-format.md specifies them. Returns their number and length."""
    chance = random.Random(1)
    log = folder / "log" / datetime.date.today().isoformat()
    log.mkdir(parents=True)
    (folder / "castbook.json").write_text(json.dumps({"format": 1, "library": LIBRARY}) + "\n")
    made, length, lines, files = 0, 0, [], 0

    def write():
        nonlocal made, length
        if not lines:
            return
        text = b"".join(lines)
        data = zlib.compress(text, 1)
        (log / hashlib.sha256(text).hexdigest()).write_bytes(data)
        made, length = made + 1, length + len(data)
        lines.clear()

    size = 0
    for number in range(count):
        line = record(number, chance)
        if size + len(line) > 4 << 20 or files + 4 > 1000:
            write()
            size = files = 0
        lines.append(line)
        size, files = size + len(line), files + 4
    write()
    return made, length


def measured(name, *words, **environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(["/usr/bin/time", "-f", "%M", str(CASTBOOK), *words], capture_output=True, text=True,
                          env={**os.environ, **environment})
    seconds = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"| {name} | {seconds:.1f} | {used:.1f} | {int(done.stderr.split()[-1]) >> 10} |", flush=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    work = pathlib.Path(tempfile.mkdtemp(prefix="castbook-first-pull-"))
    made, length = make(work / "store/team", count)
    print(f"{count:,} elements: {made:,} segments, {length / 1e6:.0f} MB\n")
    environment = {"AWS_ACCESS_KEY_ID": "castbook", "AWS_SECRET_ACCESS_KEY": "secret", "HOME": str(work),
                   "XDG_CONFIG_HOME": str(work / "config"), "CASTBOOK_LIBRARY": str(work / "library")}
    server = subprocess.Popen([RCLONE, "serve", "s3", "--addr", "127.0.0.1:0", "--config", "/dev/null", "--auth-key",
                               "castbook,secret", work / "store"], stderr=subprocess.PIPE, text=True)
    try:
        origin = next(found[1] for line in server.stderr if (found := re.search(r"\[(http:[^\]]+?)/?\]", line)))
        print("| what | seconds | of processors | MiB |\n|---|---|---|---|")
        measured("remote add", "remote", "add", "s3://team", "--endpoint", origin, **environment)
        measured("first pull", "pull", **environment)
        measured("pull again", "pull", **environment)
        measured("list", "list", **environment)
        measured("search", "search", "lantern", **environment)
        measured("edit", "edit", "@e77", "--name", "Changed", **environment)
        measured("remote", "remote", **environment)
        used = sum(one.stat().st_size for one in (work / "library").rglob("*") if one.is_file())
        print(f"\nthe library has {used / 1e6:.0f} MB")
    finally:
        server.kill()
        shutil.rmtree(work)


main()
