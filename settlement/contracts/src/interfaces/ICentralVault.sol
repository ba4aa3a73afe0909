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

/// @notice What a netted batch does to one balance: cash and fees of all its markets together, in ledger units.
struct NetLeg {
    address account;
    uint32 subaccount;
    int256 amount;
}

/// @notice What a netted batch does to the pool of one market, in ledger units.
struct PoolMove {
    uint32 marketId;
    int256 amount;
}

/// @title ICentralVault
/// @notice The part of the vault that settlement contracts use. Each of them has pools of its own: none can touch the
/// pool of a market that another one settles.
interface ICentralVault {
    /// @notice Moves the cash and fees of one trade, completely or not at all.
    /// @return refusal NONE when the money moved; every other value means that nothing changed
    function settleTrade(address token, uint32 marketId, Leg calldata buyer, Leg calldata seller)
        external
        returns (VaultRefusal refusal);

    /// @notice Moves the netted money of many trades; reverts unless all amounts sum to zero and nothing goes below it.
    /// @param fees change of the fee balance; negative when rebates are more than fees
    function settleNet(address token, NetLeg[] calldata legs, PoolMove[] calldata pools, int256 fees) external;

    /// @notice Pays a settled position out of its market's pool.
    /// @return paid false when the pool holds less; then nothing changed
    function payOut(address token, uint32 marketId, address account, uint32 subaccount, uint256 amount, uint256 fee)
        external
        returns (bool paid);

    /// @notice Ledger units per smallest token unit; 0 when the token is not listed.
    function ledgerScale(address token) external view returns (uint256);
}
