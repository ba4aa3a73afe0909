// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title MerklePath
/// @notice Root of a binary tree from one leaf, its place and the nodes beside its way up. The place decides which
/// child is left, so a leaf cannot be shown at a place where it does not stand.
library MerklePath {
    /// @param start first of `height` nodes in `siblings`, from the bottom; the caller has tested that they are there
    function root(bytes32 leaf, uint256 place, bytes32[] calldata siblings, uint256 start, uint256 height)
        internal
        pure
        returns (bytes32 node)
    {
        node = leaf;
        for (uint256 level = 0; level < height; level++) {
            bytes32 sibling = siblings[start + level];
            node = place >> level & 1 == 0
                ? keccak256(bytes.concat(node, sibling))
                : keccak256(bytes.concat(sibling, node));
        }
    }
}
