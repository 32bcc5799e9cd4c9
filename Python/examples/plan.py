#!/usr/bin/env python3
"""Exports shot files for several providers, and says which would render each for the least.

    plan.py out/ kling-o3,kling-v3 lobby.md street.md

Nothing is sent: `castbook.send(bundle, dry_run=False, max_cost=…)` does that.
"""

import sys
from decimal import Decimal
from typing import Dict, Sequence, Tuple

import castbook

Offer = Tuple[Decimal, str]


def offers(output: str, targets: str, shots: Sequence[str]) -> Dict[str, Offer]:
    """Returns the price in US dollars and the bundle of the cheapest export of each shot file."""
    report = castbook.export(shots, targets=targets, output=output)
    best: Dict[str, Offer] = {}
    for bundle in report.bundles:
        for finding in bundle.findings:
            print(f"{bundle.shot}: {finding.severity}: {finding.message}", file=sys.stderr)
        if bundle.path is None or bundle.cost is None or bundle.cost.currency != "USD":
            continue
        offer = (bundle.cost.amount, bundle.path)
        best[bundle.shot] = min(offer, best.get(bundle.shot, offer))
    return best


if __name__ == "__main__":
    found = offers(sys.argv[1], sys.argv[2], sys.argv[3:])
    for shot, (amount, path) in found.items():
        plan = castbook.send(path)
        ready = "ready" if plan.ready else plan.bundles[0].obstacles[0].message
        print(f"{shot}: {path}, {amount} USD, {ready}")
    print(f"{sum(amount for amount, _ in found.values())} USD together")
