-- Health of the venue by period, connections of the feed, who read what, and who may see which market.

create table system_metrics (
  period_started_at timestamptz not null,
  period_ended_at timestamptz not null,
  first_sequence bigint not null,
  last_sequence bigint not null,
  command_count bigint not null,
  event_count bigint not null,
  frame_bytes bigint not null,
  accepted_count bigint not null,
  rejected_count bigint not null,
  cancelled_count bigint not null,
  match_count bigint not null,
  matched_lots numeric(39,0) not null,
  refused_command_count bigint not null,
  overload_count bigint not null,
  expired_count bigint not null,
  settlement_failure_count bigint not null,
  settlement_retry_count bigint not null,
  liquidation_count bigint not null,
  latency_samples bigint not null,
  latency_sum_us numeric(39,0) not null,
  latency_max_us bigint not null,
  commands_per_second numeric(30,8) not null generated always as (command_count::numeric / 300) stored,
  matches_per_second numeric(30,8) not null generated always as (match_count::numeric / 300) stored,
  latency_average_us numeric(30,8) generated always as (
    case when latency_samples > 0 then latency_sum_us / latency_samples end) stored,
  error_rate numeric(20,8) generated always as (
    case when accepted_count + rejected_count > 0
      then rejected_count::numeric / (accepted_count + rejected_count) end) stored,
  timeout_rate numeric(20,8) generated always as (
    case when accepted_count + rejected_count > 0
      then overload_count::numeric / (accepted_count + rejected_count) end) stored,
  constraint idx_system_metrics_period_started_at primary key (period_started_at),
  constraint chk_system_metrics_sequences check (first_sequence <= last_sequence),
  constraint chk_system_metrics_period check (period_ended_at > period_started_at)
)
partition by range (period_started_at);

comment on table system_metrics is 'Requirement entity 7: what the venue did in each period of five minutes of engine time that has a command, from the event log alone. Live figures of processes and machines are in Prometheus. Partitioned by month.';
comment on column system_metrics.period_started_at is 'First instant of the period, UTC.';
comment on column system_metrics.period_ended_at is 'First instant after it.';
comment on column system_metrics.first_sequence is 'Command log position of its first command.';
comment on column system_metrics.last_sequence is 'Command log position of its last command.';
comment on column system_metrics.command_count is 'Commands.';
comment on column system_metrics.event_count is 'Events.';
comment on column system_metrics.frame_bytes is 'Bytes of the event log: capacity planning.';
comment on column system_metrics.accepted_count is 'Orders accepted.';
comment on column system_metrics.rejected_count is 'Orders refused.';
comment on column system_metrics.cancelled_count is 'Orders cancelled, for any reason.';
comment on column system_metrics.match_count is 'Matches.';
comment on column system_metrics.matched_lots is 'Lots matched.';
comment on column system_metrics.refused_command_count is 'Other commands that were refused.';
comment on column system_metrics.overload_count is 'Orders refused as OVERLOADED, ENGINE_UNAVAILABLE or EXPIRED_ON_ENTRY: the venue''s time-outs.';
comment on column system_metrics.expired_count is 'Orders that reached their expiry.';
comment on column system_metrics.settlement_failure_count is 'Ranges that failed on chain.';
comment on column system_metrics.settlement_retry_count is 'Ranges that are tried again.';
comment on column system_metrics.liquidation_count is 'Steps of liquidations.';
comment on column system_metrics.latency_samples is 'Commands whose arrival at the gateway is known.';
comment on column system_metrics.latency_sum_us is 'Their time from arrival to sequencing, microseconds, sum.';
comment on column system_metrics.latency_max_us is 'The longest; 0 without samples.';
comment on column system_metrics.commands_per_second is 'command_count / 300: throughput.';
comment on column system_metrics.matches_per_second is 'match_count / 300: throughput.';
comment on column system_metrics.latency_average_us is 'latency_sum_us / latency_samples; null without.';
comment on column system_metrics.error_rate is 'rejected_count / (accepted_count + rejected_count); null without orders.';
comment on column system_metrics.timeout_rate is 'overload_count / (accepted_count + rejected_count); null without orders.';
comment on index idx_system_metrics_period_started_at is 'Primary key: one row per period; time windows.';

create table websocket_connections (
  connection_id varchar(64) not null,
  account_address varchar(42),
  gateway_name varchar(64) not null,
  remote_host varchar(64) not null,
  user_agent varchar(256),
  connection_status varchar(16) not null,
  subscriptions jsonb not null default '{}',
  market_ids bigint[] not null default '{}',
  messages_sent bigint not null default 0,
  messages_received bigint not null default 0,
  bytes_sent bigint not null default 0,
  queue_bytes_peak bigint not null default 0,
  round_trip_us bigint,
  rate_limit_per_minute integer not null,
  rate_limited_count bigint not null default 0,
  refused_count bigint not null default 0,
  security_events jsonb not null default '[]',
  close_reason varchar(64),
  connected_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint idx_websocket_connections_connection_id primary key (connection_id),
  constraint chk_websocket_connections_account_address check (account_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_websocket_connections_status check (
    (connection_status = 'OPEN' and closed_at is null and close_reason is null)
    or (connection_status = 'CLOSED' and closed_at is not null)),
  constraint chk_websocket_connections_counts check (messages_sent >= 0 and messages_received >= 0 and bytes_sent >= 0
    and queue_bytes_peak >= 0 and rate_limit_per_minute > 0 and rate_limited_count >= 0 and refused_count >= 0)
);

create index idx_websocket_connections_account_address_connected_at
  on websocket_connections (account_address, connected_at) where account_address is not null;
create index idx_websocket_connections_market_ids on websocket_connections using gin (market_ids)
  where connection_status = 'OPEN';
create index idx_websocket_connections_last_seen_at on websocket_connections (last_seen_at)
  where connection_status = 'OPEN';

comment on table websocket_connections is 'Requirement entity 6: connections of the feed, written by the feed service with role service_role; times are its wall clock. Not part of what is rebuilt from the log.';
comment on column websocket_connections.connection_id is 'Id that the service gave the connection.';
comment on column websocket_connections.account_address is 'Wallet that signed in; null for public subscribers.';
comment on column websocket_connections.gateway_name is 'Process that holds the connection.';
comment on column websocket_connections.remote_host is 'Address of the peer, as text.';
comment on column websocket_connections.user_agent is 'What the client calls itself, cut to 256 characters.';
comment on column websocket_connections.connection_status is 'OPEN or CLOSED.';
comment on column websocket_connections.subscriptions is 'Channels: {"channel": {"since", "sequence"}}.';
comment on column websocket_connections.market_ids is 'Markets that it is subscribed to.';
comment on column websocket_connections.messages_sent is 'Messages sent to it.';
comment on column websocket_connections.messages_received is 'Messages received from it.';
comment on column websocket_connections.bytes_sent is 'Bytes sent to it.';
comment on column websocket_connections.queue_bytes_peak is 'Longest queue of unsent bytes.';
comment on column websocket_connections.round_trip_us is 'Last ping to pong, microseconds; null before the first.';
comment on column websocket_connections.rate_limit_per_minute is 'Messages that it may send in a minute.';
comment on column websocket_connections.rate_limited_count is 'Messages refused by that limit.';
comment on column websocket_connections.refused_count is 'Messages refused for any other reason.';
comment on column websocket_connections.security_events is 'What was noticed: [{"at", "event"}], e.g. a bad signature.';
comment on column websocket_connections.close_reason is 'Why it was closed; null while open.';
comment on column websocket_connections.connected_at is 'When it was opened, UTC.';
comment on column websocket_connections.last_seen_at is 'Last sign of life, UTC.';
comment on column websocket_connections.closed_at is 'When it was closed, UTC; null while open.';
comment on index idx_websocket_connections_connection_id is 'Primary key.';
comment on index idx_websocket_connections_account_address_connected_at is 'Partial index: connections of a wallet.';
comment on index idx_websocket_connections_market_ids is 'Partial index on open ones: who listens to a market.';
comment on index idx_websocket_connections_last_seen_at is 'Partial index on open ones: who is silent.';

create table market_restrictions (
  restriction_id bigint generated always as identity,
  market_id bigint,
  country_code varchar(2),
  account_address varchar(42),
  restriction_reason varchar(256) not null,
  created_by varchar(64) not null default current_user,
  created_at timestamptz not null default now(),
  constraint idx_market_restrictions_restriction_id primary key (restriction_id),
  constraint chk_market_restrictions_subject check (num_nonnulls(country_code, account_address) = 1),
  constraint chk_market_restrictions_country_code check (country_code ~ '^[A-Z]{2}$'),
  constraint chk_market_restrictions_account_address check (account_address ~ '^0x[0-9a-f]{40}$')
);

create unique index idx_market_restrictions_market_id_country_code_account_address
  on market_restrictions (market_id, country_code, account_address) nulls not distinct;

comment on table market_restrictions is 'Who may not see which market (S266, S426): by country or by wallet. Written by administrators. Hides rows; the engine is told separately whom to refuse.';
comment on column market_restrictions.restriction_id is 'Number of the row.';
comment on column market_restrictions.market_id is 'Market, see markets; null = every market.';
comment on column market_restrictions.country_code is 'ISO 3166-1 alpha-2, compared with claim app_metadata.country; null when it is about a wallet.';
comment on column market_restrictions.account_address is 'Wallet; null when it is about a country.';
comment on column market_restrictions.restriction_reason is 'Why, for auditors.';
comment on column market_restrictions.created_by is 'Role that made it.';
comment on column market_restrictions.created_at is 'When, UTC.';
comment on index idx_market_restrictions_restriction_id is 'Primary key.';
comment on index idx_market_restrictions_market_id_country_code_account_address is 'One restriction each; finds those of a market.';

create table data_access_log (
  access_id bigint generated always as identity,
  accessed_at timestamptz not null default now(),
  database_role varchar(64) not null,
  account_address varchar(42),
  resource varchar(128) not null,
  access_action varchar(32) not null,
  was_allowed boolean not null,
  detail jsonb not null,
  constraint idx_data_access_log_access_id primary key (access_id)
);

create index idx_data_access_log_accessed_at on data_access_log using brin (accessed_at);
create index idx_data_access_log_account_address_accessed_at on data_access_log (account_address, accessed_at)
  where account_address is not null;

create trigger refuse_change_data_access_log before update or delete on data_access_log
  for each row execute function refuse_history_change();
create trigger refuse_truncate_data_access_log before truncate on data_access_log
  for each statement execute function refuse_history_change();

comment on table data_access_log is 'Attempts to read data, refused ones included (S268, C08): written by record_data_access, which services call for each request. Row level security alone refuses silently.';
comment on column data_access_log.access_id is 'Number of the row.';
comment on column data_access_log.accessed_at is 'When, UTC, the database''s clock.';
comment on column data_access_log.database_role is 'Role of the session.';
comment on column data_access_log.account_address is 'Wallet in its claims; null without.';
comment on column data_access_log.resource is 'What was asked for, e.g. a table or a path.';
comment on column data_access_log.access_action is 'What should be done with it, e.g. READ or EXPORT.';
comment on column data_access_log.was_allowed is 'Whether the service allowed it.';
comment on column data_access_log.detail is 'Further facts of the request.';
comment on index idx_data_access_log_access_id is 'Primary key.';
comment on index idx_data_access_log_accessed_at is 'Small block-range index for time windows.';
comment on index idx_data_access_log_account_address_accessed_at is 'Partial index: what was read in the name of a wallet.';
