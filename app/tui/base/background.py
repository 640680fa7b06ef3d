"""What is read in a thread beside the event loop, and comes back as a message."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from textual import work
from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker, get_current_worker

_Node = TypeVar("_Node", bound=DOMNode)
_Arguments = ParamSpec("_Arguments")
_Read = Callable[Concatenate[_Node, _Arguments], Message | None]
_Started = Callable[Concatenate[_Node, _Arguments], Worker[None]]


def in_background(group: str) -> Callable[[_Read[_Node, _Arguments]], _Started[_Node, _Arguments]]:
    """Run a method of a widget in a thread, and post the message that it returns to the widget.

    A call replaces the one of its `group` that still runs: what that one returns is dropped.
    """

    def decorate(read: _Read[_Node, _Arguments]) -> _Started[_Node, _Arguments]:
        @wraps(read)
        def run(self: _Node, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
            worker = get_current_worker()
            message = read(self, *args, **kwargs)
            if message is not None and not worker.is_cancelled:
                self.post_message(message)

        return work(run, thread=True, exclusive=True, group=group, exit_on_error=False)

    return decorate
