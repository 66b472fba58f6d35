module "permissions" {
  source = "../permissions"

  rules     = var.rules
  catalogue = var.catalogue
}

locals {
  evaluators  = sort(var.evaluator_role_arns)
  accounts    = distinct([for arn in local.evaluators : split(":", arn)[4]])
  description = "Lets the evaluator of account ${join(", ", local.accounts)} evaluate AWS Config rules for this account."

  # IAM refuses a role as the principal until it exists, and forgets it when it is created anew. The
  # account with a condition on the role says the same, and may be said first.
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = distinct([for arn in local.evaluators : replace(arn, "/:role/.*/", ":root")]) }
      Action    = "sts:AssumeRole"
      Condition = merge(
        { ArnEquals = { "aws:PrincipalArn" = local.evaluators } },
        var.external_id == null ? {} : { StringEquals = { "sts:ExternalId" = var.external_id } },
      )
    }]
  })

  policy = jsonencode({ Version = "2012-10-17", Statement = module.permissions.statements })
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = var.name
  description          = local.description
  assume_role_policy   = local.trust
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = var.create ? 1 : 0

  name   = "evaluate"
  role   = aws_iam_role.this[0].name
  policy = local.policy
}
