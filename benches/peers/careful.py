"""What a careful person writes by hand: Python's standard library and nothing else. It verifies Slack's signature, looks
before it stops, and keeps its token and its connections. It does not follow the stop, know people, or survive a fault."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import ssl
import time
import urllib.parse

import runtime

SECRET = os.environ["SLACK_SIGNING_SECRET"].encode()
AZURE = urllib.parse.urlsplit(os.environ["BENCH_AZURE"])
WORKSPACE = os.environ["BENCH_WORKSPACE"]
VERSION = "?api-version=2024-10-01"
NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-"
connection, token, token_ends = None, None, 0


def call(method, path, body=None, headers=None):
    global connection
    if not connection:
        if AZURE.scheme == "https":
            context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
            connection = http.client.HTTPSConnection(AZURE.netloc, timeout=30, context=context)
        else:
            connection = http.client.HTTPConnection(AZURE.netloc, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        connection = None
        raise


def arm(method, path):
    global token, token_ends
    if time.time() > token_ends:
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_id": os.environ["AZURE_CLIENT_ID"],
            "client_secret": os.environ["AZURE_CLIENT_SECRET"], "scope": os.environ["BENCH_SCOPE"]})
        _, body = call("POST", f"/{os.environ['AZURE_TENANT_ID']}/oauth2/v2.0/token", form,
                       {"Content-Type": "application/x-www-form-urlencoded"})
        answer = json.loads(body)
        token, token_ends = answer["access_token"], time.time() + answer["expires_in"] - 300
    return call(method, f"{WORKSPACE}/computes/{path}{VERSION}", None, {"Authorization": f"Bearer {token}", "Content-Length": "0"})


def stop(name):
    if not name or not all(letter in NAMES for letter in name):
        return "Which instance?"
    status, body = arm("GET", name)
    if status != 200:
        return f"I cannot read {name}: {status}"
    state = json.loads(body)["properties"]["properties"]["state"]
    if state in ["Stopped", "Stopping"]:
        return f"{name} is {state.lower()} already."
    status, _ = arm("POST", f"{name}/stop")
    return f"{name}: asked Azure to stop it." if status in [200, 202] else f"Azure refuses: {status}"


def handle(event):
    headers, body = event["headers"], event["body"].encode()
    if event["isBase64Encoded"]:
        body = base64.b64decode(body)
    at = headers.get("x-slack-request-timestamp", "0")
    expected = "v0=" + hmac.new(SECRET, b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    genuine = hmac.compare_digest(expected, headers.get("x-slack-signature", ""))
    if not genuine or abs(time.time() - int(at)) > 300:
        return {"statusCode": 401}
    verb, _, name = dict(urllib.parse.parse_qsl(body.decode()))["text"].partition(" ")
    text = stop(name) if verb == "stop" else "I know stop NAME."
    answer = json.dumps({"response_type": "in_channel", "text": text})
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": answer}


runtime.run(handle)
