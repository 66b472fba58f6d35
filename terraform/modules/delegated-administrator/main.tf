resource "aws_organizations_delegated_administrator" "this" {
  for_each = toset(concat(
    ["config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"],
    var.stack_sets ? ["member.org.stacksets.cloudformation.amazonaws.com"] : [],
  ))

  account_id        = var.account_id
  service_principal = each.value
}
