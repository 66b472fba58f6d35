data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id # .name is deprecated in version 6 of the provider

  environment = merge(
    length(var.allowed_accounts) == 0 ? {} : { ALLOWED_ACCOUNTS = join(",", sort(var.allowed_accounts)) },
    var.external_id == null ? {} : { EXTERNAL_ID = var.external_id },
  )

  # Built from the name: the VPC statement needs it before the function is there.
  function_arn = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.name}"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

module "failures" {
  source = "../dead-letter-queue"

  name              = "${var.name}-failures"
  retention_seconds = var.queue_retention_seconds
  kms_key_arn       = var.queue_kms_key_arn
  alarm_description = "Lambda gave up on an event of AWS Config after its retries; it is in the queue ${var.name}-failures."
  alarm_actions     = var.alarm_actions
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  function_name    = var.name
  description      = "AWS Config custom rules for Amazon Bedrock governance."
  role             = aws_iam_role.this.arn
  filename         = var.package
  source_code_hash = try(filebase64sha256(var.package), null)
  runtime          = "provided.al2023"
  handler          = "evaluator"
  architectures    = [var.architecture]
  memory_size      = var.memory_size
  timeout          = var.timeout

  reserved_concurrent_executions = var.reserved_concurrent_executions
  code_signing_config_arn        = var.code_signing_config_arn
  tags                           = var.tags

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.this.name
    application_log_level = var.log_level
    system_log_level      = "INFO"
  }

  dynamic "environment" {
    for_each = length(local.environment) > 0 ? [local.environment] : []

    content {
      variables = environment.value
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc_config == null ? [] : [var.vpc_config]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  # Lambda tries the role's VPC permissions when it creates the function.
  depends_on = [aws_iam_role_policy.this]

  lifecycle {
    # Not a validation of the variable: what is destroyed needs no package.
    precondition {
      condition     = fileexists(var.package)
      error_message = "package: there is no file ${var.package}; make it with scripts/package ${var.architecture}, in the repository's root."
    }
    # Lambda measures the variables as JSON.
    precondition {
      condition     = length(jsonencode(local.environment)) <= 4096
      error_message = "allowed_accounts, external_id: as the function's environment they have ${length(jsonencode(local.environment))} bytes, and Lambda takes 4096; an account has 13."
    }
  }
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = var.maximum_retry_attempts
  maximum_event_age_in_seconds = var.maximum_event_age_seconds

  destination_config {
    on_failure {
      destination = module.failures.arn
    }
  }
}

# Not one ARN a rule: AWS Config refuses a rule whose function it may not invoke, so that the
# permission comes before the rules, and the rules' ids only with them.
resource "aws_lambda_permission" "config" {
  statement_id   = "AllowConfig"
  function_name  = aws_lambda_function.this.function_name
  action         = "lambda:InvokeFunction"
  principal      = "config.amazonaws.com"
  source_account = local.account
  source_arn     = "arn:${local.partition}:config:${local.region}:${local.account}:config-rule/*"
}

resource "aws_lambda_permission" "members" {
  for_each = var.any_account_may_invoke ? toset([]) : var.allowed_accounts

  statement_id   = "AllowConfig${each.value}"
  function_name  = aws_lambda_function.this.function_name
  action         = "lambda:InvokeFunction"
  principal      = "config.amazonaws.com"
  source_account = each.value
  source_arn     = "arn:${local.partition}:config:${local.region}:${each.value}:config-rule/*"

  lifecycle {
    precondition {
      # Of the 20,480 bytes of a function's policy one takes up to 412, by the names of function and Region.
      condition     = length(var.allowed_accounts) <= 40
      error_message = "allowed_accounts: the policy of a function has no room for more than 40; any_account_may_invoke leaves it to the function to refuse the others."
    }
  }
}

resource "aws_lambda_permission" "any_account" {
  count = var.any_account_may_invoke ? 1 : 0

  statement_id  = "AllowConfigOfAnyAccount"
  function_name = aws_lambda_function.this.function_name
  action        = "lambda:InvokeFunction"
  principal     = "config.amazonaws.com"
}
