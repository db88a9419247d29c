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

use serde_json::Value;

use super::{Exit, arguments::ImportOptions, output};

/// A member of a chat, as its export has them.
#[derive(Default)]
struct Member {
    id: String,
    name: String,
    email: String,
    /// Why the member is to be left out.
    unfit: Option<&'static str>,
}

/// The ids in Entra by e-mail address in lower case.
type Directory = BTreeMap<String, BTreeSet<String>>;

pub fn import(options: &ImportOptions) -> Result<Exit, Box<dyn Error>> {
    let members = members(&read(&options.members)?).ok_or_else(|| {
        let wanted = "has no members: it takes JSON, or CSV with columns for id and email";
        format!("{} {wanted}", options.members.display())
    })?;
    let directory = directory(&read(&options.users)?).ok_or_else(|| {
        format!("{} has no users: it takes the JSON of `az ad user list`", options.users.display())
    })?;
    let (mut joined, mut left_out) = (BTreeMap::new(), BTreeMap::new());
    let mut complete = true;
    for member in members {
        let caller = format!("{}/{}", options.team, member.id);
        match join(&member, &directory) {
            Ok(id) => drop(joined.insert(caller, (id, member.name))),
            Err(why) => {
                complete &= member.unfit.is_some();
                left_out.insert(caller, (why, member.name));
            }
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
    Ok(if complete { Exit::Done } else { Exit::Failed })
}

fn read(path: &Path) -> Result<String, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The id in Entra of the only user with the member's e-mail address, or why there is none.
fn join(member: &Member, directory: &Directory) -> Result<String, &'static str> {
    match (member.unfit, member.email.as_str()) {
        (Some(why), _) => return Err(why),
        (None, "") => return Err("the export has no e-mail address"),
        (None, _) => {}
    }
    let users = directory.get(&member.email.to_lowercase()).into_iter().flatten();
    match users.collect::<Vec<_>>().as_slice() {
        [id] => Ok((*id).clone()),
        [] => Err("no user in Azure has this e-mail address"),
        _ => Err("several users in Azure have this e-mail address"),
    }
}

/// The objects of a list, which may be a member of the whole.
fn list(text: &str) -> Option<Vec<Value>> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let list = ["members", "value"].iter().find_map(|key| whole.get(key)).unwrap_or(&whole);
    Some(list.as_array()?.iter().filter(|one| one["id"].is_string()).cloned().collect())
}

/// The first of these fields that holds text, without characters that control a terminal.
fn first(of: &Value, fields: &[&str]) -> String {
    let found = fields.iter().filter_map(|field| of.pointer(field)?.as_str());
    let cleaned = found.map(|text| text.chars().filter(|c| !c.is_control()).collect::<String>());
    cleaned.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
}

fn directory(text: &str) -> Option<Directory> {
    let mut directory = Directory::new();
    for user in list(text).filter(|users| !users.is_empty())? {
        let others = ["otherMails", "proxyAddresses"].iter().filter_map(|key| user[key].as_array()).flatten();
        let emails = [&user["mail"], &user["userPrincipalName"]].into_iter().chain(others);
        for email in emails.filter_map(Value::as_str).map(str::to_lowercase) {
            let email = email.strip_prefix("smtp:").unwrap_or(&email);
            directory.entry(email.to_owned()).or_default().insert(first(&user, &["/id"]));
        }
    }
    Some(directory)
}

/// `None` if the text has no members.
fn members(text: &str) -> Option<Vec<Member>> {
    let members = match list(text) {
        Some(members) => members.iter().map(member).collect(),
        None => members_of_csv(text)?,
    };
    Some(members).filter(|members: &Vec<_>| !members.is_empty())
}

fn member(member: &Value) -> Member {
    const BOTS: [&str; 2] = ["is_bot", "is_app_user"];
    let deleted = member["deleted"] == true
        || member["accountEnabled"] == false
        || member["delete_at"].as_u64().is_some_and(|at| at > 0);
    let full = format!("{} {}", first(member, &["/first_name"]), first(member, &["/last_name"]));
    let names = ["/profile/real_name", "/real_name", "/displayName", "/nickname", "/username", "/name"];
    let name = Some(full.trim().to_owned()).filter(|name| !name.is_empty());
    Member {
        id: first(member, &["/id"]),
        name: name.unwrap_or_else(|| first(member, &names)),
        email: first(member, &["/profile/email", "/email", "/mail", "/userPrincipalName"]),
        unfit: match (BOTS.iter().any(|bot| member[bot] == true), deleted) {
            (true, _) => Some("is a bot"),
            (_, true) => Some("is deactivated"),
            _ => None,
        },
    }
}

fn members_of_csv(text: &str) -> Option<Vec<Member>> {
    let mut rows = rows(text).into_iter();
    let header: Vec<_> =
        rows.next()?.iter().map(|title| title.to_lowercase().replace([' ', '-', '_'], "")).collect();
    let column = |titles: &[&str]| titles.iter().find_map(|title| header.iter().position(|one| one == title));
    let (id, email) = (column(&["userid", "id"])?, column(&["email", "emailaddress"])?);
    let names: Vec<_> =
        ["fullname", "displayname", "username", "name"].iter().map(|title| column(&[title])).collect();
    let status = column(&["status"]);
    let members = rows.map(|row| {
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
        Member {
            id: field(Some(id)),
            name: names.iter().map(|at| field(*at)).find(|name| !name.is_empty()).unwrap_or_default(),
            email: field(Some(email)),
            unfit: match field(status).to_lowercase().as_str() {
                "deactivated" | "inactive" => Some("is deactivated"),
                "bot" => Some("is a bot"),
                _ => None,
            },
        }
    });
    Some(members.filter(|member| !member.id.is_empty()).collect())
}

/// The rows of a table in CSV, as RFC 4180 has it: a field in quotes may hold commas, line ends and doubled quotes.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                row.push(field.trim().to_owned());
                field.clear();
                if letter == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            other if other.is_control() => {}
            other => field.push(other),
        }
    }
    row.push(field.trim().to_owned());
    rows.push(row);
    rows
}
