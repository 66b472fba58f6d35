output "arn" {
  description = "ARN of the role; null unless it was created."
  value       = one(aws_iam_role.this[*].arn)
}

output "template" {
  description = "CloudFormation template of the same role, for StackSets."
  value = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = local.description
    Resources = {
      Role = {
        Type = "AWS::IAM::Role"
        Properties = merge(
          {
            RoleName                 = var.name
            Description              = local.description
            AssumeRolePolicyDocument = jsondecode(local.trust)
            Policies                 = [{ PolicyName = "evaluate", PolicyDocument = jsondecode(local.policy) }]
            Tags                     = [for key, value in var.tags : { Key = key, Value = value }]
          },
          var.permissions_boundary == null ? {} : { PermissionsBoundary = var.permissions_boundary },
        )
      }
    }
  })

  precondition {
    condition     = length(local.trust) <= 2048
    error_message = "evaluator_role_arns, external_id: the trust policy would have ${length(local.trust)} characters, and IAM takes 2048; use fewer Regions or a shorter external id."
  }
}
