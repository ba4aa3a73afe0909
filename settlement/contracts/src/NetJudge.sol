// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {NettedExchange} from "./NettedExchange.sol";
import {NetProofs} from "./libraries/NetProofs.sol";
import {LeafProof, LegTotals, NetBatch, NetEntry} from "./libraries/NetTypes.sol";
import {Market, Match, Order, SignedOrder, TradeFailure} from "./libraries/TradeTypes.sol";
import {TradeChecks} from "./mixins/TradeChecks.sol";

/// @title NetJudge
/// @notice Finds netted batches wrong, for anyone who shows why. It holds no money and can do nothing but reject a
/// batch that is still pending. Orders of a netted venue are signed for this contract, and their session keys and
/// cancels are kept here, because here their signatures are tested.
contract NetJudge is TradeChecks, AccessControl {
    using NetProofs for LeafProof;
    using NetProofs for NetBatch;

    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");

    /// @dev Reasons of BatchRejected. Numbers below 64 are those of TradeFailure.
    uint8 internal constant WRONG_TOTALS = 64;
    uint8 internal constant WRONG_ENTRY = 65;
    uint8 internal constant SLOT_OVERFILLED = 66;
    uint8 internal constant WRONG_PLACE = 68;

    error ZeroAddress();
    error EntriesMismatch();
    error LeafNotInBatch();
    error NothingWrong();
    error BatchUnknown(bytes32 root);

    /// @notice The contract whose batches are judged; it must have been made with this contract as its judge.
    NettedExchange public immutable exchange;

    /// @param admin opens the cancels of owners
    /// @param operator records revocations
    constructor(NettedExchange exchange_, address admin, address operator) EIP712("DexExtra", "1") {
        if (address(exchange_) == address(0) || admin == address(0) || operator == address(0)) revert ZeroAddress();
        exchange = exchange_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
    }

    /// @notice Proves that a match of a batch is not covered by its two signatures, or stands at a wrong place.
    /// @param place match id that the leaf should have
    function proveBadMatch(NetBatch calldata batch, LeafProof calldata proof, uint64 place) external {
        bytes32 root = _root(batch);
        if (!batch.isInBatch(proof, place)) revert LeafNotInBatch();
        uint8 reason = _faultOf(batch, proof, place);
        if (reason == 0) revert NothingWrong();
        exchange.reject(root, reason);
    }

    /// @notice Proves that the running totals of a leg are not those of the leg before it plus its own, or that two
    /// legs of one holding have the same number.
    function proveWrongTotals(
        NetBatch calldata batch,
        LeafProof calldata before,
        uint8 sideBefore,
        LeafProof calldata after_,
        uint8 sideAfter
    ) external {
        bytes32 root = _root(batch);
        _requireLeaf(batch, before);
        _requireLeaf(batch, after_);
        if (!NetProofs.sameHolding(before.order(sideBefore), after_.order(sideAfter))) revert NothingWrong();
        LegTotals calldata first = before.totals(sideBefore);
        LegTotals calldata second = after_.totals(sideAfter);
        bool isSameLeg = before.leaf.trade.matchId == after_.leaf.trade.matchId && sideBefore == sideAfter;
        uint96 multiplier = exchange.market(after_.order(sideAfter).marketId).multiplier;
        bool isDouble = first.leg == second.leg && !isSameLeg;
        bool isBroken = second.leg == uint256(first.leg) + 1
            && (_isLater(before, sideBefore, after_, sideAfter)
                || !NetProofs.follows(first, second, after_, sideAfter, multiplier));
        if (!isDouble && !isBroken) revert NothingWrong();
        exchange.reject(root, WRONG_TOTALS);
    }

    /// @notice Proves that a leg has no entry, that its holding's entry counts fewer legs, or that the entry is not the
    /// total of its last leg.
    /// @param index the entry of the leg's holding; the number of entries when it has none
    function proveWrongEntry(
        NetBatch calldata batch,
        NetEntry[] calldata entries,
        uint256 index,
        LeafProof calldata proof,
        uint8 side
    ) external {
        bytes32 root = _root(batch);
        if (keccak256(abi.encode(entries)) != batch.entriesHash) revert EntriesMismatch();
        _requireLeaf(batch, proof);
        Order calldata signed = proof.order(side);
        LegTotals calldata totals = proof.totals(side);
        bool isWrong;
        if (index == entries.length) {
            isWrong = true;
            for (uint256 i = 0; i < entries.length; i++) {
                if (NetProofs.isOf(entries[i], signed)) isWrong = false;
            }
        } else {
            NetEntry calldata entry = entries[index];
            isWrong = NetProofs.isOf(entry, signed)
                && (totals.leg > entry.legs || totals.leg == entry.legs && !NetProofs.equals(entry, totals));
        }
        if (!isWrong) revert NothingWrong();
        exchange.reject(root, WRONG_ENTRY);
    }

    /// @notice Proves that the filled total of a slot does not grow by the later fill, or that an older version or
    /// another order of its version fills after it. The earlier match may be in a batch that is applied already.
    function proveOverfill(
        NetBatch calldata earlierBatch,
        LeafProof calldata earlier,
        uint8 earlierSide,
        NetBatch calldata batch,
        LeafProof calldata later,
        uint8 laterSide
    ) external {
        bytes32 root = _root(batch);
        if (!exchange.isLive(_root(earlierBatch))) revert BatchUnknown(_root(earlierBatch));
        _requireLeaf(earlierBatch, earlier);
        _requireLeaf(batch, later);
        Order calldata one = earlier.order(earlierSide);
        Order calldata other = later.order(laterSide);
        bool isOrdered = earlier.leaf.trade.matchId < later.leaf.trade.matchId;
        if (!isOrdered || !NetProofs.sameSlot(one, other)) revert NothingWrong();
        uint256 least = uint256(earlier.totals(earlierSide).filled) + later.leaf.trade.quantity;
        bool isOther = other.version == one.version && _hashStruct(one) != _hashStruct(other);
        if (other.version >= one.version && !isOther && later.totals(laterSide).filled >= least) {
            revert NothingWrong();
        }
        exchange.reject(root, SLOT_OVERFILLED);
    }

    /// @notice Shows a demanded match, whose data is then in the chain's history for any further proof. The bond goes
    /// to the caller.
    function showMatch(NetBatch calldata batch, LeafProof calldata proof) external {
        bytes32 root = _root(batch);
        if (!batch.isInBatch(proof, exchange.demandOn(root).matchId)) revert LeafNotInBatch();
        exchange.endDemand(root, msg.sender);
    }

    /// @notice Records a revocation that its owner signed; as SettlementExchange.revokeSessionKey.
    function revokeSessionKey(
        address owner,
        address key,
        uint64 nonce,
        uint64 revokedAtNs,
        bytes32 r,
        bytes32 s,
        uint8 v
    ) external onlyRole(OPERATOR_ROLE) {
        _revokeSessionKey(owner, key, nonce, revokedAtNs, r, s, v);
    }

    /// @notice Lets owners cancel on chain; only once the venue follows the events of cancels (see OwnerCancels).
    function openOwnerCancels() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _openOwnerCancels();
    }

    /// @dev 0 when the leaf is as it should be.
    function _faultOf(NetBatch calldata batch, LeafProof calldata proof, uint64 place) private view returns (uint8) {
        Match calldata trade = proof.leaf.trade;
        Market memory market_ = exchange.market(trade.buy.order.marketId);
        if (trade.matchId != place || market_.token != batch.token) return WRONG_PLACE;
        TradeFailure code = _checkPair(trade, market_.token, market_.floor, market_.cap);
        if (code == TradeFailure.NONE) code = _checkSide(trade.buy, trade, trade.buyFee, proof.leaf.buy, proof.nodes);
        if (code == TradeFailure.NONE) {
            code = _checkSide(trade.sell, trade, trade.sellFee, proof.leaf.sell, proof.nodes);
        }
        if (code != TradeFailure.NONE) return uint8(code);
        return _hasWrongStart(proof, 1, market_.multiplier) || _hasWrongStart(proof, 2, market_.multiplier)
            ? WRONG_TOTALS
            : 0;
    }

    function _checkSide(
        SignedOrder calldata signed,
        Match calldata trade,
        uint256 fee,
        LegTotals calldata totals,
        bytes32[] calldata nodes
    ) private view returns (TradeFailure code) {
        code = _checkTerms(signed.order, trade, fee);
        if (code != TradeFailure.NONE) return code;
        if (totals.filled > signed.order.quantity || totals.filled < trade.quantity) return TradeFailure.OVERFILLED;
        if (_isCancelled(signed.order, _slot(signed.order).cancelledFrom, trade.matchTimeNs)) {
            return TradeFailure.ORDER_CANCELLED;
        }
        bytes32 structHash = _hashStruct(signed.order);
        return _checkSignature(signed, structHash, _hashTypedDataV4(structHash), trade.matchTimeNs, nodes);
    }

    /// @dev Leg 0 does not exist, and the first leg's totals are its own.
    function _hasWrongStart(LeafProof calldata proof, uint8 side, uint96 multiplier) private pure returns (bool) {
        LegTotals calldata totals = proof.totals(side);
        if (totals.leg == 0) return true;
        return totals.leg == 1 && !NetProofs.starts(totals, proof, side, multiplier);
    }

    /// @dev True when the leg that should come first stands behind the other; within a match the buyer's comes first.
    function _isLater(LeafProof calldata before, uint8 sideBefore, LeafProof calldata after_, uint8 sideAfter)
        private
        pure
        returns (bool)
    {
        uint64 first = before.leaf.trade.matchId;
        uint64 second = after_.leaf.trade.matchId;
        return first > second || first == second && sideBefore >= sideAfter;
    }

    function _requireLeaf(NetBatch calldata batch, LeafProof calldata proof) private pure {
        if (!batch.isInBatch(proof, proof.leaf.trade.matchId)) revert LeafNotInBatch();
    }

    function _root(NetBatch calldata batch) private pure returns (bytes32) {
        return keccak256(abi.encode(batch));
    }
}
