"""Under a tracer: the guide opens no socket and writes no file, on the full screen, line by line and in the browser, with
no network."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from .program import PlainProgram

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None or not sys.platform.startswith("linux"),
    reason="strace is not here: what the guide opens cannot be seen",
)

CALLS = "trace=%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,unlink"
WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
DEVICES = re.compile(r'"/dev/(null|tty|pts/\d+|ptmx)"')


def suspicious(trace):
    """The calls that reached the network, or that opened or made something to write in. A pair of sockets in one
    process (the event loop's own alarm) reaches nobody."""
    found = []
    for line in trace.splitlines():
        if " = -1 " in line or "socketpair(" in line or "getsockname(" in line:
            continue
        call = line.split("(")[0].split()[-1]
        if call.startswith("open"):
            if WRITING.search(line) and not DEVICES.search(line):
                found.append(line)
        elif not re.match(r"(---|\+\+\+|<)", call) and "(" in line:
            if call in {"recvfrom", "sendto"}:  # on the pair of sockets above: no other was made
                continue
            found.append(line)
    return found


def traced(file):
    """The command in front of the program; Python writes no byte code of ours, which an installer has done."""
    return ["strace", "-f", "-qq", "-e", CALLS, "-o", str(file)]


def no_network():
    """Without a network where the system lets us take it away."""
    return ["unshare", "-n"] if shutil.which("unshare") and os.geteuid() == 0 else []


def test_line_by_line(tmp_path):
    trace = tmp_path / "trace"
    home = tmp_path / "home"
    home.mkdir()
    program = PlainProgram(
        "en", home, before=[*no_network(), *traced(trace)], variables={"PYTHONDONTWRITEBYTECODE": "1"}
    )
    said = program.heard()
    while "You are done" not in said:
        if "Check before I type" in said:
            program.answer("3")
            program.answer("1")
            program.answer("Canari-1234")
            program.answer("")
            program.answer("")
        program.answer("+")
        program.answer("")
        said = program.answer("")
    program.answer("1")
    assert "portailparents.ca" in program.answer("3")
    program.answer("")
    program.answer("")
    code, _ = program.end()
    assert code == 1
    text = trace.read_text(errors="replace")
    assert "plain_lines" in text
    assert suspicious(text) == []
    assert list(home.iterdir()) == []


def test_on_the_full_screen(tmp_path):
    pexpect = pytest.importorskip("pexpect", reason="pexpect is not here (Windows)")
    trace = tmp_path / "trace"
    home = tmp_path / "home"
    home.mkdir()
    command = [*no_network(), *traced(trace), sys.executable, "-m", "mozaik_tui", "guide", "--language", "en"]
    environ = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color",
        "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8",
    }  # fmt: skip
    child = pexpect.spawn(
        command[0], command[1:], env=environ, cwd=str(home), dimensions=(24, 80), timeout=120
    )
    for place in range(1, 17):
        child.expect(f"G{place}\\b")
        child.send("\r")
    child.expect("You are done")
    child.send("3")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text = trace.read_text(errors="replace")
    assert "page_screen" in text
    assert suspicious(text) == []
    assert list(home.iterdir()) == []


class OfPage:
    """A session of the page in the browser, as its server starts it: lines, or packets of keys and of the screen."""

    def __init__(self, home, trace, kind, *command):
        plain = ["--plain"] if kind == "plain" else []
        self.packed = kind == "screen"
        driver = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "80", "ROWS": "24"}
        self.process = subprocess.Popen(
            [*no_network(), *traced(trace), sys.executable, "-m", "mozaik_tui.web.session", *plain, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=home,
            env={
                "PATH": os.environ["PATH"], "HOME": str(home), "PYTHONIOENCODING": "utf-8",
                "PYTHONDONTWRITEBYTECODE": "1", **(driver if self.packed else {}),
            },
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()  # of a session that has ended already: nothing
        self.process.communicate()

    def heard(self, text):
        said = b""
        while text.encode() not in said:
            more = os.read(self.process.stdout.fileno(), 4096)
            assert more, said[-500:]
            said += more

    def answer(self, keys, then):
        data = (keys or "\r").encode() if self.packed else f"{keys}\n".encode()
        head = b"D" + len(data).to_bytes(4, "big") if self.packed else b""
        self.process.stdin.write(head + data)
        self.process.stdin.flush()
        if then:
            self.heard(then)

    def end(self, then):
        """Stop as a reader does; the question is ``then``."""
        self.answer("\x03" if self.packed else ".", then)
        self.answer("2", "")
        assert self.process.wait() == 0


@pytest.mark.parametrize("kind", ["screen", "plain"])
def test_on_the_page_in_the_browser(tmp_path, kind):
    """The sheet too goes through the page's own pipe, and nowhere else."""
    trace, home = tmp_path / "trace", tmp_path / "home"
    home.mkdir()
    with OfPage(home, trace, kind, "guide", "--language", "en") as session:
        session.heard("G1")
        for place in range(2, 17):
            session.answer("", f"G{place}")
        session.answer("", "You are done")
        session.answer("1", "A page with the st")
        session.answer("4", "mozaik-etapes.html;")
        session.heard("in this file: ")
        session.end("You can come back")
    text = trace.read_text(errors="replace")
    assert re.search(r"web/(__pycache__/)?session", text)
    assert suspicious(text) == []
    assert list(home.iterdir()) == []


def test_the_tracer_would_see_the_service_of_the_assistant_on_that_page(tmp_path):
    trace, home = tmp_path / "trace", tmp_path / "home"
    home.mkdir()
    with OfPage(home, trace, "plain", "--language", "en") as session:
        session.heard("Before you start")
        session.answer("2", "E-mail")
        session.answer("parent@example.org", "assword")
        session.end("Do you want to stop?")
    assert suspicious(trace.read_text(errors="replace"))
    assert list(home.iterdir())


def test_the_tracer_would_see_it(tmp_path):
    trace = tmp_path / "trace"
    code = "import socket; socket.socket(); open('made', 'w')"
    subprocess.run([*traced(trace), sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert len(suspicious(trace.read_text())) == 2
