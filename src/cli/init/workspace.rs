//! The workspace in Azure, by its ARM id, and how to find those that `az` can see.

use std::{error::Error, process::Command};

use super::prompt;
use crate::cli::output;

/// Most subscriptions that are looked through: each takes `az` a second or two.
const SUBSCRIPTIONS: usize = 20;

const KIND: &str = "Microsoft.MachineLearningServices/workspaces";

/// Subscription, resource group and name in an ARM id, or in an address that has one in it, as that of Azure Machine
/// Learning studio has behind `wsid=`. `None` for anything else.
pub fn parts(text: &str) -> Option<[String; 3]> {
    let text = text.replace("%2F", "/").replace("%2f", "/");
    let words: Vec<_> = text.split(['/', '?', '&', '=', '#']).collect();
    let after = |key: &str, also: &str| {
        let at = words.iter().rposition(|word| word.eq_ignore_ascii_case(key))?;
        let fits = |c: char| c.is_ascii_alphanumeric() || also.contains(c);
        let value = words.get(at + 1).filter(|word| !word.is_empty() && word.chars().all(fits));
        value.map(|value| (*value).to_owned())
    };
    Some([after("subscriptions", "-")?, after("resourceGroups", "-_.()")?, after("workspaces", "-_")?])
}

/// The ARM id of the workspace that `text` names.
pub fn read(text: &str) -> Result<String, String> {
    let id = |[subscription, group, name]: [String; 3]| {
        format!("/subscriptions/{subscription}/resourceGroups/{group}/providers/{KIND}/{name}")
    };
    parts(text).map(id).ok_or_else(|| {
        format!("copy it from studio's address bar, or its id: /subscriptions/…/resourceGroups/…/providers/{KIND}/…")
    })
}

/// Asks which workspace, and lists those that `az` can see.
pub fn ask() -> Result<String, Box<dyn Error>> {
    output::note("Looking for workspaces with `az` …");
    let seen = seen();
    for (at, id) in seen.iter().enumerate() {
        output::note(format_args!("{:4}  {id}", at + 1));
    }
    let (question, default) = match seen.as_slice() {
        [] => {
            ("Your workspace (--workspace): its address in Azure Machine Learning studio, or its ARM id", "")
        }
        _ => ("Your workspace: a number of these, or its ARM id", "1"),
    };
    prompt::ask(None, question, default, |answer| {
        let listed = answer.parse::<usize>().ok().and_then(|number| seen.get(number.checked_sub(1)?));
        listed.map_or_else(|| read(answer), |id| Ok(id.clone()))
    })
}

/// The workspaces that the login of `az` can see; none without a login.
fn seen() -> Vec<String> {
    let az = |arguments: &[&str]| {
        let program = if cfg!(windows) { "az.cmd" } else { "az" };
        let output = Command::new(program).args(arguments).args(["--output", "tsv"]).output();
        let text = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
        text.and_then(|text| String::from_utf8(text).ok()).unwrap_or_default()
    };
    let subscriptions = az(&["account", "list", "--query", "[?state=='Enabled'].id"]);
    let ids = subscriptions.lines().take(SUBSCRIPTIONS).map(|subscription| {
        az(&["resource", "list", "--subscription", subscription, "--resource-type", KIND, "--query", "[].id"])
    });
    ids.flat_map(|ids| ids.lines().filter_map(|id| read(id).ok()).collect::<Vec<_>>()).collect()
}
