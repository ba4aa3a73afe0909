// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @notice Why a trade did not settle. Numbers are stable: the settlement process and the engine carry them.
enum TradeFailure {
    NONE,
    MARKET_UNKNOWN,
    MARKET_MISMATCH,
    SIDE_MISMATCH,
    ORDER_UNSUPPORTED,
    VERSION_UNSUPPORTED,
    QUANTITY_OUT_OF_RANGE,
    PRICE_OUT_OF_RANGE,
    LIMIT_VIOLATED,
    ORDER_EXPIRED,
    FEE_OVER_CAP,
    OVERFILLED,
    SLOT_TAKEN,
    SIGNATURE_INVALID,
    SIGNATURE_HIGH_S,
    SIGNER_MISMATCH,
    CASH_NOT_EXACT,
    BALANCE_INSUFFICIENT,
    POOL_INSUFFICIENT,
    VERSION_SUPERSEDED,
    LIST_INVALID,
    SESSION_KEY_UNKNOWN,
    SESSION_KEY_SCOPE,
    SESSION_KEY_REVOKED,
    ORDER_CANCELLED
}

/// @notice Which order a failure is about. Buy and Sell equal the signed side values.
enum FailureSide {
    BOTH,
    BUY,
    SELL
}

/// @notice The signed order, field for field. Prices and quantities are decimal fixed point (1e-8), `expiry` is unix
/// seconds, `maxFeePerUnit` is ledger units (1e-8) of fee per 1.00000000 of quantity, `nonce` is the account's slot.
/// `instructions` is the struct hash of the signed instructions, which bind the engine and limit no fill.
struct Order {
    address account;
    uint32 subaccount;
    uint32 marketId;
    uint8 side;
    uint8 orderType;
    uint8 timeInForce;
    uint32 flags;
    int128 limitPrice;
    int128 triggerPrice;
    uint128 quantity;
    uint64 expiry;
    uint128 maxFeePerUnit;
    uint64 nonce;
    uint32 version;
    bytes32 instructions;
}

/// @notice Where an order stands in the list that was signed for all its legs at once (rule T15). `kind` 0: the order
/// was signed alone. `first` and `second` are the struct hashes of the other legs in the list's order; a list of two
/// has no second.
/// `kind` 255: the order is one of 2^height orders under one bulk signature. `index` is the height, `first` the order's
/// place in the tree, `second` where its path begins in the list of nodes that comes with the batch.
struct ListProof {
    uint8 kind;
    uint8 index;
    bytes32 first;
    bytes32 second;
}

/// @notice An order with the owner's signature over its EIP-712 digest, or over that of its list; or with that of one
/// of his session keys, and then the struct hash of the key's grant. `grantHash` 0: signed by the owner.
struct SignedOrder {
    Order order;
    ListProof list;
    bytes32 grantHash;
    bytes32 r;
    bytes32 s;
    uint8 v;
}

/// @notice What an owner signs to let a key trade for him. Permissions: bit 0 trade, bit 1 cancel, which only the
/// engine knows. `expiresAt` is unix seconds, `nonce` one of the owner's.
struct SessionKeyGrant {
    address owner;
    address key;
    uint32 subaccount;
    uint32 marketId;
    uint32 permissions;
    uint64 expiresAt;
    uint64 nonce;
}

/// @notice A registered grant in one storage slot.
struct SessionKeyScope {
    bool isRegistered;
    uint32 subaccount;
    uint32 marketId;
    uint32 permissions;
    uint64 expiresAt;
    uint64 nonce;
}

/// @notice One trade of the engine. `matchId` is dense over the venue, `matchTimeNs` is engine time in unix
/// nanoseconds, price and quantity are 1e-8 fixed point, fees are ledger units (1e-8).
struct Match {
    uint64 matchId;
    uint64 matchTimeNs;
    int128 price;
    uint128 quantity;
    uint128 buyFee;
    uint128 sellFee;
    SignedOrder buy;
    SignedOrder sell;
}

/// @notice A capped, fully collateralised market. Floor, cap and multiplier are 1e-8 fixed point.
struct Market {
    address token;
    uint96 multiplier;
    int128 floor;
    int128 cap;
    bytes32 questionHash;
}

/// @notice What has been filled of one signed slot, over all versions of its order (rules C4, X6). Version and hash are
/// those of the newest version that filled; no older one and no other order of that version fills any more.
/// `cancelledFrom`: unix seconds from which an owner's cancel on chain holds, 0 without one. `isOwnerSigned`: the owner
/// himself signed `orderHash`, as an earlier fill has verified.
struct SlotFill {
    bytes32 orderHash;
    uint128 filled;
    uint32 version;
    uint64 cancelledFrom;
    bool isOwnerSigned;
}

/// @notice What a subaccount holds in a market: signed quantity (1e-8), and all it has received less all it has paid
/// there, fees included, in ledger units.
struct Holding {
    int128 quantity;
    int128 netCash;
}
