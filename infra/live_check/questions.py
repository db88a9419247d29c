"""Questions that no published source answers: what Lamplighter and its emulator assume, and what Azure did."""

import datetime
import email.utils
from dataclasses import dataclass

from .azure import API, IDLE_API, SCHEDULES_API
from .walk import IDLE, SCHEDULE

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
    asked = [missing, published, created, transition, stop_on_stopped, restart_on_stopped, start_on_running, addresses,
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


def created(seen):
    """what a create answers"""
    one = seen["create"]
    properties = one.body.get("properties", {}) if isinstance(one.body, dict) else {}
    told = f"HTTP {one.status}, provisioningState {properties.get('provisioningState')}, state {one.inner('state')}"
    return Finding(created.__doc__, "HTTP 201, provisioningState Creating, state None", told,
                   told == "HTTP 201, provisioningState Creating, state None")


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
