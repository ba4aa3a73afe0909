// Real anvil with the real contracts, and the small vocabulary the tests speak: wallets, signed orders, matches.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  concat, createPublicClient, createWalletClient, defineChain, getContractAddress, hashStruct, hashTypedData, http,
  keccak256, pad, parseEventLogs, toHex, TransactionReceiptNotFoundError, zeroAddress, zeroHash,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const mnemonic = 'test test test test test test test test test test test junk';

export const chainId = 31337;
export const Side = { Buy: 1, Sell: 2 };
export const OrderType = {
  Market: 1, Limit: 2, Stop: 3, StopLimit: 4, TakeProfit: 5, TakeProfitLimit: 6, TrailingStop: 7,
  TrailingStopLimit: 8, Pegged: 9, Twap: 10,
};
export const TimeInForce = {
  GoodTillCancel: 1, ImmediateOrCancel: 3, FillOrKill: 4, GoodTillDate: 6, Day: 10, GoodForAuction: 11,
  GoodForContinuous: 12,
};
export const ListKind = {
  OneCancelsOther: 1, OneUpdatesOther: 2, OneTriggersOther: 3, BracketOco: 4, BracketOuo: 5,
};
export const Failure = [
  'NONE', 'MARKET_UNKNOWN', 'MARKET_MISMATCH', 'SIDE_MISMATCH', 'ORDER_UNSUPPORTED', 'VERSION_UNSUPPORTED',
  'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_RANGE', 'LIMIT_VIOLATED', 'ORDER_EXPIRED', 'FEE_OVER_CAP', 'OVERFILLED',
  'SLOT_TAKEN', 'SIGNATURE_INVALID', 'SIGNATURE_HIGH_S', 'SIGNER_MISMATCH', 'CASH_NOT_EXACT',
  'BALANCE_INSUFFICIENT', 'POOL_INSUFFICIENT', 'VERSION_SUPERSEDED', 'LIST_INVALID', 'SESSION_KEY_UNKNOWN',
  'SESSION_KEY_SCOPE', 'SESSION_KEY_REVOKED', 'ORDER_CANCELLED'];
export const FailureSide = ['BOTH', 'BUY', 'SELL'];
export const BULK_KIND = 255;
export const UNIT = 100_000_000n;
export const ALL_SUBACCOUNTS = 4_294_967_295;
export const wallets = Array.from({ length: 8 }, (_, index) => mnemonicToAccount(mnemonic, { addressIndex: index }));
export const [admin, operator, alice, bob, carol] = wallets;

/** What wallets are shown; the contracts' type hashes must follow from it. */
export const { types } = JSON.parse(fs.readFileSync(path.join(root, '../../docs/protocol/eip712.json'), 'utf8'));
export const noInstructions = Object.fromEntries(types.Instructions.map(({ name, type }) =>
  [name, /128$/.test(type) ? 0n : 0]));

/** An order as the contract takes it: the hash of its instructions instead of them. */
export function calldata(order) {
  const instructions = hashStruct({ data: order.instructions, types, primaryType: 'Instructions' });
  return { ...order, instructions };
}

export function structHash(order) {
  return hashStruct({ data: order, types, primaryType: 'Order' });
}

const alone = { kind: 0, index: 0, first: zeroHash, second: zeroHash };

/** Signature parts as the contract takes them; `message` keeps what was signed for tests that sign it again. */
function signedOrder(order, list, signature) {
  return {
    order: calldata(order), message: order, list, grantHash: zeroHash, ...parts(signature),
  };
}

export function parts(signature) {
  return {
    r: `0x${signature.slice(2, 66)}`, s: `0x${signature.slice(66, 130)}`, v: Number.parseInt(signature.slice(130), 16),
  };
}

function outcomes(events) {
  return events.flatMap(({ eventName, args }) => {
    if (eventName === 'TradeSettled') return [`${args.matchId} SETTLED`];
    if (eventName === 'TradeFailed') return [`${args.matchId} ${Failure[args.code]} ${FailureSide[args.side]}`];
    return [];
  });
}

const pairs = (list) => Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index], list[2 * index + 1]]);

export function artifact(name) {
  return JSON.parse(fs.readFileSync(path.join(root, 'out', `${name}.json`), 'utf8'));
}

function anvilBinary() {
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', 'anvil');
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A chain with the contracts deployed; `stop` ends the node. */
export class Venue {
  static async start() {
    const venue = new Venue();
    const port = await freePort();
    venue.node = spawn(anvilBinary(), ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId),
      '--prune-history', '--silent', '--hardfork', 'cancun'], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    const chain = defineChain({
      id: chainId, name: 'anvil', nativeCurrency: { name: 'ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
    });
    venue.reader = createPublicClient({ chain, transport: http(url, { retryCount: 40, retryDelay: 50 }),
      pollingInterval: 10, cacheTime: 0 });
    venue.wallet = (account) => createWalletClient({ account, chain, transport: http(url) });
    await venue.reader.getBlockNumber();
    await venue.#deploy();
    return venue;
  }

  async #deploy() {
    const nonce = await this.reader.getTransactionCount({ address: admin.address });
    this.usdc = await this.create('TestUSDC', []);
    const exchange = getContractAddress({ from: admin.address, nonce: BigInt(nonce + 2) });
    this.vault = await this.create('CentralVault', [admin.address, exchange, [this.usdc.address]]);
    this.exchange = await this.create('SettlementExchange', [this.vault.address, admin.address, operator.address]);
    this.domain = { name: 'DexExtra', version: '1', chainId, verifyingContract: this.exchange.address };
  }

  async create(name, args, account = admin) {
    const { abi, bytecode } = artifact(name);
    const hash = await this.wallet(account).deployContract({ abi, bytecode, args });
    const receipt = await this.#receipt(hash);
    return { address: receipt.contractAddress, abi };
  }

  /** The library's own wait counts blocks, which evm_revert turns back. */
  async #receipt(hash) {
    for (let look = 0; look < 6000; look++) {
      try {
        return await this.reader.getTransactionReceipt({ hash });
      } catch (error) {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    throw new Error(`transaction ${hash} was never mined`);
  }

  read(contract, functionName, args = []) {
    return this.reader.readContract({ ...contract, functionName, args });
  }

  /** Simulates first, so that a revert surfaces with its decoded custom error. */
  async write(contract, functionName, args = [], account = admin) {
    const { request } = await this.reader.simulateContract({ ...contract, functionName, args, account });
    const hash = await this.wallet(account).writeContract(request);
    const receipt = await this.#receipt(hash);
    return { receipt, events: parseEventLogs({ abi: contract.abi, logs: receipt.logs }) };
  }

  async fund(account, subaccount, usdc) {
    const amount = BigInt(usdc) * 1_000_000n;
    await this.write(this.usdc, 'mint', [account.address, amount]);
    await this.write(this.usdc, 'approve', [this.vault.address, amount], account);
    return this.write(this.vault, 'deposit', [this.usdc.address, subaccount, amount], account);
  }

  registerMarket(marketId, floor, cap, multiplier = UNIT) {
    const values = { token: this.usdc.address, multiplier, floor, cap, questionHash: `0x${'11'.repeat(32)}` };
    return this.write(this.exchange, 'registerMarket', [marketId, values], operator);
  }

  order(account, side, changes = {}) {
    return {
      account: account.address, subaccount: 0, marketId: 1, side, orderType: OrderType.Limit,
      timeInForce: TimeInForce.GoodTillCancel, flags: 0, limitPrice: 50n * UNIT, triggerPrice: 0n,
      quantity: 10n * UNIT, expiry: 4_000_000_000n, maxFeePerUnit: UNIT, nonce: this.nextNonce++, version: 1,
      instructions: noInstructions, ...changes,
    };
  }

  async sign(account, order, domain = this.domain) {
    const signature = await account.signTypedData({ domain, types, primaryType: 'Order', message: order });
    return signedOrder(order, alone, signature);
  }

  /** Every leg of a list with the one signature over all of them. */
  async signList(account, kind, orders) {
    const message = { kind, orders };
    const signature = await account.signTypedData({ domain: this.domain, types, primaryType: 'OrderList', message });
    return orders.map((order, index) => {
      const [first, second = zeroHash] = orders.filter((other) => other !== order).map(structHash);
      return signedOrder(order, { kind, index, first, second }, signature);
    });
  }

  /** A grant as its owner signs it, and the hash that names it. */
  async signGrant(owner, key, changes = {}, signer = owner) {
    const grant = {
      owner: owner.address, key: key.address, subaccount: ALL_SUBACCOUNTS, marketId: 0, permissions: 3,
      expiresAt: 4_000_000_000n, nonce: this.nextNonce++, ...changes,
    };
    const primaryType = 'SessionKeyGrant';
    const signature = await signer.signTypedData({ domain: this.domain, types, primaryType, message: grant });
    return { grant, grantHash: hashStruct({ data: grant, types, primaryType }), ...parts(signature) };
  }

  register({ grant, r, s, v }, sender = carol) {
    return this.write(this.exchange, 'registerSessionKey', [grant, r, s, v], sender);
  }

  /** A registered grant. */
  async grantFor(owner, key, changes = {}) {
    const signed = await this.signGrant(owner, key, changes);
    await this.register(signed);
    return { ...signed, signer: key };
  }

  /** A good trade of alice's session key against bob. */
  async keyMatch(matchId, { grantHash, signer }, buy = {}, changes = {}) {
    const signed = await this.sign(signer, this.order(alice, Side.Buy, buy));
    return { ...(await this.match(matchId)), ...changes, buy: { ...signed, grantHash } };
  }

  nextNonce = 1n;

  /** A good trade of alice (buy) against bob (sell); `buy`, `sell` change the orders, the rest changes the match. */
  async match(matchId, { buy = {}, sell = {}, buyer = alice, seller = bob, ...changes } = {}) {
    return {
      matchId: BigInt(matchId), matchTimeNs: 1_700_000_000_000_000_000n, price: 50n * UNIT, quantity: 1n * UNIT,
      buyFee: 0n, sellFee: 0n,
      buy: await this.sign(buyer, this.order(buyer, Side.Buy, buy)),
      sell: await this.sign(seller, this.order(seller, Side.Sell, sell)),
      ...changes,
    };
  }

  /** A good trade between a leg of one list and a leg of another. */
  async listMatch(matchId, { kind = ListKind.BracketOco, legs = 3, buyLeg = 0, sellLeg = legs - 1 } = {}) {
    const list = async (account, side) => this.signList(
      account, kind, Array.from({ length: legs }, () => this.order(account, side)));
    const [buys, sells] = [await list(alice, Side.Buy), await list(bob, Side.Sell)];
    return { ...(await this.match(matchId)), buy: buys[buyLeg], sell: sells[sellLeg] };
  }

  /** Submits matches and returns one line per trade: "1 SETTLED" or "2 CODE SIDE". */
  async settle(...matches) {
    const { events } = await this.write(this.exchange, 'settle', [matches], operator);
    return outcomes(events);
  }

  /** Signs up to 2^height orders at once; returns them as the contract takes them, and the nodes for the batch. */
  async signBulk(account, orders, height, firstNode = 0) {
    const empty = { ...this.order(account, 0), account: zeroAddress, subaccount: 0, marketId: 0, orderType: 0,
      timeInForce: 0, limitPrice: 0n, quantity: 0n, expiry: 0n, maxFeePerUnit: 0n, nonce: 0n, version: 0 };
    const places = Array.from({ length: 2 ** height }, (_, place) => orders[place] ?? empty);
    const levels = [places.map(structHash)];
    while (levels.at(-1).length > 1) levels.push(pairs(levels.at(-1)).map(([a, b]) => keccak256(concat([a, b]))));
    let tree = places;
    for (let level = 0; level < height - 1; level++) tree = pairs(tree);
    const bulkTypes = { ...types, BulkOrder: [{ name: 'tree', type: `Order${'[2]'.repeat(height)}` }] };
    const data = { domain: this.domain, types: bulkTypes, primaryType: 'BulkOrder', message: { tree } };
    const signature = await account.signTypedData(data);
    const nodes = [];
    const signed = orders.map((order, place) => {
      const list = { kind: BULK_KIND, index: height, first: pad(toHex(place)),
        second: pad(toHex(firstNode + nodes.length)) };
      for (let level = 0; level < height; level++) nodes.push(levels[level][(place >> level) ^ 1]);
      return signedOrder(order, list, signature);
    });
    return { signed, nodes, digest: hashTypedData(data) };
  }

  /** As `settle`, for orders under bulk signatures, continuing the root that the chain has. */
  async settleAfter(trades, nodes = [], previous = null) {
    const root = previous ?? await this.read(this.exchange, 'matchRoot');
    const { events } = await this.write(this.exchange, 'settleAfter', [root, trades, nodes], operator);
    return outcomes(events);
  }

  async advance(seconds) {
    await this.reader.request({ method: 'evm_increaseTime', params: [seconds] });
    await this.reader.request({ method: 'evm_mine', params: [] });
  }

  async now() {
    return (await this.reader.getBlock()).timestamp;
  }

  balance(account, subaccount = 0) {
    return this.read(this.vault, 'balanceOf', [account.address, subaccount, this.usdc.address]);
  }

  position(account, marketId = 1, subaccount = 0) {
    return this.read(this.exchange, 'positionOf', [account.address, subaccount, marketId]);
  }

  async stop() {
    const ended = new Promise((resolve) => this.node.once('exit', resolve));
    this.node.kill();
    await ended;
  }
}
