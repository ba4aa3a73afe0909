// Writes bulk.json with a stock wallet library, independent of our own code: trees of orders under one signature.
// Run from a folder that has viem installed:  node bulk.mjs <definition.json> <output folder>
// The definition is docs/protocol/eip712.json; domain, keys and orders are those of eip712.json. Append-only.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { hashStruct, hashTypedData, keccak256, stringToHex } = require('viem');
const { privateKeyToAccount } = require('viem/accounts');

const [definitionPath, folder] = process.argv.slice(2);
const { types } = JSON.parse(readFileSync(definitionPath, 'utf8'));
const { domain, orders } = JSON.parse(readFileSync(join(folder, 'eip712.json'), 'utf8'));
const account = privateKeyToAccount(keccak256(stringToHex('DexExtra vector key 0')));
const zeros = (type) => Object.fromEntries(types[type].map((field) =>
  [field.name, field.type === 'address' ? `0x${'00'.repeat(20)}` : field.type in types ? zeros(field.type) : 0]));
const pairs = (list) => Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index], list[2 * index + 1]]);

const result = [];
for (let height = 1; height <= 10; height++) {
  for (const count of new Set([1, 2 ** height - 1, Math.min(2 ** height, orders.length)])) {
    const members = orders.slice(0, count).map(({ message }) => message);
    let tree = Array.from({ length: 2 ** height }, (_, place) => members[place] ?? zeros('Order'));
    for (let level = 1; level < height; level++) tree = pairs(tree);
    const bulkTypes = { ...types, BulkOrder: [{ name: 'tree', type: `Order${'[2]'.repeat(height)}` }] };
    const data = { domain, types: bulkTypes, primaryType: 'BulkOrder', message: { tree } };
    result.push({ height, count: members.length, structHash: hashStruct({ ...data, data: data.message }),
      digest: hashTypedData(data), signature: await account.signTypedData(data) });
  }
}
writeFileSync(join(folder, 'bulk.json'), `${JSON.stringify({ signer: 0, trees: result }, null, 1)}\n`);
