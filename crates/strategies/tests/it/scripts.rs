//! What scripts can do, and how they are told what is wrong.

use serde_json::json;
use strategies::{
    Domain, StrategyProblem, Surroundings, build,
    script::{Journal, ScriptFault, ScriptSpecification, Watchdog, parameters},
};

use crate::support::{fails, fills, instrument, play, run_with, series, settings, specification, walk};

#[test]
fn orders_of_every_kind_are_placed() {
    let closes = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0];
    let order = |text: &str| {
        let source = format!("function on_bar(ctx, bar) if bar.index == 2 then {text} end end");
        let (fills, _, error) = play(&source, &closes);
        assert_eq!(error, None, "{text}");
        fills
    };
    assert_eq!(order("ctx:buy{units = 10}"), ["2: 10@101 of 1"]);
    assert_eq!(order("ctx:buy()"), ["2: 990@101 of 1"]);
    assert_eq!(order("ctx:buy{funds = 0.5}"), ["2: 495@101 of 1"]);
    assert_eq!(order("ctx:buy{money = 1000}"), ["2: 9@101 of 1"]);
    assert_eq!(order("ctx:buy{equity = 0.1}"), ["2: 99@101 of 1"]);
    assert_eq!(order("ctx:sell{units = 3}"), ["2: -3@101 of 1"]);
    assert_eq!(order("ctx:target_weight(-0.5)"), ["2: -495@101 of 1"]);
    // The low of a bar is half below its open: a limit there is met, one far below never.
    assert_eq!(order("ctx:buy{units = 1, limit = 100.75}"), ["2: 1@100.75 of 1"]);
    assert_eq!(order("ctx:buy{units = 1, limit = 90}"), [""; 0]);
    assert_eq!(order("ctx:buy{units = 1, stop = 104.2}"), ["4: 1@104.2 of 1"]);
    assert_eq!(order("ctx:buy{units = 1, stop = 104.2, limit = 104.3}"), ["4: 1@104.2 of 1"]);
    assert_eq!(order("ctx:buy{units = 1, on = 'close'}"), ["2: 1@102 of 1"]);
    assert_eq!(order("ctx:buy{units = 1, on = 'open', limit = 102}"), ["2: 1@101 of 1"]);
    assert_eq!(order("ctx:buy{units = 1, limit = 90, tif = 'ioc'}"), [""; 0]);
    assert_eq!(order("ctx:sell{units = 1, trail_percent = 2}").len(), 0);
    assert_eq!(
        order("ctx:buy{units = 1, take_profit = 104.25, stop_loss = 99}"),
        ["2: 1@101 of 1", "4: -1@104.25 of 1"]
    );
    // An exit that is left after its position was closed by hand would open another one.
    let source = "function on_bar(ctx, bar)
        if bar.index == 1 then ctx:buy{units = 1, take_profit = 105} end
        if bar.index == 3 then ctx:close() end
    end";
    assert_eq!(play(source, &closes).0, ["1: 1@100 of 1", "3: -1@102 of 1"]);
    let source = "local ticket
    function on_bar(ctx, bar)
        if bar.index == 1 then ticket = ctx:buy{units = 1, stop = 106} end
        if bar.index == 3 then assert(ctx:is_open(ticket)) ctx:cancel(ticket) end
        if bar.index == 5 then assert(not ctx:is_open(ticket)) end
    end";
    assert_eq!(play(source, &closes), (vec![], vec![], None));
}

#[test]
fn a_script_reads_its_bars_and_its_account() {
    let source = "
    function on_start(ctx) ctx:log('start ' .. ctx:instruments() .. ' ' .. ctx:bars()) end
    function on_bar(ctx, bar)
        if bar.index == 3 then
            ctx:log(string.format('%g %g %g %g %g', bar.open, bar.high, bar.low, bar.close, bar.volume))
            ctx:log(string.format('%g %g %s', ctx:history('close', 1), bar.time / 86400, tostring(ctx:history('close', 3))))
            ctx:buy{units = 10}
        end
        if bar.index == 4 then
            ctx:log(string.format('%g %g %g %g', ctx:position(), ctx:average_price(), ctx:cash(), ctx:equity()))
            print('printed', 1, nil)
        end
    end
    function on_fill(ctx, fill)
        ctx:log(string.format('%d %s %g@%g %s', fill.order, fill.side, fill.units, fill.price, tostring(fill.is_exit)))
    end
    function on_refused(ctx, refused) ctx:log(refused.code) end";
    let (_, lines, error) = play(source, &[10.0, 11.0, 12.0, 13.0]);
    assert_eq!(error, None);
    let expected =
        ["start 1 0", "11 12.5 10.5 12 1e+06", "11 2 nil", "1 buy 10@12 false", "10 12 99880 100010", "printed 1 nil"];
    assert_eq!(lines, expected);
}

#[test]
fn indicators_are_those_of_the_catalogue_whenever_they_are_asked_for() {
    let source = "
    local late
    function on_bar(ctx, bar)
        local m, s, h = ctx:macd(5, 12, 4)
        local upper, middle, lower = ctx:bollinger(10, 2)
        local k, d = ctx:indicator('stoch', {fast_k = 7})
        print(ctx:sma(10) or 0, ctx:ema(10) or 0, ctx:rsi(7) or 0, ctx:atr(7) or 0, m or 0, s or 0, h or 0,
            upper or 0, middle or 0, lower or 0, ctx:highest(5) or 0, ctx:lowest(5) or 0, k or 0, d or 0,
            bar.index > 90 and ctx:roc(80) or 0)
    end";
    let closes = walk(4, 100);
    let (_, lines, error) = play(source, &closes);
    assert_eq!(error, None);
    let bars: Vec<_> = series(&closes).iter().collect();
    let ohlcv = indicators::Ohlcv::from_bars(&bars).unwrap();
    let of = |kind, parameters: &[(&str, i64)], source: Option<indicators::Source>| {
        let spec = indicators::IndicatorSpec::new(kind).with(parameters.iter().copied()).unwrap();
        let spec = source.map_or(Ok(spec.clone()), |source| spec.of(source)).unwrap();
        indicators::compute(&spec, &ohlcv).unwrap()
    };
    use indicators::Kind;
    let length = |n| [("length", n)];
    let macd = of(Kind::Macd, &[("fast", 5), ("slow", 12), ("signal", 4)], None);
    let bands = of(Kind::Bbands, &[("length", 10), ("deviations_up", 2), ("deviations_down", 2)], None);
    let stochastic = of(Kind::Stoch, &[("fast_k", 7)], None);
    let columns = [
        of(Kind::Sma, &length(10), None),
        of(Kind::Ema, &length(10), None),
        of(Kind::Rsi, &length(7), None),
        of(Kind::Atr, &length(7), None),
        of(Kind::Max, &length(5), Some(indicators::Source::High)),
        of(Kind::Min, &length(5), Some(indicators::Source::Low)),
        of(Kind::Roc, &length(80), None),
    ];
    for (n, line) in lines.iter().enumerate() {
        let got: Vec<f64> = line.split(' ').map(|word| word.parse().unwrap()).collect();
        let single = |column: usize| columns[column].first().get(n).unwrap_or(0.0);
        let part = |of: &indicators::Outputs, idx: usize| of.columns()[idx].values.get(n).unwrap_or(0.0);
        let mut expected = vec![single(0), single(1), single(2), single(3)];
        expected.extend((0..3).map(|idx| part(&macd, idx)));
        expected.extend((0..3).map(|idx| part(&bands, idx)));
        expected.extend([single(4), single(5), part(&stochastic, 0), part(&stochastic, 1)]);
        expected.push(if n >= 90 { single(6) } else { 0.0 });
        // Luau writes numbers so that they come back bit for bit.
        assert_eq!(got, expected, "bar {n}");
    }
}

#[test]
fn parameters_are_known_before_a_run_and_checked_in_it() {
    let source = "
    local fast = param('fast', 10, {min = 2, max = 50, whole = true, words = 'Bars'})
    local share = param('share', 0.5, {min = 0, max = 1})
    local side = param('side', 'long', {of = {'long', 'short'}})
    local loud = param('loud', false)
    function on_bar(ctx, bar) if bar.index == 1 then print(fast, share, side, loud) end end";
    let watchdog = Watchdog::start();
    let forms = parameters(source, &watchdog).unwrap();
    let names: Vec<(&str, &str)> = forms.iter().map(|form| (form.name.as_str(), form.words.as_str())).collect();
    assert_eq!(names, [("fast", "Bars"), ("share", ""), ("side", ""), ("loud", "")]);
    assert_eq!(forms[0].domain, Domain::Integer { least: 2, most: 50, default: 10 });
    assert_eq!(forms[1].domain, Domain::Real { least: 0.0, most: 1.0, default: Some(0.5) });
    assert_eq!(forms[3].domain, Domain::Flag { default: false });
    let with = |parameters: serde_json::Value| {
        specification(json!({"kind": "script", "source": source, "parameters": parameters}))
    };
    let bars = [series(&[1.0, 2.0])];
    let journal = Journal::default();
    let given = with(json!({"fast": 20, "side": "short", "loud": true}));
    run_with(settings(), &given, &bars, journal.clone()).unwrap();
    assert_eq!(journal.lines()[0].text, "20 0.5 short true");
    let instruments = [instrument(0)];
    let refuse = |parameters: serde_json::Value| {
        let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
        build(&with(parameters), surroundings).err().unwrap()
    };
    for (parameters, words) in [
        (json!({"fast": 1}), "parameter \"fast\" is 1; give a whole number from 2 to 50"),
        (json!({"fast": 2.5}), "give a whole number"),
        (json!({"share": 1.5}), "parameter \"share\" is 1.5; give a number from 0 to 1"),
        (json!({"side": "up"}), "parameter \"side\" is \"up\"; give one of long, short"),
        (json!({"loud": 1}), "give true or false"),
        (json!({"slow": 1}), "parameters is slow; give fast, share, side, loud"),
    ] {
        let problem = refuse(parameters);
        assert!(problem.to_string().contains(words), "{problem}");
    }
    let StrategyProblem::Script(error) = refuse(json!({"fast": 99})) else { panic!("a script's error") };
    assert_eq!(error.line, Some(2), "where it is declared");
    let inside = fails("function on_bar(ctx, bar) param('late', 1) end", 3).unwrap();
    assert!(inside.message.contains("declare it at the top"), "{inside}");
}

#[test]
fn errors_name_the_line() {
    for (source, fault, line, words) in [
        ("local a = 1\nlocal b = = 2", ScriptFault::Syntax, Some(2), "Expected"),
        (
            "function on_bar(ctx, bar)\n  local x = nil\n  return x.y\nend",
            ScriptFault::Runtime,
            Some(3),
            "attempt to index nil",
        ),
        ("function on_bar(ctx, bar)\n\n  error('enough')\nend", ScriptFault::Runtime, Some(3), "enough"),
        (
            "function on_bar(ctx, bar)\n ctx:sma(0)\nend",
            ScriptFault::Runtime,
            Some(2),
            "length of sma is 0; it must be",
        ),
        (
            "function on_bar(ctx, bar)\n ctx:history('bid', 0)\nend",
            ScriptFault::Runtime,
            Some(2),
            "bars have no \"bid\"",
        ),
        ("function on_bar(ctx, bar)\n ctx:position(2)\nend", ScriptFault::Runtime, Some(2), "there is no instrument 2"),
        (
            "function on_bar(ctx, bar)\n ctx:buy{unit = 2}\nend",
            ScriptFault::Runtime,
            Some(2),
            "an order has no \"unit\"",
        ),
        ("function on_bar(ctx, bar)\n ctx:dance()\nend", ScriptFault::Runtime, Some(2), "dance"),
        ("function on_bar(ctx, bar)\n bar.close = 2\nend", ScriptFault::Runtime, Some(2), "close"),
        ("function on_bar(ctx, bar)\n error({})\nend", ScriptFault::Runtime, Some(2), "table"),
        ("local x = 1", ScriptFault::Form, None, "write function on_bar"),
        ("on_bar = 5", ScriptFault::Form, None, "on_bar is a number; make it a function"),
    ] {
        let error = fails(source, 3).unwrap_or_else(|| panic!("nothing is wrong with {source}"));
        assert_eq!((error.fault, error.line), (fault, line), "{source}: {error}");
        assert!(error.message.contains(words), "{source}: {error}");
    }
    assert_eq!(fails("function on_bar(ctx, bar) end", 3), None);
    let long = format!("-- {}\nfunction on_bar() end", "x".repeat(300_000));
    assert_eq!(fails(&long, 3).unwrap().fault, ScriptFault::Form);
}

#[test]
fn chance_is_the_seeds_and_nothing_elses() {
    let source = "function on_bar(ctx, bar) print(math.random(), math.random(100)) end";
    let said = |seed: u32| {
        let journal = Journal::default();
        let script =
            strategies::StrategySpecification::Script(ScriptSpecification { seed, ..ScriptSpecification::new(source) });
        run_with(settings(), &script, &[series(&[1.0; 20])], journal.clone()).unwrap();
        journal.lines()
    };
    assert_eq!(said(1), said(1));
    assert_ne!(said(1), said(2));
}

#[test]
fn several_instruments_are_told_apart() {
    let source = "
    function on_bar(ctx, bar)
        if bar.index == 2 then
            print(bar.instrument, bar.close, ctx:history('close', 0), ctx:history('close', 0, 1), ctx:sma(2), ctx:sma(2, 2) or 'unknown')
            ctx:buy{units = bar.instrument, instrument = 3 - bar.instrument}
        end
    end";
    let journal = Journal::default();
    let bars = [series(&[10.0, 20.0, 30.0]), series(&[100.0, 200.0, 300.0])];
    let engine = run_with(settings(), &crate::support::script(source), &bars, journal.clone()).unwrap();
    let lines: Vec<String> = journal.lines().into_iter().map(|line| line.text).collect();
    assert_eq!(lines, ["1 20 20 20 15 150", "2 200 200 20 150 150"]);
    assert_eq!(fills(&engine), ["2: 1@200 of 2", "2: 2@20 of 1"]);
}
