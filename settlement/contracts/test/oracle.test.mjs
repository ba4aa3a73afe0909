// The whole life of a market's result on chain: asserted, disputed, settled true and false, no answer, clamp, payout by
// proof (rules M4 to M11). UMA itself is a mock that bonds and calls back like the real one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { concat, encodeAbiParameters, getContractAddress, keccak256, pad, stringToHex, toHex, zeroHash } from 'viem';
import { admin, alice, artifact, bob, carol, operator, UNIT, Venue, wallets } from './support.mjs';

const text = stringToHex('Highest temperature in Oslo on 1 July, in degrees, by the national service; one decimal.');
const NUMERICAL = stringToHex('NUMERICAL', { size: 32 });
const liveness = 7200;
const State = { Open: 1, Proposed: 2, Disputed: 3, Resolved: 4 };
let venue;
let payouts;
let oracle;
let v2;
let v3;
let start;
let snapshot;

before(async () => {
  venue = await Venue.start();
  [v2, v3] = [await venue.create('MockOracleV2', []), await venue.create('MockOracleV3', [])];
  const nonce = BigInt(await venue.reader.getTransactionCount({ address: admin.address }));
  const oracleAddress = getContractAddress({ from: admin.address, nonce: nonce + 1n });
  payouts = await venue.create('MarketPayouts', [venue.exchange.address, admin.address, oracleAddress,
    operator.address]);
  payouts.abi = [...payouts.abi, ...venue.exchange.abi.filter(({ type }) => type === 'error')];
  oracle = await venue.create('UmaOracle', [payouts.address, v3.address, v2.address, venue.usdc.address, admin.address,
    operator.address]);
  await venue.write(venue.exchange, 'grantRole', [keccak256(toHex('PAYOUT_ROLE')), payouts.address]);
  const values = { token: venue.usdc.address, multiplier: UNIT, floor: -40n * UNIT, cap: 60n * UNIT,
    questionHash: keccak256(text) };
  for (const marketId of [1, 2]) await venue.write(venue.exchange, 'registerMarket', [marketId, values], operator);
  for (const trader of [alice, bob, carol]) await venue.fund(trader, 0, 1000);
  for (const trader of [alice, bob]) {
    await venue.write(venue.usdc, 'mint', [trader.address, 10_000_000_000n]);
    for (const spender of [oracle, v3]) {
      await venue.write(venue.usdc, 'approve', [spender.address, 10_000_000_000n], trader);
    }
  }
  start = await venue.now() + 1000n;
  await register(1);
  await register(2, { isNumeric: true, ignoresOutOfRange: true });
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const stateOf = async (marketId = 1) => (await venue.read(oracle, 'questionOf', [marketId])).state;
const resultOf = (marketId = 1) => venue.read(payouts, 'resultOf', [marketId]);
const terms = (changes = {}) => ({ notBefore: start, fallbackDeadline: start + 100_000n, liveness: BigInt(liveness),
  bond: 500_000_000n, ignoresOutOfRange: false, isNumeric: false, ...changes });
const register = (marketId, changes) =>
  venue.write(oracle, 'registerQuestion', [marketId, terms(changes), text], operator);
const dispute = (id) => venue.write(v3, 'disputeAssertion', [id, bob.address], bob);
const settle = (id, verdict) => venue.write(v3, 'settle', [id, verdict], carol);
const fallback = (value, marketId = 1) => venue.write(oracle, 'settleFallback', [marketId, value]);

async function assertValue(value, account = alice, marketId = 1) {
  const { events } = await venue.write(oracle, 'assertValue', [marketId, text, value], account);
  return events.find(({ eventName }) => eventName === 'AnswerProposed').args.answerId;
}

test('an undisputed assertion settles its value after its liveness', async () => { // M5
  await venue.advance(1001);
  const id = await assertValue(-12n * UNIT);
  assert.equal(await stateOf(), State.Proposed);
  assert.equal((await venue.read(v3, 'assertions', [id]))[5], 500_000_000n);
  const claim = Buffer.from((await venue.read(v3, 'assertions', [id]))[7].slice(2), 'hex').toString();
  assert.ok(claim.endsWith('in units of 1e-8, is: -1200000000') && claim.startsWith('Highest temperature'), claim);
  await refuses(settle(id, true), 'open');
  await venue.advance(liveness);
  await settle(id, true);
  assert.equal(await stateOf(), State.Resolved);
  assert.equal((await resultOf()).price, -12n * UNIT);
});

test('nothing is asserted too early, twice, by another text, or for a market without a question', async () => {
  await refuses(assertValue(UNIT), 'TooEarly');
  await venue.advance(1001);
  await refuses(venue.write(oracle, 'assertValue', [1, '0x01', UNIT], alice), 'WrongText');
  await refuses(assertValue(UNIT, alice, 9), 'WrongState');
  await refuses(assertValue(UNIT, alice, 2), 'WrongPath');
  await assertValue(UNIT);
  await refuses(assertValue(2n * UNIT, bob), 'WrongState');
});

test('a dispute freezes; true settles, false opens the question again', async () => { // M6
  await venue.advance(1001);
  const wrong = await assertValue(99n * UNIT);
  await dispute(wrong);
  assert.equal(await stateOf(), State.Disputed);
  await refuses(assertValue(UNIT, bob), 'WrongState');
  await settle(wrong, false);
  assert.equal(await stateOf(), State.Open);
  assert.equal((await resultOf()).recordedAt, 0n);
  const right = await assertValue(5n * UNIT);
  await dispute(right);
  await settle(right, true);
  assert.equal((await resultOf()).price, 5n * UNIT);
});

test('without an answer the fallback settles after its deadline, and never during a dispute', async () => { // M7
  await refuses(fallback(UNIT), 'TooEarly');
  await venue.advance(1001 + 95_000);
  const id = await assertValue(UNIT);
  await dispute(id);
  await venue.advance(20_000);
  await refuses(fallback(7n * UNIT), 'WrongState');
  await settle(id, false);
  await refuses(fallback(7n * UNIT), 'TooEarly'); // the clock stood still for 20,000 seconds
  await refuses(venue.write(oracle, 'settleFallback', [1, UNIT], alice), 'AccessControlUnauthorizedAccount');
  await venue.advance(6_000);
  await fallback(7n * UNIT);
  assert.equal((await resultOf()).price, 7n * UNIT);
  await refuses(fallback(8n * UNIT), 'WrongState');
});

test('an answer after the fallback changes nothing and its callback does not revert', async () => { // M11
  await venue.advance(1001 + 99_000);
  const id = await assertValue(UNIT);
  await venue.advance(2_000);
  await fallback(7n * UNIT);
  await venue.advance(liveness);
  await settle(id, true);
  assert.equal((await resultOf()).price, 7n * UNIT);
});

test('outside floor and cap the bound counts, or the value is refused where the market says so', async () => { // M8
  await venue.advance(1001);
  const id = await assertValue(61n * UNIT);
  await venue.advance(liveness);
  await settle(id, true);
  assert.equal((await resultOf()).price, 60n * UNIT);
});

async function request() {
  const { events } = await venue.write(oracle, 'requestValue', [2, text], carol);
  const { timestamp } = events.find(({ eventName }) => eventName === 'ValueRequested').args;
  return (name, ...rest) => venue.write(v2, name, [NUMERICAL, timestamp, text, ...rest], bob);
}

for (const [price, expected] of [[123_456_789_050_000_000n, 12_345_679n], [-123_456_785_000_000_000n, -12_345_679n],
  [-123_456_784_999_999_999n, -12_345_678n], [0n, 0n]]) {
  test(`a number is rounded half away from zero: ${price}`, async () => { // M4
    await venue.advance(1001);
    const number = await request();
    await number('propose');
    assert.equal(await stateOf(2), State.Proposed);
    await number('dispute');
    assert.equal(await stateOf(2), State.Disputed);
    await number('settle', price);
    assert.equal((await resultOf(2)).price, expected);
  });
}

test('a number outside the range, or not known yet, leaves the question open to be asked again', async () => { // M8
  await venue.advance(1001);
  for (const price of [61n * 10n ** 18n, -(2n ** 255n), 2n ** 255n - 1n]) {
    const number = await request();
    await refuses(request(), 'AlreadyRequested');
    await number('propose');
    await number('settle', price);
    assert.equal(await stateOf(2), State.Open);
  }
  assert.equal((await resultOf(2)).recordedAt, 0n);
});

test('callbacks from anybody, of anything, at any time have no effect and never revert', async () => { // M5
  await venue.advance(1001);
  const id = await assertValue(UNIT);
  const calls = [
    ['assertionResolvedCallback', [id, true]], ['assertionDisputedCallback', [id]],
    ['priceProposed', [NUMERICAL, 1n, text]], ['priceDisputed', [NUMERICAL, 1n, text, 0n]],
    ['priceSettled', [NUMERICAL, 1n, text, 5n]],
  ];
  for (const [name, args] of calls) assert.deepEqual((await venue.write(oracle, name, args, carol)).events, []);
  await venue.write(v3, 'callBack', [oracle.address, keccak256('0x07'), true], carol);
  assert.equal(await stateOf(), State.Proposed);
  assert.equal(await stateOf(2), State.Open);
});

test('a result that the payouts refuse does not block UMA and is handed over again', async () => {
  await venue.advance(1001);
  const id = await assertValue(UNIT);
  const role = keccak256(toHex('ORACLE_ROLE'));
  await venue.write(payouts, 'revokeRole', [role, oracle.address]);
  await venue.advance(liveness);
  await settle(id, true);
  assert.equal(await stateOf(), State.Resolved);
  assert.equal((await resultOf()).recordedAt, 0n);
  await venue.write(payouts, 'grantRole', [role, oracle.address]);
  await venue.write(oracle, 'recordAgain', [1], carol);
  assert.equal((await resultOf()).price, UNIT);
});

test('terms are sound, said once, and of the text that the market was made with', async () => {
  await refuses(register(1), 'QuestionExists');
  await refuses(register(3), 'WrongText');
  const values = { token: venue.usdc.address, multiplier: UNIT, floor: 0n, cap: UNIT, questionHash: keccak256(text) };
  await venue.write(venue.exchange, 'registerMarket', [3, values], operator);
  await refuses(register(3, { liveness: 0n }), 'TermsOutOfRange');
  await refuses(register(3, { notBefore: 1n }), 'TermsOutOfRange');
  await refuses(register(3, { fallbackDeadline: start + BigInt(liveness) }), 'TermsOutOfRange');
  await refuses(venue.write(oracle, 'registerQuestion', [3, terms(), text], alice), 'AccessControlUnauthorizedAccount');
});

const payoutType = artifact('MarketPayouts').abi.find(({ name }) => name === 'pay').inputs[0].components;
const leafOf = (payout) => keccak256(keccak256(encodeAbiParameters([{ type: 'tuple', components: payoutType }],
  [payout])));
const sorted = (a, b) => keccak256(concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));

async function resolved() {
  await venue.settle(
    await venue.match(1, { price: 10n * UNIT, quantity: 3n * UNIT, buy: { limitPrice: 50n * UNIT },
      sell: { limitPrice: 0n } }),
    await venue.match(2, { price: 30n * UNIT, buyer: carol, sell: { limitPrice: 0n } }));
  await venue.advance(1001);
  const id = await assertValue(20n * UNIT);
  await venue.advance(liveness);
  await settle(id, true);
  const of = (account, amount, fee) => ({ marketId: 1, account: account.address, subaccount: 0, amount, fee });
  // price 20: a long is worth 60 per unit, a short 40
  return [of(alice, 180n * UNIT - 10n, 10n), of(carol, 60n * UNIT, 0n), of(bob, 160n * UNIT - 7n, 7n)];
}

test('anyone pushes leaves of the payout root; everyone gets exactly his due and the pool is empty',
  async () => { // M9, M10
  const list = await resolved();
  const [a, c, b] = list.map(leafOf);
  const root = sorted(sorted(a, c), b);
  await refuses(venue.write(payouts, 'postPayouts', [1, root, 3n], operator), 'TradesNotSettled');
  await venue.write(payouts, 'postPayouts', [1, root, 2n], operator);
  await refuses(venue.write(payouts, 'postPayouts', [1, root, 2n], operator), 'RootKnown');
  const pay = (payout, proof) => venue.write(payouts, 'pay', [[payout], [proof]], wallets[7]);
  await refuses(pay({ ...list[0], amount: list[0].amount + 1n }, [c, b]), 'NotInRoot');
  const before = await Promise.all([alice, carol, bob].map((trader) => venue.balance(trader)));
  await pay(list[0], [c, b]);
  await refuses(pay(list[0], [c, b]), 'NoPosition');
  await venue.write(payouts, 'pay', [[list[1], list[2]], [[a, b], [sorted(a, c)]]], wallets[7]);
  const after = await Promise.all([alice, carol, bob].map((trader) => venue.balance(trader)));
  assert.deepEqual(after.map((value, index) => value - before[index]), list.map(({ amount }) => amount));
  assert.equal(await venue.read(venue.vault, 'poolOf', [1, venue.usdc.address]), 0n);
  assert.equal(await venue.read(venue.vault, 'feeBalance', [venue.usdc.address]), 17n);
});

test('a wrong root changes nobody\'s money', async () => { // M10
  const list = await resolved();
  const wrong = { ...list[0], amount: list[0].amount + UNIT };
  const greedy = { ...list[1], amount: 59n * UNIT, fee: UNIT };
  const [w, g] = [leafOf(wrong), leafOf(greedy)];
  await venue.write(payouts, 'postPayouts', [1, sorted(w, g), 2n], operator);
  await refuses(venue.write(payouts, 'pay', [[wrong], [[g]]]), 'AmountDiffers');
  await refuses(venue.write(payouts, 'pay', [[greedy], [[w]]]), 'FeeTooHigh');
});

test('without a root everybody is paid after three days', async () => { // M7
  await resolved();
  await refuses(venue.write(payouts, 'payUnlisted', [1, alice.address, 0], carol), 'RootStillAwaited');
  await venue.advance(3 * 24 * 3600 + 1);
  for (const trader of [alice, bob, carol]) await venue.write(payouts, 'payUnlisted', [1, trader.address, 0], carol);
  assert.equal(await venue.read(venue.vault, 'poolOf', [1, venue.usdc.address]), 0n);
  await refuses(venue.write(payouts, 'payUnlisted', [2, alice.address, 0], carol), 'ResultUnknown');
});

test('only the oracle records results, once; only the payouts end positions', async () => {
  const denied = 'AccessControlUnauthorizedAccount';
  await refuses(venue.write(payouts, 'recordResult', [1, 5n], operator), denied);
  await refuses(venue.write(payouts, 'postPayouts', [1, zeroHash, 0n], alice), denied);
  await refuses(venue.write(payouts, 'postPayouts', [1, pad('0x01'), 0n], operator), 'ResultUnknown');
  await refuses(venue.write(venue.exchange, 'payPosition', [1, alice.address, 0, 0n, 0n], operator), denied);
  await venue.write(payouts, 'grantRole', [keccak256(toHex('ORACLE_ROLE')), carol.address]);
  await refuses(venue.write(payouts, 'recordResult', [9, 5n], carol), 'MarketUnknown');
  await venue.write(payouts, 'recordResult', [1, 5n], carol);
  await refuses(venue.write(payouts, 'recordResult', [1, 6n], carol), 'ResultKnown');
});
