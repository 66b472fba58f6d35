module "catalogue" {
  source = "../catalogue"

  rules     = var.rules
  prefix    = var.prefix
  frequency = var.frequency
  catalogue = var.catalogue
}

resource "aws_config_config_rule" "this" {
  for_each = { for name, definition in module.catalogue.definitions : name => definition if var.create }

  # AWS Config refuses rules where there is no recorder.
  depends_on = [var.recorder_name]

  name             = each.value.name
  description      = each.value.description
  input_parameters = jsonencode(each.value.input_parameters)
  tags             = var.tags

  source {
    owner             = "CUSTOM_LAMBDA"
    source_identifier = var.function_arn

    dynamic "source_detail" {
      for_each = each.value.message_types

      content {
        event_source                = "aws.config"
        message_type                = source_detail.value
        maximum_execution_frequency = source_detail.value == "ScheduledNotification" ? each.value.maximum_execution_frequency : null
      }
    }
  }

  # AWS Config refuses a scope on a rule that is only periodic.
  dynamic "scope" {
    for_each = length(each.value.compliance_resource_types) > 0 ? [each.value.compliance_resource_types] : []

    content {
      compliance_resource_types = scope.value
    }
  }
}

resource "aws_config_config_rule" "managed_cloudtrail_enabled" {
  count = var.create && var.managed_cloudtrail_enabled ? 1 : 0

  depends_on = [var.recorder_name]

  name                        = "${var.prefix}managed-cloudtrail-enabled"
  description                 = "Checks that a CloudTrail trail is enabled (AWS managed rule)."
  maximum_execution_frequency = var.frequency
  tags                        = var.tags

  source {
    owner             = "AWS"
    source_identifier = "CLOUD_TRAIL_ENABLED"
  }
}
