-- Every event the engine ever published, one row each, append-only.

create table audit_trail (
  engine_sequence bigint not null,
  event_index integer not null,
  event_type varchar(32) not null,
  command_type varchar(32) not null,
  engine_time timestamptz not null,
  engine_time_ns bigint not null,
  source_id bigint not null,
  source_session bigint not null,
  correlation_id numeric(20,0) not null,
  account_address varchar(42),
  subaccount bigint,
  account_sequence bigint,
  market_id bigint,
  order_id bigint,
  match_id bigint,
  reason varchar(32),
  detail jsonb not null,
  constraint idx_audit_trail_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_audit_trail_event_type check (event_type in (
    'ASSET_LISTED', 'MARKET_CREATED', 'ORDER_ACCEPTED', 'ORDER_REJECTED', 'ORDER_STATUS_REPORTED', 'TRADED',
    'ORDER_CANCELLED', 'CANCEL_REJECTED', 'LEVEL_CHANGED', 'DEPOSIT_CREDITED', 'SETTLEMENT_CHANGED',
    'COMMAND_REJECTED'))
);

create index idx_audit_trail_account_address_subaccount_account_sequence
  on audit_trail (account_address, subaccount, account_sequence)
  where account_address is not null;
create index idx_audit_trail_engine_time on audit_trail using brin (engine_time);

create trigger refuse_change_audit_trail before update or delete on audit_trail
  for each row execute function refuse_history_change();
create trigger refuse_truncate_audit_trail before truncate on audit_trail
  for each statement execute function refuse_history_change();

comment on table audit_trail is 'Complete audit trail: one row per engine event, refusals included; append-only, never changed or deleted.';
comment on column audit_trail.engine_sequence is 'Command log position of the command that the event answers.';
comment on column audit_trail.event_index is 'Position of the event among those of its command, from 0.';
comment on column audit_trail.event_type is 'What happened; the engine''s list of event types.';
comment on column audit_trail.command_type is 'The command''s type; the number as text when the engine refused an unknown one.';
comment on column audit_trail.engine_time is 'Engine time, UTC, cut to microseconds.';
comment on column audit_trail.engine_time_ns is 'Engine time exactly, nanoseconds since the Unix epoch.';
comment on column audit_trail.source_id is 'Publication that carried the command; 0 = the engine''s own clock.';
comment on column audit_trail.source_session is 'Session of that publication.';
comment on column audit_trail.correlation_id is 'The producer''s own id of the command, unsigned 64 bit.';
comment on column audit_trail.account_address is 'Wallet the event belongs to; null for public events and trades, whose two sides are in detail.';
comment on column audit_trail.subaccount is 'Subaccount of that wallet.';
comment on column audit_trail.account_sequence is 'Number in the account''s private stream; 0 when the account is unknown.';
comment on column audit_trail.market_id is 'Market concerned; null if none.';
comment on column audit_trail.order_id is 'Order concerned; null if none.';
comment on column audit_trail.match_id is 'Match concerned (the first of a settlement range); null if none.';
comment on column audit_trail.reason is 'Machine-readable reason of a refusal or cancellation; null otherwise.';
comment on column audit_trail.detail is 'All further fields of the event: ticks, lots and ids as numbers, money as exact decimal text.';
comment on index idx_audit_trail_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_audit_trail_account_address_subaccount_account_sequence is 'Partial index on private events: the gapless history of one account.';
comment on index idx_audit_trail_engine_time is 'Small block-range index for time windows over the append-only trail.';
