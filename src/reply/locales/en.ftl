# All messages in English. `*bold*` marks what readers should see first, `code` what they can type.
# The dot shows the state: 🟢 running, ⚪ stopped, 🟡 changing, 🔴 trouble.
# `.line` is the form of a message as one line among many.
# Reasons (`fail-…`) follow a colon.

## Parts of sentences

list-and = { $shown } and { $last }
list-or = { $shown } or { $last }
list-more = { $shown } and { $more } more
duration-days = { $n } d
duration-hours = { $n } h
duration-minutes = { $n } min
duration-seconds = { $n } s
id = (id { $id })
dot-running = 🟢
dot-stopped = ⚪
dot-changing = 🟡
dot-trouble = 🔴

ability = `{ $what }`
place-mine = on your own instances
place-all = in all workspaces
place-workspace = in { $on }
place-some = on { $on }

state-running = running
state-stopped = stopped
state-jobrunning = running a job
state-starting = starting
state-stopping = stopping
state-restarting = restarting
state-deleting = being deleted
state-creating = being created
state-resizing = being resized
state-usersettingup = { state-settingup }
state-settingup = being set up
state-createfailed = not created: creating it failed
state-setupfailed = not set up: setting it up failed
state-usersetupfailed = not set up: its set-up script failed
state-unusable = unusable
state-unknown = in a state that Azure calls unknown
state-other = { $state }

somebody = somebody
why-schedule = schedule
why-idle = idle shutdown
time = %H:%M
day-and-time = { $weekday } %-d %b, %H:%M
date-and-time = { $weekday } %-d %b %Y, %H:%M
weekday-0 = Sun
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
at-time = at { $time }
at-day = on { $time }
since-time = since { $time }
since-day = since { $time }
since = , { $since }
until-time = until { $time }
until-day = until { $time }
since-why = { $since } ({ $why })
since-ago = , for { $ago } now

did-start = started
did-stop = stopped
did-restart = restarted
did-delete = deleted
did-create = created
did-other = changed ({ $operation })

## Outcomes of power commands

# Every message may use $late, where late answers appear, and $place, the channels that [there] means.
in-place = { $late ->
    [there] { " " }in { $place }
   *[here] { "" }
  }
tell = { $late ->
    [nowhere] `status { $instance }` shows
   *[here] I'll tell you{ in-place }
  }
asked = 🟡 *{ $instance }*: { $verb ->
    [start] asked Azure to start it. { tell } when it is running.
    [restart] asked Azure to restart it. { tell } when it is back.
    [delete] asked Azure to delete it. { tell } when it is gone.
    [create] asked Azure to create it. { tell } when it is running.
   *[stop] asked Azure to stop it. { tell } when it is down.
  }
    .line = 🟡 *{ $instance }*: { $verb ->
        [start] asked Azure to start it
        [restart] asked Azure to restart it
        [delete] asked Azure to delete it
        [create] asked Azure to create it
       *[stop] asked Azure to stop it
      }
unsure = 🟡 Azure has not confirmed my request yet, so I don't know whether *{ $instance }* is { $verb ->
    [start] starting
    [restart] restarting
    [delete] being deleted
    [create] being created
   *[stop] stopping
  }. { $late ->
    [nowhere] To see how it went, type `status { $instance }` in a while.
   *[here] I'll look again and tell you{ in-place }.
  }
    .line = 🟡 *{ $instance }*: not confirmed by Azure yet
unsure-final = 🟡 Azure never confirmed my request, so I don't know whether *{ $instance }* is { $verb ->
    [start] starting
    [restart] restarting
    [delete] being deleted
    [create] being created
   *[stop] stopping
  }. To look again, type `status { $instance }`. { $id }
    .line = 🟡 *{ $instance }*: not confirmed by Azure; to look again, type `status { $instance }`
done = { $verb ->
    [start] 🟢 *{ $instance }* is running. It took { $took }.
    [restart] 🟢 *{ $instance }* is running again. The restart took { $took }.
    [delete] ⚪ *{ $instance }* is deleted. It took { $took }.
    [create] 🟢 *{ $instance }* is created and running. It took { $took }.
   *[stop] ⚪ *{ $instance }* is stopped. It took { $took }. Disk, public IP and load balancer are still billed.
  }
    .line = { $verb ->
        [start] 🟢 *{ $instance }* is running
        [restart] 🟢 *{ $instance }* is running again
        [delete] ⚪ *{ $instance }* is deleted
        [create] 🟢 *{ $instance }* is created and running
       *[stop] ⚪ *{ $instance }* is stopped
      } ({ $took })
already = { $verb ->
    [start] 🟢 *{ $instance }* is already running.
    [restart] 🟢 *{ $instance }* was already restarted { $at }.
    [delete] ⚪ *{ $instance }* is already deleted.
    [create] 🟢 *{ $instance }* is already created.
   *[stop] ⚪ *{ $instance }* is already stopped.
  }
already-since = { $verb ->
    [start] 🟢 *{ $instance }* has been running { $since }.
   *[stop] ⚪ *{ $instance }* has been stopped { $since }.
  }
underway = 🟡 *{ $instance }* is already { $state }{ $since }; there is nothing more to do.
    .line = 🟡 *{ $instance }* is already { $state }{ $since }
busy = 🟡 *{ $instance }* is { $state }{ $since }. Try again when it is done; I can't interrupt Azure.
    .line = 🟡 *{ $instance }* was { $state } when I looked; try again later
stuck = 🔴 *{ $instance }* is stuck: { $state } for { $ago }, far longer than usual. { $verb ->
    [delete] Azure doesn't delete it now either: open a support request there.
   *[other] { audit-do-stuck }
  }
    .line = 🔴 *{ $instance }* is stuck: { $state } for { $ago }. { audit-do-stuck }
audit-do-stuck = Delete and recreate it; if Azure refuses that too, open a support request there.
happened = { $how ->
    [going] *{ $instance }* is being { $did }{ $by }, { $since }
    [failed] { $operation ->
        [start] A start
        [stop] A stop
        [restart] A restart
        [delete] A delete
        [create] A creation
       *[other] An operation ({ $operation })
      } of *{ $instance }*, requested{ $by } { $at }, failed
   *[done] *{ $instance }* was { $did }{ $by } { $at }
  }
stale = { $happened }, after you wrote this. I left it as it is. If you still want it { $verb ->
    [start] started
    [restart] restarted
    [delete] deleted
    [create] created
   *[stop] stopped
  }, type `{ $command }`.
    .line = { $happened }, after this was asked; left as it is
working = 🟢 *{ $instance }* is running a job. { $verb ->
    [restart] Restarting
   *[stop] Stopping
  } it would end the job. To { $verb ->
    [restart] restart
   *[stop] stop
  } it anyway, type `{ $command } --force`. A busy notebook would not show here.
    .line = 🟢 *{ $instance }* is running a job; left running
job-began = 🟢 *{ $instance }* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
working-not-you = 🟢 *{ $instance }* is running a job. { $verb ->
    [restart] Restarting
   *[stop] Stopping
  } it would end the job, and you don't have the *force* permission here. Wait for the job, or ask an owner of { $workspace }.
    .line = 🟢 *{ $instance }* is running a job; left running
has-jobs = { $dot } *{ $instance }* has { $n ->
    [one] a job
   *[other] { $n } jobs
  } waiting or running: { $jobs }. I left it running.
    .line = { $dot } *{ $instance }* has { $n ->
        [one] a job
       *[other] { $n } jobs
      } waiting or running: { $jobs }; left running
nothing-to-restart = ⚪ *{ $instance }* is stopped, so there is nothing to restart. To start it, type `start { $instance }`.
    .line = ⚪ *{ $instance }* is stopped: nothing to restart
would = { $dot } *{ $instance }* is { $state }. I would { $verb } it. Nothing was done.
    .line = { $dot } *{ $instance }* is { $state }: would { $verb } it
kept = 🟢 *{ $instance }* is kept by { $who } { $until }{ $because }. I left it running.
    .line = 🟢 *{ $instance }* is kept by { $who } { $until }{ $because }
unheeded-keep = { $who } keeps *{ $instance }* { $until }{ $because }: that stops timers and alerts, not a command that names it.
keep-unreadable = *{ $instance }*: somebody keeps it, but I can't read the workspace's tag `{ $tag }`, so I left it as it is. To remove the tag, type `keep { $instance } off`.
    .line = *{ $instance }*: I can't read the tag `{ $tag }`, so I left it as it is. To remove it, type `keep { $instance } off`
keep-unknown = *{ $instance }*: I could not see whether somebody keeps it, so I left it as it is: { $reason }
    .line = *{ $instance }*: left as it is, since I could not see whether somebody keeps it: { $reason }
over-max = *{ $instance }* is beyond the limit of `--max`; I left it as it is.
    .line = *{ $instance }*: beyond the limit of `--max`; left as it is
gone = { $verb ->
    [delete] *{ $instance }* no longer exists. There is nothing left to delete.
    [create] *{ $instance }* does not exist, although I had sent that to Azure already. To create it, type that again.
   *[other] *{ $instance }* no longer exists. Somebody deleted it in the meantime; nothing was done.
  }
    .line = *{ $instance }* no longer exists
still-going = { $dot } *{ $instance }* is { $state }, and I can't follow it any longer. To see how it went, type `status { $instance }`.
    .line = { $dot } *{ $instance }* is { $state }; not settled yet
still-asked = 🟡 *{ $instance }*: Azure accepted the request to { $verb } it, and I can't follow it any longer. To see how it went, type `status { $instance }`.
    .line = 🟡 *{ $instance }*: accepted, not settled yet
not-created = 🔴 Azure did not create *{ $instance }*. To try again, type `{ $command }`. { $id }
not-taken = { $dot } *{ $instance }* is still { $state }: Azure did not carry out the { $verb }. To try again, type `{ $command }`. { $id }
    .line = { $dot } *{ $instance }* is still { $state }: Azure did not carry out the { $verb }
canceled = { $dot } Azure canceled the { $verb } of *{ $instance }*: it is { $state }. To try again, type `{ $command }`. { $id }
    .line = { $dot } *{ $instance }*: Azure canceled the { $verb }; it is { $state }
ended-otherwise = { $dot } Azure finished the { $verb } of *{ $instance }*, but it is { $state }. To see more, type `status { $instance }`. { $id }
    .line = { $dot } *{ $instance }* is { $state } after the { $verb }
cut-short = 🟡 I asked Azure to { $verb } *{ $instance }* and ran out of time before it answered. To see how it went, type `status { $instance }`. { $id }
    .line = 🟡 *{ $instance }*: I ran out of time before Azure answered; to see how it went, type `status { $instance }`
not-reached = *{ $instance }*: I ran out of time before Azure let me { $verb } it. Nothing was done to it. To try again, type `{ $command }`. { $id }
    .line = *{ $instance }*: not reached in time; nothing was done to it
overtaken = { $dot } { $happened }, after Azure { $done ->
    [yes] carried out
   *[no] accepted
  } my { $verb }. *{ $instance }* is { $state } now.
    .line = { $dot } { $happened }, after my request
unattributed = { $there ->
    [no] *{ $instance }* is gone
   *[yes] { $dot } *{ $instance }* is { $state }
  }. Azure never confirmed my request to { $verb } it, so I don't know whether I or somebody else did that. { $id }
    .line = { $there ->
        [no] *{ $instance }* is gone
       *[yes] { $dot } *{ $instance }* is { $state }
      }, but Azure never confirmed my request
unattributed-other = { $dot } { $happened }, after I asked Azure to { $verb } it. Azure never confirmed that, so I don't know whether my { $verb } was carried out. *{ $instance }* is { $state } now. { $id }
    .line = { $dot } { $happened }, after my request, which Azure never confirmed

count-asked = { $n } { $verb ->
    [start] starting
    [restart] restarting
    [delete] being deleted
    [create] being created
   *[stop] stopping
  }
count-unsure = { $n } unconfirmed
count-done = { $n } { $verb ->
    [start] running
    [restart] restarted
    [delete] deleted
    [create] created
   *[stop] stopped
  }
count-already = { $n } { $verb ->
    [start] already running
    [restart] already restarted
    [delete] already deleted
    [create] already created
   *[stop] already off
  }
count-busy = { $n } changing
count-would = { $n } to { $verb }
count-job = { $n } running a job
count-has-jobs = { $n } with a job waiting or running
count-skipped = { $n } left alone
count-kept = { $n } kept
count-kept-by = { $n } kept by { $who } { $until }
count-keep-unknown = { $n } left alone, since I could not read the keeps
count-over-max = { $n } over the limit
count-not-reached = { $n } not reached in time
count-failed = { $n } failed
bulk = { $verb ->
    [start] Start
    [restart] Restart
    [delete] Delete
    [create] Create
   *[stop] Stop
  }: { $counts }.
bulk-follows = { $late ->
    [nowhere] To see when they have settled, type `status`.
   *[here] I'll tell you{ in-place } when they have settled.
  }
keeps-unseen = To do it anyway, name the instance, or add `--force`.
bulk-rehearsed = Nothing was done: this was a dry run.
still-billed = Disk, public IP and load balancer of a stopped instance are still billed.

## Reports, notices, announcements and proposals

headed = *{ $source }* `{ $command }`:
report-head = *{ $source }* `{ $command }`: { $counts }.{ $saves }
report-nothing = *{ $source }* `{ $command }`: nothing to do, { $counts }.
report-none = *{ $source }* `{ $command }`: nothing to do.
missing = I don't see { $names }.
stakes = { $verb ->
    [start] Costs
   *[stop] Saves
  } { $money } per hour{ $without }.
    .would = Would { $verb ->
        [start] cost
       *[stop] save
      } { $money } per hour{ $without }.
stakes-without = { $n ->
    [one] , not counting 1 without a known price
   *[other] , not counting { $n } without a known price
  }
stakes-owners = { $n ->
    [one] It belongs to { $names }.
   *[other] They belong to { $names }.
  }
stakes-owner = { $who } ({ $n })
owner-you = you
owner-unknown = an unknown owner
money-usd = ${ $amount }
per-hour = { $money } per hour
percent = { " " }({ $n }%)
cause-budget = Budget *{ $name }*: { $spent } of { $of } spent{ $percent }. Cost data is 8 to 24 hours old.
cause-forecast = Budget *{ $name }*: { $spent } of { $of } forecast{ $percent }. Cost data is 8 to 24 hours old.
cause-fired = Alert *{ $name }* fired.
cause-resolved = Alert *{ $name }* is resolved.
too-late = *{ $source }* `{ $command }` came { $age } late. Nothing was done.
too-late-by-date = *{ $source }* `{ $command }` came with the date { $day }, which is too long ago. Nothing was done. If that date is wrong, correct it where it is sent.
alert-names = { $kind ->
    [budget] { $n ->
        [one] Budget
       *[other] Budgets
      }
   *[other] { $n ->
        [one] Alert
       *[other] Alerts
      }
  } { $alerts }{ $others ->
    [0] { "" }
   *[other] { " " }and { $others } more
  }
unmatched-no-rule = { $alerts } { $n ->
    [one] matches
   *[other] match
  } no rule of *{ $source }*: compare { $kind ->
    [budget] the budget's name, what is spent, and whether that is a forecast,
    [azure] the alert's name, severity, dimensions, custom properties and resource
   *[labelled] the alert's name and labels
  } with `when`. Nothing was done.
unmatched-no-instance = { $kind ->
    [budget] { $alerts } { $n ->
        [one] matches
       *[other] match
      } a rule of *{ $source }* whose command needs the name of an instance, and a budget has no such name. Write the instances into that command.
    [azure] { $alerts } { $n ->
        [one] does
       *[other] do
      } not name a single instance for the rule of *{ $source }*; the dimension or custom property with its name may be missing.
   *[labelled] { $alerts } { $n ->
        [one] does
       *[other] do
      } not name a single instance for the rule of *{ $source }*; the label with its name may be missing.
  } Nothing was done.
unmatched-elsewhere = { $alerts } { $n ->
    [one] is
   *[other] are
  } about a workspace or subscription that the rules of *{ $source }* don't cover, or about more than one. Nothing was done.
unmatched-no-data = { $alerts } { $n ->
    [one] reports
   *[other] report
  } missing data or a failed query, and no rule of *{ $source }* names `DatasourceNoData` or `DatasourceError`. Nothing was done.
unmatched-state = { $alerts } { $n ->
    [one] is
   *[other] are
  } neither fired nor resolved. Nothing was done.
unmatched-date = { $alerts } { $n ->
    [one] has
   *[other] have
  } a date that I can't read. Nothing was done.
unmatched-unreadable = { $alerts } { $n ->
    [one] has a field
   *[other] have fields
  } that I can't read. Nothing was done.
left-out = *{ $source }*: { $n ->
    [one] 1 alert of one message was
   *[other] { $n } alerts of one message were
  } left out, since it asked for too much at once. Group them by fewer labels.
left-out-by-sender = *{ $source }*: the sender left { $n ->
    [one] { $n } alert
   *[other] { $n } alerts
  } out of its message, so nothing was done about { $n ->
    [one] it
   *[other] them
  }. Raise the limit where the webhook is set up (`max_alerts`), or group by more labels.
alert-name = *{ $alert }*
not-understood = *{ $source }*: a verified request arrived that I don't understand. Nothing was done. Correct it where it is sent.
not-understood-command = The signature is valid, but the body is not `{"{"}"command": "…"{"}"}`.
not-understood-words = The signature is valid, but the command is empty.
not-understood-alerts = This is not a webhook payload of Alertmanager or Grafana with an `alerts` list: keep the default payload.
not-understood-azure-alert = This is neither an alert in the common alert schema of Azure Monitor nor a budget notification: enable the common alert schema for this action.
unfitting = { $named ->
    [no] An event without a name
   *[yes] The event *{ $event }*
  } matches { $several ->
    [yes] more than one source
   *[no] no source
  } of kind `event` in the configuration. Nothing was done.
unheard-undated = *{ $source }*: an incomplete event arrived: it does not say when it was due. Nothing was done. Add `"time": "<aws.scheduler.scheduled-time>"` to the schedule's input.
unheard-undated-rule = *{ $source }*: an incomplete event arrived: it does not say when it was due. Nothing was done. Let the rule pass the whole event, which has a `time`.
unheard-undated-timer = *{ $source }*: an incomplete event arrived: the Functions host does not say, in a form that I can read, when its timer was due. Nothing was done. I'll try again at the timer's next run.
unheard-no-command = *{ $source }*: an incomplete event arrived: it has no command, and neither has the source in the configuration. Nothing was done. Give the source a `command`.
not-read-too-large = *{ $source }*: a request was too large, so I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
not-read-too-slow = *{ $source }*: a request arrived too slowly, so I did not read it to its end. Nothing was done.
not-read = *{ $source }*: a request arrived in a form that I can't read. Nothing was done. The log has the details.
not-read-unproven = I could not check who sent it.
announce-head = In { $lead } I { $verb ->
    [start] start
    [restart] restart
   *[stop] stop
  } { $n ->
    [one] 1 instance
   *[other] { $n } instances
  }:
announce-would = In { $lead } I would { $verb ->
    [start] start
    [restart] restart
   *[stop] stop
  } { $n ->
    [one] 1 instance
   *[other] { $n } instances
  }; this is a dry run, and nothing will be done:
announce-none = As things stand, there is nothing to { $do } in { $lead }.
announce-unknown = I could not read everything, so I can't say whether there is anything to { $do } in { $lead }.
announce-keep = To keep one running, type `keep NAME for 2h`.
listed = { $dot } *{ $instance }*{ $size }{ $price }
proposal-head = { $n ->
    [one] 1 instance to { $do }. Nothing has been done yet; to do it, type `{ $command }`.
   *[other] { $n } instances to { $do }, dearest first. Nothing has been done yet; type `{ $do } NAME`, or `{ $command }` for all.
  }
proposal-none = There is nothing to { $do } with `{ $command }`{ $counts }.
proposal-unknown = I could not read everything, so I can't say whether there is anything to { $do } with `{ $command }`{ $counts }.
proposal-counts = { ":" } { $counts }
button-one = { $verb ->
    [start] Start { $instance }
    [restart] Restart { $instance }
   *[stop] Stop { $instance }
  }
button-keep-one = Keep { $instance } 2 h

## Keeps

keep-done = *{ $instance }* is kept { $until }{ $because }: timers and alerts will not stop it before then. To end that, type `keep { $instance } off`.
keep-done-many = { $names } are kept { $until }{ $because }: timers and alerts will not stop them before then. To end that, type `{ $command }`.
keep-replaced = { $whose ->
    [own] { $length ->
        [shorter] That is shorter than before: you had kept it { $until }{ $because }.
       *[longer] Before, you had kept it { $until }{ $because }.
      }
   *[other] Before, { $who } had kept it { $until }{ $because }; your keep replaces that.
  }
keep-replaced-unreadable = The workspace had a tag for it that I can't read; your keep replaces that.
keep-cut = A tag in Azure holds 256 characters, so the end of your reason was cut.
keep-not-azure = Azure itself may still stop { $names }, when idle or by a schedule.
keep-already = *{ $instance }* is already kept { $until }{ $because }.
keep-already-many = { $names } are already kept { $until }{ $because }.
keep-longer = *{ $instance }* is already kept for longer: by { $who } { $until }{ $because }. I left that as it is; to end it, type `keep { $instance } off`.
keep-ended = *{ $instance }* is no longer kept: { $who } had kept it { $until }{ $because }. Timers and alerts may stop it again.
keep-off = *{ $instance }* is no longer kept. Timers and alerts may stop it again.
keep-off-many = { $names } are no longer kept. Timers and alerts may stop them again.
keep-off-already = *{ $instance }* is not kept; there is nothing to end.
keep-off-already-many = { $names } are not kept; there is nothing to end.
keep-otherwise = Somebody was faster: *{ $instance }* is kept by { $who } { $until }{ $because }. If you still want to change that, type your command again.
keep-off-otherwise = Somebody was faster: *{ $instance }* is not kept. If you still want to keep it, type `keep { $instance } for 2h`.
keep-because = { " " }({ $because })
keep-too-long = A keep lasts at most { $days } days, as with `keep NAME for { $days }d`. For longer, ask the Lamplighter administrator to leave the instance out of the timer.
not-later = { $why ->
    [timer] I can't do that later: no timer is set up that carries out what is due. Nothing is pending. The Lamplighter administrator can set one up as `docs/timers.md` shows.
    [key] I can't do that later: there is no key to seal it with. Nothing is pending. The Lamplighter administrator can add `[tickets]` with a `key` to the configuration.
    [terminal] A terminal can neither ask for something later nor show what is pending: its user name proves nothing, and it does not have the key. Ask in a chat.
    [machine] A machine can't ask for something later: a timer has its own time. Set the timer to that time, without a time in its command.
    [due] `due` is the command of a timer alone. To see what is pending, type `later`.
    [past] That time has passed. Type `in 2h`, `at 18:00` or `tomorrow at 08:00`.
    [far] That is too far ahead: a command can wait for { $days } days at most. For a fixed hour each day, type `schedule NAME`.
    [max] `--max` would count for each workspace by itself. Name one, such as `WORKSPACE/all`.
   *[long] That is too long to be noted in a tag of the workspace, which holds 256 characters. Name fewer instances, or type a pattern such as `gpu-*`.
  }
keep-over = That time has passed. Type a later one, such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.

## Idle shutdown and schedules

idle-done = *{ $instance }* stops when idle for { $idle }.{ $was }
idle-done-many = { $names } stop when idle for { $idle }.
idle-was = { " " }It was { $idle } before.
idle-was-never = { " " }It had no idle shutdown before.
idle-already = *{ $instance }* already stops when idle for { $idle }.
idle-already-many = { $names } already stop when idle for { $idle }.
idle-otherwise = *{ $instance }*: Azure accepted it, but still shows { $idle }. To see whether that changes, type `status { $instance }`.
idle-otherwise-none = *{ $instance }*: Azure accepted it, but still shows no idle shutdown. To see whether that changes, type `status { $instance }`.
idle-identity = It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
idle-identities = { $names } { $n ->
    [one] has a managed identity
   *[other] have a managed identity each
  }: idle shutdown works only while that identity is *Contributor* on the workspace.
idle-off = { $n ->
    [one] { $names } still stops when idle for { $idle }
   *[other] { $names } still stop when idle
  }: Azure can't turn that off on an existing instance. The longest is { $longest }: `{ $command }`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself.
idle-off-already = { $names } { $n ->
    [one] has
   *[other] have
  } no idle shutdown; there is nothing to turn off.
setting-gone = *{ $instance }* no longer exists; somebody deleted or recreated it. Nothing was set.
setting-failed = 🔴 { $names } could not be set: { $reason }

days-every = every day
days-week = weekdays
days-weekend = weekends
days-0 = Sundays
days-1 = Mondays
days-2 = Tuesdays
days-3 = Wednesdays
days-4 = Thursdays
days-5 = Fridays
days-6 = Saturdays
day = %Y-%m-%d
schedule-weekly = { $days } at { $times }
schedule-cron = by cron `{ $cron }`
schedule-recurs = every { $n ->
    [one] { $unit ->
        [minute] minute
        [hour] hour
        [day] day
        [week] week
       *[other] month
      }
   *[other] { $n } { $unit ->
        [minute] min
        [hour] h
        [day] d
        [week] weeks
       *[other] months
      }
  }
schedule-unread = at times that I can't read
schedule-line = { $id }*{ $action }* { $when }, { $zone }{ $end }
zone-brasilia = Brasília time
schedule-next = . Next: { $time }.
schedule-off = : off.
schedule-failed = : 🔴 Azure could not set it up, so it does not run. Remove it and add it again.
schedule-drift = Azure's schedules ignore daylight saving: by the clocks of { $zone } it runs at { $now } now, and at { $then } from { $day } on.
schedule-drift-all = Azure's schedules ignore daylight saving: by the clocks of { $zone } { $n ->
    [one] it runs
   *[other] they run
  } { $by } { $how ->
    [earlier] earlier
   *[later] later
  } from { $day } on.
schedule-head = *{ $instance }* has { $n ->
    [one] 1 schedule
   *[other] { $n } schedules
  }:
schedule-none = *{ $instance }* has no schedules. To add one: `{ $command }`.
schedule-none-of = Without schedules: { $names }.
schedule-added = *{ $instance }* has a new schedule:
schedule-enabled = *{ $instance }*: this schedule is on again:
schedule-disabled = *{ $instance }*: this schedule is off; Azure keeps it:
schedule-removed = *{ $instance }* no longer has this schedule:
schedule-already-added = *{ $instance }* has this schedule already:
schedule-already-enabled = *{ $instance }*: this schedule is on already:
schedule-already-disabled = *{ $instance }*: this schedule is off already:
schedule-already-removed = *{ $instance }* no longer had this schedule:
schedule-otherwise = *{ $instance }*: Azure accepted it, but still shows what was there before. To see whether that changes, type `schedule { $instance }`.
schedule-full = *{ $instance }* has { $n } schedules, as many as Azure keeps for one instance. Nothing was added; remove one first.
schedule-unknown = *{ $instance }* has no schedule `{ $id }`. Nothing was changed.
schedule-ambiguous = `{ $id }` matches { $ids }. Nothing was changed; give one more character.
schedule-crowded = *{ $instance }*: others kept changing its schedules at the same time. To see what is there now, type `schedule { $instance }`; if yours is missing, type your command again.
schedule-together = Somebody changed its schedules at the same moment; both changes are there.
schedule-put-back = Somebody changed its schedules at the same moment, and what had just been added was lost. I put it back:
schedule-taken-away = Somebody changed its schedules at the same moment, and removed this one. If that was not meant, add it again:
schedule-no-crontab = Azure does not understand `{ $cron }`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
schedule-never = `{ $cron }` never occurs. Nothing was added.
schedule-no-zone = Azure has no time zone `{ $zone }`. Type one such as `Europe/Lisbon` or `America/Sao_Paulo`.
schedule-no-own-zone = Azure has no name for your time zone. Type another one after the time, such as `Europe/Lisbon`.

## Acknowledgements

busy-here = 🟡 { $late ->
    [nowhere] I'm still working on it. To see how it went, type `status` in a while.
   *[here] I'm still working on it and will tell you{ in-place } how it went.
  }
looking = 🟡 Azure is slow to answer. { $late ->
    [nowhere] I'm still working on `{ $command }`. To see how it went, type `status` in a while.
   *[here] I'm still working on `{ $command }` and will tell you{ in-place } how it went.
  }
queued = 🟡 I'm busy with other commands; `{ $command }` is in line. { $late ->
    [nowhere] To see how it went, type `status` in a while.
   *[here] I'll tell you{ in-place } how it went.
  }
throttled = 🟡 Azure asks us to wait { $wait } before the next call. { $late ->
    [nowhere] I'll go on with `{ $command }` then. To see how it went, type `status` after that.
   *[here] I'll go on with `{ $command }` then and tell you{ in-place }.
  }
asking = 🟡 Azure has not answered yet, so I don't know whether it accepted `{ $command }`. { $late ->
    [nowhere] To see how it went, type `status` in a while.
   *[here] I'll look again and tell you{ in-place }.
  }
out-of-time-setting = I ran out of time before I saw the outcome of `{ $command }`. Type it again: what is already done is not done twice. { $id }
out-of-time = I ran out of time before Azure answered. Nothing was done. To try again, type `{ $command }`. { $id }

## Confirmations

confirm-delete = Delete *{ $instance }*? Its OS disk and everything outside the file share will be lost for good.
confirm-delete-job = Delete *{ $instance }*? It is running a job, which would end. Its OS disk and everything outside the file share will be lost for good.
confirm-delete-jobs = { $n ->
    [one] 1 job runs on it or waits for it
   *[other] { $n } jobs run on it or wait for it
  }: { $jobs }.
jobs-not-wanted = I did not check for jobs that wait for it.
jobs-forbidden = I did not check for jobs: Lamplighter doesn't have permission to read them in { $places }.
jobs-failed = I did not check the jobs of { $places }: { $reason }
jobs-untold = I did not check for jobs: Azure did not list those of { $places } in time.
jobs-in-part = I checked only the newest jobs of { $places }.
jobs-of-somewhere = a workspace
confirm-bulk = { $verb ->
    [start] Start
    [restart] Restart
    [stop] Stop
   *[other] Go on with
  } these { $n }?
confirm-make = Create *{ $instance }*?
make-terms = Blueprint *{ $blueprint }*: { $size }{ $price }. For { $who }. It shuts down after { $idle } idle.
make-price = , { $hour } per hour, { $month } per month if it never stops
make-schedules = It has { $schedules }.
make-renewal = It takes the place of *{ $instance }*, with its tags and schedules. { $is_latest ->
    [yes] The OS image of *{ $instance }* is the latest already.{" "}
   *[no] { "" }
  }{ $how ->
    [stopped] *{ $instance }* stays as it is, stopped.
    [working] *{ $instance }* is running a job. If it still does when the new one runs, I leave it running, and both are billed.
   *[other] *{ $instance }* is stopped once the new one runs, and not deleted.
  } Not carried over: { $losses }. Files on the file share (`~/cloudfiles`) are there on both.
renew-both = While *{ $instance }* runs, both are billed.
renew-stop = If *{ $old }* still runs when the new one does, type `stop { $old }`.
renew-left = *{ $old }* is left as it is.
renewed = *{ $instance }* is still there, stopped. When all is well with the new one, type `delete { $instance }`.
not-made-no-blueprint = There is no blueprint for your workspaces, so I can't create instances there. The Lamplighter administrator can add one; without one, instances are created in Azure ML studio, under Compute, or with *az ml compute*. `list` shows what there is.
not-made-typed = There is no blueprint `{ $typed }` here.{" "}
not-made-several = { $typed }Choose one of these: { $commands }.
not-made-nameless = `{ $blueprint }` is a blueprint. Type `create NAME from { $blueprint }` with a name of your choice.
not-made-name = Azure doesn't accept the name `{ $name }`: { name-rule }
name-rule = 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
blueprints-head = Type `create NAME from BLUEPRINT` with a name of your choice. { $n ->
    [one] The blueprint:
   *[other] The blueprints:
  }
blueprints-line = *{ $blueprint }*: { $size }, shuts down after { $idle } idle{ $places }
blueprints-in = , in { $on }
not-made-nobody = I don't know your id in Entra ID, and nobody else could open the instance. The Lamplighter administrator can add it under `[people]`. To create it for somebody else, add `for PERSON`.
not-made-taken = { $how ->
    [failed] *{ $instance }* exists already, and creating it failed. Type `delete { $instance }` first, or choose another name.
    [deleting] *{ $instance }* is being deleted. The name is free when it is gone; or choose another name.
   *[other] *{ $instance }* exists already. Choose another name.
  }
not-made-most = { $each ->
    [yes] The blueprint *{ $blueprint }* allows { $most } per person, and that many exist
   *[no] The blueprint *{ $blueprint }* allows { $most } in all, and that many exist
  }{ $made }. `delete NAME` makes room.
not-made-those = : { $names }
not-made-unfinished = { $how ->
    [failed] *{ $instance }* was not created completely, so there is nothing to renew. Type `delete { $instance }`, then create it again.
   *[other] *{ $instance }* is still being created. Type `renew { $instance }` when it runs.
  }
not-made-replaced = { $how ->
    [failed] *{ $new }* was to take the place of *{ $old }*, but creating it failed. Type `delete { $new }` first, then `renew { $old }`.
    [running] *{ $new }* takes the place of *{ $old }* already. When all is well with it, type `delete { $old }`.
    [working] *{ $new }* takes the place of *{ $old }* already. When all is well with it, type `delete { $old }`.
   *[other] *{ $new }* takes the place of *{ $old }* already, and is { $state } now. `status { $new }` shows more.
  }
not-made-unfit = No blueprint makes an instance such as *{ $instance }*: its size, network or identity is another, or I can't read its owner or schedules. { $latest ->
    [yes] Its OS image is the latest, so it needs no renewal.
   *[no] `outdated { $instance }` shows how to renew it by hand.
  }
confirm-idle = Set the idle shutdown of these { $n }?
confirm-some = { $verb ->
    [start] Start
    [restart] Restart
    [stop] Stop
   *[other] Go on with
  } { $most } of these { $n }, the dearest first?
confirm-jobs = { $n ->
    [one] { $names } is running a job, which would end.
   *[other] { $names } are running jobs, which would end.
  }
confirm-for = The buttons work for { $minutes } min, and only for you.
confirm-long = To do it, paste this line after `/ci do` within { $minutes } min. It works only for you.
confirm-typed = To do it, mention me with this line within { $minutes } min. It works only for you.
button-delete = Delete
button-keep = Don't delete
button-start = Start
button-stop = Stop
button-restart = Restart
button-make = Create { $instance }
button-idle = Set { $n }
button-bulk = { $verb ->
    [start] Start { $n }
    [restart] Restart { $n }
   *[stop] Stop { $n }
  }
button-never-mind = Never mind
never-minded = Left as it is. Nothing was done.
confirmed = On it: `{ $command }`.
ticket-expired = That confirmation was valid for { $minutes } min. To be asked again, type `{ $command }`.
button-expired = That button is too old. To do it now, type `{ $command }`.
ticket-unfitting = That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `{ $command }`.
ticket-malformed = That confirmation is not one of mine, or was changed on the way. Nothing was done.

## Commands that were not understood

too-long = That is longer than the { $most } characters that I read. Shorten it; a glob such as `gpu-*` stands for many names.
unknown-verb = I don't know `{ $word }`. What I know is, for example, `list`, `status NAME`, `start NAME`, `stop NAME`, `keep NAME for 2h` and `cost`; `help` has more.
only-names = I don't understand `{ $word }`, so I only looked; `help` shows what I know.
unknown-verb-meant = I don't know `{ $word }`. Did you mean { $meant }?
unknown-option = I don't know the option `{ $option }`. `help` shows what there is.
unknown-option-meant = I don't know the option `{ $option }`. Did you mean { $meant }?
option-not-here = `{ $option }` does not go with *{ $verb }*. See `help { $verb }`.
option-not-here-meant = `{ $option }` does not go with *{ $verb }*. Type { $meant }, or see `help { $verb }`.
option-needs-value = `{ $option }` needs something after it, as in `{ $example }`.
value-unfit = `{ $option }` can't be `{ $value }`: { $kind ->
    [owner] type a name, a mention or an object id in Entra
   *[other] type a name
  }, as in `{ $example }`.
option-twice = `{ $option }` is given twice. Give it once.
target-missing = Which one? Type `{ $verb } NAME`. `list` shows what there is.
one-by-name = `{ $verb }` takes one instance, by its name: `{ $verb } NAME`.
create-what = Type `create NAME` with one name of your choice, such as `create NAME from BLUEPRINT for PERSON`. `create` alone shows the blueprints.
not-a-name = `{ $name }` means something else to me, so a new instance can't have that name. Choose another name: { name-rule }
schedules-of-one = Schedules change for one instance at a time, by its name: `schedule NAME add stop weekdays at 20:00`. For several, the Lamplighter administrator can set up a timer, as `docs/timers.md` shows.
not-a-target = `{ $word }` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.
not-a-count = `{ $option }` takes a number from 1 on, as in `{ $example }`.
keep-how-long = For how long? Type `keep { $name } for 2h`, `keep { $name } until 22:00` or `keep { $name } off`.
not-a-duration = I don't understand the duration `{ $words }`. Type one such as `45m`, `2h` or `1d12h`.
not-a-since = I don't understand the time `{ $words }`. Type one such as `8h`, `18:00`, `yesterday` or `24/12/2026 18:00`.
not-a-time = I don't understand the time `{ $words }`. Type one such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
not-a-time-meant = `{ $words }` leaves the hour open. Type { $meant }.
idle-how-long = After how long? Type `idle { $name } 2h` or `idle { $name } off`. `status { $name }` shows the current setting.
idle-out-of-range = Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest. Type something in between, such as `idle NAME 2h`.
idle-in-seconds = Azure counts idle time in whole minutes. Type it without seconds, such as `idle NAME 20m`.
schedule-what = What should I do with its schedules? Type `schedule NAME add stop weekdays at 20:00`, or `enable`, `disable` or `remove` and an id. `schedule NAME` shows them.
schedule-which = Which schedule? `schedule { $name }` shows their ids. Type the id at the end, as in `schedule { $name } remove ID`. A command for later is not a schedule: to call one off, type `later { $name } off`.
timetable-missing = When? Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
not-a-timetable = I don't understand the time `{ $words }`. Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
announce-what = What should I announce? A timer can run `announce stop all in 30m`; `start` and `restart` can be announced, too.
announce-when = When will it happen? A timer can run `announce stop all in 30m`.
leftover = I understood `{ $understood }`, but not `{ $rest }`. Leave it out, or see `help { $verb }`.
leftover-meant = Nothing was done, since I don't understand `{ $rest }`. Did you mean { $meant }?
leftover-acts = Nothing was done: I don't understand `{ $rest }`, and won't act without it. See `help { $verb }`.
did-you-mean = Nothing was done. Did you mean { $meant }?
negated = That says what not to do, so I did nothing. Type what to do instead, such as { $meant }.
one-at-a-time = One command at a time: nothing was done. Type `{ $first }` first.
elsewhere = { $what ->
    [create] To create an instance, type `create NAME`; to replace an old one, `renew NAME`. I don't rename or copy instances. `{ $see }` shows what there is, and `create` what can be created.
    [resize] I don't change the size of an instance. Create one of the right size in Azure ML studio, under Compute. `{ $see }` shows the present size. For the latest OS image, type `outdated { $name }`.
    [open] I don't open applications. `{ $see }` shows the links to Jupyter while an instance is running.
    [connect] I don't open a terminal. Azure ML studio has one, and *az ml compute connect-ssh* connects by SSH. `{ $see }` shows what is running.
    [confirm] I asked nothing that a word can answer, so nothing was done. To confirm, press the button below my question or type its `confirm CODE`. `{ $see }` shows the present state.
    [history] I keep no history. What timers and alerts did is reported in their channels. `{ $see }` shows the present state, and since when.
    [permissions] The Lamplighter administrator decides what each person can do, in the grants of the configuration. `{ $see }` shows what you can do.
    [logs] I don't have the logs of what runs on an instance. Azure ML studio has them. `{ $see }` shows its state, and what Azure reports about it.
   *[cancel] I can't take back what Azure has accepted. `later` shows what is pending, and `later { $name } off` ends it; `keep { $name } off` ends a keep, `schedule { $name }` shows schedules. A job ends in Azure ML studio. `{ $see }` shows the present state.
  }

## Refusals, and instances that were not found

nameless = I can't tell who you are: this message has no Entra id, as with bots and some guests. Nothing was done.
overloaded-caller = { $n ->
    [one] You have 1 command in progress here
   *[other] You have { $n } commands in progress here
  }, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.
overloaded = { $n ->
    [one] I am working on 1 command
   *[other] I am working on { $n } commands
  }, the most that I accept at a time. Nothing was done. Try again in a minute.
no-grants = You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `{ $caller }`.
may = You can use { $may } { $on }.
not-this-verb = You can use { $may } { $on }, but not `{ $verb }`. Ask { $asked }.
not-any = You don't have permission for `{ $verb }` on any instance. Ask the Lamplighter administrator.
ask-owner = an owner of { $on }
ask-operator = the Lamplighter administrator
whose = { $known ->
    [name] *{ $instance }* is { $owner }'s
    [id] *{ $instance }* is somebody else's
   *[no] Azure names no owner of *{ $instance }*
  }
not-yours = { $whose }; you can use `{ $verb }` only { $places }.
not-for-others = You can use `{ $verb }` only { $places }. To create *{ $instance }* for yourself, leave out `for`.
not-there = You can use `{ $verb }` only { $places }, not on *{ $instance }*.
none-of-these = { $own ->
    [only] These instances are not yours; you can use `{ $verb }` only on your own.
   *[also] You can use `{ $verb }` only { $places }, and these instances are not there.
  }
other-channel = `{ $what }` is allowed only in some channels, and this isn't one of them. The Lamplighter administrator knows which.
not-by-channel = A channel can't be given permission for `{ $verb }`, only a person. Ask the Lamplighter administrator.
not-by-machine = Timers, scripts and alerts can't use `{ $verb }`: a person has to confirm it.
not-by-force = You can use `{ $verb }` on *{ $instance }*, but not with `--force`: ending somebody's work needs the *force* permission, which you { $held ->
    [elsewhere] have only { $places }
   *[nowhere] don't have
  }. Ask { $asked }.
nobody-known = I don't know who you are in Entra, so I can't tell which instances are yours. The Lamplighter administrator can add you under `[people]`; you are `{ $caller }`.
not-seen = I don't see { $names }.{ $done ->
    [yes] { "" } Nothing was done.
   *[no] { "" }
  } `list` shows what you can see.
not-seen-meant = I don't see { $names }. Did you mean { $meant }?
ambiguous-mine = You have { $count } instances. Which one? Type { $places }.
is-workspace = *{ $name }* is a workspace, not an instance. For everything in it, type `{ $command }`.
ambiguous = There is more than one *{ $name }*. Type { $places }.
no-such-state = I don't know the state `{ $state }`. The states are { $states }.
no-such-owner = I don't know who `{ $owner }` is{ $there ->
    [no] , and Azure names no owner of what you can see. `list` shows what there is
   *[yes] . Owners here: { $names }. `list` shows whose each instance is
  }.
several-owners = `{ $owner }` can be several people. Type { $commands }.
nothing-fits = Nothing that you can see matches `{ $selection }`. `list` shows what there is.

## For the owner of an instance that somebody else starts or stops, behind their name

owner-told = *{ $who }* { $done ->
    [yes] { $verb ->
        [start] started
        [restart] restarted
        [delete] deleted
        [create] created
       *[stop] stopped
      }
   *[no] { $verb ->
        [start] is starting
        [restart] is restarting
        [delete] is deleting
        [create] is creating
       *[stop] is stopping
      }
  } { $names }{ $why }.
owner-why = {" "}because of *{ $name }*

## Errors from Azure

nothing-of-size = Nothing that you can see matches `{ $selection }`. Apart from the size, it matches instances of { $sizes }.
unknown-size = I left out { $names }: Azure names no size for { $n ->
    [one] it
   *[other] them
  }, or one of a family that I don't know.
nothing-done = Nothing was done.
failed-line = 🔴 *{ $instance }*: { $reason }
left-broken = 🔴 *{ $instance }*: { $reason } What is left of it keeps the name: before you try again, type `delete { $instance }`.
unread = 🔴 I could not read *{ $workspace }*: { $reason }
unread-somewhere = 🔴 I could not read one of the workspaces: { $reason }
fail-not-found = Azure has no such instance.
fail-no-workspace = Azure has no workspace with the name in the configuration. The Lamplighter administrator can correct it. { $id }
fail-no-resource-group = Azure has no resource group with the name in the configuration. The Lamplighter administrator can correct it. { $id }
fail-no-subscription = Azure has no subscription with the id in the configuration. The Lamplighter administrator can correct it. { $id }
fail-on = { " " }on { $scope }
fail-forbidden = Azure refused: Lamplighter lacks `{ $action }`{ $on }. An Azure owner can grant it with the role *{ $role }* in `infra/azure`; `lamplighter check` lists everything that is missing. { $id }
fail-forbidden-elsewhere = Azure refused: Lamplighter lacks `{ $action }`{ $on }. An Azure owner can grant it with a role that has this action. { $id }
fail-forbidden-some = Azure refused: Lamplighter lacks a permission, and Azure does not say which. The Lamplighter administrator can see what is missing with `lamplighter check`. { $id }
missing-rights = Everything that Lamplighter lacks for this in { $workspace }: { $rights }.
missing-right = `{ $action }` (role *{ $role }*)
fail-locked = Azure refused: a resource lock protects it. The person who set the lock can remove it. { $id }
fail-azure-policy = Azure refused: a policy of your organisation denies this. The administrator of its Azure policies can say which one. { $id }
fail-deny-assignment = Azure refused: a deny assignment forbids `{ $action }`, no matter which roles Lamplighter has. The Azure portal lists it under Access control (IAM); the person who created it can remove it. { $id }
fail-deny-assignment-some = Azure refused: a deny assignment forbids this, no matter which roles Lamplighter has. The Azure portal lists it under Access control (IAM); the person who created it can remove it. { $id }
fail-private-network = Azure refused: public network access is off, and Lamplighter is not in the private network. The administrator of that network can give it access. { $id }
fail-subscription-disabled = Azure refused: the subscription is disabled. Its administrator can see why in the Azure portal, and enable it again. { $id }
fail-subscription-type = Azure refused: this type of subscription does not allow it. Its administrator can say which subscription does. { $id }
fail-not-registered = Azure refused: the subscription is not registered for `{ $namespace }`. Its administrator can register it: `az provider register --namespace { $namespace }`. { $id }
fail-not-registered-some = Azure refused: the subscription is not registered for a service that this needs. Its administrator can register it under Resource providers in the Azure portal. { $id }
fail-api-version = Azure does not have this call in this cloud and region with this api-version. The Lamplighter administrator can set another `azure.api_version` (or `idle_api_version`, `schedules_api_version`) and check `azure.cloud`. { $id }
fail-token-refused = Microsoft Entra did not let Lamplighter sign in ({ $code }). The Lamplighter administrator should check its secret or identity. { $id }
fail-credential = Lamplighter has no working Azure credential. The Lamplighter administrator can see why with `lamplighter check`. { $id }
fail-token-service = the service that signs Lamplighter in does not answer, or has a fault. That usually passes: try again in a minute. { $id }
fail-token-rejected = Azure did not accept Lamplighter's sign-in. The Lamplighter administrator can see why with `lamplighter check`. { $id }
fail-token-tenant = Azure did not accept Lamplighter's sign-in: it signs in to a tenant other than the subscription's. The Lamplighter administrator can compare `AZURE_TENANT_ID` with the subscription. { $id }
fail-token-audience = Azure did not accept Lamplighter's sign-in: it is for another cloud or service. The Lamplighter administrator can check `azure.cloud` in the configuration. { $id }
fail-conflict = Azure is still busy with another operation on it. Try again in a minute. { $id }
fail-look-too-old = Azure answers so slowly that what I saw was out of date before I could act, so I left it as it is. Try again in a few minutes. { $id }
fail-throttled = Azure asks us to wait { $wait } before the next call. Try again then. { $id }
fail-name-taken = the name is taken: names of instances are unique in a region, also among instances of others. Choose another one. { $id }
fail-quota = the subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask the subscription's administrator for more. { $id }
fail-no-capacity = Azure has no machine of this size free in the region now. Try again later. { $id }
fail-disk-full = its disk is full. { audit-do-disk-full }
audit-do-disk-full = Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
fail-not-stopped = Azure starts an instance only when it is stopped, and this one is not. `status` shows what it is doing. { $id }
fail-unusable = Azure reports it unusable. `restart` often brings it back; if not, delete and recreate it. { $id }
fail-too-many-tags = the workspace has 50 tags, the most that Azure allows. Its administrator can remove one that nobody needs. { $id }
fail-timed-out = Azure gave up on it: it took too long. Look at `status`, then try again. { $id }
fail-server = Azure has an internal error (HTTP { $status }). Try again in a few minutes. { $id }
fail-unreachable = I can't reach Azure. Try again in a few minutes. { $id }
fail-unanswered = Azure did not answer. Try again in a few minutes. { $id }
fail-garbage = something other than Azure answered in its place, perhaps a proxy. The Lamplighter administrator should look into it. { $id }
fail-list-too-long = the list is longer than the 64 MB, or the 15 minutes, that I read. Name fewer instances, or ask the Lamplighter administrator. { $id }
fail-list-loops = Azure's list comes back to a page that it has given already, so I don't know all of it. Try again; if that happens again, the Lamplighter administrator should look into it. { $id }
fail-foreign = Azure's answer pointed to another host, and I don't follow it there. The Lamplighter administrator should look into it. { $id }
fail-making = creating it failed{ $code }. { $id }
fail-azure-refused = Azure refused it{ $code }. { $id }

## Status and lists

status-head = { $dot } *{ $instance }* is { $state }{ $since }.
status-head-since = { $dot } *{ $instance }* has been { $state } { $since }.
status-since = { $since }{ $ago }{ $cause }
status-for = { " " }({ $ago })
status-cause = , { $did ->
    [start] started { $by }
    [restart] restarted { $by }
    [create] created { $by }
   *[same] { $by }
  }
status-size = Size { $size }
status-price-if = { $money } per hour when it runs
status-owner = owner { $owner }
status-owner-you = owner: you
status-idle = stops when idle for { $idle }
status-idle-none = no idle shutdown
status-idle-unreadable = idle shutdown in a form that I can't read
status-schedules = { $n ->
    [one] 1 schedule
   *[other] { $n } schedules
  }
status-schedules-next = { $n ->
    [one] 1 schedule
   *[other] { $n } schedules
  }, next { $action ->
    [start] start
   *[stop] stop
  }: { $time }
status-keep-unreadable = Somebody keeps it, but I can't read the tag `{ $tag }`. Timers and alerts will not stop it. To remove the tag, type `keep { $instance } off`.
status-keep-unknown = I could not see just now whether somebody keeps it.
status-kept = Kept by { $who } { $until }{ $because }.
status-by = { " " }{ $by }
status-last = Last: { $did }{ $by } { $at }.
status-last-running = Last: { $operation }{ $by }, { $since }; not finished yet.
status-last-failed = Last: { $operation }{ $by } { $at }; it failed.
by-user = manually
by-schedule = by a schedule
by-idle = by idle shutdown
by-other = by { $by }
status-error = 🔴 Azure says: { $error }
status-left = What is left of it keeps the name: before you create it again, type `delete { $instance }`.
status-stuck = 🔴 Azure never takes that long: it is stuck. { audit-do-stuck }
status-image-of = Its OS image is { $version }, the latest is { $latest }. `outdated { $instance }` shows how to renew it.
status-image = Its OS image is out of date. `outdated { $instance }` shows how to renew it.
status-open = Open { $links }
status-apps = Only its owner can open Jupyter, JupyterLab and RStudio.
list-line = { $dot } *{ $instance }* { $state }{ $since }{ $facts }
list-price = { $money }/h{ $runs ->
    [yes] { "" }
   *[no] { " " }when on
  }
list-you = you
list-head = { $total ->
    [one] 1 instance
   *[other] { $total } instances
  }: { $counts }.
list-empty = There is nothing here that you can see.
list-cut = … and { $more } more. Narrow it down with a glob, or `--state running`.
count-state = { $n } { $state }

## Audits

audit-head = { $total ->
    [one] 1 instance
   *[other] { $total } instances
  }, { $n } with findings: { $counts }.
audit-nothing = { $total ->
    [one] 1 instance
   *[other] { $total } instances
  }: nothing found.
audit-idle-untold = Azure shows no idle time for any of these in { $workspaces }: either it is not set, or the api-version `{ $version }` does not return it. The Lamplighter administrator can compare with another `api_version`.
audit-unknown = Azure does not say { $what }.
audit-line = { $dot } *{ $instance }*: { $findings }. { $remedy }
audit-cut = … and { $more } more. Narrow it down with a glob.

# The findings about one instance.
audit-unusable = { $state }{ $because }
audit-disk-full = its disk is full
audit-stuck = { $state } for { $ago }
audit-ssh-public = public SSH access on
audit-no-idle-shutdown = no idle shutdown
audit-running-long = running for { $ago }
audit-image-outdated = OS image out of date, { $known ->
    [yes] { $age } old
   *[no] age unknown
  }{ $versions }
audit-versions = { " " }({ $version }, latest { $latest })
audit-idle-shutdown-may-fail = idle shutdown may not work (managed identity)
audit-azure-error = Azure reports { $code }
audit-owner-unknown = Azure names no owner
audit-local-auth = local authentication on
audit-no-vnet = not in a virtual network
audit-state-unknown = Azure does not say its state
audit-running-since-unknown = Azure does not say how long it has been running
audit-idle-unreadable = its idle time is in a form that I can't read
audit-image-unknown = Azure does not say whether its OS image is the latest
audit-ssh-unknown = Azure does not say whether public SSH access is on

# The same for { $n } instances, in the first line. Unknowns follow "Azure does not say".
audit-count-unusable = { $n } unusable or failed
audit-count-disk-full = { $n } with a full disk
audit-count-stuck = { $n } stuck
audit-count-ssh-public = { $n } with public SSH access
audit-count-no-idle-shutdown = { $n } without idle shutdown
audit-count-running-long = { $n } running for more than { $longest }
audit-count-image-outdated = { $n } with an old OS image
audit-count-idle-shutdown-may-fail = { $n } whose idle shutdown may not work
audit-count-azure-error = { $n } with an error
audit-count-owner-unknown = { $n } without an owner
audit-count-local-auth = { $n } with local authentication
audit-count-no-vnet = { $n } outside a virtual network
audit-count-state-unknown = the state of { $n }
audit-count-running-since-unknown = how long { $n ->
    [one] 1 has
   *[other] { $n } have
  } been running
audit-count-idle-unreadable = the idle time of { $n } in a form that I can read
audit-count-image-unknown = whether the OS image of { $n } is the latest
audit-count-ssh-unknown = whether { $n ->
    [one] 1 has
   *[other] { $n } have
  } public SSH access

# What to do about a finding.
audit-do-unusable-now = `restart { $instance }` often brings it back; if not, delete and recreate it.
audit-do-unusable = To fix that, delete and recreate it.
audit-do-running-long = If nobody needs it, type `stop { $instance }`.
audit-do-running-job = When its job is done, type `stop { $instance }`.
audit-do-no-idle-shutdown = To set one, type `idle { $instance } 1h`.
audit-do-idle-shutdown-may-fail = Give its identity the role *Contributor* on the workspace.
audit-do-image-outdated = To see how to renew it, type `outdated { $instance }`.
audit-do-ssh-public = Public SSH access can't be turned off later. Create a new instance without it, with `renew { $instance }` or in Azure ML studio.
audit-do-azure-error = To see more, type `status { $instance }`.
audit-do-owner-unknown = Find out whose it is.
audit-do-local-auth = Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.
audit-do-no-vnet = The network is set when an instance is created: create a new one in a virtual network.

## Costs

cost-none = No instances are running.
cost-head = { $n ->
    [one] 1 instance is
   *[other] { $n } instances are
  } running: *{ $hour } per hour*, { $day } per day at list price.
cost-head-unpriced = { $n ->
    [one] 1 instance is running. I could not get its price.
   *[other] { $n } instances are running. I could not get their prices.
  }
cost-workspace = *{ $workspace }*: { $hour } per hour, { $day } per day, { $n } running
cost-workspace-unpriced = *{ $workspace }*: price not known, { $n } running
cost-run = { $dot } *{ $instance }* ({ $who }): { $hour } per hour{ $since }{ $far }, another { $more } { $until } if left on
cost-run-unpriced = { $dot } *{ $instance }* ({ $who }){ $since }: price not known
cost-rest = { $dot } *{ $instance }* is { $state }. It costs { $hour } per hour when it runs, at list price.
cost-rest-unpriced = { $dot } *{ $instance }* is { $state }. I could not get its price.
cost-since = { "," } { $since }
cost-far = { ":" } { $money } so far
cost-runs = These runs have cost { $part ->
    [no] { $far }
   *[yes] at least { $far }
  } so far; left on { $until }, they cost another { $more }.
cost-no-prices = 🔴 I could not read the prices: { $reason }
cost-owner = { $who }: { $hour } per hour, { $day } per day ({ $names })
cost-owner-unpriced = { $who }: price not known ({ $names })
cost-unpriced = { $n } not included, since I could not get the price: { $names }.
cost-between = { $n } not included; changing or in trouble: { $names }.
cost-between-one = *{ $instance }* ({ $state })
cost-stopped = { $n } stopped: not included, but disk, public IP and load balancer are still billed.
cost-more = … and { $n } more
saved-head = Instances stopped { $since } and still off have saved *{ $money }* so far:
saved-head-alone = Instances stopped { $since } and still off have saved *{ $money }* so far, at list price:
saved-unpriced = Stopped { $since } and still off; I could not get the prices:
saved-note = Azure keeps only the last stop of each instance, so stops of instances that were started again are missing here. The people who run Lamplighter can find them with the query *Saved this month* (`docs/logs-and-alarms.md`), and the whole bill under *Cost analysis* in the Azure portal.
saved-none = No instance that is off now was stopped { $since }.
saved-line = ⚪ *{ $instance }* { $money }: stopped{ $by } { $at }, { $ago } ago
saved-line-unpriced = ⚪ *{ $instance }*: stopped{ $by } { $at }, { $ago } ago; its price is not known

## Old images

outdated-head = { $n } of { $total ->
    [one] 1 instance
   *[other] { $total } instances
  } with an old OS image, the oldest first. `outdated { $first }` shows how to renew { $n ->
    [one] it
   *[other] the first one
  }.
outdated-nothing = { $total ->
    [one] 1 instance
   *[other] { $total } instances
  }: no old OS image found.
outdated-line = { $dot } *{ $instance }*: { $found }
outdated-lost = Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: { $losses }.
outdated-offer = To have me do this, type `{ $command }`: I create the new one from the blueprint *{ $blueprint }*, and stop this one once the new one runs. I ask first.
outdated-recipe = This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on { $workspace }. Replace `{ $new }` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated { $instance }"` at a terminal:

# What the new one does not get.
outdated-lost-os-disk = packages, environments, kernels and other files on the OS disk
outdated-lost-temporary-disk = the temporary disk `/mnt`
outdated-lost-setup-scripts = set-up scripts, which may contain secrets
outdated-lost-setup-scripts-not-shown = set-up scripts, if there are any (Azure shows none)
outdated-lost-custom-services = custom services{ $names }
outdated-lost-data-mounts = data mounts{ $names }
outdated-lost-ssh = public SSH access and its key, which can only be set at creation
outdated-lost-system-identity = the roles of its system-assigned identity
outdated-lost-single-sign-on = its switched-off single sign-on
outdated-lost-preview-settings = preview settings{ $names }
outdated-lost-unreadable = what I can't read of it, to be added by hand:{ $names }

# At the end of a question at a terminal.
agree = [y/N]

## Help

help-head = I start Azure ML compute instances when you need them and stop them when you don't.
help-line = `{ $usage }` { $what }
help-foot = NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
help-all = `help all` shows every command, and `help stop` says more about one.
help-topics = `help stop` says more about one command. See also { $topics }.
help-about-names = NAME is an instance: `myci`, or `workspace/myci` if several workspaces have one. A glob such as `gpu-*` is every instance that it fits, `all` is all that you can see, and `mine` is your own. Most commands take several names: `stop myci gpu-*`.
help-about-times = DURATION is a length such as `30m`, `2h` or `1d 12h`: `keep myci for 2h`. TIME is a moment such as `22:00`, `tomorrow 8am`, `friday` or `2026-12-24 18:00`: `keep myci until friday`. Your time zone is { $zone }.
help-about-states = STATE is { $states }: `list --state running`.
help-about-owners = OWNER is a person: a name, a mention, an object id in Entra, or `me`: `list --owner me`. `mine` is short for your own instances: `stop mine`.
help-about-sizes = SIZE is any part of the name of a VM size: `list --size NC6`. A number in it is a whole one: `NC6` is not in `NC64AS_T4_V3`. `--gpu` selects the sizes that have a GPU: `list --gpu`.
help-status = state, since when and why, price, owner, idle setting and what comes next
help-list = everything that you can see, a line each: state, size, price and owner
help-start = starts instances
help-stop = stops instances; running jobs only with `--force`
help-restart = restarts instances; running jobs only with `--force`
help-delete = deletes an instance; asks first
help-create = creates an instance from a blueprint, and asks first; alone, shows the blueprints
help-renew = creates an instance in place of an old one, which it stops; asks first
help-idle = shuts instances down after they have been idle for that long; 15 minutes to 3 days
help-schedule = shows start and stop schedules, or changes those of one instance
help-audit = what needs a look: old images, no idle shutdown, long runs and more
help-outdated = instances with an old OS image, the oldest first; for one of them, how to renew it
help-cost = what is running now, per hour and per day, by owner
help-later = what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
help-due = carries out what is pending and due; the command of a timer, not of people
help-announce = tells people what a timer is about to do, with a way to keep an instance
help-keep = no timer and no alert stops them before then; at most 7 days
help-help = this, or more about one command
help-check = which Azure permissions I have and which I lack
help-whoami = who you are to me, and what you can do
help-ping = whether I am here
help-example = For instance: `{ $example }`
help-names = Also understood: { $names }
help-options = Options: { $options }
help-not-yours = You don't have permission for this: `whoami` shows what you can do.
check-held = In { $places }, I have every permission in Azure that I need.
check-lacks = In { $workspace }, I lack permissions. These roles of `infra/azure` have them: { $roles }. An Azure owner can grant them.
check-role = *{ $role }* ({ $actions })
whoami = You are `{ $caller }`.
whoami-entra = In Entra you are `{ $entra }`; that is what `mine` goes by.
whoami-no-entra = I don't know who you are in Entra, so `mine` is empty for you.
whoami-conversation = This conversation is `{ $id }`. With it as `conversation`, a `[notify.NAME]` table reports here.
whoami-lists = You have some of this as a member of { $lists }.
whoami-here-only = Some of this holds only in this channel.
whoami-may-nothing = You don't have permission for anything here yet. The Lamplighter administrator can grant it to the id above.
pong = Here. Lamplighter { $version }.
internal = Something went wrong on my side, and I don't know the outcome. `status` shows how things are. { $id }

## Menus: what a command or an option is for, in at most 100 characters

command-ci = Azure ML compute instances: see, start, stop, restart and delete them
command-do = a whole command, as replies write it: `stop myci --force`
option-text = the command
option-verb = the command to explain, or all
option-name = names, `workspace/name`, a glob such as `gpu-*`, `all` or `mine`
option-except = all but these: names or globs
option-state = only those in this state, such as running
option-owner = only those of this owner: a name, a mention, an Entra object id, or me
option-gpu = only those with a GPU
option-size = only those whose size has this in its name, such as NC6
option-max = at most this many
option-longer-than = also what runs for longer than this, such as 12h
option-since = also what was saved since then, such as 8h or 18:00
option-idle = how long, such as 2h; or off
option-schedule = add stop weekdays at 20:00, or remove and an id
option-how = for 2h, until 22:00 or off; because …
option-new = the name of the new instance
option-from = from a blueprint, and for whom: from small for Ana
option-as = under another name than I propose: as myci-new
option-later = to do it later: in 2h, at 18:00, tomorrow at 8am
option-off = off, to end what is pending
option-when = when it will happen: in 30m
option-announced = what will be done
option-dry-run = say what would be done, and do nothing
option-force = also where it ends running work

## Later

later-question = This is for later: { $at }, for what fits then.
later-noted = A timer will carry out `{ $command }` { $at } or up to 15 minutes later, if you still have permission for it then.{ $spares ->
    [nothing] {""}
    [keeps] {" "}It leaves kept instances alone.
   *[jobs] {" "}It leaves kept instances alone, and those that run a job.
  } To call it off, type `{ $off }`.
later-kept = *{ $instance }* is kept by { $who } { $until }{ $because }, so it will be left alone unless that ends before.
later-failed = *{ $workspace }*: not noted, so nothing will be done there: { $reason }
later-no-room = *{ $workspace }*: not noted, so nothing will be done there. { $why ->
    [yours] You have 5 pending commands there already, as many as one person may have. `later` shows them, and `later NAME off` calls off those of an instance.
    [everybodys] 20 commands are pending there already, as many as a workspace may have. `later` shows them, and `later NAME off` calls off those of an instance.
    [undone] Somebody changed the tags of the workspace at the same moment. Type it again.
    [others] The workspace holds 50 tags, as many as Azure allows, and I did not write any of them. The workspace's administrator can remove one that nobody needs.
   *[tags] The workspace holds 50 tags, as many as Azure allows: { $keeps } for keeps, { $pending } for pending commands, { $others } others. `keep NAME off` and `later NAME off` free one each; the workspace's administrator can remove one that nobody needs.
  }
later-none = Nothing is pending. To do something later, type for example `stop NAME in 2h`. Timers are not shown here; `schedule all` shows Azure's own schedules.
later-none-of = Nothing is pending for `{ $targets }`. `later` shows all that is pending.
later-head = { $n ->
    [one] 1 command is pending:
   *[other] { $n } commands are pending:
  }
later-line = `{ $command }` { $at }, { $whose ->
    [own] asked for by you
   *[other] asked for by { $who }
  } { $asked }.
later-overdue = `{ $command }` was due { $at }, { $whose ->
    [own] asked for by you
   *[other] asked for by { $who }
  } { $asked }, and was not carried out. Is the timer with `due` running?
later-ended = Called off: `{ $command }` { $at }.
later-not-ended = `{ $command }` { $at } is still pending: { $reason }
later-not-yours = You can call off what you asked for yourself, and what you have permission to do yourself to all of these instances. To keep an instance from it, type `keep NAME for 2h`.
button-later-off = Call off{ $n ->
    [one] { "" }
   *[other] { " all " }{ $n }
  }: { $targets }
cause-later = { "," } you asked for this { $asked }, to be done { $due }:
due-none = Nothing is due.
due = { $n ->
    [one] 1 pending command is due or no longer valid.
   *[other] { $n } pending commands are due or no longer valid.
  }
due-unsealed = *{ $workspace }*: the tag `{ $tag }` is not a pending command that I noted, so it does nothing. Somebody else wrote or changed it, or another Lamplighter did; or the key of `[tickets]` or the person's Entra id has changed since. If nobody needs the tag, remove it in Azure.
due-stale = { "," } your `{ $command }` { $at } is more than an hour late, so it does nothing now. To do it now, type `{ $command }`.
due-no-source = { "," } your `{ $command }` { $at } came from *{ $source }*, which is not configured any more, so nothing was done.
