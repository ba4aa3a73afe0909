// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Order, SignedOrder, TradeFailure} from "../libraries/TradeTypes.sol";

/// @title SignedOrders
/// @notice EIP-712 identity of an order and the test of its signature. The identity is the digest, never the signature
/// bytes. OpenZeppelin's domain separator is rebuilt when the chain id changes, so a fork cannot replay.
abstract contract SignedOrders is EIP712 {
    bytes32 public constant ORDER_TYPEHASH = keccak256(
        "Order(address account,uint32 subaccount,uint32 marketId,uint8 side,uint8 orderType,uint8 timeInForce,"
        "uint32 flags,int128 limitPrice,int128 triggerPrice,uint128 quantity,uint64 expiry,uint128 maxFeePerUnit,"
        "uint64 nonce,uint32 version)"
    );

    /// @notice EIP-712 digest that the account signs.
    function hashOrder(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ORDER_TYPEHASH, order)));
    }

    /// @dev Accepts only a low-s signature with v 27 or 28 made by the order's own account.
    function _checkSignature(SignedOrder calldata signed, bytes32 digest) internal pure returns (TradeFailure) {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, signed.v, signed.r, signed.s);
        if (problem == ECDSA.RecoverError.InvalidSignatureS) return TradeFailure.SIGNATURE_HIGH_S;
        if (problem != ECDSA.RecoverError.NoError) return TradeFailure.SIGNATURE_INVALID;
        return signer == signed.order.account ? TradeFailure.NONE : TradeFailure.SIGNER_MISMATCH;
    }
}
