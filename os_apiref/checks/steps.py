# SPDX-License-Identifier: Apache-2.0
"""The steps of verification, and which findings speak against which of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from os_apiref.kinds import ProblemKind


class Step(enum.Enum):
    """One step of the review of a file, by the word of its marker."""

    METHODS = "method_verification"
    PARAMETERS = "parameter_verification"
    EXAMPLES = "example_verification"
    BODIES = "body_verification"

    @property
    def label(self) -> str:
        """What it is about, in one word."""
        return self.name.lower()


class State(enum.Enum):
    """How far one step of one file is."""

    VERIFIED = "verified"
    """No marker is left."""
    READY = "ready"
    """A marker is left, and the evidence is complete and clean."""
    PENDING = "pending"
    """A marker is left; nothing speaks against the step, and not all can be judged."""
    BLOCKED = "blocked"
    """A marker is left, and findings speak against the step."""


_METHODS = (Step.METHODS,)
_PARAMETERS = (Step.PARAMETERS,)
_EXAMPLES = (Step.EXAMPLES,)
_BODIES = (Step.BODIES,)
_TABLES_AND_EXAMPLES = (Step.PARAMETERS, Step.EXAMPLES)
"""Where a table and a sample contradict each other, either may be wrong."""
_NO_STEP = ()
"""It is about layout, about what stands on no page, or about other sites."""

STEPS_AGAINST: Mapping[ProblemKind, tuple[Step, ...]] = {
    ProblemKind.UNDEFINED_PARAMETER: _PARAMETERS,
    ProblemKind.UNUSED_DEFINITION: _NO_STEP,
    ProblemKind.UNREADABLE_FILE: _PARAMETERS,
    ProblemKind.MALFORMED_YAML: _PARAMETERS,
    ProblemKind.MALFORMED_FILE: _PARAMETERS,
    ProblemKind.MALFORMED_DEFINITION: _PARAMETERS,
    ProblemKind.MISSING_FIELD: _PARAMETERS,
    ProblemKind.MISSING_DESCRIPTION: (Step.PARAMETERS, Step.BODIES),
    ProblemKind.UNKNOWN_LOCATION: _PARAMETERS,
    ProblemKind.UNKNOWN_TYPE: _PARAMETERS,
    ProblemKind.UNKNOWN_FIELD: _PARAMETERS,
    ProblemKind.MALFORMED_FIELD: _PARAMETERS,
    ProblemKind.MALFORMED_VERSION: _PARAMETERS,
    ProblemKind.INVERTED_VERSIONS: _PARAMETERS,
    ProblemKind.DUPLICATE_KEY: _PARAMETERS,
    ProblemKind.DEFINITION_ORDER: _NO_STEP,
    ProblemKind.MALFORMED_METHOD: _METHODS,
    ProblemKind.UNKNOWN_METHOD_OPTION: _METHODS,
    ProblemKind.MISPLACED_METHOD: _METHODS,
    ProblemKind.NESTED_OPERATION: _METHODS,
    ProblemKind.DUPLICATE_OPERATION: _METHODS,
    ProblemKind.UNDOCUMENTED_PLACEHOLDER: _PARAMETERS,
    ProblemKind.UNKNOWN_PATH_PARAMETER: _PARAMETERS,
    ProblemKind.WHITESPACE_IN_PATH: _METHODS,
    ProblemKind.RELATIVE_PATH: _METHODS,
    ProblemKind.QUERY_IN_PATH: _METHODS,
    ProblemKind.MISSING_STATUS_CODES: _BODIES,
    ProblemKind.OPERATION_WITHOUT_SAMPLE: (Step.EXAMPLES, Step.BODIES),
    ProblemKind.MALFORMED_TABLE: _PARAMETERS,
    ProblemKind.DUPLICATE_ROW: _PARAMETERS,
    ProblemKind.VERSION_OVERLAP: _PARAMETERS,
    ProblemKind.VERSION_GAP: _PARAMETERS,
    ProblemKind.MISPLACED_ROW: _PARAMETERS,
    ProblemKind.UNKNOWN_STATUS_TYPE: _BODIES,
    ProblemKind.UNKNOWN_STATUS_CODE: _BODIES,
    ProblemKind.UNKNOWN_STATUS_REASON: _BODIES,
    ProblemKind.MISFILED_STATUS: _BODIES,
    ProblemKind.MISSING_SAMPLE: _EXAMPLES,
    ProblemKind.MALFORMED_SAMPLE: _EXAMPLES,
    ProblemKind.UNUSED_SAMPLE: _NO_STEP,
    ProblemKind.BROKEN_LINK: _NO_STEP,
    ProblemKind.MOVED_LINK: _NO_STEP,
    ProblemKind.UNCERTAIN_LINK: _NO_STEP,
    ProblemKind.UNDOCUMENTED_KEY: _TABLES_AND_EXAMPLES,
    ProblemKind.MISSING_KEY: _TABLES_AND_EXAMPLES,
    ProblemKind.CONDITIONAL_REQUIREMENT: _PARAMETERS,
    ProblemKind.CONTRADICTING_TYPE: _TABLES_AND_EXAMPLES,
    ProblemKind.MISPLACED_KEY: _TABLES_AND_EXAMPLES,
    ProblemKind.ORPHAN_INCLUDE: _NO_STEP,
    ProblemKind.REPEATED_INCLUDE: _NO_STEP,
    ProblemKind.UNDOCUMENTED_ROUTE: _NO_STEP,
    ProblemKind.UNKNOWN_ROUTE: _METHODS,
    ProblemKind.UNKNOWN_MARKER: _NO_STEP,
    ProblemKind.PENDING_VERIFICATION: _NO_STEP,
    ProblemKind.READY_MARKER: _NO_STEP,
    ProblemKind.UNKNOWN_RULE: _NO_STEP,
    ProblemKind.NEEDLESS_COMMENT: _NO_STEP,
    ProblemKind.UNKNOWN_REFERENCE: _BODIES,
    ProblemKind.AMBIGUOUS_REFERENCE: _BODIES,
    ProblemKind.MARKUP: _BODIES,
}
"""The steps that a finding speaks against, of every kind."""

DISAGREEMENTS = frozenset(
    kind for kind, steps in STEPS_AGAINST.items() if steps == _TABLES_AND_EXAMPLES
)
"""The kinds of findings that tell a sample from its table."""
