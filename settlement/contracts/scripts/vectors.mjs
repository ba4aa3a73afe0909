// Golden bytes of transactions and calls, made by an independent library; the settlement tests compare theirs.
// Usage: node scripts/vectors.mjs OUTPUT.json
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFunctionData, getContractAddress, hashStruct, keccak256, zeroHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { abi } = JSON.parse(fs.readFileSync(path.join(root, 'out', 'SettlementExchange.json'), 'utf8'));
const { types } = JSON.parse(fs.readFileSync(path.join(root, '../../docs/protocol/eip712.json'), 'utf8'));
const privateKey = keccak256('0x01');
const account = privateKeyToAccount(privateKey);
const long = `0x${'ab'.repeat(70_000)}`;

const transactions = [];
for (const [nonce, tip, maxFee, gas, to, data] of [
  [0n, 0n, 1n, 21_000n, '0x00000000000000000000000000000000000000ff', '0x'],
  [127n, 1n, 128n, 100_000n, '0xffffffffffffffffffffffffffffffffffffffff', '0x7f'],
  [128n, 30_000_000_000n, 2n ** 70n, 16_000_000n, '0x1234567890123456789012345678901234567890', '0x80'],
  [2n ** 40n, 2n ** 90n, 2n ** 91n, 255n, '0x1234567890123456789012345678901234567890', `0x${'00'.repeat(55)}`],
  [1n, 1n, 2n, 256n, null, `0x${'11'.repeat(56)}`],
  [2n, 1n, 2n, 256n, '0x1234567890123456789012345678901234567890', long],
]) {
  const raw = await account.signTransaction({ type: 'eip1559', chainId: 137, nonce: Number(nonce),
    maxPriorityFeePerGas: tip, maxFeePerGas: maxFee, gas, to: to ?? undefined, data });
  transactions.push({ nonce, tip, maxFee, gas, to, dataBytes: (data.length - 2) / 2, dataFirst: data.slice(0, 4),
    rawHash: keccak256(raw), raw: raw.length < 1000 ? raw : null });
}

const instructions = Object.fromEntries(types.Instructions.map(({ name }, index) => [name, index + 1]));
const order = (side, limitPrice, quantity) => ({
  account: account.address, subaccount: 4_294_967_295, marketId: 3, side, orderType: 8, timeInForce: 12,
  flags: 4_294_967_295, limitPrice, triggerPrice: -1n, quantity, expiry: 2n ** 63n, maxFeePerUnit: 2n ** 100n,
  nonce: 2n ** 64n - 1n, version: 4_294_967_295,
  instructions: hashStruct({ data: instructions, types, primaryType: 'Instructions' }),
});
const alone = { kind: 0, index: 0, first: zeroHash, second: zeroHash };
const listed = { kind: 5, index: 2, first: `0x${'e3'.repeat(32)}`, second: `0x${'f4'.repeat(32)}` };
const grant = {
  owner: account.address, key: '0x1234567890123456789012345678901234567890', subaccount: 4_294_967_295, marketId: 3,
  permissions: 3, expiresAt: 2n ** 63n, nonce: 2n ** 64n - 1n,
};
const grantHash = hashStruct({ data: grant, types, primaryType: 'SessionKeyGrant' });
const signed = (values, list, fill, grant) => ({
  order: values, list, grantHash: grant, r: `0x${fill.repeat(32)}`, s: `0x${'0a'.repeat(32)}`, v: 27,
});
const match = (matchId, price, quantity) => ({
  matchId, matchTimeNs: 1_900_000_000_000_000_000n, price, quantity, buyFee: 2n ** 65n, sellFee: 1n,
  buy: signed(order(1, price, quantity), alone, 'c1', zeroHash),
  sell: signed(order(2, price, quantity), listed, 'd2', grantHash),
});
const matches = [match(1n, -5n * 10n ** 8n, 10n ** 8n), match(2n, 2n ** 95n, 2n ** 90n)];
const market = { token: account.address, multiplier: 2n ** 60n, floor: -(2n ** 95n), cap: 2n ** 95n,
  questionHash: `0x${'5a'.repeat(32)}` };
const [r, s] = [`0x${'1c'.repeat(32)}`, `0x${'0d'.repeat(32)}`];
const vectors = {
  privateKey, address: account.address.toLowerCase(), transactions,
  created: [0n, 1n, 127n, 128n, 70_000n].map((nonce) => ({ nonce,
    address: getContractAddress({ from: account.address, nonce }).toLowerCase() })),
  settle: encodeFunctionData({ abi, functionName: 'settle', args: [matches] }),
  registerMarket: encodeFunctionData({ abi, functionName: 'registerMarket', args: [3, market] }),
  registerSessionKey: encodeFunctionData({ abi, functionName: 'registerSessionKey', args: [grant, r, s, 28] }),
  revokeSessionKey: encodeFunctionData({ abi, functionName: 'revokeSessionKey',
    args: [grant.owner, grant.key, grant.nonce, 1_900_000_000_000_000_000n, r, s, 28] }),
};
fs.writeFileSync(process.argv[2],
  `${JSON.stringify(vectors, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1)}\n`);
