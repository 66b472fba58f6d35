data "aws_partition" "current" {}

locals {
  bedrock = "arn:${data.aws_partition.current.partition}:bedrock"

  # https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html
  api_keys = [
    {
      # Scoped, because the same action makes credentials for CodeCommit and Keyspaces.
      Sid       = "DenyApiKeyCreation"
      Effect    = "Deny"
      Action    = "iam:CreateServiceSpecificCredential"
      Resource  = "*"
      Condition = { StringEquals = { "iam:ServiceSpecificCredentialServiceName" = "bedrock.amazonaws.com" } }
    },
    {
      # Short-term keys are made without asking AWS, so their use is all that can be denied; each of
      # Bedrock's two endpoints has its own action for it.
      Sid      = "DenyApiKeyUse"
      Effect   = "Deny"
      Action   = ["bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken"]
      Resource = "*"
    },
  ]

  # The "*" matches no Region too: a global profile's model is arn:aws:bedrock:::foundation-model/...
  approved_model_arns = [for family in sort(var.approved_families) : "${local.bedrock}:*::foundation-model/${family}"]

  approved_models = [
    {
      Sid    = "DenyOtherModels"
      Effect = "Deny"
      Action = [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        # Authorised as the two above, https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html,
        # and named for who looks for them here.
        "bedrock:Converse",
        "bedrock:ConverseStream",
        # Inference in batches, which is not authorised as InvokeModel for the caller.
        "bedrock:CreateModelInvocationJob",
      ]
      NotResource = concat(
        local.approved_model_arns,
        # What only leads to a model, which is then decided by itself: profiles, and the job of a batch.
        [for type in ["application-inference-profile", "inference-profile", "model-invocation-job"] : "${local.bedrock}:*:*:${type}/*"],
        [for type in sort(var.approved_resource_types) : "${local.bedrock}:*:*:${type}/*"],
      )
    },
    {
      # These are authorised on an account's own models too:
      # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
      Sid    = "DenyOtherModelsBehindOwn"
      Effect = "Deny"
      Action = [
        "bedrock:CreateModelCustomizationJob",
        "bedrock:CreateProvisionedModelThroughput",
        "bedrock:UpdateProvisionedModelThroughput",
      ]
      NotResource = concat(
        local.approved_model_arns,
        [for type in ["custom-model", "model-customization-job", "provisioned-model"] : "${local.bedrock}:*:*:${type}/*"],
      )
    },
    {
      # Bedrock's other endpoint is a service of its own to IAM, whose resource is a project.
      Sid       = "DenyOtherModelsOfMantle"
      Effect    = "Deny"
      Action    = "bedrock-mantle:CreateInference"
      Resource  = "*"
      Condition = { StringNotLike = { "bedrock-mantle:Model" = sort(var.approved_families) } }
    },
  ]

  denied_families = [
    {
      Sid      = "DenyFamilies"
      Effect   = "Deny"
      Action   = "bedrock:*"
      Resource = [for family in sort(var.denied_families) : "${local.bedrock}:*::foundation-model/${family}"]
    },
    {
      Sid       = "DenyFamiliesOfMantle"
      Effect    = "Deny"
      Action    = "bedrock-mantle:*"
      Resource  = "*"
      Condition = { StringLike = { "bedrock-mantle:Model" = sort(var.denied_families) } }
    },
  ]

  wholly_denied = [for family in sort(var.approved_families) : family
  if anytrue([for denied in var.denied_families : startswith(family, trimsuffix(denied, "*"))])]

  statements = {
    # Not "? :", whose two sides would have to be of one type.
    api-keys        = [for statement in local.api_keys : statement if var.deny_api_keys]
    approved-models = [for statement in local.approved_models : statement if length(var.approved_families) > 0]
    denied-families = [for statement in local.denied_families : statement if length(var.denied_families) > 0]
  }

  descriptions = {
    api-keys        = "Denies Amazon Bedrock API keys: their creation and their use."
    approved-models = "Denies inference with any Amazon Bedrock model that is not of an approved family."
    denied-families = "Denies the denied families of Amazon Bedrock models."
    models-and-keys = "Denies Amazon Bedrock API keys and models that are not approved."
  }

  documents = merge(
    { for name, statements in local.statements : name => statements if !var.combine },
    { models-and-keys = [for statement in concat(values(local.statements)...) : statement if var.combine] },
  )

  policies = {
    for name, statements in local.documents :
    name => jsonencode({ Version = "2012-10-17", Statement = statements }) if length(statements) > 0
  }
}

module "policies" {
  source = "../organization-policies"

  policies = {
    for name, content in local.policies :
    name => { name = "${var.prefix}${name}", description = local.descriptions[name], content = content }
  }
  targets           = var.targets
  existing_policies = var.existing_policies
  quotas            = var.quotas
  tags              = var.tags
}
