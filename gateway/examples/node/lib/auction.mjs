// A call auction from start to end: two orders that would have crossed at once, what they would give while the call
// runs, and one price for both. The orders live only in the call, so a call that ended between them leaves nothing
// behind and can be held again.
import { expectEqual, until } from './expect.mjs';
import { Side, TimeInForce } from './orders.mjs';

const CALL_SECONDS = 3;
const PAUSE_MS = 10;
const SELL = { side: Side.Sell, ticks: 1n, lots: 3n, timeInForce: TimeInForce.GoodForAuction };
const BUY = { side: Side.Buy, ticks: 3n, lots: 5n, timeInForce: TimeInForce.GoodForAuction };
const CALL_IS_OVER = ['ONLY_IN_AUCTION', 'MARKET_STATE_FORBIDS'];

export class Auction {
  constructor(tools) {
    Object.assign(this, tools);
  }

  /** Returns price and lots: more is bought than sold, so the highest price that the buyer pays (A2, A3). */
  async run({ seller, buyer }) {
    for (;;) {
      const { auctionId } = await this.operator.startAuction(CALL_SECONDS);
      if (await this.#enter(seller, SELL) && await this.#enter(buyer, BUY)) {
        await this.#end(auctionId);
        return { ticks: BUY.ticks, lots: SELL.lots };
      }
    }
  }

  async #enter(wallet, fields) {
    const { body } = await this.place(wallet, fields);
    if (!body.order && !CALL_IS_OVER.includes(body.code)) {
      throw new Error(`${wallet.name}'s order in the call: ${body.code}`);
    }
    return Boolean(body.order);
  }

  async #end(auctionId) {
    const volume = String(SELL.lots);
    const hasEnded = (status) => status.lastAuction?.auctionId === auctionId;
    const { auction } = await until(
      () => this.feed.status, (status) => status.auction?.volumeLots === volume || hasEnded(status), PAUSE_MS);
    this.log(`auction ${auctionId}: the feed indicates ${auction?.volumeLots} lots at ${auction?.price}, `
      + `${auction?.surplusLots} more to ${auction?.surplusSide}`);
    const { lastAuction } = await until(() => this.feed.status, hasEnded, PAUSE_MS);
    expectEqual('volume of the auction', lastAuction.volumeLots, volume);
    await until(() => this.operator.market(), (market) => market.state === 'CONTINUOUS');
    this.log(`auction ${auctionId} uncrossed ${lastAuction.volumeLots} lots at ${lastAuction.price}`);
  }
}
