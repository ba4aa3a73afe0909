// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ICentralVault, NetLeg, PoolMove} from "./interfaces/ICentralVault.sol";
import {PremiumModel} from "./libraries/PremiumModel.sol";
import {NetBatch, NetEntry} from "./libraries/NetTypes.sol";
import {Holding, Market} from "./libraries/TradeTypes.sol";
import {NetBatches} from "./mixins/NetBatches.sol";
import {PositionBook} from "./mixins/PositionBook.sol";

/// @title NettedExchange
/// @notice Settles thousands of matches per transaction: the operator posts what they do to each subaccount, with a
/// root over all signed orders and matches. For CHALLENGE_WINDOW anyone may prove that one of them is wrong, or demand
/// to see one; then the batch and all behind it are dropped before any money has moved. See docs/chain.md for what this
/// trusts.
contract NettedExchange is PositionBook, NetBatches, Pausable, ReentrancyGuard {
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    bytes32 public constant JUDGE_ROLE = keccak256("JUDGE_ROLE");

    /// @dev Reason of BatchRejected; NetJudge has the others.
    uint8 internal constant NOT_SHOWN = 67;

    error ZeroAddress();
    error EntriesMismatch();
    error EntryOrder(uint256 index);
    error EntryMarket(uint256 index);
    error EntriesDoNotNet(uint32 marketId);
    error LegCountMismatch(uint256 expected, uint256 actual);
    error NotExact(uint256 index);
    

    /// @param vault_ vault that grants this contract the settlement role
    /// @param admin holds the admin and pauser roles
    /// @param operator posts batches and registers markets
    /// @param judge the NetJudge of this contract
    constructor(ICentralVault vault_, address admin, address operator, address judge) PositionBook(vault_) {
        if (address(vault_) == address(0) || admin == address(0)) revert ZeroAddress();
        if (operator == address(0) || judge == address(0)) revert ZeroAddress();
        _grantRole(JUDGE_ROLE, judge);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
        _grantRole(MARKET_ROLE, operator);
    }

    /// @notice Newest match whose money has moved.
    function lastMatchId() external view override returns (uint64) {
        return _applied;
    }

    /// @notice Posts the next batch. Tests what needs no signature: that it continues the last one, that every market's
    /// quantities and cash sum to zero, and that its legs are two for each match. Nothing moves yet.
    function post(NetBatch calldata batch, NetEntry[] calldata entries) external onlyRole(OPERATOR_ROLE) whenNotPaused {
        if (keccak256(abi.encode(entries)) != batch.entriesHash) revert EntriesMismatch();
        _checkEntries(batch, entries);
        _post(batch);
    }

    /// @notice Applies the oldest batch once its window is over. Anyone may call it.
    function applyBatch(NetBatch calldata batch, NetEntry[] calldata entries) external whenNotPaused nonReentrant {
        if (keccak256(abi.encode(entries)) != batch.entriesHash) revert EntriesMismatch();
        _markApplied(batch);
        _applyEntries(batch.token, entries);
    }

    /// @notice Demands that a match of a pending batch be shown, at the price of the bond.
    function demandMatch(NetBatch calldata batch, uint64 matchId) external payable {
        _openDemand(hashBatch(batch), matchId);
    }

    /// @notice The judge has found a batch wrong: it and all behind it are dropped.
    function reject(bytes32 root, uint8 reason) external onlyRole(JUDGE_ROLE) {
        _requirePending(root);
        _reject(root, reason);
    }

    /// @notice The judge was shown the demanded match. Restarts the window, so that the one who asked has time to use
    /// what he sees. The bond goes to who showed it.
    function endDemand(bytes32 root, address to) external onlyRole(JUDGE_ROLE) nonReentrant {
        Posted storage record = _requirePending(root);
        Demand memory demand = _demands[root];
        if (demand.by == address(0)) revert NoDemand();
        delete _demands[root];
        record.openUntil = uint64(block.timestamp) + CHALLENGE_WINDOW;
        emit MatchShown(root, demand.matchId);
        _send(to);
    }

    /// @notice Rejects a batch with a demand that nobody answered. The bond goes back to who made the demand.
    function rejectUnanswered(NetBatch calldata batch) external nonReentrant {
        bytes32 root = hashBatch(batch);
        _requirePending(root);
        Demand memory demand = _demands[root];
        if (demand.by == address(0)) revert NoDemand();
        delete _demands[root];
        if (block.timestamp <= demand.answerUntil) revert WindowOpen(demand.answerUntil);
        _reject(root, NOT_SHOWN);
        _send(demand.by);
    }

    /// @notice Gives the bond of a demand back when its batch was dropped for another reason. Anyone may call it; a
    /// batch with such a demand can be posted again only afterwards.
    function returnBond(bytes32 root) external nonReentrant {
        _send(_endDeadDemand(root));
    }

    /// @notice Takes batches again after a rejection.
    function resume() external onlyRole(DEFAULT_ADMIN_ROLE) {
        isFrozen = false;
    }

    /// @notice Stops posting and applying until `unpause`. Proofs go on.
    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(PAUSER_ROLE) {
        _unpause();
    }

    function _checkEntries(NetBatch calldata batch, NetEntry[] calldata entries) private view {
        uint256 legs;
        int256 quantity;
        int256 cash;
        for (uint256 i = 0; i < entries.length; i++) {
            NetEntry calldata entry = entries[i];
            bool isNewMarket = i == 0 || entry.marketId != entries[i - 1].marketId;
            if (i != 0 && _key(entry) <= _key(entries[i - 1])) revert EntryOrder(i);
            if (isNewMarket && (quantity != 0 || cash != 0)) revert EntriesDoNotNet(entries[i - 1].marketId);
            if (isNewMarket && _market(entry.marketId).token != batch.token) revert EntryMarket(i);
            if (batch.token == address(0)) revert EntryMarket(i);
            (quantity, cash) = (quantity + entry.quantity, cash + entry.cash);
            legs += entry.legs;
        }
        if (quantity != 0 || cash != 0) revert EntriesDoNotNet(entries[entries.length - 1].marketId);
        uint256 expected = 2 * (uint256(batch.lastMatchId) - batch.firstMatchId + 1);
        if (legs != expected) revert LegCountMismatch(expected, legs);
    }

    /// @dev Ascending by market, account, subaccount.
    function _key(NetEntry calldata entry) private pure returns (uint256) {
        return uint256(entry.marketId) << 192 | uint256(uint160(entry.account)) << 32 | entry.subaccount;
    }

    /// @dev Credits first, then debits: money may go round through several markets within a batch.
    function _applyEntries(address token, NetEntry[] calldata entries) private {
        NetLeg[] memory legs = new NetLeg[](entries.length);
        PoolMove[] memory pools = new PoolMove[](entries.length);
        (uint256 head, uint256 tail, uint256 markets, int256 fees) = (0, entries.length, 0, 0);
        for (uint256 i = 0; i < entries.length; i++) {
            NetEntry calldata entry = entries[i];
            int256 cash = _applyEntry(entry, i);
            if (i == 0 || entry.marketId != entries[i - 1].marketId) pools[markets++].marketId = entry.marketId;
            pools[markets - 1].amount -= cash;
            fees += entry.fee;
            NetLeg memory leg = NetLeg(entry.account, entry.subaccount, cash - entry.fee);
            legs[leg.amount >= 0 ? head++ : --tail] = leg;
        }
        assembly ("memory-safe") {
            mstore(pools, markets)
        }
        vault.settleNet(token, legs, pools, fees);
    }

    /// @dev What the holding pays into or receives from the pool. A long position ties up (price - floor) and a short
    /// one (cap - price) per unit, so only its value at floor or cap before and after matters, whatever the way
    /// between.
    function _applyEntry(NetEntry calldata entry, uint256 index) private returns (int256 cash) {
        Market storage market_ = _market(entry.marketId);
        Holding storage holding = _holding(entry.marketId, entry.account, entry.subaccount);
        int256 quantity = int256(holding.quantity) + entry.quantity;
        int256 bound = (_atBound(quantity, market_) - _atBound(holding.quantity, market_));
        if (bound % PremiumModel.DIVISOR != 0) revert NotExact(index);
        cash = entry.cash + bound / PremiumModel.DIVISOR;
        (holding.quantity, holding.netCash) =
            (int128(quantity), holding.netCash + int128(cash) - entry.fee);
    }

    function _atBound(int256 quantity, Market storage market_) private view returns (int256) {
        int256 bound = quantity > 0 ? int256(market_.floor) : int256(market_.cap);
        return quantity * bound * int256(uint256(market_.multiplier));
    }

    /// @dev A receiver that refuses its money loses it to the contract; it cannot hold up the batch.
    function _send(address to) private {
        (bool ok,) = to.call{value: DEMAND_BOND}("");
        ok;
    }
}
