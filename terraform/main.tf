module "evaluator" {
  source = "./modules/evaluator"

  name         = "${var.prefix}evaluator"
  package      = coalesce(var.package, "${path.module}/../dist/bootstrap-${var.architecture}.zip")
  architecture = var.architecture
  rules        = module.rules.enabled_rules
  tags         = var.tags

  # null is the module's default.
  memory_size                    = var.function.memory_size
  timeout                        = var.function.timeout
  reserved_concurrent_executions = var.function.reserved_concurrent_executions
  tracing                        = var.function.tracing
  code_signing_config_arn        = var.function.code_signing_config_arn
  permissions_boundary           = var.function.permissions_boundary
  log_level                      = var.function.log_level
  log_retention_days             = var.function.log_retention_days
  log_kms_key_arn                = var.function.log_kms_key_arn
  queue_kms_key_arn              = var.function.queue_kms_key_arn
  alarm_actions                  = concat(coalesce(var.function.alarm_actions, []), module.alerting[*].topic_arn)
  vpc_config                     = var.function.vpc_config
}

module "rules" {
  source = "./modules/rules"

  function_arn               = module.evaluator.function_arn
  create                     = var.create_rules
  prefix                     = var.prefix
  rules                      = var.rules
  frequency                  = var.frequency
  managed_cloudtrail_enabled = var.managed_cloudtrail_enabled
  recorder_name              = one(module.recorder[*].name)
  tags                       = var.tags
}

module "recorder" {
  source = "./modules/recorder"
  count  = var.create_recorder ? 1 : 0

  name           = trimsuffix(var.prefix, "-")
  resource_types = module.rules.resource_types
  tags           = var.tags

  all_resource_types         = var.recorder.all_resource_types
  create_service_linked_role = var.recorder.create_service_linked_role
  bucket_name                = var.recorder.bucket_name
  kms_key_arn                = var.recorder.kms_key_arn
  log_bucket                 = var.recorder.log_bucket
  retention_days             = var.recorder.retention_days
  force_destroy              = var.recorder.force_destroy
}

module "alerting" {
  source = "./modules/alerting"
  count  = var.create_alerting ? 1 : 0

  name = "${var.prefix}alerts"
  config_rule_names = concat(
    var.create_rules ? values(module.rules.config_rule_names) : keys(module.rules.custom_lambda_rules),
    module.rules.managed_rule_names,
  )
  emails        = var.alert_emails
  subscriptions = var.alert_subscriptions
  alarm_actions = coalesce(var.function.alarm_actions, [])
  tags          = var.tags
}
