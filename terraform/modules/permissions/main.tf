data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  catalogue = { for rule in jsondecode(file(coalesce(var.catalogue, "${path.module}/../../rules.json"))) : rule.name => rule }
  rules     = var.rules == null ? toset(keys(local.catalogue)) : var.rules
  unknown   = setsubtract(local.rules, keys(local.catalogue))
  reads     = distinct(flatten([for name in sort(local.rules) : try(local.catalogue[name].reads, [])]))

  # Reads that IAM can bind to a resource. A trail of the organization is in the management account,
  # and a multi-Region trail in its home Region. An action not named here takes "*" only.
  read_resources = {
    "cloudtrail:GetTrailStatus"    = "arn:${local.partition}:cloudtrail:*:*:trail/*"
    "cloudtrail:GetEventSelectors" = "arn:${local.partition}:cloudtrail:*:*:trail/*"
  }
  reads_anywhere = [for read in local.reads : read if !contains(keys(local.read_resources), read)]
  reads_bound    = [for read in local.reads : read if contains(keys(local.read_resources), read)]
}
