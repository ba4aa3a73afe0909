// Builds netted batches from matches, independent of the settlement process: running totals, leaves, tree, entries.
import { concat, encodeAbiParameters, keccak256, zeroHash } from 'viem';
import { artifact } from './support.mjs';

const inputs = (name) => artifact('NetJudge').abi.find((item) => item.type === 'function' && item.name === name).inputs;
const [batchType, proofType] = inputs('proveBadMatch');
const entriesType = inputs('proveWrongEntry')[1];
const leafType = proofType.components[0];
const DIVISOR = 10n ** 16n;

export const hashBatch = (batch) => keccak256(encodeAbiParameters([batchType], [batch]));
export const hashEntries = (entries) => keccak256(encodeAbiParameters([entriesType], [entries]));
export const hashLeaf = (leaf) => keccak256(keccak256(encodeAbiParameters([leafType], [leaf])));

/** Filled totals of slots over all batches of one venue. */
export class Slots {
  filled = new Map();

  fill({ account, subaccount, nonce }, quantity) {
    const key = `${account}/${subaccount}/${nonce}`;
    const filled = (this.filled.get(key) ?? 0n) + quantity;
    this.filled.set(key, filled);
    return filled;
  }
}

function legOf(totals, slots, trade, side, multiplier) {
  const { order } = trade[side];
  const key = [order.marketId, BigInt(order.account), order.subaccount].join('/');
  const entry = totals.get(key) ?? { marketId: order.marketId, account: order.account, subaccount: order.subaccount,
    quantity: 0n, cash: 0n, fee: 0n, legs: 0 };
  const quantity = side === 'buy' ? trade.quantity : -trade.quantity;
  const next = { ...entry, quantity: entry.quantity + quantity, fee: entry.fee + trade[`${side}Fee`],
    cash: entry.cash - quantity * trade.price * multiplier / DIVISOR, legs: entry.legs + 1 };
  totals.set(key, next);
  return { leg: next.legs, quantity: next.quantity, cash: next.cash, fee: next.fee,
    filled: slots.fill(order, trade.quantity) };
}

const byHolding = (a, b) => a.marketId - b.marketId || (BigInt(a.account) < BigInt(b.account) ? -1
  : BigInt(a.account) > BigInt(b.account) ? 1 : a.subaccount - b.subaccount);

/** A batch with everything that posting, applying and proving need. */
export function buildBatch({ trades, previousRoot, token, slots = new Slots(), multiplier = 100_000_000n,
  stateRoot = zeroHash, change = (leaf) => leaf }) {
  const totals = new Map();
  const leaves = trades.map((trade, index) => change({ trade,
    buy: legOf(totals, slots, trade, 'buy', multiplier), sell: legOf(totals, slots, trade, 'sell', multiplier) },
      index));
  const entries = [...totals.values()].sort(byHolding);
  return sealBatch({ leaves, entries, previousRoot, token, stateRoot,
    firstMatchId: trades[0].matchId, lastMatchId: trades.at(-1).matchId });
}

export function sealBatch({ leaves, entries, previousRoot, token, stateRoot = zeroHash, firstMatchId, lastMatchId }) {
  let height = 0;
  while (2 ** height < leaves.length) height++;
  const hashes = leaves.map(hashLeaf);
  const levels = [Array.from({ length: 2 ** height }, (_, place) => hashes[place] ?? zeroHash)];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(Array.from({ length: below.length / 2 }, (_, index) =>
      keccak256(concat([below[2 * index], below[2 * index + 1]]))));
  }
  const batch = { firstMatchId, lastMatchId, token, previousRoot, matchesRoot: levels.at(-1)[0],
    entriesHash: hashEntries(entries), stateRoot };
  const proof = (place, nodes = []) => ({ leaf: leaves[place], nodes,
    path: levels.slice(0, height).map((level, up) => level[(place >> up) ^ 1]) });
  return { batch, entries, leaves, proof, root: hashBatch(batch) };
}
