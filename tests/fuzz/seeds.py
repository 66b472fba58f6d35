"""Usage: python3 -m tests.fuzz.seeds DIRECTORY
Writes the inputs that fuzzing starts from, DIRECTORY/<target>/<name>: the events, the fixtures of
the rules and the vectors of SigV4, in the form that each target of tests/fuzz takes."""

import base64
import gzip
import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
RULES = sorted(path.stem.replace("_", "-") for path in (TESTS.parent / "rules").glob("*_*.c"))
INVOCATION = ("200 OK\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\n"
              "Lambda-Runtime-Deadline-Ms: 1542409706888\nContent-Length: 2\n"
              "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:123456789012:function:f"
              "\nLambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1\n"
              "Lambda-Runtime-Invocation-Id: 6f1\n\n{}")


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def responses(replies):
    """Recorded replies as AWS's JSON services send them."""
    for reply in replies:
        if "reply" in reply:
            yield "200\n\n" + compact(reply["reply"])
        elif isinstance(reply["error"], str):
            code, _, message = reply["error"].partition(": ")
            yield "400\n\n" + compact({"__type": code, "message": message})
        else:
            yield "400\n\n" + compact(reply["error"])


def answers(replies):
    """The same as target_rule.c takes it."""
    for reply in replies:
        if "reply" in reply:
            yield compact(reply["reply"])
        else:
            error = reply["error"]
            yield "!" + (error if isinstance(error, str) else
                         f"{error.get('__type')}: {error.get('message')}")


def invocation_event(fixture):
    """The fixture as AWS Config would send it."""
    event = fixture.get("event")
    if event is not None and "invokingEvent" in event:
        return event
    if event is None or "messageType" not in event:
        item = event or fixture.get("configurationItem")
        time = "2026-01-01T00:00:00.000Z"
        event = {"messageType": "ScheduledNotification", "notificationCreationTime": time,
                 "awsAccountId": "123456789012"}
        if item:
            event.update(messageType="ConfigurationItemChangeNotification", configurationItem={
                "configurationItemStatus": "OK", "configurationItemCaptureTime": time, **item})
    parameters = {"rule": fixture.get("rule"), **fixture.get("ruleParameters", {})}
    return {"invokingEvent": compact(event), "ruleParameters": compact(parameters),
            "resultToken": "token", "accountId": "123456789012"}


def item_of(event):
    """The configuration item inside an event, or the event itself."""
    inner = event.get("invokingEvent", event)
    if isinstance(inner, str):
        try:
            inner = json.loads(inner)
        except ValueError:
            return event
    return inner.get("configurationItem", inner) if isinstance(inner, dict) else event


def fixture_seeds(name, fixture):
    replies = fixture.get("aws", [])
    item = fixture.get("configurationItem") or item_of(fixture.get("event", {}))
    parameters = fixture.get("ruleParameters", {})
    yield "event", name, [compact(invocation_event(fixture)), *responses(replies)]
    yield "item", name, [compact(item)]
    if parameters:
        yield "parameters", name, [compact(parameters)]
    for number, (reply, response) in enumerate(zip(replies, responses(replies))):
        yield "reply", f"{name}-{number}", [reply["operation"], response, response]
        yield "request", f"{name}-{number}", [reply["operation"], compact(reply.get("input", {}))]
    if fixture.get("rule") in RULES:
        yield "rule", name, [chr(ord("0") + RULES.index(fixture["rule"])) + compact(item),
                             compact(parameters), *answers(replies)]
    supplementary = (item or {}).get("supplementaryConfiguration")
    policy = supplementary.get("Policy") if isinstance(supplementary, dict) else None
    if policy:
        yield "policy", name, [compact(policy), "lambda:Invoke*", "lambda:InvokeFunction"]


def policy_of(path, policy):
    """A policy of a scenario, from its file where it has one."""
    if isinstance(policy, dict) and "file" in policy:
        return json.loads((path.parent / policy["file"]).read_text())
    return policy


def scenario_seed(path, number, scenario):
    """Policies of all types by turns, as target_simulate.c takes them; levels become one."""
    slots = [scenario.get("identityPolicies", []),
             [scenario["resourcePolicy"]] if "resourcePolicy" in scenario else [],
             scenario.get("permissionBoundaries", []),
             scenario.get("sessionPolicies", []),
             sum(scenario.get("serviceControlPolicies", []), []),
             sum(scenario.get("resourceControlPolicies", []), []),
             scenario.get("vpcEndpointPolicies", [])]
    texts = [compact(scenario["request"])]
    for turn in range(max(map(len, slots))):
        texts += [compact(policy_of(path, slot[turn]) if turn < len(slot) else None)
                  for slot in slots]
    return "simulate", f"{path.stem}-{number}", texts


def seeds():
    for path in sorted([*TESTS.glob("iam/**/*.json"), *TESTS.glob("terraform/policies/*.json"),
                        *TESTS.glob("terraform/policies/mistakes/*.json")]):
        scenarios = json.loads(path.read_text())
        for number, scenario in enumerate(scenarios if isinstance(scenarios, list) else []):
            yield scenario_seed(path, number, scenario)
    for path in sorted([*TESTS.glob("rules/*/*.json"), *TESTS.glob("events/fixtures/*.json")]):
        yield from fixture_seeds(f"{path.parent.name}-{path.stem}", json.loads(path.read_text()))
    recorded = [*responses(json.loads((TESTS / "events/replies.json").read_text()))]
    for path in sorted([*TESTS.glob("events/*.json"), *TESTS.glob("events/invalid/*")]):
        if path.name != "replies.json":
            text = path.read_text(errors="surrogateescape")
            yield "event", path.stem, [text, *recorded]
            yield "item", path.stem, [text]
    whole = gzip.compress((TESTS / "events/trail-changed.json").read_bytes(), mtime=0)
    for name, content in {"whole": whole, "two": whole + whole, "short": whole[:-5],
                          "longer": whole + b"{}", "large": gzip.compress(bytes(2 << 20), mtime=0)}.items():
        yield "gzip", name, [content.decode(errors="surrogateescape")]
    for name, parameters in {
        "all-kinds": {"string": "a", "any": "x", "integer": 30, "anyInteger": "-5",
                      "decimal": 0.7, "anyDecimal": "-12.25",
                      "boolean": False, "list": "a, b", "anyList": ["x"]},
        "numbers": {"any": 12345678901234567890, "anyInteger": 1e300},
    }.items():
        yield "parameters", name, [compact(parameters)]
    for name, texts in {
        "answered": [INVOCATION, "202\n\n", "202\n\n"],
        "second-try": ["403\n\n", INVOCATION.replace("8476a536", "bad/id"), INVOCATION, "413\n\n"],
        "gone": ["503 Service Unavailable\nContent-Length: 0\n\n"],
    }.items():
        yield "runtime", name, texts
    for vector in json.loads((TESTS / "aws/sigv4_vectors.json").read_text())["vectors"]:
        yield "sigv4", vector["name"], [
            vector["method"] + "s" * ("pathMode" in vector) + "u" * ("payload" in vector),
            vector["path"], vector["query"],
            base64.b64decode(vector["body"]).decode(errors="surrogateescape"),
            "\n".join(vector["headers"])]


def main():
    folder = pathlib.Path(sys.argv[1])
    for target, name, texts in seeds():
        (folder / target).mkdir(parents=True, exist_ok=True)
        text = "\n\x1e\n".join(texts) + "\n"
        (folder / target / name).write_bytes(text.encode(errors="surrogateescape"))


if __name__ == "__main__":
    main()
