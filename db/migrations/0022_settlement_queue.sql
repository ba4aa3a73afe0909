-- Every step of a range of matches on its way to the chain.

create table settlement_queue (
  engine_sequence bigint not null,
  event_index integer not null,
  queue_position numeric(20,0) not null,
  first_match_id bigint not null,
  last_match_id bigint not null,
  match_count bigint not null generated always as (last_match_id - first_match_id + 1) stored,
  settlement_priority smallint not null generated always as (
    case when settlement_attempt > 1 then 0 else 1 end) stored,
  settlement_state varchar(16) not null,
  settlement_attempt bigint not null,
  transaction_hash varchar(66),
  block_number bigint,
  gas_per_match numeric(20,0),
  gas_used numeric(39,0) generated always as (gas_per_match * (last_match_id - first_match_id + 1)) stored,
  failure_code integer,
  changed_at timestamptz not null,
  constraint idx_settlement_queue_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_settlement_queue_range check (first_match_id <= last_match_id and queue_position = first_match_id),
  constraint chk_settlement_queue_settlement_state
    check (settlement_state in ('MATCHED', 'QUEUED', 'SUBMITTED', 'MINED', 'FINAL', 'FAILED', 'RETRYING')),
  constraint chk_settlement_queue_failure check ((settlement_state = 'FAILED') = (failure_code is not null)),
  constraint chk_settlement_queue_gas check (num_nulls(block_number, gas_per_match) in (0, 2))
);

create index idx_settlement_queue_first_match_id_engine_sequence on settlement_queue (first_match_id, engine_sequence);
create index idx_settlement_queue_changed_at on settlement_queue using brin (changed_at);
create index idx_settlement_queue_settlement_state_changed_at on settlement_queue (settlement_state, changed_at)
  where settlement_state in ('FAILED', 'RETRYING');

create trigger refuse_change_settlement_queue before update or delete on settlement_queue
  for each row execute function refuse_history_change();
create trigger refuse_truncate_settlement_queue before truncate on settlement_queue
  for each statement execute function refuse_history_change();

comment on table settlement_queue is 'Requirement entity 5, append-only: one row per step of a contiguous range of matches (a batch) on its way to the chain. What waits now is v_settlement_queue.';
comment on column settlement_queue.engine_sequence is 'Command log position of the step.';
comment on column settlement_queue.event_index is 'Position of the event among those of its command, from 0.';
comment on column settlement_queue.queue_position is 'Place in the queue: the chain settles in the order of the matches, so it is the first match.';
comment on column settlement_queue.first_match_id is 'First match of the range, see trade_matches.';
comment on column settlement_queue.last_match_id is 'Last match of the range.';
comment on column settlement_queue.match_count is 'Matches of the range.';
comment on column settlement_queue.settlement_priority is '0 = a range that is tried again goes first, 1 = first attempt; within one priority by queue_position.';
comment on column settlement_queue.settlement_state is 'State that the step reached; the engine''s list.';
comment on column settlement_queue.settlement_attempt is '1 for the first transaction that carried the range.';
comment on column settlement_queue.transaction_hash is 'Transaction, 0x and 64 hex digits; null until submitted.';
comment on column settlement_queue.block_number is 'Block; null until mined.';
comment on column settlement_queue.gas_per_match is 'Gas per match; null until mined.';
comment on column settlement_queue.gas_used is 'Gas of the range.';
comment on column settlement_queue.failure_code is 'The contract''s reason code, only when FAILED.';
comment on column settlement_queue.changed_at is 'Engine time of the step, UTC.';
comment on index idx_settlement_queue_engine_sequence_event_index is 'Primary key: a second application of the same step fails; log order.';
comment on index idx_settlement_queue_first_match_id_engine_sequence is 'All steps of a range.';
comment on index idx_settlement_queue_changed_at is 'Small block-range index for time windows.';
comment on index idx_settlement_queue_settlement_state_changed_at is 'Partial index on what went wrong: error reports.';
