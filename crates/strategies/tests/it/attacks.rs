//! Scripts that mean no good: each ends by itself with an error, and the process goes on. How long each took is printed, not asserted:
//! machines differ, steps do not.

use std::time::Instant;

use strategies::script::{ScriptError, ScriptFault, ScriptLimits};

use crate::support::{fails, fails_within};

/// What became of an attack inside of a bar, with so few steps that they decide on a busy machine as well, not the watchdog.
pub(crate) fn attack(name: &str, body: &str) -> Option<ScriptError> {
    attack_within(ScriptLimits { steps_per_callback: 20_000, ..ScriptLimits::default() }, name, body)
}

/// The same with other limits. The host is asked for something sensible afterwards.
pub(crate) fn attack_within(limits: ScriptLimits, name: &str, body: &str) -> Option<ScriptError> {
    let source = format!("function on_bar(ctx, bar)\n{body}\nend");
    let began = Instant::now();
    let error = fails_within(limits, &source, 3);
    let took = began.elapsed().as_millis();
    println!("{name}: {took} ms, {}", error.as_ref().map_or_else(|| "no error".to_owned(), ToString::to_string));
    assert_eq!(fails("function on_bar(ctx, bar) ctx:sma(2) end", 5), None, "after {name}");
    error
}

fn ends(name: &str, body: &str, faults: &[ScriptFault]) {
    ended(name, attack(name, body), faults);
}

fn ended(name: &str, error: Option<ScriptError>, faults: &[ScriptFault]) {
    let error = error.unwrap_or_else(|| panic!("{name} goes on"));
    assert!(faults.contains(&error.fault), "{name}: {error:?}");
}

const STEPS: &[ScriptFault] = &[ScriptFault::Steps];
const STEPS_OR_TIME: &[ScriptFault] = &[ScriptFault::Steps, ScriptFault::Time, ScriptFault::Memory];
const MEMORY: &[ScriptFault] = &[ScriptFault::Memory];
const RUNTIME: &[ScriptFault] = &[ScriptFault::Runtime];

#[test]
fn what_never_ends_is_ended_by_steps() {
    let endless = [
        ("endless loop", "while true do end"),
        ("endless for", "for i = 1, math.huge do end"),
        ("endless repeat", "repeat until false"),
        ("pcall around it", "while true do pcall(function() while true do end end) end"),
        ("pcall in pcall", "local function f() while true do pcall(f) end end f()"),
        (
            "xpcall with a handler that loops",
            "xpcall(function() while true do end end, function() while true do end end)",
        ),
        ("xpcall for ever", "while true do xpcall(error, function() while true do end end) end"),
        ("a coroutine that loops", "coroutine.wrap(function() while true do end end)()"),
        ("coroutines without end", "while true do coroutine.wrap(function() coroutine.yield() end)() end"),
        (
            "a coroutine that resumes for ever",
            "local c = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(c) end",
        ),
        ("__index that loops", "local t = setmetatable({}, {__index = function() while true do end end}) return t.x"),
        (
            "__tostring that loops",
            "error(setmetatable({}, {__tostring = function() while true do end end}))\nwhile true do end",
        ),
        ("tostring that loops", "tostring(setmetatable({}, {__tostring = function() while true do end end}))"),
        ("an iterator that never ends", "for _ in function() return 1 end do end"),
        (
            "a sort that never agrees",
            "local t = {} for i = 1, 60000 do t[i] = i end table.sort(t, function() while true do end end)",
        ),
        ("gsub that calls for ever", "string.gsub(string.rep('a', 100), 'a', function() while true do end end)"),
        ("foreach that loops", "table.foreach({1}, function() while true do end end)"),
        ("ctx methods for ever", "while true do ctx:position() end"),
        ("logging for ever", "while true do ctx:log('x') end"),
        ("indicators for ever", "while true do ctx:sma(2) end"),
    ];
    for (name, body) in endless {
        if name == "__tostring that loops" {
            assert!(attack(name, body).is_some());
        } else {
            ends(name, body, STEPS);
        }
    }
    let error = attack("the line of a loop", "local x = 1\nwhile true do\n x += 1\nend").unwrap();
    assert!(error.line.is_some_and(|line| (3..=4).contains(&line)), "{error:?}");
}

/// Luau looks whether it should stop at every attempt to match a pattern; for the others the prelude counts.
#[test]
fn library_functions_that_work_in_silence_are_counted() {
    for (name, body) in [
        ("a pattern that goes back and back", "string.find(string.rep('a', 200), string.rep('a-', 60) .. 'b')"),
        ("nested repetitions", "string.match(string.rep('a', 30000), '.-.-.-.-b')"),
        ("gsub over everything", "string.gsub(string.rep('a', 30000), '.-b', '')"),
        ("gmatch over everything", "for _ in string.gmatch(string.rep('a', 30000), '(.-)b') do end"),
        ("balanced without balance", "string.find(string.rep('(', 100000), '%b()')"),
        ("plain text in plain text", "string.find(string.rep('a', 8e6), string.rep('a', 4e6) .. 'b', 1, true)"),
        ("text that has no pattern in it", "string.find(string.rep('a', 8e6), string.rep('a', 4e6) .. 'b')"),
        ("plain text by a method", "local s = string.rep('a', 8e6) return s:find(s:sub(1, 4e6) .. 'b', 1, true)"),
        ("splitting", "string.split(string.rep('a', 8e6), string.rep('a', 4e6) .. 'b')"),
        ("sorting millions", "table.sort(table.create(2e6, 1))"),
        ("moving nothing far", "table.move({}, 1, 2 ^ 31 - 2, 2)"),
    ] {
        ends(name, body, STEPS);
    }
}

#[test]
fn what_costs_time_and_few_steps_is_ended_by_the_watchdog() {
    for (name, body) in [
        (
            "long text joined for ever",
            "local s = string.rep('x', 2e7) while true do local t = s .. tostring(math.random()) end",
        ),
        ("long text reversed for ever", "local s = string.rep('x', 2e7) while true do pcall(string.reverse, s) end"),
        ("a long table looked through", "local t = table.create(3e6, 1) while true do table.find(t, 2) end"),
        ("gaps passed over for ever", "local t = table.create(3e6) while true do next(t) end"),
        (
            "shifting millions",
            "local t = table.create(2e6, 1) while true do table.insert(t, 1, 0) table.remove(t, 1) end",
        ),
    ] {
        ends(name, body, STEPS_OR_TIME);
    }
}

#[test]
fn memory_is_bounded() {
    for (name, body) in [
        ("string.rep", "string.rep('x', 1e9)"),
        ("string.rep in a method", "local s = ('x'):rep(2 ^ 30 - 1)"),
        ("a table that grows", "local t = {} while true do t[#t + 1] = table.create(1000, 1) end"),
        ("text that doubles", "local s = 'x' while true do s = s .. s end"),
        ("table.create", "table.create(3e7, 0)"),
        ("a buffer", "buffer.create(2 ^ 30)"),
        ("joined tables", "local t = table.create(1e6, string.rep('x', 1000)) table.concat(t)"),
        ("gsub that grows", "string.gsub(string.rep('a', 1e6), 'a', string.rep('b', 1000))"),
    ] {
        ended(name, attack_within(ScriptLimits::default(), name, body), MEMORY);
    }
    // Whoever catches it is no better off.
    ends("memory errors that are caught", "while true do pcall(string.rep, 'x', 1e9) end", STEPS_OR_TIME);
    ends(
        "tables that are kept and errors caught",
        "local t = {} while true do pcall(function() t[#t + 1] = table.create(1000, 1) end) end",
        STEPS_OR_TIME,
    );
    // These are refused by Luau itself.
    ends("table.create far too much", "table.create(1e9)", &[ScriptFault::Runtime, ScriptFault::Memory]);
    ends("unpacking millions", "table.unpack(table.create(1e6, 1))", &[ScriptFault::Runtime, ScriptFault::Memory]);
    ends("a format of huge width", "string.format('%99999d', 1)", RUNTIME);
    ends("a format of huge precision", "string.format('%.999f', 1)", RUNTIME);
    ends("deep recursion", "local function f() return 1 + f() end f()", RUNTIME);
    ends(
        "recursion through metatables",
        "local t = {} setmetatable(t, {__index = function(t, k) return t[k .. 'x'] end}) return t.a",
        &[ScriptFault::Runtime, ScriptFault::Memory, ScriptFault::Steps],
    );
    ends(
        "recursion through pcall",
        "local function f() return pcall(f) end local ok, e = f() error('came back')",
        &[ScriptFault::Runtime],
    );
    ends("a pattern too deep", "string.find(string.rep('(', 40), string.rep('(', 40))", RUNTIME);
}

#[test]
fn nothing_leads_outside() {
    for name in [
        "io",
        "os",
        "require",
        "loadstring",
        "load",
        "dofile",
        "loadfile",
        "debug",
        "getfenv",
        "setfenv",
        "newproxy",
        "collectgarbage",
        "gcinfo",
        "package",
    ] {
        assert_eq!(fails(&format!("assert({name} == nil)\nfunction on_bar() end"), 2), None, "{name} is there");
        assert_eq!(
            fails(&format!("assert(_G.{name} == nil)\nfunction on_bar() end"), 2),
            None,
            "{name} is there by _G"
        );
    }
    for (name, body) in [
        ("os", "os.execute('true')"),
        ("io", "io.open('/etc/passwd')"),
        ("string.dump", "string.dump(function() end)"),
        ("the library of strings", "string.rep = nil"),
        ("the library of strings by a metatable", "getmetatable('').__index.rep = nil"),
        ("the metatable of strings", "getmetatable('').__index = function() end"),
        ("a new metatable for strings", "setmetatable('', {})"),
        ("math", "math.random = function() return 4 end"),
        ("table by rawset", "rawset(table, 'sort', nil)"),
        ("the environment behind", "getmetatable(_G).__index = {}"),
        ("the metatable of ctx", "getmetatable(ctx).__index = {}"),
        ("a new metatable for ctx", "setmetatable(ctx, {})"),
        ("a field of ctx", "ctx.buy = function() end"),
        ("bytecode", "error(string.char(27) .. 'Lua')"),
    ] {
        ends(name, body, RUNTIME);
    }
    // What a script does to its globals is gone with it.
    assert_eq!(fails("pairs = nil string = nil x = 1\nfunction on_bar() end", 2), None);
    assert_eq!(fails("assert(pairs and string and x == nil)\nfunction on_bar() end", 2), None);
    let bytecode = String::from_utf8(vec![6, 3, 0, 0]).unwrap();
    assert!(fails(&bytecode, 2).is_some(), "only text is loaded");
}
