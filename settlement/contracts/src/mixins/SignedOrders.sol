// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {BulkTypes} from "../libraries/BulkTypes.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {ListProof, Order, SignedOrder, TradeFailure} from "../libraries/TradeTypes.sol";
import {SessionKeys} from "./SessionKeys.sol";

/// @title SignedOrders
/// @notice EIP-712 identity of an order and the test of its signature. The identity is the digest, never the signature
/// bytes. OpenZeppelin's domain separator is rebuilt when the chain id changes, so a fork cannot replay.
abstract contract SignedOrders is SessionKeys {
    bytes32 public constant ORDER_TYPEHASH = keccak256(
        "Order(address account,uint32 subaccount,uint32 marketId,uint8 side,uint8 orderType,uint8 timeInForce,"
        "uint32 flags,int128 limitPrice,int128 triggerPrice,uint128 quantity,uint64 expiry,uint128 maxFeePerUnit,"
        "uint64 nonce,uint32 version,Instructions instructions)"
        "Instructions(uint128 displayQuantity,uint128 displayVariance,uint128 minQuantity,uint128 budget,"
        "uint128 trailingDistance,uint128 priceOffset,int128 activationPrice,uint32 trailingBasisPoints,"
        "uint32 positionFraction,uint32 duration,uint32 interval,uint8 triggerSource,uint8 expiryAction,"
        "uint8 pegReference)"
    );
    bytes32 public constant ORDER_LIST_TYPEHASH = keccak256(
        "OrderList(uint8 kind,Order[] orders)"
        "Instructions(uint128 displayQuantity,uint128 displayVariance,uint128 minQuantity,uint128 budget,"
        "uint128 trailingDistance,uint128 priceOffset,int128 activationPrice,uint32 trailingBasisPoints,"
        "uint32 positionFraction,uint32 duration,uint32 interval,uint8 triggerSource,uint8 expiryAction,"
        "uint8 pegReference)"
        "Order(address account,uint32 subaccount,uint32 marketId,uint8 side,uint8 orderType,uint8 timeInForce,"
        "uint32 flags,int128 limitPrice,int128 triggerPrice,uint128 quantity,uint64 expiry,uint128 maxFeePerUnit,"
        "uint64 nonce,uint32 version,Instructions instructions)"
    );

    /// @dev One cancels the other, one updates the other, one triggers the other, and both kinds of bracket.
    uint8 internal constant LAST_LIST_KIND = 5;
    /// @dev Many orders under one signature that do not depend on each other.
    uint8 internal constant BULK_KIND = 255;

    error BulkInvalid();

    /// @notice EIP-712 digest of an order: its identity, signed by the account unless the order is a leg of a list.
    function hashOrder(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(_hashStruct(order));
    }

    /// @notice EIP-712 digest of the list that an order is a leg of.
    function hashList(Order calldata order, ListProof calldata list) external view returns (bytes32) {
        return _hashList(_hashStruct(order), list);
    }

    /// @notice EIP-712 digest of the tree of orders that one bulk signature covers. `list` and `nodes` as in a batch.
    function hashBulk(Order calldata order, ListProof calldata list, bytes32[] calldata nodes)
        external
        view
        returns (bytes32)
    {
        if (!_isBulk(list, nodes.length)) revert BulkInvalid();
        return _hashBulk(_hashStruct(order), list, nodes);
    }

    function _hashStruct(Order calldata order) internal pure returns (bytes32) {
        return keccak256(abi.encode(ORDER_TYPEHASH, order));
    }

    /// @dev Accepts only a low-s signature with v 27 or 28 over the order's digest or, for a leg, over the digest of
    /// its list or tree, made by the order's own account or by a session key whose grant covers the order and the
    /// match.
    function _checkSignature(
        SignedOrder calldata signed,
        bytes32 structHash,
        bytes32 digest,
        uint64 matchTimeNs,
        bytes32[] calldata nodes
    ) internal view returns (TradeFailure) {
        if (signed.list.kind == BULK_KIND) {
            if (!_isBulk(signed.list, nodes.length)) return TradeFailure.LIST_INVALID;
            digest = _hashBulk(structHash, signed.list, nodes);
        } else if (signed.list.kind != 0) {
            if (!_isList(signed.list)) return TradeFailure.LIST_INVALID;
            digest = _hashList(structHash, signed.list);
        }
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, signed.v, signed.r, signed.s);
        if (problem == ECDSA.RecoverError.InvalidSignatureS) return TradeFailure.SIGNATURE_HIGH_S;
        if (problem != ECDSA.RecoverError.NoError) return TradeFailure.SIGNATURE_INVALID;
        if (signer == signed.order.account) return TradeFailure.NONE;
        if (signed.grantHash == 0) return TradeFailure.SIGNER_MISMATCH;
        return _checkSessionKey(signed.order, signer, signed.grantHash, matchTimeNs);
    }

    /// @dev A place outside the tree would let one order stand for several; a path outside the nodes cannot be read.
    function _isBulk(ListProof calldata list, uint256 nodes) private pure returns (bool) {
        uint256 height = list.index;
        if (height == 0 || height > BulkTypes.MAX_HEIGHT) return false;
        uint256 start = uint256(list.second);
        return uint256(list.first) >> height == 0 && start <= nodes && nodes - start >= height;
    }

    function _hashBulk(bytes32 leaf, ListProof calldata list, bytes32[] calldata nodes) private view returns (bytes32) {
        bytes32 tree = MerklePath.root(leaf, uint256(list.first), nodes, uint256(list.second), list.index);
        return _hashTypedDataV4(keccak256(abi.encode(BulkTypes.typeHash(list.index), tree)));
    }

    /// @dev The index must name a place that exists: otherwise the order itself would not be in the hash.
    function _isList(ListProof calldata list) private pure returns (bool) {
        return list.kind <= LAST_LIST_KIND && list.index <= (list.second == 0 ? 1 : 2);
    }

    function _hashList(bytes32 leg, ListProof calldata list) private view returns (bytes32) {
        bytes32 first = list.index == 0 ? leg : list.first;
        bytes32 second = list.index == 0 ? list.first : list.index == 1 ? leg : list.second;
        bytes32 orders = list.second == 0
            ? keccak256(abi.encode(first, second))
            : keccak256(abi.encode(first, second, list.index == 2 ? leg : list.second));
        return _hashTypedDataV4(keccak256(abi.encode(ORDER_LIST_TYPEHASH, list.kind, orders)));
    }
}
