//! `lamplighter people import`: joins the members of a chat with the users of an Entra directory by their e-mail
//! addresses, from two files, and prints a people file.
//!
//! Standard output has the file and nothing else; standard error says who could not be joined, and why. No address is
//! printed.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use serde_json::{Map, Value};

use super::{Exit, arguments::ImportOptions, output};

const BOT: &str = "is a bot";
const DEACTIVATED: &str = "is deactivated";

pub fn import(options: &ImportOptions) -> Result<Exit, Box<dyn Error>> {
    let members = records(&options.members, "members: it takes JSON, or CSV with a column for userid or id")?;
    let users = records(&options.users, "users: it takes the JSON of `az ad user list`")?;
    let mut directory = BTreeMap::<_, BTreeSet<_>>::new();
    for user in &users {
        for email in emails(user) {
            directory.entry(email).or_default().insert(first(user, &["/id"]));
        }
    }
    let (mut joined, mut left_out) = (BTreeMap::new(), BTreeMap::new());
    for member in &members {
        let caller = format!("{}/{}", options.team, first(member, &["/id", "/userid"]));
        match join(member, &directory) {
            Ok(id) => drop(joined.insert(caller, (id, name(member)))),
            Err(why) => drop(left_out.insert(caller, (why, name(member)))),
        }
    }
    output::line("[people]")?;
    for (caller, (id, name)) in &joined {
        // A string in JSON is one in TOML, too.
        let text = |value: &str| Value::from(value).to_string();
        let name = Some(name).filter(|name| !name.is_empty());
        let name = name.map(|name| format!(", name = {}", text(name))).unwrap_or_default();
        output::line(format_args!("{} = {{ id = {}{name} }}", text(caller), text(id)))?;
    }
    for (caller, (why, name)) in &left_out {
        output::note(format_args!("{caller} ({name}): {why}"));
    }
    output::note(format_args!("{} joined, {} left out", joined.len(), left_out.len()));
    let expected = left_out.values().all(|(why, _)| [BOT, DEACTIVATED].contains(why));
    Ok(if expected { Exit::Done } else { Exit::Failed })
}

/// The records of a file that have an id.
fn records(path: &Path, wanted: &str) -> Result<Vec<Value>, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let text = text.trim_start_matches('\u{feff}');
    let whole = serde_json::from_str(text).unwrap_or_else(|_| table(text));
    // A platform's API puts the list into an object.
    let list = ["members", "value"].iter().find_map(|key| whole.get(key)).unwrap_or(&whole);
    let has_id = |record: &&Value| !first(record, &["/id", "/userid"]).is_empty();
    let found: Vec<_> = list.as_array().into_iter().flatten().filter(has_id).cloned().collect();
    if found.is_empty() { Err(format!("{shown} has no {wanted}")) } else { Ok(found) }
}

/// The first of these fields that holds text, without characters that control a terminal.
fn first(of: &Value, fields: &[&str]) -> String {
    let found = fields.iter().filter_map(|field| of.pointer(field)?.as_str());
    let cleaned = found.map(|text| text.chars().filter(|c| !c.is_control()).collect::<String>());
    cleaned.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
}

fn name(member: &Value) -> String {
    let full = ["/first_name", "/last_name"].map(|field| first(member, &[field])).join(" ");
    if full.trim().is_empty() {
        let names = ["/profile/real_name", "/real_name", "/fullname", "/displayName", "/displayname"];
        first(member, &[&names[..], &["/nickname", "/username", "/name"]].concat())
    } else {
        full.trim().to_owned()
    }
}

/// The addresses of a user in Azure, in lower case.
fn emails(user: &Value) -> Vec<String> {
    let lists = ["otherMails", "proxyAddresses"].iter().filter_map(|key| user[key].as_array()).flatten();
    let all = [&user["mail"], &user["userPrincipalName"]].into_iter().chain(lists);
    let all = all.filter_map(Value::as_str).map(str::to_lowercase);
    all.map(|email| email.strip_prefix("smtp:").unwrap_or(&email).to_owned()).collect()
}

/// The Entra id of the user with the member's e-mail address, or why the member was not joined.
fn join(member: &Value, directory: &BTreeMap<String, BTreeSet<String>>) -> Result<String, &'static str> {
    let status = first(member, &["/status"]).to_lowercase();
    if member["is_bot"] == true || member["is_app_user"] == true || status == "bot" {
        return Err(BOT);
    }
    let deleted = member["deleted"] == true || member["delete_at"].as_u64().is_some_and(|at| at > 0);
    if deleted || member["accountEnabled"] == false || ["deactivated", "inactive"].contains(&status.as_str())
    {
        return Err(DEACTIVATED);
    }
    let email = first(member, &["/profile/email", "/email", "/mail", "/userPrincipalName"]).to_lowercase();
    let users: Vec<_> = directory.get(&email).into_iter().flatten().collect();
    match users.as_slice() {
        _ if email.is_empty() => Err("the export has no e-mail address"),
        [id] => Ok((*id).clone()),
        [] => Err("no user in Azure has this e-mail address"),
        _ => Err("several users in Azure have this e-mail address"),
    }
}

/// A table in CSV, as RFC 4180 has it, as objects: a field in quotes may hold commas, line ends and doubled quotes.
fn table(text: &str) -> Value {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().chain(['\n']).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                if letter == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            other => field.push(other),
        }
    }
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default().into_iter();
    let header: Vec<_> =
        header.map(|title| title.trim().to_lowercase().replace([' ', '-', '_'], "")).collect();
    let object = |row: Vec<String>| {
        let fields = header.iter().cloned().zip(row.into_iter().map(Value::from));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    rows.map(object).collect()
}
