"""The endpoint that gives credentials to a container, as with SnapStart, ECS and EKS."""

from tests.harness.server import Server

FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}


class Container(Server):
    """Answers with replies in turn, the last of them for ever."""

    def __init__(self, replies):
        self.replies = list(replies)
        super().__init__()

    def reply_to(self, request):
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
