"""Whether what was saved of a quarter rests on files, catalogue and program as they are now.

Tables are not looked at, so that what only asks this loads no library of numbers.
"""

from __future__ import annotations

import hashlib
import json

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.layout import listed
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.resting import program_digest


def is_current(project: Project, quarter: Quarter, catalogue: Vintages[Catalogue]) -> bool:
    """Whether what was saved rests on the raw files, catalogue and code as they are now."""
    try:
        saved = json.loads(read_file(project.processed(quarter) / "provenance.json"))
        then = {file["path"]: file["sha256"] for file in saved["raw_files"]}
        code = saved["code"]
        now = {path: digest(project.root / path) for path in then}
        lies = {
            str(each): list(listed(project.raw(each)))
            for each in project.quarters()
            if each <= quarter
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False
    unchanged = now == then and lies == saved.get("listed")
    return unchanged and code == code_digest(project, catalogue, quarter)


def code_digest(project: Project, catalogue: Vintages[Catalogue], quarter: Quarter) -> str:
    """A digest of the program, and of the catalogue and project.toml as a quarter rests on them.

    Other ones may derive other facts; what holds only later does not count.
    """
    digest = hashlib.sha256(program_digest().encode())
    for each in project.quarters():
        if each <= quarter:
            for held in (project.settings(each), catalogue.at(each)):
                digest.update(held.model_dump_json().encode())
    return digest.hexdigest()
