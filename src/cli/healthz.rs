//! `lamplighter healthz`: whether the local server answers, for container images without another HTTP client.

use std::{net::SocketAddr, time::Duration};

use lamplighter::client;

use super::{Exit, output};

/// A healthy server answers within milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// Exits with 0 if the server answers 200, else prints one line that says what is wrong, and exits with 1.
pub async fn healthz(addr: SocketAddr) -> Exit {
    match ask(addr).await {
        Ok(()) => Exit::Done,
        Err(wrong) => {
            output::error(format_args!("http://{addr}/healthz {wrong}"));
            Exit::Failed
        }
    }
}

async fn ask(addr: SocketAddr) -> Result<(), String> {
    let client = client::http_client().map_err(|error| format!("cannot be asked: {error}"))?;
    let request = client.get(format!("http://{addr}/healthz")).timeout(PATIENCE);
    match request.send().await {
        Ok(answer) if answer.status() == http::StatusCode::OK => Ok(()),
        Ok(answer) => Err(format!("answers {}", answer.status())),
        Err(error) if error.is_timeout() => Err(format!("does not answer within {} s", PATIENCE.as_secs())),
        Err(error) if error.is_connect() => Err("cannot be connected to".to_owned()),
        Err(_) => Err("does not answer in HTTP".to_owned()),
    }
}
