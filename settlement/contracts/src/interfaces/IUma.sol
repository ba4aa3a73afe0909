// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IOptimisticOracleV3
/// @notice The functions of UMA's Optimistic Oracle V3 that are used here.
interface IOptimisticOracleV3 {
    function assertTruth(
        bytes calldata claim,
        address asserter,
        address callbackRecipient,
        address escalationManager,
        uint64 liveness,
        IERC20 currency,
        uint256 bond,
        bytes32 identifier,
        bytes32 domainId
    ) external returns (bytes32 assertionId);

    function getMinimumBond(address currency) external view returns (uint256);

    function defaultIdentifier() external view returns (bytes32);
}

/// @title IOptimisticOracleV2
/// @notice The functions of UMA's Optimistic Oracle V2 that are used here.
interface IOptimisticOracleV2 {
    function requestPrice(
        bytes32 identifier,
        uint256 timestamp,
        bytes calldata ancillaryData,
        IERC20 currency,
        uint256 reward
    ) external returns (uint256 totalBond);

    function setBond(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, uint256 bond)
        external
        returns (uint256 totalBond);

    function setCustomLiveness(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, uint256 liveness)
        external;

    function setEventBased(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData) external;

    function setCallbacks(
        bytes32 identifier,
        uint256 timestamp,
        bytes calldata ancillaryData,
        bool callbackOnPriceProposed,
        bool callbackOnPriceDisputed,
        bool callbackOnPriceSettled
    ) external;
}
