//! Scripts that order nonsense, or use what they are given in ways nobody meant.

use strategies::script::{ScriptFault, ScriptLimits};

use crate::{
    attacks::{attack, attack_within},
    support::{play, walk},
};

#[test]
fn absurd_orders_are_refused_in_words() {
    for (order, words) in [
        ("ctx:buy{units = 0/0}", "units is NaN; give a number"),
        ("ctx:buy{units = math.huge}", "units is inf; give a number"),
        ("ctx:buy{units = -5}", "units is -5; give a number above zero"),
        ("ctx:buy{units = 0}", "units is 0; give a number above zero"),
        ("ctx:buy{units = 1e300}", "give a number above zero and below 10^28"),
        ("ctx:buy{units = '5'}", "units is a string; give a number"),
        ("ctx:buy{units = 1, limit = -1}", "limit is -1; give a price above zero"),
        ("ctx:buy{units = 1, limit = 0/0}", "limit is NaN; give a number"),
        ("ctx:buy{units = 1, stop_loss = 0}", "stop_loss is 0; give a price above zero"),
        ("ctx:buy{units = 1, money = 5}", "an order has one size"),
        ("ctx:buy{units = 1, stop = 5, trail = 5}", "cannot have"),
        ("ctx:buy{units = 1, tif = 'soon'}", "tif is \"soon\""),
        ("ctx:buy{[0/1] = 1}", "an order has no"),
        ("ctx:target_weight(0/0)", "a weight of NaN is not possible"),
        ("ctx:cancel(7)", "there is no order 7"),
        ("ctx:cancel(0/0)", "there is no order NaN"),
        ("ctx:history('close', 0/0)", "bars back is not possible"),
        ("ctx:history('close', -1)", "bars back is not possible"),
        ("ctx:position(0/0)", "there is no instrument NaN"),
        ("ctx:sma(0/0)", "length of sma is"),
        ("ctx:sma(1e300)", "length of sma is"),
        ("local t = {} t[0/0] = 1", "NaN"),
    ] {
        let error = attack(order, order).unwrap_or_else(|| panic!("{order} passes"));
        assert_eq!((error.fault, error.line), (ScriptFault::Runtime, Some(2)), "{order}: {error}");
        assert!(error.message.to_lowercase().contains(&words.to_lowercase()), "{order}: {error}");
    }
}

#[test]
fn orders_that_the_gate_refuses_are_told() {
    let source = "
    function on_bar(ctx, bar)
        if bar.index == 1 then
            ctx:buy{units = 5e9}
            ctx:buy{units = 5e24}
            ctx:buy{units = 0.5}
        end
    end
    function on_refused(ctx, refused) print(refused.order, refused.code) end";
    let (fills, lines, error) = play(source, &[100.0; 4]);
    assert_eq!((fills.len(), error), (0, None));
    assert_eq!(lines, ["1 buying_power", "2 order_too_large", "3 lot_size"]);
}

#[test]
fn orders_without_end_are_bounded() {
    let limits = ScriptLimits::default();
    let error = attack_within(limits, "orders in a loop", "while true do ctx:buy{units = 1} end").unwrap();
    assert!(error.message.contains("more than 1000 orders"), "{error}");
    let error = attack("orders in pcall", "while true do pcall(ctx.buy, ctx, {units = 1}) end").unwrap();
    assert_eq!(error.fault, ScriptFault::Steps);
    let answers = "
    function on_bar(ctx, bar) if bar.index == 1 then ctx:buy{units = 1} end end
    function on_fill(ctx, fill) ctx:buy{units = 1} end";
    let (fills, _, error) = play(answers, &walk(2, 50));
    assert_eq!(error, None);
    assert!(fills.len() <= 50, "each answer waits for the next bar");
}

#[test]
fn what_is_given_can_be_used_in_its_callback_only() {
    for (name, body, words) in [
        ("a wrong self", "ctx.position({})", "argument 1: error converting Lua table to userdata"),
        ("another userdata as self", "ctx.position(bar)", ""),
        ("no self", "ctx.position()", ""),
        ("a method of bar", "bar:position()", ""),
        ("too many arguments", "ctx:buy({}, {}, {}, {}) ctx:buy(5)", ""),
        (
            "a table that answers",
            "ctx:buy(setmetatable({}, {__index = function() while true do end end})) error('stayed')",
            "stayed",
        ),
    ] {
        let error = attack(name, body).unwrap_or_else(|| panic!("{name} passes"));
        assert_eq!(error.fault, ScriptFault::Runtime, "{name}: {error}");
        assert!(error.message.contains(words), "{name}: {error}");
    }
    // Kept from an earlier callback it is the same object, and reads what is known now.
    let kept = "
    local mine
    function on_bar(ctx, bar)
        if mine then print(mine:history('close', 0) == bar.close) end
        mine = ctx
    end";
    assert_eq!(play(kept, &[1.0, 2.0, 3.0]).1, ["true", "true"]);
    // While nothing runs there is nothing to read: a coroutine that goes on later does so in a callback.
    let later = "
    local co
    function on_bar(ctx, bar)
        if not co then
            co = coroutine.create(function() while true do coroutine.yield(ctx:bars()) end end)
        end
        local _, bars = coroutine.resume(co)
        print(bars)
    end";
    assert_eq!(play(later, &[1.0, 2.0, 3.0]).1, ["1", "2", "3"]);
    let outside = attack("yielding out of a callback", "coroutine.yield()").unwrap();
    assert_eq!(outside.fault, ScriptFault::Runtime);
}
