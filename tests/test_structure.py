"""The promises about the shape of the code: who may import whom, and what may touch the world."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "watchfloor"
MODULES = {
    ".".join(("watchfloor", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Each layer may import itself and what stands before it. A folder that is not named here fails the test below, so that
# nobody adds a layer without saying where it stands.
LAYERS = [
    {"types", "errors", "inert"},
    {"codec", "packs", "config"},
    {"reading", "parsing"},
    {"coding"},
    {"resolving"},
    {"coder"},
    {"store"},
    {"sources"},
    {"linking"},
    {"assessing"},
    {"briefing", "exporters", "evaluating"},
    {"view"},
    {"desk"},
    {"__init__"},
    {"answers"},
    {"serving"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
# `explain` shows the whole way from a sentence to an event, so it alone looks at the steps after coding.
LOOKS_AHEAD = {"watchfloor.coding.explain"}

SHORT = 3  # lines of a body
HEAVY = (
    *("numpy", "onnxruntime", "lxml", "trafilatura", "rich", "apsw", "msgspec", "py3langid", "charset_normalizer"),
    *("feedparser", "warcio", "zstandard", "httpcore2", "starlette", "uvicorn", "jinja2"),
)
UNIX_ONLY = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "readline", "curses", "syslog")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Every module imported anywhere in a file, also inside functions, with its line; not those for type checking."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    source = tree(path)
    checking = {
        id(inner)
        for node in ast.walk(source)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(source):
        if id(node) in checking:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            yield module, node.lineno
            # `from watchfloor import desk` imports a module too
            yield from ((f"{module}.{a.name}", node.lineno) for a in node.names if f"{module}.{a.name}" in MODULES)


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("module", MODULES)
def test_nobody_imports_upward(module: str) -> None:
    assert layer(module) in RANK, f"say in LAYERS where {layer(module)!r} stands"
    if module in LOOKS_AHEAD:
        return
    wrong = [
        f"line {line} imports {name}"
        for name, line in imports(MODULES[module])
        if name.startswith("watchfloor.") and RANK[layer(name)] > RANK[layer(module)]
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("libraries", "allowed"),
    [
        (("apsw", "sqlite3"), "store/"),
        (("onnxruntime",), "parsing/model.py"),
        (("urllib.request", "http", "socket", "httpcore2", "httpx2", "httpx", "requests", "ssl"), "reading/http.py"),
        (("click", "rich"), "cli/"),
        (("starlette", "uvicorn", "jinja2"), "serving/"),
        (("trafilatura", "lxml", "charset_normalizer", "py3langid", "feedparser", "warcio", "zstandard"), "reading/"),
    ],
)
def test_libraries_stay_where_they_belong(libraries: tuple[str, ...], allowed: str) -> None:
    wrong = [
        f"{module} line {line} imports {name}"
        for module, path in MODULES.items()
        if not path.relative_to(PACKAGE).as_posix().startswith(allowed)
        for name, line in imports(path)
        if name in libraries or name.startswith(tuple(f"{library}." for library in libraries))
    ]
    assert not wrong


def test_sql_only_in_the_store() -> None:
    words = ("SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA ")
    wrong = [
        f"{module} line {node.lineno}"
        for module, path in MODULES.items()
        if layer(module) != "store"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(words)
    ]
    assert not wrong


def test_the_world_is_touched_only_where_allowed() -> None:
    """Clock and randomness: never in the pure steps."""
    pure = {"types", "codec", "parsing", "coding", "resolving", "coder", "briefing"}
    calls = ("datetime.now", "datetime.utcnow", "date.today", "time.time", "random.", "os.environ", "uuid.uuid")
    wrong = [
        f"{module} line {node.lineno}: {ast.unparse(node.func)}"
        for module, path in MODULES.items()
        if layer(module) in pure
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(calls)
    ]
    assert not wrong


def test_text_files_are_opened_with_an_encoding() -> None:
    wrong = []
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_a_path = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "packs"
            text = (name in ("read_text", "write_text") and of_a_path) or (name == "open" and _opens_text(node))
            positional = {"read_text": 1, "write_text": 2, "open": 4}.get(name, 0)
            if text and len(node.args) < positional and not any(word.arg == "encoding" for word in node.keywords):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong


def _opens_text(call: ast.Call) -> bool:
    """Whether `open` opens a file as text. `wf.open(desk)` and the like have no mode and are no builtin."""
    builtin = isinstance(call.func, ast.Name)
    given = [*call.args[:2], *(word.value for word in call.keywords if word.arg == "mode")]
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    known = [text for text in texts if set(text) <= set("rwaxbt+")]
    return not any("b" in mode for mode in known) and (builtin or bool(known))


@pytest.mark.parametrize("module", MODULES)
def test_public_things_have_a_docstring(module: str) -> None:
    """A function of one to three lines may speak by its name and types; everything longer says what it is for."""
    source = tree(MODULES[module])
    missing = [] if ast.get_docstring(source) or not source.body else ["the module"]
    missing += [
        node.name
        for node in source.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and (node.end_lineno or node.lineno) - node.lineno > SHORT
    ]
    assert not missing


def run(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "import watchfloor",
        "from watchfloor.cli import main; main(['--help'])",
        "from watchfloor.cli import main; main(['--version'])",
        *(
            f"from watchfloor.cli import main; main([{name!r}, '--help'])"
            for name in ("read", "events", "run", "brief", "demo")
        ),
    ],
)
def test_light_imports(code: str) -> None:
    loaded = run(f"{code}\nimport sys; print(*sorted(set(sys.modules) & set({HEAVY!r})))").splitlines()[-1]
    assert loaded == ""


def test_every_module_imports_without_unix() -> None:
    """Nothing stands in the way of Windows: Unix-only modules are hidden, and then everything is imported."""
    hide = f"""
import sys, importlib
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name in {UNIX_ONLY!r} and not name == 'posix':
            raise ModuleNotFoundError(name)
for name in {UNIX_ONLY!r}:
    if name != 'posix':
        sys.modules.pop(name, None)
sys.meta_path.insert(0, Hide())
for name in {[m for m in MODULES if m != "watchfloor.__main__"]!r}:
    importlib.import_module(name)
"""
    run(hide)


def test_no_unix_only_names() -> None:
    """Names of `os` and `signal` that Windows lacks."""
    names = {
        "SIGKILL",
        "SIGHUP",
        "SIGPIPE",
        "SIGALRM",
        "fork",
        "getuid",
        "geteuid",
        "getpgid",
        "killpg",
        "uname",
        "mkfifo",
    }
    wrong = [
        f"{module} line {node.lineno}: {ast.unparse(node)}"
        for module, path in MODULES.items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in names
        and isinstance(node.value, ast.Name)
        and node.value.id in ("os", "signal")
    ]
    assert not wrong


def test_public_names() -> None:
    """What the package offers, and nothing else by accident."""
    import watchfloor

    assert watchfloor.__all__ == ["Coder", "Desk", "init", "open", "read"]
    for name in watchfloor.__all__:
        assert getattr(watchfloor, name).__module__ in ("watchfloor.coder", "watchfloor.desk")
    assert set(watchfloor.__all__) <= set(dir(watchfloor))
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = watchfloor.reed
