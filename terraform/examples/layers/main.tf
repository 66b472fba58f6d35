provider "aws" {
  region = var.region
}

# Each layer by itself, as one would join them to modules of one's own.

module "rules" {
  source = "../../modules/rules"

  prefix        = "bedrock-"
  function_arn  = module.evaluator.function_arn
  recorder_name = module.recorder.name
}

module "evaluator" {
  source = "../../modules/evaluator"

  package       = var.package
  rules         = module.rules.enabled_rules
  alarm_actions = [module.alerting.topic_arn]
}

module "recorder" {
  source = "../../modules/recorder"

  resource_types = module.rules.resource_types
}

module "alerting" {
  source = "../../modules/alerting"

  config_rule_names = values(module.rules.config_rule_names)
  emails            = var.alert_emails
}
