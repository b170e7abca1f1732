# SPDX-License-Identifier: Apache-2.0
"""What the builder of links does: finds, has checked, tells and writes."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.logging import getLogger, is_suppressed_warning

import os_apiref
from os_apiref.atomic import write_text
from os_apiref.checks.comments import Comments
from os_apiref.checks.findings import Weighed, weigh
from os_apiref.kinds import Severity
from os_apiref.links.exemptions import Sifted, sift
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.load.texts import Texts
from os_apiref.problems import Problem, visible
from os_apiref.reports.links_findings import gate_of, heed, problems_of
from os_apiref.reports.links_report import QUIET, LinkReport
from os_apiref.sphinxext.config import weights
from os_apiref.sphinxext.linkfinder import find_links
from os_apiref.sphinxext.linkoptions import Configured, settings_from
from os_apiref.sphinxext.warn import report, unsuppressed

_LOGGER = getLogger(__name__)

_SPHINX_STATUS: Mapping[Verdict, str] = {
    Verdict.OK: "working",
    Verdict.REDIRECTED: "redirected",
    Verdict.BROKEN: "broken",
    Verdict.SOFT_404: "broken",
    Verdict.TIMEOUT: "timeout",
    Verdict.RATE_LIMITED: "rate-limited",
    Verdict.IGNORED: "ignored",
}
"""The words of Sphinx's linkcheck for a verdict, where it has one."""

_REDIRECTS = {
    301: "permanently",
    302: "with Found",
    303: "with See Other",
    307: "temporarily",
    308: "permanently",
}


def follow_links(app: Sphinx, check: Callable[[Sifted, Configured], list[Result]]) -> None:
    """Have all links of a reference checked, print what is wrong, and write output.txt and .json.

    What weighs as an error makes the build fail.
    """
    configured = settings_from(app.config)
    for complaint in configured.complaints:
        _LOGGER.warning("%s", complaint, type="os_apiref", subtype="links")
    found = find_links(app)
    sifted = sift(found.links, configured.exemptions)
    started = time.monotonic()
    results = check(sifted, configured)
    comments = Comments(Texts())
    outcome = _outcome(app, results, sifted, comments, time.monotonic() - started)
    _write(outcome, Path(app.outdir))
    _LOGGER.info("%s", outcome.counts)
    told = _told(app.config, outcome, found.internal, comments)
    report(told)
    if any(severity is Severity.ERROR for _, severity in told):
        app.statuscode = 1


def _outcome(
    app: Sphinx, results: list[Result], sifted: Sifted, comments: Comments, seconds: float
) -> LinkReport:
    written = defaultdict[str, list[Link]](list)
    for link in sifted.links:
        written[link.url].append(link)
    of_project = replace(weights(app.config), checking=True)
    heeded = [heed(result, written[result.url], of_project, comments) for result in results]
    return LinkReport(
        results=tuple(result for result, _ in heeded),
        places={result.url: places for result, places in heeded},
        folder=Path(app.srcdir),
        texts=Texts(),
        version=os_apiref.__version__,
        seconds=seconds,
        requests=0,
        gate=gate_of(of_project),
        weights=of_project,
    )


def _told(
    config: Config, outcome: LinkReport, internal: tuple[Problem, ...], comments: Comments
) -> list[Weighed]:
    """Return what is wrong with links, but not what Sphinx told while it resolved references."""
    unsaid = [problem for problem in internal if not problem.sphinx_name]
    told = weigh(unsuppressed(unsaid, config), outcome.weights, comments)
    for finding in problems_of(outcome):
        group, _, kind = finding.problem.name.partition(".")
        if not is_suppressed_warning(group, kind, config.suppress_warnings):
            told.append(Weighed(finding.problem, finding.severity))
    return told


def _write(outcome: LinkReport, folder: Path) -> None:
    entries = list(_entries(outcome))
    quiet = {verdict.value for verdict in QUIET}
    lines = (_line(entry) for entry in entries if entry["verdict"] not in quiet)
    objects = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "output.txt", "".join(lines))
    write_text(folder / "output.json", "".join(objects))


def _entries(outcome: LinkReport) -> Iterator[dict[str, str | int]]:
    """Yield one object for each place of each URL, with the keys of Sphinx's linkcheck."""
    for result in outcome.results:
        is_redirected = result.verdict is Verdict.REDIRECTED
        for link in outcome.links(result):
            code = result.hops[-1].status if is_redirected and result.hops else result.status
            entry: dict[str, str | int] = {
                "filename": outcome.path(link.place.path),
                "lineno": link.place.line,
                "status": _SPHINX_STATUS.get(result.verdict, result.verdict.value),
                "code": code or 0,
                "uri": result.url,
                "info": result.target if is_redirected else result.why,
                "verdict": result.verdict.value,
                "column": link.place.column,
            }
            if is_redirected:
                entry["text"] = _REDIRECTS.get(code or 0, "with unknown code")
            yield entry


def _line(entry: Mapping[str, str | int]) -> str:
    status, between = entry["status"], ": "
    if "text" in entry:
        status, between = f"{status} {entry['text']}", " to "
    place = f"{entry['filename']}:{entry['lineno']}"
    return visible(f"{place}: [{status}] {entry['uri']}{between}{entry['info']}") + "\n"
