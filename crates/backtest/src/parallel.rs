//! Independent work on some threads, with somebody who watches and may stop it.
//!
//! Threads of the standard library and one counter: work is taken one piece at a time, so a slow piece holds nobody up, and no pool outlives the call.

use std::{
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// Somebody who is told how many pieces are done.
pub(crate) type Observer<'o> = &'o (dyn Fn(usize) -> ControlFlow<()> + Sync);

/// Works on the pieces `0..n`. Answers stand in the order of the pieces, none where it was stopped before. `start` makes what a thread keeps from piece to
/// piece, such as buffers: nothing of it may decide what a piece gives.
pub(crate) fn each<S, T: Send>(
    n: usize,
    threads: NonZeroUsize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(usize, &mut S) -> T + Sync,
    observe: Observer<'_>,
) -> Vec<Option<T>> {
    let (next, done, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let run = || {
        let mut kept = start();
        let mut found = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= n {
                break;
            }
            found.push((piece, work(piece, &mut kept)));
            if observe(done.fetch_add(1, Ordering::Relaxed) + 1).is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        found
    };
    let mut answers: Vec<Option<T>> = (0..n).map(|_| None).collect();
    let mut take = |found: Vec<(usize, T)>| found.into_iter().for_each(|(piece, answer)| answers[piece] = Some(answer));
    let threads = threads.get().min(n.max(1));
    if threads == 1 {
        take(run());
        return answers;
    }
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        runs.into_iter().for_each(|run| take(run.join().expect("invariant: a piece of work does not panic")));
    });
    answers
}
