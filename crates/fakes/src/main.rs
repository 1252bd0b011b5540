//! `fake-venue [PORT]`: a fake Alpaca on loopback until it is interrupted, with the key `PKFAKE` and the secret `fake-secret`.

use anyhow::Context;
use fakes::{
    alpaca::{FakeAlpaca, Settings},
    day::Day,
};

#[tokio::main]
#[expect(clippy::print_stdout, reason = "whoever starts it needs the addresses")]
async fn main() -> anyhow::Result<()> {
    let port = match std::env::args().nth(1) {
        None => 0,
        Some(text) => text.parse().with_context(|| format!("\"{text}\" is no port"))?,
    };
    let venue = FakeAlpaca::open(Day::scripted(), Settings::of("PKFAKE", "fake-secret"), port).await?;
    println!("{}\n{}", venue.http(), venue.socket("/v2/iex"));
    tokio::signal::ctrl_c().await.context("cannot wait for an interruption")
}
