//! Tokens of the Bot Connector, which brings what people write to a bot.
//!
//! The body is not signed: only the token's audience, its claim `serviceurl` and its end bind the request.
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication>

use jiff::Timestamp;
use serde_json::Value;

use super::{
    jwt::{KeySet, Token},
    rejection::Rejection,
    request::Request,
    verified::Verified,
};

/// How far the Bot Connector's clock may be from ours, in seconds.
const LEEWAY: i64 = 300;

/// What a token must claim, and what must come with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotConnector {
    /// The id of the bot's app registration or identity: the token's audience.
    pub app_id: String,
    /// The one accepted issuer, by the cloud.
    pub issuer: String,
    /// The channel of the Bot Connector that activities come from.
    pub channel: &'static str,
    /// The ids of the directories whose people are heard, in lower case.
    pub tenants: Vec<String>,
    /// Whether the issuer is a test's, whose tokens and keys may leave out what only the Bot Connector adds: `serviceurl`
    /// and endorsements. What they have is checked.
    pub is_test: bool,
}

impl BotConnector {
    /// The request and the activity in its body, if the token was signed with one of `keys` for our bot, is valid now, and
    /// fits the activity, which is from our channel and tenants. The body is not parsed before the token is checked.
    pub fn verify(
        &self,
        request: Request,
        keys: &KeySet,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Value), Rejection> {
        let (claims, endorsements) = keys.claims(&Token::shown(&request)?)?;
        claims.hold_at(now.as_second(), LEEWAY, &["nbf"])?;
        if claims.text("iss")? != self.issuer {
            return Err(Rejection::WrongClaim("iss"));
        }
        if !claims.text("aud")?.eq_ignore_ascii_case(&self.app_id) {
            return Err(Rejection::WrongClaim("aud"));
        }
        let activity: Value = serde_json::from_slice(&request.body).map_err(|_| Rejection::NoActivity)?;
        let service = activity["serviceUrl"].as_str().ok_or(Rejection::NoActivity)?;
        match claims.text("serviceurl") {
            Ok(claimed) if claimed.trim_end_matches('/') == service.trim_end_matches('/') => {}
            Err(_) if self.is_test && !claims.has("serviceurl") => {}
            Ok(_) => return Err(Rejection::WrongClaim("serviceurl")),
            Err(missing) => return Err(missing),
        }
        if activity["channelId"] != self.channel {
            return Err(Rejection::WrongChannel);
        }
        let endorses = |channels: &[String]| channels.iter().any(|channel| channel == self.channel);
        if !endorsements.map_or(self.is_test, endorses) {
            return Err(Rejection::NotEndorsed);
        }
        self.check_tenant(&activity)?;
        Ok((Verified(request), activity))
    }

    /// An activity names the tenant of the conversation in two places, and sometimes that of the person, who may be
    /// another organization's. All have to be one that is listed.
    fn check_tenant(&self, activity: &Value) -> Result<(), Rejection> {
        let places = ["/conversation/tenantId", "/channelData/tenant/id", "/from/tenantId"];
        let named = places.into_iter().filter_map(|place| activity.pointer(place));
        let mut named = named.filter(|tenant| !tenant.is_null()).map(Value::as_str);
        let first = named.next().flatten().ok_or(Rejection::WrongTenant)?;
        let is_listed = self.tenants.iter().any(|tenant| first.eq_ignore_ascii_case(tenant));
        let is_one = named.all(|other| other.is_some_and(|other| other.eq_ignore_ascii_case(first)));
        if is_listed && is_one { Ok(()) } else { Err(Rejection::WrongTenant) }
    }
}
