"""``python -m verify``: the command line, and how it ends."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and end with its exit status."""
    _leave_current_folder()
    # Only here, so that nothing in that folder is taken for them.
    from verify import ending
    from verify.memory import keep_freed
    from verify.threads import ONE_THREAD

    # Loading makes many objects, and nearly all stay: to look through them again and
    # again for what is not used any more takes an eighth of the time.
    gc.set_threshold(100_000, 50, 50)
    ending.leave_on_interrupt()
    ending.stand_in()
    os.environ.update(ONE_THREAD)
    keep_freed()
    with ending.told():
        # Here, so that Ctrl-C is heard while it loads.
        from verify.commands import cli

        cli.main(standalone_mode=False)


def _leave_current_folder() -> None:
    """Let no file of the current folder be taken for a module.

    ``python -m`` looks there first: a ``random.py`` would be Python's own. Only where
    the toolkit itself lies there is it looked at.
    """
    if sys.flags.safe_path:
        return  # Python left it out, and what comes first was asked for.
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    first = sys.path[0] if sys.path else ""
    try:
        here = os.getcwd()
    except OSError:
        return
    if first in ("", here) and not os.path.samefile(root, here):
        del sys.path[0]


if __name__ == "__main__":
    main()
