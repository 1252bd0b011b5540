//! Work that takes its time, on a thread of its own.

use std::num::NonZeroUsize;

use crate::error::{Error, Result};

/// Waits for work on a thread of its own, as some of it takes seconds. `what` ended when it gives no answer.
///
/// # Errors
/// Its own; [`Error::Broken`] when it panicked.
pub(crate) async fn worked_out<T: Send + 'static, E: Into<Error> + Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::Broken { what })?.map_err(Into::into)
}

/// As many threads as the machine runs at once.
pub(crate) fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
