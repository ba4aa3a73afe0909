// Golden bytes of a netted batch, made by an independent library; the settlement tests compare theirs.
// Usage: node scripts/net-vectors.mjs OUTPUT.json
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFunctionData, hashStruct, zeroHash } from 'viem';
import { buildBatch, hashLeaf, Slots } from '../test/netting.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { abi } = JSON.parse(fs.readFileSync(path.join(root, 'out', 'NettedExchange.json'), 'utf8'));
const { types } = JSON.parse(fs.readFileSync(path.join(root, '../../docs/protocol/eip712.json'), 'utf8'));
const unit = 100_000_000n;
const instructions = hashStruct({ types, primaryType: 'Instructions',
  data: Object.fromEntries(types.Instructions.map(({ name }) => [name, 0])) });
const [one, two] = ['0x9999999999999999999999999999999999999999', '0x1111111111111111111111111111111111111111'];
const token = '0x1234567890123456789012345678901234567890';
const alone = { kind: 0, index: 0, first: zeroHash, second: zeroHash };
const signed = (account, subaccount, marketId, side, nonce) => ({
  order: { account, subaccount, marketId, side, orderType: 2, timeInForce: 1, flags: 0, limitPrice: 5n * unit,
    triggerPrice: 0n, quantity: 100n * unit, expiry: 4_000_000_000n, maxFeePerUnit: unit, nonce, version: 1,
    instructions },
  list: alone, grantHash: zeroHash, r: `0x${'c1'.repeat(32)}`, s: `0x${'0a'.repeat(32)}`, v: 28,
});
const trade = (matchId, price, quantity, buyer, seller, marketId = 1) => ({
  matchId, matchTimeNs: 1_900_000_000_000_000_000n, price: price * unit, quantity: quantity * unit,
  buyFee: matchId, sellFee: 10n * matchId,
  buy: signed(buyer[0], buyer[1], marketId, 1, 7n), sell: signed(seller[0], seller[1], marketId, 2, 7n),
});
const slots = new Slots();
const first = buildBatch({ slots, token, previousRoot: zeroHash, stateRoot: `0x${'5e'.repeat(32)}`, trades: [
  trade(1n, 40n, 3n, [one, 0], [two, 0]),
  trade(2n, -5n, 1n, [two, 0], [one, 0]),
  trade(3n, 10n, 2n, [one, 7], [two, 0], 2),
  trade(4n, 11n, 1n, [one, 0], [one, 0]),
  trade(5n, 12n, 4n, [two, 4294967295], [one, 7]),
] });
const second = buildBatch({ slots, token, previousRoot: first.root, trades: [trade(6n, 1n, 1n, [one, 0], [two, 0])] });
const result = [first, second].map(({ batch, entries, leaves, root: identity, proof }) => ({
  root: identity, matchesRoot: batch.matchesRoot, entriesHash: batch.entriesHash, leaves: leaves.map(hashLeaf),
  paths: leaves.map((_, place) => proof(place).path),
  post: encodeFunctionData({ abi, functionName: 'post', args: [batch, entries] }),
  apply: encodeFunctionData({ abi, functionName: 'applyBatch', args: [batch, entries] }),
}));
fs.writeFileSync(process.argv[2], `${JSON.stringify(result, null, 1)}\n`);
