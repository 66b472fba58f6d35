output "account_id" {
  description = "The account; known once it is the delegated administrator."
  value       = var.account_id

  depends_on = [aws_organizations_delegated_administrator.this]
}
