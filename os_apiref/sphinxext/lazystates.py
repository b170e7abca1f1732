# SPDX-License-Identifier: Apache-2.0
"""A nested parser that makes the states it needs, instead of all of them.

After every directive docutils starts a nested state machine to see whether
another one follows, and builds its fifteen states with some two hundred
transitions, of which it uses two. In a reference that is a tenth of a build.
``State.nested_sm`` is docutils' own place to name another machine
(docutils/statemachine.py, "How To Use This Module", 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils.parsers.rst.states import NestedStateMachine
from docutils.statemachine import State


class LazyStateMachine(NestedStateMachine):
    """A nested state machine that parses as docutils' own does."""

    def add_states(self, state_classes: Iterable[type[State[list[str]]]]) -> None:
        """Remember the states for when they are asked for."""
        self.states = _LazyStates(self, state_classes)


class _LazyStates(dict[str, Any]):
    def __init__(
        self, machine: LazyStateMachine, classes: Iterable[type[State[list[str]]]]
    ) -> None:
        super().__init__()
        self._machine = machine
        self._classes = {one.__name__: one for one in classes}

    def __missing__(self, name: str) -> State[list[str]]:
        state = self._classes[name](self._machine, self._machine.debug)
        parse_lazily(state)
        if getattr(self._machine, "memo", None) is not None:
            state.runtime_init()
        self[name] = state
        return state


def parse_lazily(state: State[list[str]]) -> None:
    """Have what a state nests parsed by lazy machines."""
    state.nested_sm = LazyStateMachine
