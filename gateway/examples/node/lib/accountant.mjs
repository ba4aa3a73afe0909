// An independent bookkeeper of one fully collateralised market: what each account must have after each trade, computed
// from the rules alone (docs/ARCHITECTURE.md, "The engine"), to be held against engine, database and chain.
import { parseFixed } from './fixed-point.mjs';

const min = (a, b) => (a < b ? a : b);
const max = (a, b) => (a > b ? a : b);

export class Accountant {
  #accounts = new Map();

  constructor(market) {
    this.floor = BigInt(market.floorTicks);
    this.cap = BigInt(market.capTicks);
    this.tickValue = parseFixed(market.tickValue);
    this.lotSize = parseFixed(market.lotSize);
    this.takerFee = parseFixed(market.takerFeePerLot);
    this.makerFee = parseFixed(market.makerFeePerLot);
    this.auctionFee = parseFixed(market.auctionFeePerLot);
  }

  deposit(account, ledgerUnits) {
    this.#accounts.set(account, { cash: ledgerUnits, lots: 0n });
  }

  withdraw(account, ledgerUnits) {
    this.#accounts.get(account).cash -= ledgerUnits;
  }

  /** A trade of an auction has no taker. */
  trade({ buyer, seller, taker = null, price, lots }) {
    const buy = this.#accounts.get(buyer);
    const sell = this.#accounts.get(seller);
    const fromFloor = (price - this.floor) * this.tickValue;
    const fromCap = (this.cap - price) * this.tickValue;
    const closedShort = min(lots, max(0n, -buy.lots));
    const closedLong = min(lots, max(0n, sell.lots));
    buy.cash += closedShort * fromCap - (lots - closedShort) * fromFloor - lots * this.#feeOf(buyer, taker);
    sell.cash += closedLong * fromFloor - (lots - closedLong) * fromCap - lots * this.#feeOf(seller, taker);
    buy.lots += lots;
    sell.lots -= lots;
  }

  cash(account) {
    return this.#accounts.get(account).cash;
  }

  lots(account) {
    return this.#accounts.get(account).lots;
  }

  #feeOf(account, taker) {
    if (taker === null) {
      return this.auctionFee;
    }
    return account === taker ? this.takerFee : this.makerFee;
  }
}
