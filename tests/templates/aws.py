"""Translates the SAM template as AWS does, and holds the result against what it must be.

usage: aws.py TEMPLATE TRANSLATED
"""

import json
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

template, translated = sys.argv[1:]


class NoManagedPolicies:
    def load(self):
        return {}


source = yaml_parse(open(template).read())
# What `sam deploy` puts in place of the folder.
source["Resources"]["Lamplighter"]["Properties"]["CodeUri"] = "s3://bucket/key"
result = transform(source, {}, NoManagedPolicies())
json.dump(result, open(translated, "w"), indent=1)
resources = result["Resources"]


def of(kind):
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}


def same(what, got, wanted):
    if got != wanted:
        sys.exit(f"{template}: {what}: {json.dumps(got)} instead of {json.dumps(wanted)}")


# A new function URL takes two rights, the second one through the URL alone. SAM gives both.
public = [{key: value for key, value in one.items() if key not in ("FunctionName", "Principal")}
          for one in of("AWS::Lambda::Permission").values() if one["Principal"] == "*"]
same("what everybody may", sorted(public, key=lambda one: one["Action"]), [
    {"Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": True},
    {"Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"},
])
same("other permissions", len(public), len(of("AWS::Lambda::Permission")))

queue = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
function = {"Fn::GetAtt": ["Lamplighter", "Arn"]}
for name, schedule in of("AWS::Scheduler::Schedule").items():
    target = schedule["Target"]
    same(f"{name}'s window", schedule["FlexibleTimeWindow"], {"Mode": "OFF"})
    same(f"{name}'s zone", schedule["ScheduleExpressionTimezone"], {"Ref": "TimeZone"})
    same(f"{name}'s retries", target["RetryPolicy"], {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600})
    same(f"{name}'s ends", [target["Arn"], target["DeadLetterConfig"]], [function, {"Arn": queue}])

for name, invoke in of("AWS::Lambda::EventInvokeConfig").items():
    same(name, [invoke["MaximumRetryAttempts"], invoke["MaximumEventAgeInSeconds"], invoke["DestinationConfig"]],
         [2, 3600, {"OnFailure": {"Destination": queue}}])

# What each role may: nothing from a managed policy, nothing on everything.
may = {}
for name, role in of("AWS::IAM::Role").items():
    same(f"{name}'s managed policies", role.get("ManagedPolicyArns"), None)
    for policy in role["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            same(f"{name}'s reach", statement["Resource"] == "*", False)
            may.setdefault(name, []).extend(actions)
same("rights", may, {
    "FunctionRole": ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"],
    "SchedulerRole": ["lambda:InvokeFunction", "sqs:SendMessage"],
})
trust = of("AWS::IAM::Role")["SchedulerRole"]["AssumeRolePolicyDocument"]["Statement"][0]
same("whom the scheduler acts for", sorted(trust["Condition"]["StringEquals"]), ["aws:SourceAccount", "aws:SourceArn"])

print(f"{template}: {len(resources)} resources once translated")
