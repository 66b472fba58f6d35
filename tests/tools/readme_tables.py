"""The tables of inputs and outputs in the README of a folder of Terraform, from its code.

Usage: python3 -m tests.tools.readme_tables [--write] FOLDER...
Without --write: fails naming the README that is stale.
"""

import os
import re
import sys

BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}$', re.M | re.S)
ARGUMENT = re.compile(r"^  (\w+) += (.*?)(?=^  \w+ +=|^  \w+ \{|\Z)", re.M | re.S)


def one_line(expression):
    """As one would write it in a line: "object({ a = b, c = d })"."""
    text = re.sub(r"#.*", "", expression).strip()
    text = re.sub(r"(?<=[({])\n\s*", " ", text)
    text = re.sub(r"\n\s*(?=[)}])", " ", text)
    return re.sub(r" {2,}", " ", re.sub(r"\n\s*", ", ", text)).replace("( {", "({").replace("} )", "})")


def blocks(folder):
    for path in ("variables.tf", "outputs.tf"):
        path = os.path.join(folder, path)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for kind, name, body in BLOCK.findall(file.read()):
                    yield kind, name, {key: one_line(value) for key, value in ARGUMENT.findall(body)}


def tables(folder):
    found = list(blocks(folder))
    lines = ["## Inputs", "", "| Name | Description | Type | Default |", "|---|---|---|---|"]
    for kind, name, body in found:
        if kind == "variable":
            default = f"`{body['default']}`" if "default" in body else "required"
            lines.append(f"| `{name}` | {body['description'][1:-1]} | `{body['type']}` | {default} |")
    lines += ["", "## Outputs", "", "| Name | Description |", "|---|---|"]
    lines += [f"| `{name}` | {body['description'][1:-1]} |" for kind, name, body in found if kind == "output"]
    return "\n".join(lines).replace('\\"', '"') + "\n"


def main(arguments):
    write = arguments[:1] == ["--write"]
    stale = []
    for folder in arguments[write:]:
        path = os.path.join(folder, "README.md")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        new = text.split("## Inputs\n")[0].rstrip("\n") + "\n\n" + tables(folder)
        if new != text and write:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
        elif new != text:
            stale.append(path)
    if stale:
        sys.exit(f"stale: {' '.join(stale)}; run python3 -m tests.tools.readme_tables --write FOLDER")


if __name__ == "__main__":
    main(sys.argv[1:])
