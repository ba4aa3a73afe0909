// What the operator may do to a market that lives: its rules, its state, its auctions. Each command is signed with a
// nonce that passes once, so a lost answer is not repeated blindly: the market itself says whether it took effect.
import { Allocation, AuctionKind, MarketState } from './orders.mjs';

const RETRY_MS = 100;
const TRIGGERS = ['first', 'second', 'third'];
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Operator {
  constructor(tools) {
    Object.assign(this, tools);
  }

  /** Replaces the rules by the present ones with these changes; returns the market. */
  async setRules(changes) {
    const { rules } = await this.market();
    const values = signedRules({ ...rules, ...changes });
    const market = await this.#become('trading-rules', 'rules', 'SetTradingRules', values,
      (found) => Object.entries(changes).every(([name, value]) => isSame(found.rules[name], value)));
    this.log(`rules of market ${this.marketId}: ${JSON.stringify(changes)}`);
    return market;
  }

  /** The price of the metric's source, in ticks. */
  async setIndex(ticks) {
    const { indexPrice } = await this.#become('index-prices', 'index', 'SetIndexPrice', { priceTicks: ticks },
      (found) => found.indexTicks === String(ticks));
    this.log(`index of market ${this.marketId}: ${indexPrice}`);
  }

  async halt() {
    await this.#setState(MarketState.Halted, 'HALTED');
  }

  /** Also after a failure, when the market may never have been halted. */
  async resume() {
    if ((await this.market()).state === 'HALTED') {
      await this.#setState(MarketState.Continuous, 'CONTINUOUS');
    }
  }

  /** Starts a call of exactly this length; returns the auction that runs. */
  async startAuction(durationSeconds) {
    const market = await this.#become('auctions', 'auction', 'StartAuction',
      { kind: AuctionKind.Scheduled, durationSeconds, randomSeconds: 0 }, (found) => found.auction !== null);
    return market.auction;
  }

  async market() {
    return (await this.rest.insist('GET', `/v1/markets/${this.marketId}`)).body;
  }

  #setState(state, name) {
    return this.#become('market-state', 'state', 'SetMarketState', { state }, (found) => found.state === name);
  }

  async #become(path, member, primaryType, values, isDone) {
    for (;;) {
      const refusal = await this.#try(path, member, primaryType, { marketId: this.marketId, ...values });
      const market = await this.market();
      if (isDone(market)) {
        return market;
      }
      if (refusal) {
        throw new Error(`${primaryType} of market ${this.marketId}: ${refusal}`);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** The code of a refusal that stands; null after success and where only trying again tells. */
  async #try(path, member, primaryType, values) {
    try {
      const { status, body } = await this.rest.operate(this.wallet, this.typedData, path, member, primaryType, values);
      return status === 200 || status === 429 || status >= 500 || body.code === 'NONCE_REUSED' ? null : body.code;
    } catch (error) {
      if (!(error instanceof TypeError)) {
        throw error; // fetch reports a lost connection as TypeError; anything else is a mistake of ours
      }
      return null;
    }
  }
}

/** The rules as the venue shows them, in the form that is signed. */
function signedRules({ volatilityTriggers, allocation, ...rules }) {
  const triggers = volatilityTriggers.flatMap(({ ticks, horizonSeconds, auctionSeconds }, index) => [
    [`${TRIGGERS[index]}TriggerTicks`, ticks],
    [`${TRIGGERS[index]}TriggerHorizonSeconds`, horizonSeconds],
    [`${TRIGGERS[index]}TriggerAuctionSeconds`, auctionSeconds],
  ]);
  const values = [...Object.entries(rules), ...triggers].map(([name, value]) => [name, BigInt(value)]);
  return { ...Object.fromEntries(values), allocation: Allocation[allocation] };
}
