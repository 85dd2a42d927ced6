"""Ties a process to its parent, so that nothing survives a killed portal."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec only plain system calls are safe.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, signum: int = signal.SIGKILL) -> None:
    """Have the kernel send `signum` to the calling process when its parent dies.

    `parent` is the process id of the expected parent; when it is gone already, the caller
    ends at once. The setting survives exec, is not inherited by children (each must ask for
    itself) and follows the *thread* that forked: start processes from a thread that lives as
    long as they do. Does nothing where the kernel has no such call.
    """
    if _libc is None:
        return
    if _libc.prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        os._exit(1)


def tied(signum: int = signal.SIGKILL) -> Callable[[], None]:
    """A `preexec_fn` for subprocess that ties the new process to the calling one."""
    parent = os.getpid()
    return lambda: die_with_parent(parent, signum)


def start_server(
    command: list[str],
    *,
    env: dict[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    pass_fds: tuple[int, ...] = (),
    output: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a long-lived child in a session of its own, tied to this process.

    The own session keeps a Ctrl-C of the terminal from the child: only its parent decides
    when and in what order children stop.
    """
    return subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=tied(),
    )


def end_group(process: subprocess.Popen[bytes], *, seconds: float) -> None:
    """See a child of `start_server`, already asked to end, and its process group to their end.

    Waits up to `seconds` for the child, then kills what is left of the group before the
    child's id is given back to the system.
    """
    deadline = time.monotonic() + seconds
    while not has_ended(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    signal_group(process.pid, signal.SIGKILL)
    process.wait()


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended; leaves it unreaped, so its group id stays its own."""
    if process.returncode is not None:
        return True
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, flags) is not None


def signal_group(pid: int, signum: int) -> None:
    """Send a signal to a process group; a group that is gone is fine."""
    try:
        os.killpg(pid, signum)
    except ProcessLookupError:
        return
