//! Carries out pending commands that are due, and tells people of those that do nothing.

use std::{collections::BTreeMap, sync::Arc};

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use tokio::sync::oneshot;

use super::state::{App, Reception};
use crate::{
    background::Background,
    command_request::CommandRequest,
    engine::{CommandResult, DueEntry, Progress},
    notify::Responder,
    reply::Localizer,
    source::Source,
};

/// Deals with what the `timer` found, until Azure has accepted everything, and adds the outcomes to its result. Commands for
/// one workspace are carried out in the order of their times.
pub(super) fn carry_out_due<'a>(
    app: &'a Arc<App>,
    timer: &'a str,
    result: &'a mut CommandResult,
    later: &'a Background,
) -> BoxFuture<'a, ()> {
    let mut places = BTreeMap::<_, Vec<_>>::new();
    for entry in std::mem::take(&mut result.due) {
        places.entry(entry.workspace.clone()).or_default().push(entry);
    }
    let each = places.into_values().map(async |mut entries| {
        entries.sort_by_key(|entry| entry.then.as_ref().ok().map(|request| request.at));
        let mut results = Vec::new();
        for entry in entries {
            results.extend(deal_with(app, timer, entry, later).await);
        }
        results
    });
    let each = join_all(each);
    async move {
        for one in each.await.into_iter().flatten() {
            result.transient |= one.is_transient();
            result.results.extend(one.results);
        }
    }
    .boxed()
}

/// Carries one out, or tells people why it does nothing. Its tag is deleted after that, so that a crash loses nothing; but
/// not if another attempt within the hour may do more.
async fn deal_with(
    app: &Arc<App>,
    timer: &str,
    entry: DueEntry,
    later: &Background,
) -> Option<CommandResult> {
    let DueEntry { workspace, tag, source, then } = entry;
    let channels = |source: &Arc<Source>| !source.notify.is_empty();
    let own = source.as_deref().and_then(|source| app.registry.get(source)).filter(channels);
    let told = own.or_else(|| app.registry.get(timer))?;
    let reception = Reception { app, source: &told, later };
    let (result, is_over) = match then {
        Ok(request) => {
            let result = act(&reception, *request).await?;
            let is_over = !result.is_transient();
            (Some(result), is_over)
        }
        Err((reply, is_over)) => {
            tracing::warn!(%workspace, tag = tag.0, undone = true, "a pending command does nothing");
            reception.notify_once(format_args!("due|{}|{}", tag.0, tag.1), reply);
            (None, is_over)
        }
    };
    if is_over {
        app.engine.forget_pending(&workspace, (&tag.0, &tag.1)).await;
    }
    result
}

/// Carries out a command as far as Azure's acceptance. Its outcome goes to the source's channels.
async fn act(reception: &Reception<'_>, request: CommandRequest) -> Option<CommandResult> {
    let localizer = Localizer { request: Some(request.id), ..reception.localizer() };
    let progress = Progress::new(localizer, &request.caller.id);
    let (first, answered) = oneshot::channel();
    let responder =
        Responder::machine(reception.app.notifier.clone(), (reception.source, true), first, false);
    reception.begin(request, progress, responder, ());
    answered.await.ok()
}
