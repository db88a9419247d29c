//! Findings about instances: what costs too much, is insecure or broken. Pure.
//!
//! Four findings agree exactly with built-in Azure policies (`tests/it/conformance/azure_policies.rs` evaluates the
//! policies' rules for comparison). What Azure does not say is a finding of [`Severity::Unknown`], and never counts
//! as fine.
//!
//! Not checked: whether an owner still exists, and what a managed identity may do on its workspace.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::azure::{AzureErrorKind, Compute, OperationName, OperationStatus, OsImage, State};

/// How long an instance may run without a finding, unless the command says otherwise.
pub const LONG: SignedDuration = SignedDuration::from_hours(24);

/// From the worst to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Broken, open to the internet, or free to run up costs.
    High,
    /// Somebody should look at it soon, for example at a long run or an old image.
    Medium,
    /// A weaker setting than Azure recommends, or one of an instance at rest.
    Low,
    /// Azure does not say. Not counted as a finding.
    Unknown,
}

impl Severity {
    /// The word for it in spreadsheets and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Unknown => "unknown",
        }
    }
}

/// One thing about one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// In a state that it cannot leave by itself. `code` is Azure's, if it reports an error.
    Unusable {
        /// `CreateFailed`, `SetupFailed`, `Unusable` and the like.
        state: State,
        /// `None` without an error of Azure's.
        code: Option<String>,
    },
    /// Azure can neither stop nor restart it.
    DiskFull,
    /// Changing for far longer than usual.
    Stuck {
        /// `Starting`, `Restarting` and the like.
        state: Option<State>,
        /// When that began.
        since: Timestamp,
    },
    /// Its SSH port is open to the internet.
    SshPublic,
    /// No idle shutdown is set.
    NoIdleShutdown {
        /// Whether it is stopped or on its way there, which makes the finding less severe.
        at_rest: bool,
    },
    /// Running for too long, since `since`; running a job, if `job`.
    RunningLong {
        /// When it was last started, restarted or created.
        since: Timestamp,
        /// Whether it works, so that the run may be wanted.
        job: bool,
    },
    /// A newer image exists. Only a new instance gets it.
    ImageOutdated(OsImage),
    /// Azure can shut it down only if its managed identity is Contributor on the workspace, which is not seen here.
    IdleShutdownMayFail {
        /// As for [`Finding::NoIdleShutdown`].
        at_rest: bool,
    },
    /// Azure reports an error, although the state shows none.
    AzureError {
        /// Of the first error, such as `OutOfCapacity`.
        code: String,
    },
    /// Azure names no owner. It does not say whether a named owner still exists.
    OwnerUnknown,
    /// Keys let people in besides Entra ID.
    LocalAuth,
    /// It has no subnet of its own.
    NoVnet,
    /// Azure names no state, or one that this version does not know.
    StateUnknown,
    /// Running, but the last operation does not show since when.
    RunningSinceUnknown,
    /// Its idle time has a form that cannot be parsed.
    IdleUnreadable,
    /// Azure does not say whether the image is the latest.
    ImageUnknown,
    /// Azure does not say whether the SSH port is open.
    SshUnknown,
}

impl Finding {
    /// A stable id for scripts and spreadsheets.
    pub fn id(&self) -> &'static str {
        self.row().0
    }

    /// How much it matters, which for some findings depends on whether the instance is at rest.
    pub fn severity(&self) -> Severity {
        self.row().1
    }

    /// The built-in Azure policy definition that finds the same, as an id below
    /// `/providers/Microsoft.Authorization/policyDefinitions/`.
    pub fn policy(&self) -> Option<&'static str> {
        self.row().2
    }

    fn row(&self) -> (&'static str, Severity, Option<&'static str>) {
        use Severity::{High, Low, Medium, Unknown};
        let unless_at_rest = |at_rest: &bool, severity| if *at_rest { Low } else { severity };
        match self {
            Self::Unusable { .. } => ("unusable", High, None),
            Self::DiskFull => ("disk-full", High, None),
            Self::Stuck { .. } => ("stuck", High, None),
            Self::SshPublic => ("ssh-public", High, None),
            Self::NoIdleShutdown { at_rest } => (
                "no-idle-shutdown",
                unless_at_rest(at_rest, High),
                Some("679ddf89-ab8f-48a5-9029-e76054077449"),
            ),
            Self::RunningLong { .. } => ("running-long", Medium, None),
            Self::ImageOutdated(_) => {
                ("image-outdated", Medium, Some("f110a506-2dcb-422e-bcea-d533fc8c35e2"))
            }
            Self::IdleShutdownMayFail { at_rest } => {
                ("idle-shutdown-may-fail", unless_at_rest(at_rest, Medium), None)
            }
            Self::AzureError { .. } => ("azure-error", Medium, None),
            Self::OwnerUnknown => ("owner-unknown", Medium, None),
            Self::LocalAuth => ("local-auth", Low, Some("e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f")),
            Self::NoVnet => ("no-vnet", Low, Some("7804b5c7-01dc-4723-969b-ae300cc07ff1")),
            Self::StateUnknown => ("state-unknown", Unknown, None),
            Self::RunningSinceUnknown => ("running-since-unknown", Unknown, None),
            Self::IdleUnreadable => ("idle-unreadable", Unknown, None),
            Self::ImageUnknown => ("image-unknown", Unknown, None),
            Self::SshUnknown => ("ssh-unknown", Unknown, None),
        }
    }
}

/// An instance and its findings, the worst first.
#[derive(Clone, Debug)]
pub(crate) struct Examined<'a> {
    /// As it was read for the audit.
    pub compute: &'a Compute,
    /// Also the unknown ones; see [`Self::known`].
    pub findings: Vec<Finding>,
}

impl Examined<'_> {
    /// The findings that count: all but the unknown ones.
    pub fn known(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|finding| finding.severity() != Severity::Unknown)
    }

    /// Orders instances by their numbers of findings of each severity.
    fn rank(&self) -> [Reverse<usize>; 3] {
        let of = |severity| self.known().filter(|f| f.severity() == severity).count();
        [Severity::High, Severity::Medium, Severity::Low].map(|severity| Reverse(of(severity)))
    }
}

/// Examines instances at `now`, and sorts them from the worst to the best, then by id. Running for more than `longest`
/// is a finding.
pub(crate) fn examine<'a>(
    computes: impl IntoIterator<Item = &'a Compute>,
    now: Timestamp,
    longest: SignedDuration,
) -> Vec<Examined<'a>> {
    let examine = |compute| Examined { compute, findings: findings(compute, now, longest) };
    let mut examined: Vec<_> = computes.into_iter().map(examine).collect();
    examined.sort_unstable_by_key(|one| (one.rank(), &one.compute.id));
    examined
}

/// The instances whose image is not known to be the latest: outdated ones first, from the oldest image to one whose age is
/// unknown at `now`.
pub(crate) fn outdated<'a>(
    computes: impl IntoIterator<Item = &'a Compute>,
    now: Timestamp,
) -> Vec<Examined<'a>> {
    let examined = |compute| Some(Examined { compute, findings: vec![os_image(compute)?] });
    let mut outdated: Vec<_> = computes.into_iter().filter_map(examined).collect();
    let age = |one: &Examined<'_>| one.compute.security.os_image.age(now);
    outdated.sort_by_key(|one| (one.known().next().is_none(), Reverse(age(one)), &one.compute.id));
    outdated
}

/// The findings about one instance, the worst first.
pub fn findings(compute: &Compute, now: Timestamp, longest: SignedDuration) -> Vec<Finding> {
    let looks = [
        condition(compute, now),
        ssh(compute),
        idle_shutdown(compute),
        running(compute, now, longest),
        os_image(compute),
        compute.owner.is_none().then_some(Finding::OwnerUnknown),
        // As in Azure's rule, an unset value counts as enabled, because that is Azure's default.
        (compute.security.local_auth_is_disabled != Some(true)).then_some(Finding::LocalAuth),
        compute.security.subnet.is_none().then_some(Finding::NoVnet),
    ];
    let mut findings: Vec<_> = looks.into_iter().flatten().collect();
    findings.sort_by_key(Finding::severity);
    findings
}

fn condition(compute: &Compute, now: Timestamp) -> Option<Finding> {
    use State::{CreateFailed, SetupFailed, Unusable, UserSetupFailed};
    if compute.trouble() == Some(AzureErrorKind::DiskFull) {
        return Some(Finding::DiskFull);
    }
    if let Some(since) = compute.stuck_since(now) {
        return Some(Finding::Stuck { state: compute.state.clone(), since });
    }
    let code = compute.errors.first().map(|fault| fault.code.clone());
    match (&compute.state, code) {
        (Some(state @ (Unusable | CreateFailed | SetupFailed | UserSetupFailed)), code) => {
            let state = state.clone();
            Some(Finding::Unusable { state, code })
        }
        (_, Some(code)) => Some(Finding::AzureError { code }),
        (None | Some(State::Unknown | State::Other(_)), None) => Some(Finding::StateUnknown),
        _ => None,
    }
}

fn ssh(compute: &Compute) -> Option<Finding> {
    match compute.security.ssh_is_public {
        Some(true) => Some(Finding::SshPublic),
        Some(false) => None,
        None => Some(Finding::SshUnknown),
    }
}

/// Azure's rule accepts any text, even one that sets nothing. So an unreadable time is unknown, not missing.
fn idle_shutdown(compute: &Compute) -> Option<Finding> {
    use State::{CreateFailed, Deleting, Stopped, Stopping};
    let at_rest = matches!(compute.state, Some(Stopped | Stopping | Deleting | CreateFailed));
    if !compute.security.has_idle_time {
        Some(Finding::NoIdleShutdown { at_rest })
    } else if compute.idle_shutdown.is_none() {
        Some(Finding::IdleUnreadable)
    } else if compute.security.identity.is_some() {
        Some(Finding::IdleShutdownMayFail { at_rest })
    } else {
        None
    }
}

fn running(compute: &Compute, now: Timestamp, longest: SignedDuration) -> Option<Finding> {
    use OperationName::{Create, Restart, Start};
    let Some(State::Running | State::JobRunning) = compute.state else { return None };
    let last = compute.last_operation.as_ref();
    let brought_up = last.filter(|last| {
        matches!(last.name, Start | Restart | Create) && last.status == OperationStatus::Succeeded
    });
    match brought_up.map(|last| last.time) {
        Some(since) if now.duration_since(since) > longest => {
            Some(Finding::RunningLong { since, job: compute.state == Some(State::JobRunning) })
        }
        Some(_) => None,
        None => Some(Finding::RunningSinceUnknown),
    }
}

/// Azure's rule finds an image only if it is known to be outdated. Here, an unknown image is a finding.
fn os_image(compute: &Compute) -> Option<Finding> {
    let image = &compute.security.os_image;
    match image.is_latest {
        Some(false) => Some(Finding::ImageOutdated(image.clone())),
        Some(true) => None,
        None => Some(Finding::ImageUnknown),
    }
}

#[cfg(test)]
mod tests;
