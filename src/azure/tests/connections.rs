//! How many connections are made, and when: a cold start waits for each.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use super::*;

/// A listener in front of the emulator: counts connections, and passes them on one by one as it is let.
struct Gate {
    address: String,
    connections: Arc<AtomicUsize>,
    open: Arc<Semaphore>,
}

impl Gate {
    async fn before(behind: &str, open: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let (connections, open) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(open)));
        let behind = behind.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (count, gate) = (connections.clone(), open.clone());
        tokio::spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Relaxed);
                let (behind, gate) = (behind.clone(), gate.clone());
                tokio::spawn(async move {
                    gate.acquire().await.unwrap().forget();
                    let mut far = TcpStream::connect(behind).await.unwrap();
                    copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
        Self { address, connections, open }
    }

    fn connections(&self) -> usize {
        self.connections.load(Relaxed)
    }

    async fn is_connected(&self) {
        while self.connections() == 0 {
            tokio::task::yield_now().await;
        }
    }
}

/// Entra and Resource Manager at addresses of their own. Entra does not answer before its gate opens.
async fn apart() -> (Stage, Gate, Gate) {
    let stage = Stage::plain().await;
    let (entra, manager) = (Gate::before(&stage.address, 0).await, Gate::before(&stage.address, 99).await);
    let settings = settings_at(&stage.address);
    let cloud = Cloud::custom(
        entra.address.parse().unwrap(),
        manager.address.parse().unwrap(),
        "https://management.azure.com/",
    );
    let azure = Azure::new(Settings { cloud, ..settings }, http_client().unwrap()).unwrap();
    (Stage { azure, ..stage }, entra, manager)
}

#[tokio::test]
async fn resource_manager_is_connected_to_while_entra_answers() {
    let (stage, entra, manager) = apart().await;
    let (id, waiting) = (ci("myci"), ThrottleWait::new());
    let entra_answers = async {
        manager.is_connected().await;
        assert!(stage.emulator.requests().is_empty(), "only connected");
        entra.open.add_permits(1);
    };
    let (read, ()) = tokio::join!(stage.azure.get(&id, &waiting), entra_answers);
    read.unwrap();
    assert_eq!((entra.connections(), manager.connections()), (1, 1));
}

#[tokio::test]
async fn a_read_after_another_makes_no_connection() {
    let (stage, entra, manager) = apart().await;
    entra.open.add_permits(1);
    for _ in 0..20 {
        stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap();
        stage.azure.tags(&"research".parse().unwrap(), &ThrottleWait::new()).await.unwrap();
    }
    assert_eq!((entra.connections(), manager.connections()), (1, 1));
}

#[tokio::test]
async fn reads_at_the_same_time_share_a_connection_that_answers_soon() {
    let (stage, entra, manager) = apart().await;
    entra.open.add_permits(1);
    let (research, waiting) = ("research".parse().unwrap(), ThrottleWait::new());
    for _ in 0..20 {
        let (tags, list) =
            tokio::join!(stage.azure.tags(&research, &waiting), stage.azure.list(&research, &waiting));
        tags.unwrap();
        list.unwrap();
    }
    assert_eq!((entra.connections(), manager.connections()), (1, 1));
}

#[tokio::test]
async fn a_read_that_another_one_delays_gets_a_connection_of_its_own() {
    let (stage, entra, manager) = apart().await;
    entra.open.add_permits(1);
    let (research, waiting) = ("research".parse().unwrap(), ThrottleWait::new());
    stage.azure.tags(&research, &waiting).await.unwrap();
    stage.emulator.fault(Fault::new(Call::List, Effect::Slow).delay_ms(60_000));
    let slow = stage.azure.list(&research, &waiting);
    tokio::select! {
        biased;
        _ = slow => panic!("it has no answer"),
        tags = stage.azure.tags(&research, &waiting) => drop(tags.unwrap()),
    }
    assert_eq!(manager.connections(), 2);
}
