//! `GET /readyz`, which a rollout waits for: a server whose credential Entra refuses does not replace one that works.

use std::time::Duration;

use serde_json::json;

use crate::support::world::World;

async fn probes(world: &World) -> [u16; 2] {
    let mut statuses = [0; 2];
    for (path, status) in ["/healthz", "/readyz"].into_iter().zip(&mut statuses) {
        *status = world.client.get(world.url(path)).send().await.unwrap().status().as_u16();
    }
    statuses
}

#[tokio::test(start_paused = true)]
async fn it_is_not_ready_while_entra_refuses_the_credential() {
    let world = World::new().await;
    world.fault("token", "401", json!({"times": 2}));
    world.proves_readiness();
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(probes(&world).await, [200, 503]);
    // The second try fails too, the third succeeds. Probes cause none.
    tokio::time::timeout(Duration::from_secs(25), async {
        while probes(&world).await == [200, 503] {
            tokio::time::advance(Duration::from_secs(1)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(probes(&world).await, [200, 200]);
    assert_eq!(world.calls().iter().filter(|call| *call == "token").count(), 3, "{:?}", world.calls());
    world.finish().await;
}

/// People then read what is wrong, in place of an error of the load balancer.
#[tokio::test(start_paused = true)]
async fn it_is_ready_while_entra_is_out_of_order() {
    let world = World::new().await;
    world.fault("token", "500", json!({"times": 0}));
    world.proves_readiness();
    tokio::time::timeout(Duration::from_secs(60), async {
        while probes(&world).await != [200, 200] {
            tokio::time::advance(Duration::from_secs(1)).await;
        }
    })
    .await
    .unwrap();
    world.finish().await;
}
