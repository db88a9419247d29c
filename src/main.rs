use std::{env, sync::Arc};

use lamplighter::{
    app::App,
    host::{self, Host},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let env = |name: &str| env::var(name).ok();
    host::init_logging(env);
    match Host::pick(env)? {
        Some(Host::Lambda) => host::lambda::run(Arc::new(App)).await,
        _ => Err("only the Lambda host is wired so far".into()),
    }
}
