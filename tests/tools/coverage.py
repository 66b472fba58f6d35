"""Usage: python3 -m tests.tools.coverage <SUMMARY

Prints the coverage in gcovr's JSON summary, a row for each folder. Fails, naming files, when a folder that
decides has fewer lines covered than LINES, or a rule's file has a branch that no test takes.
"""

import json
import sys
from collections import defaultdict

FOLDERS = ("core", "config", "iam", "engine", "rules", "aws", "report", "runtime", "cli")
DECIDING = FOLDERS[:-2]
LINES = 95  # per cent


def percent(covered, total):
    return 100 * covered / total if total else 0


def row(name, counts):
    lines, branches = counts["line"], counts["branch"]
    shown = [f"{part[0]:6}/{part[1]:<6}{percent(*part):6.1f} %" for part in (lines, branches)]
    return f"{name:36}" + "   ".join(shown)


def folder_of(name):
    return name.partition("/")[0]


def main():
    files = {}
    folders = defaultdict(lambda: {"line": [0, 0], "branch": [0, 0]})
    for one in json.load(sys.stdin)["files"]:
        name = one["filename"]
        files[name] = {p: [one[f"{p}_covered"], one[f"{p}_total"]] for p in ("line", "branch")}
        for part, counts in files[name].items():
            folder = folders[folder_of(name)][part]
            folder[:] = [a + b for a, b in zip(folder, counts)]
    print(f"{'':36}{'LINES':>20}   {'BRANCHES':>20}")
    for name in FOLDERS:
        print(row(name, folders[name]))
    wrong = []
    for name in DECIDING:
        if percent(*folders[name]["line"]) < LINES:
            wrong.append(f"{name}: fewer than {LINES} % of the lines are covered:")
            wrong += [
                row("  " + file, counts)
                for file, counts in sorted(files.items())
                if folder_of(file) == name and percent(*counts["line"]) < 100
            ]
    for name, counts in sorted(files.items()):
        if counts["branch"][0] < counts["branch"][1] and folder_of(name) == "rules":
            wrong.append(f"{row(name, counts)}: a rule, of which tests must take each branch")
    if wrong:
        print(*wrong, sep="\n")
        sys.exit("See the lines in build/coverage/report/index.html")


main()
