"""Readers of the formats that share no code with the extension: each gives what a rewrite of the prose must not change."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from typing import Any

Skeleton = list[Any]


def without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for statement in body:
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    if isinstance(statement.value.value, str):
                        statement.value.value = ""
    return tree


def python_file(text: str) -> Skeleton:
    return ast.dump(without_docstrings(ast.parse(text)), indent=0).split("\n")


def tokens_of(name: str) -> Callable[[str], Skeleton]:
    """The tokens of a program outside of its comments."""

    def read(text: str) -> Skeleton:
        from pygments.lexers import get_lexer_by_name
        from pygments.token import Comment, String, Token

        found: list[list[str]] = []
        for kind, value in get_lexer_by_name(name, stripnl=False).get_tokens(text):
            is_prose = kind in Comment and kind not in Comment.Preproc and kind not in Comment.PreprocFile
            if kind in String.Doc or is_prose:
                continue
            if value.strip() == "" or (kind in Token.Text and kind not in Token.Text.Whitespace):
                continue
            found.append([str(kind), re.sub(r"\s+", " ", value)])
        return found

    return read


def values(value: Any) -> Any:
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return [values(item) for item in value]
    if isinstance(value, dict):
        return [[str(key), values(inner)] for key, inner in value.items()]
    return str(value)


def json_file(text: str) -> Skeleton:
    return [values(json.loads(text))]


def toml_file(text: str) -> Skeleton:
    return [values(tomllib.loads(text))]


def yaml_file(text: str) -> Skeleton:
    import yaml

    def node(item: Any, is_key: bool) -> Any:
        if isinstance(item, yaml.MappingNode):
            return [item.tag, [[node(key, True), node(value, False)] for key, value in item.value]]
        if isinstance(item, yaml.SequenceNode):
            return [item.tag, [node(part, is_key) for part in item.value]]
        is_text = item.tag == "tag:yaml.org,2002:str" and not is_key
        return [item.tag, "text" if is_text else item.value]

    return [node(document, False) for document in yaml.compose_all(text, Loader=yaml.SafeLoader)]


def xml_file(text: str) -> Skeleton:
    def walk(element: ElementTree.Element) -> Iterator[Any]:
        yield [element.tag, sorted(element.attrib.items())]
        for child in element:
            yield from walk(child)

    return list(walk(ElementTree.fromstring(text)))


TEXT_ATTRIBUTES = {"alt", "title", "placeholder", "content", "value", "label", "aria-label", "aria-description"}


def html_file(text: str) -> Skeleton:
    import html5lib

    found: Skeleton = []

    def walk(element: Any) -> None:
        name = element.tag if isinstance(element.tag, str) else "comment"
        attributes = {key: value for key, value in element.attrib.items() if key not in TEXT_ATTRIBUTES}
        opaque = name.rsplit("}", 1)[-1] in {"script", "style", "pre", "code", "kbd", "textarea"}
        found.append([name, sorted(attributes.items()), element.text if opaque or name == "comment" else ""])
        for child in element:
            walk(child)

    walk(html5lib.parse(text, treebuilder="etree"))
    return found


def markdown_file(text: str) -> Skeleton:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.use(front_matter_plugin).use(footnote_plugin)
    html = re.compile(r'\s(?:alt|title|placeholder|aria-label)\s*=\s*(?:"[^"]*"|\'[^\']*\')')
    found: Skeleton = []

    def inline(children: list[Any]) -> list[Any]:
        parts = []
        for token in children:
            if token.type in {"text", "softbreak"}:
                continue
            href = str(token.attrs.get("href") or token.attrs.get("src") or "")
            parts.append([token.type, re.sub(r"^#.*", "#", href), "" if token.type == "image" else token.content])
        return parts

    for token in reader.parse(text):
        if token.type == "inline":
            found.append(["inline", inline(token.children or [])])
        elif token.type == "html_block":
            found.append(["html", re.findall(r"<[^>]*>", html.sub("", token.content))])
        else:
            found.append([token.type, token.tag, token.info, token.content])
    return found


def rst_file(text: str) -> Skeleton:
    from docutils import nodes
    from docutils.core import publish_doctree
    from docutils.parsers.rst import Directive, directives, roles

    class Any_(Directive):
        """Stands for the directives of Sphinx, which docutils does not know."""

        has_content = True
        optional_arguments = 100
        final_argument_whitespace = True

        def run(self) -> list[nodes.Node]:
            box = nodes.container(classes=[self.name])
            if re.search(r"code|highlight|literal|graph|math|toctree|prompt", self.name):
                box += nodes.literal_block("", "\n".join(self.content))
            else:
                self.state.nested_parse(self.content, self.content_offset, box)
            return [box]

    known = directives.directive

    def directive(name: str, language: Any, document: Any) -> Any:
        found, messages = known(name, language, document)
        return (found, messages) if found is not None else (Any_, [])

    def role(name: str, rawtext: str, text_: str, *_: Any, **__: Any) -> Any:
        shown = re.sub(r".*<([^<>]*)>$", r"\1", text_, flags=re.S)
        return [nodes.literal(rawtext, shown, classes=[name])], []

    directives.directive = directive
    names = set(re.findall(r":([\w:+.-]+):`", text))
    for name in names:
        roles.register_local_role(name, role)
    settings = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "warning_stream": io.StringIO()}
    tree = publish_doctree(text, settings_overrides=settings)
    kept = (nodes.literal, nodes.literal_block, nodes.comment, nodes.math, nodes.doctest_block, nodes.raw)
    found: Skeleton = []
    for node in tree.findall():
        if isinstance(node, nodes.system_message):
            if node["level"] > 1:
                found.append(["message", re.sub(r'".*?"', "", node.children[0].astext())])
        elif isinstance(node, kept):
            found.append([node.tagname, node.astext()])
        elif isinstance(node, nodes.Element) and not isinstance(node.parent, nodes.system_message):
            target = str(node.get("refuri", ""))
            found.append([node.tagname, target, len(node.children) if node.tagname in {"row", "tgroup"} else 0])
    directives.directive = known
    return found


def latex_file(text: str) -> Skeleton:
    from pylatexenc import latexwalker

    found: Skeleton = []

    def walk(items: Any) -> None:
        for node in items or []:
            if node is None or node.isNodeType(latexwalker.LatexCharsNode):
                continue
            if node.isNodeType(latexwalker.LatexMathNode):
                found.append(["math", node.latex_verbatim()])
            elif node.isNodeType(latexwalker.LatexMacroNode):
                found.append(["macro", node.macroname])
                walk(node.nodeargd.argnlist if node.nodeargd else [])
            elif node.isNodeType(latexwalker.LatexEnvironmentNode):
                found.append(["environment", node.environmentname])
                walk(node.nodeargd.argnlist if node.nodeargd else [])
                walk(node.nodelist)
            elif node.isNodeType(latexwalker.LatexGroupNode):
                found.append(["group", str(node.delimiters)])
                walk(node.nodelist)
            elif not node.isNodeType(latexwalker.LatexCommentNode):
                found.append([type(node).__name__, node.latex_verbatim()])

    walk(latexwalker.LatexWalker(text, tolerant_parsing=True).get_latex_nodes()[0])
    return found


def po_file(text: str) -> Skeleton:
    import polib

    if (program := shutil.which("msgfmt")) is not None:
        subprocess.run([program, "-o", "/dev/null", "-"], input=text.encode(), check=True, capture_output=True)
    return [
        [entry.msgctxt, entry.msgid, entry.msgid_plural, entry.flags, entry.occurrences, len(entry.msgstr_plural)]
        for entry in polib.pofile(text)
    ]


def properties_file(text: str) -> Skeleton:
    joined = re.sub(r"\\\r?\n[ \t]*", "", text)
    lines = [line for line in joined.split("\n") if re.match(r"\s*[^\s#!;]", line)]
    return [re.match(r"\s*(?:\\.|[^\s=:\\])*\s*[=:]?", line)[0] for line in lines]  # type: ignore[index]


READERS: dict[str, Callable[[str], Skeleton]] = {
    "arb": json_file,
    "html": html_file,
    "json": json_file,
    "latex": latex_file,
    "markdown": markdown_file,
    "po": po_file,
    "properties": properties_file,
    "python": python_file,
    "restructuredtext": rst_file,
    "resx": xml_file,
    "toml": toml_file,
    "xliff": xml_file,
    "xml": xml_file,
    "yaml": yaml_file,
    **{
        name: tokens_of(lexer)
        for name, lexer in {
            "blade": "html+php",
            "c": "c",
            "clojure": "clojure",
            "cpp": "cpp",
            "csharp": "csharp",
            "css": "css",
            "dart": "dart",
            "dockerfile": "docker",
            "elixir": "elixir",
            "erb": "rhtml",
            "fsharp": "fsharp",
            "go": "go",
            "groovy": "groovy",
            "haskell": "haskell",
            "java": "java",
            "javascript": "javascript",
            "json5": "json5",
            "jsonc": "javascript",
            "julia": "julia",
            "kotlin": "kotlin",
            "less": "less",
            "lua": "lua",
            "makefile": "make",
            "objectivec": "objective-c",
            "pascal": "pascal",
            "perl": "perl",
            "php": "php",
            "powershell": "powershell",
            "r": "splus",
            "ruby": "ruby",
            "rust": "rust",
            "scala": "scala",
            "scss": "scss",
            "shellscript": "bash",
            "sql": "sql",
            "strings": "javascript",
            "swift": "swift",
            "typescript": "typescript",
            "zig": "zig",
        }.items()
    },
}
