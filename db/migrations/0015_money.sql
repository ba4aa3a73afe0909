-- Money, margin, liquidation, market life and custody (docs/money.md): what stands beside orders and trades.

drop view v_asset_conservation;

alter table account_balances add column owed numeric(30,8) not null default 0;
alter table account_balances alter column owed drop default;
alter table account_balances drop column total;
alter table account_balances
  add column total numeric(30,8) not null generated always as (available + held + owed) stored,
  add constraint chk_account_balances_owed check (owed <= 0);

comment on column account_balances.owed is 'Debt of a cross account, exact to 1e-8, never positive.';
comment on column account_balances.total is 'available + held + owed; money inside pools, margin buckets and withdrawals is not part of it.';

alter table markets
  add column margin_mode varchar(16) not null default 'FULL',
  add column fee_model varchar(16) not null default 'PER_CONTRACT',
  add column taker_fee_rate bigint not null default 0,
  add column maker_fee_rate bigint not null default 0,
  add column auction_fee_rate bigint not null default 0,
  add column settlement_fee_per_lot numeric(30,8) not null default 0,
  add column oracle_address varchar(42),
  add column termination_at timestamptz,
  add column observation_start_at timestamptz,
  add column observation_end_at timestamptz,
  add column fallback_deadline_at timestamptz,
  add column publication_delay_seconds bigint not null default 0,
  add column fallback_window_seconds bigint not null default 0,
  add column out_of_range varchar(8) not null default 'CLAMP',
  add column settlement_fallback varchar(16) not null default 'MARK_TWAP',
  add column settlement_price numeric(20,8),
  add column settlement_price_ticks bigint,
  add column settled_at timestamptz;

-- markets from before were fully collateralised and had no end; new rows always say it
alter table markets
  alter column margin_mode drop default,
  alter column fee_model drop default,
  alter column taker_fee_rate drop default,
  alter column maker_fee_rate drop default,
  alter column auction_fee_rate drop default,
  alter column settlement_fee_per_lot drop default,
  alter column publication_delay_seconds drop default,
  alter column fallback_window_seconds drop default,
  alter column out_of_range drop default,
  alter column settlement_fallback drop default,
  drop constraint chk_markets_fees,
  add constraint chk_markets_fees check (taker_fee_per_lot >= 0 and auction_fee_per_lot >= 0
    and settlement_fee_per_lot >= 0 and taker_fee_rate >= 0 and auction_fee_rate >= 0),
  drop constraint chk_markets_collateral_pool,
  add constraint chk_markets_collateral_pool check (collateral_pool >= 0 or margin_mode <> 'FULL'),
  drop constraint chk_markets_market_state,
  add constraint chk_markets_market_state check (market_state in (
  'PENDING', 'OPENING_AUCTION', 'CONTINUOUS', 'AUCTION', 'CLOSING_AUCTION', 'HALTED', 'CANCEL_ONLY', 'POST_ONLY',
  'REDUCE_ONLY', 'SUSPENDED', 'TRADING_TERMINATED', 'RESULT_PROPOSED', 'DISPUTED', 'SETTLING', 'SETTLED', 'CLOSED',
  'CANCELLED', 'DRAFT')),
  add constraint chk_markets_margin_mode check (margin_mode in (
  'FULL', 'CROSS', 'ISOLATED')),
  add constraint chk_markets_fee_model check (fee_model in (
  'PER_CONTRACT', 'RANGE', 'NOTIONAL')),
  add constraint chk_markets_out_of_range check (out_of_range in (
  'CLAMP', 'IGNORE')),
  add constraint chk_markets_settlement_fallback check (settlement_fallback in (
  'MARK_TWAP', 'VOID')),
  add constraint chk_markets_oracle_address check (oracle_address ~ '^0x[0-9a-f]{40}$'),
  add constraint chk_markets_settlement
    check (num_nulls(settlement_price, settlement_price_ticks, settled_at) in (0, 3));

comment on column markets.maker_fee_per_lot is 'Fee per lot made, settlement money; negative is a rebate.';
comment on column markets.collateral_pool is 'The pool now: FULL open interest x (cap - floor) x tick value, else minus the cost of all positions; 0 once paid out. Not followed while the market is SETTLING.';
comment on column markets.last_price is 'Price of the last trade of the book; liquidations, deleveraging, blocks and busts do not count; null before the first.';
comment on column markets.margin_mode is 'FULL, CROSS or ISOLATED: what stands behind positions.';
comment on column markets.fee_model is 'PER_CONTRACT, RANGE or NOTIONAL: what fees are reckoned from.';
comment on column markets.taker_fee_rate is 'Taker''s fee, 1e-8 of the base of the fee model.';
comment on column markets.maker_fee_rate is 'Maker''s fee, 1e-8 of the base of the fee model; negative is a rebate.';
comment on column markets.auction_fee_rate is 'Fee of both sides of an auction trade, 1e-8 of the base of the fee model.';
comment on column markets.settlement_fee_per_lot is 'Fee per lot that is paid out, settlement money.';
comment on column markets.oracle_address is 'Contract that answers the question; null for markets from before this column.';
comment on column markets.termination_at is 'When trading ends, UTC; null for markets from before this column, as are the following times.';
comment on column markets.observation_start_at is 'When the observed period begins, UTC.';
comment on column markets.observation_end_at is 'When it ends, UTC.';
comment on column markets.fallback_deadline_at is 'When the market settles without an answer, UTC.';
comment on column markets.publication_delay_seconds is 'How long after the observation no result is taken.';
comment on column markets.fallback_window_seconds is 'Window of the mean mark price that the fallback takes.';
comment on column markets.out_of_range is 'CLAMP or IGNORE: what a result outside floor and cap does.';
comment on column markets.settlement_fallback is 'MARK_TWAP or VOID: how the market settles without an answer.';
comment on column markets.settlement_price is 'Price at which it was paid out; null before.';
comment on column markets.settlement_price_ticks is 'The same in ticks.';
comment on column markets.settled_at is 'Engine time when everything was paid out, UTC; null before.';

alter table market_state_changes
  drop constraint chk_market_state_changes_market_state,
  add constraint chk_market_state_changes_market_state check (market_state in (
  'PENDING', 'OPENING_AUCTION', 'CONTINUOUS', 'AUCTION', 'CLOSING_AUCTION', 'HALTED', 'CANCEL_ONLY', 'POST_ONLY',
  'REDUCE_ONLY', 'SUSPENDED', 'TRADING_TERMINATED', 'RESULT_PROPOSED', 'DISPUTED', 'SETTLING', 'SETTLED', 'CLOSED',
  'CANCELLED', 'DRAFT')),
  drop constraint chk_market_state_changes_state_cause,
  add constraint chk_market_state_changes_state_cause check (state_cause in (
  'ADMIN', 'TIMER', 'EXECUTION_BAND', 'VOLATILITY_TRIGGER', 'CASCADE', 'OUTAGE', 'UNCROSSED', 'COLLAR',
  'TERMINATION', 'ORACLE', 'FALLBACK', 'PAYOUT_COMPLETE'));
alter table auctions
  drop constraint chk_auctions_start_cause,
  add constraint chk_auctions_start_cause check (start_cause in (
  'ADMIN', 'TIMER', 'EXECUTION_BAND', 'VOLATILITY_TRIGGER', 'CASCADE', 'OUTAGE', 'UNCROSSED', 'COLLAR',
  'TERMINATION', 'ORACLE', 'FALLBACK', 'PAYOUT_COMPLETE'));

alter table orders
  drop constraint chk_orders_reject_reason,
  add constraint chk_orders_reject_reason check (reject_reason in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK',
  'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW', 'LIMIT_REACHED',
  'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED', 'CONFIRM_LARGE_REQUIRED',
  'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT', 'DAILY_LOSS_LIMIT',
  'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION')),
  drop constraint chk_orders_cancel_reason,
  add constraint chk_orders_cancel_reason check (cancel_reason in (
  'USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT', 'REDUCE_ONLY_CAP', 'SESSION_END',
  'AUCTION_END', 'CONTINUOUS_END', 'EXECUTION_BAND', 'LINKED_ORDER', 'PARENT_ENDED', 'POSITION_CLOSED',
  'AMENDED_BELOW_FILLED', 'MASS_CANCEL', 'TRIGGER_FAILED', 'TWAP_ENDED', 'MARKET_CLOSED', 'BUDGET', 'TICK_CHANGED',
  'LIQUIDATION')),
  drop constraint chk_orders_cancel_detail,
  add constraint chk_orders_cancel_detail check (cancel_detail in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK',
  'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW', 'LIMIT_REACHED',
  'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED', 'CONFIRM_LARGE_REQUIRED',
  'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT', 'DAILY_LOSS_LIMIT',
  'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION')),
  drop constraint chk_orders_money,
  add constraint chk_orders_money check (collateral_reserved >= 0 and collateral_released >= 0);
comment on column orders.fee_paid is 'Fees of all fills less rebates, settlement money.';
comment on column orders.order_flags is 'Signed instruction flags: 1 post-only, 2 post-only sliding, 4 reduce-only, 8, 16 and 24 self-trade prevention mode, 32 remainder of a market order rests, 64 all-or-none, 128 may trigger at once, 256 has an activation price, 512 child wakes when its parent is filled, 1024 the trader means it however large.';

-- liquidated sides have bit 62 in their order id, deleveraged and busted ones the order id 0: none of them is in orders
alter table trade_matches
  add column trade_flags bigint not null default 0,
  add column busted_match_id bigint;
update trade_matches set trade_flags = 1 where auction_id is not null;
alter table trade_matches
  alter column trade_flags drop default,
  drop column buyer_liquidity,
  drop column seller_liquidity;
alter table trade_matches
  add column buyer_liquidity varchar(8) not null generated always as (
    case aggressor_side when 'BUY' then 'TAKER' when 'SELL' then 'MAKER'
      else case when auction_id is null then 'DIRECT' else 'AUCTION' end end) stored,
  add column seller_liquidity varchar(8) not null generated always as (
    case aggressor_side when 'SELL' then 'TAKER' when 'BUY' then 'MAKER'
      else case when auction_id is null then 'DIRECT' else 'AUCTION' end end) stored,
  drop constraint chk_trade_matches_orders,
  add constraint chk_trade_matches_orders check (buy_order_id <> sell_order_id or buy_order_id = 0),
  drop constraint chk_trade_matches_fees,
  add constraint chk_trade_matches_fees check (maker_fee + taker_fee = buyer_fee + seller_fee),
  drop constraint chk_trade_matches_collateral_pool,
  drop constraint chk_trade_matches_auction,
  add constraint chk_trade_matches_auction check ((auction_id is not null) = ((trade_flags & 1) <> 0)
    and (aggressor_side is null) = ((trade_flags & 29) <> 0)),
  add constraint chk_trade_matches_busted_match_id
    check ((busted_match_id is not null) = ((trade_flags & 16) <> 0) and busted_match_id < match_id);

create unique index idx_trade_matches_busted_match_id on trade_matches (busted_match_id)
  where busted_match_id is not null;
create trigger refuse_update_trade_matches_kind before update on trade_matches
  for each row when ((old.trade_flags, old.busted_match_id) is distinct from (new.trade_flags, new.busted_match_id))
  execute function refuse_history_change();

comment on column trade_matches.buy_order_id is 'Buying order, see orders; 0 = deleveraged or busted, bit 62 set = liquidated: no order. No foreign key: rows come from the log, which the engine keeps consistent, and a check would lock the order row.';
comment on column trade_matches.sell_order_id is 'Selling order, as buy_order_id.';
comment on column trade_matches.aggressor_side is 'Side of the incoming order, BUY or SELL: the taker; null in an auction, and without a book: deleveraging, block, bust.';
comment on column trade_matches.maker_fee is 'Fee of the resting order, settlement money; negative is a rebate; 0 without aggressor.';
comment on column trade_matches.taker_fee is 'Fee of the incoming order, without aggressor of both, settlement money.';
comment on column trade_matches.buyer_fee is 'Fee that the buyer paid, settlement money; negative is a rebate.';
comment on column trade_matches.seller_fee is 'Fee that the seller paid, settlement money; negative is a rebate.';
comment on column trade_matches.trade_flags is 'How it came about: 1 auction, 2 liquidation, 4 deleveraging, 8 block, 16 bust.';
comment on column trade_matches.busted_match_id is 'The match that this one takes back; null for others.';
comment on column trade_matches.buyer_liquidity is 'MAKER, TAKER, AUCTION or DIRECT (no book): the buyer''s part in the match.';
comment on column trade_matches.seller_liquidity is 'MAKER, TAKER, AUCTION or DIRECT (no book): the seller''s part in the match.';
comment on index idx_trade_matches_busted_match_id is 'Finds the bust of a match; a match is taken back once.';

alter table user_positions
  add column settled_lots numeric(39,0) not null default 0,
  add column settled_at timestamptz;
alter table user_positions
  alter column settled_lots drop default,
  drop constraint chk_user_positions_balance,
  add constraint chk_user_positions_balance check (position_lots = bought_lots - sold_lots - settled_lots),
  drop constraint chk_user_positions_totals,
  add constraint chk_user_positions_totals check (bought_lots >= 0 and sold_lots >= 0 and fill_count > 0);
comment on column user_positions.realised_pnl is 'Sum of the realised profit and loss of all fills and of the payout, before fees; what was kept for losses of others is not in it.';
comment on column user_positions.fees_paid is 'Sum of the fees of all fills and of the payout, less rebates; refunds are in vault_operations.';
comment on column user_positions.settled_lots is 'Signed lots that were paid out at the market''s result.';
comment on column user_positions.settled_at is 'Engine time of the payout, UTC; null before.';
comment on column user_positions.updated_at is 'Engine time of the last fill or of the payout, UTC.';
comment on column user_positions.updated_sequence is 'Command log position of the last fill or of the payout.';

alter table vault_operations
  add column owed_after numeric(30,8) not null default 0,
  add column margin_after numeric(30,8),
  add column counterparty_address varchar(42),
  add column counterparty_subaccount bigint,
  add column operation_reference numeric(20,0),
  add column withdrawal_id numeric(20,0),
  add column withdrawal_state varchar(16),
  add column recipient_address varchar(42),
  add column failure_code integer;
alter table vault_operations
  alter column owed_after drop default,
  alter column operation_type type varchar(32),
  drop constraint chk_vault_operations_operation_type,
  add constraint chk_vault_operations_operation_type check (operation_type in (
  'DEPOSIT', 'WITHDRAWAL', 'ALLOCATION', 'RELEASE', 'TRANSFER_OUT', 'TRANSFER_IN', 'FUND_IN', 'FUND_OUT',
  'LIQUIDATION_FEE', 'INSURANCE_PAID', 'LOSS_SOCIALISED', 'GUARANTEE_PAID', 'COLLATERAL_SOLD', 'COLLATERAL_PROCEEDS',
  'FEE_REFUND', 'SETTLEMENT')),
  add constraint chk_vault_operations_withdrawal_state check (withdrawal_state in (
  'WAITING', 'LOCKED', 'SIGNED', 'SENT', 'FINAL', 'FAILED')),
  add constraint chk_vault_operations_counterparty_address check (counterparty_address ~ '^0x[0-9a-f]{40}$'),
  add constraint chk_vault_operations_recipient_address check (recipient_address ~ '^0x[0-9a-f]{40}$'),
  drop constraint chk_vault_operations_amounts,
  add constraint chk_vault_operations_amounts check (available_after >= 0 and held_after >= 0 and owed_after <= 0
    and (amount >= 0 or operation_type not in ('DEPOSIT', 'WITHDRAWAL', 'ALLOCATION', 'RELEASE'))),
  drop constraint chk_vault_operations_links,
  add constraint chk_vault_operations_links check (case operation_type
    when 'DEPOSIT' then num_nulls(chain_id, deposit_id, token_address, transaction_hash, block_number, log_index) = 0
      and num_nonnulls(market_id, match_id, order_id, withdrawal_id) = 0
    when 'WITHDRAWAL' then num_nulls(withdrawal_id, withdrawal_state, recipient_address, operation_reference) = 0
      and num_nonnulls(market_id, match_id, order_id, deposit_id) = 0
    else num_nonnulls(chain_id, deposit_id, token_address, transaction_hash, block_number, log_index,
      withdrawal_id) = 0 and num_nulls(match_id, order_id) in (0, 2) end);

create index idx_vault_operations_withdrawal_id_engine_sequence on vault_operations (withdrawal_id, engine_sequence)
  where withdrawal_id is not null;

comment on table vault_operations is 'Append-only statement of collateral: deposits, withdrawals, what trades moved into (ALLOCATION) and out of (RELEASE) market pools and margin buckets, transfers, funds, liquidation money and payouts.';
comment on column vault_operations.operation_type is 'What moved the money; WITHDRAWAL once per step: locked with the first, back with FAILED, gone with FINAL.';
comment on column vault_operations.amount is 'Money moved: never negative for deposits, withdrawals, allocations and releases, whose direction is their type; else what the account gained, signed.';
comment on column vault_operations.fee is 'Fee booked with the movement, negative is a rebate; 0 without one.';
comment on column vault_operations.market_id is 'Market whose pool or bucket was the other side, or that caused it; null if none.';
comment on column vault_operations.match_id is 'Match that moved the money, see trade_matches; null if none.';
comment on column vault_operations.order_id is 'The account''s order in that match as in trade_matches; null without a match.';
comment on column vault_operations.chain_id is 'Chain of the deposit or withdrawal; null for others and before a withdrawal is sent.';
comment on column vault_operations.transaction_hash is 'Transaction of the deposit or withdrawal, 0x and 64 hex digits; null for others, and before a withdrawal is sent.';
comment on column vault_operations.block_number is 'Block of the deposit or withdrawal; null for others and before it is mined.';
comment on column vault_operations.owed_after is 'Debt after the movement, never positive.';
comment on column vault_operations.margin_after is 'Bucket of the isolated position in that market after it; null where the event does not say.';
comment on column vault_operations.counterparty_address is 'The other account of a transfer; null = a fund, a pool or the chain.';
comment on column vault_operations.counterparty_subaccount is 'Subaccount of the other account.';
comment on column vault_operations.operation_reference is 'Nonce, case or match that caused it; null if none.';
comment on column vault_operations.withdrawal_id is 'Venue-wide number of the withdrawal; null for others.';
comment on column vault_operations.withdrawal_state is 'Where the withdrawal is from here on: WAITING, LOCKED, SIGNED, SENT, FINAL or FAILED.';
comment on column vault_operations.recipient_address is 'Who receives the withdrawal on chain.';
comment on column vault_operations.failure_code is 'Why the withdrawal failed; null otherwise.';
comment on index idx_vault_operations_withdrawal_id_engine_sequence is 'Life of a withdrawal.';

alter table audit_trail drop constraint chk_audit_trail_event_type;
alter table audit_trail add constraint chk_audit_trail_event_type check (event_type in (
  'ASSET_LISTED', 'MARKET_CREATED', 'ORDER_ACCEPTED', 'ORDER_REJECTED', 'ORDER_STATUS_REPORTED', 'TRADED',
  'ORDER_CANCELLED', 'CANCEL_REJECTED', 'LEVEL_CHANGED', 'DEPOSIT_CREDITED', 'SETTLEMENT_CHANGED',
  'COMMAND_REJECTED', 'PREVENTED_MATCH', 'ORDER_REDUCED', 'ORDER_TRIGGERED', 'ORDER_ACTIVATED', 'ORDER_REPRICED',
  'ORDER_AMENDED', 'ORDER_REPLACED', 'AMEND_REJECTED', 'MASS_CANCELLED', 'ACCOUNT_LOCK_CHANGED',
  'MARKET_STATE_CHANGED', 'AUCTION_INDICATED', 'AUCTION_UNCROSSED', 'MARK_PRICE_CHANGED', 'INDEX_PRICE_CHANGED',
  'TRADING_RULES_CHANGED', 'BALANCE_CHANGED', 'POSITION_CLOSED', 'POSITION_SETTLED', 'MARKET_SETTLED',
  'RESULT_CHANGED', 'MARGIN_CALLED', 'LIQUIDATION_CHANGED', 'POSITION_RANKED', 'MARGIN_MODE_CHANGED',
  'MARGIN_REPORTED', 'WITHDRAWAL_CHANGED', 'FUND_CHANGED', 'FEE_SCHEDULE_CHANGED', 'FEE_TIER_CHANGED',
  'RISK_PARAMETERS_CHANGED', 'RISK_LIMITS_CHANGED', 'COLLATERAL_CHANGED', 'COLLATERAL_PRICE_CHANGED',
  'WITHDRAWAL_LIMITS_CHANGED', 'VENUE_STATE_CHANGED'));
