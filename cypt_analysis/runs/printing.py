"""One browser for all that is printed: it is told what to print over two pipes.

That is Chromium's DevTools protocol, messages in JSON of which each ends with a nought. Where a
browser does not speak it, as on Windows, each page is printed by a command of its own.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any

from cypt_analysis.runs.forking import ends_with_parent

_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-sync", "--no-first-run",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_PRINTS = ("--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline")
_PRINTED = {
    "generateTaggedPDF": True, "generateDocumentOutline": True, "displayHeaderFooter": False,
    "printBackground": True, "preferCSSPageSize": True,
}  # fmt: skip
# Printing takes two seconds, and many times that on a machine with much to do.
TIMEOUT = 300
# Seconds in which a browser that was told to end does so.
_ENDS = 20
# A socket's path holds about a hundred characters, of which a browser's own names take half.
_LONGEST = 50
# A browser reads from the third and writes to the fourth of its files; ours lie above these.
_ABOVE = 10
_PIPED = (
    "import os, sys\n"
    "for number, pipe in enumerate(sys.argv[1:3], 3): os.dup2(int(pipe), number)\n"
    "for pipe in sys.argv[1:3]: os.close(int(pipe))\n"
    "os.execvp(sys.argv[3], sys.argv[3:])\n"
)


class Printer:
    """A browser that prints pages one after the other; it starts with the first of them.

    Its own files stand in ``work``, a private folder, and it has ended when the block is left.
    """

    def __init__(self, browser: str, work: Path) -> None:
        self.browser, self._work = browser, work
        self._spoken: _Spoken | None = None
        self._speaks = os.name == "posix"

    def __enter__(self) -> Printer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._end(at_once=kind is not None)

    def print(self, page: Path) -> tuple[bytes, str]:
        """A whole PDF of a page, or nothing and what the browser said."""
        content, told = b"", ""
        if self._speaks:
            try:
                content = self._begun().printed(page, time.monotonic() + TIMEOUT)
            except (OSError, EOFError, ValueError, KeyError):
                self._end(at_once=True)
                self._speaks = False
        if not self._speaks:
            content, told = self._by_command(page)
        whole = content.startswith(b"%PDF") and b"%%EOF" in content[-64:]
        return (content, "") if whole else (b"", told)

    def _begun(self) -> _Spoken:
        if self._spoken is None:
            self._spoken = _Spoken([*self._command(), "--remote-debugging-pipe"], self._env())
        return self._spoken

    def _end(self, *, at_once: bool) -> None:
        if self._spoken is not None:
            self._spoken.end(at_once=at_once)
            self._spoken = None

    def _command(self) -> list[str]:
        command = [self.browser, *_OPTIONS, f"--user-data-dir={self._work / 'profile'}"]
        # Chromium's sandbox does not start for root, as in a container.
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        return [*command, "--no-sandbox"] if is_root else command

    def _env(self) -> dict[str, str]:
        """The environment of a browser that keeps its sockets beside its files, as paths allow."""
        here = {"TMPDIR": str(self._work)} if len(os.fsencode(self._work)) <= _LONGEST else {}
        return {**os.environ, **here}

    def _by_command(self, page: Path) -> tuple[bytes, str]:
        """What a process of its own prints, and the last line that it said where it went wrong."""
        target = self._work / "printed.pdf"
        target.unlink(missing_ok=True)
        command = [*self._command(), *_PRINTS, f"--print-to-pdf={target}", page.as_uri()]
        try:
            done = subprocess.run(
                ends_with_parent(command), capture_output=True, timeout=TIMEOUT, check=False,
                stdin=subprocess.DEVNULL, env=self._env(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return b"", f"It did not end within {TIMEOUT} seconds."
        except OSError as error:
            return b"", f"It did not start: {error.strerror}."
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        told = f"It ended with {done.returncode}: {said[-1]}" if said and done.returncode else ""
        return target.read_bytes() if target.is_file() else b"", told


class _Spoken:
    """A browser that is spoken with. Raises EOFError once it has gone, OSError where it is late."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        (hears, self._tells), (self._hears, tells) = _pipe(), _pipe()
        piped = [sys.executable, "-I", "-S", "-c", _PIPED, str(hears), str(tells), *command]
        self._number, self._held = 0, bytearray()
        try:
            self._process = subprocess.Popen(
                ends_with_parent(piped), pass_fds=(hears, tells), env=env,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        finally:
            os.close(hears)
            os.close(tells)

    def printed(self, page: Path, until: float) -> bytes:
        """A page as PDF."""
        tab = self._ask("Target.createTarget", until, url="about:blank")["targetId"]
        opened = self._ask("Target.attachToTarget", until, targetId=tab, flatten=True)
        session = opened["sessionId"]
        self._ask("Page.enable", until, session)
        self._ask("Page.navigate", until, session, url=page.as_uri())
        while not self._is_loaded(self._message(until), session):
            pass
        done = self._ask("Page.printToPDF", until, session, **_PRINTED)
        self._ask("Target.closeTarget", until, targetId=tab)
        return base64.b64decode(done["data"])

    def end(self, *, at_once: bool) -> None:
        """Let it end, or end it."""
        try:
            if not at_once:
                self._ask("Browser.close", time.monotonic() + _ENDS)
                self._process.wait(_ENDS)
        except (OSError, EOFError, ValueError, KeyError, subprocess.TimeoutExpired):
            pass
        finally:
            self._process.kill()
            self._process.wait()
            os.close(self._tells)
            os.close(self._hears)

    @staticmethod
    def _is_loaded(message: dict[str, Any], session: str) -> bool:
        return (message.get("method"), message.get("sessionId")) == ("Page.loadEventFired", session)

    def _ask(self, method: str, until: float, session: str = "", **given: Any) -> dict[str, Any]:
        """The answer to one request. Raises KeyError where it is an error."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given}
        asked |= {"sessionId": session} if session else {}
        os.write(self._tells, json.dumps(asked).encode() + b"\0")
        while (message := self._message(until)).get("id") != self._number:
            pass
        answer: dict[str, Any] = message["result"]
        return answer

    def _message(self, until: float) -> dict[str, Any]:
        while (end := self._held.find(b"\0")) < 0:
            if not wait([self._hears], max(until - time.monotonic(), 0)):
                raise TimeoutError
            got = os.read(self._hears, 1 << 20)
            if not got:
                raise EOFError
            self._held += got
        message: dict[str, Any] = json.loads(self._held[:end])
        del self._held[: end + 1]
        return message


def _pipe() -> tuple[int, int]:
    """The two ends of a pipe, to read from and to write to, with numbers above a browser's own."""
    import fcntl

    ends = os.pipe()
    moved = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for each in ends]
    for each in ends:
        os.close(each)
    return moved[0], moved[1]
