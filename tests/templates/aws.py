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
    same(f"{name}'s group, whose failures are counted", schedule["GroupName"], {"Ref": "Timers"})

for name, invoke in of("AWS::Lambda::EventInvokeConfig").items():
    same(name, [invoke["MaximumRetryAttempts"], invoke["MaximumEventAgeInSeconds"], invoke["DestinationConfig"]],
         [2, 3600, {"OnFailure": {"Destination": queue}}])


def arn(text):
    return {"Fn::Sub": "arn:${AWS::Partition}:" + text}


def optional(condition, statement):
    return {"Fn::If": [condition, statement, {"Ref": "AWS::NoValue"}]}


def may(action, resource, **condition):
    given = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": action, "Resource": resource, **given}


# What each role may, to the letter: each action on what has a name. One action knows no resource.
dead_letter = may("sqs:SendMessage", queue)
rights = {
    "FunctionRole": [
        may(["logs:CreateLogStream", "logs:PutLogEvents"],
            arn("logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:*")),
        dead_letter,
        may("sts:GetWebIdentityToken", "*", **{
            "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": {"Ref": "TokenAudience"}},
            "Null": {"sts:IdentityTokenAudience": "false"},
            "NumericLessThanEquals": {"sts:DurationSeconds": 300},
            "StringEquals": {"sts:SigningAlgorithm": "RS256"},
        }),
        may("secretsmanager:GetSecretValue",
            arn("secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${SecretName}-??????")),
        optional("ReadsParameters", may("ssm:GetParameter", {"Ref": "ParameterArns"})),
        optional("HasKey", may("kms:Decrypt", {"Ref": "SecretKeyArn"}, StringEquals={"kms:ViaService": [
            {"Fn::Sub": "secretsmanager.${AWS::Region}.${AWS::URLSuffix}"},
            {"Fn::Sub": "ssm.${AWS::Region}.${AWS::URLSuffix}"},
        ]})),
    ],
    "SchedulerRole": [may("lambda:InvokeFunction", function), dead_letter],
}
roles = of("AWS::IAM::Role")
for name, role in roles.items():
    same(f"{name}'s managed policies", role.get("ManagedPolicyArns"), None)
    documents = [policy["PolicyDocument"] for policy in role["Policies"]]
    same(f"{name}'s rights", [one for document in documents for one in document["Statement"]], rights.pop(name, None))
same("roles that are not there", rights, {})
others = sorted({one["Type"] for one in resources.values()} & {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::User"})
same("rights from elsewhere", others, [])


def trusts(role):
    statement, = roles[role]["AssumeRolePolicyDocument"]["Statement"]
    return [statement["Principal"], statement["Action"], statement.get("Condition")]


same("who is the function", trusts("FunctionRole"), [{"Service": "lambda.amazonaws.com"}, "sts:AssumeRole", None])
same("who rings", trusts("SchedulerRole"), [{"Service": "scheduler.amazonaws.com"}, "sts:AssumeRole", {"StringEquals": {
    "aws:SourceAccount": {"Ref": "AWS::AccountId"}, "aws:SourceArn": {"Fn::GetAtt": ["Timers", "Arn"]}}}])
same("the role's name, which Entra knows", roles["FunctionRole"]["RoleName"], {"Ref": "RoleName"})
same("the function's role", of("AWS::Lambda::Function")["Lamplighter"]["Role"], {"Fn::GetAtt": ["FunctionRole", "Arn"]})
audience = "api://AzureADTokenExchange"
same("whom its tokens may be for", [result["Parameters"]["TokenAudience"][key] for key in ("Default", "AllowedValues")],
     [audience, [audience, f"{audience}USGov", f"{audience}China"]])
same("secrets resolved at deployment", "{{resolve:" in json.dumps(result), False)

# The audit lines are not gone with the stack.
same("what outlives the stack", {name: one["DeletionPolicy"] for name, one in resources.items() if "DeletionPolicy" in one},
     {"Logs": "Retain"})
same("what outlives its successor", resources["Logs"].get("UpdateReplacePolicy"), "Retain")

# Each alarm watches something that is there, tells what to do, and tells the topic.
counted = {name: one["MetricTransformations"][0] for name, one in of("AWS::Logs::MetricFilter").items()}
refused, undone = counted.pop("Refused"), counted.pop("Undone")
same("other metric filters", counted, {})
for name, one in of("AWS::Logs::MetricFilter").items():
    same(f"the log that {name} looks through", one["LogGroupName"], {"Ref": "Logs"})
watched = {
    "Errors": ["AWS/Lambda", "Errors", "FunctionName", {"Ref": "Lamplighter"}],
    "Throttles": ["AWS/Lambda", "Throttles", "FunctionName", {"Ref": "Lamplighter"}],
    "DeadLettersThere": ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName",
                         {"Fn::GetAtt": ["DeadLetters", "QueueName"]}],
    "RefusedRequests": [refused["MetricNamespace"], refused["MetricName"]],
    "TimersUndone": [undone["MetricNamespace"], undone["MetricName"]],
    "TimersFailing": ["AWS/Scheduler", "TargetErrorCount", "ScheduleGroup", {"Ref": "Timers"}],
}
for name, alarm in of("AWS::CloudWatch::Alarm").items():
    dimensions = [part for one in alarm.get("Dimensions", []) for part in (one["Name"], one["Value"])]
    same(f"what {name} watches", [alarm["Namespace"], alarm["MetricName"], *dimensions], watched.pop(name, None))
    # Of anything at once, but of what strangers can do at will.
    threshold = 5 if name == "RefusedRequests" else 1
    same(f"{name}'s threshold", [alarm["ComparisonOperator"], alarm["Threshold"], alarm["TreatMissingData"]],
         ["GreaterThanOrEqualToThreshold", threshold, "notBreaching"])
    same(f"{name}'s time", [alarm["Statistic"], alarm["Period"], alarm["EvaluationPeriods"]],
         ["Maximum" if name == "DeadLettersThere" else "Sum", 300, 1])
    same(f"whom {name} tells", alarm.get("AlarmActions"), [{"Ref": "Alarms"}])
    # What CloudWatch takes, and a mail shows whole.
    same(f"{name} says what it is", 100 < len(alarm["AlarmDescription"]) <= 1024, True)
same("alarms that are not there", watched, {})
mail = resources["AlarmMail"]
same("the mail", [mail.get("Condition"), mail["Properties"]],
     ["TellsByMail", {"TopicArn": {"Ref": "Alarms"}, "Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}])

same("outputs", sorted(result["Outputs"]),
     ["AlarmTopic", "DeadLetterQueue", "Function", "LogGroup", "RoleArn", "SlackUrl", "Url"])
print(f"{template}: {len(resources)} resources once translated")
