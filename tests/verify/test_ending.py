"""How the command ends: statuses and sentences, whatever happened."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from verify import ending

def body():
    {body}

if __name__ == "__main__":
    ending.leave_on_interrupt()
    ending.stand_in()
    with ending.told():
        body()
"""


def ended(
    folder: Path, body: str, *words: str, stdout: object = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run a program whose command does no more than the body says."""
    path = folder / "program.py"
    path.write_text(PROGRAM.format(body=body))
    return subprocess.run(
        [sys.executable, str(path), *words],
        stdout=stdout,  # type: ignore[call-overload]
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "TMPDIR": str(folder)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


FAULTS = (
    "1 / 0",
    "raise RuntimeError('[/b] a defect\\nwith lines')",
    "raise OSError(2, 'No such file', 'somewhere')",
    "raise AssertionError",
    "[][1]",
    "raise MemoryError('no room')",
    "def f(): f()\n    f()",
)


@pytest.mark.parametrize("body", FAULTS)
def test_a_fault_of_the_program_ends_with_70_and_its_traceback_in_a_file(
    tmp_path: Path, body: str
) -> None:
    run = ended(tmp_path, body)
    assert run.returncode == 70
    assert run.stderr.startswith("Error: a fault of the program (")
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.stderr
    (kept,) = tmp_path.glob("verify-fault-*.txt")
    assert str(kept) in run.stderr
    assert "Traceback" in kept.read_text()
    assert "program.py" in kept.read_text()


def test_where_no_file_can_be_written_the_traceback_is_printed(tmp_path: Path) -> None:
    body = "import tempfile; tempfile.tempdir = '/nowhere/at/all'; 1 / 0"
    run = ended(tmp_path, body)
    assert run.returncode == 70
    assert "ZeroDivisionError" in run.stderr
    assert "program.py" in run.stderr


@pytest.mark.parametrize("number", ["EMFILE", "ENFILE"])
def test_too_many_open_files_are_no_fault_of_the_program(
    tmp_path: Path, number: str
) -> None:
    body = f"import errno; raise OSError(errno.{number}, 'Too many open files', 'x')"
    run = ended(tmp_path, body)
    assert run.returncode == 3
    assert run.stderr.startswith("Error: Too many open files; allow more (ulimit -n")
    assert run.stderr.count("\n") == 1
    assert not list(tmp_path.glob("verify-fault-*"))


@pytest.mark.parametrize("body", ["sys.exit(3)", "print('x'); sys.exit(3)"])
def test_a_status_that_was_decided_is_kept(tmp_path: Path, body: str) -> None:
    run = ended(tmp_path, body)
    assert (run.returncode, run.stderr) == (3, "")


@pytest.mark.parametrize("words", [(), ("--fresh",)])
@pytest.mark.parametrize(
    "interrupted",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGINT)",
        "raise KeyboardInterrupt",
        "import click; raise click.Abort",
        # Where Python itself could only print that it ignores the exception.
        "import os, signal\n"
        "    class Late:\n"
        "        def __del__(self): os.kill(os.getpid(), signal.SIGINT)\n"
        "    with ending.interruptible(): del [Late()][0]",
    ],
)
def test_an_interrupt_is_one_sentence_and_130(
    tmp_path: Path, interrupted: str, words: tuple[str, ...]
) -> None:
    run = ended(tmp_path, interrupted, *words)
    assert run.returncode == 130
    assert run.stderr.count("\n") == 1
    end = "without --fresh resumes." if words else "the same command resumes."
    assert run.stderr.rstrip().endswith(end)


def test_work_is_put_away_before_an_interrupt_ends_it(tmp_path: Path) -> None:
    body = (
        "import os, signal\n"
        "    with ending.interruptible():\n"
        "        try:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "        finally:\n"
        "            print('put away', flush=True)"
    )
    run = ended(tmp_path, body)
    assert (run.returncode, run.stdout) == (130, "put away\n")


def test_a_reader_who_leaves_ends_it_without_a_word(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = ended(tmp_path, "print('x' * 100_000)", stdout=write)
    os.close(write)
    assert (run.returncode, run.stderr) == (128 + signal.SIGPIPE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("body", ["print('x')", "print('x' * 100_000)"])
@pytest.mark.parametrize("end", ["", "; sys.exit(0)", "; sys.exit(1)"])
def test_an_output_that_is_full_is_said(tmp_path: Path, body: str, end: str) -> None:
    with Path("/dev/full").open("w") as full:
        run = ended(tmp_path, body + end, stdout=full)
    assert run.returncode == 3
    assert run.stderr == (
        "Error: the output cannot be written (No space left on device).\n"
    )


@pytest.mark.parametrize("stdout", [True, False])
@pytest.mark.parametrize("stderr", [True, False])
def test_closed_streams_swallow_what_is_said(
    tmp_path: Path, stdout: bool, stderr: bool
) -> None:
    """No file that is opened later gets their numbers either."""
    body = (
        "import os\n"
        "    file = open(sys.argv[1], 'w')\n"
        "    print('é' * 5); print('é', file=sys.stderr); input\n"
        "    os.write(1, b'x'); os.write(2, b'y')\n"
        "    sys.exit(file.fileno() < 3)"
    )
    closed = "<&-" + " >&-" * stdout + " 2>&-" * stderr
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(body=body))
    place = tmp_path / "file"
    line = f'"{sys.executable}" "{program}" "{place}" {closed}'
    run = subprocess.run(line, shell=True, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (bool(run.stdout), bool(run.stderr)) == (not stdout, not stderr)
    assert place.read_bytes() == b""


@pytest.mark.parametrize("letters", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("text", ["∞ ⁻¹²", "é", "\\udcff"])
def test_a_letter_that_cannot_be_written_stops_nothing(
    tmp_path: Path, letters: str, text: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(body=f"print('{text}', 'said')"), "utf-8")
    run = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONIOENCODING": letters},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.endswith(b" said\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("status", [0, 1, 4])
def test_a_full_stderr_changes_no_status(tmp_path: Path, status: int) -> None:
    program = tmp_path / "program.py"
    body = f"print('x' * 100_000, file=sys.stderr, flush=True)\n    sys.exit({status})"
    program.write_text(PROGRAM.format(body=body))
    with Path("/dev/full").open("w") as full:
        run = subprocess.run([sys.executable, str(program)], stderr=full, check=False)
    assert run.returncode == status
