//! Notifications of macOS and Windows. They offer nothing to click, and a delivery that is shown again is not replaced.

use tokio::sync::mpsc;

use super::{Bus, DesktopAction};
use crate::{DesktopWay, Limits, Message, Reason, Receipt, Rendered, SendError};

/// Shows notifications.
#[derive(Debug)]
pub(crate) struct Desktop {
    limits: Limits,
}

impl Desktop {
    pub(crate) fn new(_: Bus, limits: Limits, _: Option<mpsc::Sender<DesktopAction>>) -> Self {
        Self { limits }
    }

    pub(crate) async fn send(&self, _: &DesktopWay, _: &Message, rendered: &Rendered) -> Result<Receipt, SendError> {
        let (summary, body) = (rendered.subject.clone(), rendered.body.clone());
        // The call waits for the system.
        let showing = tokio::task::spawn_blocking(move || {
            notify_rust::Notification::new().appname("Quarterdeck").summary(&summary).body(&body).show().map(drop)
        });
        match tokio::time::timeout(self.limits.connect, showing).await {
            Ok(Ok(Ok(()))) => Ok(Receipt::HandedOver),
            Ok(Ok(Err(problem))) => {
                Err(SendError::later(Reason::DesktopRefused { reason: crate::clip::one_line(&problem.to_string()) }))
            }
            Ok(Err(_)) => Err(SendError::later(Reason::DesktopRefused { reason: "it stopped answering".to_owned() })),
            Err(_) => {
                let host = "the desktop".to_owned();
                Err(SendError::later(Reason::Timeout { host, seconds: self.limits.connect.as_secs() }))
            }
        }
    }
}
