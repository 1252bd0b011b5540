//! System packages: which are needed, which are missing, how to get them on this system.
//!
//! On Debian and Ubuntu missing packages are installed (as root, else through sudo) after the list is printed. Elsewhere
//! the exact command is named and nothing is touched.

mod packages;

use anyhow::{Result, bail};
use std::path::Path;

use crate::command::{command, find_program, quiet, run};
pub(crate) use packages::Purpose;

/// The kinds of system that the package lists know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian, Ubuntu and their children: apt-get
    Debian,
    /// Fedora and its kin: dnf
    Fedora,
    /// Arch and its children: pacman
    Arch,
    /// macOS: Xcode's tools and Homebrew
    Macos,
    /// Windows: winget
    Windows,
    /// Anything else: the list is printed with Debian's names
    Other,
}

impl System {
    /// The system this program runs on.
    pub(crate) fn current() -> Self {
        if cfg!(target_os = "macos") {
            Self::Macos
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::from_os_release(&std::fs::read_to_string("/etc/os-release").unwrap_or_default())
        }
    }

    fn from_os_release(text: &str) -> Self {
        let ids: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split_whitespace())
            .collect();
        let any = |names: &[&str]| ids.iter().any(|id| names.contains(id));
        if any(&["debian", "ubuntu"]) {
            Self::Debian
        } else if any(&["fedora", "rhel"]) {
            Self::Fedora
        } else if any(&["arch"]) {
            Self::Arch
        } else {
            Self::Other
        }
    }
}

/// The packages that are wanted and not there, under the names of Debian (other systems: what cannot be found).
pub(crate) fn missing(purpose: Purpose) -> Vec<&'static str> {
    if System::current() != System::Debian {
        return packages::programs(purpose).into_iter().filter(|name| find_program(name).is_none()).collect();
    }
    packages::debian(purpose)
        .into_iter()
        .filter(|package| !installed(package.name) && !package.instead.iter().any(|name| find_program(name).is_some()))
        .map(|package| package.name)
        .collect()
}

/// Makes sure that everything for `purpose` is there: installs it on Debian and Ubuntu, names the command elsewhere.
///
/// # Errors
/// When a package cannot be installed. On other systems only when a program without which nothing works is missing.
pub(crate) fn ensure(purpose: Purpose) -> Result<()> {
    let missing = missing(purpose);
    if missing.is_empty() {
        return Ok(());
    }
    let system = System::current();
    if system == System::Debian {
        println!("These system packages are missing and will be installed: {}", missing.join(" "));
        return install(&missing);
    }
    println!("Some programs were not found: {}", missing.join(" "));
    println!("{}", packages::advice(system, purpose));
    println!("Going on without them; what needs them will say so.");
    Ok(())
}

/// How to get everything for `purpose` on this system, as commands to type.
pub(crate) fn advice(purpose: Purpose) -> String {
    packages::advice(System::current(), purpose)
}

fn installed(package: &str) -> bool {
    quiet(&mut command("dpkg-query", ["-W", "-f", "${db:Status-Status}", package], Path::new("/")))
        .is_some_and(|status| status.trim() == "installed")
}

fn install(packages: &[&str]) -> Result<()> {
    let root = quiet(&mut command("id", ["-u"], Path::new("/"))).is_some_and(|id| id.trim() == "0");
    if !root && find_program("sudo").is_none() {
        bail!(
            "they can only be installed by root; run: apt-get install -y --no-install-recommends {}",
            packages.join(" ")
        );
    }
    let apt = |args: &[&str]| {
        let mut line = if root { vec![] } else { vec!["sudo"] };
        line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        line.extend(args);
        run(&mut command(line[0], &line[1..], Path::new("/")))
    };
    let wanted = [&["install", "-y", "--no-install-recommends"], packages].concat();
    // The package lists of a fresh container are empty, those of an old one point at files that are gone.
    if !has_package_lists() || apt(&wanted).is_err() {
        apt(&["update"])?;
        apt(&wanted)?;
    }
    Ok(())
}

fn has_package_lists() -> bool {
    std::fs::read_dir("/var/lib/apt/lists")
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_told_apart_by_their_own_name_or_their_parents() {
        let check = |text, system| assert_eq!(System::from_os_release(text), system, "{text}");
        check("ID=debian\nVERSION_ID=\"12\"", System::Debian);
        check("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", System::Debian);
        check("ID=fedora", System::Fedora);
        check("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", System::Fedora);
        check("ID=manjaro\nID_LIKE=arch", System::Arch);
        check("ID=nixos", System::Other);
        check("", System::Other);
    }
}
