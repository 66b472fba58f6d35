terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.56, < 7" # parameters of aws_controltower_control
    }
  }
}
