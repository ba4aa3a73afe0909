// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title ISettlementProgress
/// @notice How far the trades of the engine have reached the ledger of the vault.
interface ISettlementProgress {
    /// @notice Newest match whose money has moved, or that has failed; all before it are done too.
    function lastMatchId() external view returns (uint64);
}
