module "permissions" {
  source = "../permissions"

  rules     = var.rules
  catalogue = var.catalogue
}

locals {
  statements = concat(
    [
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
      },
      {
        Sid      = "SendFailures"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [module.failures.arn]
      },
    ],
    module.permissions.statements,
    [for name in [var.member_role_name] : {
      Sid      = "AssumeMemberRoles"
      Effect   = "Allow"
      Action   = ["sts:AssumeRole"]
      Resource = ["arn:${local.partition}:iam::*:role/${name}"]
    } if length(var.allowed_accounts) > 0],
    [for key in compact([var.queue_kms_key_arn]) : {
      Sid      = "EncryptFailures"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = [key]
    }],
    [for on in [var.tracing] : {
      Sid      = "Trace"
      Effect   = "Allow"
      Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      Resource = ["*"]
    } if on],
    local.vpc_statements,
  )

  # For the Lambda service, which makes the network interfaces as this role.
  vpc_statements = [for statement in [
    {
      Sid      = "DescribeNetwork"
      Effect   = "Allow"
      Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
      Resource = ["*"]
    },
    {
      # Lambda insists on every resource of the account for the deletion. The network may be shared
      # by another account.
      Sid    = "ChangeNetworkInterfaces"
      Effect = "Allow"
      Action = local.vpc_changes
      Resource = [
        "arn:${local.partition}:ec2:${local.region}:${local.account}:*/*",
        "arn:${local.partition}:ec2:${local.region}:*:security-group/*",
        "arn:${local.partition}:ec2:${local.region}:*:subnet/*",
      ]
    },
    {
      # The service, yes; the program itself, no.
      Sid       = "NoNetworkForTheProgram"
      Effect    = "Deny"
      Action    = concat(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], local.vpc_changes)
      Resource  = ["*"]
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [local.function_arn] } }
    },
  ] : statement if var.vpc_config != null]

  vpc_changes = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ]
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-${local.region}" # roles are global, functions regional
  description          = "Evaluates AWS Config rules; puts evaluations, reads what the rules evaluate."
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "evaluate"
  role = aws_iam_role.this.name

  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
