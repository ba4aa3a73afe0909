// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {NetBatch} from "../libraries/NetTypes.sol";

/// @title NetBatches
/// @notice The queue of posted batches: each waits CHALLENGE_WINDOW, is applied in order, or is rejected with all that
/// stand behind it.
abstract contract NetBatches {
    /// @notice Seconds that a batch is open to proofs before it may be applied.
    uint64 public constant CHALLENGE_WINDOW = 1 hours;
    /// @notice Seconds in which a demanded match must be shown.
    uint64 public constant ANSWER_WINDOW = 1 hours;
    /// @notice Wei that a demand costs; they pay for the answer, or come back without one.
    uint256 public constant DEMAND_BOND = 0.02 ether;

    error MatchGap(uint64 expected, uint64 actual);
    error RootMismatch(bytes32 expected, bytes32 actual);
    error BatchNotPending(bytes32 root);
    error BatchNotNext(bytes32 root);
    error WindowOpen(uint64 until);
    error WindowClosed(uint64 until);
    error BatchesFrozen();
    error MatchNotInBatch(uint64 matchId);
    error DemandOpen();
    error NoDemand();
    error BatchLive(bytes32 root);
    error WrongBond(uint256 expected);

    event BatchPosted(bytes32 indexed root, NetBatch batch, uint64 openUntil);
    event BatchApplied(bytes32 indexed root, uint64 firstMatchId, uint64 lastMatchId);
    event BatchRejected(bytes32 indexed root, uint64 firstMatchId, uint8 reason);
    event MatchDemanded(bytes32 indexed root, uint64 indexed matchId, address by, uint64 answerUntil);
    event MatchShown(bytes32 indexed root, uint64 indexed matchId);

    struct Posted {
        uint64 openUntil;
        uint64 firstMatchId;
        uint64 lastMatchId;
        uint56 generation;
        bool isApplied;
    }

    struct Demand {
        address by;
        uint64 answerUntil;
        uint64 matchId;
    }

    /// @notice Root of the newest batch applied, and of the newest posted.
    bytes32 public appliedRoot;
    bytes32 public postedRoot;
    /// @notice Newest match of the newest batch posted.
    uint64 public postedMatchId;
    /// @notice True after a rejection, until the administrators resume.
    bool public isFrozen;

    /// @notice Grows with each rejection: batches of earlier generations that were not applied are dead.
    uint56 public generation;

    uint64 internal _applied;
    mapping(bytes32 root => Posted) internal _posted;
    mapping(bytes32 root => Demand) internal _demands;

    /// @notice Identity of a batch.
    function hashBatch(NetBatch calldata batch) public pure returns (bytes32) {
        return keccak256(abi.encode(batch));
    }

    /// @notice When and whether a batch was posted and applied; all zero for one that is unknown.
    function posted(bytes32 root) external view returns (Posted memory) {
        return _posted[root];
    }

    /// @notice True for a batch that is applied or may still be.
    function isLive(bytes32 root) public view returns (bool) {
        Posted storage record = _posted[root];
        return record.isApplied || record.openUntil != 0 && record.generation == generation;
    }

    /// @notice The open demand on a batch; all zero without one.
    function demandOn(bytes32 root) external view returns (Demand memory) {
        return _demands[root];
    }

    function _post(NetBatch calldata batch) internal {
        if (isFrozen) revert BatchesFrozen();
        if (batch.firstMatchId != postedMatchId + 1) revert MatchGap(postedMatchId + 1, batch.firstMatchId);
        if (batch.lastMatchId < batch.firstMatchId) revert MatchGap(batch.firstMatchId, batch.lastMatchId);
        if (batch.previousRoot != postedRoot) revert RootMismatch(postedRoot, batch.previousRoot);
        bytes32 root = hashBatch(batch);
        if (_demands[root].by != address(0)) revert DemandOpen();
        uint64 openUntil = uint64(block.timestamp) + CHALLENGE_WINDOW;
        _posted[root] = Posted(openUntil, batch.firstMatchId, batch.lastMatchId, generation, false);
        (postedRoot, postedMatchId) = (root, batch.lastMatchId);
        emit BatchPosted(root, batch, openUntil);
    }

    /// @dev Marks the oldest pending batch as applied, if it may be.
    function _markApplied(NetBatch calldata batch) internal returns (bytes32 root) {
        root = hashBatch(batch);
        if (isFrozen) revert BatchesFrozen();
        Posted storage record = _requirePending(root);
        if (batch.previousRoot != appliedRoot) revert BatchNotNext(root);
        if (block.timestamp <= record.openUntil) revert WindowOpen(record.openUntil);
        if (_demands[root].by != address(0)) revert DemandOpen();
        record.isApplied = true;
        (appliedRoot, _applied) = (root, batch.lastMatchId);
        emit BatchApplied(root, batch.firstMatchId, batch.lastMatchId);
    }

    /// @dev Everything not yet applied is dropped: what stands behind a wrong batch builds on it.
    function _reject(bytes32 root, uint8 reason) internal {
        emit BatchRejected(root, _posted[root].firstMatchId, reason);
        generation++;
        (postedRoot, postedMatchId, isFrozen) = (appliedRoot, _applied, true);
    }

    function _openDemand(bytes32 root, uint64 matchId) internal {
        Posted storage record = _requirePending(root);
        if (msg.value != DEMAND_BOND) revert WrongBond(DEMAND_BOND);
        if (block.timestamp > record.openUntil) revert WindowClosed(record.openUntil);
        if (matchId < record.firstMatchId || matchId > record.lastMatchId) revert MatchNotInBatch(matchId);
        if (_demands[root].by != address(0)) revert DemandOpen();
        uint64 answerUntil = uint64(block.timestamp) + ANSWER_WINDOW;
        _demands[root] = Demand(msg.sender, answerUntil, matchId);
        emit MatchDemanded(root, matchId, msg.sender, answerUntil);
    }

    /// @dev Ends a demand on a batch that was dropped for another reason, and says whose bond it was.
    function _endDeadDemand(bytes32 root) internal returns (address by) {
        if (isLive(root)) revert BatchLive(root);
        by = _demands[root].by;
        if (by == address(0)) revert NoDemand();
        delete _demands[root];
    }

    /// @dev A batch that may still be rejected.
    function _requirePending(bytes32 root) internal view returns (Posted storage record) {
        record = _posted[root];
        if (record.openUntil == 0 || record.isApplied) revert BatchNotPending(root);
        if (record.generation != generation) revert BatchNotPending(root);
    }
}
