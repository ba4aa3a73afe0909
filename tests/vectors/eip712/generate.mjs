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
    orderType: 1 + Number(next() % 10n),
    timeInForce: [1, 3, 4, 6, 10, 11, 12][Number(next() % 7n)],
    flags: Number(next() >> 32n),
    limitPrice: BigInt.asIntN(128, wide()) >> shift,
    triggerPrice: BigInt.asIntN(128, wide()) >> shift,
    quantity: wide() >> shift,
    expiry: next(),
    maxFeePerUnit: wide() >> shift,
    nonce: next(),
    version: Number(next() >> 32n),
    instructions: {
      displayQuantity: wide() >> shift,
      displayVariance: wide() >> shift,
      minQuantity: wide() >> shift,
      budget: wide() >> shift,
      trailingDistance: wide() >> shift,
      priceOffset: wide() >> shift,
      activationPrice: BigInt.asIntN(128, wide()) >> shift,
      trailingBasisPoints: Number(next() >> 32n),
      positionFraction: Number(next() >> 32n),
      duration: Number(next() >> 32n),
      interval: Number(next() >> 32n),
      triggerSource: Number(next() >> 56n),
      expiryAction: Number(next() >> 56n),
      pegReference: Number(next() >> 56n),
    },
  };
  return { signer, order };
}

function text(value) {
  if (Array.isArray(value)) {
    return value.map(text);
  }
  return typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, text(member)]))
    : String(value);
}
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

const noInstructions = {
  displayQuantity: 0n, displayVariance: 0n, minQuantity: 0n, budget: 0n, trailingDistance: 0n, priceOffset: 0n,
  activationPrice: 0n, trailingBasisPoints: 0, positionFraction: 0, duration: 0, interval: 0, triggerSource: 0,
  expiryAction: 0, pegReference: 0,
};

function extremeOrders() {
  const base = {
    account: accounts[0].address.toLowerCase(), subaccount: 0, marketId: 1, side: 1, orderType: 2, timeInForce: 1,
    flags: 0, limitPrice: 0n, triggerPrice: 0n, quantity: 100000000n, expiry: 1900000000n, maxFeePerUnit: 0n, nonce: 1n,
    version: 1, instructions: noInstructions,
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
  for (const instructions of extremeInstructions()) {
    orders.push({ ...base, instructions });
  }
  return orders;
}

/** Each instruction alone with its edges, all of them at once, and the values of one real order of each kind. */
function extremeInstructions() {
  const widths = {
    displayQuantity: 128, displayVariance: 128, minQuantity: 128, budget: 128, trailingDistance: 128, priceOffset: 128,
    trailingBasisPoints: 32, positionFraction: 32, duration: 32, interval: 32, triggerSource: 8, expiryAction: 8,
    pegReference: 8,
  };
  const number = (bits, value) => (bits > 32 ? value : Number(value));
  const edges = Object.entries(widths).flatMap(([name, bits]) => [1n, max(bits)]
    .map((value) => ({ ...noInstructions, [name]: number(bits, value) })));
  const activations = [1n, -1n, 2n ** 127n - 1n, -(2n ** 127n)]
    .map((activationPrice) => ({ ...noInstructions, activationPrice }));
  const all = Object.fromEntries(Object.entries(widths).map(([name, bits]) => [name, number(bits, max(bits))]));
  const kinds = [
    { displayQuantity: 100000000n, displayVariance: 20000000n }, { minQuantity: 300000000n }, { budget: 50000000000n },
    { triggerSource: 1, expiryAction: 1 }, { triggerSource: 2, positionFraction: 5000 },
    { trailingDistance: 150000000n, priceOffset: 10000000n, activationPrice: -250000000n, triggerSource: 1 },
    { trailingBasisPoints: 250, triggerSource: 3 }, { pegReference: 2, priceOffset: 5000000n },
    { duration: 3600, interval: 60, priceOffset: 100000000n },
  ].map((values) => ({ ...noInstructions, ...values }));
  return [...edges, ...activations, { ...noInstructions, ...all, activationPrice: -(2n ** 127n) }, ...kinds];
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

// T15: one signature over all legs; each leg's own digest stays its identity
const orderLists = [];
const legs = splitMix(3n);
for (const [kind, count] of [[1, 2], [2, 2], [3, 2], [3, 3], [4, 3], [5, 3], [0, 1], [255, 3]]) {
  const signer = orderLists.length % accounts.length;
  const account = accounts[signer].address.toLowerCase();
  const members = Array.from({ length: count }, () => ({ ...randomOrder(legs).order, account }));
  const hashes = (hash) => members.map((message) => hash({ domain, types, primaryType: 'Order', message }));
  orderLists.push({
    ...(await vector('OrderList', { kind, orders: members }, signer)),
    legStructHashes: hashes(({ message }) => hashStruct({ data: message, types, primaryType: 'Order' })),
    legDigests: hashes(hashTypedData),
  });
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
    auctionFeePerLot: 50n, initialState: 3, metricId: 'TEMP-OSLO-2026-12',
    feeModel: 0, takerFeeRate: 0, makerFeeRate: 0, auctionFeeRate: 0, marginMode: 0,
    questionHash: keccak256(stringToHex('What will the temperature in Oslo be?')),
    life: {
      termination: 1798675200n, observationStart: 1798675200n, observationEnd: 1798761600n, publicationDelay: 3600,
      fallbackDeadline: 1799366400n, fallback: 1, fallbackWindow: 7200, outOfRange: 1, settlementFeePerLot: 5n,
      oracle: '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512',
    },
  },
  {
    marketId: Number(max(32)), assetId: Number(max(32)), tickSize: max(127), lotSize: max(127), multiplier: max(127),
    floorTicks: -(2n ** 63n), capTicks: 2n ** 63n - 1n, takerFeePerLot: max(63), makerFeePerLot: -(2n ** 63n),
    maxOrderLots: max(63), protectionTicks: max(63), auctionFeePerLot: max(63), initialState: 255,
    questionHash: `0x${'ab'.repeat(32)}`, metricId: 'Ærø °C '.repeat(5),
    feeModel: 255, takerFeeRate: Number(max(32)), makerFeeRate: -(2 ** 31), auctionFeeRate: Number(max(32)),
    marginMode: 254,
    life: {
      termination: max(64), observationStart: max(64) - 1n, observationEnd: max(64) - 2n,
      publicationDelay: Number(max(32)), fallbackDeadline: max(64) - 3n, fallback: 255,
      fallbackWindow: Number(max(32)) - 1, outOfRange: 253, settlementFeePerLot: max(63), oracle: `0x${'ff'.repeat(20)}`,
    },
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

// each field its own number, and each field its largest
const operatorCommands = [];
for (const primaryType of ['SetTradingRules', 'SetMarketState', 'StartAuction', 'SetIndexPrice']) {
  const fill = (value) => Object.fromEntries(types[primaryType].map(({ name, type }, index) =>
    [name, value(type.startsWith('uint') ? Number(type.slice(4)) : 63, index)]));
  for (const message of [fill((bits, index) => BigInt(index + 1)), fill((bits) => max(bits))]) {
    operatorCommands.push({ primaryType, ...(await vector(primaryType, message, 3)) });
  }
}

// what owners and operators say about money, by the published definition: each field its own number, its largest, its
// smallest; amounts of 128 bits are at most those of Int128
const moneyTypes = [
  'SetMarginMode', 'AdjustMargin', 'Transfer', 'RequestWithdrawal', 'SetFeeSchedule', 'SetRiskParameters',
  'SetRiskLimits', 'SetCollateral', 'SetCollateralPrice', 'FundTransfer', 'SetWithdrawalLimits', 'SetVenueState',
  'OracleUpdate', 'BustTrade', 'WithdrawalUpdate',
];
const hexOf = (value, bytes) => toHex(value, { size: bytes });
const valueOf = (type, number, isLargest) => {
  const bits = Number(type.match(/[0-9]*$/)[0] || 160);
  const isSigned = type.startsWith('int');
  const top = isSigned || bits === 128 ? max(bits - 1) : max(bits);
  const value = number ?? (isLargest ? top : isSigned ? -top - 1n : 0n);
  return type === 'address' ? hexOf(number ?? (isLargest ? max(160) : 1n), 20)
    : type === 'bytes32' ? hexOf(number ?? (isLargest ? max(256) : 0n), 32)
    : bits > 32 ? value : Number(value);
};
const moneyCommands = [];
for (const [place, primaryType] of moneyTypes.entries()) {
  const fill = (pick) => Object.fromEntries(types[primaryType].map(({ name, type }, index) => [name, pick(type, index)]));
  const messages = [
    fill((type, index) => valueOf(type, BigInt(index + 1))), fill((type) => valueOf(type, null, true)),
    fill((type) => valueOf(type, null, false)),
  ];
  for (const message of messages) {
    moneyCommands.push({ primaryType, ...(await vector(primaryType, message, place % accounts.length)) });
  }
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
write('eip712.json', {
  domain, accounts: accountList, orders, orderLists, wrongDomains, logins, createMarkets, listAssets, operatorCommands,
});
write('money.json', moneyCommands);
write('rolling.json', { seed: 7, every: 1000, hashes: rolling });
write('keccak.json', keccak);
console.log([orders, orderLists, rolling, keccak].map((part) => part.length).join(' / '));
