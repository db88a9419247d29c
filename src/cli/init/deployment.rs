//! Where Lamplighter can run: how it proves to Azure who it is there, where its secrets are, and what to type next.

/// A place to run in.
pub struct Deployment {
    /// As it is typed.
    pub name: &'static str,
    /// `credential` in the configuration.
    pub credential: &'static str,
    /// The kind of the timers' sources. `None` at a terminal, which has no timers and no chat.
    pub timer: Option<&'static str>,
    /// How the configuration refers to the secret of a name.
    pub secret: fn(&str) -> String,
    /// The secrets of the credential, each in a line as `{NAME}` with a comment.
    pub variables: &'static str,
    /// What to type next.
    pub next: &'static str,
}

/// All of them.
#[rustfmt::skip]
pub static DEPLOYMENTS: [Deployment; 6] = [
    Deployment { name: "lambda", credential: "aws-federation", timer: Some("event"), variables: "",
        secret: |name| format!("{{ aws-secret = \"lamplighter#{name}\" }}"), next: include_str!("next/lambda.txt") },
    Deployment { name: "functions", credential: "managed-identity", timer: Some("event"), variables: "", secret: in_vault,
        next: include_str!("next/functions.txt") },
    Deployment { name: "container-apps", credential: "managed-identity", timer: Some("signed"), variables: "",
        secret: in_vault, next: include_str!("next/container-apps.txt") },
    Deployment { name: "kubernetes", credential: "workload-identity", timer: Some("signed"), variables: "",
        secret: |name| format!("{{ file = \"/run/secrets/lamplighter/{name}\" }}"),
        next: include_str!("next/kubernetes.txt") },
    Deployment { name: "server", credential: "client-secret", timer: Some("signed"), secret: in_environment,
        variables: include_str!("variables.txt"), next: include_str!("next/server.txt") },
    Deployment { name: "terminal", credential: "azure-cli", timer: None, variables: "", secret: in_environment,
        next: include_str!("next/terminal.txt") },
];

fn in_environment(name: &str) -> String {
    format!("{{ env = \"{name}\" }}")
}

/// The names of a key vault's secrets have hyphens, and no underscores.
fn in_vault(name: &str) -> String {
    let name = name.to_lowercase().replace('_', "-");
    format!("{{ key-vault = \"https://{{vault}}.vault.azure.net/secrets/{name}\" }}")
}
