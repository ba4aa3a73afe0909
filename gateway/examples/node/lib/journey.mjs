// One order's whole journey, from a wallet to the chain and back: deposits, resting and crossing orders over REST and
// the binary protocol, the feed, the rows, the settlement, the refusals, and at the end a reconciliation of all four
// books to the last unit. It repeats whatever was cut off, so it must come to the same end when processes die under it.
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { Accountant } from './accountant.mjs';
import { Auction } from './auction.mjs';
import { Chain } from './chain.mjs';
import { expectEqual, until } from './expect.mjs';
import { Feed } from './feed.mjs';
import { formatFixed, parseFixed } from './fixed-point.mjs';
import { Operator } from './operator.mjs';
import { OrderEntry } from './order-entry.mjs';
import { OrderKinds } from './order-kinds.mjs';
import { orderMessage, OrderType, Side, TimeInForce } from './orders.mjs';
import { Refusals } from './refusals.mjs';
import { Rest } from './rest.mjs';
import { Rows } from './rows.mjs';
import { SessionKey } from './session-keys.mjs';
import { requestWithdrawal } from './withdrawals.mjs';

const ASSET_ID = 1;
const MARKET_ID = 1;
const DEPOSIT_TOKENS = 5_000_000_000n; // 5,000 dollars in 1e-6
const LEDGER_PER_TOKEN = 100n;
const WITHDRAWN_TOKENS = 250_000_000n; // 250 dollars
const SPREAD_NEEDED_TICKS = 20n;
const MARK_MAX_AGE_S = 600;

const lotsOf = (trades) => trades.reduce((sum, trade) => sum + trade.lastQuantityLots, 0n);

export class Journey {
  #nonces = new Map();

  constructor(venue, log) {
    this.venue = venue;
    this.log = log;
    this.rest = new Rest(venue.http);
    this.chain = new Chain(venue.rpc, venue.contracts);
    this.rows = new Rows(venue.postgres);
  }

  /** The steps in order; the caller runs each and may do harm meanwhile. */
  get steps() {
    return [
      ['wallets', () => this.#makeWallets()],
      ['deposits on chain', () => this.#deposit()],
      ['deposits credited', () => this.#awaitCredit()],
      ['sessions', () => this.#openSessions()],
      ['resting orders', () => this.#restOrders()],
      ['crossing orders', () => this.#crossOrders()],
      ['cancels', () => this.#cancelOrders()],
      ['iceberg, stop, bracket', () => this.#placeKinds()],
      ['the operator: rules and a halt', () => this.#operate()],
      ['an auction', () => this.#holdAuction()],
      ['a session key', () => this.#tradeByKey()],
      ['trades on the feed', () => this.#awaitFeed()],
      ['rows in PostgreSQL', () => this.#awaitRows()],
      ['settled on chain', () => this.#awaitSettlement()],
      ['a withdrawal', () => this.#withdraw()],
      ['refusals', () => this.#tryRefusals()],
      ['reconciliation', () => this.#reconcile()],
    ];
  }

  /** Cancels what the journey left in the book, so that a failed one is not in the way of the next. */
  async tidy() {
    await this.operator?.resume();
    for (const wallet of this.typedData ? this.wallets : []) {
      const { body } = await this.rest.asOwner(wallet, this.typedData, 'GET', '/v1/orders?status=open');
      for (const { orderId } of body.orders) {
        await this.rest.asOwner(wallet, this.typedData, 'DELETE', `/v1/orders/${orderId}`);
      }
    }
  }

  async close() {
    this.session?.close();
    this.feed?.close();
    await this.rows.close();
  }

  async #makeWallets() {
    const make = (name) => Object.assign(privateKeyToAccount(generatePrivateKey()), { name });
    [this.alice, this.bob, this.carol] = ['alice', 'bob', 'carol'].map(make);
    this.wallets = [this.alice, this.bob, this.carol];
    for (const wallet of this.wallets) {
      this.log(`${wallet.name} ${wallet.address}`);
    }
    this.typedData = await this.rest.typedData();
    this.market = (await this.rest.insist('GET', `/v1/markets/${MARKET_ID}`)).body;
    this.books = new Accountant(this.market);
    this.log(`market ${this.market.metricId}, tick ${this.market.tickSize}, `
      + `${this.market.priceFloor} … ${this.market.priceCap}`);
  }

  async #deposit() {
    for (const wallet of this.wallets) {
      const hash = await this.chain.deposit(wallet, DEPOSIT_TOKENS);
      this.books.deposit(wallet, DEPOSIT_TOKENS * LEDGER_PER_TOKEN);
      this.log(`${wallet.name} deposits ${formatFixed(DEPOSIT_TOKENS * LEDGER_PER_TOKEN)} USDC in ${hash}`);
    }
  }

  async #awaitCredit() {
    for (const wallet of this.wallets) {
      const account = await until(() => this.#account(wallet), (body) => body.balances.length > 0);
      expectEqual(`${wallet.name}'s credit`, account.available, this.books.cash(wallet));
      this.log(`${wallet.name} has ${formatFixed(account.available)} at sequence ${account.sequence}`);
    }
  }

  async #openSessions() {
    this.feed = new Feed(this.venue.feed, MARKET_ID);
    await this.feed.open();
    this.session = new OrderEntry(this.venue.orderEntry, this.bob, this.typedData);
    this.reports = [];
    this.session.on('report', (report) => this.reports.push(report));
    await this.session.open();
    this.base = this.#pickPrice(this.feed.book);
    this.log(`feed at market sequence ${this.feed.book.sequence}; bob's binary session is established; `
      + `prices around ${this.#price(this.base)}`);
  }

  async #restOrders() {
    const { alice, bob, carol } = this;
    this.aliceSell = await this.#restOrder(alice, { side: Side.Sell, ticks: 1n, lots: 10n }, 'NEW');
    this.carolSell = await this.#restOrder(carol, { side: Side.Sell, ticks: 2n, lots: 5n }, 'NEW');
    this.bobBuy = await this.#binaryOrder(bob, { side: Side.Buy, ticks: -3n, lots: 4n });
    await until(() => this.feed.book.bid.get(String(this.base - 3n)), Boolean, 10);
    this.log(`the feed shows bob's bid at ${this.#price(this.base - 3n)}`);
  }

  async #crossOrders() {
    const { alice, bob, carol } = this;
    const sweep = { side: Side.Buy, ticks: 2n, lots: 12n, timeInForce: TimeInForce.ImmediateOrCancel };
    await this.#binaryOrder(bob, sweep);
    const trades = await until(() => this.#executions(), (found) => found.length >= 2, 10);
    expectEqual('quantity bob bought', trades[0].lastQuantityLots + trades[1].lastQuantityLots, 12n);
    this.#book({ buyer: bob, seller: alice, taker: bob, ticks: 1n, lots: 10n });
    this.#book({ buyer: bob, seller: carol, taker: bob, ticks: 2n, lots: 2n });
    await this.#restOrder(carol, {
      side: Side.Sell, ticks: -5n, lots: 3n, orderType: OrderType.Market, timeInForce: TimeInForce.ImmediateOrCancel,
    }, 'FILLED');
    await until(() => this.#executions(), (found) => found.length >= 3, 10);
    this.#book({ buyer: bob, seller: carol, taker: carol, ticks: -3n, lots: 3n });
    for (const { matchId, lastQuantityLots, lastPriceTicks, seqNo } of this.#executions()) {
      this.log(`bob's report ${seqNo}: match ${matchId}, ${lastQuantityLots} lots at ${this.#price(lastPriceTicks)}`);
    }
    const killed = await this.#send(alice, {
      side: Side.Buy, ticks: 2n, lots: 50n, timeInForce: TimeInForce.FillOrKill,
    });
    expectEqual('fill-or-kill', killed.body.code, 'FOK_NOT_FILLABLE');
    this.log(`alice's fill-or-kill of 50 lots: ${killed.body.code}`);
  }

  async #cancelOrders() {
    const nonce = this.#nonce(this.bob);
    const answer = await this.session.cancel(nonce, this.bobBuy);
    this.log(`bob cancels ${this.bobBuy} over the binary protocol: ${answer.execType ?? answer.reason}`);
    const { status } = await this.rest.asOwner(
      this.carol, this.typedData, 'DELETE', `/v1/orders/by-client-id/${this.carolSell}`);
    const order = await this.#order(this.carol, this.carolSell);
    expectEqual("carol's order", order.status, 'CANCELLED');
    this.log(`carol cancels ${this.carolSell} over REST: HTTP ${status}, ${order.status}`);
  }

  async #placeKinds() {
    const { bob } = this;
    const kinds = new OrderKinds({
      session: this.session, rest: this.rest, typedData: this.typedData, wallet: bob, log: this.log,
      make: (fields) => this.#message(bob, fields),
      nextId: () => this.#nonce(bob),
      priceOf: (ticks) => this.#price(this.base + ticks),
      quantityOf: (lots) => formatFixed(lots * this.books.lotSize),
      shownAt: (ticks) => this.feed.book.bid.get(String(this.base + ticks))?.quantity,
      orderOf: (clientOrderId) => this.#order(bob, clientOrderId),
      meet: (fields) => this.#meetBob(fields),
    });
    await kinds.run();
  }

  /** Alice takes what bob has at exactly this price, in however many matches. */
  async #meetBob({ side, ticks, lots }) {
    const { alice, bob } = this;
    const before = this.#executions().length;
    await this.#restOrder(alice, { side, ticks, lots, timeInForce: TimeInForce.ImmediateOrCancel }, 'FILLED');
    const trades = await until(() => this.#executions().slice(before), (found) => lotsOf(found) >= lots, 10);
    expectEqual('lots bob traded', lotsOf(trades), lots);
    for (const { lastPriceTicks } of trades) {
      expectEqual('price', lastPriceTicks, this.base + ticks);
    }
    const [buyer, seller] = side === Side.Buy ? [alice, bob] : [bob, alice];
    this.#book({ buyer, seller, taker: alice, ticks, lots });
  }

  async #operate() {
    const wallet = privateKeyToAccount(this.venue.adminKey());
    this.operator = new Operator({
      rest: this.rest, typedData: this.typedData, wallet, marketId: MARKET_ID, log: this.log,
    });
    await this.operator.setRules({ markMaxAgeSeconds: MARK_MAX_AGE_S });
    await until(() => this.feed.status.rules, (rules) => rules?.markMaxAgeSeconds === MARK_MAX_AGE_S, 10);
    await this.operator.setIndex(this.base);
    await this.operator.halt();
    const refused = await this.#send(this.alice, { side: Side.Buy, ticks: -9n, lots: 1n });
    expectEqual('order in a halted market', refused.body.code, 'MARKET_STATE_FORBIDS');
    await this.operator.resume();
    this.log(`alice's order while the market was halted: ${refused.body.code}; trading goes on`);
  }

  async #holdAuction() {
    const { alice, bob } = this;
    const auction = new Auction({
      operator: this.operator, feed: this.feed, log: this.log,
      place: (wallet, fields) => this.#send(wallet, fields),
    });
    const before = this.#executions().length;
    const { ticks, lots } = await auction.run({ seller: alice, buyer: bob });
    const [trade] = await until(() => this.#executions().slice(before), (found) => lotsOf(found) >= lots, 10);
    expectEqual('price of the auction', trade.lastPriceTicks, this.base + ticks);
    expectEqual('liquidity of the auction', trade.liquidity, 'Auction');
    this.#book({ buyer: bob, seller: alice, ticks, lots });
  }

  /** Alice's orders signed by another key, which then loses its right. */
  async #tradeByKey() {
    const { alice, bob } = this;
    const key = new SessionKey(this.rest, this.typedData, alice);
    const sell = () => this.#message(alice, {
      side: Side.Sell, ticks: -4n, lots: 2n, timeInForce: TimeInForce.ImmediateOrCancel,
    });
    expectEqual('order of a key without a grant', (await key.placeOrder(sell())).body.code, 'WRONG_SIGNER');
    await key.grant(this.#nonce(alice));
    this.log(`alice grants session key ${key.wallet.address}`);
    const before = this.#executions().length;
    await this.#binaryOrder(bob, { side: Side.Buy, ticks: -4n, lots: 2n });
    const { body } = await key.placeOrder(sell());
    expectEqual("the key's order", body.order?.status ?? body.code, 'FILLED');
    await until(() => this.#executions().slice(before), (found) => lotsOf(found) >= 2n, 10);
    this.#book({ buyer: bob, seller: alice, taker: alice, ticks: -4n, lots: 2n });
    await key.revoke();
    const refused = await key.placeOrder(sell());
    expectEqual('order of a revoked key', refused.body.code, 'SESSION_KEY_REVOKED');
    this.log(`the key sold 2 lots for alice as order ${body.order.orderId}; revoked: ${refused.body.code}`);
  }

  async #awaitFeed() {
    this.matchIds = this.#executions().map((report) => String(report.matchId));
    for (const matchId of this.matchIds) {
      const trade = await this.feed.trade(matchId);
      const how = trade.aggressor ? `${trade.aggressor} took` : trade.flags.join();
      this.log(`trade ${matchId}: ${trade.quantity} at ${trade.price}, ${how}, sequence ${trade.sequence}`);
    }
  }

  async #awaitRows() {
    for (const matchId of this.matchIds) {
      const row = await this.rows.awaitMatch(matchId, Boolean);
      this.log(`match ${matchId} from engine sequence ${row.engine_sequence}: ${row.settlement_status}`);
    }
  }

  async #awaitSettlement() {
    for (const matchId of this.matchIds) {
      const row = await this.rows.awaitMatch(
        matchId, (found) => ['SETTLED', 'FAILED'].includes(found.settlement_status));
      expectEqual(`settlement of match ${matchId}`, row.settlement_status, 'SETTLED');
      this.log(`match ${matchId} is ${row.settlement_status} in ${row.settlement_transaction_hash}`);
    }
  }

  /** Carol takes money out: locked by the engine, approved, paid by the vault to her own wallet. */
  async #withdraw() {
    const { carol } = this;
    const amount = WITHDRAWN_TOKENS * LEDGER_PER_TOKEN;
    const { body } = await requestWithdrawal(this.rest, this.typedData, carol, {
      account: carol.address, subaccount: 0, recipient: carol.address, assetId: ASSET_ID, amount,
      nonce: BigInt(this.#nonce(carol)),
    });
    this.books.withdraw(carol, amount);
    this.log(`carol asks for ${formatFixed(amount)} USDC: ${body.withdrawal?.state ?? body.code}`);
    const paid = await until(
      async () => (await this.rest.asOwner(carol, this.typedData, 'GET', '/v1/withdrawals')).body.withdrawals[0],
      (found) => ['FINAL', 'FAILED'].includes(found?.state));
    expectEqual("carol's withdrawal", paid.state, 'FINAL');
    expectEqual("dollars in carol's wallet", await this.chain.walletTokens(carol.address), WITHDRAWN_TOKENS);
    this.log(`withdrawal ${paid.withdrawalId} is paid in ${paid.transactionHash}, block ${paid.blockNumber}`);
  }

  async #tryRefusals() {
    const refusals = new Refusals(this.rest, this.typedData, this.session);
    const make = (wallet, fields) => this.#message(wallet, { side: Side.Buy, ticks: -9n, lots: 1n, ...fields });
    for (const [attack, code] of await refusals.run(this.bob, this.alice, make, () => this.#nonce(this.bob))) {
      this.log(`${attack}: ${code}`);
    }
  }

  async #reconcile() {
    for (const wallet of this.wallets) {
      await this.#reconcileAccount(wallet);
    }
    const tokens = await this.chain.vaultTokens();
    expectEqual('tokens in the vault', tokens * LEDGER_PER_TOKEN, await this.chain.totalLedger());
    const rows = await this.rows.matches(...this.wallets.map((wallet) => wallet.address));
    expectEqual('matches in PostgreSQL', rows.map((row) => row.match_id).join(), this.matchIds.join());
    expectEqual("bob's flow is gapless", this.reports.map((report) => report.seqNo).join(),
      this.reports.map((_, index) => BigInt(index + 1)).join());
    this.log(`vault tokens = everything owed; ${this.reports.length} numbered reports without a gap`);
  }

  async #reconcileAccount(wallet) {
    const { name, address } = wallet;
    const cash = this.books.cash(wallet);
    const lots = this.books.lots(wallet);
    const engine = await this.#account(wallet);
    expectEqual(`${name}: engine available`, engine.available, cash);
    expectEqual(`${name}: engine held`, engine.held, 0n);
    expectEqual(`${name}: engine position`, engine.lots, lots);
    const row = await until(
      () => this.rows.balance(address), (found) => found?.available === cash && found.held === 0n);
    expectEqual(`${name}: PostgreSQL balance`, row.available, cash);
    expectEqual(`${name}: PostgreSQL position`, (await this.rows.positions(address)).get(MARKET_ID) ?? 0n, lots);
    expectEqual(`${name}: vault balance`, await this.chain.balance(address), cash);
    expectEqual(`${name}: position on chain`, await this.chain.position(address, MARKET_ID), lots * this.books.lotSize);
    this.log(`${name}: ${formatFixed(cash)} USDC and ${lots} lots in the engine, PostgreSQL and on chain`);
  }

  // ---- helpers

  #nonce(wallet) {
    const next = (this.#nonces.get(wallet) ?? 0) + 1;
    this.#nonces.set(wallet, next);
    return next;
  }

  #price(ticks) {
    return formatFixed(BigInt(ticks) * parseFixed(this.market.tickSize));
  }

  #message(wallet, { ticks, lots, ...fields }) {
    return orderMessage(wallet.address, {
      marketId: MARKET_ID,
      price: this.#price(this.base + ticks),
      quantity: formatFixed(lots * this.books.lotSize),
      nonce: this.#nonce(wallet),
      ...fields,
    });
  }

  /** The nonce serves as client order id too: both are unique per wallet. */
  async #send(wallet, fields) {
    const message = this.#message(wallet, fields);
    return { ...(await this.rest.placeOrder(wallet, this.typedData, message, message.nonce)), id: message.nonce };
  }

  async #restOrder(wallet, fields, status) {
    const { body, id } = await this.#send(wallet, fields);
    expectEqual(`${wallet.name}'s order over REST`, body.order?.status ?? body.code, status);
    this.log(`${wallet.name} over REST: order ${body.order.orderId} (client ${id}) ${body.order.side} `
      + `${body.order.quantity} at ${body.order.limitPrice}: ${body.order.status}`);
    return id;
  }

  async #binaryOrder(wallet, fields) {
    const message = this.#message(wallet, fields);
    const report = await this.session.placeOrder(message, message.nonce);
    if (report.template !== 'ExecutionReport' || report.execType === 'Rejected') {
      throw new Error(`${wallet.name}'s order was refused: ${report.reason ?? report.rejectReason}`);
    }
    this.log(`${wallet.name} over the binary protocol: order ${report.orderId} (client ${message.nonce}) `
      + `${report.execType}, sequence ${report.sequence}`);
    return message.nonce;
  }

  #executions() {
    return this.reports.filter((report) => report.execType === 'Trade');
  }

  #book({ ticks, ...trade }) {
    this.books.trade({ ...trade, price: this.base + ticks });
  }

  async #account(wallet) {
    const { body } = await this.rest.asOwner(wallet, this.typedData, 'GET', '/v1/account');
    const [balance] = body.balances;
    const position = body.positions.find((item) => item.marketId === MARKET_ID);
    return {
      sequence: body.sequence,
      balances: body.balances,
      available: balance && parseFixed(balance.available),
      held: balance && parseFixed(balance.held),
      lots: BigInt(position?.quantityLots ?? 0),
    };
  }

  async #order(wallet, clientOrderId) {
    const { body } = await this.rest.asOwner(
      wallet, this.typedData, 'GET', `/v1/orders/by-client-id/${clientOrderId}`);
    return body.order;
  }

  /** A price with room around it, so that orders of other people are not met. */
  #pickPrice(book) {
    const prices = (side) => [...side.keys()].map(BigInt).sort((a, b) => (a < b ? -1 : 1));
    const bid = prices(book.bid).at(-1) ?? BigInt(this.market.floorTicks);
    const ask = prices(book.ask).at(0) ?? BigInt(this.market.capTicks);
    if (ask - bid < SPREAD_NEEDED_TICKS) {
      throw new Error(`the book of market ${MARKET_ID} is too tight for the journey: ${bid} to ${ask} ticks`);
    }
    return (bid + ask) / 2n;
  }
}
