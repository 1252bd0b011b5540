//! A Postgres server of the system's packages, in a folder of its own, for one test process.
//!
//! One server serves all tests; each test gets a database. The server ends with the process that started it: a small
//! watcher outlives a panic and even a kill, because it waits for a pipe to close.

use std::{
    env, fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use anyhow::{Context, bail};

/// Set to 1, a missing Postgres fails tests instead of skipping them.
pub const REQUIRE: &str = "QUARTERDECK_REQUIRE_POSTGRES";

/// A running server.
pub struct Server {
    port: u16,
    bin: PathBuf,
    _folder: tempfile::TempDir,
    _watcher: std::process::Child,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static STUBBED: OnceLock<Result<Server, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The URL of a new, empty database; `None`, with the reason printed, where there is no Postgres.
///
/// # Panics
/// When there is none although [`REQUIRE`] is 1.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub fn database(test: &str) -> Option<String> {
    let server = SERVER.get_or_init(|| Server::start(None).map_err(|e| format!("{e:#}")));
    match server.as_ref().map_err(Clone::clone).and_then(|s| s.create().map_err(|e| format!("{e:#}"))) {
        Ok(url) => Some(url),
        Err(reason) if env::var(REQUIRE).is_ok_and(|v| v == "1") => panic!("{test}: no Postgres: {reason}"),
        Err(reason) => {
            eprintln!("skipped: {test} on Postgres: {reason}");
            None
        }
    }
}

/// The same on a second server whose extension folder also holds these files, such as a stub of an extension.
///
/// # Panics
/// As [`database`].
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub fn database_with_extension(test: &str, files: &[(&str, &str)]) -> Option<String> {
    let server = STUBBED.get_or_init(|| Server::start(Some(files)).map_err(|e| format!("{e:#}")));
    match server.as_ref().map_err(Clone::clone).and_then(|s| s.create().map_err(|e| format!("{e:#}"))) {
        Ok(url) => Some(url),
        Err(reason) if env::var(REQUIRE).is_ok_and(|v| v == "1") => panic!("{test}: no Postgres: {reason}"),
        Err(reason) => {
            eprintln!("skipped: {test} on Postgres: {reason}");
            None
        }
    }
}

impl Server {
    fn start(extension: Option<&[(&str, &str)]>) -> anyhow::Result<Self> {
        let bin = find().context("no server programs found; install the package postgresql-15")?;
        let folder = tempfile::Builder::new().prefix("quarterdeck-pg").tempdir()?;
        let data = folder.path().join("data");
        let bin = match extension {
            None => bin,
            Some(files) => copied(&bin, folder.path(), files)?,
        };
        // Postgres refuses to run as root.
        let user = if is_root() { Some(unprivileged()?) } else { None };
        if let Some(user) = user {
            run(Command::new("chown").args(["-R", user]).arg(folder.path()))?;
        }
        run(as_user(user, &bin.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // Shared memory in files of its own folder: containers often have little elsewhere.
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB \
             -c dynamic_shared_memory_type=mmap -c max_parallel_workers_per_gather=0"
        );
        run(as_user(user, &bin.join("pg_ctl"))
            .args(["start", "-w", "-t", "60", "-o", &options, "-l"])
            .arg(folder.path().join("log"))
            .arg("-D")
            .arg(&data))?;
        let watcher = watch(user, &bin, &data, folder.path())?;
        Ok(Self { port, bin, _folder: folder, _watcher: watcher })
    }

    fn create(&self) -> anyhow::Result<String> {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let port = self.port.to_string();
        run(Command::new(self.bin.join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres", &name])
            .env("PGCONNECT_TIMEOUT", "10"))?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/{name}"))
    }
}

/// The folder of the newest server programs: where Debian puts them, else on the path. All that we call must be there.
fn find() -> Option<PathBuf> {
    let complete = |bin: &PathBuf| ["initdb", "pg_ctl", "createdb"].iter().all(|program| bin.join(program).exists());
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|e| Some(e.ok()?.path().join("bin")))
        .filter(complete)
        .collect();
    installed.sort();
    installed.pop().or_else(|| env::split_paths(&env::var_os("PATH")?).find(complete))
}

/// A copy of the installation with more files in its extension folder. The programs find their files relative to where
/// they lie, so the system's own folder stays as it is.
fn copied(bin: &Path, folder: &Path, files: &[(&str, &str)]) -> anyhow::Result<PathBuf> {
    let config = |what: &str| -> anyhow::Result<PathBuf> {
        let out = Command::new(bin.join("pg_config")).arg(what).output()?;
        Ok(PathBuf::from(String::from_utf8(out.stdout)?.trim()))
    };
    let lib = config("--pkglibdir")?;
    let share = config("--sharedir")?;
    for path in [bin, &lib, &share] {
        let target = folder.join("root").join(path.strip_prefix("/").unwrap_or(path));
        fs::create_dir_all(&target)?;
        run(Command::new("cp").arg("-rLT").arg(path).arg(&target))?;
    }
    let root = folder.join("root");
    let extension = root.join(share.strip_prefix("/").unwrap_or(&share)).join("extension");
    for (name, text) in files {
        fs::write(extension.join(name), text)?;
    }
    Ok(root.join(bin.strip_prefix("/").unwrap_or(bin)))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

fn unprivileged() -> anyhow::Result<&'static str> {
    let known = |user: &&str| Command::new("id").arg(user).output().is_ok_and(|o| o.status.success());
    ["postgres", "nobody"].into_iter().find(known).context("neither the user postgres nor nobody exists")
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    let mut command = match user {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        }
    };
    command.current_dir("/");
    command
}

/// A shell that stops the server and removes its folder when our end of its input closes, however we end.
fn watch(user: Option<&str>, bin: &Path, data: &Path, folder: &Path) -> anyhow::Result<std::process::Child> {
    let stop = match user {
        None => String::new(),
        Some(user) => format!("runuser -u {user} -- "),
    };
    let script = format!(
        "cat >/dev/null; cd /; {stop}{}/pg_ctl stop -m immediate -D {} >/dev/null 2>&1; rm -rf {}",
        bin.display(),
        data.display(),
        folder.display()
    );
    let mut watcher = Command::new("setsid")
        .args(["sh", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(input) = &mut watcher.stdin {
        input.flush()?;
    }
    Ok(watcher)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    // A daemon must not inherit our pipes: reading them would never end.
    let out = tempfile::NamedTempFile::new()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(out.reopen()?)
        .stderr(out.reopen()?)
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed: {}", fs::read_to_string(out.path()).unwrap_or_default().trim());
    }
    Ok(())
}
