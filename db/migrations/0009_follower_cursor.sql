-- How far the rows of this database follow the event log. Moves in the same transaction as the rows.

create table follower_cursor (
  name varchar(32) not null,
  sequence bigint not null,
  frame_hash varchar(66) not null,
  engine_time timestamptz,
  constraint idx_follower_cursor_name primary key (name),
  constraint chk_follower_cursor_sequence check (sequence >= 0)
);

insert into follower_cursor (name, sequence, frame_hash) values ('persistence', 0, '');

comment on table follower_cursor is 'Position of each database follower in the event log; updated by compare-and-set in the transaction that writes the rows.';
comment on column follower_cursor.name is 'The follower.';
comment on column follower_cursor.sequence is 'Last event log sequence whose effects are completely in the tables; 0 = none.';
comment on column follower_cursor.frame_hash is 'SHA-256 of that frame, 0x and 64 hex digits: proves that database and log belong together; empty at 0.';
comment on column follower_cursor.engine_time is 'Engine time of that frame, UTC; null at 0.';
comment on index idx_follower_cursor_name is 'Primary key: one row per follower.';
