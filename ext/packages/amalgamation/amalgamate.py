#!/usr/bin/env python3
"""amalgamate.py OUTPUT_FOLDER KNOWLEDGE.c SOURCE.c... - the whole extension as uti.c and uti.h.

For programs that compile SQLite themselves: uti.c needs sqlite3ext.h (or sqlite3.h
with SQLITE_CORE) and the C library alone. What is private to a source file is renamed
where another file has the same name, since all share one file now.
"""
import collections
import pathlib
import re
import sys

PUBLIC = ["ext/uti.h", "ext/uti_pack.h", "ext/sqlite/entry.h"]
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|->|\.\.\.|[A-Za-z_]\w*|\d[\w.]*|\s+|.', re.S)
LOCAL_INCLUDE = re.compile(r'^#\s*include\s+"([^"]+)"[^\n]*\n', re.M)
FEATURE = re.compile(r"^#\s*define\s+(_GNU_SOURCE|_DEFAULT_SOURCE|_POSIX_C_SOURCE)[^\n]*\n", re.M)
HIDDEN = """
/* The names of the library stay inside it: they are nobody else's. */
#if defined(__GNUC__)
#pragma GCC visibility push(hidden)
#endif
"""
WORD = re.compile(r"[A-Za-z_]\w*$")


def words_at_top(text):
    """The tokens of each declaration outside all braces, and those of its enum."""
    depth, declaration, inside = 0, [], []
    for match in TOKEN.finditer(re.sub(r"^#(?:[^\n\\]|\\.)*\n", "\n", text, flags=re.M | re.S)):
        token = match.group()
        if token.isspace() or token.startswith(("/*", "//")):
            continue
        if token == "}":
            depth -= 1
        if depth == 0:
            declaration.append(token)
        elif depth == 1:
            inside.append(token)
        if token == "{":
            depth += 1
        body_ends = token == "}" and depth == 0 and ")" in declaration[:-2] and "=" not in declaration
        if depth == 0 and (token == ";" or body_ends):
            yield declaration, inside
            declaration, inside = [], []


def private_names(text):
    """Names that stand at the top of a source file and are seen in it alone."""
    names = set()
    for declaration, inside in words_at_top(text):
        first = declaration[0]
        if first in ("struct", "enum", "union", "typedef"):
            if "{" in declaration:
                names.update(t for t in declaration[1:] if WORD.match(t) and t not in ("struct", "enum", "union"))
            if "enum" in declaration[:2] and "{" in declaration:
                # Each word that follows "{" or ",".
                names.update(t for before, t in zip(["{"] + inside, inside) if before in ("{", ",") and WORD.match(t))
        if first == "static":
            for at, token in enumerate(declaration):
                if token in ("(", "[", "=", ";", ","):
                    names.add(declaration[at - 1])
                    break
    return {n for n in names if WORD.match(n)}


def renamed(text, names, prefix):
    """Members keep their names: where they are declared, and after "." and "->"."""
    tokens = TOKEN.findall(text)
    solid = [at for at, token in enumerate(tokens) if not token.isspace()]
    closes_struct = []  # for each open brace: does it hold the members of a struct?
    for before, at, after in zip([None] + solid, solid, solid[1:]):
        token = tokens[at]
        if token == "{":
            closes_struct.append("struct" in tokens[max(0, at - 4):at])
        elif token == "}" and closes_struct:
            closes_struct.pop()
        member = closes_struct and closes_struct[-1] and tokens[after] in (";", ",", "[")
        if token in names and not member and (before is None or tokens[before] not in (".", "->")):
            tokens[at] = prefix + token
    return "".join(tokens)


class Amalgamation:
    def __init__(self, root):
        self.root, self.seen = root, set()

    def with_headers(self, path, text):
        """Each header of ours where it is first included; those of the system stay."""
        def header(match):
            found = (path.parent / match.group(1)).resolve()
            if not found.exists():
                found = (self.root / "ext/core" / match.group(1)).resolve()
            name = found.relative_to(self.root).as_posix()
            if name in PUBLIC or name in self.seen:
                return ""
            self.seen.add(name)
            return f"/* ---- {name} ---- */\n" + self.with_headers(found, found.read_text())
        return LOCAL_INCLUDE.sub(header, text)


def main():
    out, knowledge, sources = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), [pathlib.Path(a) for a in sys.argv[3:]]
    root = pathlib.Path(".").resolve()
    texts = {path: FEATURE.sub("", path.read_text()) for path in sources}
    private = {path: private_names(text) for path, text in texts.items()}
    headers = [file.read_text() for file in root.glob("ext/*/*.h")] + [(root / name).read_text() for name in PUBLIC]
    files = collections.Counter(name for text in [*texts.values(), *headers] for name in set(re.findall(r"\b[A-Za-z_]\w*", text)))
    # The tables of the knowledge are many and their names short: they get a prefix.
    compiled = re.sub(r"^(static const \w+ )(\w+)", r"\1builtin_\2", knowledge.read_text(), flags=re.M)
    compiled = re.sub(r"^(  \.\w+ = )([a-z_]+),$", r"\1builtin_\2,", compiled, flags=re.M)
    compiled = compiled.replace("return &builtin;", "return &builtin_builtin;")

    whole = Amalgamation(root)
    version = re.search(r'#define UTI_VERSION "(.*)"', (root / PUBLIC[0]).read_text()).group(1)
    banner = f"/* uti {version}, all sources in one file, under the MIT License. See {{0}}. */\n"
    jsmn = find_jsmn()
    parts = []
    for path in sources:
        shared = {name for name in private[path] if files[name] > 1}
        text = renamed(texts[path], shared, path.stem + "__")
        parts.append(f"/* ---- {path} ---- */\n" + whole.with_headers(path.resolve(), text))
        parts.extend(f"#undef {name}\n" for name in re.findall(r"^#define (\w+)", texts[path], re.M) if name != "JSMN_STATIC")
        if path.name == "memory.c":
            parts.append("/* ---- the knowledge ---- */\n" + whole.with_headers(root / "ext/knowledge/builtin.c", compiled))
    text = "".join(parts)
    text = re.sub(r"^#include <jsmn\.h>\n", lambda _: jsmn, text, count=1, flags=re.M)
    text, system = without_system_headers(text)
    (out / "uti.c").write_text(banner.format("uti.h") + "#define _GNU_SOURCE\n" + system + HIDDEN + '#include "uti.h"\n\n' + text)
    public = "".join(LOCAL_INCLUDE.sub("", (root / name).read_text()) for name in PUBLIC)
    (out / "uti.h").write_text(banner.format("the README for where it comes from") + public)


def without_system_headers(text):
    """They stand at the top: what is declared there is not ours to hide. That of Windows is
    only wanted there, and stays inside its #ifdef."""
    system = re.compile(r"^#\s*include\s+<((?!windows)[^>]+)>\n", re.M)
    names = sorted(set(system.findall(text)) - {"sqlite3.h"})
    return system.sub("", text), "".join(f"#include <{name}>\n" for name in names)


def find_jsmn():
    for folder in ("/usr/include", "/usr/local/include", "/opt/homebrew/include"):
        file = pathlib.Path(folder, "jsmn.h")
        if file.exists():
            return "/* ---- jsmn.h, under its own MIT License ---- */\n" + file.read_text()
    sys.exit("amalgamate.py: jsmn.h was not found; install libjsmn-dev")


main()
