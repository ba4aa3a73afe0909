// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Leg, VaultRefusal} from "../interfaces/ICentralVault.sol";

/// @title VaultLedger
/// @notice Books of the vault in ledger units (1e-8): account balances, market pools, fees. It holds no tokens and
/// checks no roles. Invariant per token: sum of balances + sum of pools + fees = total.
abstract contract VaultLedger {
    /// @notice No token may ever count more than this in total, so that sums fit every integer used on and off chain.
    uint256 public constant MAX_TOTAL = 2 ** 120;

    error TotalTooLarge(address token, uint256 total);

    event TradeMoneyMoved(
        address indexed token, uint32 indexed marketId, int256 buyerCash, int256 sellerCash, uint256 fees
    );

    mapping(address token => mapping(address account => mapping(uint32 subaccount => uint256))) private _balances;
    mapping(address token => mapping(uint32 marketId => uint256)) private _pools;
    mapping(address token => uint256) private _fees;
    mapping(address token => uint256) private _totals;

    /// @notice Free and held collateral of one subaccount, in ledger units.
    function balanceOf(address account, uint32 subaccount, address token) external view returns (uint256) {
        return _balances[token][account][subaccount];
    }

    /// @notice Collateral locked behind the open interest of one market, in ledger units.
    function poolOf(uint32 marketId, address token) external view returns (uint256) {
        return _pools[token][marketId];
    }

    /// @notice Fees collected and not yet paid out, in ledger units.
    function feeBalance(address token) external view returns (uint256) {
        return _fees[token];
    }

    /// @notice Everything owed in this token: balances, pools and fees, in ledger units.
    function totalLedger(address token) external view returns (uint256) {
        return _totals[token];
    }

    /// @dev Adds new money to a balance.
    function _credit(address token, address account, uint32 subaccount, uint256 ledgerAmount) internal {
        uint256 total = _totals[token] + ledgerAmount;
        if (total > MAX_TOTAL) revert TotalTooLarge(token, total);
        _totals[token] = total;
        _balances[token][account][subaccount] += ledgerAmount;
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
        int256 afterPool = int256(_pools[token][marketId]) - buyer.cash - seller.cash;
        if (!same && afterBuyer < 0) return VaultRefusal.BUYER_BALANCE;
        if (afterSeller < 0) return VaultRefusal.SELLER_BALANCE;
        if (afterPool < 0) return VaultRefusal.POOL_BALANCE;

        balances[buyer.account][buyer.subaccount] = same ? uint256(afterSeller) : uint256(afterBuyer);
        balances[seller.account][seller.subaccount] = uint256(afterSeller);
        _pools[token][marketId] = uint256(afterPool);
        _fees[token] += buyer.fee + seller.fee;
        emit TradeMoneyMoved(token, marketId, buyer.cash, seller.cash, buyer.fee + seller.fee);
        return VaultRefusal.NONE;
    }
}
