#!/usr/bin/env python3
"""Runs commands in turns, so that a busy moment of the machine meets all of them, and compares their times.

    interleave.py ROUNDS BASE 'LABEL=COMMAND' ...

Each round starts with another command. A command may be `pre: ONE ;; OTHER`: then ONE runs first, unmeasured. Prints
the minimum and the median of wall and processor seconds (user and system, of all processes of a command), and their
ratios to BASE's: of the minimums, and for wall time also the median of the rounds' ratios. On a busy machine read
the processor times. A command's exit status is printed if it is not 0. After SIGTERM the rounds so far are printed;
LOG=1 prints every time.
"""
import ctypes
import os
import resource
import signal
import statistics
import subprocess
import sys
import time


class Stopped(Exception):
    pass


def stop(*_):
    raise Stopped


def shell(command):
    return subprocess.run(
        ["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL).returncode


def adopt_orphans():
    """Makes this program the parent of processes whose own parent ends first, so that their time counts, too."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def wait_for_orphans():
    """Waits until all processes that a command has started are at their end."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def processor_seconds():
    """Of all processes that ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Command:
    def __init__(self, argument):
        self.label, command = argument.split("=", 1)
        self.before = None
        if command.startswith("pre:"):
            self.before, command = command[len("pre:"):].split(";;", 1)
        self.command = command
        # Wall and processor seconds of each round.
        self.walls, self.processors = [], []
        self.status = 0

    def run(self):
        if self.before:
            shell(self.before)
        processor, wall = processor_seconds(), time.perf_counter()
        status = shell(self.command)
        wall = time.perf_counter() - wall
        wait_for_orphans()
        processor = processor_seconds() - processor
        self.status = status
        self.walls.append(wall)
        self.processors.append(processor)
        if os.environ.get("LOG"):
            print(f"{self.label}: wall {wall:.3f} cpu {processor:.3f}", file=sys.stderr, flush=True)

    def times(self):
        return (f"{min(self.walls):8.3f}  {statistics.median(self.walls):8.3f}  "
                f"{min(self.processors):8.3f}  {statistics.median(self.processors):8.3f}")

    def ratios(self, base):
        median = statistics.median(own / other for own, other in zip(self.walls, base.walls))
        # A command may take less processor time than the kernel counts.
        processor = min(self.processors) / max(1e-9, min(base.processors))
        return f"{min(self.walls) / min(base.walls):9.2f} {median:9.2f} {processor:8.2f}"


def run_all(commands, rounds):
    signal.signal(signal.SIGTERM, stop)
    try:
        for number in range(rounds):
            first = number % len(commands)
            for command in commands[first:] + commands[:first]:
                command.run()
    except Stopped:
        print("(stopped early)")


def print_table(commands, base_label):
    measured = [command for command in commands if command.walls]
    base = next((command for command in measured if command.label == base_label), None)
    width = max((len(command.label) for command in measured), default=0)
    print(f"{'':{width}}  wall min  wall med   cpu min   cpu med | x{base_label}: wall(min) wall(med) cpu(min)")
    for command in measured:
        ratios = command.ratios(base) if base else ""
        status = f"  (exit {command.status})" if command.status else ""
        print(f"{command.label:{width}}  {command.times()} | {ratios}{status}")


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: interleave.py ROUNDS BASE 'LABEL=COMMAND' ...")
    adopt_orphans()
    commands = [Command(argument) for argument in sys.argv[3:]]
    run_all(commands, int(sys.argv[1]))
    print_table(commands, sys.argv[2])


main()
