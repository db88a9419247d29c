"""The loop of a Lambda runtime, as small as it can be: takes events, and posts what `handle` makes of them."""

import http.client
import json
import os

ROOT = "/2018-06-01/runtime/invocation"


def run(handle):
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        api.request("GET", f"{ROOT}/next")
        event = api.getresponse()
        number, body = event.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(event.read())
        api.request("POST", f"{ROOT}/{number}/response", json.dumps(handle(body)))
        api.getresponse().read()
