"""What nobody should find in our plans: faults() over the resources of `terraform show -json`.

No action "*" and no resource "*" where the action takes one, encryption on, nothing public.
"""

import json
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What the service authorization reference gives no resource type, of the actions that we use.
WITHOUT_RESOURCE = {
    "config:GetResourceConfigHistory",
    "config:PutEvaluations",
    "config:SelectResourceConfig",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
# Of those that rules use rules.json says so, from AWS's own tables.
with open(os.path.join(ROOT, "terraform", "rules.json"), encoding="utf-8") as rules:
    for rule in json.load(rules):
        WITHOUT_RESOURCE |= {action for action, bound in rule["readResources"].items() if bound == ["*"]}
PUBLIC_ACCESS_BLOCK = (
    "block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets",
)  # fmt: skip


def as_list(value):
    return value if isinstance(value, list) else [value]


def principals(statement):
    principal = statement.get("Principal", {})
    return [principal] if isinstance(principal, str) else [p for v in principal.values() for p in as_list(v)]


def statement_faults(statement, is_key):
    if statement["Effect"] != "Allow":
        return
    for key in ("NotAction", "NotResource", "NotPrincipal"):
        if key in statement:
            yield f"allows by {key}"
    # A key's own account may do everything with it, or IAM policies could allow nothing.
    own_key = is_key and all(p.endswith(":root") for p in principals(statement))
    for action in as_list(statement["Action"]):
        if action.endswith("*") and not own_key and not action.endswith(":GenerateDataKey*"):
            yield f"allows the action {action}"
        # In the policy of a key "*" is that key.
        if "*" in as_list(statement.get("Resource", [])) and not is_key and action not in WITHOUT_RESOURCE:
            yield f"allows {action} on every resource"
    if "*" in principals(statement):
        yield "allows everybody"


def policy_faults(resource):
    for key in ("policy", "assume_role_policy"):
        text = resource["values"].get(key)
        if text:
            for statement in as_list(json.loads(text)["Statement"]):
                for fault in statement_faults(statement, resource["type"] == "aws_kms_key"):
                    yield f"{key}: statement {statement.get('Sid', '')} {fault}"


def setting_faults(resource):
    values = resource["values"]
    kind = resource["type"]
    if kind == "aws_sqs_queue" and not (values.get("sqs_managed_sse_enabled") or values.get("kms_master_key_id")):
        yield "is not encrypted"
    if kind == "aws_sns_topic" and not values.get("kms_master_key_id"):
        yield "is not encrypted"
    if kind == "aws_kms_key" and not values.get("enable_key_rotation"):
        yield "is not rotated"
    if kind == "aws_cloudwatch_log_group" and not values.get("retention_in_days"):
        yield "keeps its log for ever"
    if kind == "aws_s3_bucket_public_access_block":
        for key in PUBLIC_ACCESS_BLOCK:
            if not values.get(key):
                yield f"lacks {key}"
    if kind == "aws_lambda_permission" and not (values.get("source_account") and values.get("source_arn")):
        yield "is not bound to an account and a source"


def bucket_faults(resources):
    """Each bucket has its block, its encryption and its policy."""
    for kind in (
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
        "aws_s3_bucket_policy",
    ):
        there = {r["values"].get("bucket") for r in resources if r["type"] == kind}
        for bucket in resources:
            if bucket["type"] == "aws_s3_bucket" and bucket["values"]["id"] not in there:
                yield f"{bucket['address']} has no {kind}"


def all_resources(module):
    yield from (r for r in module.get("resources", []) if r["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from all_resources(child)


def faults(root_module):
    """Of planned_values.root_module, when all values are known."""
    resources = list(all_resources(root_module))
    for resource in resources:
        for found in (policy_faults, setting_faults):
            yield from (f"{resource['address']} {fault}" for fault in found(resource))
    yield from bucket_faults(resources)
