"""What people are told in the README and by `cypt help` is true, and is the program's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.catalogue.entries import Indicator, Measure
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.cli import main
from cypt_analysis.known import Known
from tests.projects import ROOT, name_everybody

TOPICS = sorted((ROOT / "cypt_analysis/cli/topics").glob("*.md"))


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _topic(name: str) -> str:
    return (ROOT / f"cypt_analysis/cli/topics/{name}.md").read_text(encoding="utf-8")


def _told() -> str:
    """The README, the notes for contributors, and the longer texts that `cypt help` prints."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return "\n".join([_readme(), contributing, *(_topic(path.stem) for path in TOPICS)])


def _toml() -> list[str]:
    blocks = re.findall(r"^ *```toml\n(.*?)^ *```", _told(), flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"^   (?=\S)", "", each, flags=re.MULTILINE) for each in blocks]


def _keys(text: str, heading: str) -> list[str]:
    """What stands in the first column of a table, in backticks."""
    table = text.partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines()[2:]]
    return [key for cell in cells for key in re.findall(r"`\[*(?:indicator\.)?(\w+)", cell)]


def test_the_readme_names_every_command_and_option() -> None:
    text = _readme()
    for name, command in main.commands.items():
        assert f"cypt {name}" in text, name
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in text
    shown = CliRunner().invoke(main, ["--help"]).stdout.partition("Commands:")[2]
    block = text.partition("## Commands")[2].partition("`--root")[0]
    order = list(dict.fromkeys(re.findall(r"^cypt (\w+)", block, re.MULTILINE)))
    assert re.findall(r"^  (\w+)", shown, re.MULTILINE) == order
    for option in (option for parameter in main.params for option in parameter.opts):
        assert option in text, option
    for option in ("--help", "-h", "--version"):
        assert option in text


def test_every_command_that_is_named_is_one_and_takes_the_options_beside_it() -> None:
    calls = re.findall(r"(?:^|`|\$ )cypt (-[^`\n#]*|[a-z][^`\n#]*)", _told(), flags=re.MULTILINE)
    ours = {option for each in main.params for option in each.opts} | {"--help"}
    seen = set()
    for call in calls:
        words = re.sub(r"(--root|--each) \S+ ", "", call).split()
        name = words[0].rstrip(";,.:")
        command = main.commands.get(name)
        assert command is not None or call.startswith(("-", "COMMAND")), call
        seen.add(name)
        inner = list(getattr(command, "commands", {}).values())
        takes = {
            option for each in (command, *inner) if each for p in each.params for option in p.opts
        }
        for option in re.findall(r"--[a-z][\w-]*", call):
            assert option in takes | ours, call
    assert len(seen) > 20


def test_the_readme_leads_with_a_quarter_of_today_and_its_commands_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All four, to the final version: who reads them first has nothing else to go by."""
    text = _readme()
    own = text.index("## Your quarter")
    assert own < text.index("## A second example") and "2009" not in text[:own]
    block = text[own:].split("```sh\n")[1].split("```")[0]
    commands = [line.split("#")[0].split()[1:] for line in block.splitlines()]
    assert [each[each[0] == "--root" and 2] for each in commands] == [
        "init", "check", "run", "publish",
    ]  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CYPT_BROWSER", "")
    for arguments in commands:
        # One indicator is read in a second; the words are those of the README.
        few = ["--indicators", "cla_rate"] if arguments[0] == "init" else []
        if "publish" in arguments:
            early = CliRunner().invoke(main, arguments)
            assert early.exit_code == 1
            assert "leeds/reports/published" not in early.output
            for name in ("project.toml", "data/catalogue/sources.toml"):
                assert f"{name} has 1 error" in early.output, early.output
            assert "'To be named' still stands in 2 lines" in early.output
            name_everybody(tmp_path / "leeds")
        result = CliRunner().invoke(main, [*arguments, *few])
        assert result.exit_code == 0, result.output
    for name in re.findall(r"\{\{ ([\w.]+)", _told()):
        assert (
            CliRunner().invoke(main, ["--root", "leeds", "facts", "2026-27-Q2", name]).exit_code
            == 0
        )
    assert (tmp_path / "leeds/reports/2026-27-Q2/report.html").is_file()
    assert (tmp_path / "leeds/reports/published/2026-27-Q2/v1/report.html").is_file()


def test_the_readme_links_every_topic_and_its_links_and_those_of_topics_lead_somewhere() -> None:
    for path in TOPICS:
        assert f"| [{path.stem}]({path.relative_to(ROOT)}) |" in _readme()
        shown = CliRunner().invoke(main, ["help", path.stem])
        assert shown.stdout.strip() == path.read_text(encoding="utf-8").strip()
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"cypt help ([a-z-]+)", text)) <= {each.stem for each in TOPICS}
        assert "](" not in text.replace("](https://", "")


def test_a_text_stands_once() -> None:
    """A long line of one that stands in another too: one of them will go stale."""
    lines = [line.strip() for line in _told().splitlines() if len(line) > 60]
    assert len(lines) == len(set(lines)) > 100


def test_an_indicator_of_one_s_own_is_built_as_it_is_told(tmp_path: Path) -> None:
    """A source, its total row and an indicator, as they stand there; each other TOML is TOML."""
    for block in _toml():
        tomllib.loads(block)
    source = [each for each in _toml() if "contacts_by_source.reads" in each or ".totals]]" in each]
    [indicator] = [each for each in _toml() if "[[indicator]]" in each]
    root = tmp_path / "p"
    start = ["init", str(root), "--authority", "383", "--quarter", "2026-27-Q2"]
    assert CliRunner().invoke(main, [*start, "--indicators", "cla_rate"]).exit_code == 0
    for name, added in (("sources", source), ("children_in_care", [indicator])):
        with (root / f"data/catalogue/{name}.toml").open("a", encoding="utf-8") as file:
            file.write("\n".join(["", *added]))
    wide = "Source,Q1 2026/27,Q2 2026/27\nPolice,110,120\nSchools,30,41\nTotal,140,161\n"
    drop = root / "data/raw/2026-27-Q2"
    (drop / "Contacts by source, final.csv").write_text(wide, encoding="utf-8")
    built = CliRunner().invoke(main, ["--root", str(root), "build"])
    assert built.exit_code == 0, built.output
    told = CliRunner().invoke(
        main, ["--root", str(root), "facts", "2026-27-Q2", "police_contacts.latest"]
    )
    assert told.stdout.startswith("police_contacts.latest = 120"), told.output


def test_every_key_that_a_table_names_is_one() -> None:
    """Of how a file is read, of an indicator with its measures, and of its charts."""
    ours = {*Indicator.model_fields, *Measure.model_fields, "use", "from", "until"}
    for name, known in (("files", set(Reads.model_fields)), ("indicators", ours)):
        named = _keys(_topic(name), "key")
        assert len(named) > 8 and set(named) <= known, set(named) - known
    assert sorted(_keys(_topic("indicators"), "kind")) == sorted(ChartKind)


def test_every_path_that_is_named_exists() -> None:
    paths = re.findall(
        r"(?<![\w/])(?:cypt_analysis|tests|notebooks|data/raw|data/catalogue)/[\w./-]*", _told()
    )
    assert len(paths) > 8
    for path in paths:
        assert (ROOT / path.rstrip(".")).exists() or path.startswith("data/raw/2026-27-Q"), path
    modules = re.findall(r"python -m (tests[\w.]+)", _told())
    assert modules
    for module in modules:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_the_picture_and_example_of_the_readme_are_kept() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", _readme()):
        if "://" not in link:
            assert (ROOT / link).is_file(), link


def test_the_facts_that_are_shown_are_those_of_the_example(known_q2: Known) -> None:
    from cypt_analysis.cli.look import trace

    shown = "\n".join(trace(known_q2.facts, "looked_after.change_on_year"))
    assert shown in _readme()
