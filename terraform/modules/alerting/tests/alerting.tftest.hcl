# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  config_rule_names = ["two", "one"]
  emails            = ["security@example.com"]
}

run "defaults" {
  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.this.event_pattern) == {
      source      = ["aws.config"]
      detail-type = ["Config Rules Compliance Change"]
      detail = {
        messageType         = ["ComplianceChangeNotification"]
        configRuleName      = ["one", "two"]
        newEvaluationResult = { complianceType = ["NON_COMPLIANT"] }
      }
    }
    error_message = "pattern"
  }
  assert {
    condition     = aws_cloudwatch_event_target.topic.arn == aws_sns_topic.this.arn && aws_cloudwatch_event_target.topic.dead_letter_config[0].arn == module.undelivered.arn
    error_message = "target"
  }
  # Every name in the template has its path, and every path is used.
  assert {
    condition     = toset([for name in regexall("<(\\w+)>", aws_cloudwatch_event_target.topic.input_transformer[0].input_template) : name[0]]) == toset(keys(aws_cloudwatch_event_target.topic.input_transformer[0].input_paths))
    error_message = "input transformer"
  }
  assert {
    condition     = strcontains(aws_cloudwatch_event_target.topic.input_transformer[0].input_template, "\"https://<region>.console.aws.amazon.com/config/home?region=<region>#/rules/details?configRuleName=<rule> \"")
    error_message = "link to the console"
  }
  assert {
    condition     = aws_sns_topic.this.kms_master_key_id == aws_kms_key.this.arn && aws_kms_key.this.enable_key_rotation
    error_message = "encryption"
  }
  assert {
    condition = { for statement in jsondecode(aws_sns_topic_policy.this.policy).Statement : "${statement.Effect} ${statement.Sid}" => jsonencode(statement.Principal) } == {
      "Allow Events" = "{\"Service\":\"events.amazonaws.com\"}"
      "Allow Alarms" = "{\"Service\":\"cloudwatch.amazonaws.com\"}"
      "Deny OnlyTls" = "\"*\""
    }
    error_message = "who may publish"
  }
  assert {
    condition     = contains([for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Principal.Service if statement.Sid == "Publish"][0], "events.amazonaws.com") && toset([for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Action if statement.Sid == "Publish"][0]) == toset(["kms:Decrypt", "kms:GenerateDataKey*"])
    error_message = "EventBridge must be able to use the key"
  }
  assert {
    condition     = [for one in aws_sns_topic_subscription.this : "${one.protocol} ${one.endpoint}"] == ["email security@example.com"]
    error_message = "subscriptions"
  }
}

run "china" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn" }
  }

  assert {
    condition     = strcontains(aws_cloudwatch_event_target.topic.input_transformer[0].input_template, "https://<region>.console.amazonaws.cn/")
    error_message = "link to the console"
  }
}

run "organization" {
  variables {
    organization = true
  }

  assert {
    condition     = jsondecode(output.event_pattern).detail.configRuleName == [{ prefix = "OrgConfigRule-one-" }, { prefix = "OrgConfigRule-two-" }]
    error_message = "an organization's rule has another name in each account"
  }
}

run "every_option" {
  variables {
    name                     = "team-alerts"
    emails                   = ["a@example.com", "b@example.com"]
    subscriptions            = { pager = { protocol = "https", endpoint = "https://pager.example.com/" } }
    alarm_actions            = ["arn:aws:sns:eu-central-1:111122223333:other"]
    key_deletion_window_days = 7
    tags                     = { team = "platform" }
  }

  assert {
    condition = { for key, one in aws_sns_topic_subscription.this : key => "${one.protocol} ${one.endpoint}" } == {
      "a@example.com" = "email a@example.com"
      "b@example.com" = "email b@example.com"
      pager           = "https https://pager.example.com/"
    }
    error_message = "subscriptions"
  }
  assert {
    condition     = aws_kms_alias.this.name == "alias/team-alerts" && aws_kms_key.this.deletion_window_in_days == 7
    error_message = "key"
  }
  assert {
    condition     = alltrue([for one in [aws_sns_topic.this, aws_kms_key.this, aws_cloudwatch_event_rule.this] : one.tags.team == "platform"])
    error_message = "tags"
  }
}

run "warns_of_alerts_for_nobody" {
  command = plan

  variables {
    emails = []
  }

  expect_failures = [check.somebody_is_alerted]
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    name                     = "our alerts"
    config_rule_names        = []
    emails                   = ["security"]
    subscriptions            = { mail = { protocol = "email", endpoint = "a@example.com" } }
    key_deletion_window_days = 6
  }

  expect_failures = [var.name, var.config_rule_names, var.emails, var.subscriptions, var.key_deletion_window_days]
}

run "refuses_too_long_a_pattern" {
  command = plan

  variables {
    config_rule_names = [for i in range(40) : format("a-name-of-forty-five-characters-or-so-%d-more", i)]
  }

  expect_failures = [aws_cloudwatch_event_rule.this]
}
