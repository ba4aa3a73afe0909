// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Match, Order, SignedOrder, SlotFill, TradeFailure} from "../libraries/TradeTypes.sol";
import {OwnerCancels} from "./OwnerCancels.sol";
import {SignedOrders} from "./SignedOrders.sol";

/// @title TradeChecks
/// @notice Everything a trade must satisfy before money moves. Checks only read and never revert (rule X3); the first
/// failure wins, cheap ones first. Expiry is tested against engine time, never block.timestamp (rule O-GTDX).
abstract contract TradeChecks is SignedOrders, OwnerCancels {
    /// @notice Largest quantity of one trade, 1e-8 fixed point.
    uint128 public constant MAX_QUANTITY = 2 ** 90;

    uint8 internal constant BUY = 1;
    uint8 internal constant SELL = 2;
    /// @dev Market, limit, stop, take-profit, trailing, pegged, time-sliced: numbers 1 to 10 without a gap.
    uint8 internal constant LAST_ORDER_TYPE = 10;
    /// @dev One bit per known number: 1 GTC, 3 IOC, 4 FOK, 6 GTD, 10 DAY, 11 auction only, 12 continuous only.
    uint256 internal constant TIMES_IN_FORCE =
        1 << 1 | 1 << 3 | 1 << 4 | 1 << 6 | 1 << 10 | 1 << 11 | 1 << 12;
    uint32 internal constant KNOWN_FLAGS = 0x3FF;
    uint256 internal constant UNIT = 1e8;

    /// @notice EIP-712 digest of an order, and whether it could settle at a match of that time as far as the order and
    /// its signature alone decide: 0, or the number of the failure. Not for orders under a bulk signature.
    function checkSigned(SignedOrder calldata signed, uint64 matchTimeNs) external view returns (bytes32, uint8) {
        bytes32[] calldata none;
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
        bytes32 structHash = _hashStruct(signed.order);
        bytes32 digest = _hashTypedDataV4(structHash);
        TradeFailure code = _checkForm(signed.order, matchTimeNs);
        if (code == TradeFailure.NONE) code = _checkSignature(signed, structHash, digest, matchTimeNs, none);
        return (digest, uint8(code));
    }

    /// @dev Tests that concern the pair of orders.
    function _checkPair(Match calldata trade, address token, int128 floor, int128 cap)
        internal
        pure
        returns (TradeFailure)
    {
        Order calldata buy = trade.buy.order;
        Order calldata sell = trade.sell.order;
        if (buy.marketId != sell.marketId) return TradeFailure.MARKET_MISMATCH;
        if (token == address(0)) return TradeFailure.MARKET_UNKNOWN;
        if (buy.side != BUY || sell.side != SELL) return TradeFailure.SIDE_MISMATCH;
        if (trade.quantity == 0 || trade.quantity > MAX_QUANTITY) return TradeFailure.QUANTITY_OUT_OF_RANGE;
        if (trade.price < floor || trade.price > cap) return TradeFailure.PRICE_OUT_OF_RANGE;
        return TradeFailure.NONE;
    }

    /// @dev Tests that concern one order and this trade's part of it. Also gives the order's EIP-712 digest, once the
    /// order has passed the tests that need none.
    /// A digest that an earlier fill has seen signed by the owner himself is not recovered again.
    function _checkOrder(SignedOrder calldata signed, Match calldata trade, uint256 fee, bytes32[] calldata nodes)
        internal
        view
        returns (TradeFailure code, bytes32 digest)
    {
        code = _checkTerms(signed.order, trade, fee);
        if (code != TradeFailure.NONE) return (code, digest);
        bytes32 structHash = _hashStruct(signed.order);
        digest = _hashTypedDataV4(structHash);
        code = _checkSlot(signed.order, trade, digest);
        if (code != TradeFailure.NONE || _isVerified(signed.order, digest)) return (code, digest);
        code = _checkSignature(signed, structHash, digest, trade.matchTimeNs, nodes);
    }

    function _checkTerms(Order calldata order, Match calldata trade, uint256 fee)
        internal
        pure
        returns (TradeFailure)
    {
        if (order.version == 0) return TradeFailure.VERSION_UNSUPPORTED;
        if (!_isKnown(order)) return TradeFailure.ORDER_UNSUPPORTED;
        bool within = order.side == BUY ? trade.price <= order.limitPrice : trade.price >= order.limitPrice;
        if (!within) return TradeFailure.LIMIT_VIOLATED;
        if (trade.matchTimeNs > uint256(order.expiry) * NANOSECONDS_PER_SECOND) return TradeFailure.ORDER_EXPIRED;
        if (fee * UNIT > uint256(order.maxFeePerUnit) * trade.quantity) return TradeFailure.FEE_OVER_CAP;
        return TradeFailure.NONE;
    }

    function _checkForm(Order calldata order, uint64 timeNs) private pure returns (TradeFailure) {
        if (order.version == 0) return TradeFailure.VERSION_UNSUPPORTED;
        if (!_isKnown(order)) return TradeFailure.ORDER_UNSUPPORTED;
        return timeNs > uint256(order.expiry) * NANOSECONDS_PER_SECOND
            ? TradeFailure.ORDER_EXPIRED
            : TradeFailure.NONE;
    }

    /// @dev Only the newest version of a slot fills, and all its versions together at most the quantity of the one that
    /// fills (rules C4, X6). A cancel on chain holds for matches later than its own time (rule X5).
    function _checkSlot(Order calldata order, Match calldata trade, bytes32 digest)
        private
        view
        returns (TradeFailure)
    {
        SlotFill memory slot = _slot(order);
        if (order.version < slot.version) return TradeFailure.VERSION_SUPERSEDED;
        if (order.version == slot.version && slot.orderHash != digest) return TradeFailure.SLOT_TAKEN;
        if (uint256(slot.filled) + trade.quantity > order.quantity) return TradeFailure.OVERFILLED;
        return _isCancelled(order, slot.cancelledFrom, trade.matchTimeNs)
            ? TradeFailure.ORDER_CANCELLED
            : TradeFailure.NONE;
    }

    function _isVerified(Order calldata order, bytes32 digest) private view returns (bool) {
        SlotFill storage slot = _slot(order);
        return slot.isOwnerSigned && slot.orderHash == digest;
    }

    /// @dev To be called for a fill that has passed all tests: without a grant its signer was the owner.
    function _recordFill(SignedOrder calldata signed, bytes32 digest, uint128 quantity) internal {
        SlotFill storage slot = _slot(signed.order);
        if (signed.order.version > slot.version) {
            (slot.orderHash, slot.version) = (digest, signed.order.version);
            slot.isOwnerSigned = signed.grantHash == 0;
        }
        slot.filled += quantity;
    }

    /// @dev Only what the engine implements may settle (rule G4). What may stand together is the engine's business:
    /// types, times in force and flags say when it may match, which a fill cannot show.
    function _isKnown(Order calldata order) private pure returns (bool) {
        bool known = order.orderType != 0 && order.orderType <= LAST_ORDER_TYPE;
        return known && TIMES_IN_FORCE >> order.timeInForce & 1 != 0 && order.flags & ~KNOWN_FLAGS == 0;
    }
}
