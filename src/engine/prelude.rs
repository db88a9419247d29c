//! What nearly every command's file uses.

pub(super) use super::{
    action_report::{Performed, is_rehearsed},
    execution::{Action, Execution, Permitted, of_each},
    instance_result::{self, InstanceResult},
    refusal::Refusal,
    result::{AuditRow, CommandResult, DueEntry, Repetition, Verdict, all_unread},
};
