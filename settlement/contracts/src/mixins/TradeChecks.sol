// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {FailureSide, Market, Match, Order, SignedOrder, SlotFill, TradeFailure} from "../libraries/TradeTypes.sol";
import {MarketRegistry} from "./MarketRegistry.sol";
import {SignedOrders} from "./SignedOrders.sol";

/// @title TradeChecks
/// @notice Everything a trade must satisfy before money moves. Checks only read and never revert (rule X3); the first
/// failure wins, cheap ones first. Expiry is tested against engine time, never block.timestamp (rule O-GTDX).
abstract contract TradeChecks is MarketRegistry, SignedOrders {
    uint8 internal constant BUY = 1;
    uint8 internal constant SELL = 2;
    uint8 internal constant TYPE_MARKET = 1;
    uint8 internal constant TYPE_LIMIT = 2;
    uint8 internal constant TIME_GOOD_TILL_CANCEL = 1;
    uint8 internal constant TIME_IMMEDIATE_OR_CANCEL = 3;
    uint8 internal constant TIME_FILL_OR_KILL = 4;
    /// @dev Post-only, sliding, reduce-only, self-trade modes, remainder rests: they bind the engine, not a fill.
    uint32 internal constant SUPPORTED_FLAGS = 0x3F;
    uint32 internal constant ORDER_VERSION = 1;
    uint256 internal constant NANOSECONDS_PER_SECOND = 1e9;
    uint256 internal constant UNIT = 1e8;

    mapping(address account => mapping(uint32 subaccount => mapping(uint64 nonce => SlotFill))) private _fills;

    /// @notice What has been filled of one signed slot.
    function fillOf(address account, uint32 subaccount, uint64 nonce) external view returns (SlotFill memory) {
        return _fills[account][subaccount][nonce];
    }

    /// @dev Tests that concern the pair of orders.
    function _checkPair(Match calldata trade, Market storage market_) internal view returns (TradeFailure) {
        Order calldata buy = trade.buy.order;
        Order calldata sell = trade.sell.order;
        if (buy.marketId != sell.marketId) return TradeFailure.MARKET_MISMATCH;
        if (market_.token == address(0)) return TradeFailure.MARKET_UNKNOWN;
        if (buy.side != BUY || sell.side != SELL) return TradeFailure.SIDE_MISMATCH;
        if (trade.quantity == 0 || trade.quantity > MAX_QUANTITY) return TradeFailure.QUANTITY_OUT_OF_RANGE;
        if (trade.price < market_.floor || trade.price > market_.cap) return TradeFailure.PRICE_OUT_OF_RANGE;
        return TradeFailure.NONE;
    }

    /// @dev Tests that concern one order and this trade's part of it; `digest` is its EIP-712 digest.
    function _checkOrder(SignedOrder calldata signed, Match calldata trade, uint256 fee, bytes32 digest)
        internal
        view
        returns (TradeFailure)
    {
        Order calldata order = signed.order;
        if (order.version != ORDER_VERSION) return TradeFailure.VERSION_UNSUPPORTED;
        if (!_isSupported(order)) return TradeFailure.ORDER_UNSUPPORTED;
        bool within = order.side == BUY ? trade.price <= order.limitPrice : trade.price >= order.limitPrice;
        if (!within) return TradeFailure.LIMIT_VIOLATED;
        if (trade.matchTimeNs > uint256(order.expiry) * NANOSECONDS_PER_SECOND) return TradeFailure.ORDER_EXPIRED;
        if (fee * UNIT > uint256(order.maxFeePerUnit) * trade.quantity) return TradeFailure.FEE_OVER_CAP;
        SlotFill storage slot = _slot(order);
        if (slot.orderHash != bytes32(0) && slot.orderHash != digest) return TradeFailure.SLOT_TAKEN;
        if (uint256(slot.filled) + trade.quantity > order.quantity) return TradeFailure.OVERFILLED;
        return _checkSignature(signed, digest);
    }

    function _recordFill(Order calldata order, bytes32 digest, uint128 quantity) internal {
        SlotFill storage slot = _slot(order);
        if (slot.orderHash == bytes32(0)) slot.orderHash = digest;
        slot.filled += quantity;
        slot.version = order.version;
    }

    /// @dev Only what the engine implements may settle (rule G4).
    function _isSupported(Order calldata order) private pure returns (bool) {
        if (order.flags & ~SUPPORTED_FLAGS != 0 || order.triggerPrice != 0) return false;
        bool immediate =
            order.timeInForce == TIME_IMMEDIATE_OR_CANCEL || order.timeInForce == TIME_FILL_OR_KILL;
        if (order.orderType == TYPE_MARKET) return immediate;
        return order.orderType == TYPE_LIMIT && (immediate || order.timeInForce == TIME_GOOD_TILL_CANCEL);
    }

    function _slot(Order calldata order) private view returns (SlotFill storage) {
        return _fills[order.account][order.subaccount][order.nonce];
    }
}
