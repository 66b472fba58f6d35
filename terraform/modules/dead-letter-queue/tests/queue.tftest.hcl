# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name              = "failures"
  alarm_description = "It failed."
}

run "defaults" {
  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.this.message_retention_seconds == 1209600
    error_message = "the queue must be encrypted and keep its messages"
  }
  assert {
    condition     = [for statement in jsondecode(aws_sqs_queue_policy.this.policy).Statement : "${statement.Effect} ${jsonencode(statement.Condition)}"] == ["Deny {\"Bool\":{\"aws:SecureTransport\":\"false\"}}"]
    error_message = "the queue must refuse plain text, and allow nobody"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this.dimensions == tomap({ QueueName = "failures" }) && aws_cloudwatch_metric_alarm.this.threshold == 1
    error_message = "what the alarm watches"
  }
}

run "every_option" {
  variables {
    sender            = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-central-1:111122223333:rule/one" }
    retention_seconds = 60
    kms_key_arn       = "arn:aws:kms:eu-central-1:111122223333:key/queue"
    alarm_actions     = ["arn:aws:sns:eu-central-1:111122223333:alerts"]
    tags              = { team = "platform" }
  }

  assert {
    condition     = aws_sqs_queue.this.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.this.message_retention_seconds == 60
    error_message = "key or retention"
  }
  assert {
    condition = jsondecode(aws_sqs_queue_policy.this.policy).Statement[1] == {
      Sid       = "Send"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-central-1:111122223333:mock"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-central-1:111122223333:rule/one" } }
    }
    error_message = "who may send"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this.alarm_actions == toset(var.alarm_actions) && aws_cloudwatch_metric_alarm.this.ok_actions == toset(var.alarm_actions)
    error_message = "whom the alarm notifies"
  }
  assert {
    condition     = aws_sqs_queue.this.tags.team == "platform" && aws_cloudwatch_metric_alarm.this.tags.team == "platform"
    error_message = "tags"
  }
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    name              = "a queue"
    retention_seconds = 59
    kms_key_arn       = "alias/aws/sqs"
    alarm_actions     = ["alerts"]
  }

  expect_failures = [var.name, var.retention_seconds, var.kms_key_arn, var.alarm_actions]
}

run "refuses_what_is_too_large" {
  command = plan

  variables {
    retention_seconds = 1209601
  }

  expect_failures = [var.retention_seconds]
}
