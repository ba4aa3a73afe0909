// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Leg, NetLeg, PoolMove, VaultRefusal} from "../interfaces/ICentralVault.sol";

/// @title VaultLedger
/// @notice Books of the vault in ledger units (1e-8): account balances, market pools, fees. It holds no tokens and
/// checks no roles. Invariant per token: sum of balances + sum of pools + fees = total. A pool belongs to the
/// settlement contract that filled it, so that contracts of different shards cannot reach into each other's markets.
abstract contract VaultLedger {
    /// @notice No token may ever count more than this in total, so that sums fit every integer used on and off chain.
    uint256 public constant MAX_TOTAL = 2 ** 120;

    error TotalTooLarge(address token, uint256 total);
    error BalanceTooSmall(address account, uint32 subaccount, address token);
    error PoolTooSmall(uint32 marketId, address token);
    error FeesTooSmall(address token);
    error NetNotZero(address token, int256 sum);

    event TradeMoneyMoved(
        address indexed token, uint32 indexed marketId, int256 buyerCash, int256 sellerCash, uint256 fees
    );
    event NetMoneyMoved(address indexed shard, address indexed token, uint256 legs, int256 fees);
    event PaidOut(address indexed token, uint32 indexed marketId, address account, uint32 subaccount, uint256 amount);
    event FeesMoved(address indexed token, address indexed account, uint32 subaccount, uint256 amount);

    mapping(address token => mapping(address account => mapping(uint32 subaccount => uint256))) private _balances;
    mapping(address token => mapping(address shard => mapping(uint32 marketId => uint256))) private _pools;
    mapping(address token => uint256) private _fees;
    mapping(address token => uint256) private _totals;

    /// @notice Free and held collateral of one subaccount, in ledger units.
    function balanceOf(address account, uint32 subaccount, address token) public view returns (uint256) {
        return _balances[token][account][subaccount];
    }

    /// @notice Collateral allocated to one market by one settlement contract, in ledger units.
    function poolIn(address shard, uint32 marketId, address token) public view returns (uint256) {
        return _pools[token][shard][marketId];
    }

    /// @notice Fees collected and not yet paid out, in ledger units.
    function feeBalance(address token) external view returns (uint256) {
        return _fees[token];
    }

    /// @notice Everything owed in this token: balances, pools and fees, in ledger units.
    function totalLedger(address token) public view returns (uint256) {
        return _totals[token];
    }

    /// @dev Adds new money to a balance.
    function _credit(address token, address account, uint32 subaccount, uint256 ledgerAmount) internal {
        uint256 total = _totals[token] + ledgerAmount;
        if (total > MAX_TOTAL) revert TotalTooLarge(token, total);
        _totals[token] = total;
        _balances[token][account][subaccount] += ledgerAmount;
    }

    /// @dev Takes money that leaves the vault out of a balance.
    function _debit(address token, address account, uint32 subaccount, uint256 ledgerAmount) internal {
        uint256 balance = _balances[token][account][subaccount];
        if (balance < ledgerAmount) revert BalanceTooSmall(account, subaccount, token);
        _balances[token][account][subaccount] = balance - ledgerAmount;
        _totals[token] -= ledgerAmount;
    }

    /// @dev All tests come before the first write, so a refusal leaves no trace. When one subaccount is on both sides
    /// only its final balance counts.
    function _moveTrade(address token, uint32 marketId, Leg calldata buyer, Leg calldata seller)
        internal
        returns (VaultRefusal)
    {
        mapping(address => mapping(uint32 => uint256)) storage balances = _balances[token];
        bool same = buyer.account == seller.account && buyer.subaccount == seller.subaccount;
        int256 afterBuyer = int256(balances[buyer.account][buyer.subaccount]) + buyer.cash - int256(buyer.fee);
        int256 beforeSeller = same ? afterBuyer : int256(balances[seller.account][seller.subaccount]);
        int256 afterSeller = beforeSeller + seller.cash - int256(seller.fee);
        int256 afterPool = int256(_pools[token][msg.sender][marketId]) - buyer.cash - seller.cash;
        if (!same && afterBuyer < 0) return VaultRefusal.BUYER_BALANCE;
        if (afterSeller < 0) return VaultRefusal.SELLER_BALANCE;
        if (afterPool < 0) return VaultRefusal.POOL_BALANCE;

        balances[buyer.account][buyer.subaccount] = same ? uint256(afterSeller) : uint256(afterBuyer);
        balances[seller.account][seller.subaccount] = uint256(afterSeller);
        _pools[token][msg.sender][marketId] = uint256(afterPool);
        _fees[token] += buyer.fee + seller.fee;
        emit TradeMoneyMoved(token, marketId, buyer.cash, seller.cash, buyer.fee + seller.fee);
        return VaultRefusal.NONE;
    }

    /// @dev All or nothing. The total does not change: what the legs gain, pools and fees lose.
    function _moveNet(address token, NetLeg[] calldata legs, PoolMove[] calldata pools, int256 fees) internal {
        int256 sum = fees;
        for (uint256 i = 0; i < legs.length; i++) {
            NetLeg calldata leg = legs[i];
            int256 balance = int256(_balances[token][leg.account][leg.subaccount]) + leg.amount;
            if (balance < 0) revert BalanceTooSmall(leg.account, leg.subaccount, token);
            _balances[token][leg.account][leg.subaccount] = uint256(balance);
            sum += leg.amount;
        }
        for (uint256 i = 0; i < pools.length; i++) {
            int256 pool = int256(_pools[token][msg.sender][pools[i].marketId]) + pools[i].amount;
            if (pool < 0) revert PoolTooSmall(pools[i].marketId, token);
            _pools[token][msg.sender][pools[i].marketId] = uint256(pool);
            sum += pools[i].amount;
        }
        int256 collected = int256(_fees[token]) + fees;
        if (collected < 0) revert FeesTooSmall(token);
        if (sum != 0) revert NetNotZero(token, sum);
        _fees[token] = uint256(collected);
        emit NetMoneyMoved(msg.sender, token, legs.length, fees);
    }

    /// @dev The fee comes out of the same pool, so that it is empty when every position is paid.
    function _payOut(
        address token,
        uint32 marketId,
        address account,
        uint32 subaccount,
        uint256 amount,
        uint256 fee
    ) internal returns (bool) {
        uint256 pool = _pools[token][msg.sender][marketId];
        if (pool < amount + fee) return false;
        _pools[token][msg.sender][marketId] = pool - amount - fee;
        _balances[token][account][subaccount] += amount;
        _fees[token] += fee;
        emit PaidOut(token, marketId, account, subaccount, amount);
        return true;
    }

    /// @dev Pays collected fees into an account's balance.
    function _moveFees(address token, address account, uint32 subaccount, uint256 amount) internal virtual {
        if (_fees[token] < amount) revert FeesTooSmall(token);
        _fees[token] -= amount;
        _balances[token][account][subaccount] += amount;
        emit FeesMoved(token, account, subaccount, amount);
    }
}
