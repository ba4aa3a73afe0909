-- L4: liquidations are on charts and in volume; only the last price, marks and stops leave them out.

comment on table market_candles is 'Candles of one minute of engine time, from trades on the book, of auctions and of liquidations (L4); deleveraging, blocks and busts are not in them. Partitioned by month.';

-- L2-6, L5: what the events of a liquidation say of their market. Rows from before have it in audit_trail only.
alter table liquidations add column is_sharing boolean not null default false;
alter table liquidations add column is_sliced boolean not null default false;
alter table liquidations alter column is_sharing drop default;
alter table liquidations alter column is_sliced drop default;
comment on column liquidations.is_sharing is 'Whether the market shares the loss from here on, until a row of the liquidation says no.';
comment on column liquidations.is_sliced is 'Whether those who were deleveraged were ranked in an earlier command.';
