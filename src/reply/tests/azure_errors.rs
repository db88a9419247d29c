//! Why Azure refused, and what helps.

use std::time::Duration;

use super::*;
use crate::{
    azure::{MissingScope, TokenFault},
    reply::azure_error::{missing_rights, sentence},
};

fn kinds() -> Vec<AzureErrorKind> {
    let scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws";
    let group = "/subscriptions/s/resourceGroups/g";
    let stop = "Microsoft.MachineLearningServices/workspaces/computes/stop/action";
    let forbidden =
        |scope: &str| AzureErrorKind::Forbidden { action: Some(stop.into()), scope: Some(scope.into()) };
    vec![
        AzureErrorKind::NotFound,
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace),
        AzureErrorKind::ScopeNotFound(MissingScope::ResourceGroup),
        AzureErrorKind::ScopeNotFound(MissingScope::Subscription),
        forbidden(scope),
        forbidden(group),
        AzureErrorKind::Forbidden { action: Some(stop.into()), scope: None },
        AzureErrorKind::Forbidden {
            action: Some("Microsoft.Network/virtualNetworks/subnets/join/action".into()),
            scope: Some("/subscriptions/s/x/subnets/ml".into()),
        },
        AzureErrorKind::Forbidden { action: None, scope: None },
        AzureErrorKind::DenyAssignment { action: Some(stop.into()) },
        AzureErrorKind::DenyAssignment { action: None },
        AzureErrorKind::PrivateNetwork,
        AzureErrorKind::SubscriptionDisabled,
        AzureErrorKind::SubscriptionType,
        AzureErrorKind::NotRegistered { namespace: Some("Microsoft.Compute".into()) },
        AzureErrorKind::NotRegistered { namespace: None },
        AzureErrorKind::ApiVersion,
        AzureErrorKind::TokenRefused { aadsts: Some("AADSTS7000215".into()) },
        AzureErrorKind::TokenRefused { aadsts: None },
        AzureErrorKind::CredentialUnavailable { what: "a secret" },
        AzureErrorKind::TokenServiceDown,
        AzureErrorKind::TokenRejected(TokenFault::Tenant),
        AzureErrorKind::TokenRejected(TokenFault::Audience),
        AzureErrorKind::TokenRejected(TokenFault::Unknown),
        AzureErrorKind::Conflict,
        AzureErrorKind::Locked,
        AzureErrorKind::DeniedByPolicy,
        AzureErrorKind::ReadTooOld,
        AzureErrorKind::Throttled { retry_after: Duration::from_secs(95) },
        AzureErrorKind::NameTaken,
        AzureErrorKind::Quota,
        AzureErrorKind::NoCapacity,
        AzureErrorKind::DiskFull,
        AzureErrorKind::NotStopped,
        AzureErrorKind::Unusable,
        AzureErrorKind::TooManyTags,
        AzureErrorKind::TimedOut,
        AzureErrorKind::Server,
        AzureErrorKind::Unreachable,
        AzureErrorKind::Unanswered,
        AzureErrorKind::Garbage,
        AzureErrorKind::ListTooLong,
        AzureErrorKind::ListLoops,
        AzureErrorKind::ForeignHost,
        AzureErrorKind::Other,
    ]
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let odd = AzureError { code: Some("Odd`Code".into()), ..AzureError::of(AzureErrorKind::Other) };
    let cases = kinds().into_iter().map(AzureError::of).chain([odd]).map(|error| {
        let line = sentence(&localizer, &error);
        case(error.to_string(), Reply::to_caller([line]))
    });
    let rights = ["Microsoft.Resources/tags/read", "Microsoft.Resources/tags/write"];
    let missing = missing_rights(&localizer, &"research".parse().unwrap(), &rights);
    cases.chain([case("several rights are missing", Reply::to_caller([missing]))]).collect()
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    there is no such instance:
      Azure has no such instance.
    there is no such workspace:
      Azure has no workspace with the name in the configuration. The Lamplighter administrator can correct it. (id 09a7d3)
    there is no such resource group:
      Azure has no resource group with the name in the configuration. The Lamplighter administrator can correct it. (id 09a7d3)
    there is no such subscription:
      Azure has no subscription with the id in the configuration. The Lamplighter administrator can correct it. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/stop/action` on ws. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/stop/action` on resourceGroups/g. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/stop/action`. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id 09a7d3)
    not authorized to perform Microsoft.Network/virtualNetworks/subnets/join/action:
      Azure refused: Lamplighter lacks `Microsoft.Network/virtualNetworks/subnets/join/action` on subnets/ml. An Azure owner can grant it with a role that has this action. (id 09a7d3)
    not authorized to perform this:
      Azure refused: Lamplighter lacks a permission, and Azure does not say which. The Lamplighter administrator can see what is missing with `lamplighter check`. (id 09a7d3)
    a deny assignment forbids it:
      Azure refused: a deny assignment forbids `Microsoft.MachineLearningServices/workspaces/computes/stop/action`, no matter which roles Lamplighter has. The Azure portal lists it under Access control (IAM); the person who created it can remove it. (id 09a7d3)
    a deny assignment forbids it:
      Azure refused: a deny assignment forbids this, no matter which roles Lamplighter has. The Azure portal lists it under Access control (IAM); the person who created it can remove it. (id 09a7d3)
    public network access is off:
      Azure refused: public network access is off, and Lamplighter is not in the private network. The administrator of that network can give it access. (id 09a7d3)
    the subscription is disabled:
      Azure refused: the subscription is disabled. Its administrator can see why in the Azure portal, and enable it again. (id 09a7d3)
    the type of the subscription does not allow it:
      Azure refused: this type of subscription does not allow it. Its administrator can say which subscription does. (id 09a7d3)
    the subscription is not registered for Microsoft.Compute:
      Azure refused: the subscription is not registered for `Microsoft.Compute`. Its administrator can register it: `az provider register --namespace Microsoft.Compute`. (id 09a7d3)
    the subscription is not registered for a resource provider:
      Azure refused: the subscription is not registered for a service that this needs. Its administrator can register it under Resource providers in the Azure portal. (id 09a7d3)
    Azure does not know the call in this api-version:
      Azure does not have this call in this cloud and region with this api-version. The Lamplighter administrator can set another `azure.api_version` (or `idle_api_version`, `schedules_api_version`) and check `azure.cloud`. (id 09a7d3)
    Entra ID refused a token (AADSTS7000215):
      Microsoft Entra did not let Lamplighter sign in (AADSTS7000215). The Lamplighter administrator should check its secret or identity. (id 09a7d3)
    Entra ID refused a token (no code):
      Microsoft Entra did not let Lamplighter sign in (Entra). The Lamplighter administrator should check its secret or identity. (id 09a7d3)
    no credential: a secret:
      Lamplighter has no working Azure credential. The Lamplighter administrator can see why with `lamplighter check`. (id 09a7d3)
    the token service does not answer, or is out of order:
      The service that signs Lamplighter in does not answer, or has a fault. That usually passes: try again in a minute. (id 09a7d3)
    Resource Manager rejected the token of another tenant:
      Azure did not accept Lamplighter's sign-in: it signs in to a tenant other than the subscription's. The Lamplighter administrator can compare `AZURE_TENANT_ID` with the subscription. (id 09a7d3)
    Resource Manager rejected the token for another audience:
      Azure did not accept Lamplighter's sign-in: it is for another cloud or service. The Lamplighter administrator can check `azure.cloud` in the configuration. (id 09a7d3)
    Resource Manager rejected the token:
      Azure did not accept Lamplighter's sign-in. The Lamplighter administrator can see why with `lamplighter check`. (id 09a7d3)
    in conflict with another operation:
      Azure is still busy with another operation on it. Try again in a minute. (id 09a7d3)
    a resource lock forbids it:
      Azure refused: a resource lock protects it. The person who set the lock can remove it. (id 09a7d3)
    an Azure policy forbids it:
      Azure refused: a policy of your organisation denies this. The administrator of its Azure policies can say which one. (id 09a7d3)
    Azure answers too slowly to know what the instance is doing:
      Azure answers so slowly that what I saw was out of date before I could act, so I left it as it is. Try again in a few minutes. (id 09a7d3)
    Azure asks us to wait 95 s:
      Azure asks us to wait 1 min 35 s before the next call. Try again then. (id 09a7d3)
    the name is taken:
      The name is taken: names of instances are unique in a region, also among instances of others. Choose another one. (id 09a7d3)
    over the quota of the subscription:
      The subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask the subscription's administrator for more. (id 09a7d3)
    Azure has no machine of this size free:
      Azure has no machine of this size free in the region now. Try again later. (id 09a7d3)
    the disk of the instance is full:
      Its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    the instance is not stopped:
      Azure starts an instance only when it is stopped, and this one is not. `status` shows what it is doing. (id 09a7d3)
    the instance is unusable:
      Azure reports it unusable. `restart` often brings it back; if not, delete and recreate it. (id 09a7d3)
    the workspace has no room for more tags:
      The workspace has 50 tags, the most that Azure allows. Its administrator can remove one that nobody needs. (id 09a7d3)
    the operation took longer than Azure allows:
      Azure gave up on it: it took too long. Look at `status`, then try again. (id 09a7d3)
    Azure has a fault of its own:
      Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    Azure could not be reached:
      I can't reach Azure. Try again in a few minutes. (id 09a7d3)
    Azure did not answer:
      Azure did not answer. Try again in a few minutes. (id 09a7d3)
    the answer is not Resource Manager's:
      Something other than Azure answered in its place, perhaps a proxy. The Lamplighter administrator should look into it. (id 09a7d3)
    the list is longer than we read:
      The list is longer than the 64 MB, or the 15 minutes, that I read. Name fewer instances, or ask the Lamplighter administrator. (id 09a7d3)
    a list of Azure's leads back to a page that was read:
      Azure's list comes back to a page that it has given already, so I don't know all of it. Try again; if that happens again, the Lamplighter administrator should look into it. (id 09a7d3)
    the answer leads to another host:
      Azure's answer pointed to another host, and I don't follow it there. The Lamplighter administrator should look into it. (id 09a7d3)
    Azure refused:
      Azure refused it. (id 09a7d3)
    Azure refused (Odd`Code):
      Azure refused it (OddCode). (id 09a7d3)
    several rights are missing:
      Everything that Lamplighter lacks for this in research: `Microsoft.Resources/tags/read` (role *Lamplighter*), `Microsoft.Resources/tags/write` (role *Lamplighter keep*).
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    there is no such instance:
      O Azure não tem essa instância.
    there is no such workspace:
      O Azure não tem um workspace com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. (id 09a7d3)
    there is no such resource group:
      O Azure não tem um grupo de recursos com o nome que está na configuração. Quem administra o Lamplighter pode corrigir. (id 09a7d3)
    there is no such subscription:
      O Azure não tem uma assinatura com o id que está na configuração. Quem administra o Lamplighter pode corrigir. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      O Azure recusou: falta `Microsoft.MachineLearningServices/workspaces/computes/stop/action` ao Lamplighter em ws. Quem administra o Azure concede com a função *Lamplighter* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      O Azure recusou: falta `Microsoft.MachineLearningServices/workspaces/computes/stop/action` ao Lamplighter em resourceGroups/g. Quem administra o Azure concede com a função *Lamplighter* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id 09a7d3)
    not authorized to perform Microsoft.MachineLearningServices/workspaces/computes/stop/action:
      O Azure recusou: falta `Microsoft.MachineLearningServices/workspaces/computes/stop/action` ao Lamplighter. Quem administra o Azure concede com a função *Lamplighter* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id 09a7d3)
    not authorized to perform Microsoft.Network/virtualNetworks/subnets/join/action:
      O Azure recusou: falta `Microsoft.Network/virtualNetworks/subnets/join/action` ao Lamplighter em subnets/ml. Quem administra o Azure concede com uma função que tenha essa ação. (id 09a7d3)
    not authorized to perform this:
      O Azure recusou: falta uma permissão ao Lamplighter, e o Azure não diz qual. Quem administra o Lamplighter descobre o que falta com `lamplighter check`. (id 09a7d3)
    a deny assignment forbids it:
      O Azure recusou: uma atribuição de negação proíbe `Microsoft.MachineLearningServices/workspaces/computes/stop/action`, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. (id 09a7d3)
    a deny assignment forbids it:
      O Azure recusou: uma atribuição de negação proíbe isso, sejam quais forem as funções do Lamplighter. Ela aparece no portal do Azure, em Controle de acesso (IAM), e quem a criou pode retirá-la. (id 09a7d3)
    public network access is off:
      O Azure recusou: o acesso pela rede pública está desativado, e o Lamplighter não vem da rede privada. Quem administra essa rede pode liberar o acesso. (id 09a7d3)
    the subscription is disabled:
      O Azure recusou: a assinatura está desativada. Quem a administra vê o motivo no portal do Azure e pode reativá-la. (id 09a7d3)
    the type of the subscription does not allow it:
      O Azure recusou: este tipo de assinatura não permite isso. Quem administra a assinatura sabe dizer qual delas permite. (id 09a7d3)
    the subscription is not registered for Microsoft.Compute:
      O Azure recusou: a assinatura não está registrada para `Microsoft.Compute`. Quem a administra pode registrá-la: `az provider register --namespace Microsoft.Compute`. (id 09a7d3)
    the subscription is not registered for a resource provider:
      O Azure recusou: a assinatura não está registrada para um serviço de que isso precisa. Quem a administra pode registrá-la em Provedores de recursos, no portal do Azure. (id 09a7d3)
    Azure does not know the call in this api-version:
      O Azure não tem essa chamada nesta nuvem, região e api-version. Quem administra o Lamplighter pode definir outra `azure.api_version` (ou `idle_api_version`, `schedules_api_version`) e conferir `azure.cloud`. (id 09a7d3)
    Entra ID refused a token (AADSTS7000215):
      O Microsoft Entra não deixou o Lamplighter entrar (AADSTS7000215). Quem administra o Lamplighter precisa verificar o segredo ou a identidade dele. (id 09a7d3)
    Entra ID refused a token (no code):
      O Microsoft Entra não deixou o Lamplighter entrar (Entra). Quem administra o Lamplighter precisa verificar o segredo ou a identidade dele. (id 09a7d3)
    no credential: a secret:
      O Lamplighter não tem uma credencial do Azure que funcione. Quem o administra descobre por quê com `lamplighter check`. (id 09a7d3)
    the token service does not answer, or is out of order:
      O serviço com que o Lamplighter se identifica não responde, ou está fora do ar. Costuma passar: tente de novo em um minuto. (id 09a7d3)
    Resource Manager rejected the token of another tenant:
      O Azure não aceitou a autenticação do Lamplighter: ele se autentica em um locatário (*tenant*) que não é o da assinatura. Quem administra o Lamplighter pode comparar `AZURE_TENANT_ID` com a assinatura. (id 09a7d3)
    Resource Manager rejected the token for another audience:
      O Azure não aceitou a autenticação do Lamplighter: ela é de outra nuvem ou de outro serviço. Quem administra o Lamplighter pode conferir `azure.cloud` na configuração. (id 09a7d3)
    Resource Manager rejected the token:
      O Azure não aceitou a autenticação do Lamplighter. Quem administra o Lamplighter descobre por quê com `lamplighter check`. (id 09a7d3)
    in conflict with another operation:
      O Azure ainda está fazendo outra operação com ela. Tente de novo em um minuto. (id 09a7d3)
    a resource lock forbids it:
      O Azure recusou: um bloqueio de recurso protege a instância. Quem criou o bloqueio pode retirá-lo. (id 09a7d3)
    an Azure policy forbids it:
      O Azure recusou: uma política da sua organização não permite isso. Quem administra as políticas do Azure sabe dizer qual. (id 09a7d3)
    Azure answers too slowly to know what the instance is doing:
      O Azure está respondendo tão devagar que o que eu vi já estava desatualizado antes de eu agir, então não mexi nela. Tente de novo em alguns minutos. (id 09a7d3)
    Azure asks us to wait 95 s:
      O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Tente de novo depois disso. (id 09a7d3)
    the name is taken:
      O nome já está em uso: nomes de instâncias são únicos em uma região, também entre as de outras pessoas. Escolha outro. (id 09a7d3)
    over the quota of the subscription:
      A cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. (id 09a7d3)
    Azure has no machine of this size free:
      O Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3)
    the disk of the instance is full:
      O disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    the instance is not stopped:
      O Azure só inicia uma instância parada, e esta não está. `estado` mostra o que ela está fazendo. (id 09a7d3)
    the instance is unusable:
      O Azure diz que ela está inutilizável. `reiniciar` costuma resolver; se não resolver, exclua e recrie a instância. (id 09a7d3)
    the workspace has no room for more tags:
      O workspace já tem 50 tags, o máximo que o Azure permite. Quem administra o workspace pode remover uma que não faça falta. (id 09a7d3)
    the operation took longer than Azure allows:
      O Azure desistiu: demorou demais. Veja `estado` e tente de novo. (id 09a7d3)
    Azure has a fault of its own:
      O Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    Azure could not be reached:
      Não consigo falar com o Azure. Tente de novo em alguns minutos. (id 09a7d3)
    Azure did not answer:
      O Azure não respondeu. Tente de novo em alguns minutos. (id 09a7d3)
    the answer is not Resource Manager's:
      Algo que não é o Azure respondeu no lugar dele, talvez um proxy. Quem administra o Lamplighter precisa verificar. (id 09a7d3)
    the list is longer than we read:
      A lista é maior do que os 64 MB, ou os 15 minutos, que eu leio. Digite menos instâncias ou fale com quem administra o Lamplighter. (id 09a7d3)
    a list of Azure's leads back to a page that was read:
      A lista do Azure volta a uma página que ele já deu, então não a conheço inteira. Tente de novo; se acontecer outra vez, quem administra o Lamplighter precisa verificar. (id 09a7d3)
    the answer leads to another host:
      A resposta do Azure apontou para outro host, e eu não sigo para lá. Quem administra o Lamplighter precisa verificar. (id 09a7d3)
    Azure refused:
      O Azure recusou. (id 09a7d3)
    Azure refused (Odd`Code):
      O Azure recusou (OddCode). (id 09a7d3)
    several rights are missing:
      Tudo o que falta ao Lamplighter para isso em research: `Microsoft.Resources/tags/read` (função *Lamplighter*), `Microsoft.Resources/tags/write` (função *Lamplighter keep*).
    ");
}
