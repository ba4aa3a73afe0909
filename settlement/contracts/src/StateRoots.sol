// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @notice One balance of the engine, in ledger units (1e-8): free, held for orders, locked for withdrawals. What is in
/// positions is not in it.
struct BalanceLeaf {
    address account;
    uint32 subaccount;
    address token;
    uint256 amount;
}

/// @title StateRoots
/// @notice Roots of all balances of the engine, posted after a match. Anyone can prove his balance against the newest
/// one with the standard Merkle tree of a stock library; whether it agrees with the vault is then a sum. A root binds
/// the operator to what he told each user at that time; it moves no money.
contract StateRoots is AccessControl {
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");

    error ZeroAddress();
    error RootMismatch(bytes32 expected, bytes32 actual);
    error NotAfter(uint64 sequence);

    event StateRootPosted(bytes32 indexed root, uint64 indexed sequence, uint64 lastMatchId, bytes32 previousRoot);

    /// @notice Newest root, the engine's sequence and newest match that it includes, and when it was posted.
    bytes32 public root;
    uint64 public sequence;
    uint64 public lastMatchId;
    uint64 public postedAt;

    /// @param admin holds the admin role
    /// @param operator posts roots
    constructor(address admin, address operator) {
        if (admin == address(0) || operator == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
    }

    /// @notice Posts the next root. It must name the one before, so that no root can be skipped or replaced.
    function post(bytes32 previousRoot, bytes32 newRoot, uint64 newSequence, uint64 newLastMatchId)
        external
        onlyRole(OPERATOR_ROLE)
    {
        if (previousRoot != root) revert RootMismatch(root, previousRoot);
        if (newSequence <= sequence || newLastMatchId < lastMatchId) revert NotAfter(sequence);
        (root, sequence, lastMatchId, postedAt) = (newRoot, newSequence, newLastMatchId, uint64(block.timestamp));
        emit StateRootPosted(newRoot, newSequence, newLastMatchId, previousRoot);
    }

    /// @notice Whether a balance is in the newest root. The leaf is keccak256(keccak256(abi.encode(leaf))), pairs are
    /// sorted.
    function isProven(BalanceLeaf calldata leaf, bytes32[] calldata proof) external view returns (bool) {
        bytes32 hash = keccak256(bytes.concat(keccak256(abi.encode(leaf))));
        return MerkleProof.verifyCalldata(proof, root, hash);
    }
}
