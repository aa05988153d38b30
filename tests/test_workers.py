"""Work is spread over processes or a cluster, and its results come in the order of the items."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import pytest

from detente.errors import MissingExtra
from detente.workers import Executor, InProcess, Processes, RayCluster


def squared(number: int) -> int:
    return number * number


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)])
def test_results_come_in_the_order_of_the_items(executor: Executor) -> None:
    assert list(executor.map(squared, range(20))) == [k * k for k in range(20)]


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r"detente\[cluster\]"):
        RayCluster()


def test_a_cluster_is_joined_once_and_answers_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[object] = []

    def remote(function: Callable[[int], int]) -> SimpleNamespace:
        return SimpleNamespace(remote=lambda item: lambda: function(item))

    ray = ModuleType("ray")
    vars(ray).update(
        is_initialized=lambda: bool(joined),
        init=lambda **options: joined.append(options["address"]),
        remote=remote,
        get=lambda reference: reference(),
    )
    monkeypatch.setitem(sys.modules, "ray", ray)
    RayCluster("ray://there")
    assert list(RayCluster("ray://there").map(squared, range(5))) == [0, 1, 4, 9, 16]
    assert joined == ["ray://there"]
