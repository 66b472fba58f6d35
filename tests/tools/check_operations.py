"""Compares the table of AWS operations with botocore's service models. Usage: PROGRAM that prints it."""

import subprocess
import sys

import botocore.session


def find_model(session, endpoint_prefix, target_prefix, query_version):
    # By name first: to load the models of all services takes a minute.
    for name in session.get_available_services():
        if name.replace("-", "").startswith(endpoint_prefix.replace("-", "")[:4]):
            model = session.get_service_model(name)
            query = model.metadata["protocol"] == "query"
            if query and name == endpoint_prefix and query_version != "-":
                return model
            if model.metadata.get("targetPrefix") == target_prefix:
                return model
    return None


def problems(
    session, service, name, endpoint_prefix, endpoint_env, target_prefix, query_version, token, last_with
):
    model = find_model(session, endpoint_prefix, target_prefix, query_version)
    if model is None:
        return [f"no JSON service has the target prefix {target_prefix}, no Query one the host"]
    found = []
    if query_version != "-":
        protocol = {
            "protocol": ("query", model.metadata["protocol"]),
            "API version": (query_version, model.metadata["apiVersion"]),
        }
    else:
        protocol = {
            "protocol": ("json", model.metadata["protocol"]),
            "JSON version": ("1.1", model.metadata["jsonVersion"]),
        }
    expected = {
        **protocol,
        "endpoint prefix": (endpoint_prefix, model.metadata["endpointPrefix"]),
        "signing name": (endpoint_prefix, model.signing_name),
        "AWS_ENDPOINT_URL_": (endpoint_env, model.service_id.hyphenize().replace("-", "_").upper()),
    }
    found += [f"{what} is {there}, not {here}" for what, (here, there) in expected.items() if here != there]
    if name not in model.operation_names:
        return found + ["no such operation"]
    operation = model.operation_model(name)
    output = operation.output_shape.members if operation.output_shape else {}
    if {"__type", "code"} & set(output):
        found.append("its reply has a member by which client.c knows an error")
    tokens = {member for member in output if member.lower() == "nexttoken"}
    if tokens != ({token} - {"-"}):
        found.append(f"pages are joined by {tokens or 'nothing'}, not {token}")
    if token != "-":
        # reader_join() appends every list of a page to that of the first.
        lists = [member for member in output if output[member].type_name == "list"]
        if token not in operation.input_shape.members or len(lists) != 1 or last_with not in (lists[0], "-"):
            found.append(f"no {token} in the request, or the pages share {lists}, not {last_with}")
    return found


def main():
    session = botocore.session.get_session()
    table = subprocess.run(sys.argv[1:2], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in table.splitlines()]
    found = [f"{row[0]} {row[1]}: {one}" for row in rows for one in problems(session, *row)]
    print("\n".join(found) or f"{len(rows)} operations are as botocore has them")
    return 1 if found or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
