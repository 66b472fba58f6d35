resource "aws_organizations_policy" "this" {
  for_each = var.policies

  name        = each.value.name
  description = each.value.description
  type        = "SERVICE_CONTROL_POLICY"
  content     = each.value.content
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(each.value.content) <= var.quotas.characters
      error_message = "policies: ${each.key} would have ${length(each.value.content)} characters, and AWS Organizations takes ${var.quotas.characters}; list less in it, or see quotas."
    }
  }
}

resource "aws_organizations_policy_attachment" "this" {
  for_each = merge([for policy in keys(var.policies) : {
    for target, id in var.targets : "${policy}:${target}" => { policy = policy, target_id = id }
  }]...)

  policy_id = aws_organizations_policy.this[each.value.policy].id
  target_id = each.value.target_id

  lifecycle {
    precondition {
      condition     = var.existing_policies + length(var.policies) <= var.quotas.policies
      error_message = "policies: a target would have ${var.existing_policies + length(var.policies)} policies, ${var.existing_policies} of them attached already, and AWS Organizations takes ${var.quotas.policies}; combine them, attach them to another level, or see quotas."
    }
  }
}
