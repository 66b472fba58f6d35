provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "bedrock-governance" }
  }
}

module "config_rules" {
  source = "../.."

  package = var.package

  rules = {
    # Functions of agents belong into these subnets, not just into any VPC.
    bedrock-agent-vpc-required = {
      parameters = length(var.agent_subnet_ids) == 0 ? {} : { subnetIds = join(",", var.agent_subnet_ids) }
    }

    cloudtrail-enabled = {
      frequency = "Six_Hours"
    }
  }

  alert_emails = var.alert_emails

  function = {
    tracing = true
  }
}
