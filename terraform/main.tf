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
  alarm_actions                  = var.function.alarm_actions
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
  tags                       = var.tags
}
