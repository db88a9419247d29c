//! The project's addresses stand in `Cargo.toml`; chart, pages and packages have the same.

use std::fs;

use toml::Table;

use super::documentation::{files, pages};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The hosts of addresses that the project does not have yet (RFC 2606).
const PLACEHOLDERS: &[&str] = &["git.example.com", "registry.example.com", "raw.example.com"];

/// The project's addresses, and its version.
struct Addresses {
    repository: String,
    image: String,
    raw: String,
    version: String,
}

fn addresses() -> Addresses {
    let manifest: Table = fs::read_to_string(format!("{ROOT}/Cargo.toml")).unwrap().parse().unwrap();
    let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let workspace = &manifest["workspace"];
    Addresses {
        repository: text(&workspace["package"]["repository"]),
        image: text(&workspace["metadata"]["image"]),
        raw: text(&workspace["metadata"]["raw"]),
        version: text(&manifest["package"]["version"]),
    }
}

/// As a part of another address.
fn encoded(address: &str) -> String {
    address.replace(':', "%3A").replace('/', "%2F")
}

#[test]
fn every_place_has_the_addresses_of_the_manifest() {
    let Addresses { repository, image, raw, version } = addresses();
    let template = |name: &str| {
        let address = encoded(&format!("{raw}/v{version}/infra/azure/{name}.json"));
        format!("(https://portal.azure.com/#create/Microsoft.Template/uri/{address})")
    };
    let (_, path) = repository.split_once("://").unwrap().1.split_once('/').unwrap();
    let expected = [
        ("infra/helm/Chart.yaml", format!("\nhome: {repository}\nsources:\n  - {repository}\n")),
        ("infra/helm/values.yaml", format!("\n  repository: {image}\n")),
        ("infra/helm/examples/aks.yaml", format!("\n  repository: {image} #")),
        ("infra/helm/examples/eks.yaml", format!("\n  repository: {image} #")),
        ("infra/helm/examples/minimal.yaml", format!("\n  repository: {image} #")),
        ("emulator/README.md", format!("({repository})")),
        ("docs/install.md", format!("--git {repository} lamplighter\n")),
        ("docs/install.md", format!("`{repository}/releases/download/v{version}/`")),
        ("docs/install.md", format!("--repo {path}\n")),
        ("docs/install.md", format!("docker pull {image}:{version}\n")),
        ("infra/azure/README.md", template("roles")),
        ("infra/azure/README.md", template("functions")),
        ("infra/azure/README.md", template("container-apps")),
    ];
    for (file, wanted) in expected {
        let text = fs::read_to_string(format!("{ROOT}/{file}")).unwrap();
        assert!(text.contains(&wanted), "{file} does not have {wanted:?}");
    }
}

/// A placeholder that is left where the manifest has a real address, or another path below its host.
#[test]
fn no_file_has_another_address() {
    let Addresses { repository, image, raw, .. } = addresses();
    let without_scheme = |address: &str| address.split_once("://").unwrap().1.to_owned();
    let addresses =
        [without_scheme(&repository), image, without_scheme(&raw), encoded(&without_scheme(&raw))];
    let pages = pages().into_iter().map(|page| (page.path, page.text));
    let folders = ["infra", ".github", "tests/helm"].into_iter().flat_map(files);
    let mut found = 0;
    for (file, text) in pages.chain(folders) {
        for (at, host) in PLACEHOLDERS.iter().flat_map(|host| text.match_indices(host)) {
            let is_known = addresses.iter().any(|address| text[at..].starts_with(address.as_str()));
            assert!(is_known, "{}: this address at {host} is not in Cargo.toml", file.display());
            found += 1;
        }
    }
    let is_placeholder =
        addresses.iter().any(|address| PLACEHOLDERS.iter().any(|host| address.starts_with(host)));
    assert!(found > 0 || !is_placeholder, "no file was read");
}

/// The archives that the page names are those that `infra/release` makes.
#[test]
fn the_page_names_the_archives_of_this_version() {
    let version = addresses().version;
    let page = fs::read_to_string(format!("{ROOT}/docs/install.md")).unwrap();
    for (at, _) in page.match_indices("lamplighter-0") {
        let name = &page[at..];
        assert!(name.starts_with(&format!("lamplighter-{version}")), "{name:.40}");
    }
    for name in ["lambda-x86_64.zip", "lambda-arm64.zip", "functions.zip", "x86_64-unknown-linux-gnu.tar.gz"]
    {
        assert!(page.contains(&format!("`lamplighter-{version}-{name}`")), "{name}");
    }
}
