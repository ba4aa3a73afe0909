// Orders as a stock wallet library signs them. The definition comes from the venue (GET /v1/typed-data).
import { parseFixed } from './fixed-point.mjs';

export const Side = { Buy: 1, Sell: 2 };
export const OrderType = {
  Market: 1, Limit: 2, Stop: 3, StopLimit: 4, TakeProfit: 5, TakeProfitLimit: 6, TrailingStop: 7, TrailingStopLimit: 8,
  Pegged: 9, Twap: 10,
};
export const TimeInForce = {
  GoodTillCancel: 1, ImmediateOrCancel: 3, FillOrKill: 4, GoodTillDate: 6, Day: 10, GoodForAuction: 11,
  GoodForContinuous: 12,
};
export const OrderFlags = {
  None: 0, PostOnly: 1, PostOnlySlide: 2, ReduceOnly: 4, CancelOldest: 8, CancelBoth: 16, Decrement: 24,
  RestRemainder: 32, AllOrNone: 64, AllowImmediate: 128, HasActivationPrice: 256, ActivateOnFull: 512,
};
export const MarketState = { Pending: 1, Continuous: 3, Halted: 6 };
export const AuctionKind = { Scheduled: 3 };
export const Allocation = { PRICE_TIME: 1, PRO_RATA: 2 };
export const TriggerSource = { Last: 1, Mark: 2, Index: 3 };
export const ListKind = {
  OneCancelsOther: 1, OneUpdatesOther: 2, OneTriggersOther: 3, BracketOco: 4, BracketOuo: 5,
};
export const AmendFields = { Quantity: 1, LimitPrice: 2, Expiry: 4, DisplayQuantity: 8 };
export const MassCancelFilters = {
  AllSubaccounts: 1, Market: 2, Side: 4, Session: 8, Tag: 16, PriceRange: 32, ExceptResting: 64, ExceptStops: 128,
  ExceptDormant: 256, ExceptReduceOnly: 512, Lock: 1024,
};

const HOUR_S = 3600;

/** The EIP-712 message of an order; prices and quantities are decimal text. */
export function orderMessage(account, fields) {
  return {
    account,
    subaccount: fields.subaccount ?? 0,
    marketId: fields.marketId,
    side: fields.side,
    orderType: fields.orderType ?? OrderType.Limit,
    timeInForce: fields.timeInForce ?? TimeInForce.GoodTillCancel,
    flags: fields.flags ?? OrderFlags.None,
    limitPrice: parseFixed(fields.price),
    triggerPrice: parseFixed(fields.triggerPrice ?? '0'),
    quantity: parseFixed(fields.quantity),
    expiry: BigInt(fields.expiry ?? Math.floor(Date.now() / 1000) + HOUR_S),
    maxFeePerUnit: parseFixed(fields.maxFeePerUnit ?? '1'),
    nonce: BigInt(fields.nonce),
    version: fields.version ?? 1,
    instructions: instructionsMessage(fields),
  };
}

/** What an order carries beyond price, quantity and time; what is not used is 0. */
function instructionsMessage(fields) {
  return {
    displayQuantity: parseFixed(fields.displayQuantity ?? '0'),
    displayVariance: parseFixed(fields.displayVariance ?? '0'),
    minQuantity: parseFixed(fields.minQuantity ?? '0'),
    budget: parseFixed(fields.budget ?? '0'),
    trailingDistance: parseFixed(fields.trailingDistance ?? '0'),
    priceOffset: parseFixed(fields.priceOffset ?? '0'),
    activationPrice: parseFixed(fields.activationPrice ?? '0'),
    trailingBasisPoints: fields.trailingBasisPoints ?? 0,
    positionFraction: fields.positionFraction ?? 0,
    duration: fields.duration ?? 0,
    interval: fields.interval ?? 0,
    triggerSource: fields.triggerSource ?? 0,
    expiryAction: fields.expiryAction ?? 0,
    pegReference: fields.pegReference ?? 0,
  };
}

/** An order as the binary protocol lays it out: the instructions stand beside the other fields. */
export const flat = ({ instructions, ...order }) => ({ ...order, ...instructions });

/** Signs any of the venue's typed data with a viem account. */
export function sign(wallet, typedData, primaryType, message) {
  return wallet.signTypedData({ domain: typedData.domain, types: typedData.types, primaryType, message });
}
