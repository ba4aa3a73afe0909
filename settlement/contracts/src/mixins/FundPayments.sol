// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @notice Collected fees that the venue gives to an account: `amount` ledger units (1e-8).
struct FundPayment {
    address token;
    address account;
    uint32 subaccount;
    uint256 amount;
}

/// @title FundPayments
/// @notice What the engine pays out of its funds into accounts: transfers of the operator, fees of a market that was
/// void (rules M7, M11). On chain all funds are collected fees. Payments are numbered 1, 2, 3, … in the engine's order:
/// one that is brought again is passed over, a gap reverts, so each is made once.
abstract contract FundPayments {
    error FundPaymentGap(uint64 expected, uint64 actual);

    event FundPaid(
        uint64 indexed paymentId, address indexed account, uint32 indexed subaccount, address token, uint256 amount
    );

    /// @notice Number of the newest payment; 0 before the first.
    uint64 public lastFundPayment;

    /// @dev Moves the payments that are not made yet.
    function _payFunds(uint64 firstId, FundPayment[] calldata payments) internal {
        uint64 next = lastFundPayment + 1;
        if (firstId == 0 || firstId > next) revert FundPaymentGap(next, firstId);
        for (uint256 i = next - firstId; i < payments.length; i++) {
            FundPayment calldata payment = payments[i];
            _moveFees(payment.token, payment.account, payment.subaccount, payment.amount);
            emit FundPaid(next, payment.account, payment.subaccount, payment.token, payment.amount);
            next++;
        }
        lastFundPayment = next - 1;
    }

    function _moveFees(address token, address account, uint32 subaccount, uint256 amount) internal virtual;
}
