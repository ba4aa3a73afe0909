-- Columns about persons hold sealed values (S269, S344): AES-256-GCM at the application, text dx1:KEY:BASE64. Where
-- equality is searched, an index column holds an HMAC of the value.

create table account_contacts (
  account_address varchar(42) not null,
  contact_kind varchar(16) not null,
  contact_sealed varchar(2048) not null,
  contact_index varchar(66) not null,
  updated_at timestamptz not null default now(),
  constraint idx_account_contacts_account_address_contact_kind primary key (account_address, contact_kind),
  constraint chk_account_contacts_account_address check (account_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_account_contacts_contact_kind check (contact_kind in ('EMAIL', 'PHONE', 'KYC_REFERENCE')),
  constraint chk_account_contacts_contact_sealed check (contact_sealed ~ '^dx1:[A-Za-z0-9._-]{1,32}:[A-Za-z0-9+/=]+$'),
  constraint chk_account_contacts_contact_index check (contact_index ~ '^0x[0-9a-f]{64}$')
);

create index idx_account_contacts_contact_kind_contact_index on account_contacts (contact_kind, contact_index);

comment on table account_contacts is 'Contact data and references of identity checks (S269, S421): sealed at the application, nothing plain. Written by the operator (DexExtra.Persistence contact). Not part of what is rebuilt from the log.';
comment on column account_contacts.account_address is 'Wallet, see accounts.';
comment on column account_contacts.contact_kind is 'EMAIL, PHONE or KYC_REFERENCE.';
comment on column account_contacts.contact_sealed is 'The value, sealed for this row.';
comment on column account_contacts.contact_index is 'Blind index: HMAC-SHA-256 of the value, equal for equal values.';
comment on column account_contacts.updated_at is 'Last change or new sealing, UTC, the database''s clock.';
comment on index idx_account_contacts_account_address_contact_kind is 'Primary key: one value of each kind.';
comment on index idx_account_contacts_contact_kind_contact_index is 'Who has this address, number or reference.';

alter table account_contacts enable row level security;
alter table account_contacts force row level security;
select create_select_policies('account_contacts', array['dexextra_admin', 'dexextra_auditor', 'service_role'], 'true');

alter table websocket_connections
  alter column remote_host type varchar(512),
  alter column user_agent type varchar(2048),
  add column remote_host_index varchar(66),
  add constraint chk_websocket_connections_remote_host_index check (remote_host_index ~ '^0x[0-9a-f]{64}$');

create index idx_websocket_connections_remote_host_index_connected_at
  on websocket_connections (remote_host_index, connected_at) where remote_host_index is not null;

comment on column websocket_connections.remote_host is 'Address of the peer, sealed; the verb reseal seals what a writer left plain.';
comment on column websocket_connections.remote_host_index is 'Blind index of the address: connections of one peer; null until it is sealed.';
comment on column websocket_connections.user_agent is 'What the client calls itself, cut to 256 characters, sealed as remote_host.';
comment on index idx_websocket_connections_remote_host_index_connected_at is 'Partial index: connections of an address, for abuse.';
