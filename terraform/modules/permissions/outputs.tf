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
    flatten([for service, groups in local.statements_of : [for number, group in groups : {
      Sid      = "Read${replace(title(service), "-", "")}${number == 0 ? "" : number + 1}"
      Effect   = "Allow"
      Action   = local.reads_bound[group]
      Resource = local.read_resources[local.reads_bound[group][0]]
    }]]),
  )

  precondition {
    condition     = length(local.unknown) == 0
    error_message = "rules: no such rule: ${join(", ", local.unknown)}; there are ${join(", ", keys(local.catalogue))}."
  }
}
