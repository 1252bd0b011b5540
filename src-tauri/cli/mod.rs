//! The command line: what can be typed, and what each command does with the API.

mod alerts;
mod analysis;
mod arguments;
mod backtest;
mod backup;
mod chart;
#[cfg(feature = "chart-window")]
mod columns;
mod compare;
mod doctor;
mod documents;
mod estimate;
mod export;
mod figures;
mod import;
mod indicators;
mod keys;
mod lists;
mod login;
mod markets;
mod notifications;
mod optimize;
mod output;
mod paper;
mod positions;
mod raw;
mod rebalance;
mod rebalancings;
mod request_file;
mod risk;
mod schedules;
mod targets;
mod taxes;
mod workspaces;

pub(crate) use arguments::{Arguments, Command, Place};

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use secrets::Secret;

use self::{arguments::RiskOptions, risk::Study};
use crate::{connection::Connection, exit::Failure, places, serve};

/// Reads the command line. Wrong usage is reported by clap with exit code 2.
pub(crate) fn parse() -> Arguments {
    Arguments::parse()
}

/// Carries out a command and gives its exit code.
pub(crate) fn run(place: &Place, command: Command) -> ExitCode {
    let outcome = match command {
        // These need no workspace and no runtime.
        Command::Estimate(options) => estimate::run(&options),
        Command::Optimize(options) => optimize::run(&options),
        Command::Metrics(options) => analysis::metrics(&options),
        Command::Attribution(options) => analysis::attribution(&options),
        Command::Significance(options) => analysis::significance(&options),
        Command::Risk(RiskOptions { request: Some(file), format, .. }) => risk::of_request(Study::Risk, &file, format),
        Command::Stress(RiskOptions { request: Some(file), format, .. }) => {
            risk::of_request(Study::Stress, &file, format)
        }
        Command::Hedge(RiskOptions { request: Some(file), format, .. }) => {
            risk::of_request(Study::Hedges, &file, format)
        }
        // These need a workspace only where a request brings no bars.
        Command::Backtest(options) => backtest::backtest(place, &options),
        Command::Sweep(options) => backtest::sweep(place, &options),
        Command::WalkForward(options) => compare::walk_forward(&options),
        Command::Rebalance(options) => rebalance::run(&options),
        Command::Stability(options) => compare::stability(&options),
        Command::Resample(options) => compare::resample(&options),
        Command::Completions { shell } => documents::completions(shell),
        Command::Man => documents::man(),
        Command::Openapi { output } => documents::openapi(output.as_deref()),
        Command::Chart(options) => chart::run(place, &options),
        command => runtime().and_then(|runtime| runtime.block_on(Box::pin(connected(place, command)))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// The runtime of one command.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|source| Failure::Place {
        what: "the program's threads".to_owned(),
        doing: "started",
        source,
        next: "end other programs and try again",
    })
}

async fn connected(place: &Place, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => {
            return serve::run(&place.folder()?, options.listen, options.allow_network).await;
        }
        Command::Login { address } => return login::run(&address).await,
        Command::Logout { address } => return login::forget(&address),
        Command::Doctor => return doctor::run(place).await,
        _ => {}
    }
    let connection = match place.connect().await {
        Ok(connection) => connection,
        // What mends a workspace must not need it to open.
        Err(problem) if place.server.is_none() && problem.is_mended_by_backup() => {
            return backup::without_opening(&place.folder()?, &command, problem).await;
        }
        Err(problem) => return Err(problem),
    };
    let done = match command {
        Command::Import(options) => import::run(&connection, &options).await,
        Command::Export(command) => export::run(&connection, command).await,
        Command::Targets(command) => targets::run(&connection, command).await,
        Command::Rebalancings(command) => rebalancings::run(&connection, command).await,
        Command::Schedules(command) => schedules::run(&connection, command).await,
        Command::Positions(options) => positions::run(&connection, &options).await,
        Command::Indicators(options) => indicators::run(&connection, &options).await,
        Command::Alerts(command) => alerts::run(&connection, command).await,
        Command::Quotes(options) => markets::quotes(&connection, &options).await,
        Command::Bars(command) => markets::bars(&connection, command).await,
        Command::Providers(command) => markets::providers(&connection, command).await,
        Command::Keys(command) => keys::run(&connection, command).await,
        Command::Paper(command) => paper::run(&connection, command).await,
        Command::Replay(options) => markets::replay(&connection, &options).await,
        Command::Notifications(command) => notifications::run(&connection, command).await,
        Command::Lots(options) => figures::lots(&connection, &options).await,
        Command::Returns(options) => figures::returns(&connection, &options).await,
        Command::Risk(options) => risk::of_workspace(&connection, Study::Risk, &options).await,
        Command::Stress(options) => risk::of_workspace(&connection, Study::Stress, &options).await,
        Command::Hedge(options) => risk::of_workspace(&connection, Study::Hedges, &options).await,
        Command::Taxes(options) => taxes::year(&connection, &options).await,
        Command::TaxLots(options) => taxes::lots(&connection, &options).await,
        Command::Harvest(options) => taxes::harvest(&connection, &options).await,
        Command::Explain(options) => figures::explain(&connection, &options).await,
        Command::Api(options) => raw::request(&connection, options).await,
        Command::Events { count } => raw::events(&connection, count).await,
        Command::Backup(options) => backup::run(&connection, &options).await,
        Command::Restore(options) => backup::restore(&connection, &options).await,
        Command::Summary { output, as_of } => documents::summary(&connection, output.as_deref(), as_of).await,
        Command::Workspaces { format } => workspaces::run(&connection, format).await,
        other => Err(Failure::Bug(format!("{other:?} went astray"))),
    };
    connection.close().await;
    done
}

impl Place {
    /// The workspace's folder.
    ///
    /// # Errors
    /// When there is no home folder and none was given.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        let folder = self.workspace.clone().map_or_else(places::default_workspace, Ok)?;
        Ok(places::absolute(&folder))
    }

    /// The way to the workspace or server that was asked for.
    ///
    /// # Errors
    /// When it can be neither opened nor reached.
    pub(crate) async fn connect(&self) -> Result<Connection, Failure> {
        match &self.server {
            None => Connection::to_workspace(&self.folder()?).await,
            Some(address) => {
                let address: net::Address = address.parse()?;
                let token = token_for(&address)?;
                Ok(Connection::Server(net::Server::new(address, token.as_ref().map(Secret::expose))?))
            }
        }
    }
}

/// The token for a server: from `QUARTERDECK_TOKEN`, else from where it was kept.
fn token_for(address: &net::Address) -> Result<Option<Secret>, Failure> {
    match std::env::var(login::TOKEN_VARIABLE) {
        Ok(text) => Ok(Secret::new(text).ok()),
        Err(_) => Ok(places::keeper().get(&address.to_string())?.map(|(token, _)| token)),
    }
}
