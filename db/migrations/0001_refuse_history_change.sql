-- Trading history is never rewritten: tables that hold executed facts attach these functions as triggers.

create function refuse_history_change() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception '% on %.% is refused: executed facts are immutable', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

comment on function refuse_history_change() is
  'Input: none, called by triggers before update, delete or truncate. Output: never returns; raises restrict_violation (23001). Guards executed facts.';
