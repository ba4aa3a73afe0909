// Published findings about comparable contracts (reliability.md §4: ctf-exchange audit, CVE-2022-35961, ERC-7739,
// ghost fills), one test each: what was wrong there cannot happen here.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { hashTypedData, keccak256, stringToHex, toHex, zeroAddress } from 'viem';
import { alice, bob, calldata, carol, chainId, Side, types, UNIT, Venue } from './support.mjs';

let venue;
let snapshot;
before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.registerMarket(2, 0n, 100n * UNIT);
  for (const trader of [alice, bob, carol]) await venue.fund(trader, 0, 1000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const buyOf = async (account, changes = {}) => venue.sign(account, venue.order(account, Side.Buy, changes));
const settle = async (changes) => venue.settle({ ...(await venue.match(1)), ...changes });

test('signer other than maker is accepted (critical): here it is SIGNER_MISMATCH', async () => {
  assert.deepEqual(await settle({ buy: await venue.sign(carol, venue.order(alice, Side.Buy)) }),
    ['1 SIGNER_MISMATCH BUY']);
});

test('type hash differs from the encoded struct (critical): here it follows from the published definition',
  async () => {
  const text = (name) => `${name}(${types[name].map((field) => `${field.type} ${field.name}`).join(',')})`;
  assert.equal(await venue.read(venue.exchange, 'ORDER_TYPEHASH'),
    keccak256(stringToHex(text('Order') + text('Instructions'))));
  for (const field of types.Order.filter(({ type }) => type !== 'Instructions')) {
    const order = venue.order(alice, Side.Buy);
    const value = field.type === 'address' ? bob.address
      : typeof order[field.name] === 'bigint' ? order[field.name] + 1n : order[field.name] + 1;
    const changed = { ...order, [field.name]: value };
    const expected = hashTypedData({ domain: venue.domain, types, primaryType: 'Order', message: changed });
    assert.equal(await venue.read(venue.exchange, 'hashOrder', [calldata(changed)]), expected, field.name);
    assert.notEqual(await venue.read(venue.exchange, 'hashOrder', [calldata(order)]), expected, field.name);
  }
});

test('fee rate is not in the hash (high): here the fee cap is signed', async () => {
  const signed = await buyOf(alice, { maxFeePerUnit: 10n });
  assert.deepEqual(await settle({ buy: signed, buyFee: 11n }), ['1 FEE_OVER_CAP BUY']);
  const raised = { ...signed, order: { ...signed.order, maxFeePerUnit: 11n } };
  const { result } = { result: await venue.settle({ ...(await venue.match(2)), buy: raised, buyFee: 11n }) };
  assert.deepEqual(result, ['2 SIGNER_MISMATCH BUY']);
});

test('zero address is accepted as signer (medium): here a failed recovery is SIGNATURE_INVALID', async () => {
  const zero = await venue.sign(alice, venue.order({ address: zeroAddress }, Side.Buy));
  assert.deepEqual(await settle({ buy: { ...zero, r: toHex(0n, { size: 32 }) } }), ['1 SIGNATURE_INVALID BUY']);
});

test('combinations of side and asset that should not exist (medium): here they fail', async () => {
  const other = await venue.sign(bob, venue.order(bob, Side.Sell, { marketId: 2 }));
  assert.deepEqual(await settle({ sell: other }), ['1 MARKET_MISMATCH BOTH']);
  const buyer = await buyOf(bob);
  const lines = await venue.settle({ ...(await venue.match(2)), sell: buyer });
  assert.deepEqual(lines, ['2 SIDE_MISMATCH BOTH']);
});

test('domain separator is cached after a fork (low): here it follows the chain id', async () => {
  const order = calldata(venue.order(alice, Side.Buy));
  const before = await venue.read(venue.exchange, 'hashOrder', [order]);
  await venue.reader.request({ method: 'anvil_setChainId', params: [chainId + 1] });
  const after = await venue.read(venue.exchange, 'hashOrder', [order]);
  await venue.reader.request({ method: 'anvil_setChainId', params: [chainId] });
  assert.notEqual(after, before);
});

test('crossing rule is true for zero amounts (low): here a quantity of zero fails', async () => {
  assert.deepEqual(await settle({ quantity: 0n }), ['1 QUANTITY_OUT_OF_RANGE BOTH']);
});

test('fee is pulled by approval (medium): here an approval has nothing to do with it', async () => {
  await venue.write(venue.usdc, 'approve', [venue.vault.address, 0n], alice);
  assert.deepEqual(await settle({ buyFee: 9n }), ['1 SETTLED']);
});

test('order status is blind to nonce cancels (low): here fill and cancel are one slot', async () => {
  await venue.write(venue.exchange, 'openOwnerCancels');
  await venue.write(venue.exchange, 'cancelOrder', [0, 55n], alice);
  const slot = await venue.read(venue.exchange, 'fillOf', [alice.address, 0, 55n]);
  assert.ok(slot.cancelledFrom > 0n);
  const matchTimeNs = (slot.cancelledFrom + 1n) * 1_000_000_000n;
  assert.deepEqual(await settle({ matchTimeNs, buy: await buyOf(alice, { nonce: 55n }) }), ['1 ORDER_CANCELLED BUY']);
});

test('a second encoding of a signature replays an order (CVE-2022-35961): here the slot is the key', async () => {
  const trade = await venue.match(1, { buy: { quantity: UNIT } });
  assert.deepEqual(await venue.settle(trade), ['1 SETTLED']);
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const again = { ...trade.buy, s: toHex(order - BigInt(trade.buy.s), { size: 32 }), v: 55 - trade.buy.v };
  assert.deepEqual(await venue.settle({ ...(await venue.match(2)), buy: again }), ['2 OVERFILLED BUY']);
});

test('one key signs for all accounts of its owner (ERC-7739): here the account is signed', async () => {
  const signed = await buyOf(alice);
  for (const change of [{ account: carol.address }, { subaccount: 1 }]) {
    const [line] = await settle({ buy: { ...signed, order: { ...signed.order, ...change } } });
    assert.equal(line, '1 SIGNER_MISMATCH BUY');
    await venue.reader.request({ method: 'evm_revert', params: [snapshot] });
    snapshot = await venue.reader.request({ method: 'evm_snapshot' });
  }
});

test('one bad leg reverts the whole batch (ghost fills): here it fails alone', async () => {
  const bad = { ...(await venue.match(2)), buy: await buyOf(alice, { subaccount: 9 }) };
  assert.deepEqual(await venue.settle(await venue.match(1), bad, await venue.match(3)),
    ['1 SETTLED', '2 BALANCE_INSUFFICIENT BUY', '3 SETTLED']);
});
