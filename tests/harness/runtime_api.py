"""Lambda's Runtime API."""

import threading
import time
import uuid
from collections import Counter

from tests.harness.events import ACCOUNT, REGION
from tests.harness.replies import Reply
from tests.harness.server import LIMIT_S, Server

API = "/2018-06-01/runtime/"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rules"
ACCEPTED = Reply(202, {"status": "OK"})


class Invocation:
    """An answer to /next. An event that is not bytes is sent as JSON."""

    def __init__(self, event, seconds=30, absent=(), headers=None, request_id=None, **reply):
        self.event, self.seconds, self.reply = event, seconds, reply
        self.request_id = request_id or str(uuid.uuid4())
        self.absent, self.headers = absent, headers or {}
        self.deadline = None  # seconds since 1970, known once it is served

    def __call__(self):
        self.deadline = time.time() + self.seconds
        headers = {
            "Lambda-Runtime-Aws-Request-Id": self.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int(self.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": FUNCTION,
            "Lambda-Runtime-Trace-Id": f"Root=1-5bef4de7-{uuid.uuid4().hex[:24]};Sampled=1",
            **self.headers,
            **{name: None for name in self.absent},
        }
        return Reply(body=self.event, headers=headers, **self.reply)


class RuntimeApi(Server):
    """
    nexts are the answers to /next, and posts those to the first POSTs; later ones are accepted. An
    answer in posts may be a function that makes a Reply from the request.
    """

    def __init__(self, nexts, posts=()):
        self.nexts, self.posts = iter(nexts), iter(posts)
        self.polls, self.invocations, self.answered = 0, [], Counter()
        self.idle = threading.Event()  # the script is over and the program asks for more
        self.before_next = lambda polls: None
        super().__init__()

    def reply_to(self, request):
        if request.method == "GET" and request.path == API + "invocation/next":
            return self.next_reply()
        if request.method != "POST" or not request.path.startswith(API):
            self.faults.append(f"no such call: {request.method} {request.path}")
            return Reply(404)
        self.answered[request.path.rsplit("/", 1)[1]] += 1
        step = next(self.posts, ACCEPTED)
        return step(request) if callable(step) else step

    def next_reply(self):
        self.polls += 1
        self.before_next(self.polls)
        step = next(self.nexts, None)
        if step is None:
            self.idle.set()
            self.stopping.wait(LIMIT_S)
            return Reply(500, {"errorMessage": "the end", "errorType": "Container"})
        if isinstance(step, Reply):
            return step
        if not isinstance(step, Invocation):
            step = Invocation(step)
        if self.keep:
            self.invocations.append(step)
        return step()
