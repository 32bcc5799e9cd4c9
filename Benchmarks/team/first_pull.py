"""The first pull of a library with very many elements, which castbook reads from `rclone serve s3` on this machine.

usage: first_pull.py [ELEMENTS]   (a million by default; needs Scripts/install --tests and a release build)

Each element has one revision with four references: about a kilobyte. Each segment is signed by the machine that wrote it,
one of ten, which has also erased every thousandth element. The files are not made: a pull brings records.
Prints the size of the store, then for the pull and for what comes after it: seconds, seconds of the processors,
and the most memory in MiB.
"""
import base64, datetime, hashlib, json, os, pathlib, random, re, resource, shutil, subprocess, sys, tempfile, time, zlib

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


def line(record):
    return json.dumps(record, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def name(line):
    return hashlib.sha256(line[:-1]).hexdigest().upper()


class Machine:
    """A machine of the team, with a key and what it has signed last."""

    def __init__(self, folder, number):
        self.host = f"machine-{number}"
        self.key = folder / f"{self.host}.pem"
        # PKCS #8 of an Ed25519 key.
        der = bytes.fromhex("302e020100300506032b657004220420") + hashlib.sha256(self.host.encode()).digest()
        self.key.write_bytes(b"-----BEGIN PRIVATE KEY-----\n" + base64.b64encode(der) + b"\n-----END PRIVATE KEY-----\n")
        der = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout
        self.public = der[-32:].hex().upper()
        self.previous = []

    def signed(self, lines):
        """The record that says that it has written these."""
        statement = {"at": BEGIN.isoformat() + "Z", "by": "ana", "castbook": "signature/1", "host": self.host, "key": self.public,
                     "library": LIBRARY, "previous": self.previous, "records": sorted(map(name, lines))}
        if not self.previous:
            del statement["previous"]
        message = self.key.with_suffix(".message")
        message.write_bytes(b"castbook signature/1\n" + line(statement)[:-1])
        statement["signature"] = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", message],
                                                capture_output=True, check=True).stdout.hex().upper()
        made = line(statement)
        self.previous = [name(made)]
        return made


def erasure(number):
    return line({"at": (BEGIN + datetime.timedelta(days=300)).isoformat() + "Z", "castbook": "erasure/1", "element": element(number),
                 "reason": "asked"})


def element(number):
    return ulid((1_795_680_000_000 << 80) + number)


def record(number, chance):
    words = [chance.choice(WORDS) for _ in range(40)]
    return line({
        "at": (BEGIN + datetime.timedelta(seconds=17 * number)).isoformat() + "Z", "castbook": "revision/1", "description": " ".join(words),
        "element": element(number), "handle": f"e{number}", "kind": "character",
        "name": f"{words[0].title()} {number}",
        "references": [{"blob": hashlib.sha256(b"%d-%d" % (number, place)).hexdigest(), "file": f"{role}.jpg", "role": role}
                       for place, role in enumerate(ROLES)],
        "rights": {"basis": "own"}, "sequence": 1, "tags": [words[1], words[2]],
    })


def make(folder, keys, count):
    """Writes the store's objects, as docs/remote-format.md specifies them. Returns their number and length."""
    keys.mkdir()
    machines = [Machine(keys, number) for number in range(10)]
    erased = {}
    chance = random.Random(1)
    log = folder / "log" / datetime.date.today().isoformat()
    log.mkdir(parents=True)
    (folder / "castbook.json").write_text(json.dumps({"format": 1, "library": LIBRARY}) + "\n")
    made, length, lines, files = 0, 0, [], 0

    def write(machine):
        nonlocal made, length
        text = b"".join(lines) + machine.signed(lines)
        data = zlib.compress(text, 1)
        (log / hashlib.sha256(text).hexdigest()).write_bytes(data)
        made, length = made + 1, length + len(data)
        lines.clear()

    size = 0
    for number in range(count):
        revision = record(number, chance)
        if size + len(revision) > 4 << 20 or files + 4 > 1000:
            write(machines[made % 10])
            size = files = 0
        if number % 1000 == 500:
            erased.setdefault(machines[made % 10], []).append(erasure(number))
        lines.append(revision)
        size, files = size + len(revision), files + 4
    write(machines[made % 10])
    for machine, erasures in erased.items():
        lines.extend(erasures)
        write(machine)
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
    made, length = make(work / "store/team", work / "keys", count)
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
