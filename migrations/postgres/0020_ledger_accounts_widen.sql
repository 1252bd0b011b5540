-- Whose an account is, how its sales close lots, and what the costs of its trades are to them.
ALTER TABLE accounts ADD COLUMN owner text CHECK (length(trim(owner)) BETWEEN 1 AND 100);
ALTER TABLE accounts ADD COLUMN lot_rules jsonb NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN trade_costs text NOT NULL DEFAULT 'capitalized' CHECK (trade_costs IN ('capitalized', 'expensed'));
