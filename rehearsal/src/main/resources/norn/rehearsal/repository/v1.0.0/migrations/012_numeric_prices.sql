-- Prices become numbers; what was never a number becomes unknown.
ALTER TABLE economy_prices ALTER COLUMN price DROP NOT NULL;
ALTER TABLE economy_prices ALTER COLUMN price TYPE numeric(12, 2)
    USING CASE WHEN price ~ '^[0-9]+([.,][0-9]+)?$' THEN replace(price, ',', '.')::numeric END;
CREATE INDEX economy_prices_by_price ON economy_prices (item, price);
