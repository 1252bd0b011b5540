//! Puts the built web client into the program and prepares the window's context. A fresh clone builds without Node:
//! then the program holds a page that says how to build the client.
use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("invariant: cargo sets OUT_DIR"));
    write_table(Path::new("ui/dist"), &out.join("ui_files.rs")).expect("the web client in ui/dist cannot be read");
    #[cfg(feature = "desktop")]
    {
        // Listed, so that each needs a permission in a capability file.
        let commands = tauri_build::AppManifest::new().commands(&[
            "api_request",
            "api_bytes",
            "api_stream",
            "pop_out_chart",
            "open_panel_window",
            "open_link",
            "save_file",
            "close_to_tray",
            "trace_mark",
        ]);
        let attributes = tauri_build::Attributes::new()
            .app_manifest(commands)
            .capabilities_path_pattern("src-tauri/capabilities/*.json");
        tauri_build::try_build(attributes).expect("tauri.conf.json or a capability file is wrong");
        // Schemas for editors; the build reads its own copies. Missing is fine.
        let _ = fs::remove_dir_all("gen");
    }
}

/// Writes `&[("/path", bytes), …]` in order of path, for a binary search.
fn write_table(dist: &Path, table: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    if dist.join("index.html").exists() {
        collect(dist, &mut files)?;
        files.sort();
    }
    let mut text = Vec::new();
    writeln!(text, "&[")?;
    for file in &files {
        let url = file.strip_prefix(dist).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        writeln!(text, "    ({:?}, include_bytes!({:?}) as &[u8]),", format!("/{url}"), fs::canonicalize(file)?)?;
    }
    writeln!(text, "]")?;
    // Written only when it changed, so that nothing is compiled again for nothing.
    if fs::read(table).is_ok_and(|old| old == text) { Ok(()) } else { fs::write(table, text) }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
