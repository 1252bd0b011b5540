//! Requests of venues: how they are asked, and what their answers say, is known to `venues`.

use bytes::Bytes;
use http::Method;
use venues::{Headers, Key, Query, Reply};

use super::{Answer, Ask, Expect, Rest};
use crate::{address, clock::Clock, error::MarketError};

impl<C: Clock> Rest<C> {
    /// Makes a venue's request to this client's server, which in life is the request's own, and reads the answer. An answer that refuses
    /// is read too: the venue's own words say more than a status.
    ///
    /// # Errors
    /// [`MarketError::Venue`] for what the venue says, others for what happens on the way.
    pub async fn query<Q: Query>(&self, query: &Q, key: Option<&Key>) -> Result<Q::Answer, MarketError> {
        let request = query.request(key)?;
        let url = request.url();
        let path = url.expose().strip_prefix(request.base.as_str()).unwrap_or_default().to_owned();
        let headers = address::headers(&request)?;
        let method = match request.method {
            venues::Method::Get => Method::GET,
        };
        // Whether it is data the query says itself.
        let ask = Ask { method, path, body: Bytes::new(), headers, weight: request.weight, expect: Expect::Any };
        match self.send_patiently(&ask).await {
            Ok(answer) => read(query, &answer),
            Err(failed) => match *failed {
                (_, Some(answer)) => read(query, &answer),
                (problem, None) => Err(problem),
            },
        }
    }
}

fn read<Q: Query>(query: &Q, answer: &Answer) -> Result<Q::Answer, MarketError> {
    let text = |(name, value): (&'static str, &http::HeaderValue)| Some((name, value.to_str().ok()?.to_owned()));
    let names = ["content-type", "retry-after", "date", "x-mbx-used-weight-1m"];
    let told: Vec<(&str, String)> =
        names.into_iter().filter_map(|name| text((name, answer.headers.get(name)?))).collect();
    let headers = Headers::of(told.iter().map(|(name, value)| (*name, value.as_str())));
    let reply = Reply { status: answer.status.as_u16(), headers: &headers, body: &answer.body };
    Ok(query.answer(&reply)?)
}
