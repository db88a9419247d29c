"""What most people write: Slack's Bolt for Python, and Microsoft's client of Azure Machine Learning."""

import base64
import os

import runtime
from azure.ai.ml import MLClient
from azure.identity import ClientSecretCredential
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

AZURE = os.environ["BENCH_AZURE"]
app = App(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    process_before_response=True,
    # Else each start asks Slack who the bot is.
    authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T0DEMO", bot_token="xoxb-any", bot_id="B0", bot_user_id="U0"),
)
credential = ClientSecretCredential(
    os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"],
    authority=AZURE, disable_instance_discovery=True)
_, _, subscription, _, group, _, _, _, workspace = os.environ["BENCH_WORKSPACE"].split("/")
place = f"{AZURE}/"
azure = MLClient(
    credential, subscription, group, workspace, cloud="Emulator", show_progress=False, enable_telemetry=False,
    cloud_metadata={"azure_portal": place, "resource_manager": place, "active_directory": place, "aml_resource_id": place,
                    "storage_endpoint": "core.windows.net", "registry_discovery_endpoint": place})


@app.command("/ci")
def command(ack, body):
    verb, _, name = body["text"].partition(" ")
    if verb != "stop":
        return ack("I know stop NAME.")
    if azure.compute.get(name).state in ["Stopped", "Stopping"]:
        return ack(f"{name} is stopped already.")
    azure.compute.begin_stop(name)
    ack(f"{name}: asked Azure to stop it.")


def handle(event):
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode()
    answer = app.dispatch(BoltRequest(body=body, headers=event["headers"]))
    return {"statusCode": answer.status, "headers": {"content-type": "application/json"}, "body": answer.body}


runtime.run(handle)
