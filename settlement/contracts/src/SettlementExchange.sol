// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICentralVault, Leg, VaultRefusal} from "./interfaces/ICentralVault.sol";
import {PremiumModel} from "./libraries/PremiumModel.sol";
import {FailureSide, Market, Match, Order, TradeFailure} from "./libraries/TradeTypes.sol";
import {TradeChecks} from "./mixins/TradeChecks.sol";

/// @title SettlementExchange
/// @notice Settles the engine's trades in match order against the balances of the CentralVault. Each trade carries both
/// signed orders and is verified alone: a trade that fails is marked with a reason and the batch goes on (rule X3). A
/// batch continues at lastMatchId + 1; a part that is already settled is skipped, so a repeat has no effect (rule X2).
contract SettlementExchange is TradeChecks, AccessControl, Pausable, ReentrancyGuard {
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");
    bytes32 public constant MARKET_ROLE = keccak256("MARKET_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    error ZeroAddress();
    error MatchGap(uint64 expected, uint64 actual);

    event TradeSettled(
        uint64 indexed matchId,
        uint32 indexed marketId,
        bytes32 buyOrderHash,
        bytes32 sellOrderHash,
        int128 price,
        uint128 quantity,
        int256 buyerCash,
        int256 sellerCash,
        uint128 buyFee,
        uint128 sellFee
    );
    event TradeFailed(uint64 indexed matchId, TradeFailure code, FailureSide side);
    event BatchSettled(uint64 indexed firstMatchId, uint64 indexed lastMatchId);

    ICentralVault public immutable vault;

    /// @notice Newest match that settled or failed; the next batch continues after it.
    uint64 public lastMatchId;

    mapping(uint32 marketId => mapping(address account => mapping(uint32 subaccount => int256))) private _positions;

    /// @param vault_ vault that grants this contract the settlement role
    /// @param admin holds the admin and pauser roles
    /// @param operator submits batches and registers markets
    constructor(ICentralVault vault_, address admin, address operator) EIP712("DexExtra", "1") {
        if (address(vault_) == address(0) || admin == address(0) || operator == address(0)) revert ZeroAddress();
        vault = vault_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
        _grantRole(MARKET_ROLE, operator);
    }

    /// @notice Settles a contiguous run of matches in order of match id.
    function settle(Match[] calldata trades) external onlyRole(OPERATOR_ROLE) whenNotPaused nonReentrant {
        uint64 first = lastMatchId + 1;
        uint64 next = first;
        for (uint256 i = 0; i < trades.length; i++) {
            Match calldata trade = trades[i];
            if (trade.matchId < next) continue;
            if (trade.matchId != next) revert MatchGap(next, trade.matchId);
            _settleOne(trade);
            next++;
        }
        if (next == first) return;
        lastMatchId = next - 1;
        emit BatchSettled(first, next - 1);
    }

    /// @notice Stores the constants of a market. They never change.
    function registerMarket(uint32 marketId, Market calldata values) external onlyRole(MARKET_ROLE) {
        if (vault.ledgerScale(values.token) == 0) revert MarketTokenNotListed(marketId, values.token);
        _storeMarket(marketId, values);
    }

    /// @notice Records a revocation that its owner signed, with the engine time at which the last order under the grant
    /// was gone. A repeat has no effect.
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

    /// @notice Signed quantity (1e-8) that a subaccount holds in a market.
    function positionOf(address account, uint32 subaccount, uint32 marketId) external view returns (int256) {
        return _positions[marketId][account][subaccount];
    }

    /// @notice EIP-712 domain separator for the current chain id.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @notice Stops settlement until `unpause`.
    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(PAUSER_ROLE) {
        _unpause();
    }

    function _settleOne(Match calldata trade) private {
        Market storage market_ = _market(trade.buy.order.marketId);
        TradeFailure code = _checkPair(trade, market_);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.BOTH);
        bytes32 buyHash;
        bytes32 sellHash;
        (code, buyHash) = _checkOrder(trade.buy, trade, trade.buyFee);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.BUY);
        (code, sellHash) = _checkOrder(trade.sell, trade, trade.sellFee);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.SELL);
        _execute(trade, market_, buyHash, sellHash);
    }

    function _execute(Match calldata trade, Market storage market_, bytes32 buyHash, bytes32 sellHash) private {
        (int256 buyerCash, int256 sellerCash) = _cash(trade, market_);
        if (!PremiumModel.isExact(buyerCash, sellerCash)) {
            return _fail(trade, TradeFailure.CASH_NOT_EXACT, FailureSide.BOTH);
        }
        buyerCash /= PremiumModel.DIVISOR;
        sellerCash /= PremiumModel.DIVISOR;
        VaultRefusal refusal = _moveMoney(trade, market_.token, buyerCash, sellerCash);
        if (refusal != VaultRefusal.NONE) return _failRefused(trade, refusal);

        _recordFill(trade.buy.order, buyHash, trade.quantity);
        _recordFill(trade.sell.order, sellHash, trade.quantity);
        _move(trade.buy.order, int256(uint256(trade.quantity)));
        _move(trade.sell.order, -int256(uint256(trade.quantity)));
        _announce(trade, buyHash, sellHash, buyerCash, sellerCash);
    }

    /// @dev Cash of both sides in units of 1/DIVISOR ledger unit. The buyer is applied first; when one subaccount is on
    /// both sides the seller starts from the bought position, which makes its net cash zero.
    function _cash(Match calldata trade, Market storage market_) private view returns (int256, int256) {
        Order calldata buy = trade.buy.order;
        Order calldata sell = trade.sell.order;
        int256 quantity = int256(uint256(trade.quantity));
        int256 multiplier = int256(uint256(market_.multiplier));
        int256 aboveFloor = (int256(trade.price) - market_.floor) * multiplier;
        int256 belowCap = (int256(market_.cap) - trade.price) * multiplier;
        int256 buyPosition = _positions[buy.marketId][buy.account][buy.subaccount];
        int256 sellPosition = _positions[sell.marketId][sell.account][sell.subaccount];
        if (buy.account == sell.account && buy.subaccount == sell.subaccount) sellPosition += quantity;
        return (
            PremiumModel.buyCash(buyPosition, quantity, aboveFloor, belowCap),
            PremiumModel.sellCash(sellPosition, quantity, aboveFloor, belowCap)
        );
    }

    function _moveMoney(Match calldata trade, address token, int256 buyerCash, int256 sellerCash)
        private
        returns (VaultRefusal)
    {
        Order calldata buy = trade.buy.order;
        Order calldata sell = trade.sell.order;
        return vault.settleTrade(
            token,
            buy.marketId,
            Leg(buy.account, buy.subaccount, buyerCash, trade.buyFee),
            Leg(sell.account, sell.subaccount, sellerCash, trade.sellFee)
        );
    }

    function _move(Order calldata order, int256 quantity) private {
        _positions[order.marketId][order.account][order.subaccount] += quantity;
    }

    function _announce(Match calldata trade, bytes32 buyHash, bytes32 sellHash, int256 buyerCash, int256 sellerCash)
        private
    {
        emit TradeSettled(
            trade.matchId,
            trade.buy.order.marketId,
            buyHash,
            sellHash,
            trade.price,
            trade.quantity,
            buyerCash,
            sellerCash,
            trade.buyFee,
            trade.sellFee
        );
    }

    function _failRefused(Match calldata trade, VaultRefusal refusal) private {
        if (refusal == VaultRefusal.POOL_BALANCE) {
            return _fail(trade, TradeFailure.POOL_INSUFFICIENT, FailureSide.BOTH);
        }
        FailureSide side = refusal == VaultRefusal.BUYER_BALANCE ? FailureSide.BUY : FailureSide.SELL;
        _fail(trade, TradeFailure.BALANCE_INSUFFICIENT, side);
    }

    function _fail(Match calldata trade, TradeFailure code, FailureSide side) private {
        emit TradeFailed(trade.matchId, code, side);
    }
}
