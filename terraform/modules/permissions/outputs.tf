output "statements" {
  description = "Statements of an IAM policy: what evaluating the rules takes, and nothing else."
  value = concat(
    [{
      # None of them takes a resource.
      Sid      = "Evaluate"
      Effect   = "Allow"
      Action   = ["config:PutEvaluations", "config:SelectResourceConfig", "config:GetResourceConfigHistory"]
      Resource = ["*"]
    }],
    [{
      # Whose results are of resources that are gone.
      Sid      = "ReadResults"
      Effect   = "Allow"
      Action   = ["config:GetComplianceDetailsByConfigRule"]
      Resource = ["arn:${local.partition}:config:*:*:config-rule/*"]
    }],
    [for actions in [local.reads_anywhere] : {
      Sid      = "Read"
      Effect   = "Allow"
      Action   = actions
      Resource = ["*"]
    } if length(actions) > 0],
    [for resource in distinct([for read in local.reads_bound : local.read_resources[read]]) : {
      Sid      = "Read${title(split(":", resource)[2])}"
      Effect   = "Allow"
      Action   = [for read in local.reads_bound : read if local.read_resources[read] == resource]
      Resource = [resource]
    }],
  )

  precondition {
    condition     = length(local.unknown) == 0
    error_message = "rules: no such rule: ${join(", ", local.unknown)}; there are ${join(", ", keys(local.catalogue))}."
  }
}
