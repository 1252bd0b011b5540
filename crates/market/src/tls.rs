//! One TLS set-up for sockets and requests: rustls with ring, trusting what the system trusts.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::ConfigVerifierExt;

use crate::{address::Security, error::MarketError};

/// The client set-up. Where nothing is encrypted nothing is verified, and nothing is trusted.
pub(crate) fn config(security: Security) -> Result<ClientConfig, MarketError> {
    let refuse = |problem: rustls::Error| MarketError::Certificates { reason: problem.to_string() };
    // A second call finds it installed, which is what we want.
    let _ = ring::default_provider().install_default();
    match security {
        Security::Tls => ClientConfig::with_platform_verifier().map_err(refuse),
        Security::LoopbackOnly => {
            let provider = Arc::new(ring::default_provider());
            let builder =
                ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(refuse)?;
            Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
        }
    }
}
