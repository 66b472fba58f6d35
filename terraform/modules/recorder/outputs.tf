output "name" {
  description = "Name of the recorder; known once it records."
  value       = aws_config_configuration_recorder.this.name

  depends_on = [aws_config_configuration_recorder_status.this]
}

output "resource_types" {
  description = "Types of resources that are recorded; empty: all."
  value       = var.all_resource_types ? toset([]) : var.resource_types
}

output "bucket_name" {
  description = "Name of the bucket with snapshots and history."
  value       = aws_s3_bucket.this.id
}
