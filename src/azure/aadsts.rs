//! Advice on Entra's refusals, by Microsoft's error code:
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>

/// Advice for the operator; `AADSTS` before the number is optional.
pub(super) fn advice(code: &str) -> &'static str {
    match code.trim_start_matches("AADSTS") {
        "7000215" => "AZURE_CLIENT_SECRET is not a secret of this app: use its value, not its id.",
        "7000222" => "AZURE_CLIENT_SECRET has expired: make a new one.",
        "7000218" => "No proof reached Entra: something in between drops parts of requests.",
        "700016" => "AZURE_CLIENT_ID is not an app or identity of this tenant: check it and AZURE_TENANT_ID.",
        "7000229" => {
            "The app has no service principal in this tenant: `az ad sp create --id` with AZURE_CLIENT_ID makes one."
        }
        "7000112" => "The app is disabled in this tenant: enable its enterprise application.",
        "900382" | "90038" | "900432" | "900439" | "90051" => {
            "The tenant is in another cloud than azure.cloud says: check both."
        }
        "90002" | "900021" | "900023" => "AZURE_TENANT_ID is not a tenant: check it and azure.cloud.",
        "70021" => {
            "No federated credential fits this token: compare its issuer, subject and audience, to the letter, \
             with what `az identity federated-credential list` shows. A new one takes some minutes to be known."
        }
        "700211" => {
            "No federated credential has this token's issuer: compare it to the letter with what `az identity federated-credential list` shows; a slash at the end counts. \
             A new one takes some minutes to be known."
        }
        "700212" => {
            "No federated credential has this token's audience: it is api://AzureADTokenExchange, in the public cloud."
        }
        "700213" => {
            "No federated credential has this token's subject: compare it to the letter with what `az identity federated-credential list` shows; upper and lower case count. \
             A new one takes some minutes to be known."
        }
        "70025" | "700025" => {
            "The app or identity has no federated credential, or is not a confidential client: add one, or check \
             AZURE_CLIENT_ID. A new one takes some minutes to be known."
        }
        "700236" | "700238" => "This tenant accepts no tokens of that issuer for federated credentials.",
        "700024" => {
            "The token is not valid now: the clock here is wrong, or the token was kept for too long."
        }
        "50013" | "700027" => {
            "Entra could not check the token's signature: its issuer has to be public, with RS256 keys that Entra can \
             fetch."
        }
        "500011" | "50001" => "Entra does not know azure.cloud's audience: check azure.cloud.",
        "53003" => {
            "A Conditional Access policy for workload identities blocks this app: exempt it, or allow its \
             addresses."
        }
        "90033" | "90055" => "Entra is busy: try again later.",
        _ => "Look the code up at https://login.microsoftonline.com/error.",
    }
}
