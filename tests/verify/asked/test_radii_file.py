"""Files of counted radii: read as they were meant, or refused with what they hold."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verify.asked.number_table import Decimal
from verify.asked.radii_file import Counted, counted_in, listed_in
from verify.asked.text_file import LARGEST

FILES = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
COUNTS = st.lists(st.integers(0, 90_000), min_size=1, max_size=12).filter(any)
STEPS = st.lists(st.integers(1, 400), min_size=12, max_size=12)
HEADERS = {
    "upper": ("upper edge", "bin_right", "d max", "to"),
    "lower": ("lower edge", "left", "from", "bin_start"),
    "centre": ("bin center", "midpoint", "mid"),
    "range": ("size class", "interval"),
    "count": ("count", "n", "number of particles", "Anzahl", "frequency"),
    "cumulative": ("cumulative count", "cum. %", "number ≤"),
}
FORMS = (("upper",), ("lower", "upper"), ("range",), ("centre",), ("lower",))


@dataclass(frozen=True)
class Written:
    """A histogram and the text in which somebody wrote it."""

    edges: tuple[float, ...]
    counts: tuple[float, ...]
    text: str
    columns: str
    decimal: Decimal
    told: bool


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Write a random histogram in a random dialect."""
    counts = draw(COUNTS)
    form = draw(st.sampled_from(FORMS))
    steps = draw(STEPS)[: len(counts)]
    if form in (("centre",), ("lower",)):
        counts = [*counts, 3, 1]
        steps = [steps[0]] * len(counts)
    first = 0 if form == ("upper",) else draw(st.integers(0, 300))
    # Even ends have centres in whole hundredths.
    ends = 2 * (first + np.concatenate([[0], np.cumsum(steps)]))
    edges = [float(f"{end / 100:.2f}") for end in ends]
    decimal: Decimal = draw(st.sampled_from(["point", "comma"]))
    unit = draw(st.sampled_from(["", "", " µm", "nm"]))
    separators = ["\t", ";", " ; "] + ([", ", ","] if decimal == "point" else [])
    separator = draw(st.sampled_from(separators + ([] if unit else ["   "])))

    def said(value: float) -> str:
        text = f"{value:.2f}".replace(".", "," if decimal == "comma" else ".")
        return text + unit

    shown = {
        "upper": [said(e) for e in edges[1:]],
        "lower": [said(e) for e in edges[:-1]],
        "centre": [said((a + b) / 2) for a, b in pairwise(edges)],
        "range": [
            draw(st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "[{}; {})"]))
            .replace("; ", "; " if decimal == "comma" else ", ")
            .format(said(a), said(b))
            for a, b in pairwise(edges)
        ],
    }
    amount = draw(st.sampled_from(["count", "cumulative"]))
    amounts = counts if amount == "count" else np.cumsum(counts).tolist()
    quote = draw(st.sampled_from(["", '"'])) if separator.strip() else ""
    if separator == "   " and form == ("range",):
        shown["range"] = [text.replace(" to ", "-") for text in shown["range"]]
    rows = [
        separator.join(f"{quote}{cell}{quote}" for cell in cells)
        for cells in zip(*(shown[f] for f in form), map(str, amounts), strict=True)
    ]
    if draw(st.booleans()):
        rows = rows[::-1]
    head = draw(st.booleans())
    names = [draw(st.sampled_from(HEADERS[role])) for role in (*form, amount)]
    if separator == "   ":
        names = [name.replace(" ", "_") for name in names]
    top = [draw(st.sampled_from(["", "# "])) + separator.join(names)] if head else []
    remarks = draw(st.lists(st.sampled_from(["# of 3 May", "// sieved", ""])))
    text = draw(st.sampled_from(["\n", "\r\n"])).join([*remarks, *top, *rows, ""])
    columns = ",".join((*form, amount))
    return Written(tuple(edges), tuple(counts), text, columns, decimal, head)


def same(found: Counted, meant: Written) -> bool:
    counts = list(meant.counts)
    while not counts[-1]:
        counts.pop()
    edges = meant.edges[: len(counts) + 1]
    return (
        len(found.counts) == len(counts)
        and np.allclose(found.counts, counts, rtol=1e-9)
        and np.allclose(found.edges, edges, rtol=1e-9, atol=1e-12)
    )


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])


@FILES
@given(meant=written(), encoding=ENCODINGS)
def test_a_histogram_is_read_back_or_refused_with_two_readings(
    meant: Written, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "counted.csv"
    path.write_bytes(meant.text.encode(encoding))
    refusals: list[str] = []
    try:
        assert same(counted_in(path), meant)
    except ValueError as error:
        refusals.append(str(error))
    assert all("two ways" in said or "line " in said for said in refusals)
    assert all(len(said) < len(str(path)) + 400 for said in refusals)
    told = counted_in(path, meant.columns, meant.decimal)
    assert same(told, meant)
    assert told.said.startswith("read ")


@FILES
@given(
    radii=st.lists(st.integers(1, 10**6), min_size=2, max_size=30, unique=True),
    decimal=st.sampled_from(["point", "comma"]),
    header=st.sampled_from(["", "radius\n", "# r in µm\n", "r (µm)\n\n"]),
    encoding=ENCODINGS,
)
def test_a_list_of_radii_is_counted_or_refused(
    radii: list[int], decimal: Decimal, header: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "radii.txt"
    values = [radius / 1000 for radius in radii]
    text = header + "\n".join(f"{value:.3f}" for value in values)
    path.write_bytes(
        text.replace(".", "," if decimal == "comma" else ".").encode(encoding)
    )
    expected, _ = np.histogram(values, np.linspace(0, max(values), 257))
    found = listed_in(path, decimal)
    assert found.edges[-1] == max(values)
    assert np.array_equal(found.counts, expected)
    if decimal == "point":
        assert listed_in(path) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("upper,n\n10,5\n20,3\n", "read 2 bins from 0 to 20, 8 particles (upper edge"),
        ("upper n\n10 µm 5\n25 µm 3\n", "read 2 bins from 0 to 25, 8 particles"),
        ("0 5\n10 3\n20 2\n", "read 3 bins from 0 to 30, 10 particles (lower edge"),
        ("0 5\n10 3\n25\n", "read 2 bins from 0 to 25, 8 particles (lower edge"),
        (
            "1 3 5\n3 9 1\n",
            "read 2 bins from 1 to 9, 6 particles (lower edge and upper",
        ),
        ("10 5\n20 3\n45 0\n99 0\n", "2 empty bins at the end left out"),
        ("upper,density\n10,1\n40,.5\n", "25 particles (upper edge and density"),
        ("upper;count\n98;31 204\n120;95\n", "31,299 particles"),
        ("id,lower,upper,n,x\n7,1,2,3,9\n5,2,3,4,9\n", "read 2 bins from 1 to 3, 7"),
        ("upper,percent\n1,12.5%\n4,87.5%\n", "counts of sum 100"),
        ("[0, 10),5\n[10, 20),6\n[20, 30),1\n", "(range and count"),
        ("10 5\n\n20, 0\n40 10\n", "read 3 bins from 0 to 40, 15 particles"),
    ],
)
def test_what_was_read_is_said_in_one_line(
    text: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "counted.csv"
    path.write_text(text, "utf-8")
    assert said in counted_in(path).said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "10 5\n20 3\n30 1\n",
            "bins 0 to 10: 5, .*upper,count.*5 to 15: 5.*centre,count",
        ),
        (
            "10 1\n20 3\n45 9\n",
            "10 to 20: 3.*upper,count.*10 to 20: 2.*upper,cumulative",
        ),
        ("0-9 5\n10-19 6\n20-29 2\n", "nothing between 9 and 10.*each up to the next"),
        (
            "upper count\n98 31,204\n120 95\n",
            "98: 31204.*decimal point.*98: 31.204.*comma",
        ),
        ("10 5\n20 x\n", "line 2: must hold an edge and a count .* got '20 x'"),
        ("ten 5\n", "line 1: must hold an edge and a count"),
        ("10 5\n20\n", "line 2: must have as many columns"),
        ("10 -5\n30 1\n", "line 1: counts must be at least 0; got '10 -5'"),
        ("10 5\n5 1\n7 2\n", "line 2: edges must rise, or fall, from line to line"),
        ("10 0\n30 0\n", "counts must not all be 0"),
        ("1 5 3\n2 5 4\n", "line 2: bins must not overlap"),
        ("5 1 3\n", "the lower edge must be below the upper one"),
        ("-5 1 3\n", "edges must be at least 0"),
        ("10 nan\n20 3\n", "line 1: must hold an edge and a count"),
        ("10 1e999\n", "line 1: must hold an edge and a count"),
        ("1,2,3,4\n", "--columns names the columns"),
        ("volume %,upper\n3,10\n4,20\n", "'volume %': counts must be numbers of radii"),
        ("upper,cumulative\n10,5\n30,4\n", "cumulative counts must not fall"),
        ("upper,n\n10 um,5\n20 nm,3\n", "must have one unit, the first has 'um'"),
        ("", "must hold one bin or radius or more, got none"),
        ("# nothing\n", "must hold one bin or radius or more, got none"),
        ("x" * 500, r"got 'x{37} \.\.\. x{37}'"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(
    text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "counted.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        counted_in(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,5\n2,5\n", "line 1 as 1.5 .* as 1.0 and 5.0 .*--decimal comma"),
        ("1 2 3\n", "must hold one radius"),
        ("0\n1\n", "line 1: a radius must be a number above 0"),
        ("1 um\n2 nm\n", "line 2: all numbers of a column must have one unit"),
        ("1-2\n", "a radius must be a number above 0"),
        ("1\ntwo\n", "line 2: must hold one radius that can be read; got 'two'"),
    ],
)
def test_what_is_no_list_of_radii_is_refused(
    text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "radii.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        listed_in(path)


def test_a_header_names_the_column_of_the_radii(tmp_path: Path) -> None:
    path = tmp_path / "radii.csv"
    path.write_text(",radius (um),depth\n0,1.5,7\n1,2.5,8\n", "utf-8")
    assert "read 2 radii from 1.5 to 2.5" in listed_in(path).said


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rest", "is a spreadsheet or another zip archive; save it as CSV"),
        (b"\x93NUMPY\x01", "write it by numpy.savetxt"),
        (b"\x00\x01\x02\x03", "must be text, but holds other bytes"),
        (b"1 2\x07\n", "must be text, but holds other bytes"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "counted.xlsx"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        counted_in(path)


def test_endless_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be a file that ends"):
        counted_in(Path("/dev/zero"))
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 2**20)
    with pytest.raises(ValueError, match="must have at most 64 MiB, got 65"):
        counted_in(path)
    with pytest.raises(ValueError, match=r"cannot be read|must be a file"):
        counted_in(tmp_path / "gone.txt")


def test_a_western_code_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "counted.csv"
    path.write_bytes("Größe max (µm);Anzahl\n10;5\n25;3\n".encode("latin-1"))
    assert counted_in(path).counts == (5, 3)


@pytest.mark.parametrize(
    "columns", ["upper", "upper,lower", "upper,x", "count,count,r"]
)
def test_columns_that_are_none_are_refused(columns: str, tmp_path: Path) -> None:
    path = tmp_path / "counted.csv"
    path.write_text("1 2\n", "utf-8")
    with pytest.raises(ValueError, match="columns must name one of count"):
        counted_in(path, columns)
