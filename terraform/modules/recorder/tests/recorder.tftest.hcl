# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  resource_types = ["AWS::Lambda::Function", "AWS::CloudTrail::Trail"]
}

run "defaults" {
  assert {
    condition     = aws_config_configuration_recorder.this.recording_group[0].resource_types == var.resource_types && !aws_config_configuration_recorder.this.recording_group[0].all_supported
    error_message = "what is recorded"
  }
  assert {
    condition     = aws_config_configuration_recorder_status.this.is_enabled && aws_config_configuration_recorder_status.this.name == output.name
    error_message = "the recorder must be started"
  }
  assert {
    condition     = length(aws_iam_service_linked_role.config) == 1 && aws_config_configuration_recorder.this.role_arn == aws_iam_service_linked_role.config[0].arn
    error_message = "role"
  }
  assert {
    condition     = aws_s3_bucket.this.bucket == "bedrock-governance-111122223333-eu-central-1" && !aws_s3_bucket.this.force_destroy
    error_message = "bucket"
  }
  assert {
    condition     = alltrue([for key in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] : aws_s3_bucket_public_access_block.this[key]])
    error_message = "the bucket must not be public"
  }
  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "versions or owner"
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "encryption"
  }
  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration).days == 2557 && length(aws_s3_bucket_logging.this) == 0
    error_message = "lifecycle or logs"
  }
  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : "${statement.Effect} ${statement.Sid}"] == [
      "Deny OnlyTls", "Allow Check", "Allow Deliver"
    ]
    error_message = "statements of the bucket"
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Condition.StringEquals["aws:SourceAccount"] == "111122223333" if statement.Effect == "Allow"])
    error_message = "AWS Config of another account must not write"
  }
}

run "every_option" {
  variables {
    name                       = "Team_x"
    all_resource_types         = true
    create_service_linked_role = false
    kms_key_arn                = "arn:aws:kms:eu-central-1:111122223333:key/bucket"
    log_bucket                 = { name = "access-logs" }
    retention_days             = 400
    force_destroy              = true
    tags                       = { team = "platform" }
  }

  assert {
    condition     = aws_config_configuration_recorder.this.recording_group[0].all_supported && aws_config_configuration_recorder.this.recording_group[0].include_global_resource_types
    error_message = "what is recorded"
  }
  assert {
    condition     = length(aws_iam_service_linked_role.config) == 0 && aws_config_configuration_recorder.this.role_arn == "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    error_message = "role"
  }
  assert {
    condition     = aws_s3_bucket.this.bucket == "team-x-111122223333-eu-central-1" && aws_s3_bucket.this.force_destroy && aws_s3_bucket.this.tags.team == "platform"
    error_message = "bucket"
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn && aws_config_delivery_channel.this.s3_kms_key_arn == var.kms_key_arn
    error_message = "key"
  }
  assert {
    condition     = aws_s3_bucket_logging.this[0].target_bucket == "access-logs" && one(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration).days == 400
    error_message = "logs or lifecycle"
  }
}

run "named_bucket" {
  variables {
    bucket_name = "our-config"
  }

  assert {
    condition     = output.bucket_name == aws_s3_bucket.this.id && aws_s3_bucket.this.bucket == "our-config"
    error_message = "bucket"
  }
}

run "refuses_to_record_nothing" {
  command = plan

  variables {
    resource_types = []
  }

  expect_failures = [aws_config_configuration_recorder.this]
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    name           = "-a"
    resource_types = ["AWS::::Account"]
    bucket_name    = "Bucket"
    kms_key_arn    = "alias/aws/s3"
    retention_days = 29
  }

  expect_failures = [var.name, var.resource_types, var.bucket_name, var.kms_key_arn, var.retention_days]
}
