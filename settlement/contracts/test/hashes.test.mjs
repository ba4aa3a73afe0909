// Order hashes of Solidity, the stock library and C# are equal on the same random orders (SIG-07). The C# tests compare
// with the same file of rolling hashes. HASHED_ORDERS enlarges it; beyond the file the library alone is compared with.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { concat, hashTypedData, keccak256, zeroHash } from 'viem';
import { calldata, types, Venue } from './support.mjs';
import { RandomOrders } from './random-orders.mjs';

const step = 250;
const count = Number(process.env.HASHED_ORDERS ?? 1000);
const { seed, every, hashes } = JSON.parse(
  fs.readFileSync(new URL('../../../tests/vectors/eip712/rolling.json', import.meta.url), 'utf8'));
const { domain } = JSON.parse(
  fs.readFileSync(new URL('../../../tests/vectors/eip712/eip712.json', import.meta.url), 'utf8'));
let venue;
before(async () => { venue = await Venue.start(); });
after(() => venue.stop());

test(`${count} random orders have one hash in Solidity, in the stock library and in C#`, async () => {
  const roller = await venue.create('HashMany', []);
  const code = await venue.reader.getCode({ address: venue.exchange.address });
  await venue.reader.request({ method: 'anvil_setCode', params: [domain.verifyingContract, code] });
  const source = new RandomOrders(BigInt(seed));
  let [chain, library, compared] = [zeroHash, zeroHash, 0];
  for (let done = step; done <= count; done += step) {
    const orders = Array.from({ length: step }, () => source.next());
    for (const message of orders) {
      library = keccak256(concat([library, hashTypedData({ domain, types, primaryType: 'Order', message })]));
    }
    chain = await venue.read(roller, 'roll', [domain.verifyingContract, chain, orders.map(calldata)]);
    assert.equal(chain, library, `orders up to ${done}`);
    if (done % every !== 0 || done / every > hashes.length) continue;
    assert.equal(chain, hashes[done / every - 1], `the rolling hash after ${done}`);
    compared++;
  }
  assert.ok(compared > 0, 'nothing was compared with the file that C# reads');
});
