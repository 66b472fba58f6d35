data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  regions   = sort(var.regions)

  # The actions that a cross-Region inference profile takes to other Regions; Converse and
  # ConverseStream are authorised as these.
  inference = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]

  # Only what goes through a profile of an approved Region has such a bedrock:InferenceProfileArn; a
  # direct call to a model has none, and neither has any other action.
  profiles = [for pair in setproduct(local.regions, concat(sort(var.inference_profiles), var.allow_global_profiles ? ["global.*"] : [])) :
  "arn:${local.partition}:bedrock:${pair[0]}:*:inference-profile/${pair[1]}"]
  application_profiles = [for region in local.regions : "arn:${local.partition}:bedrock:${region}:*:application-inference-profile/*" if var.application_inference_profiles]
  all_profiles         = concat(local.profiles, local.application_profiles)

  roles = { for key, arns in { "aws:PrincipalArn" = sort(var.exempt_role_arns) } : key => arns if length(arns) > 0 }

  # Roles, and what goes through a profile.
  exempt = merge(local.roles, { for key, arns in { "bedrock:InferenceProfileArn" = local.all_profiles } : key => arns if length(arns) > 0 })

  statements = {
    region-deny = [
      {
        Sid       = "DenyOutsideRegions"
        Effect    = "Deny"
        NotAction = sort(setunion(coalesce(var.global_actions, local.global_actions), var.exempt_actions))
        Resource  = "*"
        # All keys of one condition must hold: outside the Regions, and by none of the roles, and
        # through none of the profiles. A key that a request lacks counts as "not".
        Condition = merge({ StringNotEquals = { "aws:RequestedRegion" = local.regions } }, local.not_like.exempt)
      },
    ]

    bedrock-inference = concat(
      [{
        Sid      = "DenyInferenceOfOtherAccounts"
        Effect   = "Deny"
        Action   = local.inference
        Resource = "*"
        # In one condition: outside the Regions and by another account. Two statements would deny
        # either, the accounts listed included.
        Condition = merge({ StringNotEquals = merge(
          { "aws:RequestedRegion" = local.regions },
          { for key, ids in { "aws:PrincipalAccount" = sort(local.accounts) } : key => ids if length(ids) > 0 },
        ) }, local.not_like.roles)
      }],
      length(local.all_profiles) == 0 ? [] : [{
        # Neither may the accounts listed call a model elsewhere directly.
        Sid       = "DenyInferencePastProfiles"
        Effect    = "Deny"
        Action    = local.inference
        Resource  = "*"
        Condition = merge({ StringNotEquals = { "aws:RequestedRegion" = local.regions } }, local.not_like.exempt)
      }],
    )
  }

  not_like = {
    exempt = { for operator, keys in { ArnNotLike = local.exempt } : operator => keys if length(keys) > 0 }
    roles  = { for operator, keys in { ArnNotLike = local.roles } : operator => keys if length(keys) > 0 }
  }

  # In both policies, since each may be used without the other.
  common = concat(
    var.allow_global_profiles ? [] : [{
      # A global profile's requests have the Region "unspecified", also when an application inference
      # profile stands before it: https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
      Sid       = "DenyGlobalInference"
      Effect    = "Deny"
      Action    = local.inference
      Resource  = "*"
      Condition = merge({ StringEquals = { "aws:RequestedRegion" = "unspecified" } }, local.not_like.roles)
    }],
    var.application_inference_profiles ? [{
      # An application inference profile goes where the profile goes that it is made of.
      Sid         = "DenyApplicationProfilesOfOthers"
      Effect      = "Deny"
      Action      = "bedrock:CreateInferenceProfile"
      NotResource = concat(["arn:${local.partition}:bedrock:*::foundation-model/*"], local.all_profiles)
    }] : [],
    var.protect_exempt_roles && length(var.exempt_role_arns) > 0 ? [{
      # The actions of https://docs.aws.amazon.com/controltower/latest/controlreference/ct-iam-pv-1.html
      # that change who is exempt, and what they may do.
      Sid    = "DenyChangesOfExemptRoles"
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ]
      Resource  = sort(var.exempt_role_arns)
      Condition = local.not_like.roles
    }] : [],
  )

  accounts = var.inference_account_ids == null ? [] : var.inference_account_ids
  wanted   = { region-deny = var.deny_regions, bedrock-inference = var.inference_account_ids != null }

  policies = {
    for name, statements in local.statements :
    name => jsonencode({ Version = "2012-10-17", Statement = concat(statements, local.common) }) if local.wanted[name]
  }

  descriptions = {
    region-deny       = "Denies what is not done in an approved Region, but for global services and cross-Region inference."
    bedrock-inference = "Denies Amazon Bedrock inference outside the approved Regions, but for the accounts listed."
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

# CT.MULTISERVICE.PV.1, Control Tower's Region deny control for an OU.
resource "aws_controltower_control" "region_deny" {
  for_each = var.control_tower == null ? {} : var.control_tower.targets

  control_identifier = coalesce(var.control_tower.control_arn, "arn:${local.partition}:controlcatalog:::control/ka8e3pkqefnjsxuyc26ji580")
  target_identifier  = each.value

  dynamic "parameters" {
    for_each = { for key, values in {
      AllowedRegions        = local.regions
      ExemptedActions       = sort(setunion(local.inference, var.exempt_actions))
      ExemptedPrincipalArns = sort(var.exempt_role_arns)
    } : key => values if length(values) > 0 }

    content {
      key   = parameters.key
      value = jsonencode(parameters.value)
    }
  }

  # The control exempts inference for everybody, which is safe once the policy is there.
  depends_on = [module.policies]

  lifecycle {
    precondition {
      condition     = var.inference_account_ids != null
      error_message = "control_tower: by itself the control would open Bedrock inference in all Regions to every account of its OUs; set inference_account_ids."
    }

    # The id of an OU has its root's: ou-ab12-cd345678 is of r-ab12.
    precondition {
      condition     = length(setintersection(values(var.targets), [basename(each.value), "r-${split("-", basename(each.value))[1]}"])) > 0
      error_message = "control_tower: the control would open Bedrock inference in all Regions to every account of ${basename(each.value)}; attach the policy to that OU or its root too, by targets. An OU above it is not seen here: list this one beside it."
    }
  }
}
