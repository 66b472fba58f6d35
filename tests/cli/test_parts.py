"""Items that are parts of one: what is missing is named, with the command that prints it."""

import json
import unittest

from tests.cli.shapes import ITEM, NOTIFICATION, POLICY, SHAPES
from tests.harness.configrule import RULE, ConfigruleTest, event, lines

COMMAND = "aws configservice get-resource-config-history --resource-type AWS::Lambda::Function"


class Parts(ConfigruleTest):
    """Absent is not empty, except in what AWS Config sends to a rule."""

    def without(self, *members):
        return {key: value for key, value in ITEM.items() if key not in members}

    def refused(self, content, *words):
        done = self.configrule("run", *RULE, "--format=json", self.write("part.json", content), status=2)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_what_is_missing_is_named_with_the_command_that_prints_it(self):
        discovered = {"resourceType": "AWS::Lambda::Function", "resourceId": "quotes", "resourceName": "quotes"}
        self.refused({"resourceIdentifiers": [discovered]}, "part.json[0]", "has no configuration,", COMMAND)
        self.refused({"ResourceIdentifiers": [{"ResourceType": "AWS::Lambda::Function", "ResourceId": "a"}]}, "part.json[0]")
        for item in (self.without("configuration"), {**ITEM, "configuration": None}):
            self.refused(item, "has no configuration,", COMMAND)
            self.refused({**NOTIFICATION, "configurationItem": item}, "has no configuration,")
        bare = self.without("tags", "supplementaryConfiguration")
        for content in (bare, [bare], {"configurationItems": [bare]}):
            self.refused(content, "has no tags,", COMMAND)
        self.refused({**bare, "tags": {}}, "has no supplementaryConfiguration,", COMMAND)
        self.refused({**bare, "tags": {}, "supplementaryConfiguration": None}, "has no supplementaryConfiguration,")
        self.refused({**bare, "tags": None, "supplementaryConfiguration": {}}, "has no tags,")

    def test_a_part_of_a_configuration(self):
        for part, path in (
            ({}, "functionName"),
            ("{}", "functionName"),
            ({"handler": "a.b"}, "functionName"),
            ({"vpcConfig": {"vpcId": "vpc-0a1b"}}, "functionName"),
            ({"functionName": "quotes", "vpcConfig": {"vpcId": "vpc-0a1b"}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {"securityGroupIds": ["sg-0a1b2c3d"]}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"]}}, "vpcConfig.securityGroupIds"),
        ):
            with self.subTest(part):
                item = {**ITEM, "configuration": part}
                self.refused(item, f"has no configuration.{path},", COMMAND)
                self.refused({"configurationItems": [item]}, f"has no configuration.{path},")
                # AWS Config's own event leaves out what is empty.
                event = self.write("event.json", {**NOTIFICATION, "configurationItem": item})
                self.configrule("run", *RULE, event, status=0 if "securityGroupIds" in path else 1)

    def test_what_a_query_did_not_select(self):
        whole = {
            **{key: ITEM[key] for key in ("resourceId", "resourceType", "accountId", "arn") if key in ITEM},
            "configuration": {
                "functionName": "quotes",
                "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]},
            },
            "supplementaryConfiguration": {"Tags": {"team": "pricing"}},
            "tags": [{"key": "team", "value": "pricing", "tag": "team=pricing"}],
        }

        def answer(fields, **over):
            info = {} if fields is None else {"QueryInfo": {"SelectFields": [{"Name": field} for field in fields]}}
            item = {key: value for key, value in {**whole, **over}.items() if value is not None}
            return {"Results": [json.dumps(item)], **info}

        policy, vpc = "supplementaryConfiguration.Policy", "configuration.vpcConfig"
        every = ["configuration", "supplementaryConfiguration", "tags"]
        exact = ["configuration.functionName", vpc + ".subnetIds", vpc + ".securityGroupIds", policy, "tags"]
        for fields in (every, exact, [*every, "*"]):
            for over in ({}, {"tags": None, "supplementaryConfiguration": None}):
                path = self.write("query.json", answer(fields, **over))
                done = self.configrule("run", *RULE, "--format=json", path)
                self.assertEqual([one["complianceType"] for one in lines(done.stdout)], ["NOT_APPLICABLE"], fields)
        only_name = {"functionName": "quotes"}
        for fields, over, path in (
            (None, {}, policy),
            ([], {}, policy),
            (["*"], {}, policy),
            (["configuration", "supplementaryConfiguration.Tags", "tags"], {}, policy),
            (["configuration", "supplementaryConfiguration.PolicyText", "tags"], {}, policy),
            (["configuration", "supplementaryConfiguration"], {"tags": None, "supplementaryConfiguration": None}, "tags"),
            (["configuration.functionName", "supplementaryConfiguration", "tags"], {"configuration": only_name}, vpc),
            (["configuration.functionName", "configuration.vpc", "tags"], {"configuration": only_name}, vpc),
            (exact[1:], {"configuration": {"vpcConfig": {}}}, "configuration.functionName"),
            (None, {"configuration": only_name}, vpc),
            ([exact[0], exact[1], *exact[3:]], {"configuration": {**only_name, "vpcConfig": {"subnetIds": []}}}, exact[2]),
        ):
            with self.subTest((fields, path)):
                self.refused(answer(fields, **over), f"has no {path},", "QueryInfo.SelectFields")

    def test_tags_that_are_not_understood(self):
        for tags, why in (
            ([{"Key": "BedrockAgent", "Value": "true"}], "tags[0] has no key"),
            ([{"key": "a", "value": "b"}, {"Key": "c", "Value": "d"}], "tags[1] has no key"),
            ([{"key": "", "value": "b"}], "tags[0] has no key"),
            ([{"key": "a"}], "tags[0] has no value"),
            ([{"key": "a", "Value": "b"}], "tags[0] has no value"),
            ([{"tagKey": "a", "tagValue": 1}], "tags[0] is not a string"),
            (["BedrockAgent"], "tags[0] has no key"),
            ([None], "tags[0] has no key"),
            ("BedrockAgent=true", "tags is not JSON"),
            ("true", "tags is neither a map nor a list of tags"),
            (7, "tags is neither a map nor a list of tags"),
            (True, "tags is neither a map nor a list of tags"),
            ({"BedrockAgent": True}, "tags.BedrockAgent is not a string"),
            ({"a": {"b": "c"}}, "tags.a is not a string"),
        ):
            with self.subTest(why):
                self.refused({**ITEM, "tags": tags}, "configurationItem." + why)
                event = {**NOTIFICATION, "configurationItem": {**ITEM, "tags": tags}}
                self.refused(event, "invokingEvent.configurationItem." + why)
                inner = {**ITEM["supplementaryConfiguration"], "Tags": tags}
                for item in ({**ITEM, "tags": {}}, self.without("tags")):
                    item = {**item, "supplementaryConfiguration": inner}
                    self.refused(item, "supplementaryConfiguration." + why.replace("tags", "Tags", 1))
                # Where the item has tags itself, those of the other place are not read.
                done = self.write("other.json", {**ITEM, "supplementaryConfiguration": inner})
                self.configrule("run", *RULE, done, status=1)
        self.refused({**ITEM, "supplementaryConfiguration": "{}"}, "supplementaryConfiguration is not an object")

    def test_an_envelope_of_another_account_or_region(self):
        event = SHAPES["eventbridge"]
        for over, words in (
            ({"account": "777788889999"}, ("envelope.account is of account 777788889999", "configurationItem.awsAccountId of account 444455556666")),
            ({"account": 444455556666}, ("envelope.account is not a string",)),
            ({"region": "eu-west-3"}, ("envelope.region is eu-west-3", "awsRegion eu-west-1")),
        ):  # fmt: skip
            for content in ({**event, **over}, {"Records": [{"messageId": "1", "body": json.dumps({**event, **over})}]}):
                self.refused(content, *words)
            bare = {**event, **over, "detail": ITEM}
            self.refused(bare, *words)
        elsewhere = {**ITEM, "awsRegion": "global"}
        content = {**event, "detail": {**NOTIFICATION, "configurationItem": elsewhere}}
        self.configrule("run", *RULE, self.write("global.json", content), status=1)
        # One envelope says nothing of what stands beside it.
        foreign = {**event, "account": "777788889999"}
        done = self.configrule("run", *RULE, "--format=json", self.write("list.json", [foreign, ITEM]), status=2)
        self.assertEqual(len(lines(done.stdout)), 1)

    def test_what_is_not_asked_for_may_be_missing(self):
        tagged = {**self.without("supplementaryConfiguration"), "tags": {"BedrockAgent": "true"}}
        self.configrule("run", *RULE, self.write("tagged.json", tagged), status=1)
        supplementary = {"Tags": {"BedrockAgent": "true"}}
        item = {**self.without("tags"), "supplementaryConfiguration": supplementary}
        self.configrule("run", *RULE, self.write("supplementary.json", item), status=1)

    def test_in_an_event_what_is_missing_is_empty(self):
        bare = self.without("tags", "supplementaryConfiguration")
        notification = {**NOTIFICATION, "configurationItem": bare}
        outer = {"configRuleName": RULE[1], "invokingEvent": json.dumps(notification)}
        for content in (notification, outer, {"detail-type": "x", "detail": notification}):
            done = self.configrule("run", *RULE, "--format=json", self.write("event.json", content))
            self.assertEqual(lines(done.stdout)[0]["complianceType"], "NOT_APPLICABLE")

    def test_another_spelling_is_not_the_recorded_one(self):
        vpc = {"SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": []}
        camel = {"functionName": "quotes", "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": []}}
        for configuration in (
            {"FunctionName": "quotes", "VpcConfig": vpc},
            {"Role": "r", "Handler": "h", "Code": {}},
            {"functionName": "quotes", "VpcConfig": vpc},
            {"functionName": "quotes", "vpcConfig": vpc},
            {"functionName": "quotes", "vpcconfig": camel["vpcConfig"]},
            {"function_name": "quotes", "vpc_config": {"subnet_ids": ["subnet-0a1b2c3d"]}},
            {"functionName": "quotes", "vpc-config": camel["vpcConfig"]},
            {"functionName": "quotes", "vpcConfig": {"securityGroupIds": [], "subnet_ids": []}},
        ):
            with self.subTest(configuration):
                self.refused({**ITEM, "configuration": configuration}, "where AWS Config records", "aws configservice")
                self.refused(
                    {**NOTIFICATION, "configurationItem": {**ITEM, "configuration": configuration}},
                    "where AWS Config records",
                )
        policy = {"policy": json.dumps(POLICY), "Tags": {}}
        self.refused({**ITEM, "supplementaryConfiguration": policy}, "has policy where AWS Config records Policy")
        self.configrule("run", *RULE, self.write("camel.json", {**ITEM, "configuration": camel}))


if __name__ == "__main__":
    unittest.main()
