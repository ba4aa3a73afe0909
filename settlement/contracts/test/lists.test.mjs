// Legs of lists (T15) and versions of orders (C4, X6): what is signed once for several, and several times for one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { hashTypedData } from 'viem';
import { alice, bob, ListKind, OrderType, Side, types, UNIT, Venue } from './support.mjs';

let venue;
let snapshot;

before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.fund(alice, 0, 1000);
  await venue.fund(bob, 0, 1000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const fillOf = (signed) => venue.read(
  venue.exchange, 'fillOf', [signed.order.account, signed.order.subaccount, signed.order.nonce]);
const buys = (count, changes = {}) => Array.from({ length: count }, () => venue.order(alice, Side.Buy, changes));

/** The trade between two good ones: each must settle whatever the middle one does (X3). */
async function between(trade) {
  const lines = await venue.settle(await venue.match(1), { ...trade, matchId: 2n }, await venue.match(3));
  assert.equal(lines[0], '1 SETTLED');
  assert.equal(lines[2], '3 SETTLED');
  return lines[1].slice(2);
}

/** The same on a throwaway state. */
async function probe(trade) {
  const state = await venue.reader.request({ method: 'evm_snapshot' });
  const line = await between(trade);
  await venue.reader.request({ method: 'evm_revert', params: [state] });
  return line;
}

for (const [kind, legs] of [[1, 2], [2, 2], [3, 2], [3, 3], [4, 3], [5, 3]]) {
  test(`every leg of a list of kind ${kind} with ${legs} legs settles`, async () => { // T15
    const list = await venue.signList(alice, kind, buys(legs));
    const trades = [];
    for (const [index, buy] of list.entries()) {
      trades.push({ ...(await venue.match(index + 1)), buy });
    }
    assert.deepEqual(await venue.settle(...trades), trades.map(({ matchId }) => `${matchId} SETTLED`));
    for (const leg of list) {
      const identity = hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: leg.message });
      assert.deepEqual(await fillOf(leg), { orderHash: identity, filled: UNIT, version: 1, cancelledFrom: 0n,
        isOwnerSigned: true });
    }
  });
}

test('legs of lists trade with each other', async () => {
  assert.equal(await between(await venue.listMatch(2)), 'SETTLED');
});

test('the list hash equals the hash of an independent library', async () => { // SIG-07
  for (const legs of [2, 3]) {
    const list = await venue.signList(alice, ListKind.OneTriggersOther, buys(legs));
    const message = { kind: ListKind.OneTriggersOther, orders: list.map((leg) => leg.message) };
    const expected = hashTypedData({ domain: venue.domain, types, primaryType: 'OrderList', message });
    for (const leg of list) {
      assert.equal(await venue.read(venue.exchange, 'hashList', [leg.order, leg.list]), expected);
    }
  }
});

// Each entry damages the proof of the second of three legs; the line is what the contract must say about it.
const damages = [
  ['SIGNER_MISMATCH BUY', () => ({ kind: 0 })],
  ['SIGNER_MISMATCH BUY', ({ kind }) => ({ kind: kind + 1 })],
  ['LIST_INVALID BUY', () => ({ kind: 6 })],
  ['LIST_INVALID BUY', () => ({ kind: 255 })],
  ['SIGNER_MISMATCH BUY', () => ({ index: 0 })],
  ['SIGNER_MISMATCH BUY', () => ({ index: 2 })],
  ['LIST_INVALID BUY', () => ({ index: 3 })],
  ['LIST_INVALID BUY', () => ({ index: 255 })],
  ['SIGNER_MISMATCH BUY', ({ first, second }) => ({ first: second, second: first })],
  ['SIGNER_MISMATCH BUY', () => ({ first: `0x${'00'.repeat(32)}` })],
  ['SIGNER_MISMATCH BUY', () => ({ second: `0x${'00'.repeat(32)}` })],
  ['LIST_INVALID BUY', () => ({ index: 2, second: `0x${'00'.repeat(32)}` })],
];

for (const [expected, damage] of damages) {
  test(`a wrong list proof is isolated: ${expected} ${damage}`, async () => { // X3
    const list = await venue.signList(alice, ListKind.OneTriggersOther, buys(3));
    const buy = { ...list[1], list: { ...list[1].list, ...damage(list[1].list) } };
    assert.equal(await between({ ...(await venue.match(2)), buy }), expected);
  });
}

test('an order that is not in the list cannot take a place behind its end', async () => {
  // the hash of a list of two knows no third place: an index of 2 must not leave the order out of what is hashed
  const [leg, sibling] = await venue.signList(alice, ListKind.OneCancelsOther, buys(2));
  const stranger = await venue.sign(alice, venue.order(alice, Side.Buy, { limitPrice: 90n * UNIT }));
  const list = { kind: ListKind.OneCancelsOther, index: 2, first: sibling.list.first, second: leg.list.first };
  const { r, s, v } = leg;
  const attack = async (proof) => probe({ ...(await venue.match(2)), buy: { ...stranger, list: proof, r, s, v } });
  assert.equal(await attack(list), 'SIGNER_MISMATCH BUY');
  assert.equal(await attack({ ...list, second: `0x${'00'.repeat(32)}` }), 'LIST_INVALID BUY');
});

test('a signature of the list is none of its leg, and the other way round', async () => {
  const [leg] = await venue.signList(alice, ListKind.OneCancelsOther, buys(2));
  const single = await venue.sign(alice, leg.message);
  for (const buy of [{ ...leg, list: single.list }, { ...single, list: leg.list }]) {
    assert.equal(await probe({ ...(await venue.match(2)), buy }), 'SIGNER_MISMATCH BUY');
  }
});

/** Trades of one slot in a row: the changes of each buy order and of its match, all with the same nonce. */
async function versions(...steps) {
  const trades = [];
  for (const [index, { version, limitPrice = 50n * UNIT, ...match }] of steps.entries()) {
    const quantity = match.signed ?? 10n * UNIT;
    trades.push(await venue.match(index + 1, { buy: { nonce: 9n, version, limitPrice, quantity }, ...match }));
  }
  return (await venue.settle(...trades)).map((line) => line.slice(2));
}

test('only the highest version of a slot fills', async () => { // C4, X6
  assert.deepEqual(await versions({ version: 1 }, { version: 2 }, { version: 1 }, { version: 2 }, { version: 7 },
    { version: 6 }), ['SETTLED', 'SETTLED', 'VERSION_SUPERSEDED BUY', 'SETTLED', 'SETTLED', 'VERSION_SUPERSEDED BUY']);
  const fill = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, 9n]);
  assert.deepEqual([fill.filled, fill.version], [4n * UNIT, 7]);
});

test('a superseded version fails on the selling side too, and alone', async () => {
  const old = await venue.match(2, { sell: { nonce: 9n, version: 1 } });
  const first = await venue.match(1, { sell: { nonce: 9n, version: 2 } });
  assert.deepEqual(await venue.settle(first, old, await venue.match(3)),
    ['1 SETTLED', '2 VERSION_SUPERSEDED SELL', '3 SETTLED']);
});

test('quantity counts over all versions of a slot', async () => { // X6
  assert.deepEqual(await versions(
    { version: 1, signed: 3n * UNIT, quantity: 2n * UNIT },
    { version: 2, signed: 5n * UNIT, quantity: 3n * UNIT },
    { version: 2, signed: 5n * UNIT, quantity: 1n },
    { version: 3, signed: 4n * UNIT, quantity: 1n },
    { version: 4, signed: 6n * UNIT, quantity: 1n * UNIT },
  ), ['SETTLED', 'SETTLED', 'OVERFILLED BUY', 'OVERFILLED BUY', 'SETTLED']);
});

test('a version that failed supersedes nothing', async () => {
  assert.deepEqual(await versions({ version: 1 }, { version: 2, limitPrice: 49n * UNIT }, { version: 1 }),
    ['SETTLED', 'LIMIT_VIOLATED BUY', 'SETTLED']);
});

test('one version of a slot is one order', async () => {
  assert.deepEqual(await versions({ version: 2 }, { version: 2, limitPrice: 60n * UNIT }, { version: 2 }),
    ['SETTLED', 'SLOT_TAKEN BUY', 'SETTLED']);
});

test('a replacement of a leg stands alone and its old signature is worth nothing any more', async () => { // C4, T15
  const list = await venue.signList(alice, ListKind.OneCancelsOther, buys(2, { orderType: OrderType.Limit }));
  const replacement = await venue.sign(alice, { ...list[0].message, version: 2, limitPrice: 55n * UNIT });
  const trade = async (matchId, buy) => ({ ...(await venue.match(matchId)), buy });
  assert.deepEqual(
    await venue.settle(await trade(1, list[0]), await trade(2, replacement), await trade(3, list[0]),
      await trade(4, list[1])),
    ['1 SETTLED', '2 SETTLED', '3 VERSION_SUPERSEDED BUY', '4 SETTLED']);
});
