-- Who trades, and the money of each account after its last event.

create table accounts (
  account_address varchar(42) not null,
  subaccount bigint not null,
  account_sequence bigint not null,
  created_at timestamptz not null,
  created_sequence bigint not null,
  updated_at timestamptz not null,
  updated_sequence bigint not null,
  constraint idx_accounts_account_address_subaccount primary key (account_address, subaccount),
  constraint chk_accounts_account_address check (account_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_accounts_subaccount check (subaccount between 0 and 4294967295),
  constraint chk_accounts_account_sequence check (account_sequence > 0)
);

comment on table accounts is 'Accounts known to the engine: created by the first credited deposit, never removed.';
comment on column accounts.account_address is 'Wallet that signs for the account, 0x and 40 lower-case hex digits.';
comment on column accounts.subaccount is 'Subaccount number, unsigned 32 bit; each is its own margin unit.';
comment on column accounts.account_sequence is 'Number of the account''s last private event; gapless from 1.';
comment on column accounts.created_at is 'Engine time of the first credited deposit, UTC.';
comment on column accounts.created_sequence is 'Command log position that created the account.';
comment on column accounts.updated_at is 'Engine time of the last private event, UTC.';
comment on column accounts.updated_sequence is 'Command log position of the last private event.';
comment on index idx_accounts_account_address_subaccount is 'Primary key; also finds all subaccounts of a wallet.';

create table account_balances (
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  available numeric(30,8) not null,
  held numeric(30,8) not null,
  total numeric(30,8) not null generated always as (available + held) stored,
  updated_at timestamptz not null,
  updated_sequence bigint not null,
  constraint idx_account_balances_account_address_subaccount_asset_id
    primary key (account_address, subaccount, asset_id),
  constraint fk_account_balances_account
    foreign key (account_address, subaccount) references accounts (account_address, subaccount),
  constraint fk_account_balances_asset_id foreign key (asset_id) references assets (asset_id),
  constraint chk_account_balances_available check (available >= 0),
  constraint chk_account_balances_held check (held >= 0)
)
with (fillfactor = 80);

comment on table account_balances is 'Real-time balance and reservation per account and collateral token, as the engine stated it last.';
comment on column account_balances.account_address is 'Wallet, see accounts.';
comment on column account_balances.subaccount is 'Subaccount number, see accounts.';
comment on column account_balances.asset_id is 'Collateral token, see assets.';
comment on column account_balances.available is 'Free for new orders, exact to 1e-8, never negative.';
comment on column account_balances.held is 'Reserved by open orders, exact to 1e-8, never negative.';
comment on column account_balances.total is 'available + held; collateral inside market pools is not part of it.';
comment on column account_balances.updated_at is 'Engine time of the last change, UTC.';
comment on column account_balances.updated_sequence is 'Command log position of the last change.';
comment on index idx_account_balances_account_address_subaccount_asset_id is 'Primary key: one row per account and token; finds the balances of a wallet.';
