// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Market} from "../libraries/TradeTypes.sol";

/// @title MarketRegistry
/// @notice Constants of each market, written once. The bounds keep every product of a trade inside int256, so that
/// arithmetic can never revert a batch.
abstract contract MarketRegistry {
    /// @notice Largest absolute floor or cap, 1e-8 fixed point.
    int128 public constant MAX_PRICE = 2 ** 95;
    /// @notice Largest multiplier, 1e-8 fixed point.
    uint96 public constant MAX_MULTIPLIER = 2 ** 60;

    error MarketExists(uint32 marketId);
    error MarketTokenNotListed(uint32 marketId, address token);
    error MarketOutOfRange(uint32 marketId);

    event MarketRegistered(
        uint32 indexed marketId,
        address indexed token,
        int128 floor,
        int128 cap,
        uint96 multiplier,
        bytes32 questionHash
    );

    mapping(uint32 marketId => Market) private _markets;

    function _market(uint32 marketId) internal view returns (Market storage) {
        return _markets[marketId];
    }

    function _storeMarket(uint32 marketId, Market calldata values) internal {
        if (_markets[marketId].token != address(0)) revert MarketExists(marketId);
        bool ordered = values.floor < values.cap && values.floor >= -MAX_PRICE && values.cap <= MAX_PRICE;
        bool scaled = values.multiplier > 0 && values.multiplier <= MAX_MULTIPLIER;
        if (!ordered || !scaled || marketId == 0) revert MarketOutOfRange(marketId);
        _markets[marketId] = values;
        emit MarketRegistered(
            marketId, values.token, values.floor, values.cap, values.multiplier, values.questionHash
        );
    }
}
