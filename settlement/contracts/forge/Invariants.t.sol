// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Holding} from "../src/libraries/TradeTypes.sol";
import {Traders} from "./Traders.sol";

/// @notice What holds after anything that traders do, in any order (CHN-09).
contract InvariantsTest {
    uint256 internal constant UNIT = 1e8;
    Traders internal traders;
    address internal token;

    function setUp() public {
        traders = new Traders();
        token = address(traders.usdc());
    }

    function targetContracts() public view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(traders);
    }

    /// @notice All of them, after each step of one campaign.
    function invariant_money_and_trades() public view {
        _tokensEqualLedger();
        _ledgerSums();
        _poolsCoverPositions();
        _noOverfill();
        _tradesDoWhatTheyMust();
        _netCashIsZeroSum();
    }

    /// @dev Tokens held are exactly what the ledger owes, and what came in less what went out.
    function _tokensEqualLedger() private view {
        uint256 held = traders.usdc().balanceOf(address(traders.vault())) * 100;
        require(held == traders.vault().totalLedger(token), "tokens held differ from the ledger");
        require(held == traders.deposited() - traders.paidOut(), "tokens held differ from what came and went");
    }

    /// @dev Balances, pools and fees sum to the total.
    function _ledgerSums() private view {
        uint256 sum = traders.vault().feeBalance(token);
        for (uint256 i = 0; i < 4; i++) sum += traders.vault().balanceOf(traders.actor(i), 0, token);
        for (uint32 id = 1; id < 3; id++) sum += traders.vault().poolOf(id, token);
        require(sum == traders.vault().totalLedger(token), "balances, pools and fees differ from the total");
    }

    /// @dev Positions sum to zero, and each pool can pay every outcome: long quantity x (cap - floor).
    function _poolsCoverPositions() private view {
        for (uint32 id = 1; id < 3; id++) {
            int256 sum;
            uint256 long;
            for (uint256 i = 0; i < 4; i++) {
                Holding memory holding = traders.exchange().holdingOf(traders.actor(i), 0, id);
                sum += holding.quantity;
                if (holding.quantity > 0) long += uint256(int256(holding.quantity));
            }
            require(sum == 0, "positions do not sum to zero");
            require(traders.vault().poolOf(id, token) == long * 100, "a pool differs from its open interest");
        }
    }

    /// @dev No slot ever fills beyond what was signed.
    function _noOverfill() private view {
        require(traders.fills() <= 12 * UNIT, "a slot is overfilled");
    }

    /// @dev A good trade settles; a bad one never does and leaves nothing behind; a repeat has no effect.
    function _tradesDoWhatTheyMust() private view {
        require(traders.wronglyFailed() == 0, "a good trade failed");
        require(traders.wronglySettled() == 0, "a bad trade settled");
        require(traders.exchange().lastMatchId() == traders.submitted(), "a match was skipped or doubled");
    }

    /// @dev All cash that a market has given is what it has taken: pools and fees are its only other side.
    function _netCashIsZeroSum() private view {
        int256 sum;
        for (uint32 id = 1; id < 3; id++) {
            for (uint256 i = 0; i < 4; i++) sum += traders.exchange().holdingOf(traders.actor(i), 0, id).netCash;
            sum += int256(traders.vault().poolOf(id, token));
        }
        require(sum <= 0, "a market gave more than it took");
    }
}
