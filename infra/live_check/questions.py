"""Questions that no published source answers: what Lamplighter and its emulator assume, and what Azure did."""

import datetime
import email.utils
from dataclasses import dataclass

from .azure import API, IDLE_API, SCHEDULES_API
from .walk import IDLE, SCHEDULE, TAG

ACTION = "Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action"
BEGINNINGS = ["create", "stop", "start", "restart", "delete"]


@dataclass
class Finding:
    question: str
    expected: str
    seen: str
    agrees: bool


def inner_code(exchange):
    for entry in exchange.error().get("additionalInfo") or []:
        if isinstance(entry, dict) and entry.get("type") == "InnerError":
            return ((entry.get("info") or {}).get("value") or {}).get("code")
    return None


def answer(exchange, late=None):
    """`HTTP 202, then Failed StartComputeInstance…`"""
    words = [f"HTTP {exchange.status}"]
    if exchange.error():
        words.append(f"{exchange.error().get('code')}, inner {inner_code(exchange)}")
    if late is not None:
        told = late.body.get("status") if isinstance(late.body, dict) else None
        words.append(f"then {told} {late.error().get('code', '')}".strip())
    return ", ".join(words)


def findings(seen):
    """One for each question whose answer was reached, in the order of the walk; and the questions that were not."""
    asked = [missing, published, billed, billed_tag, created, tagged, assigned, scripts, condition, taken, transition, stop_on_stopped, restart_on_stopped, start_on_running, addresses,
             results, length, accepted_at, capitals, idle, idle_shown, idle_stable, schedules, schedules_none, deleted, gone]
    found, open_questions = [], []
    for question in asked:
        try:
            found.append(question(seen))
        except (KeyError, ValueError, TypeError, AttributeError):  # not reached, or of a shape that we did not think of
            open_questions.append(question.__doc__)
    return found, open_questions


def missing(seen):
    """404 of an instance that never was"""
    one = seen["get-missing"]
    agrees = one.status == 404 and inner_code(one) == "NotFoundError" and one.error().get("code") == "UserError"
    return Finding(missing.__doc__, "HTTP 404, UserError, inner NotFoundError", answer(one), agrees)


def published(seen):
    """the action of updateIdleShutdownSetting"""
    one = seen["actions"]
    if not isinstance(one.body, list):
        raise KeyError  # Azure's list was not to be had.
    listed = ACTION.lower() in map(str.lower, one.body)
    return Finding(published.__doc__, "in no published list", "Azure lists it" if listed else
                   f"not among the {len(one.body)} that Azure lists for computes", not listed)


def billed(seen):
    """whether the bill names compute instances"""
    kinds = [kind for kind in seen["bill-ids"].body["named"] if kind.startswith("microsoft.machinelearningservices/")]
    if not kinds:
        raise KeyError  # The bill has nothing of Azure ML's yet.
    return Finding(billed.__doc__, "only their workspace", ", ".join(kinds), not any("/computes" in kind for kind in kinds))


def billed_tag(seen):
    """whether the tags of compute instances are in the bill"""
    rows = seen["bill-tags"].body["named"]
    if not rows:
        raise KeyError  # That there is none proves nothing: maybe there was no instance with this tag.
    return Finding(billed_tag.__doc__, "no", f"yes: {rows} rows have a value of {TAG}", False)


def created(seen):
    """what a create answers"""
    one = seen["create"]
    properties = one.body.get("properties", {}) if isinstance(one.body, dict) else {}
    told = f"HTTP {one.status}, provisioningState {properties.get('provisioningState')}, state {one.inner('state')}"
    return Finding(created.__doc__, "HTTP 201, provisioningState Creating, state None", told,
                   told == "HTTP 201, provisioningState Creating, state None")


def tagged(seen):
    """whether a create's tags can be read at once"""
    sent = seen["create"].sent["tags"]
    told = [f"{'as sent' if found(seen[name]) == sent else found(seen[name])} in {where}"
            for name, where in [("create", "the answer"), ("get-creating", "the first GET")]]
    expected = "as sent in the answer, as sent in the first GET"
    return Finding(tagged.__doc__, expected, ", ".join(told), ", ".join(told) == expected)


def found(exchange):
    """The value of our tag. Other tags may come from a policy."""
    tags = exchange.body.get("tags") or {}
    return {TAG: tags[TAG]} if TAG in tags else None


def chosen(seen, member):
    """What a create chose, and what is read back."""
    return seen["create"].sent["properties"]["properties"][member], seen["get-running"].inner(member)


def assigned(seen):
    """whether assignedUser comes back"""
    sent, after = chosen(seen, "personalComputeInstanceSettings")
    told = "as sent" if after == sent else str(after)
    return Finding(assigned.__doc__, "as sent", told, told == "as sent")


def scripts(seen):
    """whether setupScripts come back"""
    sent, after = (settings["scripts"]["creationScript"] if settings else {} for settings in chosen(seen, "setupScripts"))
    told = ", ".join(name for name, value in sent.items() if after.get(name) == value) or "none of it"
    return Finding(scripts.__doc__, ", ".join(sent), told, told == ", ".join(sent))


def condition(seen):
    """a create with If-None-Match: * of what exists"""
    one, kept = seen["create-again"], found(seen["get-create-again"]) == seen["create"].sent["tags"]
    told = f"{answer(one)}; the tags are {'as before' if kept else 'overwritten'}"
    return Finding(condition.__doc__, "HTTP 412; the tags are as before", told, one.status == 412 and kept)


def taken(seen):
    """a create with a name that another workspace of the region has"""
    one = seen["create-taken"]
    told = f"{answer(one)}: {one.error().get('message', '')}"
    return Finding(taken.__doc__, "HTTP 400 or 409: the name is already in use", told,
                   one.status in (400, 409) and "already in use" in told)


def transition(seen):
    """a start while it is stopping"""
    one = seen["start-while-stopping"]
    return Finding(transition.__doc__, "HTTP 409, Conflict, inner ConflictError", answer(one),
                   one.status == 409 and one.error().get("code") == "Conflict")


def late_answer(question, seen, name, expected):
    """What it came to is told late, by the operation's status."""
    after = seen[f"get-after-{name}"].inner("state")
    told = f"{answer(seen[name], seen.get(f'{name}-status'))}; it is {after} then"
    return Finding(question.__doc__, expected, told, told == expected)


def stop_on_stopped(seen):
    """a stop of what is stopped"""
    expected = "HTTP 202, then Succeeded; it is Stopped then"
    return late_answer(stop_on_stopped, seen, "stop-on-stopped", expected)


def restart_on_stopped(seen):
    """a restart of what is stopped"""
    expected = "HTTP 202, then Failed RestartComputeInstanceNotAllowedInStoppedState; it is Stopped then"
    return late_answer(restart_on_stopped, seen, "restart-on-stopped", expected)


def start_on_running(seen):
    """a start of what runs"""
    expected = "HTTP 202, then Failed StartComputeInstanceOnlyAllowedInStoppedState; it is Running then"
    return late_answer(start_on_running, seen, "start-on-running", expected)


def addresses(seen):
    """where Azure says to ask on"""
    has = {name: seen[name].headers for name in BEGINNINGS}
    given = {header: [name for name in BEGINNINGS if header.lower() in has[name]]
             for header in ["Azure-AsyncOperation", "Location", "Retry-After"]}
    told = "; ".join(f"{header} from {', '.join(names) or 'none'}" for header, names in given.items())
    agrees = all("azure-asyncoperation" in headers for headers in has.values())
    return Finding(addresses.__doc__, "Azure-AsyncOperation from all of them; Location and Retry-After, or not", told, agrees)


def results(seen):
    """what a Location answers once it is over"""
    ended = {name: seen[f"{name}-result"].status for name in BEGINNINGS if f"{name}-result" in seen}
    if not ended:
        raise KeyError  # No Location was given.
    told = ", ".join(f"{name} HTTP {status}" for name, status in ended.items())
    return Finding(results.__doc__, "202 until then, and 200 or 204", told, set(ended.values()) <= {200, 204})


def length(seen):
    """how long an operation's address is"""
    longest = max(len(seen[name].headers["azure-asyncoperation"]) for name in BEGINNINGS)
    return Finding(length.__doc__, "over 4,000 characters", f"{longest:,} characters", longest > 4000)


def accepted_at(seen):
    """whether operationTime is when Azure accepted it, and not when it was over"""
    stop, after = seen["stop"], seen["get-stopped"]
    told = (after.inner("lastOperation") or {})["operationTime"]
    time = datetime.datetime.fromisoformat(told[:19] + "+00:00").timestamp()
    date = stop.headers.get("date")
    accepted = email.utils.parsedate_to_datetime(date).timestamp() if date else stop.began
    off = time - accepted
    return Finding(accepted_at.__doc__, "within 2 s of the answer", f"{off:+.0f} s from the answer", abs(off) <= 2.5)


def capitals(seen):
    """how the size is read back"""
    size = str(seen["get-running"].inner("vmSize"))
    return Finding(capitals.__doc__, "in capitals", size, size == size.upper())


def read_back(seen, name, statuses, wanted):
    one, after = seen[name], seen[f"get-{name}"].inner("idleTimeBeforeShutdown")
    return f"{answer(one)}; read back {after}", one.status in statuses and after == wanted


def idle(seen):
    """updateIdleShutdownSetting"""
    told, agrees = read_back(seen, "idle", [200], IDLE)
    return Finding(f"{idle.__doc__} of {IDLE_API}", f"HTTP 200; read back {IDLE}", told, agrees)


def idle_shown(seen):
    """where an instance shows its idle time"""
    # Public reports disagree on which versions return it. `audit` cannot tell "none" from "not returned".
    before, after = seen["get-running"].inner("idleTimeBeforeShutdown"), seen["get-idle"].inner("idleTimeBeforeShutdown")
    return Finding(f"{idle_shown.__doc__}, in {API}", f"none before, {IDLE} after", f"{before} before, {after} after",
                   before is None and after == IDLE)


def idle_stable(seen):
    """updateIdleShutdownSetting of a newer version"""
    told, agrees = read_back(seen, "idle-stable", [400, 404], IDLE)
    return Finding(f"updateIdleShutdownSetting of {API}", f"HTTP 400 or 404; read back {IDLE}", told, agrees)


def listed(exchange):
    return (exchange.inner("schedules") or {}).get("computeStartStop") or []


def schedules(seen):
    """updateSchedules with one"""
    one, after = seen["schedules"], listed(seen["get-schedules"])
    kept = [(entry.get("action"), entry.get("status"), (entry.get("cron") or {}).get("expression"), bool(entry.get("id")))
            for entry in after]
    as_sent = [(SCHEDULE["action"], SCHEDULE["status"], SCHEDULE["cron"]["expression"], True)]
    told = f"{answer(one)}; read back {len(after)}, {'as sent and with an id' if kept == as_sent else kept}"
    return Finding(f"{schedules.__doc__}, of {SCHEDULES_API}", "HTTP 200; read back 1, as sent and with an id", told,
                   told == "HTTP 200; read back 1, as sent and with an id")


def schedules_none(seen):
    """updateSchedules with none"""
    told = f"{answer(seen['schedules-none'])}; read back {len(listed(seen['get-schedules-none']))}"
    return Finding(schedules_none.__doc__, "HTTP 200; read back 0", told, told == "HTTP 200; read back 0")


def deleted(seen):
    """a delete, and what is read meanwhile"""
    told = f"{answer(seen['delete'])}; then {seen['get-deleting'].inner('state')}"
    return Finding(deleted.__doc__, "HTTP 202; then Deleting", told, told == "HTTP 202; then Deleting")


def gone(seen):
    """what is deleted, read and deleted again"""
    one, again = seen["get-deleted"], seen["delete-deleted"]
    told = f"{answer(one)}; {answer(again)}"
    agrees = one.status == 404 and inner_code(one) == "NotFoundError" and again.status == 204
    return Finding(gone.__doc__, "HTTP 404, UserError, inner NotFoundError; HTTP 204", told, agrees)
