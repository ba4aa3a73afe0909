-- Which session key signed an order: every signed version names its grant.

alter table orders
  add column grant_id bigint,
  add constraint chk_orders_grant_id check (grant_id > 0);
alter table order_replacements
  add column grant_id bigint,
  add constraint chk_order_replacements_grant_id check (grant_id > 0);

create index idx_orders_grant_id on orders (grant_id) where grant_id is not null;
create index idx_order_replacements_grant_id on order_replacements (grant_id) where grant_id is not null;

create trigger refuse_update_orders_grant before update on orders
  for each row when (old.grant_id is distinct from new.grant_id)
  execute function refuse_history_change();

comment on column orders.grant_id is 'Grant of the session key that signed it, see session_keys; null = the owner himself. A refused order may name one that never was.';
comment on column order_replacements.grant_id is 'Grant of the session key that signed this version, see session_keys; null = the owner himself. The order is under the grant of its newest version.';
comment on index idx_orders_grant_id is 'Finds what a session key signed.';
comment on index idx_order_replacements_grant_id is 'Finds what a session key signed.';
