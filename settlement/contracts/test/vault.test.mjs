// CentralVault: deposits, listing, roles, pause (rules K1, K6; rows CHN-09, CHN-13).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { admin, alice, bob, operator, UNIT, Venue } from './support.mjs';

const noQuestion = `0x${'00'.repeat(32)}`;
let venue;
before(async () => { venue = await Venue.start(); });
after(() => venue.stop());

const refuses = (action, error) => assert.rejects(action, (problem) => problem.message.includes(error));

test('deposit credits ledger units and numbers the event', async () => {
  const { events } = await venue.fund(alice, 7, 25);
  const { depositId, account, subaccount, amount, ledgerAmount } =
    events.find((event) => event.eventName === 'Deposited').args;
  assert.deepEqual([depositId, account, subaccount, amount, ledgerAmount],
    [1n, alice.address, 7, 25_000_000n, 25n * UNIT]);
  assert.equal(await venue.balance(alice, 7), 25n * UNIT);
  assert.equal(await venue.read(venue.vault, 'totalLedger', [venue.usdc.address]), 25n * UNIT);
});

test('deposit for another account credits that account', async () => {
  await venue.write(venue.usdc, 'mint', [alice.address, 3_000_001n]);
  await venue.write(venue.usdc, 'approve', [venue.vault.address, 3_000_001n], alice);
  await venue.write(venue.vault, 'depositFor', [venue.usdc.address, bob.address, 1, 3_000_001n], alice);
  assert.equal(await venue.balance(bob, 1), 300_000_100n);
  assert.equal(await venue.read(venue.vault, 'lastDepositId'), 2n);
});

test('deposit refuses zero amount, zero account, unlisted token and missing allowance', async () => {
  const deposit = (token, account, amount) =>
    venue.write(venue.vault, 'depositFor', [token, account, 0, amount], alice);
  const zero = `0x${'00'.repeat(20)}`;
  await refuses(deposit(venue.usdc.address, alice.address, 0n), 'ZeroAmount');
  await refuses(deposit(venue.usdc.address, zero, 1n), 'ZeroAccount');
  await refuses(deposit(venue.exchange.address, alice.address, 1n), 'TokenNotListed');
  await refuses(deposit(venue.usdc.address, alice.address, 1n), '0xfb8f41b2'); // ERC20InsufficientAllowance
});

test('tokens with more than eight decimals and repeats are not listed', async () => {
  const wide = await venue.create('WideToken', []);
  await refuses(venue.write(venue.vault, 'listToken', [wide.address]), 'UnsupportedDecimals');
  await refuses(venue.write(venue.vault, 'listToken', [venue.usdc.address]), 'TokenAlreadyListed');
});

test('a token that takes a fee on transfer is refused', async () => { // K6
  const token = await venue.create('FeeOnTransferToken', []);
  await venue.write(venue.vault, 'listToken', [token.address]);
  await venue.write(token, 'approve', [venue.vault.address, 1000n]);
  await refuses(venue.write(venue.vault, 'deposit', [token.address, 0, 1000n]), 'ReceivedAmountDiffers');
});

test('a token that calls back into the vault is refused', async () => { // CHN-13
  const token = await venue.create('ReentrantToken', []);
  await venue.write(venue.vault, 'listToken', [token.address]);
  await venue.write(token, 'approve', [venue.vault.address, 1000n]);
  await refuses(venue.write(venue.vault, 'deposit', [token.address, 0, 1000n]), 'ReentrancyGuardReentrantCall');
});

test('a total beyond the ledger range is refused', async () => {
  const amount = 2n ** 120n / 100n + 1n;
  await venue.write(venue.usdc, 'mint', [alice.address, amount]);
  await venue.write(venue.usdc, 'approve', [venue.vault.address, amount], alice);
  await refuses(venue.write(venue.vault, 'deposit', [venue.usdc.address, 0, amount], alice), 'TotalTooLarge');
});

test('only the right roles list, pause, move money, settle and register', async () => {
  const denied = 'AccessControlUnauthorizedAccount';
  const leg = { account: alice.address, subaccount: 0, cash: 0n, fee: 0n };
  await refuses(venue.write(venue.vault, 'listToken', [venue.usdc.address], operator), denied);
  await refuses(venue.write(venue.vault, 'pause', [], operator), denied);
  await refuses(venue.write(venue.vault, 'settleTrade', [venue.usdc.address, 1, leg, leg], operator), denied);
  await refuses(venue.write(venue.exchange, 'settle', [[]], alice), denied);
  await refuses(venue.write(venue.exchange, 'pause', [], operator), denied);
  const values = { token: venue.usdc.address, multiplier: UNIT, floor: 0n, cap: UNIT, questionHash: noQuestion };
  await refuses(venue.write(venue.exchange, 'registerMarket', [1, values], alice), denied);
});

test('pause stops deposits until unpause', async () => {
  await venue.write(venue.vault, 'pause', [], admin);
  await refuses(venue.fund(bob, 0, 1), 'EnforcedPause');
  await venue.write(venue.vault, 'unpause', [], admin);
  await venue.fund(bob, 0, 1);
  assert.equal(await venue.balance(bob), UNIT);
});
