// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {SettlementExchange} from "../src/SettlementExchange.sol";
import {Order} from "../src/libraries/TradeTypes.sol";

/// @notice Folds the digests of many orders into one hash, as the vectors do.
contract HashMany {
    function roll(SettlementExchange exchange, bytes32 sum, Order[] calldata orders) external view returns (bytes32) {
        for (uint256 i = 0; i < orders.length; i++) {
            sum = keccak256(bytes.concat(sum, exchange.hashOrder(orders[i])));
        }
        return sum;
    }
}
