"""``python -m verify``: the command line, and how it ends."""

from verify import ending


def main() -> None:
    """Run the command line and end with its exit status."""
    ending.leave_on_interrupt()
    ending.stand_in()
    with ending.told():
        # Here, so that Ctrl-C is heard while it loads.
        from verify.commands import cli

        cli.main(standalone_mode=False)


if __name__ == "__main__":
    main()
