// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Holding, Market} from "../libraries/TradeTypes.sol";
import {ISettlementProgress} from "./ISettlementProgress.sol";

/// @title IPositionBook
/// @notice What every settlement contract shows of markets and positions, and how a settled position is paid.
interface IPositionBook is ISettlementProgress {
    /// @notice Constants of a market; the token is zero when it is not registered.
    function market(uint32 marketId) external view returns (Market memory);

    /// @notice Signed quantity (1e-8) and net cash (ledger units) of a subaccount in a market.
    function holdingOf(address account, uint32 subaccount, uint32 marketId) external view returns (Holding memory);

    /// @notice Ends a position at the price of settlement (rule M9): its value less `fee` goes to the account.
    /// @param price settlement price, 1e-8, inside floor and cap
    /// @param fee ledger units, at most the value
    /// @return amount ledger units paid to the account
    function payPosition(uint32 marketId, address account, uint32 subaccount, int128 price, uint256 fee)
        external
        returns (uint256 amount);
}
