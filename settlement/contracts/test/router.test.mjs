// Router: positions, portfolio, P&L; orders over the chain. StateRoots: balance proofs with a stock library's tree.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { concat, encodeAbiParameters, hashTypedData, keccak256, zeroHash } from 'viem';
import { admin, alice, artifact, bob, carol, operator, Side, types, UNIT, Venue } from './support.mjs';

let venue;
let router;
let roots;
let snapshot;
before(async () => {
  venue = await Venue.start();
  router = await venue.create('Router', [venue.vault.address, venue.exchange.address]);
  roots = await venue.create('StateRoots', [admin.address, operator.address]);
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.registerMarket(2, -40n * UNIT, 60n * UNIT);
  for (const trader of [alice, bob]) await venue.fund(trader, 0, 1000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));

test('profit and loss is what was paid, what came back, and what the rest would bring', async () => {
  const at = (price, quantity) => ({ price: price * UNIT, quantity: quantity * UNIT, buyFee: 11n, sellFee: 5n,
    buy: { limitPrice: 100n * UNIT }, sell: { limitPrice: 0n } });
  await venue.settle(await venue.match(1, at(40n, 3n)), await venue.match(2, { ...at(70n, 1n), buyer: bob,
    seller: alice }));
  // alice: bought 3 at 40, sold 1 at 70; two left, at 55: 30 + 2 x 15, less fees
  const [view] = await venue.read(router, 'positions', [alice.address, 0, [1], [55n * UNIT]]);
  assert.deepEqual(view, { marketId: 1, quantity: 2n * UNIT, price: 55n * UNIT, value: 110n * UNIT,
    pnl: 60n * UNIT - 16n });
  const [balances, value, pnl] = await venue.read(router, 'portfolio',
    [bob.address, 0, [venue.usdc.address], [1, 2], [55n * UNIT, 0n]]);
  assert.deepEqual(balances, [await venue.balance(bob)]);
  assert.equal(value, 90n * UNIT);
  assert.equal(pnl, -60n * UNIT - 16n);
  assert.equal(balances[0] + value - 1000n * UNIT, pnl);
  await refuses(venue.read(router, 'positions', [alice.address, 0, [1], [101n * UNIT]]), 'PriceOutOfRange');
  await refuses(venue.read(router, 'positions', [alice.address, 0, [1], []]), 'LengthsDiffer');
});

test('an order over the chain is published with its hash when its owner signed it', async () => {
  const order = venue.order(alice, Side.Buy);
  const signed = await venue.sign(alice, order);
  const { events } = await venue.write(router, 'routeOrder', [signed], carol);
  assert.equal(events[0].args.orderHash,
    hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: order }));
  assert.equal(events[0].args.signed.order.nonce, order.nonce);
  await refuses(venue.write(router, 'routeOrder', [await venue.sign(bob, order)], carol), 'OrderRefused');
  const late = await venue.sign(alice, { ...order, expiry: 1n });
  await refuses(venue.write(router, 'routeOrder', [late], carol), 'OrderRefused');
  const none = await venue.sign(alice, { ...order, version: 0 });
  await refuses(venue.write(router, 'routeOrder', [none], carol), 'OrderRefused');
});

const leafType = artifact('StateRoots').abi.find(({ name }) => name === 'isProven').inputs[0];
const leafOf = (leaf) => keccak256(keccak256(encodeAbiParameters([leafType], [leaf])));
const sorted = (a, b) => keccak256(concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));

test('a balance is proven against the newest root, and roots follow each other', async () => { // X9
  const of = (account, amount) => ({ account: account.address, subaccount: 0, token: venue.usdc.address, amount });
  const [a, b] = [of(alice, 5n), of(bob, 7n)].map(leafOf);
  const root = sorted(a, b);
  const post = (previous, next, sequence, match, by = operator) =>
    venue.write(roots, 'post', [previous, next, sequence, match], by);
  await post(zeroHash, root, 10n, 3n);
  assert.equal(await venue.read(roots, 'isProven', [of(alice, 5n), [b]]), true);
  assert.equal(await venue.read(roots, 'isProven', [of(alice, 6n), [b]]), false);
  await refuses(post(zeroHash, a, 11n, 3n), 'RootMismatch');
  await refuses(post(root, a, 10n, 3n), 'NotAfter');
  await refuses(post(root, a, 11n, 2n), 'NotAfter');
  await refuses(post(root, a, 11n, 3n, alice), 'AccessControlUnauthorizedAccount');
  await post(root, a, 11n, 3n);
  assert.equal(await venue.read(roots, 'isProven', [of(alice, 5n), [b]]), false);
});
