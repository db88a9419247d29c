//! `people import` with exports of several chats, and what it prints as a people file.

use std::{fs, path::PathBuf};

use insta::assert_snapshot;
use serde_json::json;

use crate::support::process::bare;

/// As `az ad user list` prints them, and one as Microsoft Graph does with more fields.
fn users() -> String {
    let user = |id: &str, name: &str, mail: Option<&str>, principal: &str| {
        let id = format!("00000000-0000-0000-0000-{id:0>12}");
        json!({"id": id, "displayName": name, "mail": mail, "userPrincipalName": principal, "businessPhones": []})
    };
    let mut guest = user("a3", "Cleo", None, "cleo_example.com#EXT#@contoso.onmicrosoft.com");
    guest["otherMails"] = json!(["Cleo@Example.com"]);
    let mut renamed = user("a4", "Dan", Some("dan.souza@contoso.com"), "dan.souza@contoso.com");
    renamed["proxyAddresses"] = json!(["SMTP:dan.souza@contoso.com", "smtp:DAN@contoso.com", "x500:/o=x"]);
    json!([
        user("a1", "Lovelace, Ada", Some("Ada.Lovelace@contoso.com"), "ada@contoso.com"),
        user("a2", "Bob", None, "bob@contoso.com"),
        guest,
        renamed,
        user("b1", "Twin", Some("twin@contoso.com"), "twin1@contoso.com"),
        user("b2", "Twin", Some("TWIN@contoso.com"), "twin2@contoso.com"),
    ])
    .to_string()
}

fn slack() -> String {
    let member = |id: &str, name: &str, email: Option<&str>| {
        let profile = json!({"real_name": name, "display_name": "", "email": email});
        json!({"id": id, "team_id": "T012AB3CD", "name": "x", "deleted": false, "is_bot": false, "profile": profile})
    };
    let mut gone = member("U06", "Gone", Some("bob@contoso.com"));
    gone["deleted"] = json!(true);
    let mut bot = member("U07", "Robot", None);
    bot["is_bot"] = json!(true);
    json!({"ok": true, "cache_ts": 1, "members": [
        member("U09", "Twin", Some("twin@contoso.com")),
        member("U01", "Ada \"the\u{7} first\" Lovelace", Some("ADA@contoso.com")),
        member("U02", "Bob", Some("bob@contoso.com")),
        member("U03", "Cleo 🚀", Some("cleo@example.com")),
        member("U04", "Dan", Some("dan@contoso.com")),
        member("U05", "Grace", Some("grace@contoso.com")),
        member("U08", "Shy", None),
        gone,
        bot,
    ]})
    .to_string()
}

struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lamplighter-import-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("users.json"), users()).unwrap();
        Self(folder)
    }

    /// Exit code, standard output and standard error.
    async fn import(&self, team: &str, members: &str) -> (i32, String, String) {
        let file = self.0.join("members");
        fs::write(&file, members).unwrap();
        let (file, users) = (file.to_str().unwrap(), self.0.join("users.json"));
        let output = bare(&["people", "import", team, file, users.to_str().unwrap()]).output().await.unwrap();
        let text =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&format!("{}/", self.0.display()), "");
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone_already = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn members_are_joined_with_users_by_any_of_their_addresses() {
    let folder = Folder::new("slack");
    let (code, people, left_out) = folder.import("slack:T012AB3CD", &slack()).await;
    assert_snapshot!(people, @"
    [people]
    \"slack:T012AB3CD/U01\" = { id = \"00000000-0000-0000-0000-0000000000a1\", name = \"Ada \\\"the first\\\" Lovelace\" }
    \"slack:T012AB3CD/U02\" = { id = \"00000000-0000-0000-0000-0000000000a2\", name = \"Bob\" }
    \"slack:T012AB3CD/U03\" = { id = \"00000000-0000-0000-0000-0000000000a3\", name = \"Cleo 🚀\" }
    \"slack:T012AB3CD/U04\" = { id = \"00000000-0000-0000-0000-0000000000a4\", name = \"Dan\" }
    ");
    assert_snapshot!(left_out, @"
    slack:T012AB3CD/U05 (Grace): no user in Azure has this e-mail address
    slack:T012AB3CD/U06 (Gone): is deactivated
    slack:T012AB3CD/U07 (Robot): is a bot
    slack:T012AB3CD/U08 (Shy): the export has no e-mail address
    slack:T012AB3CD/U09 (Twin): several users in Azure have this e-mail address
    4 joined, 5 left out
    ");
    assert_eq!(code, 1, "somebody is missing");
    assert!(!people.contains("@contoso") && !left_out.contains("@contoso"), "addresses stay where they are");
    assert_eq!(folder.import("slack:T012AB3CD", &slack()).await.1, people, "the same each time");

    // What it prints is a people file.
    fs::write(folder.0.join("people.toml"), &people).unwrap();
    let config = format!("people_file = \"people.toml\"\n{}", include_str!("../../../docs/demo.toml"));
    fs::write(folder.0.join("lamplighter.toml"), config).unwrap();
    let config = folder.0.join("lamplighter.toml");
    let checked = bare(&["check", "--offline", "--config", config.to_str().unwrap()]).output().await.unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
}

#[tokio::test]
async fn exports_of_other_forms_are_read() {
    let folder = Folder::new("forms");
    let csv = "\u{feff}username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp\r\n\
        ada,ada@contoso.com,Primary Owner,1,1,0,U01,\"Lovelace, Ada\",\"a \"\"b\"\"\",\r\n\
        bob,bob@contoso.com,Member,1,0,0,U02,,bob,\r\n\
        gone,cleo@example.com,Deactivated,0,0,0,U03,Cleo,,\r\n";
    let (code, people, left_out) = folder.import("slack:T012AB3CD", csv).await;
    assert_snapshot!(people, @"
    [people]
    \"slack:T012AB3CD/U01\" = { id = \"00000000-0000-0000-0000-0000000000a1\", name = \"Lovelace, Ada\" }
    \"slack:T012AB3CD/U02\" = { id = \"00000000-0000-0000-0000-0000000000a2\", name = \"bob\" }
    ");
    assert_snapshot!(left_out, @"
    slack:T012AB3CD/U03 (Cleo): is deactivated
    2 joined, 1 left out
    ");
    assert_eq!(code, 0, "nobody is missing who could type");

    let mattermost = json!([
        {"id": "n1x9bmxq", "username": "ada", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@contoso.com", "delete_at": 0},
        {"id": "n2x9bmxq", "username": "bob", "first_name": "", "last_name": "", "nickname": "", "email": "bob@contoso.com", "delete_at": 1_700_000_000_000_i64},
    ]);
    assert_snapshot!(folder.import("mattermost:team9", &mattermost.to_string()).await.1, @"
    [people]
    \"mattermost:team9/n1x9bmxq\" = { id = \"00000000-0000-0000-0000-0000000000a1\", name = \"Ada Lovelace\" }
    ");

    // Teams: the users of Entra themselves.
    let (code, people, _) = folder.import("teams:00000000-0000-0000-0000-0000000000aa", &users()).await;
    assert_snapshot!(people, @"
    [people]
    \"teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000a1\" = { id = \"00000000-0000-0000-0000-0000000000a1\", name = \"Lovelace, Ada\" }
    \"teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000a2\" = { id = \"00000000-0000-0000-0000-0000000000a2\", name = \"Bob\" }
    \"teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000a3\" = { id = \"00000000-0000-0000-0000-0000000000a3\", name = \"Cleo\" }
    \"teams:00000000-0000-0000-0000-0000000000aa/00000000-0000-0000-0000-0000000000a4\" = { id = \"00000000-0000-0000-0000-0000000000a4\", name = \"Dan\" }
    ");
    assert_eq!(code, 1, "two have one address");

    let wrapped = json!({"value": serde_json::from_str::<serde_json::Value>(&users()).unwrap()}).to_string();
    fs::write(folder.0.join("users.json"), wrapped).unwrap();
    assert_eq!(folder.import("slack:T012AB3CD", csv).await.0, 0, "as Microsoft Graph answers");
}

#[tokio::test]
async fn what_is_no_export_is_refused() {
    let folder = Folder::new("refused");
    for members in
        ["", "{}", "[]", "{\"ok\":false,\"error\":\"not_authed\"}", "[1]", "a,b\n1,2", "userid,email\n"]
    {
        let (code, people, said) = folder.import("slack:T1", members).await;
        assert_eq!((code, people.as_str()), (2, ""), "{members}");
        assert!(said.contains("has no members"), "{said}");
    }
    for team in ["slack", "slack:", ":T1", "slack:T1/U1", "slack:*", "slack:T 1"] {
        let (code, people, said) = folder.import(team, &slack()).await;
        assert_eq!((code, people.as_str()), (2, ""), "{team}");
        assert!(said.contains("<source>:<team>"), "{said}");
    }
    fs::write(folder.0.join("users.json"), "[]").unwrap();
    assert_snapshot!(folder.import("slack:T1", &slack()).await.2, @"lamplighter: users.json has no users: it takes the JSON of `az ad user list`");
    fs::remove_file(folder.0.join("users.json")).unwrap();
    assert_snapshot!(folder.import("slack:T1", &slack()).await.2, @"lamplighter: users.json cannot be read: No such file or directory (os error 2)");
}
