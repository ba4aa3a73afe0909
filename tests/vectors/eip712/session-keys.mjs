// Writes session-keys.json with a stock wallet library, independent of our own code.
// Run from a folder that has viem installed:  node session-keys.mjs <definition.json> <output folder>
// The definition is docs/protocol/eip712.json; domain and keys are those of eip712.json. Append-only as that one.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { hashStruct, hashTypedData, keccak256, stringToHex } = require('viem');
const { privateKeyToAccount } = require('viem/accounts');

const [definitionPath, folder] = process.argv.slice(2);
const { types } = JSON.parse(readFileSync(definitionPath, 'utf8'));
const { domain } = JSON.parse(readFileSync(join(folder, 'eip712.json'), 'utf8'));
const accounts = Array.from({ length: 8 },
  (_, index) => privateKeyToAccount(keccak256(stringToHex(`DexExtra vector key ${index}`))));
const addressOf = (index) => accounts[index].address.toLowerCase();
const max = (bits) => (1n << BigInt(bits)) - 1n;

async function vector(primaryType, message, signer) {
  const data = { domain, types, primaryType, message };
  return {
    primaryType,
    signer,
    message: Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)])),
    structHash: hashStruct({ data: message, types, primaryType }),
    digest: hashTypedData(data),
    signature: await accounts[signer].signTypedData(data),
  };
}

const grant = {
  owner: addressOf(0), key: addressOf(1), subaccount: 0, marketId: 0, permissions: 3, expiresAt: 1900000000n, nonce: 1n,
};
const edges = {
  key: [`0x${'ff'.repeat(20)}`, `0x${'00'.repeat(19)}01`], subaccount: [7, Number(max(32))],
  marketId: [1, Number(max(32))], permissions: [0, 1, 2, Number(max(32))], expiresAt: [0n, max(64)], nonce: [0n, max(64)],
};
const vectors = [await vector('SessionKeyGrant', grant, 0)];
for (const [name, values] of Object.entries(edges)) {
  for (const value of values) {
    vectors.push(await vector('SessionKeyGrant', { ...grant, [name]: value }, 0));
  }
}
for (const [owner, key, nonce] of [[2, 3, 1n], [2, 3, max(64)], [4, 5, 0n]]) {
  vectors.push(await vector(
    'SessionKeyRevoke', { owner: addressOf(owner), key: addressOf(key), nonce }, owner));
}

writeFileSync(join(folder, 'session-keys.json'), `${JSON.stringify(vectors, null, 1)}\n`);
console.log(vectors.length);
