// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @notice What the engine approves: `amount` ledger units (1e-8) of a balance, paid to the account itself and to
/// nobody else. `settledThrough` is the newest match when the engine locked the money: it may leave only after that
/// match is settled, or trades made before the lock could find it gone. `deadline` is unix seconds.
struct Withdrawal {
    uint64 withdrawalId;
    address account;
    uint32 subaccount;
    address token;
    uint256 amount;
    uint64 settledThrough;
    uint64 deadline;
}

/// @notice A withdrawal that its owner asked of the chain itself. `dueAt`: unix seconds after which it is paid without
/// any answer. `settledThrough`: newest match when the engine answered that it has locked the money, 0 without answer.
struct ForcedExit {
    address account;
    uint32 subaccount;
    uint64 dueAt;
    address token;
    uint64 settledThrough;
    uint256 amount;
}

/// @title Withdrawals
/// @notice The two ways out of the vault (reliability.md §12.2): approved by the engine and paid at once, or forced by
/// the owner and paid after a delay that is longer than settlement ever takes (rules X9, K2). It keeps the requests;
/// who may do what and the payment itself belong to the vault.
abstract contract Withdrawals is EIP712 {
    bytes32 public constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(uint64 withdrawalId,address account,uint32 subaccount,address token,uint256 amount,"
        "uint64 settledThrough,uint64 deadline)"
    );

    uint64 public constant MIN_EXIT_DELAY = 1 hours;
    uint64 public constant MAX_EXIT_DELAY = 7 days;

    error WithdrawalExpired(uint64 deadline);
    error WithdrawalUsed(address account, uint64 withdrawalId);
    error TradesNotSettled(uint64 settled, uint64 needed);
    error NotAWholeAmount(uint256 amount, uint256 scale);
    error SignatureRefused();
    error ExitUnknown(uint64 exitId);
    error ExitNotDue(uint64 exitId, uint64 dueAt);
    error ExitAnswered(uint64 exitId);
    error NotTheOwner(address caller);
    error NothingToPay(uint64 exitId);
    error DelayOutOfRange(uint64 delay);
    error ExitsClosed();

    event Withdrawn(
        uint64 indexed withdrawalId,
        address indexed account,
        uint32 indexed subaccount,
        address token,
        uint256 amount
    );
    event ExitRequested(
        uint64 indexed exitId,
        address indexed account,
        uint32 indexed subaccount,
        address token,
        uint256 amount,
        uint64 dueAt
    );
    event ExitAcknowledged(uint64 indexed exitId, uint64 settledThrough);
    event ExitPaid(uint64 indexed exitId, address indexed account, uint256 amount, uint256 left);
    event ExitCancelled(uint64 indexed exitId);
    event ExitDelaySet(uint64 delay);
    event ExitsOpened();

    /// @notice Seconds between a forced request and its payment without an answer.
    uint64 public exitDelay = 24 hours;

    /// @notice True when owners may force exits. It never becomes false again.
    bool public areExitsOpen;

    /// @notice Number of the newest forced request; the first is 1.
    uint64 public lastExitId;

    mapping(address account => mapping(uint64 withdrawalId => bool)) private _used;
    mapping(uint64 exitId => ForcedExit) private _exits;

    /// @notice Whether an approved withdrawal has been paid.
    function isWithdrawn(address account, uint64 withdrawalId) external view returns (bool) {
        return _used[account][withdrawalId];
    }

    /// @notice A forced request; all zero when it is paid, cancelled or was never made.
    function forcedExit(uint64 exitId) external view returns (ForcedExit memory) {
        return _exits[exitId];
    }

    /// @notice EIP-712 digest that an approver signs.
    function hashWithdrawal(Withdrawal calldata request) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(WITHDRAWAL_TYPEHASH, request)));
    }

    /// @dev Uses an approval up and returns who signed it.
    function _useApproval(Withdrawal calldata request, bytes32 r, bytes32 s, uint8 v) internal returns (address) {
        if (block.timestamp > request.deadline) revert WithdrawalExpired(request.deadline);
        if (_used[request.account][request.withdrawalId]) {
            revert WithdrawalUsed(request.account, request.withdrawalId);
        }
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(hashWithdrawal(request), v, r, s);
        if (problem != ECDSA.RecoverError.NoError || signer == address(0)) revert SignatureRefused();
        _used[request.account][request.withdrawalId] = true;
        return signer;
    }

    function _requestExit(address token, uint32 subaccount, uint256 amount) internal returns (uint64 exitId) {
        if (!areExitsOpen) revert ExitsClosed();
        exitId = ++lastExitId;
        uint64 dueAt = uint64(block.timestamp) + exitDelay;
        _exits[exitId] = ForcedExit(msg.sender, subaccount, dueAt, token, 0, amount);
        emit ExitRequested(exitId, msg.sender, subaccount, token, amount, dueAt);
    }

    /// @dev The first answer stands: a later one could move the goal.
    function _answerExit(uint64 exitId, uint64 settledThrough) internal {
        ForcedExit storage request = _knownExit(exitId);
        if (request.settledThrough != 0) revert ExitAnswered(exitId);
        request.settledThrough = settledThrough;
        emit ExitAcknowledged(exitId, settledThrough);
    }

    function _cancelExit(uint64 exitId) internal {
        if (_knownExit(exitId).account != msg.sender) revert NotTheOwner(msg.sender);
        delete _exits[exitId];
        emit ExitCancelled(exitId);
    }

    /// @dev A request that may be paid now: its time has come, or the engine has answered and the trades it had made
    /// until then are settled.
    function _payableExit(uint64 exitId, uint64 settled) internal view returns (ForcedExit storage request) {
        request = _knownExit(exitId);
        bool isCovered = request.settledThrough != 0 && settled >= request.settledThrough;
        if (!isCovered && block.timestamp < request.dueAt) revert ExitNotDue(exitId, request.dueAt);
    }

    /// @dev Counts a payment; what the balance or the day's limit did not allow stays requested.
    function _recordPaid(uint64 exitId, uint256 amount) internal {
        if (amount == 0) revert NothingToPay(exitId);
        ForcedExit storage request = _exits[exitId];
        uint256 left = request.amount - amount;
        emit ExitPaid(exitId, request.account, amount, left);
        if (left == 0) delete _exits[exitId];
        else request.amount = left;
    }

    function _openExits() internal {
        areExitsOpen = true;
        emit ExitsOpened();
    }

    function _setExitDelay(uint64 delay) internal {
        if (delay < MIN_EXIT_DELAY || delay > MAX_EXIT_DELAY) revert DelayOutOfRange(delay);
        exitDelay = delay;
        emit ExitDelaySet(delay);
    }

    function _knownExit(uint64 exitId) private view returns (ForcedExit storage request) {
        request = _exits[exitId];
        if (request.account == address(0)) revert ExitUnknown(exitId);
    }
}
