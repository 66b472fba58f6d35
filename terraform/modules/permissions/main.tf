data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  catalogue = { for rule in jsondecode(file(coalesce(var.catalogue, "${path.module}/../../rules.json"))) : rule.name => rule }
  rules     = var.rules == null ? toset(keys(local.catalogue)) : var.rules
  unknown   = setsubtract(local.rules, keys(local.catalogue))
  reads     = distinct(flatten([for name in sort(local.rules) : try(local.catalogue[name].reads, [])]))

  # The ARNs that IAM can bind each read to, in any Region and account: a trail of the organization is
  # in the management account, and a multi-Region trail in its home Region.
  resources = merge({}, [for name in local.rules : try(local.catalogue[name].readResources, {})]...)
  read_resources = { for read in local.reads : read =>
    [for resource in try(local.resources[read], ["*"]) : replace(resource, "$${Partition}", local.partition)]
  }
  reads_anywhere = [for read in local.reads : read if contains(local.read_resources[read], "*")]

  # A statement for those of one service that are bound to the same.
  reads_bound = { for read in local.reads : join(" ", concat([split(":", read)[0]], local.read_resources[read])) => read...
  if !contains(local.read_resources[read], "*") }
  statements_of = { for group in sort(keys(local.reads_bound)) : split(" ", group)[0] => group... }
}
