"""Castbook's quality scores, measured: makes the pictures, asks castbook and others, prints tables.

    main.py SCRATCH CASTBOOK [--no-peers] [--only tuned|held-out] [--part defects|sets|life]
                             [--baseline CASTBOOK] [--extra FOLDER]
"""
import argparse
import datetime
import functools
import os
import sys
import time

import evidence
import lifereport
import peers
import settables
import report
from corpus import Corpus
from extra import Extra
from kinds import KINDS
from life import Life
from scoring import Castbook
from sets import Sets
from sources import CUT_OUTS, HELD, PHOTOGRAPHS, TUNED
from spoiled import Spoiled

PARTS = ("defects", "sets", "life")


def words():
    reader = argparse.ArgumentParser(prog="Benchmarks/quality/run", description=__doc__.split("\n")[0])
    reader.add_argument("scratch")
    reader.add_argument("castbook")
    reader.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    reader.add_argument("--only", choices=[TUNED, HELD], help="print the tables of one half, and score no other")
    reader.add_argument("--part", choices=PARTS, help="print one part's tables: spoiled photographs, sets, "
                        "or pictures as people have them")
    reader.add_argument("--baseline", help="another castbook, whose AUC must be reached")
    reader.add_argument("--extra", help="a folder of good pictures, held out: a folder in it for each kind")
    return reader.parse_args()


def head(castbook, corpus, life):
    """What was measured, when, and which pictures are in which half."""
    day = datetime.datetime.now(datetime.timezone.utc).date()
    print(f"{day}, {os.cpu_count()} × {evidence.processor()}: Benchmarks/quality/run")
    print(f"{castbook.version()}, binary {castbook.digest}; pictures {corpus.root.name}, {life.root.name}")
    print("AUC: how often a clean picture scores above a spoiled one, equals half; its interval by drawing")
    print("whole sources again. What could not be measured counts as 1. Rank: Spearman, clean as strength 0.")
    print("+ the goal is met, ! it is not. Nothing of the held-out half is used to choose thresholds.")
    for half in (TUNED, HELD):
        names = [name for name, other, *_ in PHOTOGRAPHS if other == half]
        names += [name for name, other, *_ in CUT_OUTS if other == half]
        names += (["renders of Mira and the mug"] if half == TUNED else []) + ["own drawings"]
        print(f"{half}: {', '.join(names)}; and as people have them: {', '.join(life.sources(half))}")


class Measured:
    """All pictures, and what is asked about them; each part is made when its tables are."""

    def __init__(self, asked):
        self.asked = asked
        self.halves = [asked.only] if asked.only else [TUNED, HELD]
        self.corpus = Corpus(asked.scratch)
        self.life, self.spoiled = Life(asked.scratch), Spoiled(asked.scratch)
        self.castbook = Castbook(asked.castbook, asked.scratch, self.corpus)
        self.baseline = Castbook(asked.baseline, asked.scratch, self.corpus) if asked.baseline else None

    @functools.cached_property
    def records(self):
        return self.corpus.made()

    def wanted(self, part):
        return self.asked.part in (None, part)

    def old_half(self, castbook, half):
        """The half of the spoiled photographs, as one program sees it."""
        scored = castbook.files(self.records, [half])
        others = {record["file"]: {"file": record["file"]} for record in self.records}
        if not self.asked.no_peers:
            others = peers.of_files(self.asked.scratch, self.corpus, self.records)
        return report.Half(scored, others)

    def life_half(self, castbook, half):
        """The half of pictures as people have them."""
        clean = castbook.files(self.life.made(), [half], self.life, "life")
        if self.asked.extra and half == HELD:
            extra = Extra(self.asked.extra)
            clean = clean + castbook.files(extra.made(), [half], extra, "extra")
        return lifereport.LifeHalf(clean, castbook.files(self.spoiled.made([half]), [half], self.spoiled, "spoiled"))

    def tables(self, half):
        """Titles, and what prints each table of one half."""
        if self.wanted("defects"):
            of = self.old_half(self.castbook, half)
            yield from [("kinds of defect", of.kinds), ("clean pictures: false alarms", of.false_alarms),
                        ("spoiled pictures: caught", of.catches), ("cross-talk", of.cross_talk)]
        if self.wanted("sets"):
            yield from self.set_tables(half)
        if self.wanted("life"):
            yield from self.life_tables(half)

    def set_tables(self, half):
        sets = Sets(self.asked.scratch, self.corpus, self.records)
        told = self.castbook.sets(sets.made(half), half, sets.version)

        def of_table(name):
            return [case for case in told if case["table"] == name]

        others = {} if self.asked.no_peers else peers.of_duplicates(of_table("duplicates"))
        return [("duplicates", lambda: settables.duplicates(of_table("duplicates"), others)),
                ("views that are no duplicates", lambda: settables.turns(of_table("turns"))),
                ("other expressions", lambda: settables.expressions(of_table("expressions"))),
                ("lighting of sets", lambda: settables.lighting(of_table("lighting"))),
                ("the best four of eight", lambda: settables.picks(of_table("pick")))]

    def life_tables(self, half):
        of = self.life_half(self.castbook, half)
        if self.baseline:
            of.baseline = self.life_half(self.baseline, half)
        return [("pictures as people have them: false alarms", of.false_alarms),
                ("more kinds of defect", of.kinds), ("JPEG: warned of (refused) of all", of.qualities),
                ("ladders", of.ladders), ("acceptance", lambda: self.acceptance(of, half))]

    def acceptance(self, of, half):
        """All that is accepted of this half; of the spoiled photographs, too, where they are asked for."""
        if self.wanted("defects"):
            before = self.old_half(self.baseline, half) if self.baseline else None
            of.lines += lifereport.of_old_kinds(KINDS, self.old_half(self.castbook, half), before)
        of.acceptance()


def main():
    asked = words()
    evidence.prove()
    started = time.monotonic()
    measured = Measured(asked)
    head(measured.castbook, measured.corpus, measured.life)
    for half in measured.halves:
        for title, show in measured.tables(half):
            print(f"\n## {half}: {title}")
            show()
    print(f"\n{time.monotonic() - started:.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    main()
