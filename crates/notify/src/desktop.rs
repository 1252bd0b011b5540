//! Notifications of the desktop.

use alerts::DeliveryKey;

#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod native;

#[cfg(all(unix, not(target_os = "macos")))]
pub(crate) use freedesktop::Desktop;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(crate) use native::Desktop;

/// Where notifications are shown. Systems without a message bus show them in their own way, whatever stands here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Bus {
    /// The bus of the session.
    #[default]
    Session,
    /// A bus by its address, such as `unix:path=…`.
    At(String),
}

/// What a person did with a notification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DesktopAction {
    /// Of which delivery.
    pub key: DeliveryKey,
    /// What.
    pub act: DesktopAct,
}

/// What can be done with a notification.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DesktopAct {
    /// Clicked it: show where it comes from.
    Open,
    /// Has seen it: nobody else is told.
    Acknowledge,
    /// Later.
    Snooze,
}
