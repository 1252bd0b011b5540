//! The lists themselves, by system and purpose.

use super::System;

/// What the packages are for. Testing needs everything that running needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building and opening the window
    Run,
    /// Running every test as well
    Test,
}

/// A Debian package, and the programs whose presence makes it unnecessary.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) instead: &'static [&'static str],
}

const fn package(name: &'static str) -> Package {
    Package { name, instead: &[] }
}

const fn or(name: &'static str, instead: &'static [&'static str]) -> Package {
    Package { name, instead }
}

const RUN: &[Package] = &[
    // compilers of the C parts: SQLite, zstd, OSQP
    or("gcc", &["cc"]),
    or("g++", &["c++"]),
    or("make", &["make"]),
    or("cmake", &["cmake"]),
    or("pkg-config", &["pkg-config"]),
    // the window
    package("libwebkit2gtk-4.1-dev"),
    package("libgtk-3-dev"),
    package("libayatana-appindicator3-dev"),
    package("librsvg2-dev"),
    package("libxdo-dev"),
    package("libssl-dev"),
    package("libdbus-1-dev"),
    // the native chart window, and what draws where there is no graphics card
    package("libegl1"),
    package("libgl1-mesa-dri"),
    package("libgles2"),
    package("fonts-dejavu-core"),
];

const TEST: &[Package] = &[
    // a display, a session bus and a keychain of the tests' own
    or("xvfb", &["Xvfb"]),
    or("dbus", &["dbus-run-session"]),
    package("dbus-x11"),
    or("gnome-keyring", &["gnome-keyring-daemon"]),
    package("libsecret-tools"),
    // driving the window
    or("webkit2gtk-driver", &["WebKitWebDriver"]),
    or("xdotool", &["xdotool"]),
    or("x11-utils", &["xwininfo"]),
    or("imagemagick", &["import-im6.q16"]),
    or("scrot", &["scrot"]),
    // the browser
    or("chromium", &["chromium", "chromium-browser", "google-chrome"]),
    // the other store, and the yardstick of its bench
    package("postgresql"),
    or("sqlite3", &["sqlite3"]),
];

/// Debian's list.
pub(crate) fn debian(purpose: Purpose) -> Vec<&'static Package> {
    match purpose {
        Purpose::Run => RUN.iter().collect(),
        Purpose::Test => RUN.iter().chain(TEST).collect(),
    }
}

/// Programs whose absence can be seen on any system.
pub(crate) fn programs(purpose: Purpose) -> Vec<&'static str> {
    let mut programs = vec!["cmake"];
    if cfg!(target_os = "linux") {
        programs.extend(["cc", "make", "pkg-config"]);
        if purpose == Purpose::Test {
            programs.extend(["Xvfb", "dbus-run-session", "WebKitWebDriver", "xdotool"]);
        }
    }
    if purpose == Purpose::Test {
        programs.extend(["pg_ctl", "sqlite3"]);
    }
    programs
}

/// The commands that install everything for `purpose` on `system`.
pub(crate) fn advice(system: System, purpose: Purpose) -> String {
    let test = purpose == Purpose::Test;
    match system {
        System::Debian | System::Other => {
            let names: Vec<_> = debian(purpose).into_iter().map(|package| package.name).collect();
            let prefix = if system == System::Other { "The packages as Debian names them:\n  " } else { "  " };
            format!("{prefix}sudo apt-get install --no-install-recommends {}", names.join(" "))
        }
        System::Fedora => format!(
            "  sudo dnf install gcc gcc-c++ make cmake pkgconf-pkg-config webkit2gtk4.1-devel gtk3-devel \
             libappindicator-gtk3-devel librsvg2-devel libxdo-devel openssl-devel dbus-devel mesa-dri-drivers \
             dejavu-sans-fonts{}",
            if test {
                " xorg-x11-server-Xvfb dbus-daemon gnome-keyring webkit2gtk4.1 webkitgtk6.0 xdotool ImageMagick \
                 chromium postgresql-server sqlite"
            } else {
                ""
            }
        ),
        System::Arch => format!(
            "  sudo pacman -S --needed base-devel cmake webkit2gtk-4.1 gtk3 libappindicator-gtk3 librsvg xdotool \
             openssl dbus mesa ttf-dejavu{}",
            if test { " xorg-server-xvfb gnome-keyring imagemagick chromium postgresql sqlite" } else { "" }
        ),
        System::Macos => format!(
            "  xcode-select --install\n  brew install cmake{}",
            if test { " postgresql@15 sqlite\n  brew install --cask chromium" } else { "" }
        ),
        System::Windows => format!(
            "  winget install Microsoft.VisualStudio.2022.BuildTools Kitware.CMake Microsoft.EdgeWebView2Runtime{}",
            if test { " PostgreSQL.PostgreSQL.15 SQLite.SQLite" } else { "" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn testing_needs_all_that_running_needs() {
        let names = |purpose| debian(purpose).into_iter().map(|package| package.name).collect::<Vec<_>>();
        let test = names(Purpose::Test);
        assert!(names(Purpose::Run).iter().all(|name| test.contains(name)));
        assert!(test.contains(&"postgresql") && !names(Purpose::Run).contains(&"postgresql"));
    }

    #[test]
    fn every_system_has_a_command_to_type() {
        for system in [System::Debian, System::Fedora, System::Arch, System::Macos, System::Windows, System::Other] {
            for purpose in [Purpose::Run, Purpose::Test] {
                let text = advice(system, purpose);
                assert!(text.contains("cmake") || text.contains("CMake"), "{system:?}: {text}");
                assert!(!text.ends_with(' '), "{system:?}: {text}");
            }
        }
    }
}
