"""Usage: python3 -m tests.fuzz.compare_sigv4 TEST_SIGV4 [SEED [COUNT]]
Has botocore sign random requests (paths, queries and headers of odd characters and spacing, for S3
and others, with and without the body), and runs test_sigv4 over them as its vectors: every step must
be the same, byte for byte.

Some requests are left out, because botocore differs from AWS: it takes Unicode's blanks for blanks in
the value of a header, and cannot be given a query that is not UTF-8. Control characters are left out,
because no request can have them."""

import json
import os
import random
import subprocess
import sys
import tempfile
from urllib.parse import unquote

try:
    import botocore  # noqa: F401
except ImportError:
    print("skipped: botocore is not installed")
    sys.exit(1 if os.environ.get("CI") else 77)
from tests.tools.sigv4_vectors import SIGNED_HEADERS_BLACKLIST, vector  # noqa: E402

PLAIN = "abzAZ019-._~"
RESERVED = "!$'()*+,;:@[]{}|\\^`\"<>"
UNICODE = "éßЖ漢\u0301\u200d\uffff\U0001f511\U0010ffff"
ENCODED = ["%20", "%2F", "%2f", "%25", "%7e", "%41", "%2E%2e", "%C3%A9", "%f0%9f%94%91", "%00",
           "%0A", "%3D", "%26", "%2B"]
TOKENS = "abcxyzABCXYZ019-._~!#$%&'*+^`|"
TAKEN = {"host", "authorization", "x-amz-date", "x-amz-security-token", *SIGNED_HEADERS_BLACKLIST}


def text(rng, *alphabets, most=8):
    return "".join(rng.choice(rng.choice(alphabets)) for _ in range(rng.randrange(most)))


def path(rng):
    segment = [lambda: rng.choice([".", "..", "", "...", "%2e"]),
               lambda: text(rng, PLAIN, RESERVED, UNICODE, ENCODED, "=&%~"),
               lambda: text(rng, PLAIN)]
    return "/" + "/".join(rng.choice(segment)() for _ in range(rng.randrange(7)))


def query(rng):
    def word():
        return text(rng, PLAIN, RESERVED, UNICODE, ENCODED, "/?=+", ["%", "%4", "%zz"], most=6)

    few = [word() for _ in range(3)]  # so that names come more than once
    pairs = [rng.choice([*few, word()]) + rng.choice(["=", ""]) + rng.choice([*few, word(), ""])
             for _ in range(rng.randrange(8))]
    whole = "&".join(pairs)
    try:
        unquote(whole, errors="strict")
    except UnicodeDecodeError:
        return query(rng)
    return whole


def headers(rng):
    found = []
    for _ in range(rng.randrange(6)):
        name = text(rng, TOKENS) or "x"
        if found and rng.random() < 0.3:
            name = rng.choice(found)[0].swapcase()
        if name.lower() not in TAKEN:
            words = [text(rng, PLAIN, RESERVED, UNICODE, "=&%/?") for _ in range(rng.randrange(5))]
            found.append((name, rng.choice(["", " ", " \t ", "\t"]) +
                          rng.choice([" ", "  ", "\t", " \t  "]).join(words) +
                          rng.choice(["", " ", "\t\t"])))
    return found


def request(rng, number):
    return vector(
        f"random-{number}", s3=rng.random() < 0.3, unsigned=rng.random() < 0.2, method=rng.choice(["GET", "POST", "PUT", "DELETE"]), path=path(rng),
        query=query(rng), headers=headers(rng), body=rng.randbytes(rng.choice([0, 1, 63, 64, 200])),
        region=rng.choice(["eu-central-1", "us-gov-west-1", "cn-north-1"]),
        service=rng.choice(["config", "sts", "cloudtrail"]),
        token=rng.choice([None, text(rng, PLAIN, "/+=", most=300) or "t"]),
        secret=text(rng, PLAIN, "/+", most=90),
        time=f"20{rng.randrange(10, 99)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
             f"T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z")


def main():
    program, seed, count = (sys.argv[1:] + ["4", "3000"][len(sys.argv) - 2:])[:3]
    rng = random.Random(int(seed))
    vectors = [request(rng, number) for number in range(int(count))]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"vectors": vectors}, file, ensure_ascii=False)
        file.flush()
        done = subprocess.run([program, file.name], check=False)
    print(f"{count} requests of seed {seed}")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
