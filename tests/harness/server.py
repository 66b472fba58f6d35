"""An HTTP server on loopback that answers what a test tells it, well or badly, and records what it is asked."""

import contextlib
import ctypes
import datetime
import json
import os
import socket
import struct
import threading
import time
import urllib.parse
from dataclasses import dataclass

SANITIZED = os.environ.get("SANITIZED") == "1"
LIMIT_S = 90 if SANITIZED else 30  # of any wait


@dataclass
class Request:
    method: str
    path: str
    headers: dict  # by lower-case name
    body: bytes
    at: float  # seconds since 1970
    repeated: tuple = ()  # names of headers that came twice

    def json(self):
        return json.loads(self.body)

    def call(self):
        """The operation of AWS, and what it was asked: JSON, or a form as a dictionary."""
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            asked = dict(urllib.parse.parse_qsl(self.body.decode(), strict_parsing=True))
            return asked.get("Action"), asked
        return self.headers.get("x-amz-target", "").rpartition(".")[2], self.json()

    def signed_at(self):
        """X-Amz-Date, in seconds since 1970."""
        stamp = self.headers.get("x-amz-date", "")
        return datetime.datetime.strptime(stamp + "+0000", "%Y%m%dT%H%M%SZ%z").timestamp()


DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)  # BPF: return 0


def attach_filter(sock, program_of_one):
    """From now on the kernel filters the packets that arrive at sock."""
    code = ctypes.create_string_buffer(program_of_one)
    so_attach_filter = 26
    sock.setsockopt(socket.SOL_SOCKET, so_attach_filter, struct.pack("HP", 1, ctypes.addressof(code)))


class Connection:
    def __init__(self, sock):
        self.sock, self.buffer = sock, bytearray()

    def read(self, size):
        while len(self.buffer) < size:
            self.buffer += self.read_some()
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        return taken

    def read_until(self, mark):
        while (found := self.buffer.find(mark)) < 0:
            self.buffer += self.read_some()
        return self.read(found + len(mark))[: -len(mark)]

    def read_some(self):
        received = self.sock.recv(65536)
        if not received:
            raise ConnectionError("the client closed the connection")
        return received

    def request(self):
        head = self.read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers, repeated = {}, []
        for line in head[1:]:
            name, _, value = line.partition(":")
            repeated += [name] if name.lower() in headers else []
            headers[name.lower()] = value.strip(" ")
        if headers.get("expect", "").lower() == "100-continue":
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self.read_until(b"\r\n"), 16):
                body += self.read(size)
                self.read(2)
            while self.read_until(b"\r\n"):
                pass
        else:
            body = self.read(int(headers.get("content-length", 0)))
        return Request(method, path, headers, body, time.time(), tuple(repeated))

    def send(self, reply, content_type, stopping):
        stopping.wait(reply.delay)
        message = reply.encoded(content_type)
        whole = len(message) if reply.cut is None else len(message[: reply.cut])
        step = max(1, -(-whole // reply.pieces))
        for at in range(0, whole, step):
            self.sock.sendall(message[at : min(at + step, whole)])
            if reply.pause and stopping.wait(reply.pause):
                break
        if reply.end == "dead":
            attach_filter(self.sock, DROP_ALL)
        if reply.end == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return reply.end in ("keep", "dead")


class Server:
    """Each connection has a thread. A subclass answers in reply_to()."""

    content_type = "application/json"

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.listener.getsockname()[1]
        self.connections, self.requests, self.faults = 0, [], []
        self.keep = True  # whether requests are recorded
        self.lock, self.stopping = threading.RLock(), threading.Event()
        self.open = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.connections += 1
                self.open.add(sock)
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def prepare(self, sock):
        return sock

    def serve(self, sock):
        try:
            sock = self.prepare(sock)
            connection = Connection(sock)
            while True:
                request = connection.request()
                with self.lock:
                    if self.keep:
                        self.requests.append(request)
                reply = self.reply_to(request)
                if not connection.send(reply, self.content_type, self.stopping):
                    break
        except OSError:
            pass  # the client went away, or the run is over
        except Exception as problem:  # a broken test must not look like a dropped connection
            self.faults.append(repr(problem))
        finally:
            with self.lock:
                self.open.discard(sock)
            sock.close()

    def stop(self):
        self.stopping.set()
        # Closing alone does not wake a thread that is inside accept() or recv().
        for sock in [self.listener, *self.open]:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self.listener.close()
