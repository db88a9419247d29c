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

ability = *{ $what }*
place-mine = on your own instances
place-only-mine = your own
place-all = in all workspaces
place-workspace = in { $on }
place-some = on { $on }

state-running = running
state-stopped = stopped
state-job-running = running a job
state-starting = starting
state-stopping = stopping
state-restarting = restarting
state-deleting = being deleted
state-creating = being created
state-resizing = being resized
state-setting-up = being set up
state-create-failed = not created: creating it failed
state-setup-failed = not set up: setting it up failed
state-user-setup-failed = not set up: its set-up script failed
state-unusable = unusable
state-unknown = in a state that Azure calls unknown
state-other = { $state }

somebody = somebody
why-schedule = schedule
why-idle = idle shutdown
time = %H:%M
day-and-time = %Y-%m-%d %H:%M
at-time = at { $time }
at-day = on { $time }
since-time = since { $time }
since-day = since { $time }
since = , { $since }
until-time = until { $time }
until-day = until { $time }
since-why = , { $since } ({ $why })
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
    [nowhere] `status { $instance }` tells you
   *[here] I'll tell you{ in-place }
  }
asked = 🟡 *{ $instance }*: { $verb ->
    [start] asked Azure to start it. { tell } when it is running.
    [restart] asked Azure to restart it. { tell } when it is back.
    [delete] asked Azure to delete it. { tell } when it is gone.
   *[stop] asked Azure to stop it. { tell } when it is down.
  }
    .line = 🟡 *{ $instance }*: { $verb ->
        [start] asked to start
        [restart] asked to restart
        [delete] asked to delete
       *[stop] asked to stop
      }
unsure = 🟡 Azure has not confirmed my request yet, so I don't know whether *{ $instance }* is { $verb ->
    [start] starting
    [restart] restarting
    [delete] being deleted
   *[stop] stopping
  }. { $late ->
    [nowhere] Ask with `status { $instance }` in a while.
   *[here] I'll look again and tell you{ in-place }.
  }
    .line = 🟡 *{ $instance }*: not confirmed by Azure yet
unsure-final = 🟡 Azure never confirmed my request, so I don't know whether *{ $instance }* is { $verb ->
    [start] starting
    [restart] restarting
    [delete] being deleted
   *[stop] stopping
  }. `status { $instance }` asks again. { $id }
    .line = 🟡 *{ $instance }*: not confirmed by Azure; ask with `status { $instance }`
done = { $verb ->
    [start] 🟢 *{ $instance }* is running. It took { $took }.
    [restart] 🟢 *{ $instance }* is running again. The restart took { $took }.
    [delete] ⚪ *{ $instance }* is deleted. It took { $took }.
   *[stop] ⚪ *{ $instance }* is stopped. It took { $took }. Disk, public IP and load balancer are still billed.
  }
    .line = { $verb ->
        [start] 🟢 *{ $instance }* is running
        [restart] 🟢 *{ $instance }* is running again
        [delete] ⚪ *{ $instance }* is deleted
       *[stop] ⚪ *{ $instance }* is stopped
      } ({ $took })
already = { $verb ->
    [start] 🟢 *{ $instance }* is already running{ $since }.
    [restart] 🟢 *{ $instance }* was already restarted { $at }.
    [delete] ⚪ *{ $instance }* is already deleted.
   *[stop] ⚪ *{ $instance }* is already stopped{ $since }.
  }
underway = 🟡 *{ $instance }* is already { $state }{ $since }; there is nothing to add.
    .line = 🟡 *{ $instance }* is already { $state }{ $since }
busy = 🟡 *{ $instance }* is { $state }{ $since }. Try again when it is done; I can't interrupt Azure.
    .line = 🟡 *{ $instance }* is { $state }{ $since }; try again later
stuck = 🔴 *{ $instance }* is stuck: { $state } for { $ago }, longer than Azure ever takes. { $verb ->
    [delete] Azure does not delete it now either: open a support request there.
   *[other] { unstick }
  }
    .line = 🔴 *{ $instance }* is stuck: { $state } for { $ago }. { unstick }
unstick = Delete and recreate it; if Azure refuses that too, open a support request there.
happened = { $how ->
    [going] *{ $instance }* is being { $did }, { $since }{ $by }
    [failed] { $operation ->
        [start] A start
        [stop] A stop
        [restart] A restart
        [delete] A delete
       *[other] An operation ({ $operation })
      } of *{ $instance }* { $at }{ $by } failed
   *[done] *{ $instance }* was { $did } { $at }{ $by }
  }
stale = { $happened }, after you wrote this. I left it as it is; say it again if you still want it { $verb ->
    [start] started
    [restart] restarted
    [delete] deleted
   *[stop] stopped
  }.
    .line = { $happened }, after this was asked; left as it is
working = 🟢 *{ $instance }* is running a job. { $verb ->
    [restart] Restarting
   *[stop] Stopping
  } it would end the job. `{ $command }` if you mean it. A busy notebook would not show here.
    .line = 🟢 *{ $instance }* is running a job; left running
job-began = 🟢 *{ $instance }* runs a job that your confirmation did not name, so I left it. To see what would be lost, type the command again.
working-not-you = 🟢 *{ $instance }* is running a job. { $verb ->
    [restart] Restarting
   *[stop] Stopping
  } it would end the job, and that takes the right to *force*, which you don't have here. Wait for the job, or ask an owner of { $workspace }.
    .line = 🟢 *{ $instance }* is running a job; left running
has-jobs = { $dot } *{ $instance }* has { $n ->
    [one] a job
   *[other] { $n } jobs
  } waiting or running: { $jobs }. I left it running.
    .line = { $dot } *{ $instance }* has { $n ->
        [one] a job
       *[other] { $n } jobs
      } waiting or running: { $jobs }; left running
nothing-to-restart = ⚪ *{ $instance }* is stopped, so there is nothing to restart. `start { $instance }` starts it.
    .line = ⚪ *{ $instance }* is stopped: nothing to restart
would = { $dot } *{ $instance }* is { $state }. I would { $verb } it. Nothing was done.
    .line = { $dot } *{ $instance }* is { $state }: would { $verb } it
kept = 🟢 *{ $instance }* is kept by { $who } { $until }{ $because }. I left it running.
    .line = 🟢 *{ $instance }* is kept by { $who } { $until }{ $because }
unheeded-keep = { $who } keeps *{ $instance }* { $until }{ $because }: that holds back timers and alerts, not a command that names it.
keep-unreadable = *{ $instance }*: somebody keeps it, but the workspace's tag `{ $tag }` can't be read, so I left it as it is. `keep { $instance } off` removes the tag.
    .line = *{ $instance }*: the tag `{ $tag }` can't be read; left as it is. `keep { $instance } off` removes it
keep-unknown = *{ $instance }*: I could not see whether somebody keeps it, so I left it as it is: { $reason }
    .line = *{ $instance }*: left as it is, since I could not see whether somebody keeps it: { $reason }
over-max = *{ $instance }* is beyond the limit of `--max`; I left it as it is.
    .line = *{ $instance }*: beyond the limit of `--max`; left as it is
gone = *{ $instance }* is not there any more. { $verb ->
    [delete] Nothing is left to delete.
   *[other] Somebody deleted it meanwhile; nothing was done.
  }
    .line = *{ $instance }* is not there any more
still-going = { $dot } *{ $instance }* is { $state }, and I can't watch any longer. `status { $instance }` tells how it went.
    .line = { $dot } *{ $instance }* is { $state }; not settled yet
still-asked = 🟡 *{ $instance }*: Azure took the request to { $verb } it, and I can't watch any longer. `status { $instance }` tells how it went.
    .line = 🟡 *{ $instance }*: accepted, not settled yet
not-taken = { $dot } *{ $instance }* is still { $state }: Azure did not take the { $verb }. Say it again. { $id }
    .line = { $dot } *{ $instance }* is still { $state }: Azure did not take the { $verb }
canceled = { $dot } Azure canceled the { $verb } of *{ $instance }*: it is { $state }. Say it again. { $id }
    .line = { $dot } *{ $instance }*: Azure canceled the { $verb }; it is { $state }
ended-otherwise = { $dot } Azure is through with the { $verb } of *{ $instance }*, and it is { $state }. `status { $instance }` says more. { $id }
    .line = { $dot } *{ $instance }* is { $state } after the { $verb }
cut-short = 🟡 I asked Azure to { $verb } *{ $instance }* and ran out of time before it answered. `status { $instance }` shows what became of it. { $id }
    .line = 🟡 *{ $instance }*: I ran out of time before Azure answered; `status { $instance }` shows what became of it
not-reached = *{ $instance }*: I ran out of time before Azure let me { $verb } it. Nothing was done to it; say it again. { $id }
    .line = *{ $instance }*: not reached in time; nothing was done to it
overtaken = { $dot } { $happened }, after Azure { $done ->
    [yes] carried out
   *[no] accepted
  } my { $verb }. *{ $instance }* is { $state } now.
    .line = { $dot } { $happened }, after my request
unattributed = { $there ->
    [no] *{ $instance }* is gone
   *[yes] { $dot } *{ $instance }* is { $state }
  }. Azure never confirmed my request to { $verb } it, so I don't know whether that is my doing or somebody else's. { $id }
    .line = { $there ->
        [no] *{ $instance }* is gone
       *[yes] { $dot } *{ $instance }* is { $state }
      }, but Azure never confirmed my request
unattributed-other = { $dot } { $happened }, after I asked Azure to { $verb } it. Azure never confirmed that, so I don't know whether my { $verb } was carried out. *{ $instance }* is { $state } now. { $id }
    .line = { $dot } { $happened }, after my request, which Azure never confirmed

count-asked = { $n } asked
count-unsure = { $n } unconfirmed
count-done = { $n } { $verb ->
    [start] running
    [restart] restarted
    [delete] deleted
   *[stop] stopped
  }
count-already = { $n } { $verb ->
    [start] already running
    [restart] already restarted
    [delete] already deleted
   *[stop] already off
  }
count-busy = { $n } changing
count-would = { $n } to { $verb }
count-job = { $n } running a job
count-has-jobs = { $n } with a job waiting or running
count-skipped = { $n } left alone
count-kept = { $n } kept
count-kept-by = { $n } kept by { $who } { $until }
count-keep-unknown = { $n } left alone, since keeps could not be read
count-over-max = { $n } over the limit
count-not-reached = { $n } not reached in time
count-failed = { $n } failed
bulk = { $verb ->
    [start] Start
    [restart] Restart
    [delete] Delete
   *[stop] Stop
  }: { $counts }.
bulk-follows = { $late ->
    [nowhere] `status` tells you when they have settled.
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
report-saves = Saves { $money } per hour.
money-usd = ${ $amount }
per-hour = { $money } per hour
percent = { " " }({ $n } %)
cause-budget = Budget *{ $name }*: { $spent } of { $of } spent{ $percent }. Cost data is 8 to 24 hours old.
cause-forecast = Budget *{ $name }*: { $spent } of { $of } foreseen{ $percent }. Cost data is 8 to 24 hours old.
cause-fired = Alert *{ $name }* fired.
cause-resolved = Alert *{ $name }* is resolved.
too-late = *{ $source }* `{ $command }` came { $age } late. Nothing was done.
too-late-by-date = *{ $source }* `{ $command }` came with the date { $day }, which is too long ago. Nothing was done. If that date is wrong, correct what sends it.
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
    [one] fits
   *[other] fit
  } no rule of *{ $source }*: compare { $kind ->
    [budget] the budget's name, what is spent, and whether that is a forecast,
    [azure] the alert's name, severity, dimensions, custom properties and resource
   *[labelled] the alert's name and labels
  } with `when`. Nothing was done.
unmatched-no-instance = { $kind ->
    [budget] { $alerts } { $n ->
        [one] fits
       *[other] fit
      } a rule of *{ $source }* whose command asks for the name of an instance, and a budget names none. Write the instances into that command.
    [azure] { $alerts } { $n ->
        [one] names
       *[other] name
      } no single instance for the rule of *{ $source }*; the dimension or custom property that names one may be missing.
   *[labelled] { $alerts } { $n ->
        [one] names
       *[other] name
      } no single instance for the rule of *{ $source }*; the label that names one may be missing.
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
not-understood = *{ $source }*: a verified request came that I don't understand. Nothing was done. Whoever set up what sends it can correct that.
not-understood-command = This is signed, but its body is not `{"{"}"command": "…"{"}"}`.
not-understood-words = This is signed, but its command is empty.
not-understood-alerts = This is no webhook payload of Alertmanager or Grafana with an `alerts` list: leave the payload as it is by default.
not-understood-azure-alert = This is no alert in the common alert schema of Azure Monitor, nor a budget notification: enable the common alert schema for this action.
unfitting = { $named ->
    [no] An event without a name
   *[yes] The event *{ $event }*
  } fits { $several ->
    [yes] more than one source
   *[no] no source
  } of kind `event` in the configuration. Nothing was done.
unheard-undated = *{ $source }*: an event came that does not say when it was due. Nothing was done. Pass `"time": "<aws.scheduler.scheduled-time>"` in the schedule's input.
unheard-undated-rule = *{ $source }*: an event came that does not say when it was due. Nothing was done. Let the rule pass the whole event, which has a `time`.
unheard-undated-timer = *{ $source }*: the Functions host does not say, in a form that I can read, when its timer was due. Nothing was done. The timer's next run is tried again.
unheard-no-command = *{ $source }*: an event came without a command, and the source has none in the configuration. Nothing was done. Give the source a `command`.
not-read-too-large = *{ $source }*: a request came that is too large, and I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
not-read-too-slow = *{ $source }*: a request came too slowly, and I did not read it to its end. Nothing was done.
not-read = *{ $source }*: a request came in a form that I can't read. Nothing was done. The log has the details.
not-read-unproven = Who sent it could not be checked.
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
announce-nobody = Nobody would carry that out: I do nothing later that you type now, so I announced nothing. `{ $command }` shows what it would do; without `--dry-run`, it is done now. A timer can announce what the next one does.
announce-keep = To keep one, say `keep NAME for 2h`.
listed = { $dot } *{ $instance }*{ $size }{ $price }
proposal-head = { $n ->
    [one] 1 instance to { $do }{ $total }. Nothing was done yet; if you want it, say `{ $command }`.
   *[other] { $n } instances to { $do }{ $total }, dearest first. Nothing was done yet; say `{ $do } NAME`, or `{ $command }` for all.
  }
proposal-none = There is nothing to { $do } with `{ $command }`{ $counts }.
proposal-unknown = I could not read everything, so I can't say whether there is anything to { $do } with `{ $command }`{ $counts }.
proposal-counts = { ":" } { $counts }
proposal-total = { "," } { $money } per hour
button-one = { $verb ->
    [start] Start { $instance }
    [restart] Restart { $instance }
   *[stop] Stop { $instance }
  }
button-keep-one = Keep { $instance } 2 h

## Keeps

keep-done = *{ $instance }* is kept { $until }{ $because }: no timer and no alert stops it before then. `keep { $instance } off` ends that.
keep-replaced = { $whose ->
    [own] { $length ->
        [shorter] That is shorter than before: you had kept it { $until }{ $because }.
       *[longer] Before, you had kept it { $until }{ $because }.
      }
   *[other] Before, { $who } had kept it { $until }{ $because }; your keep replaces that.
  }
keep-replaced-unreadable = The workspace had a tag for it that can't be read; your keep replaces that.
keep-cut = A tag in Azure holds 256 characters, so the end of your reason was cut.
keep-already = *{ $instance }* is already kept { $until }{ $because }.
keep-longer = *{ $instance }* is kept for longer already: by { $who } { $until }{ $because }. I left that; `keep { $instance } off` ends it.
keep-ended = *{ $instance }* is no longer kept; it was by { $who }, { $until }{ $because }. Timers and alerts may stop it again.
keep-off = *{ $instance }* is no longer kept. Timers and alerts may stop it again.
keep-off-already = *{ $instance }* is not kept; there is nothing to end.
keep-otherwise = Somebody was faster: *{ $instance }* is kept by { $who } { $until }{ $because }. Say it again if you still want it otherwise.
keep-off-otherwise = Somebody was faster: *{ $instance }* is not kept. Say it again if you still want it kept.
keep-because = { " " }({ $because })
keep-too-long = At most { $days } days. For longer, ask whoever runs Lamplighter to leave it out of the timer.
not-later = { $why ->
    [timer] I can't do that later: no timer is set up that carries out what is due. Nothing is pending. Whoever runs Lamplighter can set one up as `docs/timers.md` shows.
    [key] I can't do that later: there is no key to seal it with. Nothing is pending. Whoever runs Lamplighter can add `[tickets]` with a `key` to the configuration.
    [terminal] A terminal can't ask for something later, because its user name proves nothing by then. Ask in a chat, or run the command when it is time.
    [machine] A machine can't ask for something later: a timer has its own time. Set the timer to that time, without a time in its command.
    [due] `due` is the command of a timer alone. To see what is pending, type `later`.
    [past] That time has passed. Type `in 2h`, `at 18:00` or `tomorrow at 08:00`.
    [far] That is too far ahead: a command can wait for { $days } days at most. For a fixed hour each day, use `schedule`.
   *[long] That is too long to be noted in a tag of the workspace, which holds 256 characters. Name fewer instances, or use a pattern such as `gpu-*`.
  }
keep-over = That time is over already. Say `keep { $instance } for 2h`, or `until 22:00`.

## Idle shutdown and schedules

idle-done = *{ $instance }* stops when idle for { $idle }.{ $was }
idle-was = { " " }It was { $idle } before.
idle-was-never = { " " }It had no idle shutdown before.
idle-already = *{ $instance }* stops when idle for { $idle } already.
idle-otherwise = *{ $instance }*: Azure took it, but still shows { $idle }. `status { $instance }` tells whether that changes.
idle-otherwise-none = *{ $instance }*: Azure took it, but still shows no idle shutdown. `status { $instance }` tells whether that changes.
idle-identity = It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
idle-off = *{ $instance }* still stops when idle for { $idle }: Azure has no way to turn that off once an instance is there. The longest is { $longest }: `{ $command }`. Only re-creating it without gets rid of it; `keep` holds back timers and alerts, not Azure itself.
idle-off-already = *{ $instance }* has no idle shutdown; there is nothing to turn off.
setting-gone = *{ $instance }* is not there any more; somebody deleted it, or made it anew. Nothing was set.

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
schedule-unread = at times I can't make out
schedule-line = { $id }*{ $action }* { $when }, { $zone }{ $end }
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
schedule-added = *{ $instance }* has a new schedule:
schedule-enabled = *{ $instance }*: this schedule is on again:
schedule-disabled = *{ $instance }*: this schedule is off; Azure keeps it:
schedule-removed = *{ $instance }* no longer has this schedule:
schedule-already-added = *{ $instance }* has this schedule already:
schedule-already-enabled = *{ $instance }*: this schedule is on already:
schedule-already-disabled = *{ $instance }*: this schedule is off already:
schedule-already-removed = *{ $instance }* does not have this schedule any more:
schedule-otherwise = *{ $instance }*: Azure took it, but still shows what was there before. `schedule { $instance }` tells whether that changes.
schedule-full = *{ $instance }* has { $n } schedules, as many as Azure keeps for one instance. Nothing was added; remove one first.
schedule-unknown = *{ $instance }* has no schedule `{ $id }`. Nothing was changed.
schedule-ambiguous = `{ $id }` fits { $ids }. Nothing was changed; give one more letter.
schedule-crowded = *{ $instance }*: others kept changing its schedules while I was at it. `schedule { $instance }` shows what is there; say it again if yours is not.
schedule-together = Somebody changed its schedules at the same moment; both changes are there.
schedule-put-back = Somebody changed its schedules at the same moment, and what had just been added was lost. I put it back:
schedule-taken-away = Somebody changed its schedules at the same moment, and took this away. Add it again if that was not meant:
schedule-no-crontab = Azure does not understand `{ $cron }`. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is `*`, a number, a range upwards such as `1-5`, a list such as `1,3`, or has a step such as `*/2`.
schedule-never = `{ $cron }` never comes. Nothing was added.
schedule-no-zone = I don't know a time zone `{ $zone }` that Azure has. Say one such as `Europe/Lisbon` or `E. South America Standard Time`.
schedule-no-own-zone = Azure has no name for your time zone. Say another one behind the time, such as `Europe/Lisbon`.

## Acknowledgements

busy-here = 🟡 { $late ->
    [nowhere] I'm still at it. Ask with `status` in a while.
   *[here] I'm still at it and will tell you{ in-place } what comes of it.
  }
looking = 🟡 Azure is slow to answer. { $late ->
    [nowhere] I'm still at `{ $command }`. Ask with `status` in a while.
   *[here] I'm still at `{ $command }` and will tell you{ in-place } what comes of it.
  }
queued = 🟡 I'm busy with other commands; `{ $command }` is in line. { $late ->
    [nowhere] Ask with `status` in a while.
   *[here] I'll tell you{ in-place } what comes of it.
  }
throttled = 🟡 Azure asks us to wait { $wait } before the next call. { $late ->
    [nowhere] I'll go on with `{ $command }` then. Ask with `status` after that.
   *[here] I'll go on with `{ $command }` then and tell you{ in-place }.
  }
asking = 🟡 Azure has not answered yet, so I don't know whether it took `{ $command }`. { $late ->
    [nowhere] Ask with `status` in a while.
   *[here] I'll look again and tell you{ in-place }.
  }
out-of-time-setting = I ran out of time before I saw what came of `{ $command }`. Say it again: what is done already is not done twice. { $id }
out-of-time = I ran out of time before Azure answered. Nothing was done; say `{ $command }` again. { $id }

## Confirmations

confirm-delete = Delete *{ $instance }*? Its OS disk and what is outside the file share are gone for good.
confirm-delete-job = Delete *{ $instance }*? It is running a job, which would end. Its OS disk and what is outside the file share are gone for good.
confirm-delete-jobs = { $n ->
    [one] 1 job runs on it or waits for it
   *[other] { $n } jobs run on it or wait for it
  }: { $jobs }.
jobs-not-wanted = Jobs that wait for it were not checked.
jobs-forbidden = Jobs were not checked: Lamplighter may not read them in { $places }.
jobs-failed = Jobs of { $places } were not checked: { $reason }
jobs-untold = Jobs were not checked: Azure did not list those of { $places } in time.
jobs-in-part = Only the newest jobs of { $places } were checked.
jobs-of-somewhere = a workspace
confirm-bulk = { $verb ->
    [start] Start
    [restart] Restart
    [stop] Stop
   *[other] Go on with
  } these { $n }?
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
confirm-for = The buttons work for { $minutes } min, and for you alone.
confirm-long = To do it, give `/ci do` this line within { $minutes } min. It works for you alone.
confirm-typed = To do it, mention me with this line within { $minutes } min. It works for you alone.
button-delete = Delete
button-keep = Keep it
button-start = Start
button-stop = Stop
button-restart = Restart
button-bulk = { $verb ->
    [start] Start { $n }
    [restart] Restart { $n }
   *[stop] Stop { $n }
  }
button-never-mind = Never mind
never-minded = Left as it is. Nothing was done.
confirmed = On it: `{ $command }`.
ticket-expired = That confirmation was good for { $minutes } min. Say `{ $command }` again.
button-expired = That button was good for { $minutes } min. Say `{ $command }` instead.
ticket-unfitting = That confirmation no longer fits: what it names has changed, or it was made for somebody else. Nothing was done. Say `{ $command }` to be asked anew.
ticket-malformed = That confirmation is not one of mine, or was changed on the way. Nothing was done.

## Commands that were not understood

too-long = That is longer than the { $most } characters I read. Say it shorter; a glob such as `gpu-*` stands for many names.
unknown-verb = I don't know `{ $word }`. `help` shows what I do.
unknown-verb-meant = I don't know `{ $word }`. Did you mean { $meant }?
unknown-option = I don't know the option `{ $option }`. `help` shows what there is.
unknown-option-meant = I don't know the option `{ $option }`. Did you mean { $meant }?
option-not-here = `{ $option }` does not go with `{ $verb }`. See `help { $verb }`.
option-needs-value = `{ $option }` needs something after it, as in `{ $example }`.
value-unfit = `{ $option }` can't be `{ $value }`: { $kind ->
    [owner] type a name, a mention or an object id in Entra
   *[other] type a name
  }, as in `{ $example }`.
option-twice = `{ $option }` is given twice. Give it once.
target-missing = Which one? Say `{ $verb } NAME`. `list` shows what there is.
one-by-name = `{ $verb }` takes one instance, by its name: `{ $verb } NAME`.
not-a-target = `{ $word }` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.
not-a-count = `{ $option }` takes a number from 1 on, as in `{ $example }`.
keep-how-long = For how long? Say `keep NAME for 2h`, `keep NAME until 22:00`, or `keep NAME off`.
not-a-duration = I don't know how long `{ $words }` is. Say it like `45m`, `2h` or `1d12h`.
not-a-since = I don't know since when `{ $words }` is. Say how long back, as in `8h` or `2d`, or a time of the last day, as in `18:00`.
not-a-time = I don't know when `{ $words }` is. Say it like `22:00`, `tomorrow 08:00` or `2026-12-24 18:00`.
idle-how-long = After how long? Say `idle NAME 2h`, or `idle NAME off`.
idle-out-of-range = Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest. Say something in between.
idle-in-seconds = Azure counts idle time in whole minutes. Say it without seconds, such as `idle NAME 20m`.
schedule-what = What shall become of its schedules? Say `schedule NAME add stop weekdays at 20:00`, or `enable`, `disable` or `remove` and an id. `schedule NAME` shows them.
schedule-which = Which one? `schedule NAME` shows the ids; give one.
timetable-missing = When? Say days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
not-a-timetable = I don't know when `{ $words }` is. Say days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
announce-what = What is to be announced? A timer says `announce stop all in 30m`; `start` and `restart` can be announced, too.
announce-when = When will it happen? A timer says `announce stop all in 30m`.
leftover = I understood `{ $understood }`, but not `{ $rest }`. Leave it out, or see `help { $verb }`.

## Refusals, and instances that were not found

nameless = I can't tell who you are: this came without an Entra id, as it does from bots and some guests. Nothing was done.
overloaded-caller = { $n ->
    [one] You have 1 command in progress here
   *[other] You have { $n } commands in progress here
  }, as many as I take from one caller at a time. Nothing was done. Try again when one of them has finished.
overloaded = { $n ->
    [one] I am working on 1 command
   *[other] I am working on { $n } commands
  }, as many as I take at a time. Nothing was done. Try again in a minute.
no-grants = Nothing here is open to you yet. Whoever runs Lamplighter can grant you something; you are `{ $caller }`.
may = You may { $may } { $on }.
not-this-verb = You may { $may } { $on }, not *{ $verb }*. Ask { $asked }.
not-any = You may not *{ $verb }* any instance. Ask whoever runs Lamplighter.
ask-owner = an owner of { $on }
ask-operator = whoever runs Lamplighter
whose = { $known ->
    [name] *{ $instance }* is { $owner }'s
    [id] *{ $instance }* is somebody else's
   *[no] Azure names no owner of *{ $instance }*
  }
not-yours = { $whose }; you may *{ $verb }* only { $places }.
not-there = You may *{ $verb }* only { $places }, not *{ $instance }*.
none-of-these = { $own ->
    [only] None of these is yours; you may *{ $verb }* only your own.
   *[also] You may *{ $verb }* only { $places }, and none of these is there.
  }
other-channel = *{ $what }* is allowed only in some channels, and this isn't one of them. Whoever runs Lamplighter knows which.
not-by-channel = The rights of a channel never include *{ $verb }*: only a person can be given that. Ask whoever runs Lamplighter.
not-by-machine = A timer, a script or an alert deletes nothing here: a delete has to be confirmed by a person.
not-by-force = You may *{ $verb }* *{ $instance }*, but not with *--force*: ending somebody's work takes the right to *force*, which you { $held ->
    [elsewhere] have only { $places }
   *[nowhere] don't have
  }. Ask { $asked }.
nobody-known = I don't know who you are in Entra, so I can't tell which instances are yours. Whoever runs Lamplighter can add you under `[people]`; you are `{ $caller }`.
not-seen = I don't see { $names }.{ $done ->
    [yes] { "" } Nothing was done.
   *[no] { "" }
  } `list` shows what you may see.
not-seen-meant = I don't see { $names }. Did you mean { $meant }?
ambiguous = There is more than one *{ $name }*. Say { $places }.
no-such-state = I don't know the state `{ $state }`. There are { $states }.
no-such-owner = I don't know who `{ $owner }` is{ $there ->
    [no] , and Azure names no owner of what you may see
   *[yes] . Owners here: { $names }
  }.
several-owners = `{ $owner }` can be several people. Type { $commands }.
nothing-fits = Nothing you may see fits `{ $selection }`. `list` shows what there is.

## Errors from Azure

nothing-of-size = Nothing you may see fits `{ $selection }`. The sizes there are: { $sizes }.
unknown-size = I left out { $names }: Azure names no size for { $n ->
    [one] it
   *[other] them
  }, or one of a family that I don't know.
nothing-done = Nothing was done.
failed-line = 🔴 *{ $instance }*: { $reason }
unread = 🔴 *{ $workspace }* could not be read: { $reason }
unread-somewhere = 🔴 A workspace could not be read: { $reason }
fail-not-found = Azure has no such instance.
fail-no-workspace = Azure has no workspace of the name that the config gives. Whoever runs Lamplighter can correct it. { $id }
fail-no-resource-group = Azure has no resource group of the name that the config gives. Whoever runs Lamplighter can correct it. { $id }
fail-no-subscription = Azure has no subscription of the id that the config gives. Whoever runs Lamplighter can correct it. { $id }
fail-on = { " " }on { $scope }
fail-forbidden = Azure refused: Lamplighter lacks `{ $action }`{ $on }. An Azure owner can give it the role *{ $role }* of `infra/azure`; `lamplighter check` lists everything that is missing. { $id }
fail-forbidden-elsewhere = Azure refused: Lamplighter lacks `{ $action }`{ $on }. An Azure owner can give it a role with that action there. { $id }
fail-forbidden-some = Azure refused: Lamplighter lacks a right, and Azure does not say which. Whoever runs it can see what is missing with `lamplighter check`. { $id }
missing-rights = All that Lamplighter lacks for this in { $workspace }: { $rights }.
missing-right = `{ $action }` (role *{ $role }*)
fail-locked = Azure refused: a resource lock protects it. Whoever set the lock can lift it. { $id }
fail-policy = Azure refused: a policy of your organisation denies this. Whoever runs its Azure policies can tell which. { $id }
fail-deny-assignment = Azure refused: a deny assignment forbids `{ $action }`, whatever roles Lamplighter has. The Azure portal lists it under Access control (IAM); whoever set it up can lift it. { $id }
fail-deny-assignment-some = Azure refused: a deny assignment forbids this, whatever roles Lamplighter has. The Azure portal lists it under Access control (IAM); whoever set it up can lift it. { $id }
fail-private-network = Azure refused: public network access is off, and Lamplighter does not come from the private network. Whoever runs that network can let it in. { $id }
fail-subscription-disabled = Azure refused: the subscription is disabled. Whoever manages it can see why in the Azure portal, and enable it again. { $id }
fail-subscription-type = Azure refused: a subscription of this type may not do this. Whoever manages it can tell which subscription may. { $id }
fail-not-registered = Azure refused: the subscription is not registered for `{ $namespace }`. Whoever manages it can register it: `az provider register --namespace { $namespace }`. { $id }
fail-not-registered-some = Azure refused: the subscription is not registered for a service that this needs. Whoever manages it can register it under Resource providers in the Azure portal. { $id }
fail-api-version = Azure has no such call in this cloud, region and api-version. Whoever runs Lamplighter can set another `azure.api_version` (or `idle_api_version`, `schedules_api_version`) and check `azure.cloud`. { $id }
fail-token-refused = Microsoft Entra did not let Lamplighter sign in ({ $code }). Its secret or identity needs a look by whoever runs it. { $id }
fail-credential = Lamplighter has no working Azure credential. Whoever runs it can see why with `lamplighter check`. { $id }
fail-token-service = the service that Lamplighter signs in with does not answer, or is out of order. It mostly passes: try again in a minute. { $id }
fail-token-rejected = Azure did not accept Lamplighter's sign-in. Whoever runs it can see why with `lamplighter check`. { $id }
fail-token-tenant = Azure did not accept Lamplighter's sign-in: it signs in to another tenant than the subscription's. Whoever runs it can compare `AZURE_TENANT_ID` with the subscription. { $id }
fail-token-audience = Azure did not accept Lamplighter's sign-in: it is for another cloud or service. Whoever runs it can check `azure.cloud` in its configuration. { $id }
fail-conflict = Azure is in the middle of something else with it. Try again in a minute. { $id }
fail-look-too-old = Azure answers so slowly that what I saw was out of date before I could act, so I left it as it is. Try again in a few minutes. { $id }
fail-throttled = Azure asks us to wait { $wait } before the next call. Try again then. { $id }
fail-quota = the subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask whoever runs the subscription for more. { $id }
fail-capacity = Azure has no machine of this size free in the region now. Try again later. { $id }
fail-disk-full = its disk is full. { free-disk }
free-disk = Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
fail-not-stopped = Azure starts an instance only when it is stopped, and this one is not. `status` shows what it is doing. { $id }
fail-unusable = Azure reports it unusable. `restart` often brings it back; if not, it has to be deleted and made anew. { $id }
fail-too-many-tags = the workspace holds 50 tags, as many as Azure allows. Whoever runs it can remove one that nobody needs. { $id }
fail-timed-out = Azure gave up on it: it took too long. Look at `status`, then try again. { $id }
fail-server = Azure has a fault of its own (HTTP { $status }). Try again in a few minutes. { $id }
fail-unreachable = I can't reach Azure. Try again in a few minutes. { $id }
fail-unanswered = Azure did not answer. Try again in a few minutes. { $id }
fail-garbage = something that is not Azure answered in its place, a proxy perhaps. Whoever runs Lamplighter should look. { $id }
fail-list-too-long = the list is longer than I read: 64 MB, or 15 minutes of it. Name fewer instances, or ask whoever runs Lamplighter. { $id }
fail-list-loops = Azure's list leads back to a page that it has given already, so I don't know all of it. Try again; if it stays so, whoever runs Lamplighter should look. { $id }
fail-foreign = Azure's answer pointed to another host, and I don't follow there. Whoever runs Lamplighter should look. { $id }
fail-other = Azure refused it{ $code }. { $id }

## Status and lists

status-head = { $dot } *{ $instance }* is { $state }{ $since }.
status-since = , { $since }{ $ago }{ $cause }
status-for = { " " }({ $ago })
status-cause = , { $did ->
    [start] started by { $by }
    [restart] restarted by { $by }
    [create] created by { $by }
   *[same] by { $by }
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
  } { $at }
status-keep-unreadable = Somebody keeps it, but the tag `{ $tag }` can't be read. No timer and no alert stops it until `keep { $instance } off`.
status-keep-unknown = Whether somebody keeps it could not be seen just now.
status-kept = Kept by { $who } { $until }{ $because }.
status-by = , by { $by }
status-last = Last: { $did } { $at }{ $by }.
status-last-running = Last: { $operation }, { $since }{ $by }; not over yet.
status-last-failed = Last: { $operation } { $at }{ $by }; it failed.
by-user = a person
by-schedule = a schedule
by-idle = idle shutdown
by-other = { $by }
status-error = 🔴 Azure says: { $error }
status-stuck = 🔴 Azure never takes that long: it is stuck. { unstick }
status-image-of = Its OS image is { $version }, the latest is { $latest }; only re-creating it updates it.
status-image = Its OS image is out of date; only re-creating it updates it.
status-open = Open { $links }
status-apps = Jupyter, JupyterLab and RStudio open only for its owner.
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
list-empty = There is nothing here that you may see.
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
audit-idle-untold = Azure shows no idle time for any of these in { $workspaces }: none is set, or its api-version `{ $version }` does not return it. Whoever runs Lamplighter can compare with another `api_version`.
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
audit-image-outdated = OS image out of date{ $versions }
audit-versions = { " " }({ $version }, latest { $latest })
audit-idle-shutdown-may-fail = idle shutdown may not work (managed identity)
audit-azure-error = Azure reports { $code }
audit-owner-unknown = Azure names no owner
audit-local-auth = local authentication on
audit-no-vnet = not in a virtual network
audit-state-unknown = Azure does not say its state
audit-running-since-unknown = Azure does not say since when it runs
audit-idle-unreadable = its idle time is in a form I can't read
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
audit-count-running-since-unknown = since when { $n ->
    [one] 1 runs
   *[other] { $n } run
  }
audit-count-idle-unreadable = the idle time of { $n } in a form I can read
audit-count-image-unknown = whether the OS image of { $n } is the latest
audit-count-ssh-unknown = whether { $n ->
    [one] 1 has
   *[other] { $n } have
  } public SSH access

# What to do about a finding.
audit-do-restart = `restart { $instance }` often brings it back; if not, make it anew.
audit-do-make-anew = Delete it and make it anew.
audit-do-stop = `stop { $instance }` if nobody needs it.
audit-do-stop-after-job = `stop { $instance }` when its job is done.
audit-do-idle = `idle { $instance } 1h` sets one.
audit-do-contributor = Make its identity Contributor on the workspace.
audit-do-update = Only making it anew updates it.
audit-do-close = Only making it anew, without public SSH access, closes it.
audit-do-status = `status { $instance }` says more.
audit-do-find-owner = Find out whose it is.
audit-do-entra-only = Only making it anew, with local authentication off, changes it.
audit-do-vnet = Only making it anew, in a virtual network, changes it.

## Costs

cost-none = No instances are running.
cost-head = { $n ->
    [one] 1 instance is
   *[other] { $n } instances are
  } running: *{ $hour } per hour*, { $day } per day at list price.
cost-head-unpriced = { $n ->
    [one] 1 instance is
   *[other] { $n } instances are
  } running. I could not get their price.
cost-workspace = *{ $workspace }*: { $hour } per hour, { $day } per day, { $n } running
cost-workspace-unpriced = *{ $workspace }*: price not known, { $n } running
cost-owner = { $who }: { $hour } per hour, { $day } per day ({ $names })
cost-owner-unpriced = { $who }: price not known ({ $names })
cost-you = You
cost-nobody = Nobody known
cost-unpriced = { $n } of them not in the sum, since I could not get their price: { $names }.
cost-between = { $n } in between or in trouble, so not counted: { $names }.
cost-between-one = *{ $instance }* ({ $state })
cost-stopped = { $n } stopped: not counted, but disk, public IP and load balancer are still billed.
cost-more = … and { $n } more
saved-head = Stops { $since } have saved *{ $money }* so far:
saved-head-alone = Stops { $since } have saved *{ $money }* so far, at list price:
saved-unpriced = Stopped { $since }; I could not get the prices:
saved-none = No instance that is stopped now was stopped { $since }.
saved-line = ⚪ *{ $instance }* { $money }: stopped { $at }, { $ago } ago{ $by }
saved-line-unpriced = ⚪ *{ $instance }*: stopped { $at }, { $ago } ago{ $by }; its price is not known

## Help

help-head = I light Azure ML compute instances when you need them, and put them out when you don't.
help-line = `{ $usage }` { $what }
help-foot = A TARGET is a name, `workspace/name`, a glob such as `gpu-*`, `all` or `mine`. `help VERB` says more.
help-status = state, since when and why, price, owner, idle setting and what comes next
help-list = all you may see, across workspaces
help-start = starts instances
help-stop = stops instances; running jobs only with `--force`
help-restart = restarts instances; running jobs only with `--force`
help-delete = deletes an instance; asks first
help-idle = shuts it down when it idles for so long; 15 minutes to 3 days
help-schedule = shows its start and stop schedules, or changes them
help-audit = what needs a look: old images, no idle shutdown, long runs and more
help-cost = what is running now, per hour and per day, by owner
help-later = what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
help-due = carries out what is pending and due; the command of a timer, not of people
help-announce = tells people what a timer is about to do, with a way to keep an instance
help-keep = no timer and no alert stops it before then; at most 7 days
help-help = this, or more about one command
help-whoami = who you are to me, and what you may do
help-ping = whether I am here
help-example = For instance: `{ $example }`
help-names = Also understood: { $names }
help-options = Options: { $options }
help-not-yours = You may not do this yourself: `whoami` shows what you may.
whoami = You are `{ $caller }`.
whoami-entra = In Entra you are `{ $entra }`; that is what `mine` goes by.
whoami-no-entra = I don't know who you are in Entra, so `mine` is empty for you.
whoami-lists = Some of this you have as a member of { $lists }.
whoami-here-only = Some of this holds only in this channel.
whoami-may-nothing = You may do nothing here yet. Whoever runs Lamplighter can grant it to the id above.
pong = Here. Lamplighter { $version }.
internal = I tripped over something of my own and can't tell what came of it. `status` asks Azure. { $id }

## Menus: what a command or an option is for, in at most 100 characters

command-ci = Azure ML compute instances: see, start, stop, restart and delete them
command-do = a whole command, as replies write it: `stop myci --force`
option-text = the command
option-verb = the command to explain
option-name = names, `workspace/name`, a glob such as `gpu-*`, `all` or `mine`
option-except = all but these: names or globs
option-state = only those in this state, such as running
option-owner = only those of this owner: a name, a mention, an Entra object id, or me
option-gpu = only those with a GPU
option-size = only those whose size has this in its name, such as NC6
option-max = at most so many
option-longer-than = also what runs for longer than this, such as 12h
option-since = also what was saved since then, such as 8h or 18:00
option-idle = how long, such as 2h; or off
option-schedule = add stop weekdays at 20:00, or remove and an id
option-how = for 2h, until 22:00 or off; because …
option-later = to do it later: in 2h, at 18:00, tomorrow at 8am
option-off = off, to end what is pending
option-when = when it will happen: in 30m
option-announced = what will be done
option-dry-run = say what would be done, and do nothing
option-force = also where it ends running work
