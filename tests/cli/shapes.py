"""The shapes in which AWS's services and tools print one item."""

import json

from tests.harness.configrule import SELECTED

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "quote",
            "Effect": "Allow",
            "Principal": {"Service": "bedrock.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:eu-west-1:444455556666:function:quotes",
        }
    ],
}
# As a change notification and a snapshot have it.
ITEM = {
    "configurationItemVersion": "1.3",
    "configurationItemCaptureTime": "2026-09-14T07:41:20.118Z",
    "configurationItemStatus": "OK",
    "configurationStateId": 1789371680118,
    "awsAccountId": "444455556666",
    "awsRegion": "eu-west-1",
    "ARN": "arn:aws:lambda:eu-west-1:444455556666:function:quotes",
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "quotes",
    "resourceName": "quotes",
    "tags": {"team": "pricing"},
    "configuration": {"functionName": "quotes", "runtime": "java21"},
    "supplementaryConfiguration": {"Policy": json.dumps(POLICY), "Tags": {"team": "pricing"}},
}
NOTIFICATION = {
    "messageType": "ConfigurationItemChangeNotification",
    "recordVersion": "1.3",
    "notificationCreationTime": "2026-09-14T07:41:22.000Z",
    "configurationItemDiff": None,
    "configurationItem": ITEM,
}
SNS = {
    "Type": "Notification",
    "MessageId": "3f0c",
    "TopicArn": "arn:aws:sns:eu-west-1:444455556666:config",
    "Subject": "[AWS Config:eu-west-1] AWS::Lambda::Function quotes Updated",
    "Message": json.dumps(NOTIFICATION),
}


def printed(item):
    """An item as GetResourceConfigHistory prints it: structures as text."""
    item = {key: value for key, value in item.items() if key not in ("ARN", "awsAccountId")}
    return {
        **item,
        "accountId": "444455556666",
        "arn": ITEM["ARN"],
        "version": "1.3",
        "configurationItemCaptureTime": 1789371680.118,
        "configurationStateId": "1789371680118",
        "configuration": json.dumps(item["configuration"]),
        "supplementaryConfiguration": {
            key: json.dumps(value) for key, value in item["supplementaryConfiguration"].items()
        },
    }


def base(item):
    """As BatchGetResourceConfig prints it: without tags, but in the other place."""
    return {key: value for key, value in printed(item).items() if key != "tags"}


def queried(item):
    return json.dumps({**item, "tags": [{"key": "team", "value": "pricing", "tag": "team=pricing"}]})


SHAPES = {
    "item": ITEM,
    "text of an item": json.dumps(ITEM),
    "get-resource-config-history": {"configurationItems": [printed(ITEM)]},
    "batch-get-resource-config": {"baseConfigurationItems": [base(ITEM)], "unprocessedResourceKeys": []},
    "batch-get-aggregate-resource-config": {"BaseConfigurationItems": [base(ITEM)]},
    "get-aggregate-resource-config": {"ConfigurationItem": printed(ITEM)},
    "select-resource-config": {"Results": [queried(ITEM)], "QueryInfo": SELECTED},
    "snapshot": {"fileVersion": "1.0", "configSnapshotId": "9c1e", "configurationItems": [ITEM]},
    "history file": {"fileVersion": "1.0", "configurationItems": [ITEM]},
    "sns": SNS,
    "sns, raw delivery": NOTIFICATION,
    "sns to lambda": {
        "Records": [{"EventSource": "aws:sns", "Sns": SNS}],
    },
    "sqs to lambda": {
        "Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps(SNS)}],
    },
    "sqs receive-message": {
        "Messages": [{"MessageId": "1", "ReceiptHandle": "x", "Body": json.dumps(NOTIFICATION)}],
    },
    "eventbridge": {
        "version": "0",
        "detail-type": "Config Configuration Item Change",
        "source": "aws.config",
        "account": "444455556666",
        "region": "eu-west-1",
        "detail": NOTIFICATION,
    },
    "failed invocation": {
        "version": "1.0",
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": {"invokingEvent": json.dumps(NOTIFICATION), "configRuleName": "elsewhere"},
    },
}
