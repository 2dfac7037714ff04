"""Precision and recall on passages that were not written for this tool.

    python -m tests.benchmarks.claims.passages [--list]

A wrong statement is found when a claim on it gets any verdict but match; a false alarm is such a
verdict where the label says match, or where there is no label at all.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

from cypt_analysis.claims import MATCH
from tests.claims.labelled import names, pairs


@dataclass
class Score:
    """What was found of what was labelled."""

    labelled: int = 0
    harvested: int = 0
    extra: int = 0
    wrong: int = 0
    found: int = 0
    same_verdict: int = 0
    alarms: int = 0
    false_alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def score() -> Score:
    """The passages, checked and counted."""
    total = Score()
    for name in names():
        together, rest = pairs(name)
        for label, claims in together:
            total.labelled += 1
            total.harvested += bool(claims)
            raised = [claim for claim in claims if claim.verdict != MATCH]
            total.alarms += bool(raised)
            where = f"{name}.md:{label.line} '{label.words}' ({label.verdict})"
            if label.verdict == MATCH:
                if raised:
                    total.false_alarms.append(f"{where}: {raised[0].verdict}; {raised[0].data}")
                continue
            total.wrong += 1
            total.found += bool(raised)
            total.same_verdict += any(claim.verdict == label.verdict for claim in raised)
            if not raised:
                total.missed.append(where)
        total.extra += len(rest)
        for claim in rest:
            if claim.verdict != MATCH:
                total.alarms += 1
                total.false_alarms.append(
                    f"{name}.md:{claim.line} '{claim.printed}' (no claim): {claim.verdict}; {claim.data}"
                )
    return total


def main() -> None:
    """Print precision and recall, and with --list what was missed or wrongly raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    total, listed = score(), parser.parse_args().list
    right = total.alarms - len(total.false_alarms)
    print(f"claims labelled          {total.labelled}")
    print(f"  found by the checker   {total.harvested} ({total.harvested / total.labelled:.1%})")
    print(f"  found beside them      {total.extra}")
    print(f"wrong statements         {total.wrong}")
    print(f"  raised (recall)        {total.found} ({total.found / total.wrong:.1%})")
    print(f"  with the same verdict  {total.same_verdict}")
    print(f"alarms                   {total.alarms}")
    print(f"  right (precision)      {right} ({right / max(total.alarms, 1):.1%})")
    if listed:
        print("\nMissed:", *total.missed, sep="\n  ")
        print("\nFalse alarms:", *total.false_alarms, sep="\n  ")


if __name__ == "__main__":
    main()
