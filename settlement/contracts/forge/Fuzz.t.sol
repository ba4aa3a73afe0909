// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {SettlementExchange} from "../src/SettlementExchange.sol";
import {PremiumModel} from "../src/libraries/PremiumModel.sol";
import {Match} from "../src/libraries/TradeTypes.sol";
import {Traders} from "./Traders.sol";
import {vm} from "./Vm.sol";

/// @notice Properties of single calls with any input (SIG-14, CHN-14, CHN-16).
contract FuzzTest {
    Traders internal traders;

    function setUp() public {
        traders = new Traders();
    }

    /// @notice The operator may send anything: a batch of one never reverts, and moves nothing unless it settles.
    function testFuzz_no_trade_reverts_a_batch(Match memory one) public {
        one.matchId = 1;
        Match[] memory batch = new Match[](1);
        batch[0] = one;
        uint256 total = traders.vault().totalLedger(address(traders.usdc()));
        SettlementExchange exchange = traders.exchange();
        vm.prank(address(traders));
        exchange.settle(batch);
        require(exchange.lastMatchId() == 1, "the batch did not go on");
        require(exchange.fillOf(one.buy.order.account, 0, one.buy.order.nonce).filled == 0, "something filled");
        require(traders.vault().totalLedger(address(traders.usdc())) == total, "money changed");
    }

    /// @notice What netting relies on: over any way of trades, cash is the sum of -side x quantity x price, and the
    /// value of the position at floor or cap.
    function testFuzz_premium_depends_on_the_end_only(int64[8] memory prices, int32[8] memory quantities) public pure {
        int256 floor = -40;
        int256 cap = 60;
        int256 position;
        int256 cash;
        int256 net;
        for (uint256 i = 0; i < 8; i++) {
            int256 price = floor + int256(uint256(uint64(prices[i])) % 101);
            int256 quantity = int256(quantities[i]) % 1_000;
            net -= quantity * price;
            if (quantity > 0) cash += PremiumModel.buyCash(position, quantity, price - floor, cap - price);
            if (quantity < 0) cash += PremiumModel.sellCash(position, -quantity, price - floor, cap - price);
            position += quantity;
        }
        require(cash == net + position * (position > 0 ? floor : cap), "the way matters");
    }

    /// @notice A fee above the signed cap never settles, one at the cap does (F5).
    function testFuzz_fee_cap(uint256 buyer, uint256 seller, uint256 fee) public {
        traders.trade(buyer, seller, 0, 50, 0, fee);
        require(traders.wronglyFailed() == 0 && traders.settled() == 1, "a fee inside the cap failed");
        traders.badTrade(buyer, seller, 4, 50);
        require(traders.wronglySettled() == 0, "a fee over the cap settled");
    }
}
