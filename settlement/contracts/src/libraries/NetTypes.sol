// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Match} from "./TradeTypes.sol";

/// @notice A contiguous run of matches of one token, posted at once. Its identity is the hash of these fields; as
/// `previousRoot` is one of them, a batch can neither be skipped nor posted twice.
/// @param matchesRoot root of the tree of the leaves of its matches, in order; see NetLeaf
/// @param entriesHash keccak256 of the encoded net entries
/// @param stateRoot root of all balances after the last match (StateRoots.sol); published, not judged
struct NetBatch {
    uint64 firstMatchId;
    uint64 lastMatchId;
    address token;
    bytes32 previousRoot;
    bytes32 matchesRoot;
    bytes32 entriesHash;
    bytes32 stateRoot;
}

/// @notice What a batch does to one subaccount in one market. Entries stand in ascending order of market, account,
/// subaccount. `cash` is the sum of -side x quantity x price x multiplier over its legs, in ledger units; `fee` may be
/// negative (rebates); `legs` counts its sides of matches.
struct NetEntry {
    uint32 marketId;
    address account;
    uint32 subaccount;
    int128 quantity;
    int128 cash;
    int128 fee;
    uint32 legs;
}

/// @notice Running totals of one subaccount in one market within the batch, this leg included, and the total filled of
/// the leg's order over its whole life. They make every wrong sum provable with two leaves.
struct LegTotals {
    uint32 leg;
    int128 quantity;
    int128 cash;
    int128 fee;
    uint128 filled;
}

/// @notice One match of a batch. The leaf is keccak256(keccak256(abi.encode(NetLeaf))).
struct NetLeaf {
    Match trade;
    LegTotals buy;
    LegTotals sell;
}

/// @notice A leaf with its place: `path` leads from it to the batch's root. `nodes` are for bulk signatures.
struct LeafProof {
    NetLeaf leaf;
    bytes32[] path;
    bytes32[] nodes;
}
