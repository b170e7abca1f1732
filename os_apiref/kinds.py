# SPDX-License-Identifier: Apache-2.0
"""Every kind of finding: the name that silences it, its weight, and why it matters."""

from __future__ import annotations

import enum


class Severity(enum.Enum):
    """How much a finding weighs, from the least."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """A number to compare by: the higher, the heavier."""
        return list(Severity).index(self)


class Group(enum.Enum):
    """The subject of a kind, as the manual groups them."""

    DEFINITIONS = "Definitions"
    OPERATIONS = "Operations"
    ROWS = "Rows"
    STATUSES = "Status codes"
    SAMPLES = "Samples"
    FILES = "Files"
    ROUTES = "Routes"
    LINKS = "Links"
    MARKERS = "Markers and comments"
    MARKUP = "Markup"


_NOTE, _WARNING, _ERROR = Severity


class ProblemKind(enum.Enum):
    """One kind of finding.

    ``severity`` is its weight in a check. ``plain`` is its weight in a build
    that checks nothing: a note where os-api-ref builds such a source without a
    word, so that a project that builds with warnings as errors builds on its
    first day; None for what only a check looks for.
    """

    def __init__(
        self,
        label: str,
        group: Group,
        severity: Severity,
        plain: Severity | None,
        sentence: str,
        why: str,
    ) -> None:
        self.label = label
        self.group = group
        self.severity = severity
        self.plain = plain
        self.sentence = sentence
        self.why = why

    UNDEFINED_PARAMETER = (
        "undefined-parameter",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "A row names a definition that its file does not have.",
        "Readers see a name with no type, no location and no description.",
    )
    UNUSED_DEFINITION = (
        "unused-definition",
        Group.DEFINITIONS,
        _WARNING,
        None,
        "No row of any document names a definition, and no used one is merged from it.",
        "Authors keep up text that no reader sees, or a table lost its row.",
    )
    UNREADABLE_FILE = (
        "unreadable-file",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "A file of definitions is missing, empty, too large or not UTF-8.",
        "Every row that it should define is empty.",
    )
    MALFORMED_YAML = (
        "malformed-yaml",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "Text that should be YAML is not, or uses what no definition needs.",
        "What cannot be read is missing from the pages.",
    )
    MALFORMED_FILE = (
        "malformed-file",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "A file of definitions is not a mapping from names to definitions.",
        "What cannot be read is missing from the pages.",
    )
    MALFORMED_DEFINITION = (
        "malformed-definition",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "A definition is not a mapping of fields.",
        "Its rows show nothing but their names.",
    )
    MISSING_FIELD = (
        "missing-field",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "A definition lacks a field that every row shows.",
        "Readers cannot tell where the parameter goes or what it holds.",
    )
    MISSING_DESCRIPTION = (
        "missing-description",
        Group.DEFINITIONS,
        _WARNING,
        _NOTE,
        "A definition has no description.",
        "Readers get a name and must guess what it means.",
    )
    UNKNOWN_LOCATION = (
        "unknown-location",
        Group.DEFINITIONS,
        _ERROR,
        _WARNING,
        "The field 'in' is none of header, path, query and body.",
        "Readers do not learn where to send the parameter.",
    )
    UNKNOWN_TYPE = (
        "unknown-type",
        Group.DEFINITIONS,
        _WARNING,
        None,
        "The field 'type' names no type that readers know, or misspells one.",
        "Neither readers nor programs can tell which values fit.",
    )
    UNKNOWN_FIELD = (
        "unknown-field",
        Group.DEFINITIONS,
        _WARNING,
        _NOTE,
        "A definition has a field that nothing reads.",
        "What it was meant to say is silently lost: a misspelt 'required' reads as optional.",
    )
    MALFORMED_FIELD = (
        "malformed-field",
        Group.DEFINITIONS,
        _WARNING,
        _NOTE,
        "The value of a field is of the wrong kind.",
        "The field is read otherwise than it was meant, or not at all.",
    )
    MALFORMED_VERSION = (
        "malformed-version",
        Group.DEFINITIONS,
        _WARNING,
        _NOTE,
        "A version is not two whole numbers with a dot between them.",
        "No version control and no check can compare it.",
    )
    INVERTED_VERSIONS = (
        "inverted-versions",
        Group.DEFINITIONS,
        _ERROR,
        None,
        "The first version of a range is later than its last.",
        "No version of the API has the parameter or operation.",
    )
    DUPLICATE_KEY = (
        "duplicate-key",
        Group.DEFINITIONS,
        _WARNING,
        _NOTE,
        "A mapping has the same key twice; the later one is used.",
        "Whoever edits the first one changes nothing on the pages.",
    )
    DEFINITION_ORDER = (
        "definition-order",
        Group.DEFINITIONS,
        _NOTE,
        None,
        "A definition stands out of order: by header, path, query, body, then by name.",
        "Authors who look where it should be define it a second time.",
    )
    MALFORMED_METHOD = (
        "malformed-method",
        Group.OPERATIONS,
        _ERROR,
        _WARNING,
        "A rest_method does not say METHOD /path.",
        "Readers cannot call the operation.",
    )
    UNKNOWN_METHOD_OPTION = (
        "unknown-method-option",
        Group.OPERATIONS,
        _WARNING,
        _NOTE,
        "A line below a rest_method is neither min_version nor max_version.",
        "The line is not shown on any page.",
    )
    MISPLACED_METHOD = (
        "misplaced-method",
        Group.OPERATIONS,
        _ERROR,
        _WARNING,
        "A rest_method does not stand directly in a section of its own.",
        "Its parameters and samples are taken for those of another operation, or of none.",
    )
    NESTED_OPERATION = (
        "nested-operation",
        Group.OPERATIONS,
        _WARNING,
        None,
        "An operation's section stands inside the section of another operation.",
        "On the page one operation closes with the other, and the contents list hides it.",
    )
    DUPLICATE_OPERATION = (
        "duplicate-operation",
        Group.OPERATIONS,
        _WARNING,
        None,
        "Two operations have the same method, path, title and versions.",
        "Readers find one of the two, and authors keep up the other.",
    )
    UNDOCUMENTED_PLACEHOLDER = (
        "undocumented-placeholder",
        Group.OPERATIONS,
        _WARNING,
        None,
        "A placeholder of the path has no row with in: path in a request table of the operation.",
        "Readers do not learn what to put there.",
    )
    UNKNOWN_PATH_PARAMETER = (
        "unknown-path-parameter",
        Group.OPERATIONS,
        _WARNING,
        None,
        "A row of a request table says in: path, and the path has no such placeholder.",
        "Readers look for a place where to put it.",
    )
    WHITESPACE_IN_PATH = (
        "whitespace-in-path",
        Group.OPERATIONS,
        _WARNING,
        None,
        "A path has spaces or invisible characters.",
        "Whoever copies it calls another path, and no check finds it.",
    )
    RELATIVE_PATH = (
        "relative-path",
        Group.OPERATIONS,
        _WARNING,
        None,
        "A path does not start with a slash.",
        "Readers cannot tell what stands before it.",
    )
    QUERY_IN_PATH = (
        "query-in-path",
        Group.OPERATIONS,
        _WARNING,
        None,
        "The path line holds a query string with placeholders.",
        "Query parameters belong in a table, where they have a type and a description.",
    )
    MISSING_STATUS_CODES = (
        "missing-status-codes",
        Group.OPERATIONS,
        _WARNING,
        None,
        "An operation names no status codes, neither in a table nor in prose.",
        "Clients cannot tell success from failure.",
    )
    OPERATION_WITHOUT_SAMPLE = (
        "operation-without-sample",
        Group.OPERATIONS,
        _NOTE,
        None,
        "A table describes a body, and no sample shows it.",
        "Readers copy samples before they read tables.",
    )
    MALFORMED_TABLE = (
        "malformed-table",
        Group.ROWS,
        _ERROR,
        _WARNING,
        "The content of a rest_parameters or rest_status_code is not the list that it should be.",
        "Rows are missing from the page.",
    )
    DUPLICATE_ROW = (
        "duplicate-row",
        Group.ROWS,
        _WARNING,
        None,
        "The same name stands in one table twice, at the same location and in the same versions.",
        "Readers cannot tell which of the two holds.",
    )
    VERSION_OVERLAP = (
        "version-overlap",
        Group.ROWS,
        _WARNING,
        None,
        "Two rows of one name hold in the same versions, among others.",
        "In those versions readers cannot tell which of the two holds.",
    )
    VERSION_GAP = (
        "version-gap",
        Group.ROWS,
        _WARNING,
        None,
        "The rows of one name leave out versions between them.",
        "In those versions the parameter seems not to exist.",
    )
    MISPLACED_ROW = (
        "misplaced-row",
        Group.ROWS,
        _WARNING,
        None,
        "A path or query parameter stands in a response table.",
        "No response has a path or a query.",
    )
    UNKNOWN_STATUS_TYPE = (
        "unknown-status-type",
        Group.STATUSES,
        _ERROR,
        _WARNING,
        "A rest_status_code is neither success nor error.",
        "Readers cannot tell success from failure.",
    )
    UNKNOWN_STATUS_CODE = (
        "unknown-status-code",
        Group.STATUSES,
        _ERROR,
        _WARNING,
        "A status code is not defined in its file, or is no HTTP status code.",
        "Readers get a number that says nothing.",
    )
    UNKNOWN_STATUS_REASON = (
        "unknown-status-reason",
        Group.STATUSES,
        _ERROR,
        _WARNING,
        "A reason is not defined for its status code.",
        "Readers get the general text in place of the reason.",
    )
    MISFILED_STATUS = (
        "misfiled-status",
        Group.STATUSES,
        _WARNING,
        None,
        "An error code stands among the normal ones, or a code below 300 among the errors.",
        "Clients treat a failure as a success, or the reverse.",
    )
    MISSING_SAMPLE = (
        "missing-sample",
        Group.SAMPLES,
        _ERROR,
        _WARNING,
        "A literalinclude names a file that does not exist.",
        "The page has no sample at this place.",
    )
    MALFORMED_SAMPLE = (
        "malformed-sample",
        Group.SAMPLES,
        _ERROR,
        None,
        "A sample that should be JSON is not (RFC 8259).",
        "Whoever copies it gets an error from the service.",
    )
    UNUSED_SAMPLE = (
        "unused-sample",
        Group.SAMPLES,
        _NOTE,
        None,
        "A file in a folder of samples is shown by no document.",
        "It ages unseen, or a document lost its sample.",
    )
    UNDOCUMENTED_KEY = (
        "undocumented-key",
        Group.SAMPLES,
        _WARNING,
        None,
        "A sample has a key that no row of its operation names.",
        "Readers see a value and find no word about it.",
    )
    MISSING_KEY = (
        "missing-key",
        Group.SAMPLES,
        _WARNING,
        None,
        "A sample lacks a body parameter that its table requires.",
        "Either the sample fails when it is sent, or the parameter is optional.",
    )
    CONDITIONAL_REQUIREMENT = (
        "conditional-requirement",
        Group.SAMPLES,
        _WARNING,
        None,
        "A definition is required, its text says that not everyone gets it, and a sample lacks it.",
        "Clients that rely on the key fail for ordinary users.",
    )
    CONTRADICTING_TYPE = (
        "contradicting-type",
        Group.SAMPLES,
        _WARNING,
        None,
        "A value in a sample is of another type than the definition says.",
        "Clients written from the table fail on the real value.",
    )
    MISPLACED_KEY = (
        "misplaced-key",
        Group.SAMPLES,
        _WARNING,
        None,
        "A sample has a key at another depth than the dotted name of its row says.",
        "Clients look for the value where it is not.",
    )
    ORPHAN_INCLUDE = (
        "orphan-include",
        Group.FILES,
        _WARNING,
        None,
        "No document includes a file named .inc.",
        "Its operations are invisible to readers.",
    )
    REPEATED_INCLUDE = (
        "repeated-include",
        Group.FILES,
        _WARNING,
        None,
        "A document includes the same file of operations twice.",
        "Each of them stands on the page twice.",
    )
    UNDOCUMENTED_ROUTE = (
        "undocumented-route",
        Group.ROUTES,
        _WARNING,
        None,
        "The service has a route that no operation documents.",
        "Readers do not know that they can call it.",
    )
    UNKNOWN_ROUTE = (
        "unknown-route",
        Group.ROUTES,
        _WARNING,
        None,
        "The service has no route for an operation.",
        "Whoever calls it gets 404.",
    )
    BROKEN_LINK = (
        "broken-link",
        Group.LINKS,
        _ERROR,
        None,
        "A link leads nowhere.",
        "Readers who follow it find nothing.",
    )
    MOVED_LINK = (
        "moved-link",
        Group.LINKS,
        _NOTE,
        None,
        "What a link leads to has moved for good.",
        "The old address works until somebody takes it away.",
    )
    UNCERTAIN_LINK = (
        "uncertain-link",
        Group.LINKS,
        _NOTE,
        None,
        "Nobody can tell whether a link leads anywhere.",
        "A person has to follow it once.",
    )
    UNKNOWN_MARKER = (
        "unknown-marker",
        Group.MARKERS,
        _WARNING,
        _WARNING,
        "The word after 'needs:' is not a known step of verification.",
        "No review finds the step, so it is never done.",
    )
    PENDING_VERIFICATION = (
        "pending-verification",
        Group.MARKERS,
        _NOTE,
        None,
        "A marker says that a step of verification is still to be done.",
        "Until then nobody vouches for this part.",
    )
    READY_MARKER = (
        "ready-marker",
        Group.MARKERS,
        _NOTE,
        None,
        "A marker is left although the evidence for its step is complete and clean.",
        "It tells reviewers to do what has been done.",
    )
    UNKNOWN_RULE = (
        "unknown-rule",
        Group.MARKERS,
        _WARNING,
        None,
        "A comment that silences a rule names one that does not exist.",
        "It silences nothing.",
    )
    NEEDLESS_COMMENT = (
        "needless-comment",
        Group.MARKERS,
        _NOTE,
        None,
        "A comment silences a rule that finds nothing there.",
        "It will hide the next fault at that place.",
    )
    UNKNOWN_REFERENCE = (
        "unknown-reference",
        Group.MARKUP,
        _WARNING,
        _WARNING,
        "A rest:op or rest:param names no operation or parameter, here and in other projects.",
        "Readers see a name that leads nowhere.",
    )
    AMBIGUOUS_REFERENCE = (
        "ambiguous-reference",
        Group.MARKUP,
        _WARNING,
        _WARNING,
        "A rest:op or rest:param names several operations or parameters.",
        "The link leads to the first of them, which may be another than the text means.",
    )
    MARKUP = (
        "markup",
        Group.MARKUP,
        _WARNING,
        _WARNING,
        "Sphinx or docutils found a fault in the markup; they name and suppress it themselves.",
        "Part of the page is missing, or looks otherwise than it was meant.",
    )
