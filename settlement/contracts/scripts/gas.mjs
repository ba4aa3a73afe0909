// Measures gas on a real node and writes docs/gas.md. Usage: npm run gas
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFunctionData, getContractAddress, keccak256, toHex, zeroHash } from 'viem';
import { admin, alice, bob, carol, operator, Side, UNIT, Venue, wallets } from '../test/support.mjs';
import { buildBatch, Slots } from '../test/netting.mjs';

const repository = path.dirname(path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))));
const makers = wallets.slice(3, 8);
const blockGas = 30_000_000;
const blockSeconds = 2;
const traders = [alice, ...makers];
const venue = await Venue.start();
const thousands = (value) => Math.round(Number(value)).toLocaleString('en-US');
let matchId = 0;

async function setUp() {
  const nonce = BigInt(await venue.reader.getTransactionCount({ address: admin.address }));
  const judgeAddress = getContractAddress({ from: admin.address, nonce: nonce + 1n });
  const roles = [admin.address, operator.address];
  venue.net = await venue.create('NettedExchange', [venue.vault.address, ...roles, judgeAddress]);
  venue.judge = await venue.create('NetJudge', [venue.net.address, admin.address, operator.address]);
  await venue.write(venue.vault, 'grantRole', [keccak256(toHex('SETTLEMENT_ROLE')), venue.net.address]);
  const values = { token: venue.usdc.address, multiplier: UNIT, floor: 0n, cap: 100n * UNIT, questionHash: zeroHash };
  await venue.write(venue.net, 'registerMarket', [1, values], operator);
  await venue.registerMarket(1, 0n, 100n * UNIT);
  for (const trader of traders) await venue.fund(trader, 0, 10_000_000);
  // everybody has traded and paid before: a venue's normal day, not its first
  await settle(await Promise.all(traders.map((trader, index) =>
    one({ buyer: trader, seller: traders[(index + 1) % traders.length] }))));
}

async function one(more = {}) {
  return venue.match(++matchId, { quantity: UNIT / 10n, buyFee: 100n, sellFee: 50n, ...more });
}

async function settle(trades, nodes = null) {
  const { receipt, events } = nodes
    ? await venue.write(venue.exchange, 'settleAfter',
      [await venue.read(venue.exchange, 'matchRoot'), trades, nodes], operator)
    : await venue.write(venue.exchange, 'settle', [trades], operator);
  const done = events.filter(({ eventName }) => eventName === 'TradeSettled').length;
  if (done !== trades.length) throw new Error(`${done} of ${trades.length} trades settled`);
  return Number(receipt.gasUsed) / trades.length;
}

async function many(count, make) {
  const trades = [];
  for (let index = 0; index < count; index++) trades.push(await make(index));
  return trades;
}

const pair = (index) => ({ buyer: traders[index % 3], seller: traders[3 + index % 3] });
const fresh = (count) => many(count, (index) => one(pair(index)));

/** One taker's order against as many orders of makers. */
async function sweep(count) {
  const taker = await venue.sign(alice, venue.order(alice, Side.Buy, { quantity: 1_000n * UNIT }));
  return many(count, async (index) => ({ ...(await one({ seller: makers[index % makers.length] })), buy: taker }));
}

async function bulk(count) {
  const height = Math.max(1, Math.ceil(Math.log2(count)));
  const orders = Array.from({ length: count }, () => venue.order(alice, Side.Buy));
  const { signed, nodes } = await venue.signBulk(alice, orders, height);
  const trades = await many(count, async (index) =>
    ({ ...(await one({ seller: makers[index % 5] })), buy: signed[index] }));
  return settle(trades, nodes);
}

async function lists(count) {
  return settle(await many(count, async () => ({ ...(await venue.listMatch(++matchId)), quantity: UNIT / 10n })));
}

async function keyed(count) {
  const grant = await venue.grantFor(alice, wallets[2]);
  return settle(await many(count, async (index) => {
    const buy = await venue.sign(wallets[2], venue.order(alice, Side.Buy));
    return { ...(await one({ seller: makers[index % 5] })), buy: { ...buy, grantHash: grant.grantHash } };
  }));
}

async function refilled(count, knows) {
  const { grantHash } = await venue.grantFor(alice, wallets[2]);
  const named = knows ? zeroHash : grantHash;
  const large = { quantity: 1_000n * UNIT };
  const buy = { ...(await venue.sign(alice, venue.order(alice, Side.Buy, large))), grantHash: named };
  const sell = { ...(await venue.sign(bob, venue.order(bob, Side.Sell, large))), grantHash: named };
  const list = () => many(count, async () => ({ ...(await one()), buy, sell }));
  await settle(await list());
  return settle(await list());
}

let netRoot = zeroHash;
let netMatch = 0n;
const slots = new Slots();
async function netted(count, holders) {
  const trades = [];
  for (let index = 0; index < count; index++) {
    netMatch += 1n;
    const [buy, sell] = [orderOf(index, Side.Buy, holders), orderOf(index + 1, Side.Sell, holders)];
    trades.push({ matchId: netMatch, matchTimeNs: 1_700_000_000_000_000_000n, price: 50n * UNIT, quantity: UNIT / 10n,
      buyFee: 100n, sellFee: 50n, buy, sell });
  }
  const made = buildBatch({ trades, previousRoot: netRoot, token: venue.usdc.address, slots });
  netRoot = made.root;
  const posted = await venue.write(venue.net, 'post', [made.batch, made.entries], operator);
  await venue.advance(3601);
  const applied = await venue.write(venue.net, 'applyBatch', [made.batch, made.entries], carol);
  return { entries: made.entries.length, each: Number(posted.receipt.gasUsed + applied.receipt.gasUsed) / count };
}

/** Gas of posting does not depend on signatures, so these orders carry none; subaccounts make the holders. */
function orderOf(index, side, holders) {
  const order = { ...venue.order(traders[index % 6], side), subaccount: Math.floor(index % holders / 6) };
  delete order.instructions;
  return { order: { ...order, instructions: zeroHash }, list: { kind: 0, index: 0, first: zeroHash, second: zeroHash },
    grantHash: zeroHash, r: zeroHash, s: zeroHash, v: 27 };
}

await setUp();
for (let subaccount = 1; subaccount < 17; subaccount++) {
  for (const trader of traders) await venue.fund(trader, subaccount, 100_000);
}
await netted(100, 100);
const rows = {};
const row = (name, ...values) => { rows[name] = values; };
const settleFresh = async (count) => settle(await fresh(count));
const settleSweep = async (count) => settle(await sweep(count));
const sizes = [1, 10, 100];
const each = async (measure) => {
  const values = [];
  for (const size of sizes) values.push(await measure(size));
  return values;
};
row('two new orders', ...await each(settleFresh));
row('one taker, new makers', ...await each(settleSweep));
row('one side under a bulk signature', ...await each(bulk));
row('both sides legs of lists of three', ...await each(lists));
row('one side signed by a session key', ...await each(keyed));
row('neither order new', ...await each((count) => refilled(count, true)));
row('neither order new, both verified again', ...await each((count) => refilled(count, false)));
const netRows = [];
for (const [count, holders] of [[100, 10], [1000, 10], [1000, 100], [5000, 100]]) {
  netRows.push([count, holders, await netted(count, holders)]);
}
const data = encodeFunctionData({ abi: venue.exchange.abi, functionName: 'settle', args: [[await one()]] });
await venue.stop();

const perSecond = (gas) => Math.floor(blockGas / gas / blockSeconds);
const at100 = (name) => rows[name][2];
const line = ([name, values]) =>
  `| ${name} | ${values.map(thousands).join(' | ')} | ${thousands(perSecond(values[2]))} |`;
const best = netRows.at(-1)[2].each;
const saving = (what, before, after, why) =>
  `| ${what} | ${thousands(before)} | ${thousands(after)} | ${thousands(before - after)} | ${why} |`;
const text = `# Gas

Written by \`npm run gas\` in settlement/contracts: gas used per trade on a real local node (cancun rules),
transaction and calldata included. Every account has a balance and a position before. Matches per second are what a
block of ${thousands(blockGas)} gas every ${blockSeconds} seconds holds at batches of 100; others share it.

## Trade by trade

| | batch of 1 | 10 | 100 | matches/s |
|---|--:|--:|--:|--:|
${Object.entries(rows).map(line).join('\n')}

One trade is ${thousands((data.length - 2) / 2)} bytes of calldata, most of them zero.

## Netted

Posting and applying together; ${thousands(perSecond(best))} matches per second at the last line.

| matches | holders | entries | gas per match | gas per entry |
|--:|--:|--:|--:|--:|
${netRows.map(([count, holders, { entries, each: gas }]) =>
    `| ${[count, holders, entries, gas, gas * count / entries].map(thousands).join(' | ')} |`).join('\n')}

## What each trick saves, per trade at batches of 100

| trick | without | with | saved | what it is |
|---|--:|--:|--:|---|
${[
    saving('batches', rows['two new orders'][0], at100('two new orders'),
      'the transaction, cold roles, root and pools are paid once'),
    saving('one taker, many makers', at100('two new orders'), at100('one taker, new makers'),
      'the slot of the taker is written warm, his signature is recovered once'),
    saving('a signature is recovered once', at100('neither order new, both verified again'), at100('neither order new'),
      'an order whose digest an earlier fill has seen signed by its owner is not recovered again'),
    saving('netting', at100('two new orders'), best, 'money and positions move once per holder, not per match'),
  ].join('\n')}

A bulk signature saves the trader signatures, not gas: its path costs
${thousands(at100('one side under a bulk signature') - at100('two new orders'))} more per trade.
`;
fs.writeFileSync(path.join(repository, 'docs/gas.md'), text + fs.readFileSync(path.join(repository,
  'settlement/contracts/scripts/gas-peers.md'), 'utf8'));
console.log(text);
