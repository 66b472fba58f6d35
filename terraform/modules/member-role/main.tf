module "permissions" {
  source = "../permissions"

  rules     = var.rules
  catalogue = var.catalogue
}

locals {
  description = "Lets ${var.evaluator_role_arn} evaluate AWS Config rules for this account."

  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [merge(
      {
        Effect    = "Allow"
        Principal = { AWS = var.evaluator_role_arn }
        Action    = "sts:AssumeRole"
      },
      var.external_id == null ? {} : { Condition = { StringEquals = { "sts:ExternalId" = var.external_id } } },
    )]
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
