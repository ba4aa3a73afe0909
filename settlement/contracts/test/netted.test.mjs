// Netted settlement: batches apply to the unit as trade by trade does; every kind of wrong batch can be proven wrong by
// anyone before money moves; withheld matches can be demanded (X2, CHN-08, CHN-14, docs/chain.md).
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { getContractAddress, keccak256, parseEther, toHex, zeroHash } from 'viem';
import { admin, alice, bob, carol, operator, parts, Side, types, UNIT, Venue, wallets } from './support.mjs';
import { buildBatch, sealBatch, Slots } from './netting.mjs';

const hour = 3600;
const bond = parseEther('0.02');
const BUY = 1;
const SELL = 2;
let venue;
let net;
let judge;
let snapshot;

before(async () => {
  venue = await Venue.start();
  const nonce = BigInt(await venue.reader.getTransactionCount({ address: admin.address }));
  const judgeAddress = getContractAddress({ from: admin.address, nonce: nonce + 1n });
  net = await venue.create('NettedExchange', [venue.vault.address, admin.address, operator.address, judgeAddress]);
  judge = await venue.create('NetJudge', [net.address, admin.address, operator.address]);
  judge.abi = [...judge.abi, ...net.abi.filter(({ type }) => type === 'error')];
  await venue.write(venue.vault, 'grantRole', [keccak256(toHex('SETTLEMENT_ROLE')), net.address]);
  for (const [marketId, floor, cap] of [[1, 0n, 100n], [2, -40n, 60n]]) {
    const values = { token: venue.usdc.address, multiplier: UNIT, floor: floor * UNIT, cap: cap * UNIT,
      questionHash: zeroHash };
    await venue.write(net, 'registerMarket', [marketId, values], operator);
    await venue.registerMarket(marketId, floor * UNIT, cap * UNIT);
  }
  venue.perTrade = venue.domain;
  venue.domain = { ...venue.domain, verifyingContract: judge.address };
  for (const trader of [alice, bob, carol]) await venue.fund(trader, 0, 10_000);
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const root = () => venue.read(net, 'postedRoot');
const build = async (trades, more = {}) =>
  buildBatch({ trades, previousRoot: await root(), token: venue.usdc.address, ...more });
const post = ({ batch, entries }) => venue.write(net, 'post', [batch, entries], operator);
const apply = ({ batch, entries }) => venue.write(net, 'applyBatch', [batch, entries], carol);
const prove = (name, args) => venue.write(judge, name, args, carol);
const rejected = ({ events, receipt }) => {
  const log = receipt.logs.find(({ address }) => address.toLowerCase() === net.address.toLowerCase());
  return events.length === 0 && log ? Number(BigInt(log.data) % 2n ** 256n & 0xffn) : null;
};

async function trades(count, make = () => ({})) {
  const list = [];
  for (let index = 0; index < count; index++) list.push(await venue.match(index + 1, make(index)));
  return list;
}

/** Proves a batch wrong and says the reason; the batch must be gone afterwards. */
async function proven(made, name, args) {
  const reason = rejected(await prove(name, args));
  assert.equal(await venue.read(net, 'isFrozen'), true);
  assert.equal(await root(), made.batch.previousRoot);
  await venue.advance(2 * hour);
  await refuses(apply(made), 'BatchesFrozen');
  await venue.write(net, 'resume');
  await refuses(apply(made), 'BatchNotPending');
  return reason;
}

test('netted money equals money settled trade by trade, to the unit', async () => { // P4, X2
  let seed = 12345n;
  const random = (limit) => {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return seed >> 33n & 0xffffn ? Number((seed >> 33n) % BigInt(limit)) : 0;
  };
  const traders = [alice, bob, carol];
  const plan = Array.from({ length: 40 }, () => {
    const marketId = 1 + random(2);
    const price = BigInt(random(101) - (marketId === 2 ? 40 : 0)) * UNIT;
    return { buyer: traders[random(3)], seller: traders[random(3)], price, quantity: BigInt(1 + random(5)) * UNIT,
      buyFee: BigInt(random(900)), sellFee: BigInt(random(900)), buy: { marketId, limitPrice: price },
      sell: { marketId, limitPrice: price } };
  });
  const made = await build(await trades(plan.length, (index) => plan[index]));
  await post(made);
  await venue.advance(hour + 1);
  await apply(made);
  const look = async (book) => Promise.all([...traders.map((trader) => venue.balance(trader)),
    ...traders.flatMap((trader) => [1, 2].map((id) => venue.read(book, 'holdingOf', [trader.address, 0, id]))),
    ...[1, 2].map((id) => venue.read(venue.vault, 'poolIn', [book.address, id, venue.usdc.address])),
    venue.read(venue.vault, 'feeBalance', [venue.usdc.address])]);
  const netted = await look(net);
  await venue.reader.request({ method: 'evm_revert', params: [snapshot] });
  snapshot = await venue.reader.request({ method: 'evm_snapshot' });
  const domain = venue.domain;
  venue.domain = venue.perTrade;
  const lines = await venue.settle(...await trades(plan.length, (index) => plan[index]));
  venue.domain = domain;
  assert.deepEqual(lines, plan.map((_, index) => `${index + 1} SETTLED`));
  assert.deepEqual(netted, await look(venue.exchange));
});

test('money moves only after the window, once, in order', async () => {
  const slots = new Slots();
  const all = await trades(7);
  const first = await build(all.slice(0, 3), { slots });
  await post(first);
  await refuses(post(first), 'MatchGap');
  const second = await build(all.slice(3), { slots });
  await refuses(post(buildBatch({ trades: all.slice(3), previousRoot: zeroHash, token: venue.usdc.address })),
    'RootMismatch');
  await refuses(post(await build(all.slice(4))), 'MatchGap');
  await post(second);
  await refuses(apply(first), 'WindowOpen');
  assert.equal(await venue.read(net, 'lastMatchId'), 0n);
  await venue.advance(hour + 1);
  await refuses(apply(second), 'BatchNotNext');
  await refuses(apply({ ...first, entries: second.entries }), 'EntriesMismatch');
  await apply(first);
  await refuses(apply(first), 'BatchNotPending');
  await apply(second);
  assert.equal(await venue.read(net, 'lastMatchId'), 7n);
  assert.equal(await venue.read(net, 'appliedRoot'), second.root);
});

test('what needs no signature is refused when it is posted', async () => {
  const list = await trades(2);
  const made = await build(list);
  const sealed = async (entries, more = {}) => sealBatch({ ...made, ...made.batch, entries, ...more });
  const [one, two] = made.entries;
  await refuses(post(await sealed([two, one])), 'EntryOrder');
  await refuses(post(await sealed([one, one])), 'EntryOrder');
  await refuses(post(await sealed([{ ...one, quantity: one.quantity + 1n }, two])), 'EntriesDoNotNet');
  await refuses(post(await sealed([{ ...one, cash: one.cash + 1n }, two])), 'EntriesDoNotNet');
  await refuses(post(await sealed([{ ...one, legs: 3 }, two])), 'LegCountMismatch');
  await refuses(post(await sealed([{ ...one, marketId: 9 }, { ...two, marketId: 9 }])), 'EntryMarket');
  await refuses(post(await sealed([])), 'LegCountMismatch');
  await refuses(post({ ...made, entries: [] }), 'EntriesMismatch');
  await refuses(venue.write(net, 'post', [made.batch, made.entries], alice), 'AccessControlUnauthorizedAccount');
  await venue.write(net, 'pause');
  await refuses(post(made), 'EnforcedPause');
});

// One lie of the operator each, in the second of three matches, and the reason that a proof gives.
const badMatches = [
  [13, 'no signature', (leaf) => ({ ...leaf, trade: { ...leaf.trade, buy: { ...leaf.trade.buy, v: 9 } } })],
  [15, 'another order', (leaf) => ({ ...leaf, trade: { ...leaf.trade, buy: { ...leaf.trade.buy,
    order: { ...leaf.trade.buy.order, quantity: 1000n * UNIT } } } })],
  [8, 'worse than the limit', (leaf) => ({ ...leaf, trade: { ...leaf.trade, price: 51n * UNIT } })],
  [10, 'fee over the cap', (leaf) => ({ ...leaf, trade: { ...leaf.trade, buyFee: UNIT + 1n } })],
  [9, 'expired', (leaf) => ({ ...leaf, trade: { ...leaf.trade, matchTimeNs: 5_000_000_000_000_000_000n } })],
  [11, 'overfilled', (leaf) => ({ ...leaf, buy: { ...leaf.buy, filled: 11n * UNIT } })],
  [11, 'filled less than it fills', (leaf) => ({ ...leaf, buy: { ...leaf.buy, filled: 0n } })],
  [64, 'leg zero', (leaf) => ({ ...leaf, sell: { ...leaf.sell, leg: 0 } })],
  [68, 'wrong place', (leaf) => ({ ...leaf, trade: { ...leaf.trade, matchId: 3n } })],
];

for (const [reason, what, change] of badMatches) {
  test(`a match that its orders do not cover is proven wrong: ${what}`, async () => {
    const made = await build(await trades(3), { change: (leaf, index) => (index === 1 ? change(leaf) : leaf) });
    await post(made);
    await refuses(prove('proveBadMatch', [made.batch, made.proof(0), 1n]), 'NothingWrong');
    await refuses(prove('proveBadMatch', [made.batch, made.proof(1), 3n]), 'LeafNotInBatch');
    assert.equal(await proven(made, 'proveBadMatch', [made.batch, made.proof(1), 2n]), reason);
  });
}

test('the first totals of a holding are its own', async () => {
  const change = (leaf, index) => (index === 0 ? { ...leaf, buy: { ...leaf.buy, cash: leaf.buy.cash + 1n } } : leaf);
  const made = await build(await trades(2), { change });
  await post(made);
  assert.equal(await proven(made, 'proveBadMatch', [made.batch, made.proof(0), 1n]), 64);
});

for (const [what, lie] of [['cash', { cash: 1n }], ['quantity', { quantity: 1n }], ['fee', { fee: 1n }]]) {
  test(`running totals that do not follow are proven wrong: ${what}`, async () => {
    const [[name, more]] = Object.entries(lie);
    const change = (leaf, index) => (index === 1 ? { ...leaf, sell: { ...leaf.sell, [name]: leaf.sell[name] + more } }
      : leaf);
    const made = await build(await trades(3), { change });
    await post(made);
    const args = (one, two, side) => [made.batch, made.proof(one), side, made.proof(two), side];
    await refuses(prove('proveWrongTotals', args(0, 1, BUY)), 'NothingWrong');
    await refuses(prove('proveWrongTotals', args(0, 2, SELL)), 'NothingWrong');
    await refuses(prove('proveWrongTotals', args(0, 0, SELL)), 'NothingWrong');
    assert.equal(await proven(made, 'proveWrongTotals', args(0, 1, SELL)), 64);
  });
}

test('two legs with one number, and legs out of order, are proven wrong', async () => {
  const twice = (leaf, index) => (index === 1 ? { ...leaf, sell: { ...leaf.sell, leg: 1 } } : leaf);
  const made = await build(await trades(3), { change: twice });
  await post(made);
  assert.equal(await proven(made, 'proveWrongTotals', [made.batch, made.proof(0), SELL, made.proof(1), SELL]), 64);
  const swapped = (leaf, index) => ({ ...leaf, sell: { ...leaf.sell, leg: index === 0 ? 2 : 1 } });
  const other = await build(await trades(2), { change: swapped });
  await post(other);
  assert.equal(await proven(other, 'proveWrongTotals', [other.batch, other.proof(1), SELL, other.proof(0), SELL]), 64);
});

test('entries that are not the totals of the legs are proven wrong', async () => {
  const made = await build(await trades(3, (index) => ({ buyer: [alice, carol, alice][index] })));
  const index = (account) => made.entries.findIndex((entry) => entry.account === account.address);
  const cheat = (changes) => sealBatch({ ...made, ...made.batch, entries: made.entries.map((entry, place) =>
    (place in changes ? { ...entry, ...changes[place] } : entry)) });
  const [a, c] = [index(alice), index(carol)];
  // carol's cash moves to alice: sums still net
  const stolen = cheat({ [a]: { cash: made.entries[a].cash + 5n }, [c]: { cash: made.entries[c].cash - 5n } });
  await post(stolen);
  await refuses(prove('proveWrongEntry', [stolen.batch, stolen.entries, a, stolen.proof(0), BUY]), 'NothingWrong');
  await refuses(prove('proveWrongEntry', [stolen.batch, stolen.entries, c, stolen.proof(2), BUY]), 'NothingWrong');
  assert.equal(await proven(stolen, 'proveWrongEntry', [stolen.batch, stolen.entries, c, stolen.proof(1), BUY]), 65);
  // alice's second leg is not counted
  const short = cheat({ [a]: { legs: 1 }, [c]: { legs: 2 } });
  await post(short);
  assert.equal(await proven(short, 'proveWrongEntry', [short.batch, short.entries, a, short.proof(2), BUY]), 65);
  // carol has no entry at all
  const dropped = sealBatch({ ...made, ...made.batch, entries: made.entries.filter((_, place) => place !== c)
    .map((entry) => (entry.account === alice.address ? { ...entry, legs: 3, quantity: entry.quantity + UNIT,
      cash: entry.cash + made.entries[c].cash } : entry)) });
  await post(dropped);
  await refuses(prove('proveWrongEntry', [dropped.batch, dropped.entries, 2, dropped.proof(0), BUY]), 'NothingWrong');
  assert.equal(await proven(dropped, 'proveWrongEntry', [dropped.batch, dropped.entries, 2, dropped.proof(1), BUY]),
    65);
});

test('a slot that fills beyond its quantity over two batches is proven wrong', async () => {
  const slots = new Slots();
  const order = { nonce: 777n, quantity: 10n * UNIT };
  const big = (matchId) => venue.match(matchId, { quantity: 8n * UNIT, buy: order });
  const first = await build([await big(1)], { slots });
  await post(first);
  await venue.advance(hour + 1);
  await apply(first);
  const second = await build([await big(2)], { slots: new Slots() }); // forgets the first
  await post(second);
  await refuses(prove('proveBadMatch', [second.batch, second.proof(0), 2n]), 'NothingWrong');
  const args = (side) => [first.batch, first.proof(0), side, second.batch, second.proof(0), side];
  await refuses(prove('proveOverfill', args(SELL)), 'NothingWrong');
  assert.equal(await proven(second, 'proveOverfill', args(BUY)), 66);
  const stranger = buildBatch({ trades: [await big(1)], previousRoot: zeroHash, token: carol.address });
  await post(await build([await venue.match(2)]));
  await refuses(prove('proveOverfill', [stranger.batch, stranger.proof(0), BUY, second.batch, second.proof(0), BUY]),
    'BatchUnknown');
});

test('a withheld match is demanded: shown and the window restarts, or the batch is dropped', async () => {
  const made = await build(await trades(2));
  await post(made);
  const demand = (matchId, value = bond) => demandWith(made.batch, matchId, value);
  await refuses(demand(1n, bond - 1n), 'WrongBond');
  await refuses(demand(3n), 'MatchNotInBatch');
  await demand(2n);
  await refuses(demand(1n), 'DemandOpen');
  await refuses(prove('showMatch', [made.batch, made.proof(0)]), 'LeafNotInBatch');
  await venue.advance(hour + 1);
  await refuses(apply(made), 'DemandOpen');
  await prove('showMatch', [made.batch, made.proof(1)]);
  await refuses(apply(made), 'WindowOpen');
  await demand(1n);
  await refuses(venue.write(net, 'rejectUnanswered', [made.batch], carol), 'WindowOpen');
  await venue.advance(hour + 1);
  const before = await venue.reader.getBalance({ address: bob.address });
  await venue.write(net, 'rejectUnanswered', [made.batch], carol);
  assert.equal(await venue.reader.getBalance({ address: bob.address }) - before, bond);
  assert.equal(await root(), zeroHash);
  assert.equal(await venue.reader.getBalance({ address: net.address }), 0n);
});

test('a bond comes back when its batch is dropped for another reason', async () => {
  const bad = (leaf) => ({ ...leaf, trade: { ...leaf.trade, buyFee: UNIT + 1n } });
  const made = await build(await trades(2), { change: bad });
  await post(made);
  await refuses(venue.write(net, 'returnBond', [made.root], carol), 'BatchLive');
  await demandWith(made.batch, 2n, bond);
  await prove('proveBadMatch', [made.batch, made.proof(0), 1n]);
  await venue.write(net, 'resume');
  await refuses(post(made), 'DemandOpen');
  const before = await venue.reader.getBalance({ address: bob.address });
  await venue.write(net, 'returnBond', [made.root], carol);
  assert.equal(await venue.reader.getBalance({ address: bob.address }) - before, bond);
  await refuses(venue.write(net, 'returnBond', [made.root], carol), 'NoDemand');
  await post(made);
});

async function demandWith(batch, matchId, value) {
  const { request } = await venue.reader.simulateContract({ ...net, functionName: 'demandMatch', args: [batch, matchId],
    account: bob, value });
  await venue.reader.waitForTransactionReceipt({ hash: await venue.wallet(bob).writeContract(request) });
}

test('batches behind a rejected one are dead, and cannot be used to reject what is posted anew', async () => {
  const slots = new Slots();
  const all = await trades(4);
  const bad = (leaf) => ({ ...leaf, trade: { ...leaf.trade, buyFee: UNIT + 1n } });
  const first = await build(all.slice(0, 2), { slots, change: bad });
  await post(first);
  const second = await build(all.slice(2), { slots, change: bad });
  await post(second);
  await prove('proveBadMatch', [first.batch, first.proof(0), 1n]);
  await refuses(post(first), 'BatchesFrozen');
  await venue.write(net, 'resume');
  const good = await build(all);
  await post(good);
  await refuses(prove('proveBadMatch', [second.batch, second.proof(0), 3n]), 'BatchNotPending');
  await venue.advance(hour + 1);
  await apply(good);
});

test('bulk signatures and session keys are proven as in single settlement', async () => {
  const { signed, nodes } = await venue.signBulk(alice, [venue.order(alice, Side.Buy), venue.order(alice, Side.Buy)],
    1);
  const key = wallets[5];
  const grant = await venue.signGrant(alice, key);
  const keyed = await venue.keyMatch(3, { grantHash: grant.grantHash, signer: key });
  const made = await build([{ ...(await venue.match(1)), buy: signed[0] }, { ...(await venue.match(2)),
    buy: signed[1] },
    keyed]);
  await post(made);
  await refuses(prove('proveBadMatch', [made.batch, made.proof(0, nodes), 1n]), 'NothingWrong');
  await prove('registerSessionKey', [grant.grant, grant.r, grant.s, grant.v]);
  await refuses(prove('proveBadMatch', [made.batch, made.proof(2), 3n]), 'NothingWrong');
  const message = { owner: alice.address, key: key.address, nonce: grant.grant.nonce };
  const revoke = parts(await alice.signTypedData({ domain: venue.domain, types, primaryType: 'SessionKeyRevoke',
    message }));
  await venue.write(judge, 'revokeSessionKey', [alice.address, key.address, message.nonce, 1n, revoke.r, revoke.s,
    revoke.v], operator);
  assert.equal(await proven(made, 'proveBadMatch', [made.batch, made.proof(2), 3n]), 23);
});

test('only the judge rejects', async () => {
  const made = await build(await trades(1));
  await post(made);
  await refuses(venue.write(net, 'reject', [made.root, 1], operator), 'AccessControlUnauthorizedAccount');
  await refuses(venue.write(net, 'endDemand', [made.root, alice.address], operator),
    'AccessControlUnauthorizedAccount');
  await refuses(venue.write(net, 'resume', [], operator), 'AccessControlUnauthorizedAccount');
});
