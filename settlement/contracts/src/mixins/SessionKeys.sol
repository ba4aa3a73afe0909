// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Order, SessionKeyGrant, SessionKeyScope, TradeFailure} from "../libraries/TradeTypes.sol";

/// @title SessionKeys
/// @notice Keys that may sign orders for an owner (docs/money.md §17), and nothing else: no other function of any
/// contract knows them. Anyone may register what an owner signed, as often as he likes: a grant is known by the hash of
/// all it says, so that another grant of the same key never changes the trades of this one.
abstract contract SessionKeys is EIP712 {
    bytes32 public constant SESSION_KEY_GRANT_TYPEHASH = keccak256(
        "SessionKeyGrant(address owner,address key,uint32 subaccount,uint32 marketId,uint32 permissions,"
        "uint64 expiresAt,uint64 nonce)"
    );
    bytes32 public constant SESSION_KEY_REVOKE_TYPEHASH =
        keccak256("SessionKeyRevoke(address owner,address key,uint64 nonce)");

    uint32 public constant ALL_SUBACCOUNTS = type(uint32).max;
    uint32 public constant ALL_MARKETS = 0;
    uint32 public constant TRADE_PERMISSION = 1;

    error NotSignedByOwner(address owner);

    event SessionKeyRegistered(address indexed owner, address indexed key, uint64 indexed nonce, bytes32 grantHash);
    event SessionKeyRevoked(address indexed owner, address indexed key, uint64 indexed nonce, uint64 revokedAtNs);

    mapping(address owner => mapping(address key => mapping(bytes32 grantHash => SessionKeyScope))) private _scopes;
    mapping(address owner => mapping(address key => mapping(uint64 nonce => uint64 revokedAtNs))) private _revocations;

    /// @notice Makes a signed grant known to settlement. A repeat has no effect.
    function registerSessionKey(SessionKeyGrant calldata grant, bytes32 r, bytes32 s, uint8 v) external {
        bytes32 grantHash = hashSessionKeyGrant(grant);
        _requireSigned(grant.owner, grantHash, r, s, v);
        SessionKeyScope storage scope = _scopes[grant.owner][grant.key][grantHash];
        if (scope.isRegistered) return;
        _scopes[grant.owner][grant.key][grantHash] = SessionKeyScope({
            isRegistered: true,
            subaccount: grant.subaccount,
            marketId: grant.marketId,
            permissions: grant.permissions,
            expiresAt: grant.expiresAt,
            nonce: grant.nonce
        });
        emit SessionKeyRegistered(grant.owner, grant.key, grant.nonce, grantHash);
    }

    /// @notice What a registered grant covers; all zero without one.
    function sessionKeyScope(address owner, address key, bytes32 grantHash)
        external
        view
        returns (SessionKeyScope memory)
    {
        return _scopes[owner][key][grantHash];
    }

    /// @notice Engine time in unix nanoseconds after which nothing matched under the grants with this nonce; matches
    /// later than it do not settle. 0 without a revocation.
    function sessionKeyRevokedAt(address owner, address key, uint64 nonce) external view returns (uint64) {
        return _revocations[owner][key][nonce];
    }

    /// @notice EIP-712 struct hash of a grant: what a trade shows to name it.
    function hashSessionKeyGrant(SessionKeyGrant calldata grant) public pure returns (bytes32) {
        return keccak256(abi.encode(SESSION_KEY_GRANT_TYPEHASH, grant));
    }

    /// @dev Whether an order that `key` signed may settle under the grant. An order ends with its grant, and a match is
    /// not later than its order, so the expiry of the grant needs no test of its own.
    function _checkSessionKey(Order calldata order, address key, bytes32 grantHash, uint64 matchTimeNs)
        internal
        view
        returns (TradeFailure)
    {
        SessionKeyScope memory scope = _scopes[order.account][key][grantHash];
        if (!scope.isRegistered) return TradeFailure.SESSION_KEY_UNKNOWN;
        bool covered = scope.permissions & TRADE_PERMISSION != 0
            && (scope.subaccount == ALL_SUBACCOUNTS || scope.subaccount == order.subaccount)
            && (scope.marketId == ALL_MARKETS || scope.marketId == order.marketId) && order.expiry <= scope.expiresAt;
        if (!covered) return TradeFailure.SESSION_KEY_SCOPE;
        uint64 revokedAtNs = _revocations[order.account][key][scope.nonce];
        return revokedAtNs != 0 && matchTimeNs > revokedAtNs ? TradeFailure.SESSION_KEY_REVOKED : TradeFailure.NONE;
    }

    /// @dev Takes what the owner signed from the operator, with the engine time at which it was carried out. Not from
    /// the owner himself: he could refuse trades that the engine, where a revocation is effective at once, has already
    /// made. The first one stands; it may come before the grant is registered.
    function _revokeSessionKey(
        address owner,
        address key,
        uint64 nonce,
        uint64 revokedAtNs,
        bytes32 r,
        bytes32 s,
        uint8 v
    ) internal {
        _requireSigned(owner, keccak256(abi.encode(SESSION_KEY_REVOKE_TYPEHASH, owner, key, nonce)), r, s, v);
        if (revokedAtNs == 0 || _revocations[owner][key][nonce] != 0) return;
        _revocations[owner][key][nonce] = revokedAtNs;
        emit SessionKeyRevoked(owner, key, nonce, revokedAtNs);
    }

    function _requireSigned(address owner, bytes32 structHash, bytes32 r, bytes32 s, uint8 v) private view {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(_hashTypedDataV4(structHash), v, r, s);
        if (problem != ECDSA.RecoverError.NoError || signer != owner) revert NotSignedByOwner(owner);
    }
}
