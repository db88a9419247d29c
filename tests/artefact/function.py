"""AWS Lambda as a program meets it: an environment, a share of a processor, and the Runtime API.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

import json
import queue
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCOUNT = "123456789012"
REGION = "eu-west-1"
NAME = "lamplighter"
REQUEST = "8476a536-e9f4-11e8-9739-2dfe598c3f"

# How long it may keep us waiting for anything at all.
PATIENCE = 60


def surroundings(memory, folder, credentials):
    """All that Lambda itself sets for a function in its `provided` runtimes, and nothing else."""
    return {
        "_HANDLER": "bootstrap",
        "AWS_ACCESS_KEY_ID": credentials["id"],
        "AWS_SECRET_ACCESS_KEY": credentials["secret"],
        "AWS_SESSION_TOKEN": credentials["session"],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_LAMBDA_FUNCTION_NAME": NAME,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{NAME}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/11/25/[$LATEST]5d1edb9e525d486696cf01a3503487bc",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "169.254.100.1:2000",
        "LAMBDA_TASK_ROOT": str(folder),
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "LANG": "en_US.UTF-8",
        "LD_LIBRARY_PATH": "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
        "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        "TZ": ":UTC",
    }


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A connection breaks when the process is ended; what else is wrong shows in what is not told."""


class Function:
    """One environment: a process, cold when this is made."""

    def __init__(self, folder, environment, log, timeout, share):
        self.timeout = timeout
        self.events, self.told = queue.Queue(), queue.Queue()
        self.count = 0
        self.api = Server(("127.0.0.1", 0), handler(self))
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        address = "{}:{}".format(*self.api.server_address)
        self.log = log.open("wb")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [folder / "bootstrap"], cwd=folder, env={**environment, "AWS_LAMBDA_RUNTIME_API": address},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=share.enter)
        share.hold(self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """As Lambda ends an environment: at once."""
        self.process.kill()
        self.process.wait()
        self.api.shutdown()
        self.api.server_close()
        self.log.close()

    def invoke(self, event):
        self.events.put(event)

    def is_told(self, expected):
        """The next thing that the Runtime API is told: when, and what with it. It has to be of this kind."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                at, what, body = self.told.get(timeout=0.2)
                break
            except queue.Empty:
                if self.process.poll() is not None:
                    raise SystemExit(f"it ended by itself, with {self.process.returncode}") from None
                if time.monotonic() > end:
                    raise SystemExit(f"not within {PATIENCE} s: {expected}") from None
        if what != expected:
            raise SystemExit(f"expected {expected}, but it told {what}: {body}")
        return at, body

    def answer(self, event):
        """Hands it the event as soon as it asks for one. When it asked, when it answered, and what."""
        self.invoke(event)
        asked, _ = self.is_told("next")
        answered, body = self.is_told("response")
        return asked, answered, body

    def resident(self):
        """The most that it had in memory, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM:"))


def handler(function):
    class RuntimeApi(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # a whole answer at once

        def do_GET(self):
            if self.path != "/2018-06-01/runtime/invocation/next":
                return self.say(404, b"{}")
            function.told.put((time.monotonic(), "next", None))
            event = function.events.get()
            function.count += 1
            arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}"
            self.say(200, json.dumps(event).encode(), {
                "Lambda-Runtime-Aws-Request-Id": f"{REQUEST}{function.count:02}",
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + function.timeout) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": arn,
                "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0",
            })

        def do_POST(self):
            at = time.monotonic()
            body = self.body()
            invocation = f"/2018-06-01/runtime/invocation/{REQUEST}{function.count:02}/"
            if self.path.startswith(invocation):
                what = self.path.removeprefix(invocation)
            else:
                what = self.path.removeprefix("/2018-06-01/runtime/")
            if what not in ["response", "error", "init/error"]:
                return self.say(400, b"{}")
            function.told.put((at, what, json.loads(body)))
            self.say(202, b'{"status":"OK"}')

        def body(self):
            if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                return self.rfile.read(int(self.headers["Content-Length"]))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def say(self, status, body, headers={}):
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return RuntimeApi
