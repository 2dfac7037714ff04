"""The sources of a drop that a database answers: asked once, kept as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cypt_analysis.catalogue import Catalogue, load_catalogue
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.readers.query import Pulled, pull


def pull_sources(
    project: Project, quarter: Quarter, names: Sequence[str] = (), *, again: bool = False
) -> Iterator[Pulled]:
    """Ask the queries of the sources named, or of all that have one, and keep each answer.

    Raises UserError for a source that has no query, before anything is asked.
    """
    wanted = _with_query(load_catalogue(project).at(quarter), names)
    for source in wanted:
        query = project.catalogue / _query_of(source)
        if not query.is_file():
            raise UserError(
                f"{project.relative(query)} is not there. It holds the query of {source.id}."
            )
        yield pull(query, project.raw(quarter) / source.file, again=again)


def _with_query(catalogue: Catalogue, names: Sequence[str]) -> list[Source]:
    known = {s.id: s for s in catalogue.sources.values() if _query_of(s)}
    for name in names:
        if name not in known:
            has = f"Sources with one: {list_words(list(known))}." if known else "No source has one."
            hint = did_you_mean(name, known).strip() or has
            raise UserError(f"The source '{name}' has no query. {hint}")
    if not known:
        raise UserError("No source of the catalogue has a query (reads.query).")
    return [known[name] for name in names] or list(known.values())


def _query_of(source: Source) -> str:
    return next((each.query for each in source.reads if each.query), "")
