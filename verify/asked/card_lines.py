"""What stands on the card of a network: claims that it fits, or not, and figures."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from verify.answers import answers
from verify.claim import Array, Arrays, Claim, Outcome
from verify.distances import distance
from verify.judge import Judged, judge
from verify.trial import Trial


class Standing(Enum):
    """How one network stands to a claim; it is one seed, and confirms nothing."""

    FITS = "fits"
    MISFITS = "does not fit"
    SILENT = "says nothing"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A claim, asked of one network.

    ``note`` says what else must be known to read it.
    """

    judged: Judged
    note: str = ""

    @property
    def standing(self) -> Standing:
        """Whether the network fits."""
        outcome = self.judged.verdict.outcome
        if outcome is Outcome.CONFIRMED:
            return Standing.FITS
        silent = outcome is Outcome.INVALID or self.judged.known.weak
        return Standing.SILENT if silent else Standing.MISFITS

    @property
    def reason(self) -> str:
        """Why it says nothing or does not fit; empty where it fits."""
        if self.standing is Standing.FITS:
            return ""
        reason = self.judged.verdict.reason.replace("seed 0: ", "")
        return (
            "" if reason.startswith(("the prediction fits", "every seed")) else reason
        )

    @property
    def off(self) -> float:
        """How far the network is from the prediction, usable or not; NaN if unknown."""
        return self._off(self.judged.known.prediction)

    def _off(self, answer: Array) -> float:
        (found,) = self.judged.measurements.values()
        if np.shape(found.answer) != np.shape(answer):
            return math.nan
        return distance(self.judged.claim.distance, found.answer, answer)

    @property
    def nearest(self) -> tuple[str, float]:
        """The answer that the network is nearest to, and how far that is."""
        rivals = {n: self._off(a) for n, a in self.judged.known.rivals.items()}
        found = {"the prediction": self.off, **rivals}
        return min(found.items(), key=lambda one: (math.isnan(one[1]), one[1]))

    @property
    def data(self) -> dict[str, Any]:
        """The line as JSON values."""
        verdict, claim = self.judged.verdict, self.judged.claim
        name, away = self.nearest
        return {
            "claim": claim.name,
            "statement": claim.statement,
            "standing": self.standing.value,
            "reason": self.reason,
            "off": number(self.off),
            "allowed": number(verdict.tolerance),
            "distance": claim.distance.name,
            "unit": claim.distance.unit,
            "nearest answer": name if math.isfinite(away) else "",
            "nearest answer off": number(away),
            "intervals": {
                name: {
                    "least": number(found.least),
                    "most": number(found.most),
                    "tried beyond": list(found.ends),
                }
                for name, found in verdict.sweeps.items()
            },
            "values": {name: number(v[0]) for name, v in verdict.values.items()},
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class Card:
    """What can be said of one network.

    Parameters
    ----------
    about
        What the network was asked about, in words.
    sentence
        The whole of it in one sentence.
    lines
        The claims that apply.
    figures
        Numbers by name, whatever claim they belong to.
    notes
        What a reader must know besides.
    pictures
        Grids of images by caption, (rows, columns, height, width).
    drawn
        Names of the claims whose answers are drawn, where they apply.
    findings
        What was noticed of the network itself.

    """

    about: str
    sentence: str
    lines: tuple[Line, ...]
    figures: Mapping[str, float]
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, Array] = field(default_factory=dict)
    drawn: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """The card as JSON values; what is not a finite number is null."""
        return {
            "schema": 1,
            "about": self.about,
            "sentence": self.sentence,
            "claims": [line.data for line in self.lines],
            "figures": {name: number(value) for name, value in self.figures.items()},
            "notes": list(self.notes),
            "findings": list(self.findings),
        }

    def line(self, name: str) -> Line | None:
        """Return the line of a claim, if it applies."""
        return next((x for x in self.lines if x.judged.claim.name == name), None)


def number(value: float) -> float | None:
    """Return a number as JSON knows it: finite, or nothing."""
    return float(value) if math.isfinite(value) else None


def line(claim: Claim, arrays: Arrays, note: str = "") -> Line:
    """Ask one network, by the arrays that it gave, whether it fits a claim."""
    known = answers(Trial(claim=claim))
    # A network may give anything: what is not finite is no usable answer.
    with np.errstate(all="ignore"):
        found = {0: claim.read(arrays)}
        verdict = judge(known, found)
    return Line(
        judged=Judged(known=known, measurements=found, verdict=verdict), note=note
    )


def percent(share: float, digits: int = 2) -> str:
    """Return a share in per cent, as a sentence says it.

    Examples
    --------
    >>> percent(0.01284), percent(3e-9), percent(0.5)
    ('1.3 %', '3e-07 %', '50 %')

    """
    return f"{100 * share:.{digits}g} %"


def enumerated(parts: Iterable[str]) -> str:
    """Return parts as one sentence, a semicolon between them."""
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:] + "."
