// Bulk signatures: many orders under one EIP-712 signature over a tree (as Seaport's idea), and the previous-root
// check.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { hashTypedData, keccak256, pad, toHex, zeroHash } from 'viem';
import { alice, bob, operator, Side, types, UNIT, Venue, wallets } from './support.mjs';

let venue;
let snapshot;
before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.fund(alice, 0, 100_000);
  await venue.fund(bob, 0, 100_000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const buys = (count) => Array.from({ length: count }, () => venue.order(alice, Side.Buy));
const word = (value) => pad(toHex(value));

async function trade(matchId, buy) {
  return { ...(await venue.match(matchId)), buy };
}

/** What one trade with this buy order says, on a state that is thrown away. */
async function outcome(buy, nodes) {
  const [line] = await venue.settleAfter([await trade(1, buy)], nodes);
  await venue.reader.request({ method: 'evm_revert', params: [snapshot] });
  snapshot = await venue.reader.request({ method: 'evm_snapshot' });
  return line.slice(2);
}

for (let height = 1; height <= 10; height++) {
  test(`every height settles, ${height}: the digest is that of an independent library`, async () => { // SIG-07
    const orders = buys(Math.min(2 ** height, 3));
    const { signed, nodes, digest } = await venue.signBulk(alice, orders, height);
    assert.equal(await venue.read(venue.exchange, 'hashBulk', [signed[1].order, signed[1].list, nodes]), digest);
    const trades = [];
    for (const [index, buy] of signed.entries()) trades.push(await trade(index + 1, buy));
    assert.deepEqual(await venue.settleAfter(trades, nodes), trades.map(({ matchId }) => `${matchId} SETTLED`));
  });
}

test('an order of a tree is known by its own digest, whatever signed it', async () => { // ADR 0010
  const [order] = buys(1);
  const { signed, nodes } = await venue.signBulk(alice, [order], 2);
  await venue.settleAfter([await trade(1, signed[0])], nodes);
  const identity = hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: order });
  const fill = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, order.nonce]);
  assert.equal(fill.orderHash, identity);
});

test('wrong trees are refused: place, height, path, order, signer', async () => {
  const orders = buys(3);
  const { signed, nodes } = await venue.signBulk(alice, orders, 2);
  const [one, two] = signed;
  const changed = (list) => outcome({ ...one, list: { ...one.list, ...list } }, nodes);
  assert.equal(await changed({ first: word(1) }), 'SIGNER_MISMATCH BUY');
  assert.equal(await changed({ first: word(4) }), 'LIST_INVALID BUY');
  assert.equal(await changed({ first: word(2n ** 255n) }), 'LIST_INVALID BUY');
  assert.equal(await changed({ index: 0 }), 'LIST_INVALID BUY');
  assert.equal(await changed({ index: 11 }), 'LIST_INVALID BUY');
  assert.equal(await changed({ index: 1 }), 'SIGNER_MISMATCH BUY');
  assert.equal(await changed({ second: word(5) }), 'LIST_INVALID BUY');
  assert.equal(await changed({ second: word(2n ** 256n - 1n) }), 'LIST_INVALID BUY');
  assert.equal(await outcome({ ...one, list: two.list }, nodes), 'SIGNER_MISMATCH BUY');
  assert.equal(await outcome(one, []), 'LIST_INVALID BUY');
  const other = venue.order(alice, Side.Buy, { limitPrice: 51n * UNIT });
  const forged = await venue.sign(alice, other);
  assert.equal(await outcome({ ...one, order: forged.order }, nodes), 'SIGNER_MISMATCH BUY');
  const byBob = await venue.signBulk(bob, orders, 2);
  assert.equal(await outcome(byBob.signed[0], byBob.nodes), 'SIGNER_MISMATCH BUY');
  assert.equal(await outcome(one, nodes), 'SETTLED');
});

test('an inner node of a tree cannot be shown as an order', async () => { // second preimage: an order hashes 16 words
  const { signed, nodes } = await venue.signBulk(alice, buys(4), 2);
  assert.equal(await outcome({ ...signed[0], list: { ...signed[0].list, index: 1, second: word(1) } }, nodes),
    'SIGNER_MISMATCH BUY');
});

test('plain settle has no nodes', async () => {
  const { signed } = await venue.signBulk(alice, buys(2), 1);
  assert.deepEqual(await venue.settle(await trade(1, signed[0])), ['1 LIST_INVALID BUY']);
});

test('a session key signs trees too', async () => {
  const grant = await venue.grantFor(alice, wallets[5]);
  const { signed, nodes } = await venue.signBulk(wallets[5], buys(2), 1);
  const buy = { ...signed[0], grantHash: grant.grantHash };
  assert.equal(await outcome(buy, nodes), 'SETTLED');
  assert.equal(await outcome(signed[0], nodes), 'SIGNER_MISMATCH BUY');
});

test('a batch for another history reverts; the next one continues', async () => { // X2
  const trades = [await venue.match(1), await venue.match(2, { price: 101n * UNIT }), await venue.match(3)];
  await refuses(venue.settleAfter([trades[0]], [], keccak256('0x01')), 'RootMismatch');
  const first = await venue.read(venue.exchange, 'matchRoot');
  assert.equal(first, zeroHash);
  await venue.settleAfter(trades.slice(0, 1));
  await refuses(venue.settleAfter(trades.slice(1), [], first), 'RootMismatch');
  const second = await venue.read(venue.exchange, 'matchRoot');
  assert.deepEqual(await venue.settleAfter(trades.slice(1), [], second), ['2 PRICE_OUT_OF_RANGE BOTH', '3 SETTLED']);
  await venue.settle(...trades);
  const third = await venue.read(venue.exchange, 'matchRoot');
  await venue.settle(...trades);
  assert.equal(await venue.read(venue.exchange, 'matchRoot'), third);
});

test('the running root does not depend on how matches are batched', async () => {
  const trades = [await venue.match(1), await venue.match(2, { price: 101n * UNIT }), await venue.match(3)];
  await venue.settle(...trades);
  const together = await venue.read(venue.exchange, 'matchRoot');
  await venue.reader.request({ method: 'evm_revert', params: [snapshot] });
  snapshot = await venue.reader.request({ method: 'evm_snapshot' });
  for (const one of trades) await venue.settle(one);
  assert.equal(await venue.read(venue.exchange, 'matchRoot'), together);
});

test('an order once verified is not verified again, a key-signed one always is', async () => {
  const order = venue.order(alice, Side.Buy);
  const owned = await venue.sign(alice, order);
  const bad = { ...owned, r: zeroHash, s: zeroHash, v: 0 };
  const quantity = UNIT / 10n;
  const part = async (matchId, buy) => ({ ...(await trade(matchId, buy)), quantity });
  const grant = await venue.grantFor(alice, wallets[5]);
  const keyed = await venue.sign(wallets[5], venue.order(alice, Side.Buy));
  const lines = await venue.settle(await part(1, bad), await part(2, owned), await part(3, bad),
    await part(4, { ...keyed, grantHash: grant.grantHash }), await part(5, keyed));
  assert.deepEqual(lines, ['1 SIGNATURE_INVALID BUY', '2 SETTLED', '3 SETTLED', '4 SETTLED', '5 SIGNER_MISMATCH BUY']);
});

test('only the operator continues a root', async () => {
  const root = await venue.read(venue.exchange, 'matchRoot');
  await refuses(venue.write(venue.exchange, 'settleAfter', [root, [], []], alice), 'AccessControlUnauthorizedAccount');
  await venue.write(venue.exchange, 'settleAfter', [root, [], []], operator);
});
