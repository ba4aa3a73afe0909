// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {CentralVault} from "../src/CentralVault.sol";
import {SettlementExchange} from "../src/SettlementExchange.sol";
import {TestUSDC} from "../src/TestUSDC.sol";
import {Withdrawal} from "../src/mixins/Withdrawals.sol";
import {Market, Match, Order, SignedOrder, SlotFill} from "../src/libraries/TradeTypes.sol";
import {vm} from "./Vm.sol";

/// @notice A venue and a few traders who do anything at any time: deposit, trade (well and badly), cancel, withdraw,
/// exit. It is the operator, the approver and the administrator, and keeps what each invariant compares with.
contract Traders {
    uint256 internal constant UNIT = 1e8;
    uint256 internal constant ACTORS = 4;
    uint256 internal constant SLOTS = 3;
    uint128 internal constant ORDER_QUANTITY = uint128(12 * UNIT);

    TestUSDC public immutable usdc = new TestUSDC();
    CentralVault public immutable vault;
    SettlementExchange public immutable exchange;

    /// @dev Trades that had to settle and did not; trades that had to fail and settled.
    uint256 public wronglyFailed;
    uint256 public wronglySettled;
    uint256 public settled;
    uint256 public submitted;
    uint256 public paidOut;
    uint256 public deposited;
    uint64 private _withdrawals;

    constructor() {
        address predicted = _created(address(this), 3);
        address[] memory tokens = new address[](1);
        tokens[0] = address(usdc);
        vault = new CentralVault(address(this), predicted, tokens);
        exchange = new SettlementExchange(vault, address(this), address(this));
        require(address(exchange) == predicted, "address");
        vault.grantRole(vault.APPROVER_ROLE(), vm.addr(99));
        vault.grantRole(vault.TREASURY_ROLE(), address(this));
        exchange.openOwnerCancels();
        vault.openExits();
        exchange.registerMarket(1, Market(address(usdc), uint96(UNIT), 0, int128(int256(100 * UNIT)), 0));
        int128 low = -int128(int256(40 * UNIT));
        exchange.registerMarket(2, Market(address(usdc), uint96(UNIT), low, int128(int256(60 * UNIT)), 0));
        vm.warp(1_700_000_000);
        for (uint256 i = 0; i < ACTORS; i++) deposit(i, 5_000e6);
    }

    function actor(uint256 seed) public pure returns (address) {
        return vm.addr(1 + seed % ACTORS);
    }

    function deposit(uint256 seed, uint256 amount) public {
        amount = 1 + amount % 10_000e6;
        address who = actor(seed);
        usdc.mint(who, amount);
        vm.prank(who);
        usdc.approve(address(vault), amount);
        vm.prank(who);
        vault.deposit(address(usdc), 0, amount);
        deposited += amount * 100;
    }

    /// @notice A trade as the engine would make it; what it must do is worked out before.
    function trade(uint256 buyer, uint256 seller, uint256 slot, uint256 price, uint256 quantity, uint256 fee) public {
        Match memory one = _match(buyer, seller, slot, price, quantity, fee);
        bool mayFail = _isFilled(one.buy.order, one.quantity) || _isFilled(one.sell.order, one.quantity)
            || _isCancelled(one.buy.order) || _isCancelled(one.sell.order) || _isPoor(one.buy.order.account)
            || _isPoor(one.sell.order.account);
        bool ok = _settle(one);
        if (!ok && !mayFail) wronglyFailed++;
    }

    /// @notice A trade with one thing wrong: it must fail, and stop nothing.
    function badTrade(uint256 buyer, uint256 seller, uint256 fault, uint256 price) public {
        Match memory one = _match(buyer, seller, 0, price, UNIT, 0);
        fault = fault % 8;
        if (fault == 0) one.buy.order.quantity++;
        if (fault == 1) one.sell.order.nonce++;
        if (fault == 2) one.quantity = 0;
        if (fault == 3) one.price = int128(int256(101 * UNIT));
        if (fault == 4) one.buyFee = 2 * one.quantity;
        if (fault == 5) one.matchTimeNs = type(uint64).max;
        if (fault == 6) one.sell.order.side = 1;
        if (fault == 7) one.quantity = ORDER_QUANTITY + 1;
        // an order that the owner has been seen to sign needs no signature; these change what is signed, or the terms
        if (_settle(one)) wronglySettled++;
    }

    function repeatLast(uint256 buyer, uint256 seller) public {
        Match memory one = _match(buyer, seller, 1, 50, UNIT, 0);
        one.matchId = exchange.lastMatchId();
        uint256 before = settled;
        Match[] memory batch = new Match[](1);
        batch[0] = one;
        bytes32 root = exchange.matchRoot();
        exchange.settle(batch);
        if (exchange.matchRoot() != root || settled != before) wronglySettled++;
    }

    function cancel(uint256 seed, uint256 slot) public {
        vm.prank(actor(seed));
        exchange.cancelOrder(0, _nonce(seed, slot, 1));
    }

    function withdraw(uint256 seed, uint256 amount) public {
        address who = actor(seed);
        uint256 balance = vault.balanceOf(who, 0, address(usdc));
        amount = amount % (balance + 1);
        amount -= amount % 100;
        if (amount == 0) return;
        Withdrawal memory request =
            Withdrawal(++_withdrawals, who, 0, address(usdc), amount, exchange.lastMatchId(), type(uint64).max);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(99, vault.hashWithdrawal(request));
        vault.withdraw(request, r, s, v);
        paidOut += amount;
    }

    function requestExit(uint256 seed, uint256 amount) public {
        vm.prank(actor(seed));
        vault.requestExit(address(usdc), 0, (1 + amount % 1_000_000) * 100);
    }

    function executeExit(uint256 seed) public {
        uint64 last = vault.lastExitId();
        if (last == 0) return;
        uint256 before = vault.totalLedger(address(usdc));
        vault.executeExit(uint64(1 + seed % last));
        paidOut += before - vault.totalLedger(address(usdc));
    }

    function limit(uint256 share) public {
        vault.setDailyLimit(address(usdc), uint16(500 + share % 9_501), 0);
    }

    function moveFees(uint256 seed, uint256 amount) public {
        vault.moveFees(address(usdc), actor(seed), 0, amount % (vault.feeBalance(address(usdc)) + 1));
    }

    function pass(uint256 hours_) public {
        vm.warp(block.timestamp + hours_ % 30 * 1 hours);
    }

    function fills() external view returns (uint256 worst) {
        for (uint256 who = 0; who < ACTORS; who++) {
            for (uint256 slot = 0; slot < SLOTS * 4; slot++) {
                SlotFill memory fill = exchange.fillOf(actor(who), 0, uint64(1000 * who + slot));
                if (fill.filled > worst) worst = fill.filled;
            }
        }
    }

    function _settle(Match memory one) private returns (bool ok) {
        int128 before = exchange.holdingOf(one.buy.order.account, 0, one.buy.order.marketId).quantity;
        uint256 filled = exchange.fillOf(one.buy.order.account, 0, one.buy.order.nonce).filled;
        Match[] memory batch = new Match[](1);
        batch[0] = one;
        exchange.settle(batch);
        submitted++;
        ok = exchange.fillOf(one.buy.order.account, 0, one.buy.order.nonce).filled != filled;
        if (ok) settled++;
        bool isSelf = one.buy.order.account == one.sell.order.account;
        if (!ok && !isSelf && exchange.holdingOf(one.buy.order.account, 0, one.buy.order.marketId).quantity != before) {
            wronglySettled++;
        }
    }

    function _match(uint256 buyer, uint256 seller, uint256 slot, uint256 price, uint256 quantity, uint256 fee)
        private
        view
        returns (Match memory one)
    {
        uint32 marketId = uint32(1 + slot % 2);
        int256 floor = marketId == 1 ? int256(0) : -int256(40 * UNIT);
        one.matchId = exchange.lastMatchId() + 1;
        one.matchTimeNs = uint64(block.timestamp) * 1e9;
        one.price = int128(floor + int256(price % 101 * UNIT));
        one.quantity = uint128((1 + quantity % 9) * UNIT);
        one.buyFee = uint128(fee % UNIT);
        one.sellFee = uint128(fee / 7 % UNIT);
        one.buy = _order(buyer, slot, marketId, 1);
        one.sell = _order(seller, slot, marketId, 2);
    }

    function _nonce(uint256 who, uint256 slot, uint8 side) private pure returns (uint64) {
        return uint64(1000 * (who % ACTORS) + slot % SLOTS * 4 + slot % 2 * 2 + side - 1);
    }

    function _order(uint256 who, uint256 slot, uint32 marketId, uint8 side)
        private
        view
        returns (SignedOrder memory signed)
    {
        Order memory order = signed.order;
        order.account = actor(who);
        order.marketId = marketId;
        order.side = side;
        order.orderType = 2;
        order.timeInForce = 1;
        order.limitPrice = side == 1 ? int128(int256(100 * UNIT)) : -int128(int256(40 * UNIT));
        order.quantity = ORDER_QUANTITY;
        order.expiry = 4_000_000_000;
        order.maxFeePerUnit = uint128(UNIT);
        order.nonce = _nonce(who, slot, side);
        order.version = 1;
        (signed.v, signed.r, signed.s) = vm.sign(1 + who % ACTORS, exchange.hashOrder(order));
    }

    function _isFilled(Order memory order, uint128 quantity) private view returns (bool) {
        return exchange.fillOf(order.account, 0, order.nonce).filled + quantity > ORDER_QUANTITY;
    }

    function _isCancelled(Order memory order) private view returns (bool) {
        uint64 from = exchange.fillOf(order.account, 0, order.nonce).cancelledFrom;
        return from != 0 && block.timestamp > from;
    }

    /// @dev Nine units at 100 each and their fee are the most that a trade can cost.
    function _isPoor(address who) private view returns (bool) {
        return vault.balanceOf(who, 0, address(usdc)) < 2 * 910 * UNIT;
    }

    function _created(address creator, uint8 nonce) private pure returns (address) {
        bytes memory rlp = abi.encodePacked(bytes2(0xd694), creator, nonce);
        return address(uint160(uint256(keccak256(rlp))));
    }
}
