// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {MerklePath} from "./MerklePath.sol";
import {LeafProof, LegTotals, NetBatch, NetEntry} from "./NetTypes.sol";
import {PremiumModel} from "./PremiumModel.sol";
import {Order} from "./TradeTypes.sol";

/// @title NetProofs
/// @notice What leaves and entries of a netted batch must fulfil among each other. Pure; the signatures and terms of a
/// leaf are tested by TradeChecks.
library NetProofs {
    uint8 internal constant BUY = 1;

    /// @dev Height of the smallest tree that has a place for every match.
    function height(NetBatch calldata batch) internal pure returns (uint256 levels) {
        uint256 count = uint256(batch.lastMatchId - batch.firstMatchId) + 1;
        while (uint256(1) << levels < count) levels++;
    }

    /// @dev True when the leaf stands in the batch at the place of its match id.
    function isInBatch(NetBatch calldata batch, LeafProof calldata proof, uint64 place) internal pure returns (bool) {
        if (place < batch.firstMatchId || place > batch.lastMatchId) return false;
        uint256 levels = height(batch);
        if (proof.path.length != levels) return false;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(proof.leaf))));
        return MerklePath.root(leaf, place - batch.firstMatchId, proof.path, 0, levels) == batch.matchesRoot;
    }

    function totals(LeafProof calldata proof, uint8 side) internal pure returns (LegTotals calldata) {
        return side == BUY ? proof.leaf.buy : proof.leaf.sell;
    }

    function order(LeafProof calldata proof, uint8 side) internal pure returns (Order calldata) {
        return side == BUY ? proof.leaf.trade.buy.order : proof.leaf.trade.sell.order;
    }

    /// @dev Quantity, cash and fee that this leg adds; the multiplier is the market's.
    function own(LeafProof calldata proof, uint8 side, uint96 multiplier)
        internal
        pure
        returns (int256 quantity, int256 cash, int256 fee)
    {
        quantity = int256(uint256(proof.leaf.trade.quantity));
        if (side != BUY) quantity = -quantity;
        cash = -quantity * proof.leaf.trade.price * int256(uint256(multiplier)) / PremiumModel.DIVISOR;
        fee = int256(uint256(side == BUY ? proof.leaf.trade.buyFee : proof.leaf.trade.sellFee));
    }

    /// @dev Whether the totals are those before them plus this leg.
    function follows(
        LegTotals calldata before,
        LegTotals calldata after_,
        LeafProof calldata proof,
        uint8 side,
        uint96 multiplier
    ) internal pure returns (bool) {
        (int256 quantity, int256 cash, int256 fee) = own(proof, side, multiplier);
        return after_.leg == before.leg + 1 && after_.quantity == before.quantity + quantity
            && after_.cash == before.cash + cash && after_.fee == before.fee + fee;
    }

    /// @dev Whether the totals of a first leg are its own amounts.
    function starts(LegTotals calldata first, LeafProof calldata proof, uint8 side, uint96 multiplier)
        internal
        pure
        returns (bool)
    {
        (int256 quantity, int256 cash, int256 fee) = own(proof, side, multiplier);
        return first.quantity == quantity && first.cash == cash && first.fee == fee;
    }

    function sameHolding(Order calldata one, Order calldata other) internal pure returns (bool) {
        return one.marketId == other.marketId && one.account == other.account && one.subaccount == other.subaccount;
    }

    function sameSlot(Order calldata one, Order calldata other) internal pure returns (bool) {
        return one.account == other.account && one.subaccount == other.subaccount && one.nonce == other.nonce;
    }

    /// @dev Whether the entry is the one of this order's holding.
    function isOf(NetEntry calldata entry, Order calldata signed) internal pure returns (bool) {
        return entry.marketId == signed.marketId && entry.account == signed.account
            && entry.subaccount == signed.subaccount;
    }

    function equals(NetEntry calldata entry, LegTotals calldata last) internal pure returns (bool) {
        return entry.quantity == last.quantity && entry.cash == last.cash && entry.fee == last.fee;
    }
}
