//! One TLS set-up for requests and events: rustls with ring, trusting what the system trusts.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::ConfigVerifierExt;

use crate::{Address, NetError};

/// The client set-up for an address. For plain HTTP nothing is trusted, since nothing is verified.
pub(crate) fn config(address: &Address) -> Result<ClientConfig, NetError> {
    // A second call finds it installed, which is what we want.
    let _ = ring::default_provider().install_default();
    if address.is_tls() {
        return ClientConfig::with_platform_verifier()
            .map_err(|problem| NetError::Certificates { reason: problem.to_string() });
    }
    let provider = Arc::new(ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|problem| NetError::Certificates { reason: problem.to_string() })
        .map(|builder| builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}
