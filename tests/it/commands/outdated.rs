//! `outdated`: instances with an old image, and the recipe to renew one.

use insta::assert_snapshot;
use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use crate::support::{
    process::Azure,
    world::{MACHINES, World, by_hand_with},
};

/// Stands wherever a secret may be.
const SECRET: &str = "no-one-may-see-this";

/// An image of this version, which is not the latest.
fn image(version: &str) -> Value {
    json!({ "osImageMetadata": {
        "currentImageVersion": version, "latestImageVersion": "26.10.22", "isLatestOsImageVersion": false,
    } })
}

/// Settings that are carried over, and others that are not.
fn settled() -> Value {
    json!({
        "tags": { "team": "vision's `best` <&> ação" },
        "enableSSO": false,
        "sshSettings": { "sshPublicAccess": "Enabled", "adminPublicKey": SECRET },
        "setupScripts": { "scripts": { "creationScript": { "scriptArguments": SECRET, "scriptData": SECRET } } },
        "customServices": [{ "name": "rstudio", "environmentVariables": { "RSP_LICENSE": { "value": SECRET } } }],
        "dataMounts": [{ "mountName": "images", "source": SECRET }],
    })
}

#[tokio::test(start_paused = true)]
async fn old_images_are_listed_with_the_oldest_first() {
    let world = World::with(by_hand_with(4), |config| config).await;
    world.emulator.set("busy-ci", image("25.01.31"));
    world.emulator.set("ci-a0001", image("Ubuntu-2025"));
    world.emulator.set("ci-a0003", json!({ "osImageMetadata": null }));
    world.emulator.set("stopped-ci", image("27.01.01"));
    assert_snapshot!(world.says("U0ADA", "outdated").await, @"
    to the caller:
    5 of 7 instances with an old OS image, the oldest first. `outdated busy-ci` shows how to renew the first one.
    Azure does not say whether the OS image of 1 is the latest.
    🟢 *busy-ci*: OS image out of date, 661 d old (25.01.31, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc`
    🟢 *ci-a0002*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bd`
    🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana
    🟢 *ci-a0001*: OS image out of date, age unknown (Ubuntu-2025, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc`
    ⚪ *stopped-ci*: OS image out of date, age unknown (27.01.01, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc` [outdated busy-ci]
    ");
    assert_snapshot!(world.says("U0ADA", "which instances have old images?").await, @"
    to the caller:
    5 of 7 instances with an old OS image, the oldest first. `outdated busy-ci` shows how to renew the first one.
    Azure does not say whether the OS image of 1 is the latest.
    🟢 *busy-ci*: OS image out of date, 661 d old (25.01.31, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc`
    🟢 *ci-a0002*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bd`
    🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana
    🟢 *ci-a0001*: OS image out of date, age unknown (Ubuntu-2025, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc`
    ⚪ *stopped-ci*: OS image out of date, age unknown (27.01.01, latest 26.10.22) · `00000000-0000-0000-0000-0000000000bc` [outdated busy-ci]
    ");
    assert_snapshot!(world.says("U0ADA", "outdated ci-a0004").await, @"
    to the caller:
    1 instance: no old OS image found.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn one_instance_is_answered_with_the_recipe_to_renew_it() {
    let world = World::with(by_hand_with(0), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "outdated myci").await, @r#"
    to the caller:
    🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana
    Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; the roles of its system-assigned identity; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`.
    This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on research. Replace `NEW_NAME` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated research/myci"` at a terminal:
    `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/NEW_NAME?api-version=2025-12-01' --body '{"identity":{"type":"SystemAssigned"},"location":"eastus2","properties":{"computeType":"ComputeInstance","disableLocalAuth":false,"properties":{"applicationSharingPolicy":"Shared","computeInstanceAuthorizationType":"personal","enableNodePublicIp":true,"idleTimeBeforeShutdown":"PT60M","personalComputeInstanceSettings":{"assignedUser":{"objectId":"00000000-0000-0000-0000-0000000000bb","tenantId":"00000000-0000-0000-0000-0000000000aa"}},"schedules":{"computeStartStop":[{"action":"Stop","cron":{"expression":"0 20 * * 1-5","startTime":"2026-01-01T00:00:00","timeZone":"E. South America Standard Time"},"status":"Enabled","triggerType":"Cron"}]},"sshSettings":{"sshPublicAccess":"Disabled"},"vmSize":"STANDARD_DS3_V2"}},"tags":{"cost-centre":"4711","project":"vision"}}'`
    "#);
    world
        .emulator
        .set("stopped-ci", json!({ "osImageMetadata": null, "idleTimeBeforeShutdown": "some day" }));
    world.emulator.set("stopped-ci", settled());
    assert_snapshot!(world.says("U0ADA", "outdated stopped-ci").await, @r#"
    to the caller:
    ⚪ *stopped-ci*: Azure does not say whether its OS image is the latest · `00000000-0000-0000-0000-0000000000bc`
    Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; custom services `rstudio`; data mounts `images`; public SSH access and its key, which can only be set at creation; the roles of its system-assigned identity; its switched-off single sign-on; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`; what I can't read of it, to be added by hand: `idleTimeBeforeShutdown`.
    This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on research. Replace `NEW_NAME` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated research/stopped-ci"` at a terminal:
    `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/NEW_NAME?api-version=2025-12-01' --body '{"identity":{"type":"SystemAssigned"},"location":"eastus2","properties":{"computeType":"ComputeInstance","disableLocalAuth":false,"properties":{"applicationSharingPolicy":"Shared","computeInstanceAuthorizationType":"personal","enableNodePublicIp":true,"personalComputeInstanceSettings":{"assignedUser":{"objectId":"00000000-0000-0000-0000-0000000000bc","tenantId":"00000000-0000-0000-0000-0000000000aa"}},"sshSettings":{"sshPublicAccess":"Disabled"},"vmSize":"STANDARD_NC6S_V3"}},"tags":{"team":"vision\u0027s \u0060best\u0060 \u003c\u0026\u003e a\u00e7\u00e3o"}}'`
    "#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_image_that_cannot_be_read_again_has_no_recipe() {
    let world = World::with(by_hand_with(0), |config| config).await;
    // The instance of a person is found in a list.
    world.fault("get", "403", json!({"times": 1}));
    assert_snapshot!(world.says("U0ADA", "is my instance outdated?").await, @r#"
    to the caller:
    🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana
    Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; the roles of its system-assigned identity; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`.
    This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on research. Replace `NEW_NAME` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated research/myci"` at a terminal:
    `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/NEW_NAME?api-version=2025-12-01' --body '{"identity":{"type":"SystemAssigned"},"location":"eastus2","properties":{"computeType":"ComputeInstance","disableLocalAuth":false,"properties":{"applicationSharingPolicy":"Shared","computeInstanceAuthorizationType":"personal","enableNodePublicIp":true,"idleTimeBeforeShutdown":"PT60M","personalComputeInstanceSettings":{"assignedUser":{"objectId":"00000000-0000-0000-0000-0000000000bb","tenantId":"00000000-0000-0000-0000-0000000000aa"}},"schedules":{"computeStartStop":[{"action":"Stop","cron":{"expression":"0 20 * * 1-5","startTime":"2026-01-01T00:00:00","timeZone":"E. South America Standard Time"},"status":"Enabled","triggerType":"Cron"}]},"sshSettings":{"sshPublicAccess":"Disabled"},"vmSize":"STANDARD_DS3_V2"}},"tags":{"cost-centre":"4711","project":"vision"}}'`
    "#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_recipe_is_in_portuguese_for_those_who_speak_it() {
    let world = World::with(by_hand_with(0), |config| {
        config.replace("tz = \"Europe/Lisbon\"", "locale = \"pt-BR\"\ntz = \"America/Sao_Paulo\"")
    })
    .await;
    world.emulator.set("busy-ci", image("sem-data"));
    world.emulator.set("myci", settled());
    assert_snapshot!(world.says("U0ADA", "quais estão desatualizadas?").await, @"
    to the caller:
    2 de 3 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renovar a primeira.
    🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana
    🟢 *busy-ci*: imagem do SO desatualizada, idade desconhecida (sem-data; a mais recente é 26.10.22) · `00000000-0000-0000-0000-0000000000bc` [desatualizadas myci]
    ");
    assert_snapshot!(world.says("U0ADA", "imagens antigas").await, @"
    to the caller:
    2 de 3 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renovar a primeira.
    🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana
    🟢 *busy-ci*: imagem do SO desatualizada, idade desconhecida (sem-data; a mais recente é 26.10.22) · `00000000-0000-0000-0000-0000000000bc` [desatualizadas myci]
    ");
    assert_snapshot!(world.says("U0ADA", "desatualizadas myci").await, @r#"
    to the caller:
    🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana
    O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; serviços personalizados `rstudio`; dados montados `images`; o acesso público por SSH e a chave dele, que só podem ser definidos na criação; as funções da identidade atribuída pelo sistema; o logon único desativado; configurações em versão preliminar `enableOSPatching=false`, `enableRootAccess=true` e `releaseQuotaOnStop=false`.
    Este comando a cria e exige `computes/write` e `checkComputeNameAvailability/action` em research. Troque `NEW_NAME` por um nome livre em toda a região do Azure, senão uma instância existente pode ser sobrescrita. Se o comando aparecer cortado aqui, digite `lamplighter run "desatualizadas research/myci"` em um terminal:
    `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/NEW_NAME?api-version=2025-12-01' --body '{"identity":{"type":"SystemAssigned"},"location":"eastus2","properties":{"computeType":"ComputeInstance","disableLocalAuth":false,"properties":{"applicationSharingPolicy":"Shared","computeInstanceAuthorizationType":"personal","enableNodePublicIp":true,"idleTimeBeforeShutdown":"PT60M","personalComputeInstanceSettings":{"assignedUser":{"objectId":"00000000-0000-0000-0000-0000000000bb","tenantId":"00000000-0000-0000-0000-0000000000aa"}},"schedules":{"computeStartStop":[{"action":"Stop","cron":{"expression":"0 20 * * 1-5","startTime":"2026-01-01T00:00:00","timeZone":"E. South America Standard Time"},"status":"Enabled","triggerType":"Cron"}]},"sshSettings":{"sshPublicAccess":"Disabled"},"vmSize":"STANDARD_DS3_V2"}},"tags":{"team":"vision\u0027s \u0060best\u0060 \u003c\u0026\u003e a\u00e7\u00e3o"}}'`
    "#);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_script_gets_the_recipe_as_data_and_no_secret() {
    let world = World::with(by_hand_with(0), |config| format!("{config}{MACHINES}")).await;
    world.emulator.set("myci", settled());
    let body = json!({ "command": "outdated myci" }).to_string();
    let answer = world.sends("script", &body, &[]).await.body;
    assert_snapshot!(serde_json::to_string_pretty(&answer["results"][0]["recipe"]).unwrap(), @r#"
    {
      "body": {
        "identity": {
          "type": "SystemAssigned"
        },
        "location": "eastus2",
        "properties": {
          "computeType": "ComputeInstance",
          "disableLocalAuth": false,
          "properties": {
            "applicationSharingPolicy": "Shared",
            "computeInstanceAuthorizationType": "personal",
            "enableNodePublicIp": true,
            "idleTimeBeforeShutdown": "PT60M",
            "personalComputeInstanceSettings": {
              "assignedUser": {
                "objectId": "00000000-0000-0000-0000-0000000000bb",
                "tenantId": "00000000-0000-0000-0000-0000000000aa"
              }
            },
            "schedules": {
              "computeStartStop": [
                {
                  "action": "Stop",
                  "cron": {
                    "expression": "0 20 * * 1-5",
                    "startTime": "2026-01-01T00:00:00",
                    "timeZone": "E. South America Standard Time"
                  },
                  "status": "Enabled",
                  "triggerType": "Cron"
                }
              ]
            },
            "sshSettings": {
              "sshPublicAccess": "Disabled"
            },
            "vmSize": "STANDARD_DS3_V2"
          }
        },
        "tags": {
          "team": "vision's `best` <&> ação"
        }
      },
      "headers": {
        "If-None-Match": "*"
      },
      "lost": {
        "custom-services": [
          "rstudio"
        ],
        "data-mounts": [
          "images"
        ],
        "os-disk": [],
        "preview-settings": [
          "enableOSPatching=false",
          "enableRootAccess=true",
          "releaseQuotaOnStop=false"
        ],
        "setup-scripts": [],
        "single-sign-on": [],
        "ssh": [],
        "system-identity": [],
        "temporary-disk": []
      },
      "method": "PUT",
      "path": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/NEW_NAME?api-version=2025-12-01"
    }
    "#);
    assert_eq!(answer["results"][0]["image"]["days"], 162);
    assert_eq!(answer["findings"][0]["finding"], "image-outdated");
    assert!(!answer.to_string().contains(SECRET), "{answer}");
    world.finish().await;
}

/// What the recipe prints creates the instance that it describes.
#[tokio::test]
async fn the_recipe_of_a_terminal_creates_an_instance_like_the_old_one() {
    let azure = Azure::at(Pace::ByHand).await;
    azure.emulator.set("myci", settled());
    let (code, line) = azure.run(&["run", "outdated myci", "--json"]).await;
    assert_eq!(code, 0, "{line}");
    let line: Value = serde_json::from_str(&line).unwrap();
    let recipe = &line["results"][0]["recipe"];
    let message = line["message"].as_str().unwrap();
    let (_, printed) = message.split_once("--body '").unwrap();
    let printed: Value = serde_json::from_str(printed.trim_end_matches("'`")).unwrap();
    assert_eq!(printed, recipe["body"], "the command has the same body");
    let path = recipe["path"].as_str().unwrap();
    assert!(message.contains(path), "{message}");
    let client = lamplighter::client::http_client().unwrap();
    let put = async |path: &str| {
        let url = format!("{}{path}", azure.url);
        let request = client.put(url).bearer_auth("any").header("If-None-Match", "*");
        let request = request.header("Content-Type", "application/json").body(recipe["body"].to_string());
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, refused) = put(path).await;
    assert_eq!(status, 400, "the placeholder is no name: {refused}");
    let (status, made) = put(&path.replace("NEW_NAME", "renewed")).await;
    assert_eq!(status, 201, "{made}");
}
