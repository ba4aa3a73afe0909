// SettlementExchange: batches, every failure code, isolation, identity of orders (rules X2, X3, X6, O-GTDX).
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { hashTypedData } from 'viem';
import {
  admin, alice, bob, calldata, carol, chainId, noInstructions, operator, OrderType, Side, TimeInForce, types, UNIT,
  Venue,
} from './support.mjs';

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
let venue;
let snapshot;

before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.registerMarket(2, -40n * UNIT, 60n * UNIT);
  await venue.registerMarket(3, 0n, 100n * UNIT, 1n);
  await venue.fund(alice, 0, 1000);
  await venue.fund(bob, 0, 1000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const lastMatchId = () => venue.read(venue.exchange, 'lastMatchId');

test('a trade moves premium, position, pool and fees', async () => {
  const trade = await venue.match(1, { price: 40n * UNIT, quantity: 3n * UNIT, buyFee: 5n, sellFee: 7n,
    sell: { limitPrice: 40n * UNIT } });
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  assert.equal(await venue.balance(alice), 880n * UNIT - 5n);
  assert.equal(await venue.balance(bob), 820n * UNIT - 7n);
  assert.equal(await venue.position(alice), 3n * UNIT);
  assert.equal(await venue.position(bob), -3n * UNIT);
  assert.equal(await venue.read(venue.vault, 'poolOf', [1, venue.usdc.address]), 300n * UNIT);
  assert.equal(await venue.read(venue.vault, 'feeBalance', [venue.usdc.address]), 12n);
  const fill = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, trade.buy.order.nonce]);
  assert.deepEqual(fill, { orderHash: await venue.read(venue.exchange, 'hashOrder', [trade.buy.order]),
    filled: 3n * UNIT, version: 1, cancelledFrom: 0n, isOwnerSigned: true });
});

test('closing and flipping pay out of the pool', async () => {
  const opened = await venue.match(1, { price: 40n * UNIT, quantity: 2n * UNIT, sell: { limitPrice: 0n } });
  const flipped = await venue.match(2, { buyer: bob, seller: alice, price: 50n * UNIT, quantity: 5n * UNIT });
  assert.deepEqual(await venue.settle(opened, flipped), ['1 SETTLED', '2 SETTLED']);
  // alice pays 2x40, receives 2x50, then pays 3x50 short; bob pays 2x60, receives 2x50, then pays 3x50 long
  assert.equal(await venue.balance(alice), (1000n - 80n + 100n - 150n) * UNIT);
  assert.equal(await venue.balance(bob), (1000n - 120n + 100n - 150n) * UNIT);
  assert.equal(await venue.read(venue.vault, 'poolOf', [1, venue.usdc.address]), 300n * UNIT);
});

test('prices below zero settle in a market with a negative floor', async () => { // G6
  const trade = await venue.match(1, { price: -5n * UNIT, buy: { marketId: 2, limitPrice: -5n * UNIT },
    sell: { marketId: 2, limitPrice: -5n * UNIT } });
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  assert.equal(await venue.balance(alice), (1000n - 35n) * UNIT);
  assert.equal(await venue.balance(bob), (1000n - 65n) * UNIT);
});

test('a self trade of one subaccount leaves cash unchanged apart from fees', async () => {
  const trade = await venue.match(1, { buyer: alice, seller: alice, buyFee: 2n, sellFee: 3n });
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  assert.equal(await venue.balance(alice), 1000n * UNIT - 5n);
  assert.equal(await venue.position(alice), 0n);
});

test('one order fills over several matches up to its quantity', async () => { // X6
  const first = await venue.match(1, { quantity: 6n * UNIT });
  const second = { ...(await venue.match(2, { quantity: 4n * UNIT })), buy: first.buy };
  const third = { ...(await venue.match(3, { quantity: 1n })), buy: first.buy };
  assert.deepEqual(await venue.settle(first, second, third), ['1 SETTLED', '2 SETTLED', '3 OVERFILLED BUY']);
});

test('a repeated, reordered or overlapping batch has no second effect', async () => { // X2, CHN-08
  const [one, two, three] = [await venue.match(1), await venue.match(2), await venue.match(3)];
  await venue.settle(one, two);
  const before = await venue.balance(alice);
  assert.deepEqual(await venue.settle(one, two), []);
  assert.deepEqual(await venue.settle(two, one), []);
  assert.equal(await venue.balance(alice), before);
  assert.deepEqual(await venue.settle(one, two, three), ['3 SETTLED']);
  assert.equal(await lastMatchId(), 3n);
});

test('a gap reverts the batch', async () => { // X2
  await refuses(venue.settle(await venue.match(2)), 'MatchGap');
  await refuses(venue.settle(await venue.match(1), await venue.match(3)), 'MatchGap');
  assert.equal(await lastMatchId(), 0n);
});

test('pause of either contract reverts and later the same batch settles', async () => {
  const trade = await venue.match(1);
  await venue.write(venue.exchange, 'pause', [], admin);
  await refuses(venue.settle(trade), 'EnforcedPause');
  await venue.write(venue.exchange, 'unpause', [], admin);
  await venue.write(venue.vault, 'pause', [], admin);
  await refuses(venue.settle(trade), 'EnforcedPause');
  await venue.write(venue.vault, 'unpause', [], admin);
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
});

test('registering a market checks range, token and repeats', async () => {
  await refuses(venue.registerMarket(1, 0n, UNIT), 'MarketExists');
  await refuses(venue.registerMarket(9, UNIT, UNIT), 'MarketOutOfRange');
  await refuses(venue.registerMarket(9, 0n, 2n ** 95n + 1n), 'MarketOutOfRange');
  await refuses(venue.registerMarket(9, -(2n ** 95n) - 1n, 0n), 'MarketOutOfRange');
  await refuses(venue.registerMarket(9, 0n, UNIT, 0n), 'MarketOutOfRange');
  await refuses(venue.registerMarket(0, 0n, UNIT), 'MarketOutOfRange');
  const values = { token: venue.exchange.address, multiplier: UNIT, floor: 0n, cap: UNIT,
    questionHash: `0x${'00'.repeat(32)}` };
  await refuses(venue.write(venue.exchange, 'registerMarket', [9, values], operator), 'MarketTokenNotListed');
});

test('the struct hash equals the hash of an independent library', async () => { // SIG-07
  const instructions = Object.fromEntries(Object.keys(noInstructions).map((name, index) => [name, index + 1]));
  const order = { ...venue.order(carol, Side.Sell), limitPrice: -(2n ** 127n), quantity: 2n ** 128n - 1n,
    expiry: 2n ** 64n - 1n, nonce: 2n ** 64n - 1n, subaccount: 2 ** 32 - 1, flags: 7, version: 9, instructions };
  const expected = hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: order });
  assert.equal(await venue.read(venue.exchange, 'hashOrder', [calldata(order)]), expected);
});

// Each entry makes one bad trade; the line is what the contract must say about it.
const badTrades = [
  ['MARKET_MISMATCH BOTH', { sell: { marketId: 2 } }],
  ['MARKET_UNKNOWN BOTH', { buy: { marketId: 8 }, sell: { marketId: 8 } }],
  ['SIDE_MISMATCH BOTH', { buy: { side: Side.Sell } }],
  ['SIDE_MISMATCH BOTH', { sell: { side: Side.Buy } }],
  ['QUANTITY_OUT_OF_RANGE BOTH', { quantity: 0n }],
  ['QUANTITY_OUT_OF_RANGE BOTH', { quantity: 2n ** 90n + 1n }],
  ['PRICE_OUT_OF_RANGE BOTH', { price: -1n }],
  ['PRICE_OUT_OF_RANGE BOTH', { price: 100n * UNIT + 1n }],
  ['VERSION_UNSUPPORTED SELL', { sell: { version: 0 } }],
  ['ORDER_UNSUPPORTED BUY', { buy: { flags: 0x400 } }],
  ['ORDER_UNSUPPORTED SELL', { sell: { flags: 2 ** 31 + 1 } }],
  ['ORDER_UNSUPPORTED BUY', { buy: { orderType: 0 } }],
  ['ORDER_UNSUPPORTED SELL', { sell: { orderType: 11 } }],
  ['ORDER_UNSUPPORTED SELL', { sell: { orderType: 255 } }],
  ...[0, 2, 5, 7, 8, 9, 13, 255].map((timeInForce) => ['ORDER_UNSUPPORTED BUY', { buy: { timeInForce } }]),
  ['LIMIT_VIOLATED BUY', { buy: { limitPrice: 50n * UNIT - 1n } }],
  ['LIMIT_VIOLATED SELL', { sell: { limitPrice: 50n * UNIT + 1n } }],
  ['LIMIT_VIOLATED BUY', { buy: { limitPrice: 49n * UNIT, orderType: OrderType.Market,
    timeInForce: TimeInForce.ImmediateOrCancel } }],
  ['ORDER_EXPIRED BUY', { buy: { expiry: 1_699_999_999n } }],
  ['ORDER_EXPIRED SELL', { sell: { expiry: 1_699_999_999n } }],
  ['FEE_OVER_CAP BUY', { buyFee: UNIT + 1n }],
  ['FEE_OVER_CAP SELL', { sellFee: 1n, sell: { maxFeePerUnit: 0n } }],
  ['OVERFILLED BUY', { buy: { quantity: UNIT - 1n } }],
  ['OVERFILLED SELL', { sell: { quantity: UNIT - 1n } }],
  ['BALANCE_INSUFFICIENT BUY', { buy: { subaccount: 4 } }],
  ['BALANCE_INSUFFICIENT SELL', { sell: { subaccount: 4 } }],
  ['CASH_NOT_EXACT BOTH', { buy: { marketId: 3 }, sell: { marketId: 3 }, quantity: 1n }],
];

for (const [expected, changes] of badTrades) {
  const what = JSON.stringify(changes, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  test(`a bad trade is isolated: ${expected} ${what}`, async () => { // X3, CHN-14, SIG-14
    const trades = [await venue.match(1), await venue.match(2, changes), await venue.match(3)];
    assert.deepEqual(await venue.settle(...trades), ['1 SETTLED', `2 ${expected}`, '3 SETTLED']);
    assert.equal(await venue.position(alice), 2n * UNIT);
    assert.equal(await venue.balance(bob), 900n * UNIT);
  });
}

// G4: what the engine knows settles; which of it may stand together binds the engine, not a fill
const knownOrders = [
  ...Array.from({ length: 10 }, (_, bit) => ({ flags: 1 << bit })), { flags: 0x3ff },
  ...Object.values(OrderType).map((orderType) => ({ orderType, triggerPrice: 12n * UNIT })),
  ...Object.values(TimeInForce).map((timeInForce) => ({ timeInForce })),
  ...Object.keys(noInstructions).map((name) => ({ instructions: { ...noInstructions, [name]: 1 } })),
];

test('an order of every type, time in force, flag and instruction settles on both sides', async () => {
  const trades = [];
  for (const changes of knownOrders) {
    trades.push(await venue.match(trades.length + 1, { quantity: UNIT / 10n, buy: changes }));
    trades.push(await venue.match(trades.length + 1, { quantity: UNIT / 10n, sell: changes }));
  }
  const settled = [];
  for (let from = 0; from < trades.length; from += 40) {
    settled.push(...await venue.settle(...trades.slice(from, from + 40)));
  }
  assert.deepEqual(settled, trades.map(({ matchId }) => `${matchId} SETTLED`));
});

test('exactly at expiry, price limit and fee cap a trade still settles', async () => {
  const trade = await venue.match(1, { buyFee: UNIT, sellFee: UNIT, buy: { expiry: 1_700_000_000n } });
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
});

test('one nanosecond after expiry it does not', async () => {
  const trade = await venue.match(1, { matchTimeNs: 1_700_000_000_000_000_001n, buy: { expiry: 1_700_000_000n } });
  assert.deepEqual(await venue.settle(trade), ['1 ORDER_EXPIRED BUY']);
});

test('a slot is bound to the first order that filled on it', async () => { // X6
  const first = await venue.match(1, { buy: { nonce: 77n } });
  const other = await venue.match(2, { buy: { nonce: 77n, limitPrice: 60n * UNIT } });
  assert.deepEqual(await venue.settle(first, other), ['1 SETTLED', '2 SLOT_TAKEN BUY']);
});

const forge = async (change) => {
  const trade = await venue.match(1);
  return venue.settle({ ...trade, sell: { ...trade.sell, ...change(trade.sell) } });
};
const word = (value) => `0x${value.toString(16).padStart(64, '0')}`;

test('malleated signatures are refused', async () => { // SIG-01
  const highS = (signed) => ({ s: word(curveOrder - BigInt(signed.s)), v: signed.v === 27 ? 28 : 27 });
  assert.deepEqual(await forge(highS), ['1 SIGNATURE_HIGH_S SELL']);
  const trade = await venue.match(2);
  const flipped = await simulate({ ...trade, buy: { ...trade.buy, v: trade.buy.v === 27 ? 28 : 27 } });
  assert.match(flipped.result, /SIGNER_MISMATCH|SIGNATURE_INVALID/);
});

test('v outside 27 and 28 is refused', async () => { // SIG-02
  for (const v of [0, 1, 26, 29, 255]) {
    const trade = await venue.match(1);
    const { result } = await simulate({ ...trade, buy: { ...trade.buy, v } });
    assert.equal(result, 'SIGNATURE_INVALID', `v ${v}`);
  }
});

test('r and s outside the curve order are refused', async () => { // SIG-03
  for (const r of [0n, curveOrder, curveOrder + 1n, 2n ** 256n - 1n]) {
    const trade = await venue.match(1);
    const { result } = await simulate({ ...trade, buy: { ...trade.buy, r: word(r) } });
    assert.equal(result, 'SIGNATURE_INVALID', `r ${r}`);
  }
  const trade = await venue.match(1);
  assert.equal((await simulate({ ...trade, buy: { ...trade.buy, s: word(0n) } })).result, 'SIGNATURE_INVALID');
});

test('another signer, a zero account and a changed field are refused', async () => { // SIG-04, SIG-05, SIG-10
  const byCarol = await venue.match(1);
  byCarol.buy = await venue.sign(carol, byCarol.buy.message);
  assert.equal((await simulate(byCarol)).result, 'SIGNER_MISMATCH');
  const zero = await venue.match(1, { buy: { account: `0x${'00'.repeat(20)}` } });
  assert.equal((await simulate({ ...zero, buy: { ...zero.buy, r: word(0n) } })).result, 'SIGNATURE_INVALID');
  const changed = await venue.match(1);
  changed.buy.order = { ...changed.buy.order, quantity: changed.buy.order.quantity + 1n };
  assert.equal((await simulate(changed)).result, 'SIGNER_MISMATCH');
  const instructed = await venue.match(1);
  instructed.buy.order = calldata({ ...instructed.buy.message, instructions: { ...noInstructions, interval: 1 } });
  assert.equal((await simulate(instructed)).result, 'SIGNER_MISMATCH');
});

test('a signature for another chain, contract, name or version is refused', async () => { // SIG-06
  const domains = [{ chainId: chainId + 1 }, { verifyingContract: venue.vault.address }, { name: 'Dexextra' },
    { version: '2' }];
  for (const change of domains) {
    const trade = await venue.match(1);
    trade.buy = await venue.sign(alice, trade.buy.message, { ...venue.domain, ...change });
    assert.equal((await simulate(trade)).result, 'SIGNER_MISMATCH', JSON.stringify(change));
  }
});

/** Outcome of one trade on a throwaway state. */
async function simulate(trade) {
  const state = await venue.reader.request({ method: 'evm_snapshot' });
  const [line] = await venue.settle(trade);
  await venue.reader.request({ method: 'evm_revert', params: [state] });
  return { result: line.split(' ')[1] };
}
