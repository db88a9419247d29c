//! Shared tokens: nothing is signed, the sender shows the secret itself. Only TLS protects it.

use hmac::Mac;

use super::{
    headers::{shown_under, the_only},
    rejection::Rejection,
    request::Request,
    seal::hmac,
    secrets::Secrets,
    verified::Verified,
};

/// Where a platform shows the token.
#[derive(Debug)]
pub struct SharedToken {
    /// The form field that holds it, which takes precedence. `None` if bodies are not forms.
    pub field: Option<&'static str>,
    /// The schemes of the `Authorization` header that may show it, if no form field does.
    pub schemes: &'static [&'static str],
}

impl SharedToken {
    /// The request, if it shows one of `secrets`.
    pub fn verify(&self, request: Request, secrets: &Secrets) -> Result<Verified<Request>, Rejection> {
        let field = self.field.map(|field| the_only_field(&request.body, field));
        let shown = match field.transpose()?.flatten() {
            Some(token) => token,
            None => self.in_header(&request)?,
        };
        if secrets.all().any(|secret| same(shown, secret)) {
            Ok(Verified(request))
        } else {
            Err(Rejection::WrongToken)
        }
    }

    /// The headers that show the token, for samples and tests.
    #[cfg(any(test, feature = "emulator"))]
    pub fn sign(&self, secret: &[u8]) -> Vec<(&'static str, String)> {
        let scheme = self.schemes.first().copied().unwrap_or_default();
        let token = String::from_utf8_lossy(secret);
        vec![("authorization", format!("{scheme} {token}"))]
    }

    fn in_header<'a>(&self, request: &'a Request) -> Result<&'a [u8], Rejection> {
        let header = the_only(&request.headers, "authorization").map_err(|rejection| match rejection {
            Rejection::Missing(_) => Rejection::NoToken,
            other => other,
        })?;
        let token = self.schemes.iter().find_map(|scheme| shown_under(header, scheme));
        token.map(str::as_bytes).ok_or(Rejection::NoToken)
    }
}

/// The raw value of a form field. Two values are an error.
///
/// Nothing is verified yet, so this does as little as possible: it splits the body at each `&`, decodes nothing and
/// looks into no other field. A token that a form would escape is not found; platforms make none.
fn the_only_field<'a>(form: &'a [u8], name: &str) -> Result<Option<&'a [u8]>, Rejection> {
    let mut values = form
        .split(|byte| *byte == b'&')
        .filter_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    match (values.next(), values.next()) {
        (Some(_), Some(_)) => Err(Rejection::ManyTokens),
        (value, _) => Ok(value),
    }
}

/// Compares digests, so that the time taken reveals neither bytes nor length of the secret.
fn same(shown: &[u8], secret: &[u8]) -> bool {
    let digest = |bytes| hmac(b"lamplighter token 1", [bytes]);
    let secret = digest(secret).finalize().into_bytes();
    digest(shown).verify(&secret).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As Mattermost shows it.
    const FORM: SharedToken = SharedToken { field: Some("token"), schemes: &["Token", "Bearer"] };

    /// As Alertmanager shows it.
    const HEADER: SharedToken = SharedToken { field: None, schemes: &["Bearer"] };

    /// The request in Mattermost's documentation, on one line as it is sent.
    const PUBLISHED: &str = "channel_id=jux16pkewjrkfj3ehep1psxyxc&channel_name=town-square&command=%2Ftest\
        &response_url=http%3A%2F%2Flocalhost%3A8065%2Fhooks%2Fcommands%2Fxbrkb8p393gjpq5cawei7npije\
        &team_domain=test&team_id=carya1qs77bemjup96ff538snh&text=asd&token=okwexkjpe7ygb8eq1ww58t483w\
        &user_id=aoa1agao6t8fmx3ikt1j9w5ybw&user_name=somename";
    const TOKEN: &str = "okwexkjpe7ygb8eq1ww58t483w";

    fn check(authorization: &[&str], body: &[u8]) -> Result<(), Rejection> {
        check_as(&FORM, authorization, body)
    }

    fn check_as(token: &SharedToken, authorization: &[&str], body: &[u8]) -> Result<(), Rejection> {
        let headers: Vec<_> = authorization.iter().map(|value| ("authorization", *value)).collect();
        let request = Request::bare(&headers, body);
        let secrets =
            Secrets::several([TOKEN, "an-older-one"].map(|token| token.as_bytes().to_vec().into())).unwrap();
        token.verify(request, &secrets).map(|_| ())
    }

    #[test]
    fn the_published_request_is_verified_with_and_without_its_header() {
        let header = format!("Token {TOKEN}");
        for authorization in [&[header.as_str()][..], &[], &["Bearer an.oauth.token"], &["Token x"]] {
            assert_eq!(check(authorization, PUBLISHED.as_bytes()), Ok(()), "{authorization:?}");
        }
    }

    #[test]
    fn the_header_counts_if_the_form_shows_no_token() {
        let body = b"text=stop+myci&other_token=x&atoken=y";
        assert_eq!(check(&[&format!("Token {TOKEN}")], body), Ok(()));
        assert_eq!(check(&[&format!("Bearer {TOKEN}")], body), Ok(()));
        assert_eq!(check(&[&format!("token  {TOKEN}")], body), Ok(()));
        assert_eq!(check(&["Token an-older-one"], body), Ok(()), "during a rotation");
        for other in [
            "",
            TOKEN,
            "Token",
            "Token ",
            "token x",
            "Basic x",
            "Tokenokwexkjpe7ygb8eq1ww58t483w",
            "Token okwexkjpe7ygb8eq1ww58t483w x",
        ] {
            assert!(check(&[other], body).is_err(), "{other:?}");
        }
        assert_eq!(check(&[], body), Err(Rejection::NoToken));
        let twice = format!("Token {TOKEN}");
        assert_eq!(check(&[&twice, &twice], body), Err(Rejection::Doubled("authorization")));
    }

    #[test]
    fn a_missing_empty_doubled_or_escaped_token_is_refused() {
        let with = |token: &str| check(&[], PUBLISHED.replace(&format!("token={TOKEN}"), token).as_bytes());
        assert_eq!(with(&format!("token={TOKEN}")), Ok(()));
        assert_eq!(with("x=y"), Err(Rejection::NoToken));
        assert_eq!(with("token"), Err(Rejection::NoToken));
        assert_eq!(with(&format!("%74oken={TOKEN}")), Err(Rejection::NoToken));
        assert_eq!(with("token="), Err(Rejection::WrongToken));
        assert_eq!(with(&format!("token={TOKEN}&token={TOKEN}")), Err(Rejection::ManyTokens));
        assert_eq!(with(&format!("token=&token={TOKEN}")), Err(Rejection::ManyTokens));
        assert_eq!(with(&format!("token=%6F{}", &TOKEN[1..])), Err(Rejection::WrongToken));
        assert_eq!(with(&format!("token={TOKEN}x")), Err(Rejection::WrongToken));
        assert_eq!(with(&format!("token={}", TOKEN.to_uppercase())), Err(Rejection::WrongToken));
        // A right header does not save a form with a wrong token.
        let wrong = PUBLISHED.replace(TOKEN, "x");
        assert_eq!(check(&[&format!("Token {TOKEN}")], wrong.as_bytes()), Err(Rejection::WrongToken));
    }

    #[test]
    fn alertmanager_shows_the_token_only_in_the_header() {
        let form = format!("token={TOKEN}");
        for scheme in ["bearer ", "BEARER ", "Bearer  ", "bEaReR \t "] {
            let shown = format!("{scheme}{TOKEN}");
            assert_eq!(check_as(&HEADER, &[&shown], b""), Ok(()), "{scheme:?}");
            assert_eq!(check_as(&HEADER, &[&format!("{shown}x")], b""), Err(Rejection::WrongToken));
        }
        let check = |headers: &[&str]| check_as(&HEADER, headers, form.as_bytes());
        let signed = &HEADER.sign(TOKEN.as_bytes())[0].1;
        assert_eq!(signed, &format!("Bearer {TOKEN}"));
        assert_eq!(check(&[signed]), Ok(()));
        assert_eq!(check(&["Bearer an-older-one"]), Ok(()));
        assert_eq!(check(&[]), Err(Rejection::NoToken));
        assert_eq!(check(&["Bearer x"]), Err(Rejection::WrongToken));
        assert_eq!(check(&[&format!("Token {TOKEN}")]), Err(Rejection::NoToken));
        assert_eq!(check(&["Basic dXNlcjpwdw=="]), Err(Rejection::NoToken));
    }

    proptest! {
        #[test]
        fn any_other_token_is_refused(token in "[a-z0-9]{0,40}") {
            prop_assume!(token != TOKEN);
            let (form, header) = (format!("text=x&token={token}"), format!("Token {token}"));
            prop_assert!(check(&[], form.as_bytes()).is_err());
            prop_assert!(check(&[&header], b"text=x").is_err());
        }

        #[test]
        fn any_bytes_are_refused_without_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(check(&[], &body).is_err());
        }
    }
}
