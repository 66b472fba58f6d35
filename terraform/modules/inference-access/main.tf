data "aws_partition" "current" {}

data "aws_region" "current" {
  count = var.source_region == null ? 1 : 0
}

data "aws_caller_identity" "current" {
  count = var.account_id == null ? 1 : 0
}

locals {
  partition = data.aws_partition.current.partition
  region    = var.source_region == null ? one(data.aws_region.current[*].id) : var.source_region
  account   = var.account_id == null ? one(data.aws_caller_identity.current[*].account_id) : var.account_id

  geography = "^(global|apac|us-gov|[a-z]{2})\\."

  # What each profile was made of.
  sources = merge(
    { for id in var.inference_profiles : "arn:${local.partition}:bedrock:${local.region}:${local.account}:inference-profile/${id}" => id },
    { for id, source in var.application_inference_profiles : "arn:${local.partition}:bedrock:${local.region}:${local.account}:application-inference-profile/${id}" => source },
  )

  profiles = { for arn, source in local.sources : arn => {
    # A profile is called as its model, after its geography.
    model = replace(source, "/${local.geography}/", "")
    # The model that a global profile takes elsewhere has no Region in its ARN:
    # https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
    regions = startswith(source, "global.") ? [local.region, ""] : sort(setunion([local.region], var.destination_regions))
  } }

  actions = concat(["bedrock:InvokeModel"], var.streaming ? ["bedrock:InvokeModelWithResponseStream"] : [])

  statements = concat(
    [{
      Effect   = "Allow"
      Action   = concat(local.actions, ["bedrock:GetInferenceProfile"])
      Resource = keys(local.sources)
    }],
    # A request through a profile must be allowed for the model too, in every Region it may go to; the
    # condition keeps it from being a permission to call the model itself.
    [for arn, profile in local.profiles : {
      Effect    = "Allow"
      Action    = local.actions
      Resource  = [for region in profile.regions : "arn:${local.partition}:bedrock:${region}::foundation-model/${profile.model}"]
      Condition = { ArnLike = { "bedrock:InferenceProfileArn" = arn } }
    }],
  )

  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })

  # In words, for the policy and for who takes the JSON alone.
  problems = compact([
    length(local.sources) > 0 ? "" : "inference_profiles, application_inference_profiles: name a profile.",
    length(var.destination_regions) > 0 || !anytrue([for source in values(local.sources) : can(regex(local.geography, source)) && !startswith(source, "global.")]) ? ""
    : "destination_regions: profiles that are not global. take requests to Regions, and fail unless all of them are allowed; aws bedrock get-inference-profile lists them.",
    length(local.policy) <= 6144 ? ""
    : "inference_profiles, destination_regions: the policy would have ${length(local.policy)} characters, and IAM takes 6,144; use wildcards or the module twice.",
  ])
}

resource "aws_iam_policy" "this" {
  count = var.create ? 1 : 0

  name        = var.name
  description = "Allows inference through ${length(local.sources) == 1 ? "one inference profile" : "${length(local.sources)} inference profiles"} of Amazon Bedrock in ${local.region}."
  policy      = local.policy
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(local.problems) == 0
      error_message = join(" ", local.problems)
    }
  }
}
