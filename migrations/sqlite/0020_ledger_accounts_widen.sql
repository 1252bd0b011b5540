-- Whose an account is, how its sales close lots, and what the costs of its trades are to them.
ALTER TABLE accounts ADD COLUMN owner TEXT CHECK (length(trim(owner)) BETWEEN 1 AND 100);
ALTER TABLE accounts ADD COLUMN lot_rules TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lot_rules));
ALTER TABLE accounts ADD COLUMN trade_costs TEXT NOT NULL DEFAULT 'capitalized' CHECK (trade_costs IN ('capitalized', 'expensed'));
