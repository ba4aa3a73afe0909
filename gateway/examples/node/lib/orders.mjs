// Orders as a stock wallet library signs them. The definition comes from the venue (GET /v1/typed-data).
import { parseFixed } from './fixed-point.mjs';

export const Side = { Buy: 1, Sell: 2 };
export const OrderType = { Market: 1, Limit: 2 };
export const TimeInForce = { GoodTillCancel: 1, ImmediateOrCancel: 3, FillOrKill: 4 };
export const OrderFlags = {
  None: 0, PostOnly: 1, PostOnlySlide: 2, ReduceOnly: 4, CancelOldest: 8, CancelBoth: 16, Decrement: 24,
  RestRemainder: 32,
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
    triggerPrice: 0n,
    quantity: parseFixed(fields.quantity),
    expiry: BigInt(fields.expiry ?? Math.floor(Date.now() / 1000) + HOUR_S),
    maxFeePerUnit: parseFixed(fields.maxFeePerUnit ?? '1'),
    nonce: BigInt(fields.nonce),
    version: 1,
  };
}

/** Signs any of the venue's typed data with a viem account. */
export function sign(wallet, typedData, primaryType, message) {
  return wallet.signTypedData({ domain: typedData.domain, types: typedData.types, primaryType, message });
}
