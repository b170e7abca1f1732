# SPDX-License-Identifier: Apache-2.0
"""The verification board: markers, findings and evidence in, states out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from references import SOURCE, YAML, definition, operation, reference

from os_apiref.checks.bodies import is_silent
from os_apiref.checks.evidence import Board, Evidence, weigh_evidence
from os_apiref.checks.homes import operation_of
from os_apiref.checks.markers import pending_verifications, ready_markers
from os_apiref.checks.steps import STEPS_AGAINST, State, Step
from os_apiref.kinds import ProblemKind
from os_apiref.load.markers import MARKERS
from os_apiref.model.operation import Marker, Operation
from os_apiref.model.parameter import Parameter, ParameterUse, Text
from os_apiref.model.reference import DefinitionFile, Disk, Reference, Route, SampleFile
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place, Problem

TABLE = "server in=body type=object"
SAMPLE = "show-resp.json"


def problem(kind: ProblemKind, *places: Place) -> Problem:
    """A finding of a kind at the first place, related to the others."""
    return Problem.of(kind, places[0], "something is wrong", related=places[1:])


def shown(line: str = "GET /servers", **parts: str) -> Operation:
    """An operation with text, codes, a table and a sample of its answer, unless told otherwise."""
    given = {"response": TABLE, "codes": "Normal response codes: 200", **parts}
    # The words that tests give are keywords of several types.
    one = operation(line, samples=(SAMPLE,), **given)  # type: ignore[arg-type]
    return replace(one, summary="Shows a server.")


def marked(*words: str, path: str = SOURCE) -> tuple[Marker, ...]:
    return tuple(Marker(word, Place(path, line)) for line, word in enumerate(words, 1))


def whole(
    *operations: Operation, markers: Sequence[Marker] = (), sample: str = '{"server": {}}'
) -> Reference:
    """A reference whose one sample has the given text."""
    return replace(reference(*operations, samples={SAMPLE: sample}), markers=tuple(markers))


def board(checked: Reference, *problems: Problem) -> Board:
    return weigh_evidence(checked, problems)


def evidence(checked: Reference, step: Step, *problems: Problem) -> Evidence:
    """What is seen of one step of the only file."""
    (file,) = board(checked, *problems).files
    return next(one for one in file.steps if one.step is step)


def test_the_steps_are_those_of_the_markers() -> None:
    assert [step.value for step in Step] == list(MARKERS)


@pytest.mark.parametrize("kind", ProblemKind, ids=lambda kind: kind.label)
def test_it_is_decided_for_every_kind_which_steps_it_speaks_against(kind: ProblemKind) -> None:
    assert kind in STEPS_AGAINST


# States ----------------------------------------------------------------------

PLACEHOLDER = problem(ProblemKind.UNDOCUMENTED_PLACEHOLDER, Place(SOURCE, 3))
WITHOUT_TABLE = replace(shown(), parameters=())


@pytest.mark.parametrize(
    ("one", "marker", "problems", "state"),
    [
        (shown(), False, (), State.VERIFIED),
        (shown(), False, (PLACEHOLDER,), State.VERIFIED),
        (WITHOUT_TABLE, False, (), State.VERIFIED),
        (shown(), True, (), State.READY),
        (WITHOUT_TABLE, True, (), State.PENDING),
        (shown(), True, (PLACEHOLDER,), State.BLOCKED),
        (WITHOUT_TABLE, True, (PLACEHOLDER,), State.BLOCKED),
    ],
)
def test_state(one: Operation, marker: bool, problems: Sequence[Problem], state: State) -> None:
    markers = marked("parameter_verification") if marker else ()
    assert evidence(whole(one, markers=markers), Step.PARAMETERS, *problems).state is state


def test_methods_are_ready_only_where_routes_are_given() -> None:
    markers = marked("method_verification")
    checked = whole(shown(), markers=markers)
    routed = replace(checked, routes=(Route("GET", "/servers", Place("routes.txt", 1)),))
    assert evidence(checked, Step.METHODS).lacks == ("no routes given",)
    assert evidence(checked, Step.METHODS).state is State.PENDING
    assert evidence(routed, Step.METHODS).state is State.READY
    unknown = problem(ProblemKind.UNKNOWN_ROUTE, Place(SOURCE, 3))
    assert evidence(routed, Step.METHODS, unknown).state is State.BLOCKED


# Evidence --------------------------------------------------------------------


def test_the_evidence_of_methods_in_words() -> None:
    checked = whole(shown(), shown("POST /servers", request=TABLE), operation("DELETE /x", at=90))
    checked = replace(checked, operations=places_apart(checked.operations))
    assert evidence(checked, Step.METHODS).words == "3 operations"
    unknown = problem(ProblemKind.UNKNOWN_ROUTE, Place(SOURCE, 3))
    seen = evidence(replace(checked, routes=()), Step.METHODS, unknown)
    assert (seen.words, seen.facts) == (
        "3 operations, 2 with a route",
        {"operations": 3, "routed": 2},
    )


def places_apart(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Operations at lines 3, 103, 203 ..."""
    return tuple(
        replace(one, place=Place(SOURCE, 100 * number + 3)) for number, one in enumerate(operations)
    )


@pytest.mark.parametrize(
    ("line", "request_rows", "found", "words"),
    [
        ("GET /servers", "", 0, "1 row, 1 defined, 1 typed"),
        (
            "GET /servers/{id}",
            "id in=path",
            0,
            "1 placeholder, 1 documented, 2 rows, 2 defined, 2 typed",
        ),
        (
            "GET /a/{b}/c/{d}",
            "b in=path",
            1,
            "2 placeholders, 1 documented, 2 rows, 2 defined, 2 typed",
        ),
        ("GET /servers", "id: ?", 0, "2 rows, 1 defined, 1 typed"),
        ("GET /servers?limit={limit}", "", 0, "1 row, 1 defined, 1 typed"),
    ],
)
def test_the_evidence_of_parameters_in_words(
    line: str, request_rows: str, found: int, words: str
) -> None:
    seen = evidence(
        whole(shown(line, request=request_rows)), Step.PARAMETERS, *[PLACEHOLDER] * found
    )
    assert seen.words == words


def test_a_row_without_a_type_is_counted_as_such() -> None:
    row = ParameterUse("a", "a", Parameter("a", Place(YAML, 1)), Place(SOURCE, 10))
    seen = evidence(whole(replace(shown(), parameters=(row,))), Step.PARAMETERS)
    assert seen.facts["defined"] == 1
    assert seen.facts["typed"] == 0


@pytest.mark.parametrize(
    ("sample", "kind", "words"),
    [
        ('{"server": {}}', None, "1 sample, 1 valid, 1 agrees with the tables"),
        ("{}", None, "1 sample, 1 valid, 1 agrees with the tables"),
        (
            '{"server": {}}',
            ProblemKind.UNDOCUMENTED_KEY,
            "1 sample, 1 valid, 0 agree with the tables",
        ),
        (
            '{"server": {}}',
            ProblemKind.OPERATION_WITHOUT_SAMPLE,
            "1 sample, 1 valid, 1 agrees with the tables",
        ),
    ],
)
def test_the_evidence_of_examples_in_words(
    sample: str, kind: ProblemKind | None, words: str
) -> None:
    problems = [problem(kind, Place(SAMPLE, 1, 2), Place(SOURCE, 50))] if kind else []
    assert evidence(whole(shown(), sample=sample), Step.EXAMPLES, *problems).words == words


def test_a_sample_that_is_no_json_is_not_valid_and_one_that_need_not_be_is() -> None:
    fault = problem(ProblemKind.MALFORMED_SAMPLE, Place(SAMPLE, 1))
    for file, words in (
        (SampleFile(SAMPLE, problem=fault), "1 sample, 0 valid, 0 agree with the tables"),
        (SampleFile(SAMPLE), "1 sample, 1 valid, 1 agrees with the tables"),
    ):
        checked = replace(whole(shown()), disk=Disk({SAMPLE: file}))
        assert evidence(checked, Step.EXAMPLES).words == words


def test_a_sample_of_one_operation_says_nothing_of_the_same_file_below_another() -> None:
    one = shown()
    (sample,) = one.samples
    again = replace(
        one, place=Place(SOURCE, 103), samples=(replace(sample, place=Place(SOURCE, 150)),)
    )
    fault = problem(ProblemKind.MISSING_KEY, Place(SAMPLE, 1, 2), Place(SOURCE, 150))
    words = evidence(whole(one, again), Step.EXAMPLES, fault).words
    assert words == "2 samples, 2 valid, 1 agrees with the tables"


def test_the_evidence_of_bodies_in_words() -> None:
    put = shown("PUT /servers", request="name in=body")
    checked = whole(*places_apart([shown(codes=""), put]))
    seen = evidence(checked, Step.BODIES)
    assert seen.words == "2 operations, 1 with status codes, 3 bodies, 2 with a sample"


DELETE = replace(operation("DELETE /servers", codes="Normal response codes: 204"), summary="x")


@pytest.mark.parametrize(
    ("one", "parameters", "examples", "bodies"),
    [
        (shown(), (), (), ()),
        (DELETE, (), (), ()),
        (
            WITHOUT_TABLE,
            ("1 body has no table",),
            ("1 sample has no table",),
            ("1 body has no table",),
        ),
        (replace(shown(), samples=()), (), ("no sample shows any body",), ()),
        (
            replace(shown(), samples=(), parameters=()),
            ("1 operation has neither table nor sample of a body",),
            ("1 operation has neither table nor sample of a body",),
            ("1 operation has neither table nor sample of a body",),
        ),
        (replace(shown(), summary=""), (), (), ("1 operation has no text below its method",)),
    ],
    ids=["all there", "no bodies", "no table", "no sample", "nothing", "no text"],
)
def test_what_cannot_be_judged_is_said(
    one: Operation,
    parameters: tuple[str, ...],
    examples: tuple[str, ...],
    bodies: tuple[str, ...],
) -> None:
    (file,) = board(whole(one)).files
    assert [step.lacks for step in file.steps][1:] == [parameters, examples, bodies]


@pytest.mark.parametrize(
    "sample", ["{}", "[]", '["a"]', '[{"op": "add", "path": "/a", "value": 1}]']
)
def test_a_sample_without_keys_of_the_api_needs_no_table(sample: str) -> None:
    seen = evidence(whole(WITHOUT_TABLE, sample=sample), Step.EXAMPLES)
    assert seen.lacks == ()
    assert seen.facts["agreeing"] == 1


@pytest.mark.parametrize(
    ("line", "codes", "silent"),
    [
        ("GET /servers", "Normal response codes: 200", True),
        ("GET /servers", "", True),
        ("GET /servers", "Error response codes: notFound(404)", True),
        ("GET /servers", "Normal response codes: 204", False),
        ("GET /servers", "Normal response codes: 301", False),
        ("HEAD /servers", "Normal response codes: 200", False),
        ("DELETE /servers", "Normal response codes: 200", False),
        ("POST /servers", "Normal response codes: 200", True),
        ("PUT /servers/{id}/tags/{tag}", "Normal response codes: 201, 204", False),
    ],
)
def test_an_operation_that_must_have_a_body_is_silent_without_one(
    line: str, codes: str, silent: bool
) -> None:
    assert is_silent(operation(line, codes=codes)) is silent
    assert not is_silent(operation(line, codes=codes, response=TABLE))


def test_what_a_get_takes_is_not_what_it_answers() -> None:
    assert is_silent(operation("GET /servers/{id}", request="id in=path"))
    assert is_silent(operation("GET /servers/{id}", request=TABLE))


# Where findings belong -------------------------------------------------------


def two_files() -> Reference:
    """``a.inc`` shows definition a in lines 1 to 4 and ``b.inc`` b from line 5 on, and samples."""
    defined = {"a": definition("a", 1), "b": definition("b", 5), "c": definition("c", 9)}
    operations = []
    for name in ("a", "b"):
        (sample,) = shown().samples
        text = Text("why", "status.yaml", (2,) if name == "a" else (12, 13))
        row = ParameterUse(name, name, defined[name], Place(f"rows-{name}.inc", 7))
        one = replace(
            shown(),
            place=Place(f"{name}.inc", 3),
            parameters=(row,),
            samples=(replace(sample, path=f"{name}.json", place=Place(f"{name}.inc", 50)),),
            statuses=(StatusCode(404, StatusType.ERROR, Place(f"{name}.inc", 5), "", text),),
        )
        operations.append(one)
    return Reference(tuple(operations), definitions=(DefinitionFile(YAML, defined),))


@pytest.mark.parametrize(
    ("kind", "places", "expected"),
    [
        (ProblemKind.RELATIVE_PATH, [Place("b.inc", 3)], ["b.inc methods"]),
        (
            ProblemKind.DUPLICATE_OPERATION,
            [Place("b.inc", 3), Place("a.inc", 3)],
            ["b.inc methods"],
        ),
        (
            ProblemKind.MISSING_KEY,
            [Place("b.json", 1, 2), Place("b.inc", 50), Place(YAML, 1)],
            ["b.inc parameters", "b.inc examples"],
        ),
        (ProblemKind.MALFORMED_SAMPLE, [Place("b.json", 1)], ["b.inc examples"]),
        (ProblemKind.UNDEFINED_PARAMETER, [Place("rows-b.inc", 9)], ["b.inc parameters"]),
        (ProblemKind.UNKNOWN_TYPE, [Place(YAML, 1)], ["a.inc parameters"]),
        (ProblemKind.UNKNOWN_FIELD, [Place(YAML, 4, 3)], ["a.inc parameters"]),
        (ProblemKind.UNKNOWN_FIELD, [Place(YAML, 5, 3)], ["b.inc parameters"]),
        (ProblemKind.UNKNOWN_FIELD, [Place(YAML, 10, 3)], []),
        (ProblemKind.UNREADABLE_FILE, [Place(YAML, 77)], ["a.inc parameters", "b.inc parameters"]),
        (ProblemKind.DEFINITION_ORDER, [Place(YAML, 1)], []),
        (ProblemKind.DUPLICATE_KEY, [Place("status.yaml", 12, 3)], ["b.inc bodies"]),
        (ProblemKind.DUPLICATE_KEY, [Place("status.yaml", 5, 3)], []),
        (ProblemKind.UNUSED_SAMPLE, [Place("a.json", 1)], []),
        (ProblemKind.MARKUP, [Place("c.rst", 1)], []),
        (ProblemKind.MARKUP, [Place("")], []),
    ],
)
def test_a_finding_speaks_against_the_steps_of_the_files_that_it_is_about(
    kind: ProblemKind, places: list[Place], expected: list[str]
) -> None:
    found = board(two_files(), problem(kind, *places))
    assert [
        f"{file.path} {step.step.label}"
        for file in found.files
        for step in file.steps
        if step.findings
    ] == expected


def test_a_finding_against_two_steps_is_one_finding_of_its_file() -> None:
    fault = problem(ProblemKind.MISSING_KEY, Place(SAMPLE, 1), Place(SOURCE, 50))
    (file,) = board(whole(shown()), fault, fault).files
    assert file.findings == (fault,)


@pytest.mark.parametrize(
    ("places", "title"),
    [
        ([Place(SOURCE, 2)], None),
        ([Place(SOURCE, 3)], "first"),
        ([Place(SOURCE, 102)], "first"),
        ([Place(SOURCE, 150)], "second"),
        ([Place("elsewhere", 7), Place(SOURCE, 150)], "second"),
        ([Place(SAMPLE, 7)], "first"),
        ([Place(YAML, 3)], "first"),
        ([Place(YAML, 25)], "second"),
        ([Place("elsewhere", 7)], None),
    ],
)
def test_the_operation_that_a_finding_is_about(places: list[Place], title: str | None) -> None:
    rows = [
        ParameterUse(key, key, definition(key, line), Place(SOURCE, 9))
        for key, line in (("a", 1), ("b", 20))
    ]
    first, second = places_apart([shown(), replace(shown(), samples=())])
    operations = [
        replace(first, title="first", parameters=(rows[0],)),
        replace(second, title="second", parameters=(rows[1],)),
    ]
    found = operation_of(operations, problem(ProblemKind.MARKUP, *places))
    assert (found.title if found else None) == title


# The whole board -------------------------------------------------------------


def test_a_file_has_four_steps_and_markers_say_which_are_left() -> None:
    words = ("example_verification", "body_verification", "body_verification")
    found = board(whole(shown(), markers=marked(*words)))
    assert (found.total, found.verified, found.percent) == (4, 2, 50)
    assert found.states == {State.VERIFIED: 2, State.READY: 2}


def test_a_file_without_operations_has_the_steps_of_its_markers_only() -> None:
    markers = marked("method_verification", path="index.rst")
    found = board(whole(shown(), markers=markers))
    assert [(file.path, len(file.steps)) for file in found.files] == [(SOURCE, 4), ("index.rst", 1)]
    (step,) = found.files[1].steps
    assert (step.state, step.words, step.lacks) == (
        State.PENDING,
        "no operations",
        ("nothing can be judged",),
    )


def test_a_marker_that_is_not_known_is_no_step() -> None:
    assert board(whole(markers=marked("spelling_verification"))).files == ()


def test_what_two_documents_include_counts_once() -> None:
    one = shown()
    again = replace(one, docname="v3")
    (file,) = board(whole(one, again, markers=marked("body_verification") * 2)).files
    assert [found.docname for found in file.operations] == ["index"]
    assert len(file.steps[3].markers) == 1


@pytest.mark.parametrize(
    ("verified", "total", "percent"),
    [(0, 0, 0), (0, 4, 0), (3, 8, 37), (199, 200, 99), (4, 4, 100)],
)
def test_the_share_is_rounded_down(verified: int, total: int, percent: int) -> None:
    steps = [
        Evidence(Step.BODIES, () if at < verified else marked("x"), {}, "", (), ())
        for at in range(total)
    ]
    file = replace(board(whole(shown())).files[0], steps=tuple(steps))
    assert Board((file,)).percent == percent


# Markers as findings ---------------------------------------------------------


def test_every_marker_has_one_finding() -> None:
    checked = whole(shown(), markers=marked(*MARKERS, "spelling_verification"))
    found = board(checked, PLACEHOLDER)
    told = [*pending_verifications(found), *ready_markers(found)]
    assert sorted((one.place.line, one.kind.label) for one in told) == [
        (1, "pending-verification"),
        (2, "pending-verification"),
        (3, "ready-marker"),
        (4, "ready-marker"),
    ]


def test_a_step_that_is_still_to_be_done_is_told_with_what_keeps_it() -> None:
    checked = whole(shown(), markers=marked("method_verification", "parameter_verification"))
    told = [one.text for one in pending_verifications(board(checked, PLACEHOLDER))]
    assert told == [
        "method_verification of a.inc is still to be done; verify the methods and paths "
        "(no routes given), then remove the marker",
        "parameter_verification of a.inc is still to be done; verify the parameters "
        "(1 finding speaks against it), then remove the marker",
    ]


def test_a_ready_marker_is_told_with_the_evidence() -> None:
    checked = whole(shown(), markers=marked("example_verification"))
    (told,) = ready_markers(board(checked))
    assert told.text == (
        "nothing is left of example_verification of a.inc that a machine could find: "
        "1 sample, 1 valid, 1 agrees with the tables; "
        "remove it; os-apiref check --remove-ready-markers does"
    )
