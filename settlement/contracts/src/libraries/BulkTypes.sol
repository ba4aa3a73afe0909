// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title BulkTypes
/// @notice EIP-712 type hashes of "BulkOrder(Order[2][2]… tree)": a full binary tree of 2^height orders that one
/// signature covers, after Seaport's idea. Places without an order hold one of zeros. A test computes them anew.
library BulkTypes {
    uint256 internal constant MAX_HEIGHT = 10;

    /// @param height 1 to MAX_HEIGHT; the caller has tested it
    function typeHash(uint256 height) internal pure returns (bytes32) {
        if (height == 1) return 0xed72a3d830c55abc306b87ce44077923e85da3866cb8f3b18ebef492e9491193;
        if (height == 2) return 0x007dd199d893f41ff80e5a2efaefabf450953cd1cadec3b603741e835b347226;
        if (height == 3) return 0x911bf044c69282f52fae20d0fb293a63ffb852d9c4fa1b80945b88bf6f06cffb;
        if (height == 4) return 0x5470b20d381d484a8d44f6f1857b32cffb2794015074bb26a1645c267f839bd7;
        if (height == 5) return 0xbb78734550a40d705e7922011726208870802e5edeaeb047dd5a9165d80cd5f3;
        if (height == 6) return 0x34af0b3b1a2e2fb9cde125991ab5b0b6fe8795cee9f4e21b0bf1b4fdc7446110;
        if (height == 7) return 0x635de693a5400abb0848c38bb527463d87e685d0396afe30fd0285c72b520075;
        if (height == 8) return 0xb4daa8f219d4387eebb3b60068d117e4d945565f0a9df01acaf739db6660c954;
        if (height == 9) return 0x1700059b7bf959ab8cb0701ec3c7c84109c7a3f7b9f8586f1eb811e5222af874;
        return 0xb0f4e1e4f2d5747dc2a6032d849649af0e56fadf11b8c48875fed90a5fd9c240;
    }
}
