//! Requests over HTTP to addresses that a person typed.

mod answer;
mod guard;
mod scrub;
mod target;

use std::{error::Error, sync::Arc};

use model::time::Clock;
use reqwest::{Client, ClientBuilder, header::HeaderMap, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::ConfigVerifierExt;

use crate::{Limits, Reason, SendError};
use answer::Reading;
pub(crate) use answer::{Answer, advice};
pub use guard::Names;
use guard::{Guard, Reach};
pub(crate) use scrub::Scrub;
pub(crate) use target::{Target, is_this_machine};

/// The clients, one for each reach, since a reach is checked while connecting.
#[derive(Debug, Clone)]
pub(crate) struct Web {
    public: Client,
    any: Client,
    own: Client,
    tls: Arc<ClientConfig>,
    limits: Limits,
    clock: Clock,
    /// Why no certificate can be trusted.
    certificates: Option<String>,
}

/// A request that is made once.
pub(crate) struct Call<'c> {
    pub(crate) target: &'c Target,
    /// Added to the target's path, such as a method that holds a token.
    pub(crate) path: &'c str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) scrub: &'c Scrub,
}

impl Web {
    /// Prepares the clients; nothing is sent yet.
    pub(crate) fn new(clock: Clock, names: &Names, limits: Limits) -> Result<Self, SendError> {
        // A second call finds it installed, which is what we want.
        let _ = ring::default_provider().install_default();
        let (tls, certificates) = match ClientConfig::with_platform_verifier() {
            Ok(tls) => (tls, None),
            Err(problem) => (trusting_nobody()?, Some(problem.to_string())),
        };
        let client = |reach| {
            let built = common(limits).dns_resolver(Arc::new(Guard::new(names.clone(), reach)));
            let built = built.tls_backend_preconfigured(tls.clone()).build();
            built.map_err(|problem| certificates_problem(innermost(&problem)))
        };
        let (public, any, own) = (client(Reach::Public)?, client(Reach::PublicAndOwn)?, client(Reach::Own)?);
        Ok(Self { public, any, own, tls: Arc::new(tls), limits, clock, certificates })
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// How other protocols encrypt.
    pub(crate) fn tls(&self) -> Result<Arc<ClientConfig>, SendError> {
        match &self.certificates {
            None => Ok(Arc::clone(&self.tls)),
            Some(reason) => Err(certificates_problem(reason.clone())),
        }
    }

    /// Sends a request and reads its answer, whatever its status.
    pub(crate) async fn post(&self, call: Call<'_>) -> Result<Answer, SendError> {
        let Call { target, path, headers, body, scrub } = call;
        let host = target.host_and_port();
        if target.is_encrypted() {
            self.tls()?;
        }
        let reach = target.reach();
        guard::check_literal(target.host(), reach)?;
        let client = match reach {
            Reach::Public => &self.public,
            Reach::PublicAndOwn => &self.any,
            Reach::Own => &self.own,
        };
        let until = tokio::time::Instant::now() + self.limits.whole;
        let sending = client.post(target.joined(path)).headers(headers).body(body).send();
        let late = || SendError::later(Reason::Timeout { host: host.clone(), seconds: self.limits.whole.as_secs() });
        let answer = match tokio::time::timeout_at(until, Box::pin(sending)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(problem)) if problem.is_timeout() && !problem.is_connect() => return Err(late()),
            Ok(Err(problem)) => return Err(failure(&problem, &host, scrub)),
            Err(_) => return Err(late()),
        };
        let reading = Reading { now: self.clock.now(), until, bytes_max: self.limits.answer_bytes };
        Ok(Answer::read(answer, host, reading, scrub).await)
    }
}

fn common(limits: Limits) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("Quarterdeck/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .redirect(Policy::none())
        // A proxy would resolve names itself, behind our back; a kept connection would outlive its check.
        .no_proxy()
        .pool_max_idle_per_host(0)
        .referer(false)
        .http1_only()
}

fn trusting_nobody() -> Result<ClientConfig, SendError> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
        .map_err(|problem| certificates_problem(problem.to_string()))
}

fn certificates_problem(reason: String) -> SendError {
    SendError::later(Reason::Certificates { reason })
}

/// What a failure before an answer means.
fn failure(problem: &reqwest::Error, host: &str, scrub: &Scrub) -> SendError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(problem);
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<guard::Refused>() {
            return refused.as_error();
        }
        if let Some(reason) = tls_problem(inner) {
            return SendError::later(Reason::Certificate { host: host.to_owned(), reason });
        }
        cause = inner.source();
    }
    let (host, reason) = (host.to_owned(), scrub.text(&innermost(problem)));
    SendError::later(if problem.is_connect() {
        Reason::Unreachable { host, reason }
    } else {
        Reason::Broken { host, reason }
    })
}

/// What a verifier said, which lies inside of errors of reading and writing, more than one in another.
pub(crate) fn tls_problem(cause: &(dyn Error + 'static)) -> Option<String> {
    if let Some(problem) = cause.downcast_ref::<rustls::Error>() {
        return matches!(problem, rustls::Error::InvalidCertificate(_)).then(|| problem.to_string());
    }
    let inside = cause.downcast_ref::<std::io::Error>()?.get_ref()?;
    tls_problem(inside)
}

/// The innermost cause: what the system said, without the layers above it, which show the address with what it holds.
fn innermost(problem: &(dyn Error + 'static)) -> String {
    let mut cause = problem;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match cause.downcast_ref::<reqwest::Error>() {
        Some(_) => "the request failed".to_owned(),
        None => cause.to_string(),
    }
}
