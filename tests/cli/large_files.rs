//! Files of gigabytes: little memory, and a refusal before the work where there is one.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::{
    bad_files::counts,
    program::{assert_ends, assert_fails, empty_workspace, quarterdeck, run_in},
};

/// The most memory that an import may take, whatever the file's size.
const MEMORY_MAX_KB: u64 = 300 * 1024;

/// Writes prices of about so many bytes, each symbol with 70 years of 28-day months; answers the rows.
fn write_prices(path: &Path, bytes: u64) -> u64 {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    writeln!(file, "date,symbol,open,high,low,close,volume").unwrap();
    let days: Vec<String> = (1950..2020)
        .flat_map(|y| (1..=12).flat_map(move |m| (1..=28).map(move |d| format!("{y}-{m:02}-{d:02}"))))
        .collect();
    let (mut n_bytes, mut n_rows, mut symbol) = (0_u64, 0_u64, 0);
    while n_bytes < bytes {
        for (i, day) in days.iter().enumerate() {
            let close = 100.0 + ((i * 7919 + symbol * 104_729) % 1_000_000) as f64 / 10_000.0;
            let (high, low) = (close + 1.0, close - 1.0);
            let row = format!("{day},S{symbol:04},{close:.6},{high:.6},{low:.6},{close:.6},{}\n", i * 1000);
            file.write_all(row.as_bytes()).unwrap();
            n_bytes += row.len() as u64;
            n_rows += 1;
        }
        symbol += 1;
    }
    file.flush().unwrap();
    n_rows
}

/// Runs to the end; answers the output and the most memory that was held, in kB.
fn watched(command: &mut Command) -> (Output, u64) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut peak_kb = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse().ok());
        peak_kb = now.unwrap_or(0).max(peak_kb);
        // The system is asked, not the clock: the figure is a high-water mark and cannot be missed by looking seldom.
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    (child.wait_with_output().unwrap(), peak_kb)
}

fn import_prices(home: &Path, workspace: &Path, path: &Path) -> Command {
    let mut command = quarterdeck(home);
    command.arg("--workspace").arg(workspace);
    command.args(["import", "prices", path.to_str().unwrap(), "--create-unknown"]);
    command
}

#[test]
#[ignore = "writes and reads a file of 1 GB, which takes minutes and 3 GB of disk; run with --ignored"]
fn a_file_of_one_gigabyte_needs_little_memory() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let path = home.path().join("large.csv");
    let n_rows = write_prices(&path, 1 << 30);
    let (output, peak_kb) = watched(&mut import_prices(home.path(), &workspace, &path));
    assert!(output.status.success(), "{output:?}");
    assert!((1..=MEMORY_MAX_KB).contains(&peak_kb), "{peak_kb} kB of {MEMORY_MAX_KB}");
    assert_eq!(counts(home.path(), &workspace)[0], n_rows);
}

#[test]
#[ignore = "writes and reads a file of 5 GB, which takes minutes and 11 GB of disk; run with --ignored"]
fn prices_of_five_gigabytes_are_refused_with_little_memory_and_leave_nothing() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let path = home.path().join("huge.csv");
    write_prices(&path, 5 << 30);
    let (output, peak_kb) = watched(&mut import_prices(home.path(), &workspace, &path));
    assert_ends(&output, 3, "more than about 20 million prices or rates");
    assert!((1..=MEMORY_MAX_KB).contains(&peak_kb), "{peak_kb} kB of {MEMORY_MAX_KB}");
    assert_eq!(counts(home.path(), &workspace), [0, 0, 0]);
    let left = fs::read_dir(workspace.join("uploads")).unwrap().count();
    assert_eq!(left, 0, "files left of the upload");
}

/// The file has holes in place of its bytes: nobody reads them.
#[test]
fn a_file_too_large_for_what_it_holds_is_refused_before_it_is_sent() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let path = home.path().join("huge.csv");
    File::create(&path).unwrap().set_len(5 << 30).unwrap();
    let refused = |kind: &str, words: &str| {
        let output = run_in(home.path(), &workspace, &["import", kind, path.to_str().unwrap()]);
        assert_fails(&output, 3, words);
    };
    refused("transactions", "a file of transactions is larger than 1073741824 bytes; split it and send the parts");
    refused("fx-rates", "a file of exchange rates is larger than 1073741824 bytes");
    File::options().write(true).open(&path).unwrap().set_len(9 << 30).unwrap();
    refused("prices", "the file is larger than 8589934592 bytes");
    assert_eq!(counts(home.path(), &workspace), [0, 0, 0]);
}
