CREATE INDEX orders_waiting ON orders (id) WHERE state = 'waiting';
