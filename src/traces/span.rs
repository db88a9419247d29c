//! The spans and their fields.

/// The target of these spans. It is not below ours, and the spans are at debug level: the log never
/// shows them.
#[cfg(feature = "otel")]
pub const SPANS: &str = "traces";

/// For work that continues after an answer; its fields are recorded later.
#[cfg(feature = "otel")]
pub fn work() -> tracing::Span {
    use tracing::field::Empty;
    tracing::debug_span!(
        target: SPANS, "work",
        otel.name = Empty, otel.status_code = Empty, id = Empty, source = Empty, verb = Empty, verdict = Empty
    )
}

/// Records a field of the current span.
#[cfg(feature = "otel")]
pub fn note(field: &'static str, value: impl tracing::Value) {
    tracing::Span::current().record(field, value);
}

#[cfg(not(feature = "otel"))]
pub fn note<T>(_field: &'static str, _value: T) {}

/// Records the status of an answer; `bad` marks the span as failed.
pub fn answered(status: u16, bad: bool) {
    note("http.response.status_code", status);
    if bad {
        failed();
    }
}

/// Marks the current span as failed.
pub fn failed() {
    note("otel.status_code", "ERROR");
}

/// The name of a call to Azure, without names and ids: the types of the resource as in Azure's
/// permissions (`Microsoft.MachineLearningServices/workspaces/computes/stop`).
#[cfg(feature = "otel")]
pub fn operation(url: &url::Url) -> String {
    let path: Vec<_> = url.path_segments().into_iter().flatten().collect();
    let providers = |part: &&str| part.eq_ignore_ascii_case("providers");
    let resource = path.iter().rposition(providers).map(|at| &path[at + 1..]);
    let Some([namespace, resource @ ..]) = resource else {
        let token = path.last() == Some(&"token");
        return if token { "token" } else { "other" }.to_owned();
    };
    // Types and names alternate.
    let is_type = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let types = resource.iter().step_by(2).copied().take_while(is_type);
    [*namespace].into_iter().chain(types).collect::<Vec<_>>().join("/")
}

#[cfg(feature = "otel")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_named_without_names() {
        for (path, name) in [
            (
                "subscriptions/1/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/w/computes/myci/stop?api-version=1",
                "Microsoft.MachineLearningServices/workspaces/computes/stop",
            ),
            (
                "subscriptions/1/providers/Microsoft.MachineLearningServices/locations/westeurope/computeOperationsStatus/0a1b?t=1&s=secret",
                "Microsoft.MachineLearningServices/locations/computeOperationsStatus",
            ),
            (
                "subscriptions/1/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/w/providers/Microsoft.Authorization/permissions",
                "Microsoft.Authorization/permissions",
            ),
            ("0000-aa/oauth2/v2.0/token", "token"),
            (
                "subscriptions/1/providers/Microsoft.MachineLearningServices/operationResults/of/0a1b-c",
                "Microsoft.MachineLearningServices/operationResults",
            ),
            ("anything/else", "other"),
        ] {
            let url = url::Url::parse(&format!("https://management.azure.com/{path}")).unwrap();
            assert_eq!(operation(&url), name);
        }
    }
}
