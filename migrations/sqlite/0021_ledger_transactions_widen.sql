-- The lots that a sale names, NULL where the account's lot method chooses; and a way to what changed since a time.
ALTER TABLE transactions ADD COLUMN lots TEXT CHECK (json_valid(lots));
CREATE INDEX transactions_by_knowledge ON transactions (known_at) WHERE known_until IS NULL;

DROP TRIGGER transactions_never_overwritten;
CREATE TRIGGER transactions_never_overwritten BEFORE UPDATE ON transactions
WHEN OLD.known_until IS NOT NULL OR NEW.known_until IS NULL
  OR NEW.id IS NOT OLD.id
  OR NEW.revision IS NOT OLD.revision
  OR NEW.known_at IS NOT OLD.known_at
  OR NEW.deleted IS NOT OLD.deleted
  OR NEW.account_id IS NOT OLD.account_id
  OR NEW.kind IS NOT OLD.kind
  OR NEW.trade_date IS NOT OLD.trade_date
  OR NEW.settlement_date IS NOT OLD.settlement_date
  OR NEW.instrument_id IS NOT OLD.instrument_id
  OR NEW.quantity IS NOT OLD.quantity
  OR NEW.price IS NOT OLD.price
  OR NEW.currency IS NOT OLD.currency
  OR NEW.amount IS NOT OLD.amount
  OR NEW.fees IS NOT OLD.fees
  OR NEW.taxes IS NOT OLD.taxes
  OR NEW.counter_currency IS NOT OLD.counter_currency
  OR NEW.counter_amount IS NOT OLD.counter_amount
  OR NEW.counter_account_id IS NOT OLD.counter_account_id
  OR NEW.other_instrument_id IS NOT OLD.other_instrument_id
  OR NEW.ratio_new IS NOT OLD.ratio_new
  OR NEW.ratio_old IS NOT OLD.ratio_old
  OR NEW.cost_fraction IS NOT OLD.cost_fraction
  OR NEW.new_symbol IS NOT OLD.new_symbol
  OR NEW.lots IS NOT OLD.lots
  OR NEW.external_ref IS NOT OLD.external_ref
  OR NEW.note IS NOT OLD.note
  OR NEW.import_id IS NOT OLD.import_id
  OR NEW.source_key IS NOT OLD.source_key
BEGIN
    SELECT RAISE(ABORT, 'transactions keeps its revisions');
END;
