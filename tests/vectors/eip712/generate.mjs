// Writes the vectors of this folder with a stock wallet library, independent of our own code.
// Run from a folder that has viem installed:  node generate.mjs <definition.json> <output folder>
// The definition is docs/protocol/eip712.json. Vectors are append-only: a change of an existing one is a new version.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { concat, hashStruct, hashTypedData, keccak256, stringToHex, toHex, zeroHash } = require('viem');
const { privateKeyToAccount } = require('viem/accounts');

const [definitionPath, folder] = process.argv.slice(2);
const { types } = JSON.parse(readFileSync(definitionPath, 'utf8'));
const domain = {
  name: 'DexExtra',
  version: '1',
  chainId: 31337,
  verifyingContract: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
};
const keys = Array.from({ length: 8 }, (_, index) => keccak256(stringToHex(`DexExtra vector key ${index}`)));
const accounts = keys.map((key) => privateKeyToAccount(key));

// SplitMix64: the same few lines exist in the C# test, so that 10,000 orders need no file
const mask = (1n << 64n) - 1n;
function splitMix(seed) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  };
}

function randomOrder(next) {
  const wide = () => (next() << 64n) | next();
  const signer = Number(next() % 8n);
  const shift = next() % 128n;
  const order = {
    account: accounts[signer].address.toLowerCase(),
    subaccount: Number(next() >> 32n),
    marketId: Number(next() >> 32n),
    side: 1 + Number(next() % 2n),
    orderType: 1 + Number(next() % 2n),
    timeInForce: [1, 3, 4][Number(next() % 3n)],
    flags: Number(next() >> 32n),
    limitPrice: BigInt.asIntN(128, wide()) >> shift,
    triggerPrice: BigInt.asIntN(128, wide()) >> shift,
    quantity: wide() >> shift,
    expiry: next(),
    maxFeePerUnit: wide() >> shift,
    nonce: next(),
    version: Number(next() >> 32n),
  };
  return { signer, order };
}

const text = (message) => Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)]));
const max = (bits) => (1n << BigInt(bits)) - 1n;

async function vector(primaryType, message, signer, over = {}) {
  const usedDomain = { ...domain, ...over };
  const data = { domain: usedDomain, types, primaryType, message };
  return {
    signer,
    message: text(message),
    structHash: hashStruct({ data: message, types, primaryType }),
    digest: hashTypedData(data),
    signature: await accounts[signer].signTypedData(data),
  };
}

function extremeOrders() {
  const base = {
    account: accounts[0].address.toLowerCase(), subaccount: 0, marketId: 1, side: 1, orderType: 2, timeInForce: 1,
    flags: 0, limitPrice: 0n, triggerPrice: 0n, quantity: 100000000n, expiry: 1900000000n, maxFeePerUnit: 0n, nonce: 1n,
    version: 1,
  };
  const edges = {
    subaccount: [max(32)], marketId: [0, max(32)], side: [0, 2, 255], orderType: [1, 255], timeInForce: [3, 4, 255],
    flags: [1, max(32)], limitPrice: [-1n, 1n, -(2n ** 127n), 2n ** 127n - 1n, -1250000000n],
    triggerPrice: [-1n, -(2n ** 127n), 2n ** 127n - 1n], quantity: [0n, 1n, max(128)], expiry: [0n, max(64)],
    maxFeePerUnit: [1n, max(128)], nonce: [0n, max(64)], version: [0, 2, max(32)],
  };
  const orders = [base];
  for (const [name, values] of Object.entries(edges)) {
    for (const value of values) {
      orders.push({ ...base, [name]: value });
    }
  }
  return orders;
}

const orders = [];
for (const order of extremeOrders()) {
  orders.push(await vector('Order', order, 0));
}
const next = splitMix(1n);
for (let count = 0; count < 64; count++) {
  const { signer, order } = randomOrder(next);
  orders.push(await vector('Order', order, signer));
}

const sample = extremeOrders()[0];
const wrongDomains = [];
for (const over of [
  { chainId: 1 }, { chainId: 137 }, { chainId: 31338 }, { name: 'dexextra' }, { name: '' }, { version: '2' },
  { verifyingContract: '0x0000000000000000000000000000000000000000' },
  { verifyingContract: '0x5fbdb2315678afecb367f032d93f642f64180aa4' },
]) {
  wrongDomains.push({ domain: { ...domain, ...over }, ...(await vector('Order', sample, 0, over)) });
}

const challenges = [zeroHash, keccak256('0x01'), `0x${'ff'.repeat(32)}`];
const logins = [];
for (const [index, challenge] of challenges.entries()) {
  const login = { account: accounts[index].address.toLowerCase(), challenge, expiry: [0n, 1900000000n, max(64)][index] };
  logins.push(await vector('Login', login, index));
}

const markets = [
  {
    marketId: 1, assetId: 1, tickSize: 1000000n, lotSize: 1000000n, multiplier: 100000000n, floorTicks: -5000n,
    capTicks: 5000n, takerFeePerLot: 100n, makerFeePerLot: 0n, maxOrderLots: 1000000n, protectionTicks: 500n,
    questionHash: keccak256(stringToHex('What will the temperature in Oslo be?')), metricId: 'TEMP-OSLO-2026-12',
  },
  {
    marketId: Number(max(32)), assetId: Number(max(32)), tickSize: max(127), lotSize: max(127), multiplier: max(127),
    floorTicks: -(2n ** 63n), capTicks: 2n ** 63n - 1n, takerFeePerLot: max(63), makerFeePerLot: max(63),
    maxOrderLots: max(63), protectionTicks: max(63), questionHash: `0x${'ab'.repeat(32)}`, metricId: 'Ærø °C '.repeat(5),
  },
];
const createMarkets = [];
for (const market of markets) {
  createMarkets.push(await vector('CreateMarket', market, 1));
}
const assets = [
  { assetId: 1, tokenDecimals: 6, token: '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512', symbol: 'USDC' },
  { assetId: Number(max(32)), tokenDecimals: 255, token: `0x${'ff'.repeat(20)}`, symbol: 'x'.repeat(64) },
];
const listAssets = [];
for (const asset of assets) {
  listAssets.push(await vector('ListAsset', asset, 2));
}

// SIG-07: rolling = keccak256(rolling ‖ digest) over the orders of seed 7, kept every 1,000 orders
const rolling = [];
let sum = zeroHash;
const many = splitMix(7n);
for (let count = 1; count <= 10000; count++) {
  const { order } = randomOrder(many);
  sum = keccak256(concat([sum, hashTypedData({ domain, types, primaryType: 'Order', message: order })]));
  if (count % 1000 === 0) {
    rolling.push(sum);
  }
}

// the input of length n is the bytes 0, 1, 2, … (mod 251)
const lengths = [0, 1, 31, 32, 55, 64, 134, 135, 136, 137, 271, 272, 273, 1000];
const bytesOf = (length) => toHex(Uint8Array.from({ length }, (_, index) => index % 251));
const keccak = lengths.map((length) => ({ length, hash: keccak256(length === 0 ? '0x' : bytesOf(length)) }));

const accountList = keys.map((key, index) => ({ key, address: accounts[index].address.toLowerCase() }));
const write = (name, value) => writeFileSync(join(folder, name), `${JSON.stringify(value, null, 1)}\n`);
write('eip712.json', { domain, accounts: accountList, orders, wrongDomains, logins, createMarkets, listAssets });
write('rolling.json', { seed: 7, every: 1000, hashes: rolling });
write('keccak.json', keccak);
console.log(`${orders.length} orders, ${rolling.length} rolling hashes, ${keccak.length} keccak inputs`);
