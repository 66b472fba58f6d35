data "aws_partition" "current" {}
data "aws_region" "current" {}

module "catalogue" {
  source = "../catalogue"

  rules               = var.rules
  prefix              = var.prefix
  frequency           = var.frequency
  reserved_parameters = { executionRoleName = var.member_role_name }
  name_limit          = 64
  catalogue           = var.catalogue
}

resource "aws_config_organization_custom_rule" "this" {
  for_each = module.catalogue.definitions

  # Without the roles every evaluation fails.
  depends_on = [aws_cloudformation_stack_set_instance.member_role]

  name                        = each.value.name
  description                 = each.value.description
  lambda_function_arn         = var.function_arn
  trigger_types               = each.value.message_types
  input_parameters            = jsonencode(each.value.input_parameters)
  maximum_execution_frequency = contains(each.value.message_types, "ScheduledNotification") ? each.value.maximum_execution_frequency : null
  resource_types_scope        = length(each.value.compliance_resource_types) > 0 ? each.value.compliance_resource_types : null
  excluded_accounts           = var.excluded_accounts

  # AWS goes through the accounts one by one.
  timeouts {
    create = "60m"
    update = "60m"
    delete = "60m"
  }
}

module "member_role" {
  source = "../member-role"

  create              = false
  name                = var.member_role_name
  evaluator_role_arns = var.evaluator_role_arns
  external_id         = var.external_id
  rules               = module.catalogue.enabled_rules
  catalogue           = var.catalogue
  tags                = var.tags
}

# In every account of the units, also of those that join later.
resource "aws_cloudformation_stack_set" "member_role" {
  count = length(var.organizational_unit_ids) > 0 ? 1 : 0

  name             = "${var.prefix}member-role"
  description      = "The role with which the evaluator evaluates AWS Config rules for each account."
  permission_model = "SERVICE_MANAGED"
  call_as          = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = module.member_role.template
  tags             = var.tags

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }

  lifecycle {
    # AWS gives it to service-managed ones by itself.
    ignore_changes = [administration_role_arn]
  }
}

# Roles are global, so one Region holds the stacks.
resource "aws_cloudformation_stack_set_instance" "member_role" {
  count = length(var.organizational_unit_ids) > 0 ? 1 : 0

  stack_set_name = aws_cloudformation_stack_set.member_role[0].name
  call_as        = aws_cloudformation_stack_set.member_role[0].call_as
  region         = data.aws_region.current.id

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
    account_filter_type     = length(var.excluded_accounts) > 0 ? "DIFFERENCE" : null
    accounts                = length(var.excluded_accounts) > 0 ? var.excluded_accounts : null
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }
}

resource "aws_config_configuration_aggregator" "this" {
  count = var.create_aggregator ? 1 : 0

  name = "${var.prefix}organization"
  tags = var.tags

  organization_aggregation_source {
    all_regions = true
    role_arn    = aws_iam_role.aggregator[0].arn
  }

  depends_on = [aws_iam_role_policy_attachment.aggregator]
}

resource "aws_iam_role" "aggregator" {
  count = var.create_aggregator ? 1 : 0

  name        = "${var.prefix}aggregator-${data.aws_region.current.id}" # roles are global, aggregators regional
  description = "Lets AWS Config list the accounts of the organization."
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "config.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "aggregator" {
  count = var.create_aggregator ? 1 : 0

  role       = aws_iam_role.aggregator[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
}
