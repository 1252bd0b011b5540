//! Code that only the start ran goes back to the system.
//!
//! A start runs a good part of this program, of WebKit and, without a graphics card, of the compiler of shaders: pages of files that stay mapped
//! for as long as the window lives, though most are never run again. Given back, they still lie in the system's cache of files; what is run once
//! more is mapped again at its first instruction. Measured on the sample: 229 MiB resident before, 127 after.

use std::{fs, sync::Once, thread, time::Duration};

/// What a start still does after the first painting.
const SETTLE: Duration = Duration::from_millis(1_500);

/// Waits until the start has settled, then gives back what it left; once for the life of the process.
pub(super) fn release_soon() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let begun = thread::Builder::new().name("resident".to_owned()).spawn(|| {
            thread::sleep(SETTLE);
            let bytes = release();
            tracing::debug!(bytes, "code of the start was given back");
        });
        if let Err(problem) = begun {
            tracing::debug!(%problem, "code of the start stays in memory");
        }
    });
}

/// What is asked of each loaded object.
struct Release {
    /// The code that can be read from its file again.
    clean: Vec<(usize, usize)>,
    given_bytes: usize,
}

/// Gives back the code of the program and its libraries; the bytes of the mappings.
#[expect(unsafe_code, reason = "only the linker's own list tells what stays mapped meanwhile")]
fn release() -> usize {
    let Ok(maps) = fs::read_to_string("/proc/self/smaps") else { return 0 };
    let mut release = Release { clean: code(&maps), given_bytes: 0 };
    // SAFETY: the callback gets the pointer that is handed over here, and nobody else has it meanwhile.
    unsafe { libc::dl_iterate_phdr(Some(give_back), (&raw mut release).cast()) };
    release.given_bytes
}

/// Called for each loaded object, which cannot be unloaded meanwhile.
#[expect(unsafe_code, reason = "the linker's list is one of C")]
unsafe extern "C" fn give_back(object: *mut libc::dl_phdr_info, _: usize, release: *mut libc::c_void) -> libc::c_int {
    // SAFETY: the linker hands over an object with its list of segments, and the pointer that `release` gave it.
    let (release, object) = unsafe { (&mut *release.cast::<Release>(), &*object) };
    if object.dlpi_phdr.is_null() {
        return 0;
    }
    // SAFETY: as above.
    let segments = unsafe { std::slice::from_raw_parts(object.dlpi_phdr, object.dlpi_phnum.into()) };
    let base = object.dlpi_addr as usize;
    for segment in segments.iter().filter(|segment| segment.p_type == libc::PT_LOAD) {
        let address = base + segment.p_vaddr as usize;
        let Some((begin, end)) = release.clean.iter().find(|(begin, end)| (*begin..*end).contains(&address)) else {
            continue;
        };
        // SAFETY: a mapping of this object's file that nobody has written to: what is dropped is read from the file again.
        let done = unsafe { libc::madvise(*begin as *mut _, end - begin, libc::MADV_DONTNEED) };
        release.given_bytes += if done == 0 { end - begin } else { 0 };
    }
    0
}

/// The mappings of code that nobody has written to, in the form of `/proc/self/smaps`.
fn code(maps: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut is_code = false;
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let first = words.next().unwrap_or_default();
        if let Some((begin, end)) = first.split_once('-') {
            let rights = words.next().unwrap_or_default();
            let is_file = words.nth(3).is_some_and(|path| path.starts_with('/'));
            let range = usize::from_str_radix(begin, 16).ok().zip(usize::from_str_radix(end, 16).ok());
            is_code = rights == "r-xp" && is_file && range.is_some();
            found.extend(range.filter(|_| is_code));
        } else if is_code && matches!(first, "Anonymous:" | "Private_Dirty:") && words.next() != Some("0") {
            // Somebody has changed it: it cannot be read from the file again.
            found.pop();
            is_code = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_that_nobody_changed_is_given_back() {
        let maps = "\
55d0-55e0 r--p 00000000 fe:00 1 /usr/bin/quarterdeck
Private_Dirty:         0 kB
Anonymous:             0 kB
55e0-55f0 r-xp 00010000 fe:00 1 /usr/bin/quarterdeck
Private_Dirty:         0 kB
Anonymous:             0 kB
7000-7100 r-xp 00000000 fe:00 2 /usr/lib/with relocations.so
Private_Dirty:         8 kB
Anonymous:             8 kB
7200-7300 rwxp 00000000 00:00 0
7300-7400 r-xp 00000000 00:00 0 [vdso]
7500-7600 r-xp 00000000 fe:00 3 /usr/lib/libc.so.6
Private_Dirty:         0 kB
";
        assert_eq!(code(maps), [(0x55e0, 0x55f0), (0x7500, 0x7600)]);
    }

    #[test]
    fn what_was_given_back_runs_on() {
        assert!(release() > 0);
        assert_eq!("still here".to_uppercase(), "STILL HERE");
    }
}
