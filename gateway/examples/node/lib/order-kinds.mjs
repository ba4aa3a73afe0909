// What an order can be beyond a plain one: an iceberg, a stop, a bracket under one signature, changes inside and
// outside of what was signed, and one message that ends them all and may lock the account. Each over REST and the
// binary protocol. A replaced order and the legs of a list also trade, so that the chain settles such matches.
import { expectEqual, until } from './expect.mjs';
import { parseFixed } from './fixed-point.mjs';
import { AmendFields, ListKind, MassCancelFilters, OrderFlags, OrderType, Side, TriggerSource } from './orders.mjs';

const ICEBERG_TICKS = -6n;
const ENTRY_TICKS = -4n;
const PROFIT_TICKS = 4n;
const FEED_PAUSE_MS = 10;

export class OrderKinds {
  constructor(tools) {
    Object.assign(this, tools);
  }

  async run() {
    const iceberg = await this.#iceberg();
    await this.#stop();
    await this.#bracket();
    await this.#amend(iceberg);
    await this.#replace(iceberg);
    await this.#fillReplaced(iceberg);
    await this.#replaceAgain(iceberg);
    await this.#fillBracket();
    await this.#massCancel();
    await this.#lock();
  }

  async #iceberg() {
    const message = this.make({
      side: Side.Buy, ticks: ICEBERG_TICKS, lots: 6n, displayQuantity: this.quantityOf(2n),
    });
    const report = await this.#place(message);
    expectEqual('iceberg', report.orderStatus, 'New');
    await until(() => this.shownAt(ICEBERG_TICKS), (quantity) => quantity === '2', FEED_PAUSE_MS);
    this.log(`iceberg ${report.orderId}: 6 lots, the feed shows 2 at ${this.priceOf(ICEBERG_TICKS)}`);
    return { message, orderId: report.orderId };
  }

  async #stop() {
    const report = await this.#place(this.make({
      side: Side.Sell, ticks: -12n, lots: 1n, orderType: OrderType.Stop, triggerSource: TriggerSource.Last,
      triggerPrice: this.priceOf(-8n),
    }));
    expectEqual('stop', report.orderStatus, 'PendingTrigger');
    this.log(`stop ${report.orderId} waits for a trade at ${this.priceOf(-8n)} or lower`);
  }

  async #bracket() {
    const exit = { side: Side.Sell, lots: 2n, flags: OrderFlags.ReduceOnly };
    const legs = [
      this.make({ side: Side.Buy, ticks: -9n, lots: 2n }),
      this.make({ ...exit, ticks: 5n }),
      this.make({
        ...exit, ticks: -15n, orderType: OrderType.Stop, triggerSource: TriggerSource.Last,
        triggerPrice: this.priceOf(-12n),
      }),
    ];
    const reports = await this.session.placeList(ListKind.BracketOco, legs, legs.map((leg) => leg.nonce));
    expectEqual('bracket', reports.map((report) => report.orderStatus ?? report.reason).join(), 'New,Dormant,Dormant');
    this.log(`bracket ${reports[0].listId}: an entry at ${this.priceOf(-9n)}, a profit and a stop that wait for its `
      + 'fills, one signature');
  }

  /** Over the binary protocol, then over REST: no new signature, for it stays inside the old one. */
  async #amend({ message, orderId }) {
    const amended = await this.session.amend(this.nextId(), message.nonce, {
      fields: AmendFields.Quantity, quantity: parseFixed(this.quantityOf(4n)),
    });
    expectEqual('amended iceberg', amended.leavesLots, 4n);
    expectEqual('it kept its place', amended.keepsPriority, 1);
    const { body } = await this.rest.amendOrder(
      this.wallet, this.typedData, orderId, { displayQuantity: parseFixed(this.quantityOf(1n)) });
    expectEqual('amended display quantity', body.order?.displayQuantity ?? body.code, this.quantityOf(1n));
    this.log(`iceberg ${orderId} has ${amended.leavesLots} lots now and shows 1 per slice`);
  }

  /** More than was signed needs the next version of the order. */
  async #replace({ message, orderId }) {
    const larger = { ...message, version: 2, quantity: parseFixed(this.quantityOf(8n)) };
    const { body } = await this.rest.replaceOrder(this.wallet, this.typedData, orderId, larger);
    expectEqual('replaced iceberg', body.order?.quantity ?? body.code, this.quantityOf(8n));
    this.log(`iceberg ${orderId} is version ${body.order.version} with ${body.order.quantity}`);
  }

  async #fillReplaced({ orderId }) {
    await this.meet({ side: Side.Sell, ticks: ICEBERG_TICKS, lots: 3n });
    this.log(`iceberg ${orderId} traded 3 lots under its second signature`);
  }

  /** The same over the binary protocol. A repeat after a cut is answered with how the order stands. */
  async #replaceAgain({ message, orderId }) {
    const again = { ...message, version: 3, quantity: parseFixed(this.quantityOf(9n)) };
    const report = await this.session.replace(this.nextId(), message.nonce, again);
    expectEqual('iceberg replaced again', report.leavesLots ?? report.reason, 6n);
    this.log(`iceberg ${orderId} is version 3 with ${report.leavesLots} lots left`);
  }

  /** Entry, then profit: the fill of the profit ends the stop, and the position is what it was. */
  async #fillBracket() {
    const exit = { side: Side.Sell, lots: 2n, flags: OrderFlags.ReduceOnly };
    const legs = [
      this.make({ side: Side.Buy, ticks: ENTRY_TICKS, lots: 2n }),
      this.make({ ...exit, ticks: PROFIT_TICKS }),
      this.make({
        ...exit, ticks: -15n, orderType: OrderType.Stop, triggerSource: TriggerSource.Last,
        triggerPrice: this.priceOf(-12n),
      }),
    ];
    const ids = legs.map((leg) => leg.nonce);
    const { body } = await this.rest.placeList(this.wallet, this.typedData, ListKind.BracketOco, legs, ids);
    expectEqual('bracket over REST', body.legs?.map((leg) => leg.result?.order.status ?? leg.code).join() ?? body.code,
      'NEW,DORMANT,DORMANT');
    await this.meet({ side: Side.Sell, ticks: ENTRY_TICKS, lots: 2n });
    await this.meet({ side: Side.Buy, ticks: PROFIT_TICKS, lots: 2n });
    const { status, reason } = await this.orderOf(ids[2]);
    expectEqual('the stop of the bracket', `${status} ${reason}`, 'STOPPED LINKED_ORDER');
    this.log(`a bracket over REST bought at ${this.priceOf(ENTRY_TICKS)} and sold at ${this.priceOf(PROFIT_TICKS)}; `
      + 'its stop ended with that');
  }

  /** A mass cancel that locks: nothing new passes until the owner unlocks. Over REST, then over the session. */
  async #lock() {
    const { body: cancelled } = await this.rest.massCancel(this.wallet, this.typedData, { lock: true });
    expectEqual('mass cancel over REST', cancelled.done, true);
    const refused = await this.session.placeOrder(...this.#idle());
    expectEqual('order of a locked account', refused.rejectReason, 'AccountLocked');
    const { body: unlocked } = await this.rest.unlock(this.wallet, this.typedData);
    expectEqual('unlock over REST', unlocked.locked, false);
    const report = await this.session.massCancel(this.nextId(), MassCancelFilters.Lock);
    expectEqual('mass cancel that locks', report.template, 'MassCancelReport');
    const unlock = await this.session.unlock(this.nextId());
    expectEqual('unlock', `${unlock.template} ${unlock.isLocked}`, 'AccountLockReport 0');
    this.log(`a locked account: ${refused.rejectReason}; unlocked over REST and over the session`);
  }

  #idle() {
    const message = this.make({ side: Side.Buy, ticks: -9n, lots: 1n });
    return [message, message.nonce];
  }

  async #massCancel() {
    const report = await this.session.massCancel(this.nextId(), MassCancelFilters.Session);
    expectEqual('mass cancel', report.template, 'MassCancelReport');
    const { body } = await this.rest.asOwner(this.wallet, this.typedData, 'GET', '/v1/orders?status=open');
    expectEqual('orders left open', body.orders.length, 0);
    this.log(`one mass cancel ended ${report.cancelledOrders} orders of the session`);
  }

  async #place(message) {
    const report = await this.session.placeOrder(message, message.nonce);
    if (report.template !== 'ExecutionReport' || report.execType === 'Rejected') {
      throw new Error(`refused: ${report.reason ?? report.rejectReason}`);
    }
    return report;
  }
}
