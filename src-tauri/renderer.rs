//! The environment that GTK, WebKit and the C library read at their start. They read it once, so the program starts itself
//! anew with the right variables before any is touched.
//!
//! Measured under software rendering: WebKit's DMA-BUF renderer paints 18 frames a second at 150 % CPU, without it 65
//! at 57 %. With a graphics card the default is right. Under `LANG=C` WebKit reports the language "C", which is no
//! language tag, and charts stay blank. GNU's C library keeps what threads have freed in an arena for each of them: after the
//! sample workspace was made, 33 MiB; with two arenas, trimmed early, they go back to the system.

use std::{collections::BTreeMap, env, path::Path};

use model::settings::Renderer;
use workstation::settings::renderer_of;

/// WebKit's own switch.
const DMABUF_VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// How GNU's C library holds memory, where nobody has said it.
const ALLOCATOR: [(&str, &str); 2] = [("MALLOC_ARENA_MAX", "2"), ("MALLOC_TRIM_THRESHOLD_", "131072")];
/// Our variable: `auto`, `gpu` or `software`. It goes before the workspace's own setting.
pub(crate) const RENDERER_VARIABLE: &str = "QUARTERDECK_RENDERER";
/// Set in the second start, so that there is no third.
const DONE_VARIABLE: &str = "QUARTERDECK_ENVIRONMENT_SET";

/// Whether the system has a graphics card that can render.
pub(crate) fn has_render_node() -> bool {
    has_render_node_in(Path::new("/dev/dri"))
}

fn has_render_node_in(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

/// The variables to set, given those that are set, the workspace's setting and whether there is a graphics card.
fn wanted(
    set: impl Fn(&str) -> Option<String>,
    setting: Renderer,
    has_gpu: bool,
) -> BTreeMap<&'static str, &'static str> {
    let mut wanted = BTreeMap::new();
    let chosen = set(RENDERER_VARIABLE).and_then(|text| text.parse().ok()).unwrap_or(setting);
    let by_software = match chosen {
        Renderer::Software => true,
        Renderer::Gpu => false,
        Renderer::Auto => !has_gpu,
    };
    if by_software && set(DMABUF_VARIABLE).is_none() {
        wanted.insert(DMABUF_VARIABLE, "1");
    }
    if cfg!(target_env = "gnu") {
        wanted.extend(ALLOCATOR.into_iter().filter(|(name, _)| set(name).is_none()));
    }
    // The order in which the C library looks.
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| set(name).filter(|text| !text.is_empty()));
    if language.as_deref().is_none_or(|name| matches!(name, "C" | "C.UTF-8" | "C.utf8" | "POSIX")) {
        wanted.insert("LANG", "en_US.UTF-8");
        for name in ["LC_ALL", "LC_MESSAGES"] {
            if set(name).is_some() {
                wanted.insert(name, "en_US.UTF-8");
            }
        }
    }
    wanted
}

/// Starts this program anew with the variables it needs; returns when it needs none or runs in its second start.
///
/// The process keeps its id and its arguments; nothing has been opened yet.
pub(crate) fn prepare(workspace: Option<&Path>) {
    use std::os::unix::process::CommandExt;
    if env::var_os(DONE_VARIABLE).is_some() {
        return;
    }
    let wanted = wanted(|name| env::var(name).ok(), workspace.map_or(Renderer::Auto, renderer_of), has_render_node());
    if wanted.is_empty() {
        return;
    }
    let Ok(program) = env::current_exe() else { return };
    let problem =
        std::process::Command::new(program).args(env::args_os().skip(1)).envs(wanted).env(DONE_VARIABLE, "1").exec();
    // Only reached when it failed; the window then comes up as the system would have it.
    tracing::warn!(%problem, "the window's environment could not be set");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(set: &[(&str, &str)], has_gpu: bool, expected: &[(&str, &str)]) {
        check_with(set, Renderer::Auto, has_gpu, expected);
    }

    fn check_with(set: &[(&str, &str)], setting: Renderer, has_gpu: bool, expected: &[(&str, &str)]) {
        let value = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let mut found = wanted(value, setting, has_gpu);
        found.retain(|name, _| ALLOCATOR.iter().all(|(other, _)| other != name));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{set:?} {has_gpu}");
    }

    #[test]
    #[cfg(target_env = "gnu")]
    fn freed_memory_goes_back_to_the_system_unless_somebody_has_said_how() {
        let found = wanted(|_| None, Renderer::Auto, true);
        assert!(ALLOCATOR.iter().all(|(name, value)| found.get(name) == Some(value)), "{found:?}");
        let found = wanted(|name| (name == "MALLOC_ARENA_MAX").then(|| "8".to_owned()), Renderer::Auto, true);
        assert!(!found.contains_key("MALLOC_ARENA_MAX"), "{found:?}");
    }

    #[test]
    fn without_a_graphics_card_the_software_path_is_chosen_unless_told_otherwise() {
        let english = ("LANG", "en_GB.UTF-8");
        check(&[english], true, &[]);
        check(&[english], false, &[(DMABUF_VARIABLE, "1")]);
        check(&[english, (RENDERER_VARIABLE, "gpu")], false, &[]);
        check(&[english, (RENDERER_VARIABLE, "software")], true, &[(DMABUF_VARIABLE, "1")]);
        check(&[english, (DMABUF_VARIABLE, "0")], false, &[]);
    }

    #[test]
    fn the_setting_counts_where_the_environment_says_nothing() {
        let english = ("LANG", "en_GB.UTF-8");
        let software = [(DMABUF_VARIABLE, "1")];
        check_with(&[english], Renderer::Software, true, &software);
        check_with(&[english], Renderer::Gpu, false, &[]);
        check_with(&[english, (RENDERER_VARIABLE, "gpu")], Renderer::Software, true, &[]);
        check_with(&[english, (RENDERER_VARIABLE, "auto")], Renderer::Gpu, false, &software);
        check_with(&[english, (RENDERER_VARIABLE, "fast")], Renderer::Software, true, &software);
    }

    #[test]
    fn a_language_that_is_none_is_replaced() {
        let american = ("LANG", "en_US.UTF-8");
        check(&[("LANG", "C.UTF-8")], true, &[american]);
        check(&[], true, &[american]);
        check(&[("LC_ALL", "POSIX"), ("LANG", "de_DE.UTF-8")], true, &[american, ("LC_ALL", "en_US.UTF-8")]);
        check(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "C")], true, &[]);
    }

    #[test]
    fn a_render_node_is_found_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_render_node_in(folder.path()));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_render_node_in(folder.path()));
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_render_node_in(folder.path()));
    }
}
