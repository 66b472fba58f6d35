output "policy" {
  description = "JSON of the policy."
  value       = local.policy

  precondition {
    condition     = length(local.sources) > 0
    error_message = "inference_profiles, application_inference_profiles: name a profile."
  }

  precondition {
    condition     = length(var.destination_regions) > 0 || alltrue([for source in var.inference_profiles : startswith(source, "global.")])
    error_message = "destination_regions: inference_profiles that are not global. take requests to Regions, and fail unless all of them are allowed; aws bedrock get-inference-profile lists them."
  }

  precondition {
    condition     = length(local.policy) <= 6144
    error_message = "inference_profiles, destination_regions: the policy would have ${length(local.policy)} characters, and IAM takes 6,144; use wildcards or the module twice."
  }
}

output "statements" {
  description = "Statements of the policy, for one of your own."
  value       = local.statements
}

output "arn" {
  description = "ARN of the IAM policy; null unless it was created."
  value       = one(aws_iam_policy.this[*].arn)
}
