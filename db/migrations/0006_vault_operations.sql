-- Requirement entity 8: every movement of collateral, in the order the engine booked it.

create table vault_operations (
  engine_sequence bigint not null,
  event_index integer not null,
  leg smallint not null,
  operation_type varchar(16) not null,
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  amount numeric(30,8) not null,
  fee numeric(30,8) not null,
  available_after numeric(30,8) not null,
  held_after numeric(30,8) not null,
  market_id bigint,
  match_id bigint,
  order_id bigint,
  chain_id numeric(20,0),
  deposit_id numeric(20,0),
  token_address varchar(42),
  transaction_hash varchar(66),
  block_number bigint,
  log_index bigint,
  occurred_at timestamptz not null,
  constraint idx_vault_operations_engine_sequence_event_index_leg
    primary key (engine_sequence, event_index, leg),
  constraint chk_vault_operations_operation_type
    check (operation_type in ('DEPOSIT', 'WITHDRAWAL', 'ALLOCATION', 'RELEASE')),
  constraint chk_vault_operations_account_address check (account_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_vault_operations_token_address check (token_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_vault_operations_transaction_hash check (transaction_hash ~ '^0x[0-9a-f]{64}$'),
  constraint chk_vault_operations_amounts
    check (amount >= 0 and fee >= 0 and available_after >= 0 and held_after >= 0),
  constraint chk_vault_operations_links check (case when operation_type in ('ALLOCATION', 'RELEASE')
    then num_nulls(market_id, match_id, order_id) = 0
      and num_nonnulls(chain_id, deposit_id, token_address, transaction_hash, block_number, log_index) = 0
    else num_nonnulls(market_id, match_id, order_id) = 0
      and num_nulls(chain_id, token_address, transaction_hash, block_number, log_index) = 0 end)
);

create unique index idx_vault_operations_chain_id_deposit_id on vault_operations (chain_id, deposit_id)
  where operation_type = 'DEPOSIT';
create index idx_vault_operations_account_address_subaccount_engine_sequence
  on vault_operations (account_address, subaccount, engine_sequence);
create index idx_vault_operations_market_id_engine_sequence on vault_operations (market_id, engine_sequence)
  where market_id is not null;
create index idx_vault_operations_occurred_at on vault_operations using brin (occurred_at);

create trigger refuse_change_vault_operations before update or delete on vault_operations
  for each row execute function refuse_history_change();
create trigger refuse_truncate_vault_operations before truncate on vault_operations
  for each statement execute function refuse_history_change();

comment on table vault_operations is 'Append-only statement of collateral: deposits, and what trades moved into (ALLOCATION) and out of (RELEASE) market pools. Per market: allocations - releases = collateral pool. Per account: deposits - allocations + releases - fees = available + held.';
comment on column vault_operations.engine_sequence is 'Command log position that booked the movement.';
comment on column vault_operations.event_index is 'Position of the event among those of its command, from 0.';
comment on column vault_operations.leg is '0 = only leg or buyer, 1 = seller.';
comment on column vault_operations.operation_type is 'DEPOSIT, WITHDRAWAL (issued from a later release on), ALLOCATION or RELEASE.';
comment on column vault_operations.account_address is 'Wallet, see accounts.';
comment on column vault_operations.subaccount is 'Subaccount number, see accounts.';
comment on column vault_operations.asset_id is 'Collateral token, see assets.';
comment on column vault_operations.amount is 'Money moved, never negative; the direction is in operation_type.';
comment on column vault_operations.fee is 'Trading fee booked with the movement; 0 for deposits.';
comment on column vault_operations.available_after is 'Available balance after the movement.';
comment on column vault_operations.held_after is 'Reserved balance after the movement.';
comment on column vault_operations.market_id is 'Market whose pool was the other side; null for deposits.';
comment on column vault_operations.match_id is 'Match that moved the money, see trade_matches; null for deposits.';
comment on column vault_operations.order_id is 'The account''s order in that match, see orders; null for deposits.';
comment on column vault_operations.chain_id is 'Chain of the deposit; null for pool movements.';
comment on column vault_operations.deposit_id is 'The vault''s gapless number of the deposit; null for other types.';
comment on column vault_operations.token_address is 'Token contract of the deposit; null for pool movements.';
comment on column vault_operations.transaction_hash is 'Transaction of the deposit, 0x and 64 hex digits; null for pool movements, whose transaction is in trade_matches.';
comment on column vault_operations.block_number is 'Block of the deposit; null for pool movements.';
comment on column vault_operations.log_index is 'Log index of the deposit in its block; null for pool movements.';
comment on column vault_operations.occurred_at is 'Engine time of the movement, UTC.';
comment on index idx_vault_operations_engine_sequence_event_index_leg is 'Primary key: a second application of the same movement fails; statement order.';
comment on index idx_vault_operations_chain_id_deposit_id is 'A deposit on chain is credited once.';
comment on index idx_vault_operations_account_address_subaccount_engine_sequence is 'Account statement, newest first.';
comment on index idx_vault_operations_market_id_engine_sequence is 'Movements of one market''s pool.';
comment on index idx_vault_operations_occurred_at is 'Small block-range index for time windows.';
