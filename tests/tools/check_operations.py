"""Compares the tables of services and operations with botocore.

Usage: python3 -m tests.tools.check_operations PRINT_OPERATIONS
"""

import json
import os
import pathlib
import re
import subprocess
import sys

import botocore.config
import botocore.session

REGIONS = ["eu-central-1", "us-east-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1"]
REGIONS += ["eusc-de-east-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "us-isob-west-1"]
REGIONS += ["eu-isoe-west-1", "us-isof-south-1", "us-isof-east-1"]
# Hosts of before there were Regions, and FIPS hosts that botocore makes up in China and the like.
KNOWN_HOSTS = {"s3.amazonaws.com": "s3.us-east-1.amazonaws.com"}
KNOWN_HOSTS["s3-fips.aws-global.amazonaws.com"] = "s3-fips.us-east-1.amazonaws.com"
MADE_UP = re.compile(r"-fips\.aws-(cn|iso(-[bef])?)-global\.")
# IAM pages these, and botocore's paginators do not know it.
UNKNOWN_PAGES = {("iam", "ListServiceSpecificCredentials")}
ACTIONS = json.loads((pathlib.Path(__file__).parents[2] / "iam/data/services.json").read_text())["services"]
# What needs another permission than one of the operation's name.
IAM_ACTIONS = {("s3", "ListObjectsV2"): "s3:ListBucket"}
# By which aws/protocol/json.c knows an error.
ERROR_MEMBERS = {"__type", "code"}


def table(program, region, **variables):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    printed = subprocess.run(
        [program, region], check=True, capture_output=True, text=True, env=clean | variables
    ).stdout
    return [json.loads(line) for line in printed.splitlines()]


def names(listed):
    """{member: what is sent}"""
    pairs = (word.rstrip("[]#*").partition("=") for word in (listed or "").split(" ") if word)
    return {ours: sent or ours for ours, _, sent in pairs}


def service_facts(row, model):
    metadata = model.metadata
    json_rpc = row["protocol"] == "json"
    return {
        "protocol": (row["protocol"], metadata["protocol"]),
        "JSON version": ("1.1" if json_rpc else None, metadata.get("jsonVersion") if json_rpc else None),
        "target prefix": (row["target_prefix"], metadata.get("targetPrefix") if json_rpc else None),
        "API version": (
            row["version"],
            metadata["apiVersion"] if row["protocol"] in ("query", "ec2") else None,
        ),
        "endpoint prefix": (row["service"], metadata["endpointPrefix"]),
        "signing name": (row["iam_prefix"], model.signing_name),
        "AWS_ENDPOINT_URL_": (row["endpoint_env"], model.service_id.hyphenize().replace("-", "_").upper()),
    }


def members_at(shape, location):
    """{member: what is sent} of those that travel there."""
    members = shape.members.items() if shape else ()
    return {
        name: member.serialization.get("name", name)
        for name, member in members
        if member.serialization.get("location") == location
    }


def renamed(shape, seen=()):
    """{member: what is sent} of those in a form that have another name than in the model."""
    if shape.type_name == "list":
        return renamed(shape.member, seen)
    if shape.type_name != "structure" or shape.name in seen:
        return {}
    found = {}
    for name, member in shape.members.items():
        sent = member.serialization.get("queryName") or member.serialization.get("name", name)
        if sent[0].upper() + sent[1:] != name:
            found[name] = sent[0].upper() + sent[1:]
        found |= renamed(member, (*seen, shape.name))
    return found


def elements(shape, capital, seen=()):
    """The words of the table for what a shape has in XML that is more than objects and texts."""
    if shape.type_name == "list":
        return elements(shape.member, capital, seen)
    if shape.type_name == "map":
        return {"maps are not read"}
    if shape.type_name != "structure" or shape.name in seen:
        return set()
    found = set()
    for name, member in shape.members.items():
        sent = member.serialization.get("name", name)
        if member.serialization.get("flattened") and member.type_name == "list":
            sent, mark = member.member.serialization.get("name", sent), "*"
        else:
            mark = {"list": "[]", "integer": "#", "long": "#", "boolean": "#"}.get(member.type_name, "")
        same = (sent[0].upper() + sent[1:] if capital else sent) == name
        if not member.serialization.get("location") and (mark or not same):
            found.add((name if same else f"{name}={sent}") + mark)
        found |= elements(member, capital, (*seen, shape.name))
    return found


def reply_facts(row, operation):
    needed = set()
    if row["protocol"] in ("query", "ec2", "rest-xml") and operation.output_shape and not row["payload"]:
        needed = elements(operation.output_shape, row["protocol"] == "ec2")
    facts = {"elements": (row["elements"], " ".join(sorted(needed)) or None)}
    sent = [word.rstrip("[]#*").rpartition("=")[2] for word in needed]
    facts["elements of two meanings"] = (set(), {name for name in sent if sent.count(name) > 1})
    return facts


def request_facts(row, operation):
    shape = operation.input_shape
    query, headers = names(row["query"]), names(row["headers"])
    if row["protocol"] == "ec2":
        facts = {"names": (query, renamed(shape) if shape else {})}
    elif row["protocol"].startswith("rest"):
        there = members_at(shape, "header")
        labels = set(re.findall(r"{(\w+)\+?}", row["path"] or ""))
        facts = {
            "method": (row["method"], operation.http["method"]),
            "path": (row["path"], operation.http["requestUri"]),
            "status": (200, operation.http.get("responseCode", 200)),
            "labels": (labels, set(re.findall(r"{(\w+)\+?}", operation.http["requestUri"]))),
            "headers": (headers, {name: there.get(name) for name in headers}),
        }
        # S3 has many that nobody here needs.
        wanted = members_at(shape, "querystring")
        facts["query"] = (query, {n: wanted.get(n) for n in query} if row["service"] == "s3" else wanted)
        payloads = [s.serialization.get("payload") for s in (shape, operation.output_shape) if s]
        facts["payload"] = (row["payload"], next((p for p in payloads if p), None))
    else:
        facts = {"names": (query, {})}
    return facts


def paging_facts(row, session, operation):
    output = operation.output_shape.members if operation.output_shape else {}
    taken = operation.input_shape.members if operation.input_shape else {}
    lists = {name for name, member in output.items() if member.type_name == "list"}
    pages = session.get_paginator_model(row["service"])._paginator_config.get(row["name"])
    if pages:
        results = pages["result_key"]
        facts = {
            "token of the request": (row["token_in"], pages["input_token"]),
            "token of the reply": (row["token_out"], pages["output_token"]),
            # reader_join() appends every list of a page to that of the first.
            "lists of a page": (lists, set(results if isinstance(results, list) else [results])),
        }
    else:
        tokens = [name for name in output if name in ("NextToken", "nextToken", "Marker")]
        facts = {
            "token": (row["token_out"], tokens[0] if tokens else None),
            "token of the request": (row["token_in"], row["token_in"] if row["token_in"] in taken else None),
        }
        if tokens:
            facts["lists of a page"] = (len(lists), 1)
            if row["name"] in UNKNOWN_PAGES:
                facts["IsTruncated"] = (True, "IsTruncated" in output)
    if row["last_with"]:
        facts["the list that ends it"] = ({row["last_with"]}, lists)
    return facts


def spelt(fact):
    """Names as a line of the table has them."""
    if not isinstance(fact, dict):
        return repr(fact)
    return repr(" ".join(ours if sent == ours else f"{ours}={sent}" for ours, sent in sorted(fact.items())))


def problems(session, row):
    model = session.get_service_model(row["service"])
    facts = service_facts(row, model)
    if row["name"] not in model.operation_names:
        return ["no such operation"]
    operation = model.operation_model(row["name"])
    output = operation.output_shape.members if operation.output_shape else {}
    facts |= request_facts(row, operation) | reply_facts(row, operation) | paging_facts(row, session, operation)
    facts["IAM action"] = (row["iam_action"], IAM_ACTIONS.get((row["service"], row["name"])))
    action = (row["iam_action"] or row["name"]).rpartition(":")[2]
    known = ACTIONS[row["iam_prefix"]]["actions"]
    facts["action in iam/data/services.json"] = (action, action if action in known else None)
    if row["protocol"] in ("json", "rest-json"):
        facts["members by which an error is known"] = (set(), ERROR_MEMBERS & set(output))
    return [f"{what} is {spelt(there)}, not {spelt(here)}" for what, (here, there) in facts.items() if here != there]


def host_problems(session, program):
    """The hosts and the Regions that sign, of each service, in each partition."""
    found, count = [], 0
    for region in REGIONS:
        for fips in (False, True):
            rows = table(program, region, AWS_USE_FIPS_ENDPOINT=str(fips).lower())
            for row in {row["service"]: row for row in rows}.values():
                client = session.create_client(
                    row["service"], region, aws_access_key_id="a", aws_secret_access_key="b",
                    config=botocore.config.Config(use_fips_endpoint=fips),
                )  # fmt: skip
                host = client.meta.endpoint_url.removeprefix("https://")
                if MADE_UP.search(host):
                    continue
                count += 1
                there = (KNOWN_HOSTS.get(host, host), client._request_signer._region_name)
                if there[1] == "aws-global":
                    there = (there[0], "us-east-1")
                if there != (row["host"], row["region"]):
                    here = (row["host"], row["region"])
                    found.append(f"{row['service']} in {region}, FIPS {fips}: {there}, not {here}")
    return found, count


def main():
    session = botocore.session.get_session()
    rows = table(sys.argv[1], "eu-central-1")
    found = [f"{row['service']} {row['name']}: {one}" for row in rows for one in problems(session, row)]
    hosts, count = host_problems(session, sys.argv[1])
    found += hosts
    print("\n".join(found) or f"{len(rows)} operations and {count} hosts are as botocore has them")
    return 1 if found or not rows or not count else 0


if __name__ == "__main__":
    sys.exit(main())
