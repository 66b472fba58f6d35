"""Events and configuration items, as AWS Config sends them."""

import copy
import json
import random

REGION = "eu-central-1"
ACCOUNT = "123456789012"
MEMBER, SECOND = "222222222222", "333333333333"  # other accounts
VPC_RULE = "bedrock-agent-vpc-required"
TRAIL_RULE = "cloudtrail-enabled"
CAPTURED, CAPTURED_S = "2023-04-27T15:03:11.636Z", 1682607791.636
NOTIFIED, NOTIFIED_S = "2023-04-27T15:03:13.332Z", 1682607793.332

# No log line may ever hold these.
RESULT_TOKEN_START = "RESULTTOKENMARKER"
RESULT_TOKEN = RESULT_TOKEN_START + "eyJlbmNyeXB0ZWREYXRhIjpb" * 40
CONFIGURATION = "CONFIGURATIONMARKER"

ROLE = {"executionRoleName": "rules"}
SERVICE_LINKED = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def function_item(name="f", subnets=("subnet-1",), agent=True, **changes):
    """The configuration item of a Lambda function. agent: it has the tag of a Bedrock agent's function."""
    item = {
        "relatedEvents": [],
        "relationships": [],
        "configuration": {
            "functionName": name,
            "description": CONFIGURATION,
            "vpcConfig": {"subnetIds": list(subnets), "securityGroupIds": ["sg-1"]},
        },
        "supplementaryConfiguration": {},
        "tags": {"BedrockAgent": "true"} if agent else {},
        "configurationItemVersion": "1.3",
        "configurationItemCaptureTime": CAPTURED,
        "configurationStateId": 1682607791636,
        "awsAccountId": ACCOUNT,
        "configurationItemStatus": "OK",
        "resourceType": "AWS::Lambda::Function",
        "resourceId": name,
        "resourceName": name,
        "ARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "awsRegion": REGION,
        "availabilityZone": "Not Applicable",
        "configurationStateMd5Hash": "",
        "resourceCreationTime": None,
    }
    return without_none({**item, **changes}, changes)


def without_none(json_object, changes):
    """Without the members that changes sets to ..., an Ellipsis."""
    return {k: v for k, v in json_object.items() if changes.get(k) is not ...}


def outer(invoking_event, rule=VPC_RULE, parameters=None, **changes):
    event = {
        "version": "1.0",
        "invokingEvent": json.dumps(invoking_event),
        "ruleParameters": json.dumps(parameters or {}),
        "resultToken": RESULT_TOKEN,
        "eventLeftScope": False,
        "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/config",
        "configRuleArn": f"arn:aws:config:{REGION}:{ACCOUNT}:config-rule/config-rule-1",
        "configRuleName": rule,
        "configRuleId": "config-rule-1",
        "accountId": ACCOUNT,
        "evaluationMode": "DETECTIVE",
    }
    return without_none({**event, **changes}, changes)


def change(item=None, **changes):
    return outer(
        {
            "configurationItemDiff": None,
            "configurationItem": function_item() if item is None else item,
            "notificationCreationTime": NOTIFIED,
            "messageType": "ConfigurationItemChangeNotification",
            "recordVersion": "1.3",
        },
        **changes,
    )


def oversized(name="f", **changes):
    item = function_item(name)
    for absent in ("configuration", "supplementaryConfiguration", "tags", "relationships"):
        del item[absent]
    return outer(
        {
            "configurationItemSummary": {"changeType": "UPDATE", **item},
            "messageType": "OversizedConfigurationItemChangeNotification",
        },
        **changes,
    )


def scheduled(rule=TRAIL_RULE, **changes):
    return outer(
        {
            "awsAccountId": ACCOUNT,
            "notificationCreationTime": NOTIFIED,
            "messageType": "ScheduledNotification",
            "recordVersion": "1.0",
        },
        rule=rule,
        **changes,
    )


def snapshot(rule=TRAIL_RULE, **changes):
    return outer(
        {
            "configSnapshotId": "16da",
            "s3ObjectKey": "AWSLogs/snapshot.json.gz",
            "s3Bucket": "config-bucket",
            "notificationCreationTime": NOTIFIED,
            "messageType": "ConfigurationSnapshotDeliveryCompleted",
            "recordVersion": "1.1",
        },
        rule=rule,
        **changes,
    )


def moved(account, document):
    """The same document, with this account wherever it says ACCOUNT."""
    return json.loads(json.dumps(document).replace(ACCOUNT, account))


def of(account, event=change, parameters=ROLE, **changes):
    """An event as AWS Config sends it for a rule of that account."""
    role = f"arn:aws:iam::{ACCOUNT}:role/{SERVICE_LINKED}"
    made = {**moved(account, event(executionRoleArn=role, parameters=parameters)), **changes}
    return without_none(made, changes)


ODD_VALUES = (
    None, True, False, 0, -1, 1e308, 12345678901234567890, "", " ", "x", "{", "[]", "null",
    "%7B%00", "2023-02-30T00:00:00Z", "\U0001f600" * 300, "a" * 2000, "%s%n",
    "line\n\x01\"", [], {}, [[]], [None], {"": ""}, [{"key": 1}, "x"],
)  # fmt: skip


def mutated(document, seed):
    """A copy of document with one to three of its values, at any depth, replaced by odd ones."""
    chance = random.Random(seed)
    document = json.loads(json.dumps(document))
    for _ in range(chance.randint(1, 3)):
        places = []
        pending = [document]
        while pending:
            parent = pending.pop()
            keys = list(parent) if isinstance(parent, dict) else range(len(parent))
            places += [(parent, key) for key in keys]
            pending += [parent[key] for key in keys if isinstance(parent[key], (dict, list))]
        if places:
            parent, key = chance.choice(places)
            parent[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return document
