//! `quarterdeck serve`: the same router on HTTP, for browsers, with a token made at each start.

use std::{io::Write, net::SocketAddr, path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{connection::Connection, exit::Failure, ui_files};

/// Bytes of randomness in a token.
const TOKEN_BYTES: usize = 32;

/// Serves a workspace until the person ends it (Ctrl-C, SIGTERM).
///
/// # Errors
/// When the address is not of this machine and `on_network` was not asked for, when it is taken, or when the
/// workspace cannot be opened.
pub(crate) async fn run(workspace: &Path, listen: SocketAddr, on_network: bool) -> Result<(), Failure> {
    if !listen.ip().is_loopback() && !on_network {
        return Err(Failure::Usage(format!(
            "{listen} can be reached from other machines, and the traffic is not encrypted; \
             listen on 127.0.0.1, or add --allow-network when an encrypting proxy stands before it"
        )));
    }
    let connection = Connection::to_workspace(workspace).await?;
    let Connection::Own(own) = &connection else {
        return Err(Failure::Usage(
            "the workspace is open in another program, which cannot be shared over HTTP from here; close it first"
                .to_owned(),
        ));
    };
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(|source| Failure::Place {
        what: format!("the address {listen}"),
        doing: "opened",
        source,
        next: "choose another with --listen, e.g. --listen 127.0.0.1:0 for any free port",
    })?;
    let address = listener.local_addr()?;
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN_BYTES]>());
    let workstation = Arc::clone(own.workstation());
    tokio::spawn(async move {
        tokio::join!(workstation.tell_where_secrets_lie(), workstation.read_ahead());
    });
    let router = api::router(Arc::clone(own.workstation()), access(address, token.clone()));
    announce(address, &token)?;
    axum::serve(listener, router).with_graceful_shutdown(ended()).await?;
    connection.close().await;
    Ok(())
}

/// Hosts and origins by which this address may be called.
fn access(address: SocketAddr, token: String) -> api::Access {
    let mut hosts = vec![address.to_string()];
    if address.ip().is_loopback() {
        hosts.push(format!("localhost:{}", address.port()));
    }
    let origins = hosts.iter().map(|host| format!("http://{host}")).collect();
    api::Access::Http(api::HttpAccess {
        token,
        allowed_hosts: hosts,
        allowed_origins: origins,
        assets: Some(ui_files::find),
    })
}

/// Prints the address as one line on stdout, so that a script can read it.
fn announce(address: SocketAddr, token: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{address}/#token={token}")?;
    out.flush()?;
    if !ui_files::is_built() {
        tracing::warn!("this build has no screens, only the API; run `npm --prefix ui run build` and build again");
    }
    Ok(())
}

/// Waits until the process is asked to end.
pub(crate) async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    // A system that gives no signal can only end the process; waiting is right then.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
