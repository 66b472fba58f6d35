"""configrule simulate: what policies decide, what it warns of, and what it refuses."""

import json
import os
import unittest

from tests.harness.configrule import ConfigruleTest, lines

USER = "arn:aws:iam::111122223333:user/ada"
FULL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
DENY = {"Version": "2012-10-17", "Statement": [
    {"Sid": "NoMail", "Effect": "Deny", "Action": "ses:*", "Resource": "*"}]}
BUCKET = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}
RESOURCES = {"ses": "arn:aws:ses:eu-central-1:111122223333:identity/example.com",
             "bedrock": "arn:aws:bedrock:eu-central-1::foundation-model/m"}


def scenario(action="s3:GetObject", **members):
    resource = RESOURCES.get(action.split(":")[0], "arn:aws:s3:::b/k")
    request = {"action": action, "resource": resource, "principal": USER}
    return {"request": request, "identityPolicies": [FULL], **members}


class Simulate(ConfigruleTest):
    def test_json(self):
        levels = [[FULL], [FULL, DENY]]
        path = self.write("s.json", [
            scenario(name="read", expect="Allowed"),
            scenario("ses:SendEmail", serviceControlPolicies=levels),
            scenario(identityPolicies=[]),
        ])
        done = self.configrule("simulate", "--format", "json", path)
        read, mail, none = lines(done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertEqual(read, {
            "file": path, "name": "read", "decision": "Allowed", "expect": "Allowed",
            "policyType": "identity-based policy", "policy": "identityPolicies[0]",
            "statement": "Statement", "sid": None, "conditions": [],
            "reason": "Allow in the identity-based policy", "missingContextValues": []})
        self.assertEqual((mail["decision"], mail["policy"], mail["statement"], mail["sid"]),
                         ("ExplicitlyDenied", "serviceControlPolicies[1][1]", "Statement[0]", "NoMail"))
        self.assertEqual(none["conditions"], [])
        self.assertEqual(mail["reason"], "Deny in the service control policy at level 1")
        self.assertEqual((none["decision"], none["policy"], none["expect"], none["name"]),
                         ("ImplicitlyDenied", None, None, None))

    def test_conditions_that_decided(self):
        policy = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
            "StringEquals": {"aws:PrincipalAccount": "111122223333", "aws:SourceVpc": "vpc-1"}}}}
        one = scenario(identityPolicies=[policy])
        for context, expected in (({}, ["StringEquals aws:SourceVpc"]),
                                  ({"aws:SourceVpc": "vpc-1"},
                                   ["StringEquals aws:PrincipalAccount", "StringEquals aws:SourceVpc"])):
            one["request"]["context"] = context
            done = self.configrule("simulate", "--format=json", "-", stdin=json.dumps(one))
            self.assertEqual(lines(done.stdout)[0]["conditions"], expected)

    def test_table_and_standard_input(self):
        text = json.dumps([scenario(name="a", expect="Allowed"),
                           scenario("ses:SendEmail", expect="ExplicitlyDenied")])
        done = self.configrule("simulate", "-", stdin=text, status=1)
        head, first, second, count = done.stdout.splitlines()
        for word in ("SCENARIO", "DECISION", "POLICY", "STATEMENT", "REASON"):
            self.assertIn(word, head)
        self.assertIn("a ", first)
        self.assertIn("[1]", second)
        self.assertIn("Allowed, not ExplicitlyDenied", second)
        self.assertEqual(count, "1 as expected, 1 not")
        done = self.configrule("simulate", "-", stdin=json.dumps(scenario()))
        self.assertEqual(done.stdout.splitlines()[-1],
                         "0 as expected, 0 not, 1 without an expectation")

    def test_policies_in_files(self):
        os.mkdir(os.path.join(self.folder, "policies"))
        self.write("policies/deny.json", DENY)
        policies = [FULL, {"file": "policies/deny.json"}]
        path = self.write("s.json", scenario("ses:SendEmail", identityPolicies=policies))
        done = self.configrule("simulate", "--format=json", path)
        self.assertEqual(lines(done.stdout)[0]["policy"], "policies/deny.json")
        whole = {"file": os.path.join(self.folder, "policies/deny.json")}
        done = self.configrule("simulate", "--format=json", "-",
                               stdin=json.dumps(scenario("ses:SendEmail", identityPolicies=[whole])))
        self.assertEqual(lines(done.stdout)[0]["decision"], "ExplicitlyDenied")
        for wrong, message in (({"file": "none.json"}, "none.json"), ({"file": "-"}, "path of a file"),
                               ({"file": 7}, "path of a file"), ({"file": "x", "a": 1}, "unknown key a"),
                               ({"file": "."}, "identityPolicies[0]: .: ")):
            with self.subTest(wrong):
                path = self.write("s.json", scenario(identityPolicies=[wrong]))
                self.assertIn(message, self.configrule("simulate", path, status=2).stderr)

    def test_what_is_no_scenario_is_named_and_the_rest_is_decided(self):
        cases = [
            (scenario(reqest=1), "unknown key reqest (did you mean request?)"),
            ({"identityPolicies": []}, "request is missing"),
            ({"request": []}, "request: not a JSON object"),
            (7, "not a JSON object"),
            (scenario(name=7), "name is not a string"),
            (scenario(expect="allowed"), "expect \"allowed\" is neither"),
            (scenario(identityPolicies=FULL), "identityPolicies is not an array of policies"),
            (scenario(serviceControlPolicies={}), "serviceControlPolicies is not an array of levels"),
            (scenario(serviceControlPolicies=[FULL]), "serviceControlPolicies[0] is not an array"),
            (scenario(resourcePolicy=[FULL]), "resourcePolicy: the policy is neither"),
            (scenario(identityPolicies=[{"Statement": {"Efect": "Deny"}}]),
             "identityPolicies[0]: Statement: unknown key Efect (did you mean Effect?)"),
            ({"request": {**scenario()["request"], "principal": "bedrock.amazonaws.com"},
              "identityPolicies": [FULL]}, "do not apply to principal bedrock.amazonaws.com"),
        ]
        path = self.write("s.json", [case for case, _ in cases] + [scenario()])
        done = self.configrule("simulate", "--format", "json", path, status=2)
        said = lines(done.stdout)
        self.assertEqual([one["decision"] for one in said], [None] * len(cases) + ["Allowed"])
        for (_, message), one in zip(cases, said):
            self.assertIn(message, one["error"])
        for (_, message), said in zip(cases, done.stderr.splitlines(), strict=True):
            self.assertIn(message, said)
        for text in ("", "[]", "{", "nul"):
            self.assertIn("s.json: ", self.configrule("simulate", self.write("s.json", text), status=2).stderr)

    def test_a_value_that_cannot_be_compared_is_no_decision(self):
        policy = {"Statement": {"Sid": "Ip", "Effect": "Allow", "Action": "*", "Resource": "*",
                                "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}}
        one = scenario(identityPolicies=[policy])
        for context, message in (({"aws:SourceIp": "ten"}, "has \"ten\" for aws:SourceIp"),
                                 ({"aws:SourceIp": ["10.0.0.1", "10.0.0.2"]}, "has 2 values")):
            one["request"]["context"] = context
            done = self.configrule("simulate", self.write("s.json", one), status=2)
            self.assertEqual(done.stdout, "0 as expected, 0 not, 1 not decided\n")
            self.assertIn("identityPolicies[0]: Statement: ", done.stderr)
            self.assertIn(message, done.stderr)

    def test_requests_are_warned_of(self):
        region = {"Version": "2012-10-17", "Statement": [
            FULL["Statement"],
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}
        cases = [
            (scenario("bedrock:Converse"), "is authorised as bedrock:InvokeModel"),
            (scenario("bedrock:InvokeModle"), "(did you mean InvokeModel?)"),
            (scenario("bedrok:InvokeModel"), "the action bedrok:invokemodel is of no service known as of "),
            (scenario(serviceControlPolicies=[[region]]), "lacks aws:RequestedRegion, which AWS always"),
            (scenario("bedrock:InvokeModel", resourceControlPolicies=[[]]), None),
            (scenario("bedrock:InvokeModel", resourceControlPolicies=[[
                {**FULL, "Statement": {**FULL["Statement"], "Principal": "*"}}]]),
             "resource control policies do not restrict bedrock:invokemodel"),
        ]
        other = scenario("bedrock:InvokeModel")
        other["request"]["resource"] = "arn:aws:sqs:eu-central-1:111122223333:q"
        cases.append((other, "and arn:aws:sqs:eu-central-1:111122223333:q is none of those known as of "))
        misspelt = scenario()
        misspelt["request"]["context"] = {"aws:RequestRegion": "eu-west-1"}
        cases.append((misspelt, "aws:RequestRegion of the context is no key known as of "))
        cases.append((misspelt, "(did you mean aws:RequestedRegion?)"))
        for one, message in cases:
            with self.subTest(message):
                done = self.configrule("simulate", self.write("s.json", one))
                self.assertEqual(done.stderr.count("warning: [0]: "), 1 if message else 0, done.stderr)
                self.assertIn(message or "", done.stderr)

    def test_several_files_are_told_apart(self):
        paths = [self.write(name, scenario()) for name in ("a.json", "b.json")]
        done = self.configrule("simulate", *paths)
        self.assertIn("FILE", done.stdout.splitlines()[0])
        self.assertIn("a.json", done.stdout.splitlines()[1])
        self.assertIn("2 without an expectation", done.stdout)

    def test_what_a_user_has_not_is_refused(self):
        for members, message in (
            ({"sessionPolicies": [FULL]}, "sessionPolicies do not apply to principal"),
            ({"identityPolicies": ["full.json"]}, "for a file write {\"file\": \"full.json\"}"),
            ({"serviceControlPolicies": [FULL]}, "give one for each level"),
            ({"Statement": []}, "a policy, not a scenario"),
        ):
            done = self.configrule("simulate", self.write("s.json", scenario(**members)), status=2)
            self.assertIn(message, done.stderr)

    def test_warnings_are_said_once(self):
        policy = {"Statement": {"Effect": "Allow", "Action": "bedrock:InvokeModle", "Resource": "*"}}
        self.write("p.json", policy)
        path = self.write("s.json", [scenario(identityPolicies=[{"file": "p.json"}])] * 3)
        done = self.configrule("simulate", path)
        self.assertEqual(done.stderr.count("InvokeModle"), 1)
        self.assertIn("s.json: warning: p.json: Statement: Action: ", done.stderr)
        inline = [scenario(name=name, identityPolicies=[policy]) for name in "ab"]
        done = self.configrule("simulate", self.write("s.json", inline), path)
        self.assertIn("s.json: warning: a: identityPolicies[0]: Statement: Action: ", done.stderr)
        self.assertIn("s.json: warning: b: identityPolicies[0]: Statement: Action: ", done.stderr)
        bucket = {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}
        done = self.configrule("simulate", self.write("s.json", scenario(resourcePolicy=bucket)))
        self.assertIn("give resourceAccount", done.stderr)
        one = scenario(resourcePolicy=bucket)
        one["request"]["resourceAccount"] = "444455556666"
        self.assertEqual(self.configrule("simulate", self.write("s.json", one)).stderr, "")

    def test_what_hangs_on_a_key_that_is_not_given_is_undecided(self):
        session = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Ops_89abcdef01234567/eve"
        deny = {"Version": "2012-10-17", "Statement": {
            "Sid": "ByPath", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/*"}}}}
        one = scenario(name="by path", serviceControlPolicies=[[FULL, deny]])
        one["request"]["principal"] = session
        path = self.write("s.json", one)
        done = self.configrule("simulate", "--format=json", path, status=2)
        self.assertIn("by path: serviceControlPolicies[0][1]: Statement (ByPath): the decision hangs on "
                      "aws:PrincipalArn", done.stderr)
        self.assertIn("role/[PATH/]AWSReservedSSO_Ops_89abcdef01234567", lines(done.stdout)[0]["error"])
        self.assertIsNone(lines(done.stdout)[0]["decision"])
        one["serviceControlPolicies"][0].append(DENY)
        one["request"]["action"] = "ses:SendEmail"  # whatever the path is
        self.assertEqual(lines(self.configrule("simulate", "--format=json", self.write("s.json", one)).stdout)[0]
                         ["decision"], "ExplicitlyDenied")

    def test_more_than_aws_attaches(self):
        long = {"Version": "2012-10-17", "Statement": {
            "Effect": "Deny", "Action": "*", "Resource": ["arn:aws:s3:::%04d/*" % i for i in range(600)]}}
        for members, message in (
                ({"serviceControlPolicies": [[FULL], [FULL, long]]}, "serviceControlPolicies[1][1]: "),
                ({"serviceControlPolicies": [[FULL] * 11]}, "serviceControlPolicies[0]: 11 policies"),
                ({"resourceControlPolicies": [[]] * 8}, "resourceControlPolicies: 8 levels"),
                ({"permissionBoundaries": [FULL, FULL]}, "permissionBoundaries: 2 policies"),
                ({"resourcePolicies": []}, None),
                ({"resourcePolicy": BUCKET, "resourcePolicies": [BUCKET]}, "both resourcePolicy and "),
                ({"resourcePolicies": [BUCKET, BUCKET]}, "resourcePolicies: 2 policies")):
            with self.subTest(message):
                done = self.configrule("simulate", self.write("s.json", scenario(**members)),
                                       status=2 if message else 0)
                self.assertIn(message or "", done.stderr)

    def test_what_is_not_modelled_is_warned_of(self):
        model = scenario("bedrock:InvokeModel", identityPolicies=[{
            "Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Action": "bedrock:*", "Resource": "*", "Condition": {
                    "StringEquals": {"aws:ResourceAccount": "111122223333"}}}}])
        model["request"]["resource"] = "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0"
        key = scenario("kms:Decrypt", identityPolicies=[FULL])
        key["request"]["resource"] = "arn:aws:kms:eu-west-1:111122223333:key/k"
        nobody = scenario(identityPolicies=[], resourcePolicy=BUCKET)
        nobody["request"].update(principal="anonymous", resourceAccount="111122223333")
        for one, message in ((model, "do not say what aws:ResourceAccount is for a foundation model"),
                             (key, "grants of AWS KMS are not considered"),
                             (nobody, "Block Public Access of Amazon S3 is not considered")):
            with self.subTest(message):
                self.assertIn(message, self.configrule("simulate", self.write("s.json", one)).stderr)
        model["identityPolicies"] = [FULL]
        key["resourcePolicy"] = BUCKET
        for one in (model, key):
            self.assertEqual(self.configrule("simulate", self.write("s.json", one)).stderr, "")

    def test_a_rule_of_a_service_decides_without_a_policy(self):
        one = scenario("sts:GetCallerIdentity", identityPolicies=[DENY])
        one["request"]["resource"] = "*"
        line = lines(self.configrule("simulate", "--format=json", self.write("s.json", one)).stdout)[0]
        self.assertEqual((line["decision"], line["policyType"], line["policy"], line["statement"]),
                         ("Allowed", None, None, None))
        self.assertIn("https://docs.aws.amazon.com/STS/", line["reason"])

    def test_quiet_and_verbose(self):
        policy = {"Statement": {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjct"], "Resource": "*",
                                "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}}
        path = self.write("s.json", [scenario(name="a", identityPolicies=[policy])])
        normal = self.configrule("simulate", path)
        self.assertIn("GetObjct", normal.stderr)
        quiet = self.configrule("simulate", "--quiet", path)
        self.assertEqual(quiet.stderr, "")
        self.assertEqual(quiet.stdout.splitlines(), normal.stdout.splitlines()[:-1])  # without the counts
        verbose = self.configrule("simulate", "--verbose", path)
        self.assertEqual(verbose.stdout, normal.stdout)
        self.assertIn(f"configrule: {path}: a: the request does not give aws:SourceVpc\n", verbose.stderr)
        self.assertNotIn("does not give", normal.stderr)

    def test_usage(self):
        self.assertIn("no FILE", self.configrule("simulate", status=2).stderr)
        self.assertIn("--format xml", self.configrule("simulate", "--format", "xml", "x", status=2).stderr)

    def test_names_do_not_reach_the_terminal(self):
        path = self.write("s.json", scenario(name="\u001b[31mred", expect="ImplicitlyDenied"))
        done = self.configrule("simulate", path, status=1)
        self.assertNotIn("\x1b", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
