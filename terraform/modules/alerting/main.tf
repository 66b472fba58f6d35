data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id # .name is deprecated in version 6 of the provider

  console = {
    aws        = "console.aws.amazon.com"
    aws-cn     = "console.amazonaws.cn"
    aws-us-gov = "console.amazonaws-us-gov.com"
  }

  # In each account an organization's rule is called OrgConfigRule-<name>-<hash>.
  names         = sort(var.config_rule_names)
  in_an_account = var.organization ? [for name in local.names : { prefix = "OrgConfigRule-${name}-" }] : []

  event_pattern = jsonencode({
    source      = ["aws.config"]
    detail-type = ["Config Rules Compliance Change"]
    detail = {
      messageType         = ["ComplianceChangeNotification"]
      configRuleName      = concat(var.organization ? [] : local.names, local.in_an_account)
      newEvaluationResult = { complianceType = ["NON_COMPLIANT"] }
    }
  })

  message = [
    "<type> <resource> is NON_COMPLIANT.",
    "Reason: <annotation>",
    "Rule: <rule>",
    "Account: <account>",
    "Region: <region>",
    # The blank keeps the quotation mark out of the link.
    "https://<region>.${lookup(local.console, local.partition, local.console.aws)}/config/home?region=<region>#/rules/details?configRuleName=<rule> ",
  ]

  subscriptions = merge(
    { for email in var.emails : email => { protocol = "email", endpoint = email } },
    var.subscriptions,
  )
}

resource "aws_sns_topic" "this" {
  name              = var.name
  kms_master_key_id = aws_kms_key.this.arn
  tags              = var.tags
}

# Without this, and without the key's policy, nothing arrives and nobody is told.
resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # As AWS documents it, without a condition:
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
        Sid       = "Events"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
      },
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# The AWS managed key aws/sns admits no service, and its policy cannot be changed.
resource "aws_kms_key" "this" {
  description             = "Encrypts the topic ${var.name}."
  enable_key_rotation     = true
  deletion_window_in_days = var.key_deletion_window_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*" # of a key policy: this key
      },
      {
        # No condition: SNS does not support aws:SourceAccount and aws:SourceArn here for EventBridge,
        # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        Sid       = "Publish"
        Effect    = "Allow"
        Principal = { Service = ["events.amazonaws.com", "cloudwatch.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_sns_topic_subscription" "this" {
  for_each = local.subscriptions

  topic_arn = aws_sns_topic.this.arn
  protocol  = each.value.protocol
  endpoint  = each.value.endpoint
}

resource "aws_cloudwatch_event_rule" "this" {
  name          = var.name
  description   = "A resource became NON_COMPLIANT with a rule of ${var.name}."
  event_pattern = local.event_pattern
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = length(local.event_pattern) <= 2048
      error_message = "config_rule_names: EventBridge takes a pattern of 2,048 characters, which these ${length(var.config_rule_names)} names exceed; shorten their prefix or use the module twice."
    }
  }
}

resource "aws_cloudwatch_event_target" "topic" {
  rule      = aws_cloudwatch_event_rule.this.name
  target_id = "topic"
  arn       = aws_sns_topic.this.arn

  input_transformer {
    input_paths = {
      account    = "$.detail.awsAccountId"
      annotation = "$.detail.newEvaluationResult.annotation"
      region     = "$.detail.awsRegion"
      resource   = "$.detail.resourceId"
      rule       = "$.detail.configRuleName"
      type       = "$.detail.resourceType"
    }
    # EventBridge wants each line in quotation marks, and leaves them there.
    input_template = join("\n", [for line in local.message : "\"${line}\""])
  }

  dead_letter_config {
    arn = module.undelivered.arn
  }

  depends_on = [aws_sns_topic_policy.this]
}

module "undelivered" {
  source = "../dead-letter-queue"

  name              = "${var.name}-undelivered"
  sender            = { service = "events.amazonaws.com", source_arn = aws_cloudwatch_event_rule.this.arn }
  alarm_description = "EventBridge could not publish an alert to the topic ${var.name}; it is in the queue ${var.name}-undelivered."
  alarm_actions     = concat([aws_sns_topic.this.arn], var.alarm_actions)
  tags              = var.tags
}

# A warning, since subscriptions may be made elsewhere.
check "somebody_is_alerted" {
  assert {
    condition     = length(local.subscriptions) > 0
    error_message = "Alerts reach nobody: emails and subscriptions are empty, so that nobody is told what is NON_COMPLIANT or has failed."
  }
}
