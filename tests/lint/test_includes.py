"""Which file may include what: CONTRIBUTING's table of folders, which is read here, and the libraries."""

import pathlib
import posixpath
import re
import unittest

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)', re.MULTILINE)

# The one file that knows a library.
LIBRARIES = {
    "curl/": r"aws/http\.c|aws/trust\.[ch]",
    "openssl/": r"aws/sigv4\.c",
    "expat": r"aws/protocol/xml\.c",
    "microhttpd": r"cli/stand_in/server\.c",
    "zlib": r"cli/input/gzip\.c",
    "cjson/": r"core/json\.h",
    "setjmp": r"core/arena\.c",
    "strings.h": "",  # no name depends on the locale: core/text.h
}
# What a file must not say at all.
WORDS = {
    # SECURITY.md: TLS is verified, redirects and .netrc are not followed, libcurl logs nothing.
    r"CURLOPT_(SSL_VERIFY|SSL_OPTIONS|PROXY_SSL_VERIFY|FOLLOWLOCATION|NETRC|VERBOSE|DEBUGFUNCTION)": "",
    # What a rule reads of an item may be unknown, which only engine/item.c sees.
    r"->(tags|supplementary_configuration|says_)": "rules/",
    r"strn?casecmp\(": "",
}

# What must be refused, or this test holds nothing.
PLANTED = """
core/json.c config/event.h
core/arena.c aws/http.h
config/event.c iam/policy.h
config/event.c engine/rule.h
iam/policy.c config/event.h
engine/item.c aws/client.h
engine/item.c rules/cloudtrail_enabled.c
rules/cloudtrail_enabled.c engine/context.h
rules/cloudtrail_enabled.c engine/engine.h
rules/cloudtrail_enabled.c config/event.h
rules/cloudtrail_enabled.c core/json.h
aws/client.c config/event.h
aws/client.c engine/rule.h
aws/protocol/json.c aws/client.h
aws/protocol/json.c config/reader.h
aws/credentials/role.c aws/client.h
aws/credentials/role.c aws/operations.h
report/grid.c aws/http.h
report/formats/json.c cli/message.h
runtime/loop.c engine/engine.h
runtime/loop.h config/event.h
runtime/handlers.c runtime/evaluator.h
runtime/handler.h aws/client.h
runtime/metrics.c engine/rule.h
runtime/runtime_api.c aws/client.h
runtime/evaluator.c report/report.h
runtime/main.c cli/options.h
cli/live.c rules/cloudtrail_enabled.c
cli/commands/run.c runtime/account.h
cli/input/events.c cli/command.h
cli/input/events.c cli/stand_in/server.h
cli/stand_in/aws.c cli/options.h
cli/stand_in/aws.c aws/client.h
core/json.c core/../config/event.h
elsewhere/file.c core/json.h
"""
PLANTED_LIBRARIES = """
aws/client.c curl/curl.h
aws/credentials/role.c openssl/hmac.h
aws/protocol/query.c expat.h
cli/stand_in/aws.c microhttpd.h
cli/input/file.c zlib.h
engine/item.c cjson/cJSON.h
runtime/loop.c setjmp.h
iam/pattern.c strings.h
"""
PLANTED_WORDS = """
aws/http.c curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
aws/http.c curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
aws/trust.c curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
rules/cloudtrail_enabled.c const cJSON *tags = item->tags;
engine/selection.c return strcasecmp(left, right) == 0;
"""


ROOT = pathlib.Path(__file__).parents[2]
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted(ROOT.glob("*/**/*.[ch]"))
    if path.relative_to(ROOT).parts[0] not in ("build", "cmake", "tests")
}


def rooms():
    """{folder, or what the names of its files begin with: what these files may include}"""
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| May include |\n")[2].partition("\n\n")[0]
    rows = [[re.findall("`([^`]+)`", cell) for cell in row.split("|")] for row in table.splitlines()[1:]]
    return {name: row[1] + row[3] for row in rows for name in row[1]}


def wrong_includes(files):
    table = rooms()
    for path, text in files.items():
        room = max((name for name in table if path.startswith(name)), key=len, default=None)
        for opening, header in INCLUDE.findall(text):
            ours = opening == '"' or any(header.startswith(name.split("/")[0] + "/") for name in table)
            allowed = table.get(room, []) if posixpath.normpath(header) == header and opening == '"' else []
            below = (name if name.endswith(".h") or name in table else name + "/" for name in allowed)
            if ours and not header.startswith(tuple(below)):
                yield f"{path}: {header}"


def wrong_libraries(files):
    for path, text in files.items():
        for _, header in INCLUDE.findall(text):
            for library, knows in LIBRARIES.items():
                if header.startswith(library) and not re.fullmatch(knows, path):
                    yield f"{path}: {header}"


def forbidden(files):
    for path, text in files.items():
        for words, folder in WORDS.items():
            if path.startswith(folder) and (said := re.search(words, text)):
                yield f"{path}: {said[0]}"


class Includes(unittest.TestCase):
    def test_rooms(self):
        self.assertEqual(list(wrong_includes(FILES)), [])

    def test_every_room_has_files(self):
        self.assertEqual([name for name in rooms() if not any(path.startswith(name) for path in FILES)], [])

    def test_libraries(self):
        self.assertEqual(list(wrong_libraries(FILES)), [])

    def test_words(self):
        self.assertEqual(list(forbidden(FILES)), [])

    def refuses(self, test, planted, form="{}"):
        for line in planted.strip().split("\n"):
            path, _, text = line.partition(" ")
            with self.subTest(line, form=form):
                self.assertEqual(len(list(test({path: form.format(text)}))), 1)

    def test_planted_includes_are_refused(self):
        for form in ['#include "{}"', "#include <{}>", '  # include "{}" // once']:
            self.refuses(wrong_includes, PLANTED, form)

    def test_planted_libraries_are_refused(self):
        self.refuses(wrong_libraries, PLANTED_LIBRARIES, "#include <{}>")

    def test_planted_words_are_refused(self):
        self.refuses(forbidden, PLANTED_WORDS)


if __name__ == "__main__":
    unittest.main()
