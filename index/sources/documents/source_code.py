"""Source code: text whose language is known by the file's name or its first line. Passages say their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified, text_parts
from index.sources.parsing.encoding import is_text, numbered_lines
from index.types.records import DocumentRecord, Record

LINE_CHARACTERS = 2000
"""A longer line was packed by a program (minified): nobody wrote it so, and its end is left out."""

_LANGUAGES = {
    "Ada": "adb ads", "Assembly": "asm s", "Bash": "bash sh zsh ksh fish", "C": "c h", "C#": "cs", "C++": "cc cpp cxx hpp",
    "Clojure": "clj cljs cljc edn", "CSS": "css scss sass less", "Dart": "dart", "Elixir": "ex exs", "Elm": "elm",
    "Emacs Lisp": "el", "Erlang": "erl hrl", "F#": "fs fsx", "Fortran": "f f90 f95", "Go": "go", "Groovy": "groovy gradle",
    "Haskell": "hs lhs", "Java": "java", "JavaScript": "js mjs cjs jsx", "Julia": "jl", "Kotlin": "kt kts", "LaTeX": "tex",
    "Lisp": "lisp cl scm rkt", "Lua": "lua", "MATLAB": "m", "Nim": "nim", "Nix": "nix", "OCaml": "ml mli", "Pascal": "pas",
    "Perl": "pl pm", "PHP": "php", "PowerShell": "ps1 psm1", "Prolog": "pro", "Python": "py pyi pyw", "R": "r",
    "Ruby": "rb", "Rust": "rs", "Scala": "scala sc", "SQL": "sql", "Svelte": "svelte", "Swift": "swift", "Terraform": "tf",
    "TypeScript": "ts tsx mts cts", "Vim script": "vim", "Visual Basic": "vb bas", "Vue": "vue", "Zig": "zig",
}  # fmt: skip
_BY_ENDING = {ending: language for language, endings in _LANGUAGES.items() for ending in endings.split()}
_BY_NAME = {
    "makefile": "Make", "gnumakefile": "Make", "dockerfile": "Docker", "cmakelists.txt": "CMake", "rakefile": "Ruby",
    "gemfile": "Ruby", "justfile": "just", "jenkinsfile": "Groovy",
}  # fmt: skip
_BY_PROGRAM = {
    "python": "Python", "node": "JavaScript", "perl": "Perl", "ruby": "Ruby", "lua": "Lua", "php": "PHP",
    "rscript": "R", "julia": "Julia", "awk": "AWK", "gawk": "AWK", "sh": "Bash", "bash": "Bash", "zsh": "Bash",
    "dash": "Bash", "ksh": "Bash", "fish": "Bash", "deno": "TypeScript", "tclsh": "Tcl", "make": "Make",
}  # fmt: skip
_PROGRAM = re.compile(rb"#![ \t]*\S*?([\w.-]+?)[\d.]*(?:[ \t]+(?:-S[ \t]+)?([A-Za-z]+)[\d.]*)?(?:[ \t]|\r?\n|$)")


class SourceCode:
    """A program's text."""

    kind: ClassVar[str] = "code"
    title: ClassVar[str] = "Source code"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take text in a language known by the file's ending, its name, or the program that its first line names."""
        return bool(_language(file, head)) and is_text(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as one document of lines; its title names the language."""
        language = _language(file, file.head())
        yield DocumentRecord(f"{file.base_name} ({language})" if language else file.base_name, modified(file))
        yield from text_parts(_short(numbered_lines(file)))


def _short(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Cut lines that are too long; further pieces of one that came in pieces are left out."""
    cut = 0
    for number, line in lines:
        if number == cut:
            if line.endswith("\n"):
                yield number, "\n"
                cut = 0
            continue
        if len(line) > LINE_CHARACTERS:
            ends = line.endswith("\n")
            yield number, line[:LINE_CHARACTERS] + ("\n" if ends else "")
            cut = 0 if ends else number
        else:
            yield number, line


def _language(file: InputFile, head: bytes) -> str:
    name = file.base_name.lower()
    if found := _BY_NAME.get(name) or (_BY_ENDING.get(name.rpartition(".")[2], "") if "." in name else ""):
        return found
    program = _PROGRAM.match(head[:200])
    if program is None:
        return ""
    names = [part.decode("ascii", "replace").lower() for part in (program[2], program[1]) if part]
    return next((_BY_PROGRAM[one] for one in names if one in _BY_PROGRAM), "")
