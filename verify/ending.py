"""How the command ends: its exit status and one sentence, whatever happened."""

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn, TextIO, cast

INTERRUPTED, FAULT, UNFINISHED = 130, 70, 3


class Unheeded:
    """A stream to which anything may be said, whether anybody can read it or not."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        """Be that stream in everything else."""
        return getattr(self._stream, name)


def stand_in() -> None:
    """Let no stream be closed, or stop at a letter that it cannot write.

    What is said to a closed one goes nowhere. Otherwise the next file that is opened
    gets its number, and with it whatever libraries and workers say.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # Whoever starts a process flushes it, and would fail.
    sys.stderr = cast("TextIO", Unheeded(sys.stderr))


def leave_on_interrupt() -> None:
    """From here on end at Ctrl-C at once: nothing is under way yet."""
    if _hears_interrupts():
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def interruptible() -> Iterator[None]:
    """Within a ``with``, raise KeyboardInterrupt at Ctrl-C, so that work is kept.

    One that Python would lose, raised where nothing can catch it, ends the command; one
    that a library caught is raised again by :func:`go_on`.
    """
    if not _hears_interrupts():
        yield
        return
    before = signal.signal(signal.SIGINT, _interrupt)
    hook, sys.unraisablehook = sys.unraisablehook, _lost
    try:
        yield
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise
    finally:
        _heard.clear()
        sys.unraisablehook = hook
        if signal.getsignal(signal.SIGINT) is _interrupt:
            signal.signal(signal.SIGINT, before)


_heard: list[int] = []
"""The signals of Ctrl-C since work began."""


def _interrupt(number: int, _: FrameType | None) -> NoReturn:
    _heard.append(number)
    raise KeyboardInterrupt


def go_on() -> None:
    """Raise KeyboardInterrupt again if there was one and the work goes on."""
    if _heard:
        raise KeyboardInterrupt


class UnreadError(Exception):
    """Whoever read the output is gone."""


@contextmanager
def unread() -> Iterator[None]:
    """Hide a closed pipe from click, which would end with 1: that says something."""
    try:
        yield
    except BrokenPipeError as error:
        raise UnreadError from error


@contextmanager
def told() -> Iterator[None]:
    """Turn every exception into its sentence on stderr and its exit status."""
    # Here, so that Ctrl-C is heard while it loads.
    import click

    try:
        yield
        sys.stdout.flush()
        _end(0)
    except SystemExit as end:
        with _output_told():
            sys.stdout.flush()
        _end(_status(end))
    except click.ClickException as error:
        error.show()
        _end(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _leave()
    except UnreadError:
        _unread()
    except OSError as error:
        _output_failed(error)
        _files_ran_out(error)
        _fault(error)
    except Exception as error:
        _fault(error)


def _status(end: SystemExit) -> int:
    """Return the status that an exception asks for, as Python understands it."""
    return end.code if isinstance(end.code, int) else int(end.code is not None)


@contextmanager
def _output_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _output_failed(error)
        raise


def _output_failed(error: OSError) -> None:
    """End if it is the output that cannot be written: a closed pipe, a full disk."""
    if error.filename is not None or error.errno not in (
        errno.EPIPE,
        errno.ENOSPC,
        errno.EBADF,
        errno.EIO,
    ):
        return
    if error.errno == errno.EPIPE:
        _unread()
    _discard(sys.stdout)
    _say(f"Error: the output cannot be written ({error.strerror}).")
    _end(UNFINISHED)


def _files_ran_out(error: OSError) -> None:
    """End if the system lets nobody open another file, which is no fault of ours."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        _say(f"Error: {error.strerror}; allow more (ulimit -n 256) and try again.")
        _end(UNFINISHED)


def _unread() -> NoReturn:
    """End as a program that the signal of a closed pipe ends."""
    _discard(sys.stdout)
    _end(128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else UNFINISHED)


def _fault(error: Exception) -> NoReturn:
    """Tell of a fault of the program, and keep the traceback in a file."""
    kept, lines = kept_traceback(error)
    where = f"the traceback {kept}"
    where += f":\n{lines}" if lines else "; please report it with that file"
    words = " ".join(str(error).split())[:200]
    _say(f"Error: a fault of the program ({type(error).__name__}: {words}); {where}.")
    _end(FAULT)


def kept_traceback(error: BaseException) -> tuple[str, str]:
    """Keep the traceback of an exception in a file.

    Returns
    -------
    str
        Where it is, to follow "the traceback".
    str
        The traceback itself where it could not be kept, else nothing.

    """
    import tempfile
    import traceback

    lines = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="verify-fault-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write(f"{sys.argv}\n{lines}")
    except OSError:
        return "could not be kept", lines
    return f"is in {file.name}", ""


def _leave(number: int = 0, frame: FrameType | None = None) -> NoReturn:
    """End as interrupted."""
    again = "without --fresh resumes" if "--fresh" in sys.argv else "resumes"
    _say(f"Interrupted. What is finished is stored; the same command {again}.")
    _end(INTERRUPTED)


def _lost(unraisable: Any) -> None:
    """End at a Ctrl-C that was raised where nothing can catch it."""
    if unraisable.exc_type is KeyboardInterrupt:
        _leave()
    sys.__unraisablehook__(unraisable)


def _hears_interrupts() -> bool:
    """Return whether Ctrl-C is ours: in a background job it is ignored."""
    return threading.current_thread() is threading.main_thread() and signal.getsignal(
        signal.SIGINT
    ) not in (signal.SIG_IGN, None)


def _say(sentence: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{sentence}\n")


def _end(status: int) -> NoReturn:
    """Leave at once: a worker may still hold its end of a queue."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _discard(stream: Any) -> None:
    """Let what is left in a buffer go nowhere, so that it raises no second time."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
