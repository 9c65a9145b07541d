"""A claim in a person's file that lacks something, or does something wrong."""

from pathlib import Path

import pytest

from tests.own_claims import TRAINED, changed, said, write
from tests.verify.test_command import inside, verify

pytestmark = pytest.mark.usefixtures("forgotten")

# What a claim that cannot fail lacks, by the change that makes it so.
LACKS = {
    "rivals=(": ("rivals=()[:0] and (", "rivals must not be empty"),
    "np.array([1 / 4])": ("np.array([1 / 3])", "says the same as the prediction"),
    "tolerance=0.02": ("tolerance=0.08", "must be at least 0 and below 0.9 of 0.0833"),
    "tolerance=0.02,": ("tolerance=-1.0,", "must be at least 0 and below"),
    "tolerance=0.02, ": ("tolerance=float('nan'),", "must be at least 0 and below"),
    "tolerance=0.02,  ": ("tolerance='small',", "tolerance must be a number"),
    "seeds=(0, 1, 2)": ("seeds=()", "quick seeds must be one or more"),
    "seeds=(0, 1, 2),": ("", "needs seeds=(0, 1, 2)"),
    "seeds=(0, 1, 2), ": ("seeds=(1000,),", "pilot seeds start at 1000"),
    "np.array([1 / 3])": ("'a third'", "must be an array of real numbers"),
    "np.array([1 / 3]), ": ("np.array([np.nan]),", "the prediction must be finite"),
    "np.array([1 / 3]),  ": ("np.array([]),", "got an empty array"),
    "np.array([1 / 3]),   ": ("np.array([1j]),", "got complex numbers"),
    "np.array([1 / 4]),": ("np.array([1, 2]),", "must have the prediction's shape"),
    "np.array([1 / 4]), ": ("np.array([np.inf]),", "must be finite"),
    'because="the mean': ("because='' and \"the mean", "must say in because who"),
    'because="four': ("because='' and \"four", "because must say why the tolerance"),
    'statement="': ("statement='' and \"", "statement must be a sentence"),
    'name="own.mean-area"': ("name='My claim'", "name must be a part and a name"),
    'name="own.mean-area",': ("name='../../x.y',", "name must be a part and a name"),
    'name="own.mean-area", ': ("name='size.airy',", "own.airy is free"),
    "Evidence.COMPUTATION": ("", "evidence must say on what the verdict rests"),
    "frozenset({Evidence.COMPUTATION})": (
        "Evidence.COMPUTATION",
        "evidence must be a set, such as",
    ),
    "place_of(counted)": ("place_of(lambda seed, disks: {})", "must stand at the top"),
    "place_of(counted),": ("counted,", "write function=place_of(NAME)"),
    "place_of(counted), ": ("'nowhere:counted',", "write function=place_of(counted)"),
    "place_of(counted),  ": ("__file__ + ':other',", "has no function other"),
    '"disks": 4000': ('"circles": 4000', "takes (seed, disks), but is called"),
    '"disks": 4000}': ('"disks": 1j}', "is kept as JSON"),
    '"full": {"disks": 16000}': ("", "must be there for quick and full"),
    "trains=False": ("trains=True", "but is called with start, disks"),
    "pi R^2 / 3$": ("frac(1)$", "is mathematics as Typst writes it"),
    "pi R^2 / 3$ ": ("pi ", "a dollar sign has no second one"),
    "place_of(counted),    ": ("'mine:counted',", "write function=place_of(NAME)"),
    "distance=RMS, ": (
        "distance=RMS, derivation=lambda: (1, 2),",
        "the derivation must give a tuple of Step",
    ),
    "distance=RMS,  ": (
        "distance=RMS, derivation=lambda: 1 / 0,",
        "(the derivation): ZeroDivisionError",
    ),
    "distance=RMS,   ": (
        "distance=RMS, certificates=lambda: 3,",
        "the certificates must be numbers by name, got int",
    ),
    "distance=RMS,    ": (
        "distance=RMS, certificates=lambda: {'a': 'b'},",
        "'a' must be an array of real numbers",
    ),
    "distance=RMS": ("distance='rms'", "distance must be of Distance"),
    'read=lambda arrays: Measurement(answer=arrays["share"])': (
        "read=3",
        "read must be a function",
    ),
}


@pytest.mark.parametrize("old", LACKS)
def test_a_claim_that_cannot_fail_is_told_what_is_missing(
    old: str, tmp_path: Path
) -> None:
    new, message = LACKS[old]
    status, words = said(tmp_path, write(tmp_path, changed(old.strip(), new)))
    assert status == 2, words
    assert message in words
    assert not (tmp_path / "reports" / "results.json").exists()


def test_a_training_needs_assumptions_and_a_check_of_use(tmp_path: Path) -> None:
    status, words = said(tmp_path, write(tmp_path, TRAINED))
    assert status == 2
    assert "add Assumption(says='...', without='open') for each thing" in words
    assert "checks must tell a dead network from one that learned" in words


# What a person's code raises, by where: the change, and what is said.
RAISES = {
    "at import": ("CLAIM = ", "1 / 0\nCLAIM = ", 2, "line 19: ZeroDivisionError"),
    "as it is parsed": ("CLAIM = ", "CLAIM == = ", 2, "line 19: invalid syntax"),
    "as it ends": ("CLAIM = ", "raise SystemExit\nCLAIM = ", 2, "it ended the program"),
    "in the prediction": ("[1 / 3]", "[1 / 0]", 2, "(the prediction): ZeroDivision"),
    "in a rival": (
        "[1 / 4]",
        "[1 / 0]",
        2,
        "(the rival 'area of the mean disk'): Zero",
    ),
    "in the experiment": ("radius = ", "radius = 1 / 0, ", 3, "in counted (the exper"),
    "with an odd error": (
        "radius = ",
        "class E(Exception):\n        def __init__(self, a, b):\n            pass\n"
        "    raise E(1, 2)\n    radius = ",
        3,
        "in counted (the experiment): E: (1, 2)",
    ),
    "with a dollar sign": (
        "radius = ",
        "raise OSError('$frac(1$', '$HOME')\n    radius = ",
        3,
        "_HOME",
    ),
    "as it says": (
        'answer=arrays["share"]',
        'answer=arrays["share"], invalid="costs $5(, $"',
        3,
        "costs _5(, _",
    ),
    "ending the process": ("radius = ", "import os; os._exit(3)\n    radius = ", 3, ""),
    "returning no arrays": ("return {", "return [] and {", 3, "must return arrays by"),
    "returning nothing": ("    return {", "    {", 3, "must return arrays by name"),
    "returning objects": (
        'return {"share":',
        'return {"x": object(), "share":',
        3,
        "x must be an array of numbers, got object",
    ),
    "in the reading": ('arrays["share"]', 'arrays["x"]', 3, "(the reading): KeyError"),
    "reading something else": (
        'Measurement(answer=arrays["share"])',
        "3",
        3,
        "the reading must be a Measurement, got int",
    ),
    "reading another shape": (
        'answer=arrays["share"]',
        'answer=arrays["share"][None]',
        3,
        "must have the prediction's shape (1,), got (1, 1)",
    ),
    "reading a value that is none": (
        'answer=arrays["share"]',
        'answer=arrays["share"], values={"x": [1, 2]}',
        3,
        "'x' must be one number, got 2",
    ),
    "for a check of what is not there": (
        "distance=RMS,",
        "distance=RMS, checks=(__import__('verify.claim').claim.Check("
        "value='p', at_most=1, because='x'),),",
        3,
        "a check looks at 'p', which neither the values of the reading nor",
    ),
    "otherwise each time": (
        "default_rng(seed)",
        "default_rng()",
        3,
        "seed 0: the same seed gave other arrays when it was measured again",
    ),
}


@pytest.mark.parametrize("where", RAISES)
def test_what_a_persons_code_does_wrong_is_a_sentence(
    where: str, tmp_path: Path
) -> None:
    old, new, expected, message = RAISES[where]
    text = changed(old, new).replace("seeds=(0, 1, 2)", "seeds=(0,)")
    words = write(tmp_path, text)
    # A process that ends would end the tests.
    run = verify if "process" in where else inside
    status, out, err = run(tmp_path, words, "--jobs", "1")
    told = " ".join((out + err).split())
    assert status == expected, told
    assert message in told
    assert "Traceback" not in out + err
    if "the traceback is" in told:
        kept = told.split("the traceback is in ")[1].split(".txt")[0] + ".txt"
        assert "Traceback" in Path(kept).read_text("utf-8")


LEARNS = """
import numpy as np

from verify.claim import *
from verify.claim import Assumption, Check, Claim, Evidence, Experiment
from verify.claim import Measurement, Rival
from verify.distances import RMS
from verify.place import place_of


def learned(start):
    return {"bias": np.array([0.0, 1e-3]), "error": np.array([0.1, 0.2])}


CLAIM = Claim(
    name="own.bias",
    statement="It needs no bias.",
    predict=lambda: np.array([0.0, 0.0]),
    experiment=Experiment(
        function=place_of(learned),
        configurations={"quick": {}, "full": {}},
        seconds=0.1,
    ),
    read=lambda a: Measurement(
        answer=a["bias"], values={"error": VALUE}
    ),
    rivals=(Rival(name="one", answer=lambda: np.array([1.0, 1.0]), because="it is"),),
    distance=RMS,
    tolerance=0.1,
    because="as small",
    seeds=(0,),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(Assumption(says="It is small.", without="open"),),
    checks=(Check(value="error", at_most=0.5, because="it learns", usable=True),),
)
"""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a['error'].mean()", "replaced by zeros, as of a network that gives nothing"),
        (
            "a['error'].mean() if a['error'].any() else 1.0",
            "replaced by their averages, as of a network that gives",
        ),
        ("float(a['error'].std() < 0.01)", ""),
        ("a['error'][0] / (a['error'].std() * 10)", ""),
        ("1 / 0 if a['error'].std() < 0.01 else 0.0", ""),
    ],
)
def test_a_dead_network_that_would_pass_is_told(
    value: str, message: str, tmp_path: Path
) -> None:
    words = write(tmp_path, changed("VALUE", value, LEARNS))
    status, told = said(tmp_path, words, "--device", "cpu")
    assert status == (3 if message else 0), told
    assert message in told
