#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, reason = "the program talks on stdout")]

mod commands;
mod computation;
mod failure;
mod german_help;
mod presets;
mod progress;
mod public_folder;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use commands::Cli;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(failure::on_panic));
    let command = german_help::dressed(Cli::command());
    let cli = match command
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches))
    {
        Ok(cli) => cli,
        Err(error) => return german_help::explain(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failure::report(&error.into()),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => failure::report(&error),
    }
}
