"""Times nautilus_trader on the input of `bench_strategies` (read from standard input) and prints one JSON object a line.

Wanted: pip install nautilus_trader==1.221.0 pandas==2.3.3, in an environment of its own, for it wants an older pandas.
The line: case, program, seconds of the run without its set-up, and what was traded (`told` says in which order), so that outputs are compared first.

What makes both fill at the same prices: an order at the market that is sent when a bar has closed trades at that close (no latency; the engine keeps
one price level); the size of a bar is far beyond an order's; no fees; ten thousand units, so that worth comes out in whole cents, to which this
engine rounds. The engine that checks risk is left on, as ours is.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import Equity
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.trading.strategy import Strategy

UNITS, CASH = 10_000, 10_000_000
MINUTE = 60_000_000_000
BEGIN = 1_704_067_200_000_000_000
data = json.load(sys.stdin)
millionths = np.asarray(data["millionths"][: data["closes_bars"]])

venue = Venue("SIM")
share = Equity(
    instrument_id=InstrumentId(Symbol("WALK"), venue),
    raw_symbol=Symbol("WALK"),
    currency=USD,
    price_precision=6,
    price_increment=Price.from_str("0.000001"),
    lot_size=Quantity.from_int(1),
    ts_event=0,
    ts_init=0,
)
bar_type = BarType.from_str("WALK.SIM-1-MINUTE-LAST-EXTERNAL")


class Cross(Strategy):
    def __init__(self):
        super().__init__()
        self.fast, self.slow = SimpleMovingAverage(10), SimpleMovingAverage(30)
        self.above = None
        self.fills = []

    def on_start(self):
        self.register_indicator_for_bars(bar_type, self.fast)
        self.register_indicator_for_bars(bar_type, self.slow)
        self.subscribe_bars(bar_type)

    def on_bar(self, bar):
        if not self.indicators_initialized():
            return
        fast, slow = self.fast.value, self.slow.value
        above = None if fast == slow else fast > slow
        before, self.above = self.above, above
        if before is False and above is True:
            self.send(OrderSide.BUY)
        elif before is True and above is False and not self.portfolio.is_flat(share.id):
            self.send(OrderSide.SELL)

    def send(self, side):
        self.submit_order(self.order_factory.market(share.id, side, Quantity.from_int(UNITS)))

    def on_order_filled(self, event):
        self.fills.append((event.ts_event, event.order_side == OrderSide.BUY, float(event.last_qty)))


opened = np.concatenate([millionths[:1], millionths[:-1]])
frame = pd.DataFrame(
    {
        "open": opened / 1e6,
        "high": (np.maximum(opened, millionths) + 10_000) / 1e6,
        "low": (np.minimum(opened, millionths) - 10_000) / 1e6,
        "close": millionths / 1e6,
        "volume": 1e9,
    },
    index=pd.to_datetime(BEGIN + MINUTE * np.arange(len(millionths)), utc=True),
)
engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True), run_analysis=False))
engine.add_venue(
    venue=venue,
    oms_type=OmsType.NETTING,
    account_type=AccountType.CASH,
    base_currency=USD,
    starting_balances=[Money(CASH, USD)],
    bar_execution=True,
)
engine.add_instrument(share)
engine.add_data(BarDataWrangler(bar_type, share).process(frame))
strategy = Cross()
engine.add_strategy(strategy)
start = time.perf_counter()
engine.run()
seconds = time.perf_counter() - start

bars = np.asarray([(fill[0] - BEGIN) // MINUTE for fill in strategy.fills])
bought = np.asarray([fill[1] for fill in strategy.fills])
units = np.asarray([fill[2] for fill in strategy.fills])
held = (units * np.where(bought, 1, -1)).sum()
cash = engine.cache.account_for_venue(venue).balance_total(USD).as_double()
# Purchases, sales, the sum of the bars of either, units of all, and the equity at the end.
told = [bought.sum(), (~bought).sum(), bars[bought].sum(), bars[~bought].sum(), units.sum(), cash + held * millionths[-1] / 1e6]
result = [float(figure) for figure in told]
print(json.dumps({"case": "crossing_closes", "program": "nautilus_trader", "seconds": [seconds], "result": result}), flush=True)
