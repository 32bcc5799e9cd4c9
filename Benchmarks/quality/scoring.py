"""What castbook says of all pictures and sets, kept by the digest of the program that said it."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

from kinds import shows
from sources import HELD, TUNED

SCORE = ["score", "--json"]
PICK = ["pick", "--best", "4", "--json"]


class Castbook:
    """One binary: its answers are asked for once for each version of the pictures."""

    def __init__(self, binary, scratch, corpus):
        self.binary = pathlib.Path(binary).resolve()
        if not os.access(self.binary, os.X_OK):
            raise SystemExit(f"{binary}: is no program. Build one with Scripts/build.")
        digest = hashlib.sha256(self.binary.read_bytes())
        decoders = self.binary.with_name("castbook-media")
        if decoders.exists():
            digest.update(decoders.read_bytes())
        self.digest = digest.hexdigest()[:16]
        self.root = pathlib.Path(scratch) / "scores" / f"{corpus.root.name}-{self.digest}"
        self.corpus = corpus

    def version(self):
        done = subprocess.run([self.binary, "--version"], capture_output=True, text=True)
        return done.stdout.strip() or "no version"

    def ask(self, words, lines=None):
        """Its JSON; findings are no failure, silence is."""
        done = subprocess.run([self.binary, *words], capture_output=True, text=True,
                              input=lines, stdin=None if lines else subprocess.DEVNULL)
        try:
            return json.loads(done.stdout)
        except ValueError:
            said = (done.stderr or done.stdout).strip()[-600:]
            raise SystemExit(f"castbook {' '.join(words[:3])} answered no JSON (status {done.returncode}): {said}")

    def files(self, records, halves=(TUNED, HELD), made_by=None, title="files"):
        """Every record with its scores; what was asked before is read. Each half has a file of its own."""
        made_by = made_by or self.corpus
        root = self.root.with_name(f"{made_by.root.name}-{self.digest}")
        answers = []
        for half in halves:
            path = root / f"{title}-{half}.jsonl"
            if not path.exists():
                wanted = [record for record in records if record["half"] == half]
                print(f"scoring {len(wanted)} pictures ({title}, {half})", file=sys.stderr)
                keep(path, self.scored(wanted, made_by))
            answers += [json.loads(line) for line in path.read_text().splitlines()]
        return answers

    def scored(self, records, made_by):
        """One call for each kind, strength and what is shown: all of it in one would make sets of look-alikes."""
        batches = {}
        for record in records:
            batches.setdefault((record["kind"], record["strength"], shows(record)), []).append(record)
        found = []
        for (_, _, element), batch in batches.items():
            paths = [str(made_by.path(record)) for record in batch]
            words = ["--kind", element] if element else []
            answer = self.ask([*SCORE, *words, "-"], "\n".join(paths) + "\n")
            told = {file["path"]: file for file in answer["files"]}
            for record, path in zip(batch, paths):
                if path not in told:
                    raise SystemExit(f"castbook score: says nothing of {path}")
                found.append({**record, **brief(told[path])})
        return found

    def sets(self, cases, half, version):
        """Every case of a half with what was said of its set."""
        path = self.root / f"sets-{version}-{half}.jsonl"
        if not path.exists():
            print(f"scoring {len(cases)} sets", file=sys.stderr)
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                keep(path, pool.map(self.of_set, cases))
        return [json.loads(line) for line in path.read_text().splitlines()]

    def of_set(self, case):
        words = PICK if case["table"] == "pick" else SCORE
        told = self.ask([*words, *case["files"]]).get("set", {})
        return {**case, "told": {key: told.get(key) for key in ("scores", "pairs", "odd", "selected")}}


def brief(file):
    """What is kept of a file's answer."""
    measures = file.get("measures", {})
    return {"scores": file.get("scores", {}), "status": file["status"],
            "values": {name: measure.get("value") for name, measure in measures.items()},
            "findings": [[finding["rule"], finding["severity"]] for finding in file.get("findings", [])]}


def keep(path, records):
    """Writes JSON lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text("".join(json.dumps(record) + "\n" for record in records))
    part.rename(path)
