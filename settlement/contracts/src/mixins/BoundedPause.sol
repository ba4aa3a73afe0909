// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

/// @title BoundedPause
/// @notice A pause that cannot hold money for ever: forced exits stop for at most a week after it began, and a new
/// pause stops them again only when another week has passed since then.
abstract contract BoundedPause is Pausable {
    uint64 public constant MAX_EXIT_PAUSE = 7 days;

    error ExitsPaused(uint64 until);

    /// @notice Unix seconds from which forced exits are paid even in a pause.
    uint64 public exitsOpenFrom;

    function _pause() internal override {
        super._pause();
        if (block.timestamp >= exitsOpenFrom + MAX_EXIT_PAUSE) {
            exitsOpenFrom = uint64(block.timestamp) + MAX_EXIT_PAUSE;
        }
    }

    function _requireExitsOpen() internal view {
        if (paused() && block.timestamp < exitsOpenFrom) revert ExitsPaused(exitsOpenFrom);
    }
}
