data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id # .name is deprecated in version 6 of the provider

  # The name of a bucket is the world's.
  bucket = coalesce(var.bucket_name, "${lower(replace(var.name, "_", "-"))}-${local.account}-${local.region}")
  role = var.create_service_linked_role ? one(aws_iam_service_linked_role.config[*].arn) : (
    "arn:${local.partition}:iam::${local.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
  )
}

resource "aws_iam_service_linked_role" "config" {
  count = var.create_service_linked_role ? 1 : 0

  aws_service_name = "config.amazonaws.com"
  description      = "Lets AWS Config record the account's resources."
  tags             = var.tags
}

resource "aws_config_configuration_recorder" "this" {
  name     = var.name
  role_arn = local.role

  recording_group {
    all_supported                 = var.all_resource_types
    include_global_resource_types = var.all_resource_types
    resource_types                = var.all_resource_types ? null : var.resource_types
  }

  lifecycle {
    precondition {
      condition     = var.all_resource_types || length(var.resource_types) > 0
      error_message = "resource_types is empty: rules without a resource type to record need no recorder of their own."
    }
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = var.name
  s3_bucket_name = aws_s3_bucket.this.id
  s3_kms_key_arn = var.kms_key_arn

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  # AWS Config tries the bucket when the channel is made.
  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}
