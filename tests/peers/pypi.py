"""What the peers need from PyPI, in a virtual environment under target/, made on first use."""

import subprocess
import venv
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent.parent / "target" / "peers-venv"


def python(requirement: str, test: str) -> Path:
    """The virtual environment's Python; the requirement is installed unless the test, a line of Python, shows that it is there."""
    executable = VENV / "bin" / "python"
    if not executable.exists():
        venv.create(VENV, with_pip=True)
    known = subprocess.run([executable, "-c", test], stderr=subprocess.DEVNULL)
    if known.returncode != 0:
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([executable, *install, requirement], check=True)
    return executable
