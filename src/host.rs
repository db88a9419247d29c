//! Hosts: AWS Lambda, Azure Functions and plain HTTP. A host receives requests in its platform's form, passes
//! them to the [`App`](crate::app::App), returns the answers, and keeps running until the work after each
//! answer has ended.

pub mod functions;
pub mod http;
pub mod lambda;
mod logging;
mod panics;

pub use logging::{LogReader, init_logging};

/// The host that the environment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// AWS Lambda, which provides events through its Runtime API.
    Lambda,
    /// Azure Functions, whose host sends HTTP requests to this process, its custom handler, on a loopback port.
    Functions {
        /// The port on which the host expects this process to listen.
        port: u16,
    },
}

impl Host {
    /// Picks the host by the environment. `None` if no variable asks for a host; then the command line decides.
    pub fn pick(env: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        if env("AWS_LAMBDA_RUNTIME_API").is_some() {
            return Ok(Some(Self::Lambda));
        }
        let Some(port) = env("FUNCTIONS_CUSTOMHANDLER_PORT") else { return Ok(None) };
        match port.parse() {
            Ok(port) => Ok(Some(Self::Functions { port })),
            Err(_) => Err(format!("FUNCTIONS_CUSTOMHANDLER_PORT is not a port: {port:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(vars: &[(&str, &str)]) -> Result<Option<Host>, String> {
        Host::pick(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string()))
    }

    #[test]
    fn the_surroundings_pick_the_host() {
        assert_eq!(picked(&[]), Ok(None));
        assert_eq!(picked(&[("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")]), Ok(Some(Host::Lambda)));
        assert_eq!(
            picked(&[("FUNCTIONS_CUSTOMHANDLER_PORT", "7071")]),
            Ok(Some(Host::Functions { port: 7071 }))
        );
        let wrong = picked(&[("FUNCTIONS_CUSTOMHANDLER_PORT", "http")]).unwrap_err();
        assert_eq!(wrong, "FUNCTIONS_CUSTOMHANDLER_PORT is not a port: \"http\"");
    }
}
