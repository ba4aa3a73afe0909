// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title PremiumModel
/// @notice Money of a trade in a capped market. A position is paid for when opened and pays back when closed; the
/// market pool always holds openInterest x (cap - floor). Mirrors the engine's ledger to the last unit.
library PremiumModel {
    /// @dev price (1e-8) x quantity (1e-8) x multiplier (1e-8) / 1e16 = ledger units (1e-8)
    int256 internal constant DIVISOR = 1e16;

    /// @notice Cash of the buyer, positive when received from the pool.
    /// @param position signed quantity held before the trade
    function buyCash(int256 position, int256 quantity, int256 aboveFloor, int256 belowCap)
        internal
        pure
        returns (int256)
    {
        int256 closing = _closing(quantity, -position);
        return closing * belowCap - (quantity - closing) * aboveFloor;
    }

    /// @notice Cash of the seller, positive when received from the pool.
    /// @param position signed quantity held before the trade
    function sellCash(int256 position, int256 quantity, int256 aboveFloor, int256 belowCap)
        internal
        pure
        returns (int256)
    {
        int256 closing = _closing(quantity, position);
        return closing * aboveFloor - (quantity - closing) * belowCap;
    }

    /// @notice True when both unscaled amounts are whole ledger units.
    function isExact(int256 first, int256 second) internal pure returns (bool) {
        return first % DIVISOR == 0 && second % DIVISOR == 0;
    }

    function _closing(int256 quantity, int256 opposite) private pure returns (int256) {
        if (opposite <= 0) return 0;
        return opposite < quantity ? opposite : quantity;
    }
}
