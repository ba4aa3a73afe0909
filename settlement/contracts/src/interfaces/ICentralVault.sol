// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @notice Why the vault did not move the money of a trade. Numbers are stable.
enum VaultRefusal {
    NONE,
    BUYER_BALANCE,
    SELLER_BALANCE,
    POOL_BALANCE
}

/// @notice One side of a trade as the vault sees it, in ledger units (1e-8).
/// @param account owner of the balance
/// @param subaccount subaccount number of the owner
/// @param cash positive: the account receives from the market pool; negative: it pays into the pool
/// @param fee paid by the account to the fee balance, never negative
struct Leg {
    address account;
    uint32 subaccount;
    int256 cash;
    uint256 fee;
}

/// @title ICentralVault
/// @notice The part of the vault that the settlement exchange uses.
interface ICentralVault {
    /// @notice Moves the cash and fees of one trade, completely or not at all.
    /// @return refusal NONE when the money moved; every other value means that nothing changed
    function settleTrade(address token, uint32 marketId, Leg calldata buyer, Leg calldata seller)
        external
        returns (VaultRefusal refusal);

    /// @notice Ledger units per smallest token unit; 0 when the token is not listed.
    function ledgerScale(address token) external view returns (uint256);
}
