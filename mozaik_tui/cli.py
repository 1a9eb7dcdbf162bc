"""The program ``mozaik-tui``: reads its command line and hands over; everything heavy is imported last.

Exit codes: 0 done, 1 failed (one line on stderr says why), 2 wrong usage, 130 interrupted (command-line.md).
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mozaik_tui.commands.arguments import Parsed

DONE, FAILED, INTERRUPTED = 0, 1, 130


def _answer_at_once(parsed: Parsed) -> bool:
    """Answer ``--version`` and ``--help``, for which nothing else is loaded; whether one was asked for."""
    if "version" in parsed.options:
        from mozaik_tui import __version__

        print(f"mozaik-tui {__version__}")
    elif "help" in parsed.options:
        from mozaik_tui.commands.helptext import help_text
        from mozaik_tui.commands.tongue import asked_tag

        other = asked_tag(parsed.options, os.environ) or "en"
        sys.stdout.write(help_text(tuple(dict.fromkeys(("fr", other))), parsed.operands))
    else:
        return False
    return True


def _run(parsed: Parsed) -> int:
    """Import the command's module and run it; its errors become one line on stderr."""
    from importlib import import_module

    from mozaik_tui.commands.invocation import Invocation

    call = Invocation(parsed.operands, parsed.options, os.environ)
    module, _, function = parsed.command.function.partition(":")
    with call.stack:
        try:
            return int(getattr(import_module(module), function)(call))
        except Exception as error:
            # Only now: what it knows of the service would cost the first frame.
            from mozaik_tui.commands.failures import explained

            line, code = explained(error, call)
            call.warn(line)
            return code


def _complain(argv: Sequence[str], *texts: tuple[str, dict[str, object]]) -> None:
    """Say in one line what went wrong, in the language that ``argv`` asks for as far as it can be told."""
    from itertools import pairwise

    from mozaik_tui.commands.tongue import lead_tag
    from mozaik_tui.language.translator import Translator

    after = dict(pairwise(argv))
    equals = {word.partition("=")[0]: word.partition("=")[2] for word in argv}
    tag = after.get("--language") or equals.get("--language")
    words = Translator(lead_tag({"language": tag} if tag else {}, os.environ))
    line = " ".join(words.text(key, **figures) for key, figures in texts)
    print(f"mozaik-tui: {line}", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with ``argv`` (without its name) and return the exit code.

    Without it, as the installed command does: with ``sys.argv``, and the process may end here.
    """
    if argv is not None:
        return _main(argv)
    code = _main(sys.argv[1:])
    _end_with_its_threads(code)
    return code


def _end_with_its_threads(code: int) -> None:
    """End the process at once where a daemon thread still opens a service, or waits for one that does not answer.

    Python's own end stops such a thread in the middle of whatever library it is in: one in C++ says “exception not
    rethrown” and may never end.
    """
    threading = sys.modules.get("threading")
    others = threading.enumerate() if threading is not None else []
    others = [thread for thread in others if thread is not threading.main_thread()]  # type: ignore[union-attr]
    if others and all(thread.daemon for thread in others):
        import atexit
        from contextlib import suppress

        atexit._run_exitfuncs()
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _main(argv: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # Where the terminal's character set lacks a letter, a question mark is better than no answer.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from mozaik_tui.commands.arguments import parse
    from mozaik_tui.commands.errors import UsageError

    try:
        try:
            parsed = parse(argv)
        except UsageError as error:
            _complain(argv, (error.key, error.figures), ("command.usage.see_help", {}))
            return error.exit_code
        code = DONE if _answer_at_once(parsed) else _run(parsed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError:
        # The reader of our lines went away (`| head`), or the disk behind them is full: the interpreter must
        # not stumble over it again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _complain(argv, ("command.output_closed", {}))
        return FAILED
    return code
