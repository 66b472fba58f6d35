# No network, no credentials. Any file does as a package: nothing runs it.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  package = "../../rules.json"
  rules   = ["bedrock-agent-vpc-required", "cloudtrail-enabled"]
}

run "defaults" {
  assert {
    condition     = aws_lambda_function.this.runtime == "provided.al2023" && aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 120
    error_message = "runtime, memory or timeout"
  }
  assert {
    condition     = tolist(aws_lambda_function.this.architectures) == tolist(["arm64"])
    error_message = "architecture"
  }
  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256(var.package)
    error_message = "a changed package would not be deployed"
  }
  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/bedrock-config-rules"
    error_message = "logging"
  }
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1 && aws_lambda_function.this.tracing_config[0].mode == "PassThrough" && length(aws_lambda_function.this.vpc_config) == 0
    error_message = "concurrency, tracing or VPC"
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 365
    error_message = "log retention"
  }
  assert {
    condition     = aws_lambda_permission.config.principal == "config.amazonaws.com" && aws_lambda_permission.config.source_account == "111122223333" && aws_lambda_permission.config.source_arn == "arn:aws:config:eu-central-1:111122223333:config-rule/*"
    error_message = "the permission must be for AWS Config of this account only"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.this.destination_config[0].on_failure[0].destination == output.failure_queue_arn
    error_message = "failed invocations must be repeated, then kept"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.errors.dimensions.FunctionName == "bedrock-config-rules" && module.failures.name == "bedrock-config-rules-failures"
    error_message = "what the alarms watch"
  }
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal.Service == "lambda.amazonaws.com"
    error_message = "who may assume the role"
  }
  # The whole policy, so that nothing is ever added in passing.
  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy) == jsondecode(jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-central-1:111122223333:log-group:mock:*"]
        },
        {
          Sid      = "SendFailures"
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = ["arn:aws:sqs:eu-central-1:111122223333:mock"]
        },
        {
          Sid      = "Evaluate"
          Effect   = "Allow"
          Action   = ["config:PutEvaluations", "config:SelectResourceConfig", "config:GetResourceConfigHistory"]
          Resource = ["*"]
        },
        {
          Sid      = "ReadResults"
          Effect   = "Allow"
          Action   = ["config:GetComplianceDetailsByConfigRule"]
          Resource = ["arn:aws:config:*:*:config-rule/*"]
        },
        {
          Sid      = "Read"
          Effect   = "Allow"
          Action   = ["cloudtrail:DescribeTrails"]
          Resource = ["*"]
        },
        {
          Sid      = "ReadCloudtrail"
          Effect   = "Allow"
          Action   = ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"]
          Resource = ["arn:aws:cloudtrail:*:*:trail/*"]
        },
      ]
    }))
    error_message = "the role's policy"
  }
}

run "reads_of_enabled_rules_only" {
  variables {
    rules = ["bedrock-agent-vpc-required"]
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == ["Log", "SendFailures", "Evaluate", "ReadResults"]
    error_message = "the role reads for a rule that is not enabled"
  }
}

run "every_option" {
  variables {
    name                           = "other"
    architecture                   = "x86_64"
    memory_size                    = 256
    timeout                        = 900
    reserved_concurrent_executions = 5
    tracing                        = true
    code_signing_config_arn        = "arn:aws:lambda:eu-central-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b"
    log_level                      = "DEBUG"
    log_retention_days             = 731
    log_kms_key_arn                = "arn:aws:kms:eu-central-1:111122223333:key/logs"
    queue_kms_key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/queue"
    maximum_retry_attempts         = 0
    permissions_boundary           = "arn:aws:iam::111122223333:policy/boundary"
    alarm_actions                  = ["arn:aws:sns:eu-central-1:111122223333:alerts"]
    tags                           = { team = "platform" }
    vpc_config = {
      subnet_ids         = ["subnet-10000000"]
      security_group_ids = ["sg-10000000"]
    }
  }

  assert {
    condition     = tolist(aws_lambda_function.this.architectures) == tolist(["x86_64"]) && aws_lambda_function.this.reserved_concurrent_executions == 5 && aws_lambda_function.this.code_signing_config_arn == var.code_signing_config_arn
    error_message = "architecture, concurrency or code signing"
  }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && tolist(aws_lambda_function.this.vpc_config[0].subnet_ids) == tolist(["subnet-10000000"])
    error_message = "tracing or VPC"
  }
  assert {
    condition     = aws_lambda_function.this.logging_config[0].application_log_level == "DEBUG" && aws_cloudwatch_log_group.this.kms_key_id == var.log_kms_key_arn
    error_message = "logging"
  }
  assert {
    condition     = aws_iam_role.this.name == "other-eu-central-1" && aws_iam_role.this.permissions_boundary == var.permissions_boundary
    error_message = "role"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.errors.alarm_actions == toset(var.alarm_actions)
    error_message = "whom the alarms notify"
  }
  assert {
    condition     = alltrue([for one in [aws_lambda_function.this, aws_iam_role.this, aws_cloudwatch_log_group.this, aws_cloudwatch_metric_alarm.errors] : one.tags.team == "platform"])
    error_message = "tags"
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == [
      "Log", "SendFailures", "Evaluate", "ReadResults", "Read", "ReadCloudtrail", "EncryptFailures", "Trace",
      "DescribeNetwork", "ChangeNetworkInterfaces", "NoNetworkForTheProgram",
    ]
    error_message = "statements of the role"
  }
  assert {
    condition     = { for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid => statement.Resource[0] if contains(["EncryptFailures", "ChangeNetworkInterfaces"], statement.Sid) } == { EncryptFailures = var.queue_kms_key_arn, ChangeNetworkInterfaces = "arn:aws:ec2:eu-central-1:111122223333:*/*" }
    error_message = "statements that allow too much"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Condition.ArnEquals["lambda:SourceFunctionArn"] if statement.Sid == "NoNetworkForTheProgram"] == [["arn:aws:lambda:eu-central-1:111122223333:function:other"]]
    error_message = "the program itself must not change the network"
  }
}

run "other_accounts" {
  variables {
    rules            = null
    allowed_accounts = ["222222222222", "333333333333"]
    member_role_name = "member"
    external_id      = "our-organization"
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ ALLOWED_ACCOUNTS = "222222222222,333333333333", EXTERNAL_ID = "our-organization" })
    error_message = "environment"
  }
  assert {
    condition     = { for account, one in aws_lambda_permission.members : account => one.source_arn if one.source_account == account } == { for account in var.allowed_accounts : account => "arn:aws:config:eu-central-1:${account}:config-rule/*" }
    error_message = "each account may invoke, and no other"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "AssumeMemberRoles"] == [["arn:aws:iam::*:role/member"]]
    error_message = "roles it may assume"
  }
  assert {
    condition     = length(setsubtract(flatten(jsondecode(file("../../rules.json"))[*].reads), flatten(jsondecode(aws_iam_role_policy.this.policy).Statement[*].Action))) == 0
    error_message = "by itself the role reads for every rule"
  }
}

run "many_accounts" {
  variables {
    allowed_accounts       = [for i in range(300) : format("%012d", i)]
    any_account_may_invoke = true
  }

  assert {
    condition     = length(aws_lambda_permission.members) == 0 && aws_lambda_permission.any_account[0].principal == "config.amazonaws.com" && length(aws_lambda_function.this.environment[0].variables.ALLOWED_ACCOUNTS) == 3899
    error_message = "one permission for all"
  }
}

# As Lambda writes it, with the longest names there are, the policy has room for a statement or two of others.
run "as_many_permissions_as_fit" {
  variables {
    name             = "a-name-of-forty-eight-characters-which-are-a-lot"
    allowed_accounts = [for i in range(40) : format("%012d", i)]
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }
  override_data {
    target = data.aws_region.current
    values = { id = "us-gov-west-1", name = "us-gov-west-1" }
  }

  assert {
    condition = length(var.name) == 48 && length(jsonencode({
      Version = "2012-10-17"
      Id      = "default"
      Statement = [for one in concat([aws_lambda_permission.config], values(aws_lambda_permission.members)) : {
        Sid       = one.statement_id
        Effect    = "Allow"
        Principal = { Service = one.principal }
        Action    = one.action
        Resource  = local.function_arn
        Condition = {
          StringEquals = { "AWS:SourceAccount" = one.source_account }
          ArnLike      = { "AWS:SourceArn" = one.source_arn }
        }
      }]
    })) < 20480 - 1000
    error_message = "the function's policy would be too long"
  }
}

run "refuses_too_many_permissions" {
  command = plan

  variables {
    allowed_accounts = [for i in range(41) : format("%012d", i)]
  }

  expect_failures = [aws_lambda_permission.members]
}

# {"ALLOWED_ACCOUNTS":"","EXTERNAL_ID":""} and 300 accounts leave 157 bytes.
run "as_long_an_external_id_as_fits" {
  variables {
    allowed_accounts       = [for i in range(300) : format("%012d", i)]
    any_account_may_invoke = true
    external_id            = join("", [for i in range(157) : "x"])
  }

  assert {
    condition     = length(jsonencode(aws_lambda_function.this.environment[0].variables)) == 4096
    error_message = "environment"
  }
}

run "refuses_an_environment_that_is_too_large" {
  command = plan

  variables {
    allowed_accounts       = [for i in range(300) : format("%012d", i)]
    any_account_may_invoke = true
    external_id            = join("", [for i in range(158) : "x"])
  }

  expect_failures = [aws_lambda_function.this]
}

run "refuses_too_many_accounts" {
  command = plan

  variables {
    allowed_accounts       = [for i in range(320) : format("%012d", i)]
    any_account_may_invoke = true
  }

  expect_failures = [aws_lambda_function.this]
}

# Each run breaks all the variables it names, and every one must be refused.
run "refuses_wrong_kinds" {
  command = plan

  variables {
    name                           = "a name"
    allowed_accounts               = ["*"]
    external_id                    = "!"
    architecture                   = "arm"
    memory_size                    = 127
    timeout                        = 0
    reserved_concurrent_executions = 0
    code_signing_config_arn        = "csc-1"
    log_level                      = "info"
    log_retention_days             = 366
    log_kms_key_arn                = "arn:aws:kms:eu-central-1:111122223333:alias/logs"
    maximum_retry_attempts         = 3
    maximum_event_age_seconds      = 59
    permissions_boundary           = "boundary"
    vpc_config = {
      subnet_ids         = []
      security_group_ids = ["sg-10000000"]
    }
  }

  expect_failures = [
    var.name,
    var.allowed_accounts,
    var.external_id,
    var.architecture,
    var.memory_size,
    var.timeout,
    var.reserved_concurrent_executions,
    var.code_signing_config_arn,
    var.log_level,
    var.log_retention_days,
    var.log_kms_key_arn,
    var.maximum_retry_attempts,
    var.maximum_event_age_seconds,
    var.permissions_boundary,
    var.vpc_config,
  ]
}

run "refuses_what_is_too_large" {
  command = plan

  variables {
    name                           = "a-name-of-more-than-forty-eight-characters-which-is-it"
    memory_size                    = 10241
    timeout                        = 901
    reserved_concurrent_executions = 1.5
    maximum_event_age_seconds      = 21601
    vpc_config = {
      subnet_ids         = ["subnet-10000000"]
      security_group_ids = []
    }
  }

  expect_failures = [
    var.name,
    var.memory_size,
    var.timeout,
    var.reserved_concurrent_executions,
    var.maximum_event_age_seconds,
    var.vpc_config,
  ]
}

run "refuses_a_missing_package" {
  command = plan

  variables {
    package = "no-such-file.zip"
  }

  expect_failures = [aws_lambda_function.this]
}
