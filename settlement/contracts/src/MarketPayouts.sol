// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IPositionBook} from "./interfaces/IPositionBook.sol";
import {Market} from "./libraries/TradeTypes.sol";

/// @notice What one subaccount receives at the end of a market: ledger units, and the settlement fee taken from them.
struct Payout {
    uint32 marketId;
    address account;
    uint32 subaccount;
    uint256 amount;
    uint256 fee;
}

/// @title MarketPayouts
/// @notice Ends markets on chain (rules M8 to M10): takes the result from the oracle, once; a root of all payouts from
/// the operator; and pays any leaf that anyone brings. The amount is computed from the position on chain, so the root
/// decides nothing but the fee, which has a bound: a wrong root can delay a payout, never change who gets what.
contract MarketPayouts is AccessControl {
    bytes32 public constant ORACLE_ROLE = keccak256("ORACLE_ROLE");
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");

    /// @notice Largest settlement fee, in parts of 10,000 of a position's value.
    uint256 public constant MAX_FEE_SHARE = 100;
    /// @notice Seconds after the result from which positions are paid without a root, and without a fee.
    uint64 public constant ROOT_DEADLINE = 3 days;

    error ZeroAddress();
    error MarketUnknown(uint32 marketId);
    error ResultKnown(uint32 marketId);
    error ResultUnknown(uint32 marketId);
    error RootKnown(uint32 marketId);
    error TradesNotSettled(uint64 settled, uint64 needed);
    error NotInRoot(uint32 marketId, address account, uint32 subaccount);
    error AmountDiffers(uint256 computed, uint256 claimed);
    error FeeTooHigh(uint256 amount, uint256 fee);
    error RootStillAwaited(uint64 until);

    event ResultRecorded(uint32 indexed marketId, int256 value, int128 price);
    event PayoutsPosted(uint32 indexed marketId, bytes32 root, uint64 lastMatchId);

    /// @notice `price` is 1e-8 inside floor and cap; `recordedAt` unix seconds of the result, 0 before; `root` of the
    /// payouts.
    struct Result {
        int128 price;
        uint64 recordedAt;
        bytes32 root;
    }

    IPositionBook public immutable positions;
    mapping(uint32 marketId => Result) private _results;

    /// @param positions_ settlement contract that grants this one the payout role
    /// @param admin holds the admin role
    /// @param oracle records results
    /// @param operator posts the roots of payouts
    constructor(IPositionBook positions_, address admin, address oracle, address operator) {
        if (address(positions_) == address(0) || admin == address(0)) revert ZeroAddress();
        if (oracle == address(0) || operator == address(0)) revert ZeroAddress();
        positions = positions_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(ORACLE_ROLE, oracle);
        _grantRole(OPERATOR_ROLE, operator);
    }

    /// @notice Result and payout root of a market; `recordedAt` is 0 before the result.
    function resultOf(uint32 marketId) external view returns (Result memory) {
        return _results[marketId];
    }

    /// @notice Records the value of a market's metric, once and for ever (rule M11). Outside floor and cap the bound
    /// counts (rule M8).
    /// @param value 1e-8 fixed point
    function recordResult(uint32 marketId, int256 value) external onlyRole(ORACLE_ROLE) {
        Market memory market = positions.market(marketId);
        if (market.token == address(0)) revert MarketUnknown(marketId);
        if (_results[marketId].recordedAt != 0) revert ResultKnown(marketId);
        int128 price = value < market.floor ? market.floor : value > market.cap ? market.cap : int128(value);
        _results[marketId] = Result(price, uint64(block.timestamp), 0);
        emit ResultRecorded(marketId, value, price);
    }

    /// @notice Posts the root of all payouts of a market, once its last trade is settled.
    /// @param lastMatchId newest match when the engine paid the market out
    function postPayouts(uint32 marketId, bytes32 root, uint64 lastMatchId) external onlyRole(OPERATOR_ROLE) {
        Result storage result = _results[marketId];
        if (result.recordedAt == 0) revert ResultUnknown(marketId);
        if (result.root != 0) revert RootKnown(marketId);
        uint64 settled = positions.lastMatchId();
        if (settled < lastMatchId) revert TradesNotSettled(settled, lastMatchId);
        result.root = root;
        emit PayoutsPosted(marketId, root, lastMatchId);
    }

    /// @notice Pays leaves of the root, whoever they belong to. The leaf is keccak256(keccak256(abi.encode(payout))),
    /// pairs are sorted.
    function pay(Payout[] calldata payouts, bytes32[][] calldata proofs) external {
        for (uint256 i = 0; i < payouts.length; i++) {
            Payout calldata payout = payouts[i];
            Result storage result = _results[payout.marketId];
            if (result.root == 0) revert ResultUnknown(payout.marketId);
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(payout))));
            if (!MerkleProof.verifyCalldata(proofs[i], result.root, leaf)) {
                revert NotInRoot(payout.marketId, payout.account, payout.subaccount);
            }
            if (payout.fee * 10_000 > (payout.amount + payout.fee) * MAX_FEE_SHARE) {
                revert FeeTooHigh(payout.amount, payout.fee);
            }
            uint256 amount = positions.payPosition(
                payout.marketId, payout.account, payout.subaccount, result.price, payout.fee
            );
            if (amount != payout.amount) revert AmountDiffers(amount, payout.amount);
        }
    }

    /// @notice Pays a position without a root when none came in time, or the root leaves it out: nobody is stuck
    /// because the operator is silent (rule M7). Only after ROOT_DEADLINE, and only to the position's own account.
    function payUnlisted(uint32 marketId, address account, uint32 subaccount) external {
        Result storage result = _results[marketId];
        if (result.recordedAt == 0) revert ResultUnknown(marketId);
        uint64 until = result.recordedAt + ROOT_DEADLINE;
        if (block.timestamp < until) revert RootStillAwaited(until);
        positions.payPosition(marketId, account, subaccount, result.price, 0);
    }
}
