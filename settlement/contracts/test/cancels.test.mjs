// Cancels of owners on chain, and makers who try to undo a matched trade (X5; CHN-10 to CHN-13; ghost fills).
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { alice, bob, carol, Side, UNIT, Venue } from './support.mjs';

const tries = Number(process.env.ADVERSARIAL_TRIES ?? 30);
const delay = 3600n;
let venue;
let snapshot;
before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  for (const trader of [alice, bob, carol]) await venue.fund(trader, 0, 100_000);
  await venue.write(venue.exchange, 'openOwnerCancels');
  await venue.write(venue.vault, 'openExits');
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const at = (second) => second * 1_000_000_000n;
const cancel = (nonce, account = alice) => venue.write(venue.exchange, 'cancelOrder', [0, nonce], account);
const raise = (nonce, account = alice) => venue.write(venue.exchange, 'raiseEpoch', [0, nonce], account);

test('owner cancels are closed until the administrators open them', async () => {
  const closed = await Venue.start();
  try {
    await refuses(closed.write(closed.exchange, 'cancelOrder', [0, 1n], alice), 'OwnerCancelsClosed');
    await refuses(closed.write(closed.exchange, 'raiseEpoch', [0, 1n], alice), 'OwnerCancelsClosed');
    await refuses(closed.write(closed.exchange, 'openOwnerCancels', [], alice), 'AccessControlUnauthorizedAccount');
  } finally {
    await closed.stop();
  }
});

test('a cancel holds for matches later than its delay, and for no earlier one', async () => {
  const nonce = 900n;
  await cancel(nonce);
  const from = await venue.now() + delay;
  const trade = (matchId, matchTimeNs) => venue.match(matchId, { matchTimeNs, quantity: UNIT / 10n, buy: { nonce } });
  const first = await trade(1, at(from));
  assert.deepEqual(await venue.settle(first, { ...first, matchId: 2n, matchTimeNs: at(from) + 1n }),
    ['1 SETTLED', '2 ORDER_CANCELLED BUY']);
});

test('a repeated cancel does not move the first one', async () => {
  await cancel(7n);
  const { cancelledFrom } = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, 7n]);
  await venue.advance(100);
  assert.deepEqual((await cancel(7n)).events, []);
  assert.equal((await venue.read(venue.exchange, 'fillOf', [alice.address, 0, 7n])).cancelledFrom, cancelledFrom);
});

test('an epoch cancels every lower nonce, after its delay, of its own subaccount only', async () => {
  await raise(100n);
  const from = await venue.now() + delay;
  const one = async (matchId, nonce, second, account = alice) => venue.match(matchId,
    { matchTimeNs: at(second), buyer: account, quantity: UNIT / 10n, buy: { nonce, account: account.address } });
  assert.deepEqual(await venue.settle(
    await one(1, 99n, from), await one(2, 98n, from + 1n), await one(3, 100n, from + 1n),
    await one(4, 98n, from + 1n, carol)),
  ['1 SETTLED', '2 ORDER_CANCELLED BUY', '3 SETTLED', '4 SETTLED']);
});

test('raising twice never forgets what the first raise let through', async () => {
  await raise(100n);
  const first = await venue.now() + delay;
  await refuses(raise(100n), 'EpochNotHigher');
  await refuses(raise(200n), 'EpochPending');
  await venue.advance(Number(delay) + 10);
  await refuses(raise(200n), 'EpochPending');
  await venue.advance(Number(delay));
  await raise(200n);
  const one = (matchId, nonce, second) =>
    venue.match(matchId, { matchTimeNs: at(second), quantity: UNIT / 10n, buy: { nonce } });
  assert.deepEqual(await venue.settle(await one(1, 50n, first), await one(2, 51n, first + 1n),
    await one(3, 150n, first + 1n)), ['1 SETTLED', '2 ORDER_CANCELLED BUY', '3 SETTLED']);
});

// Each is what a maker does between the match and its settlement; none may undo the trade.
const attacks = {
  'bumps his nonces': (maker, nonce) => raise(nonce + 1n, maker),
  'cancels the order': (maker, nonce) => cancel(nonce, maker),
  'asks for all his money': async (maker) => venue.write(venue.vault, 'requestExit',
    [venue.usdc.address, 0, await venue.balance(maker)], maker),
  'revokes the allowance': (maker) => venue.write(venue.usdc, 'approve', [venue.vault.address, 0n], maker),
  'empties his wallet': async (maker) => venue.write(venue.usdc, 'transfer',
    [carol.address, await venue.read(venue.usdc, 'balanceOf', [maker.address])], maker),
};

test(`no maker undoes a matched trade, ${tries} tries`, async () => { // CHN-10, CHN-11, CHN-12
  const names = Object.keys(attacks);
  const results = [];
  for (let matchId = 1; matchId <= tries; matchId++) {
    const attack = names[matchId % names.length];
    const maker = [alice, bob][matchId % 2];
    const matchTimeNs = at(await venue.now());
    const trade = await venue.match(matchId, { matchTimeNs, quantity: UNIT / 10n, price: BigInt(matchId % 90) * UNIT,
      buy: { limitPrice: 100n * UNIT }, sell: { limitPrice: 0n } });
    const nonce = maker === alice ? trade.buy.order.nonce : trade.sell.order.nonce;
    await attacks[attack](maker, nonce).catch((problem) => {
      if (!/Epoch|Pending/.test(problem.message)) throw problem; // he has bumped before
    });
    await venue.advance(30);
    results.push(...await venue.settle(trade));
  }
  assert.deepEqual(results, Array.from({ length: tries }, (_, index) => `${index + 1} SETTLED`));
});

test('a forced exit is paid only after every trade that settlement can still bring', async () => { // CHN-11
  const all = await venue.balance(alice);
  await venue.write(venue.vault, 'requestExit', [venue.usdc.address, 0, all], alice);
  const trade = await venue.match(1, { matchTimeNs: at(await venue.now()), buy: { expiry: 4_000_000_000n } });
  await refuses(venue.write(venue.vault, 'executeExit', [1n], alice), 'ExitNotDue');
  await venue.advance(23 * 3600);
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  await venue.advance(3601);
  await venue.write(venue.vault, 'executeExit', [1n], carol);
  assert.equal(await venue.balance(alice), 0n);
});

test('a hostile contract as account cannot hold up settlement', async () => { // CHN-13
  const trap = await venue.create('TrapAccount', []);
  await venue.write(venue.usdc, 'mint', [alice.address, 1_000_000n]);
  await venue.write(venue.usdc, 'approve', [venue.vault.address, 1_000_000n], alice);
  await venue.write(venue.vault, 'depositFor', [venue.usdc.address, trap.address, 0, 1_000_000n], alice);
  const good = await venue.match(1);
  const signed = await venue.sign(alice, venue.order({ address: trap.address }, Side.Buy));
  const trapped = { ...(await venue.match(2)), buy: signed };
  assert.deepEqual(await venue.settle(good, trapped, await venue.match(3)),
    ['1 SETTLED', '2 SIGNER_MISMATCH BUY', '3 SETTLED']);
});
