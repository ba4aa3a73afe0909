// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Order, SlotFill} from "../libraries/TradeTypes.sol";

/// @title OwnerCancels
/// @notice Cancels that an owner makes on chain, without the venue: of one slot, or of all nonces below a number. Both
/// hold only for matches later than CANCEL_DELAY after the request (rule X5): the engine has seen them by then, so no
/// trade that it made can be undone with them. They stay closed until the venue follows their events.
abstract contract OwnerCancels {
    /// @notice Seconds from a request to its effect; longer than a request takes to be final and known to the engine.
    uint64 public constant CANCEL_DELAY = 1 hours;
    uint256 internal constant NANOSECONDS_PER_SECOND = 1e9;

    error OwnerCancelsClosed();
    error EpochNotHigher(uint64 minNonce);
    error EpochPending(uint64 effectiveFrom);

    event OwnerCancelsOpened();
    event OrderCancelRequested(
        address indexed account, uint32 indexed subaccount, uint64 indexed nonce, uint64 effectiveFrom
    );
    event EpochRaised(
        address indexed account, uint32 indexed subaccount, uint64 indexed minNonce, uint64 effectiveFrom
    );

    /// @notice Smallest nonce that may fill, and from when. The one before it is kept, for matches that were made
    /// between the two and settle late. Times are unix seconds.
    struct Epoch {
        uint64 minNonce;
        uint64 effectiveFrom;
        uint64 pastMinNonce;
        uint64 pastEffectiveFrom;
    }

    /// @notice True when owners may cancel on chain. It never becomes false again.
    bool public areOwnerCancelsOpen;

    mapping(address account => mapping(uint32 subaccount => mapping(uint64 nonce => SlotFill))) private _fills;
    mapping(address account => mapping(uint32 subaccount => Epoch)) private _epochs;

    /// @notice What has been filled of one signed slot, and its cancel.
    function fillOf(address account, uint32 subaccount, uint64 nonce) external view returns (SlotFill memory) {
        return _fills[account][subaccount][nonce];
    }

    /// @notice Smallest nonces that may fill.
    function epochOf(address account, uint32 subaccount) external view returns (Epoch memory) {
        return _epochs[account][subaccount];
    }

    /// @notice Cancels one slot of the caller, in all its versions. A repeat has no effect.
    function cancelOrder(uint32 subaccount, uint64 nonce) external {
        _requireOpen();
        SlotFill storage slot = _fills[msg.sender][subaccount][nonce];
        if (slot.cancelledFrom != 0) return;
        slot.cancelledFrom = uint64(block.timestamp) + CANCEL_DELAY;
        emit OrderCancelRequested(msg.sender, subaccount, nonce, slot.cancelledFrom);
    }

    /// @notice Cancels all slots of the caller's subaccount below `minNonce`. The next raise waits until this one has
    /// been in effect for as long as it took, so that no match is ever judged by a forgotten epoch.
    function raiseEpoch(uint32 subaccount, uint64 minNonce) external {
        _requireOpen();
        Epoch storage epoch = _epochs[msg.sender][subaccount];
        if (minNonce <= epoch.minNonce) revert EpochNotHigher(epoch.minNonce);
        if (epoch.effectiveFrom != 0 && block.timestamp < epoch.effectiveFrom + CANCEL_DELAY) {
            revert EpochPending(epoch.effectiveFrom);
        }
        (epoch.pastMinNonce, epoch.pastEffectiveFrom) = (epoch.minNonce, epoch.effectiveFrom);
        (epoch.minNonce, epoch.effectiveFrom) = (minNonce, uint64(block.timestamp) + CANCEL_DELAY);
        emit EpochRaised(msg.sender, subaccount, minNonce, epoch.effectiveFrom);
    }

    function _openOwnerCancels() internal {
        areOwnerCancelsOpen = true;
        emit OwnerCancelsOpened();
    }

    function _isCancelled(Order calldata order, uint64 cancelledFrom, uint64 matchTimeNs)
        internal
        view
        returns (bool)
    {
        if (cancelledFrom != 0 && _isAfter(matchTimeNs, cancelledFrom)) return true;
        Epoch memory epoch = _epochs[order.account][order.subaccount];
        if (order.nonce < epoch.minNonce && _isAfter(matchTimeNs, epoch.effectiveFrom)) return true;
        return order.nonce < epoch.pastMinNonce && _isAfter(matchTimeNs, epoch.pastEffectiveFrom);
    }

    function _slot(Order calldata order) internal view returns (SlotFill storage) {
        return _fills[order.account][order.subaccount][order.nonce];
    }

    function _isAfter(uint64 timeNs, uint64 second) private pure returns (bool) {
        return timeNs > uint256(second) * NANOSECONDS_PER_SECOND;
    }

    function _requireOpen() private view {
        if (!areOwnerCancelsOpen) revert OwnerCancelsClosed();
    }
}
