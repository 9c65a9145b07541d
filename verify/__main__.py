"""``python -m verify``: the command line, and how it ends."""

import gc
import os

from verify import ending
from verify.threads import ONE_THREAD


def main() -> None:
    """Run the command line and end with its exit status."""
    # Loading makes many objects, and nearly all stay: to look through them again and
    # again for what is not used any more takes an eighth of the time.
    gc.set_threshold(100_000, 50, 50)
    ending.leave_on_interrupt()
    ending.stand_in()
    os.environ.update(ONE_THREAD)
    with ending.told():
        # Here, so that Ctrl-C is heard while it loads.
        from verify.commands import cli

        cli.main(standalone_mode=False)


if __name__ == "__main__":
    main()
