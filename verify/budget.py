"""How much is measured: the two budgets, and the seeds that are for pilots only."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, TypeVar

Budget = Literal["quick", "full"]
BUDGETS: tuple[Budget, ...] = ("quick", "full")

PILOT = 1000
"""First pilot seed: tolerances are chosen on seeds from here up, never judged."""

Value = TypeVar("Value")
ByBudget: TypeAlias = Value | Mapping[Budget, Value]
"""What holds for both budgets, or by budget."""


def of_budget(value: ByBudget[Value], budget: Budget) -> Value:
    """Return what holds for a budget: the value itself where it is one for all.

    Examples
    --------
    >>> of_budget(0.1, "full"), of_budget({"quick": 0.1, "full": 0.05}, "full")
    (0.1, 0.05)

    """
    return value[budget] if isinstance(value, Mapping) else value
