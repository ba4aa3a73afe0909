// The two ways out of the vault: approved at once, forced after a delay; limits, pause, hostile tokens (K2, K5, K6,
// X9).
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { keccak256, toHex } from 'viem';
import { admin, alice, bob, carol, chainId, operator, parts, UNIT, Venue, wallets } from './support.mjs';

const approver = wallets[6];
const day = 24 * 3600;
const types = {
  Withdrawal: [
    { name: 'withdrawalId', type: 'uint64' }, { name: 'account', type: 'address' },
    { name: 'subaccount', type: 'uint32' }, { name: 'token', type: 'address' }, { name: 'amount', type: 'uint256' },
    { name: 'settledThrough', type: 'uint64' }, { name: 'deadline', type: 'uint64' },
  ],
};
let venue;
let snapshot;
before(async () => {
  venue = await Venue.start();
  await venue.registerMarket(1, 0n, 100n * UNIT);
  await venue.fund(alice, 0, 1000);
  await venue.fund(bob, 0, 1000);
  await assert.rejects(venue.write(venue.vault, 'requestExit', [venue.usdc.address, 0, UNIT], alice), /ExitsClosed/);
  await assert.rejects(venue.write(venue.vault, 'openExits', [], alice), /AccessControlUnauthorizedAccount/);
  await venue.write(venue.vault, 'openExits');
  for (const role of ['APPROVER_ROLE', 'TREASURY_ROLE']) {
    await venue.write(venue.vault, 'grantRole', [keccak256(toHex(role)), approver.address]);
  }
});
after(() => venue.stop());
beforeEach(async () => { snapshot = await venue.reader.request({ method: 'evm_snapshot' }); });
afterEach(() => venue.reader.request({ method: 'evm_revert', params: [snapshot] }));

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));
const usdcOf = (account) => venue.read(venue.usdc, 'balanceOf', [account.address]);
const total = () => venue.read(venue.vault, 'totalLedger', [venue.usdc.address]);
const vault = (name, args = [], account = admin) => venue.write(venue.vault, name, args, account);

function request(changes = {}) {
  return { withdrawalId: 1n, account: alice.address, subaccount: 0, token: venue.usdc.address, amount: 250n * UNIT,
    settledThrough: 0n, deadline: 4_000_000_000n, ...changes };
}

async function approve(message, { signer = approver, domain = {} } = {}) {
  const signature = await signer.signTypedData({ types, primaryType: 'Withdrawal', message, domain: {
    name: 'DexExtraVault', version: '1', chainId, verifyingContract: venue.vault.address, ...domain } });
  return parts(signature);
}

async function withdraw(changes = {}, by = {}) {
  const message = request(changes);
  const { r, s, v } = await approve(message, by);
  return vault('withdraw', [message, r, s, v], by.sender ?? carol);
}

const exit = (amount, account = alice) => vault('requestExit', [venue.usdc.address, 0, amount], account);
const execute = (exitId, account = carol) => vault('executeExit', [exitId], account);

test('an approved withdrawal pays the account at once, once, whoever brings it', async () => {
  const { events } = await withdraw();
  const { args } = events.find(({ eventName }) => eventName === 'Withdrawn');
  assert.deepEqual([args.withdrawalId, args.account, args.amount], [1n, alice.address, 250n * UNIT]);
  assert.equal(await usdcOf(alice), 250_000_000n);
  assert.equal(await venue.balance(alice), 750n * UNIT);
  assert.equal(await total(), 1750n * UNIT);
  assert.equal(await venue.read(venue.vault, 'isWithdrawn', [alice.address, 1n]), true);
  await refuses(withdraw(), 'WithdrawalUsed');
  await withdraw({ withdrawalId: 2n });
});

test('only an approver approves, for this vault and chain, and every field is signed', async () => {
  await refuses(withdraw({}, { signer: alice }), 'AccessControlUnauthorizedAccount');
  for (const domain of [{ name: 'DexExtra' }, { chainId: 1 }, { verifyingContract: venue.exchange.address }]) {
    await refuses(withdraw({}, { domain }), 'AccessControlUnauthorizedAccount');
  }
  const { r, s, v } = await approve(request());
  for (const change of [{ withdrawalId: 3n }, { account: bob.address }, { subaccount: 1 }, { amount: 1n * UNIT },
    { settledThrough: 1n }, { deadline: 4_000_000_001n }]) {
    await refuses(vault('withdraw', [request(change), r, s, v]), 'AccessControlUnauthorizedAccount');
  }
  const high = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n - BigInt(s);
  await refuses(vault('withdraw', [request(), r, toHex(high, { size: 32 }), 55 - v]), 'SignatureRefused');
  await refuses(vault('withdraw', [request(), r, s, 0]), 'SignatureRefused');
});

test('money leaves only after the trades that were made before its lock are settled', async () => {
  await refuses(withdraw({ settledThrough: 1n }), 'TradesNotSettled');
  await venue.settle(await venue.match(1));
  await withdraw({ settledThrough: 1n });
});

test('late, broken, too large and unlisted amounts are refused', async () => {
  await refuses(withdraw({ deadline: 1n }), 'WithdrawalExpired');
  await refuses(withdraw({ amount: 99n }), 'NotAWholeAmount');
  await refuses(withdraw({ amount: 0n }), 'ZeroAmount');
  await refuses(withdraw({ amount: 1001n * UNIT }), 'BalanceTooSmall');
  await refuses(withdraw({ token: venue.exchange.address }), 'TokenNotListed');
});

test('a forced exit is paid after its delay without any answer', async () => {
  await exit(400n * UNIT);
  await refuses(execute(1n), 'ExitNotDue');
  await venue.advance(day - 60);
  await refuses(execute(1n), 'ExitNotDue');
  await venue.advance(61);
  await execute(1n);
  assert.equal(await usdcOf(alice), 400_000_000n);
  await refuses(execute(1n), 'ExitUnknown');
});

test('an answered exit is paid once the trades before the answer are settled', async () => {
  await exit(400n * UNIT);
  await refuses(vault('answerExit', [1n, 1n], alice), 'AccessControlUnauthorizedAccount');
  await refuses(vault('answerExit', [1n, 0n], approver), 'ZeroAmount');
  await vault('answerExit', [1n, 1n], approver);
  await refuses(vault('answerExit', [1n, 9n], approver), 'ExitAnswered');
  await refuses(execute(1n), 'ExitNotDue');
  await venue.settle(await venue.match(1));
  await execute(1n);
});

test('an exit pays what is there, keeps the rest, and only its owner takes it back', async () => {
  await exit(5000n * UNIT);
  await venue.advance(day + 1);
  await execute(1n);
  assert.equal(await usdcOf(alice), 1_000_000_000n);
  assert.equal((await venue.read(venue.vault, 'forcedExit', [1n])).amount, 4000n * UNIT);
  await refuses(execute(1n), 'NothingToPay');
  await refuses(vault('cancelExit', [1n], bob), 'NotTheOwner');
  await vault('cancelExit', [1n], alice);
  await refuses(execute(1n), 'ExitUnknown');
});

test('the delay has bounds, and running requests keep theirs', async () => {
  await refuses(vault('setExitDelay', [3599n]), 'DelayOutOfRange');
  await refuses(vault('setExitDelay', [BigInt(7 * day + 1)]), 'DelayOutOfRange');
  await refuses(vault('setExitDelay', [3600n], alice), 'AccessControlUnauthorizedAccount');
  await exit(UNIT);
  await vault('setExitDelay', [BigInt(7 * day)]);
  await venue.advance(day + 1);
  await execute(1n);
});

test('the daily limit binds both ways out and renews with the UTC day', async () => {
  await refuses(vault('setDailyLimit', [venue.usdc.address, 499, 0n]), 'ShareOutOfRange');
  await refuses(vault('setDailyLimit', [venue.usdc.address, 10001, 0n]), 'ShareOutOfRange');
  await vault('setDailyLimit', [venue.usdc.address, 1000, 0n]);
  await exit(1000n * UNIT);
  await venue.advance(day - Number(await venue.now() % BigInt(day)) + day + 10);
  await withdraw({ amount: 150n * UNIT });
  await refuses(withdraw({ withdrawalId: 2n, amount: 51n * UNIT }), 'DailyLimitReached');
  await execute(1n);
  assert.equal(await usdcOf(alice), 200_000_000n);
  await refuses(execute(1n), 'NothingToPay');
  await venue.advance(day);
  await execute(1n);
  assert.equal(await usdcOf(alice), 380_000_000n);
});

test('below the small amount the share does not bind', async () => {
  await vault('setDailyLimit', [venue.usdc.address, 500, 300n * UNIT]);
  await withdraw({ amount: 300n * UNIT });
  await refuses(withdraw({ withdrawalId: 2n, amount: UNIT }), 'DailyLimitReached');
});

test('a pause stops approved withdrawals, and forced ones for a week at most', async () => {
  await exit(100n * UNIT);
  await vault('pause');
  await refuses(withdraw(), 'EnforcedPause');
  await venue.advance(2 * day);
  await refuses(execute(1n), 'ExitsPaused');
  await vault('unpause');
  await vault('pause');
  await venue.advance(5 * day + 1);
  await execute(1n);
  assert.equal(await usdcOf(alice), 100_000_000n);
});

test('fees go to a balance, by the treasury only', async () => {
  await venue.settle(await venue.match(1, { buyFee: 700n, sellFee: 300n }));
  await refuses(vault('moveFees', [venue.usdc.address, carol.address, 0, 1n], alice),
    'AccessControlUnauthorizedAccount');
  await refuses(vault('moveFees', [venue.usdc.address, carol.address, 0, 1001n], approver), 'FeesTooSmall');
  await vault('moveFees', [venue.usdc.address, carol.address, 0, 1000n], approver);
  assert.equal(await venue.balance(carol), 1000n);
  assert.equal(await venue.read(venue.vault, 'feeBalance', [venue.usdc.address]), 0n);
});

test('payments of funds are made once, in order, without a gap, by the treasury only', async () => { // M7, M11
  await venue.settle(await venue.match(1, { buyFee: 700n, sellFee: 300n }));
  const gift = (amount, to = carol) =>
    ({ token: venue.usdc.address, account: to.address, subaccount: 2, amount });
  const pay = (first, payments, by = approver) => vault('payFunds', [first, payments], by);
  await refuses(pay(1n, [gift(1n)], alice), 'AccessControlUnauthorizedAccount');
  await refuses(pay(2n, [gift(1n)]), 'FundPaymentGap');
  await refuses(pay(0n, [gift(1n)]), 'FundPaymentGap');
  const { events } = await pay(1n, [gift(100n), gift(50n)]);
  assert.deepEqual(events.filter(({ eventName }) => eventName === 'FundPaid')
    .map(({ args }) => [args.paymentId, args.account, args.subaccount, args.amount]),
  [[1n, carol.address, 2, 100n], [2n, carol.address, 2, 50n]]);
  await pay(1n, [gift(100n), gift(50n)]);
  await pay(2n, [gift(50n), gift(30n)]);
  assert.equal(await venue.balance(carol, 2), 180n);
  assert.equal(await venue.read(venue.vault, 'lastFundPayment'), 3n);
  await refuses(pay(4n, [gift(820n), gift(1n)]), 'FeesTooSmall');
  assert.equal(await venue.balance(carol, 2), 180n);
  await pay(4n, [gift(820n)]);
  assert.equal(await venue.read(venue.vault, 'feeBalance', [venue.usdc.address]), 0n);
});

async function listed(name) {
  const token = await venue.create(name, []);
  await vault('listToken', [token.address]);
  await venue.write(token, 'transfer', [alice.address, 1_000_000n]);
  await venue.write(token, 'approve', [venue.vault.address, 1_000_000n], alice);
  await vault('deposit', [token.address, 0, 1_000_000n], alice);
  return token;
}

test('a token that shrinks in our hands stops its withdrawals and no others', async () => { // K5, K6
  const token = await listed('ShrinkingToken');
  await venue.write(token, 'shrink');
  await refuses(withdraw({ token: token.address, amount: 100n }), 'TokensMissing');
  await withdraw({ withdrawalId: 2n });
});

test('a token that takes more than it is told is refused on the way out', async () => { // K6
  const token = await listed('GreedyToken');
  await venue.write(token, 'becomeGreedy');
  await refuses(withdraw({ token: token.address, amount: 100n }), 'PaidAmountDiffers');
});

test('settlement needs no token: every token may refuse while trades settle', async () => { // CHN-13
  await venue.reader.request({ method: 'anvil_setCode', params: [venue.usdc.address, '0xfe'] });
  assert.deepEqual(await venue.settle(await venue.match(1)), ['1 SETTLED']);
});

test('only settlement contracts move money, each in its own pools', async () => {
  const denied = 'AccessControlUnauthorizedAccount';
  await refuses(vault('settleNet', [venue.usdc.address, [], [], 0n], operator), denied);
  await refuses(vault('payOut', [venue.usdc.address, 1, alice.address, 0, 1n, 0n], operator), denied);
  await venue.settle(await venue.match(1));
  await vault('grantRole', [keccak256(toHex('SETTLEMENT_ROLE')), carol.address]);
  const steal = [{ account: carol.address, subaccount: 0, amount: UNIT }];
  const pool = [{ marketId: 1, amount: -UNIT }];
  await refuses(vault('settleNet', [venue.usdc.address, steal, pool, 0n], carol), 'PoolTooSmall');
  await refuses(vault('settleNet', [venue.usdc.address, steal, [], 0n], carol), 'NetNotZero');
  await refuses(vault('settleNet', [venue.usdc.address, steal, [], -UNIT], carol), 'FeesTooSmall');
});
