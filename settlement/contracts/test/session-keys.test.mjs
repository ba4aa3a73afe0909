// Session keys on chain (docs/money.md §17, SIG-10): what a registered grant lets a key settle, and what never does.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { hashStruct, hashTypedData, zeroHash } from 'viem';
import { alice, bob, carol, ListKind, operator, parts, Side, types, UNIT, Venue, wallets } from './support.mjs';

const [key, otherKey] = wallets.slice(5);
const now = 1_700_000_000_000_000_000n;
let venue;
let snapshot;
let grant;

before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.registerMarket(2, 0n, 100n * UNIT);
  await venue.fund(alice, 0, 1000);
  await venue.fund(alice, 7, 1000);
  await venue.fund(bob, 0, 1000);
  await venue.fund(carol, 0, 1000);
  grant = await venue.grantFor(alice, key);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));

async function revoke(owner, { grant: { key: address, nonce } }, revokedAtNs, by = {}) {
  const { signer = owner, sender = operator } = by;
  const message = { owner: owner.address, key: address, nonce };
  const signature = await signer.signTypedData(
    { domain: venue.domain, types, primaryType: 'SessionKeyRevoke', message });
  const { r, s, v } = parts(signature);
  return venue.write(
    venue.exchange, 'revokeSessionKey', [owner.address, address, nonce, revokedAtNs, r, s, v], sender);
}

/** The trade between two good ones: each must settle whatever the middle one does (X3). */
async function between(trade) {
  const lines = await venue.settle(await venue.match(1), { ...(await trade), matchId: 2n }, await venue.match(3));
  assert.equal(lines[0], '1 SETTLED');
  assert.equal(lines[2], '3 SETTLED');
  return lines[1].slice(2);
}

test('an order that a registered key signed settles for its owner', async () => {
  const trade = await venue.keyMatch(1, grant);
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  assert.equal(await venue.balance(alice), 950n * UNIT);
  assert.equal(await venue.position(alice), UNIT);
  const identity = hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: trade.buy.message });
  const fill = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, trade.buy.order.nonce]);
  assert.deepEqual(fill, { orderHash: identity, filled: UNIT, version: 1, cancelledFrom: 0n, isOwnerSigned: false });
});

test('a leg of a list that a key signed settles', async () => {
  const legs = await venue.signList(key, ListKind.OneTriggersOther, [
    venue.order(alice, Side.Buy), venue.order(alice, Side.Buy)]);
  const buy = { ...legs[1], grantHash: grant.grantHash };
  assert.equal(await between({ ...(await venue.match(2)), buy }), 'SETTLED');
});

test('naming a grant changes nothing for an order of the owner', async () => {
  const trade = await venue.match(2);
  assert.equal(await between({ ...trade, buy: { ...trade.buy, grantHash: grant.grantHash } }), 'SETTLED');
});

test('hashes equal those of an independent library', async () => { // SIG-07
  assert.equal(await venue.read(venue.exchange, 'hashSessionKeyGrant', [grant.grant]),
    hashStruct({ data: grant.grant, types, primaryType: 'SessionKeyGrant' }));
});

// what one trade must say when something about its grant is wrong
const wrongs = [
  ['SIGNER_MISMATCH', async () => venue.keyMatch(2, { ...grant, grantHash: zeroHash })],
  ['SESSION_KEY_UNKNOWN', async () => venue.keyMatch(2, { ...grant, signer: otherKey })],
  ['SESSION_KEY_UNKNOWN', async () => venue.keyMatch(2, { ...(await venue.grantFor(carol, key)), signer: key })],
  ['SESSION_KEY_UNKNOWN', async () =>
    venue.keyMatch(2, { ...(await venue.signGrant(alice, otherKey)), signer: otherKey })],
  ['SESSION_KEY_SCOPE', async () => venue.keyMatch(2, await venue.grantFor(alice, key, { subaccount: 7 }))],
  ['SESSION_KEY_SCOPE', async () => venue.keyMatch(2, await venue.grantFor(alice, key, { marketId: 2 }))],
  ['SESSION_KEY_SCOPE', async () => venue.keyMatch(2, await venue.grantFor(alice, key, { permissions: 2 }))],
  ['SESSION_KEY_SCOPE', async () => venue.keyMatch(2, await venue.grantFor(alice, key, { permissions: 0 }))],
  ['SESSION_KEY_SCOPE', async () => venue.keyMatch(2, grant, { expiry: 4_000_000_001n })],
  ['ORDER_EXPIRED', async () => venue.keyMatch(2, grant, {}, { matchTimeNs: 4_000_000_000_000_000_001n })],
];

for (const [index, [expected, make]] of wrongs.entries()) {
  test(`what a grant does not cover is isolated: ${expected} ${index}`, async () => { // X3
    assert.equal(await between(make()), `${expected} BUY`);
  });
}

test('a grant of one subaccount and market covers exactly those', async () => {
  const narrow = await venue.grantFor(alice, key, { subaccount: 7, marketId: 2 });
  const trade = await venue.keyMatch(2, narrow, { subaccount: 7, marketId: 2 });
  trade.sell = await venue.sign(bob, venue.order(bob, Side.Sell, { marketId: 2 }));
  assert.equal(await between(trade), 'SETTLED');
});

test('only the owner grants, and every field is signed', async () => {
  await refuses(venue.register(await venue.signGrant(alice, otherKey, {}, bob)), 'NotSignedByOwner');
  await refuses(venue.register(await venue.signGrant(alice, otherKey, {}, otherKey)), 'NotSignedByOwner');
  const signed = await venue.signGrant(alice, otherKey);
  for (const change of [
    { owner: bob.address }, { key: bob.address }, { subaccount: 1 }, { marketId: 1 }, { permissions: 1 },
    { expiresAt: 4_000_000_001n }, { nonce: 9_999n },
  ]) {
    await refuses(venue.register({ ...signed, grant: { ...signed.grant, ...change } }), 'NotSignedByOwner');
  }
  const high = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n - BigInt(signed.s);
  await refuses(venue.register({ ...signed, s: `0x${high.toString(16).padStart(64, '0')}`, v: 55 - signed.v }),
    'NotSignedByOwner');
});

test('a repeated registration has no effect', async () => {
  const { events } = await venue.register(grant, bob);
  assert.deepEqual(events, []);
});

test('another grant of the same key and nonce changes nothing for the trades of this one', async () => {
  await venue.grantFor(alice, key, { nonce: grant.grant.nonce, marketId: 2, expiresAt: 1n });
  assert.equal(await between(venue.keyMatch(2, grant)), 'SETTLED');
});

test('a revocation holds for every match later than it', async () => {
  await revoke(alice, grant, now);
  assert.equal(
    await venue.read(venue.exchange, 'sessionKeyRevokedAt', [alice.address, key.address, grant.grant.nonce]), now);
  const at = (matchTimeNs) => venue.keyMatch(2, grant, {}, { matchTimeNs });
  const trades = [
    { ...(await at(now)), matchId: 1n },
    { ...(await at(now + 1n)), matchId: 2n },
    { ...(await venue.match(3, { matchTimeNs: now + 1n })), matchId: 3n },
  ];
  assert.deepEqual(await venue.settle(...trades), ['1 SETTLED', '2 SESSION_KEY_REVOKED BUY', '3 SETTLED']);
});

test('a revocation can come before the grant; the first one stands', async () => { // grant after revoke
  const later = await venue.signGrant(alice, otherKey);
  await revoke(alice, later, now);
  assert.deepEqual((await revoke(alice, later, now + 5n)).events, []);
  assert.deepEqual((await revoke(alice, grant, 0n)).events, []);
  await venue.register(later);
  const trade = venue.keyMatch(2, { ...later, signer: otherKey }, {}, { matchTimeNs: now + 1n });
  assert.equal(await between(trade), 'SESSION_KEY_REVOKED BUY');
});

test('a revocation is signed by the owner, for one grant of one key, and comes from the operator', async () => {
  await refuses(revoke(alice, grant, now, { signer: key }), 'NotSignedByOwner');
  await refuses(revoke(alice, grant, now, { signer: bob }), 'NotSignedByOwner');
  await refuses(revoke(alice, grant, now, { sender: alice }), 'AccessControlUnauthorizedAccount');
  await revoke(bob, grant, now);
  await revoke(alice, { grant: { key: otherKey.address, nonce: grant.grant.nonce } }, now);
  await revoke(alice, { grant: { key: key.address, nonce: grant.grant.nonce + 1n } }, now);
  assert.equal(await between(venue.keyMatch(2, grant, {}, { matchTimeNs: now + 1n })), 'SETTLED');
});

test('no function but these knows session keys', async () => { // a key can sign orders and nothing else
  const known = [venue.vault, venue.exchange].flatMap(({ abi }) => abi)
    .filter(({ type, name, stateMutability }) => type === 'function' && /sessionKey/i.test(name)
      && !['view', 'pure'].includes(stateMutability))
    .map(({ name }) => name).sort();
  assert.deepEqual(known, ['registerSessionKey', 'revokeSessionKey']);
});
