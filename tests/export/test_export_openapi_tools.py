# SPDX-License-Identifier: Apache-2.0
"""Redocly and a generator of clients take the documents, without an error of theirs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openapi_random import random_publication
from openapi_sources import SOURCES, VERSIONS, publication_of

from os_apiref.export.openapi.document import make_document
from os_apiref.export.openapi.write import write_json, write_yaml
from os_apiref.export.publication import Publication

pytestmark = pytest.mark.slow

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

TRUE_OF_THE_SERVICE = {"no-path-trailing-slash"}
"""What Redocly recommends against, and a document may not change: a path is what it is."""


def write(folder: Path, name: str, publication: Publication, version: str = "") -> Path:
    path = folder / f"{name}{f'-{version}' if version else ''}.json"
    content = make_document(publication, version).content
    path.write_text("".join(write_json(content)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every reference, in all its versions and at some, as a file."""
    folder = tmp_path_factory.mktemp("references")
    found = [
        write(folder, name, publication_of(name), version)
        for name in SOURCES
        for version in ("", *VERSIONS.get(name, ()))
    ]
    return {path.stem: path for path in found}


@pytest.fixture(scope="module")
def redocly() -> str:
    """The command; ``npm install @redocly/cli`` brings it."""
    found = shutil.which("redocly")
    if found is None:
        if os.environ.get("OS_APIREF_REQUIRE_ALL"):
            pytest.fail("there is no redocly on the PATH")
        pytest.skip("there is no redocly on the PATH")
    return found


def lint(redocly: str, rules: str, paths: list[Path]) -> set[tuple[str, str, str]]:
    """Return file, rule and message of every error."""
    config = paths[0].with_name("redocly.yaml")
    config.write_text(f"extends: [{rules}]\n", encoding="utf-8")
    command = [redocly, "lint", "--config", str(config), "--format", "json"]
    done = subprocess.run(
        [*command, "--max-problems", "100000", *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "REDOCLY_TELEMETRY": "off", "CI": "true"},
    )
    reports = list(read_reports(done.stdout))
    assert len(reports) == len(paths), done.stderr
    errors = {
        (location(one), one["ruleId"], one["message"])
        for report in reports
        for one in report["problems"]
        if one["severity"] == "error"
    }
    assert bool(errors) == bool(done.returncode), done.stderr
    return errors


def read_reports(text: str) -> Iterator[Any]:
    """Yield the reports of all files, which are printed one after the other."""
    decoder = json.JSONDecoder()
    while (start := text.find("{")) >= 0:
        report, end = decoder.raw_decode(text, start)
        yield report
        text = text[end:]


def location(problem: Any) -> str:
    found = problem["location"][0]
    return f"{Path(found['source']['ref']).name}{found.get('pointer', '')}"


def test_redocly_lints_every_reference_without_an_error(
    redocly: str, references: Mapping[str, Path]
) -> None:
    assert lint(redocly, "spec", list(references.values())) == set()


def test_redocly_recommends_nothing_that_would_be_true(
    redocly: str, references: Mapping[str, Path]
) -> None:
    found = lint(redocly, "recommended", list(references.values()))
    assert {one for one in found if one[1] not in TRUE_OF_THE_SERVICE} == set()


def test_redocly_lints_what_chance_writes_without_an_error(redocly: str, tmp_path: Path) -> None:
    paths = [write(tmp_path, str(seed), random_publication(seed)) for seed in range(60)]
    assert lint(redocly, "spec", paths) == set()


def test_redocly_sees_what_is_wrong(redocly: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"openapi": "3.1.0", "info": {}, "paths": {"a": {}}}', encoding="utf-8")
    assert lint(redocly, "spec", [path])


def generate(document: Path, client: Path) -> str:
    """Have a package made of a document, and return what the generator says."""
    folder = Path(sys.executable).parent
    command = [folder / "openapi-python-client", "generate", "--meta", "none"]
    done = subprocess.run(
        [*command, "--path", document, "--output-path", client],
        capture_output=True,
        text=True,
        timeout=300,
        # It formats what it wrote with the ruff beside it.
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.mark.parametrize("name", SOURCES)
def test_a_generator_makes_a_client_of_a_reference(
    name: str, tmp_path: Path, references: Mapping[str, Path]
) -> None:
    client = tmp_path / "client"
    said = generate(references[name], client)
    # It takes no other bodies than JSON, which is no fault of the document.
    assert said.count("WARNING") <= said.count("Unsupported content") + said.count("Missing schema")
    assert "Unable to parse" not in said, said
    content = json.loads(references[name].read_text(encoding="utf-8"))
    expected = sum(method in METHODS for item in content["paths"].values() for method in item)
    made = [path for path in client.glob("api/*/*.py") if path.name != "__init__.py"]
    assert len(made) == expected - said.count("WARNING")
    compiled = subprocess.run([sys.executable, "-m", "compileall", "-q", client], timeout=300)
    assert compiled.returncode == 0


def test_a_generator_makes_a_client_of_yaml(tmp_path: Path) -> None:
    source = tmp_path / "openapi.yaml"
    content = make_document(publication_of("demo")).content
    source.write_text(write_yaml(content), encoding="utf-8")
    assert "WARNING" not in generate(source, tmp_path / "client")


def test_the_client_of_the_demo_calls_its_operations(
    tmp_path: Path, references: Mapping[str, Path]
) -> None:
    """A request is made of what the document says, and an answer is read as it says."""
    generate(references["demo"], tmp_path / "demo_client")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, timeout=100, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "GET /v2.1/images/8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11/tags compute 2.36",
        "['red']",
    ]


PROGRAM = """\
import uuid

import httpx

from demo_client import AuthenticatedClient
from demo_client.api.parameters_rest_parameters import list_image_tags


def answer(request):
    print(request.method, request.url.path, request.headers["OpenStack-API-Version"])
    return httpx.Response(200, json={"tags": ["red"]})


client = AuthenticatedClient("https://x.example/v2.1", "t")
client.set_httpx_client(
    httpx.Client(base_url="https://x.example/v2.1", transport=httpx.MockTransport(answer))
)
image = uuid.UUID("8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11")
found = list_image_tags.sync(image_id=image, client=client, open_stack_api_version="compute 2.36")
print(found.tags)
"""
