"""Castbook's quality scores, measured: makes the pictures, asks castbook and others, prints tables.

    main.py SCRATCH CASTBOOK [--no-peers] [--only tuned|held-out]
"""
import argparse
import datetime
import os
import sys
import time

import evidence
import peers
import settables
import report
from corpus import Corpus
from scoring import Castbook
from sets import Sets
from sources import CUT_OUTS, HELD, PHOTOGRAPHS, TUNED


def words():
    reader = argparse.ArgumentParser(prog="Benchmarks/quality/run", description=__doc__.split("\n")[0])
    reader.add_argument("scratch")
    reader.add_argument("castbook")
    reader.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    reader.add_argument("--only", choices=[TUNED, HELD], help="print the tables of one half")
    return reader.parse_args()


def head(castbook, corpus):
    """What was measured, when, and which pictures are in which half."""
    day = datetime.datetime.now(datetime.timezone.utc).date()
    print(f"{day}, {os.cpu_count()} × {evidence.processor()}: Benchmarks/quality/run")
    print(f"{castbook.version()}, binary {castbook.digest}; pictures {corpus.root.name}")
    print("AUC: how often a clean picture scores above a spoiled one, equals half; its interval by drawing")
    print("whole sources again. What could not be measured counts as 1. Rank: Spearman, clean as strength 0.")
    print("+ the goal is met, ! it is not. Nothing of the held-out half is used to choose thresholds.")
    for half in (TUNED, HELD):
        names = [name for name, other, *_ in PHOTOGRAPHS if other == half]
        names += [name for name, other, _ in CUT_OUTS if other == half]
        names += [f"renders of {'Mira' if half == TUNED else 'the mug'}", "own drawings"]
        print(f"{half}: {', '.join(names)}")


def half_tables(half, records, cases, others, asked):
    """All tables of one half."""
    of = report.Half([record for record in records if record["half"] == half], others)
    cases = [case for case in cases if case["half"] == half]

    def of_table(name):
        return [case for case in cases if case["table"] == name]

    for title, show in [
            ("kinds of defect", of.kinds), ("clean pictures: false alarms", of.false_alarms),
            ("spoiled pictures: caught", of.catches), ("cross-talk", of.cross_talk),
            ("duplicates", lambda: settables.duplicates(
                of_table("duplicates"), peers.of_duplicates(of_table("duplicates")) if asked else {})),
            ("views that are no duplicates", lambda: settables.turns(of_table("turns"))),
            ("other expressions", lambda: settables.expressions(of_table("expressions"))),
            ("lighting of sets", lambda: settables.lighting(of_table("lighting"))),
            ("the best four of eight", lambda: settables.picks(of_table("pick")))]:
        print(f"\n## {half}: {title}")
        show()


def main():
    asked = words()
    evidence.prove()
    started = time.monotonic()
    corpus = Corpus(asked.scratch)
    records = corpus.made()
    sets = Sets(corpus, records)
    cases = sets.made()
    castbook = Castbook(asked.castbook, asked.scratch, corpus)
    scored = castbook.files(records)
    told = castbook.sets(cases, sets.version)
    others = {record["file"]: {"file": record["file"]} for record in records}
    if not asked.no_peers:
        others = peers.of_files(asked.scratch, corpus, records)
    head(castbook, corpus)
    for half in (TUNED, HELD):
        if asked.only in (None, half):
            half_tables(half, scored, told, others, not asked.no_peers)
    print(f"\n{time.monotonic() - started:.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    main()
