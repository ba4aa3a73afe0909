-- Locks of accounts and owners, and the audit trail of all events.

create table account_locks (
  account_address varchar(42) not null,
  lock_scope varchar(8) not null,
  subaccount bigint not null,
  is_locked boolean not null,
  changed_at timestamptz not null,
  changed_sequence bigint not null,
  constraint idx_account_locks_account_address_lock_scope_subaccount
    primary key (account_address, lock_scope, subaccount),
  constraint chk_account_locks_account_address check (account_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_account_locks_subaccount check (subaccount between 0 and 4294967295),
  constraint chk_account_locks_lock_scope
    check (lock_scope = 'ACCOUNT' or (lock_scope = 'OWNER' and subaccount = 0))
);

comment on table account_locks is 'Accounts and owners that were ever locked against new orders. An account may trade when neither its own lock nor its owner''s is set.';
comment on column account_locks.account_address is 'Wallet, see accounts.';
comment on column account_locks.lock_scope is 'ACCOUNT = the one account, OWNER = all subaccounts of the wallet.';
comment on column account_locks.subaccount is 'Subaccount number; 0 for a lock of the owner.';
comment on column account_locks.is_locked is 'Whether the lock is set now.';
comment on column account_locks.changed_at is 'Engine time of the last change, UTC.';
comment on column account_locks.changed_sequence is 'Command log position of the last change.';
comment on index idx_account_locks_account_address_lock_scope_subaccount is 'Primary key: one row per lock; finds the locks of a wallet.';

alter table audit_trail drop constraint chk_audit_trail_event_type;
alter table audit_trail add constraint chk_audit_trail_event_type check (event_type in (
  'ASSET_LISTED', 'MARKET_CREATED', 'ORDER_ACCEPTED', 'ORDER_REJECTED', 'ORDER_STATUS_REPORTED', 'TRADED',
  'ORDER_CANCELLED', 'CANCEL_REJECTED', 'LEVEL_CHANGED', 'DEPOSIT_CREDITED', 'SETTLEMENT_CHANGED',
  'COMMAND_REJECTED', 'PREVENTED_MATCH', 'ORDER_REDUCED', 'ORDER_TRIGGERED', 'ORDER_ACTIVATED', 'ORDER_REPRICED',
  'ORDER_AMENDED', 'ORDER_REPLACED', 'AMEND_REJECTED', 'MASS_CANCELLED', 'ACCOUNT_LOCK_CHANGED',
  'MARKET_STATE_CHANGED', 'AUCTION_INDICATED', 'AUCTION_UNCROSSED', 'MARK_PRICE_CHANGED', 'INDEX_PRICE_CHANGED',
  'TRADING_RULES_CHANGED'));
comment on column audit_trail.account_sequence is 'Number in the account''s private stream; 0 when the account is unknown; null for events outside the stream.';
comment on column audit_trail.reason is 'Machine-readable reason of a refusal, cancellation or reduction, mode of a prevented match, cause of a change of state; null otherwise.';
