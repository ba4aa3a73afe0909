// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICentralVault, Leg, VaultRefusal} from "./interfaces/ICentralVault.sol";
import {PremiumModel} from "./libraries/PremiumModel.sol";
import {FailureSide, Holding, Market, Match, Order, TradeFailure} from "./libraries/TradeTypes.sol";
import {PositionBook} from "./mixins/PositionBook.sol";
import {TradeChecks} from "./mixins/TradeChecks.sol";

/// @title SettlementExchange
/// @notice Settles the engine's trades in match order against the balances of the CentralVault. Each trade carries both
/// signed orders and is verified alone: a trade that fails is marked with a reason and the batch goes on (rule X3). A
/// batch continues at lastMatchId + 1; a part that is already settled is skipped, so a repeat has no effect (rule X2).
/// Every trade and its outcome goes into a running root, from which anyone can prove what was settled and in which
/// order.
contract SettlementExchange is TradeChecks, PositionBook, Pausable, ReentrancyGuard {
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    error ZeroAddress();
    error MatchGap(uint64 expected, uint64 actual);
    error RootMismatch(bytes32 expected, bytes32 actual);

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

    /// @notice Newest match that settled or failed; the next batch continues after it.
    uint64 public override lastMatchId;

    /// @notice Hash chain over every match so far: keccak256(root, matchId, outcome), where outcome hashes the two
    /// orders with price, quantity and fees, or code and side of the failure.
    bytes32 public matchRoot;

    /// @param vault_ vault that grants this contract the settlement role
    /// @param admin holds the admin and pauser roles
    /// @param operator submits batches and registers markets
    constructor(ICentralVault vault_, address admin, address operator) EIP712("DexExtra", "1") PositionBook(vault_) {
        if (address(vault_) == address(0) || admin == address(0) || operator == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
        _grantRole(MARKET_ROLE, operator);
    }

    /// @notice Settles a contiguous run of matches in order of match id. No order may be under a bulk signature.
    function settle(Match[] calldata trades) external onlyRole(OPERATOR_ROLE) whenNotPaused nonReentrant {
        bytes32[] calldata none;
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
        _settle(trades, none);
    }

    /// @notice Settles a contiguous run of matches that continues exactly what the sender has seen: a batch made for
    /// another history reverts. `nodes` are the tree nodes that orders under bulk signatures refer to.
    function settleAfter(bytes32 previousRoot, Match[] calldata trades, bytes32[] calldata nodes)
        external
        onlyRole(OPERATOR_ROLE)
        whenNotPaused
        nonReentrant
    {
        if (previousRoot != matchRoot) revert RootMismatch(matchRoot, previousRoot);
        _settle(trades, nodes);
    }

    /// @notice Lets owners cancel on chain; only once the venue follows the events of cancels (see OwnerCancels).
    function openOwnerCancels() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _openOwnerCancels();
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

    function _settle(Match[] calldata trades, bytes32[] calldata nodes) private {
        uint64 first = lastMatchId + 1;
        uint64 next = first;
        bytes32 root = matchRoot;
        for (uint256 i = 0; i < trades.length; i++) {
            Match calldata trade = trades[i];
            if (trade.matchId < next) continue;
            if (trade.matchId != next) revert MatchGap(next, trade.matchId);
            root = keccak256(abi.encode(root, next, _settleOne(trade, nodes)));
            next++;
        }
        if (next == first) return;
        (lastMatchId, matchRoot) = (next - 1, root);
        emit BatchSettled(first, next - 1);
    }

    /// @return outcome what the running root says of the trade
    function _settleOne(Match calldata trade, bytes32[] calldata nodes) private returns (bytes32 outcome) {
        Market storage market_ = _market(trade.buy.order.marketId);
        TradeFailure code = _checkPair(trade, market_.token, market_.floor, market_.cap);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.BOTH);
        bytes32 buyHash;
        bytes32 sellHash;
        (code, buyHash) = _checkOrder(trade.buy, trade, trade.buyFee, nodes);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.BUY);
        (code, sellHash) = _checkOrder(trade.sell, trade, trade.sellFee, nodes);
        if (code != TradeFailure.NONE) return _fail(trade, code, FailureSide.SELL);
        return _execute(trade, market_, buyHash, sellHash);
    }

    function _execute(Match calldata trade, Market storage market_, bytes32 buyHash, bytes32 sellHash)
        private
        returns (bytes32)
    {
        (int256 buyerCash, int256 sellerCash) = _cash(trade, market_);
        if (!PremiumModel.isExact(buyerCash, sellerCash)) {
            return _fail(trade, TradeFailure.CASH_NOT_EXACT, FailureSide.BOTH);
        }
        buyerCash /= PremiumModel.DIVISOR;
        sellerCash /= PremiumModel.DIVISOR;
        VaultRefusal refusal = _moveMoney(trade, market_.token, buyerCash, sellerCash);
        if (refusal != VaultRefusal.NONE) return _failRefused(trade, refusal);

        _recordFill(trade.buy, buyHash, trade.quantity);
        _recordFill(trade.sell, sellHash, trade.quantity);
        _move(trade.buy.order, int128(trade.quantity), buyerCash - int256(uint256(trade.buyFee)));
        _move(trade.sell.order, -int128(trade.quantity), sellerCash - int256(uint256(trade.sellFee)));
        _announce(trade, buyHash, sellHash, buyerCash, sellerCash);
        return keccak256(
            abi.encode(buyHash, sellHash, trade.price, trade.quantity, trade.buyFee, trade.sellFee)
        );
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
        int256 buyPosition = _holding(buy.marketId, buy.account, buy.subaccount).quantity;
        int256 sellPosition = _holding(sell.marketId, sell.account, sell.subaccount).quantity;
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

    /// @dev A quantity is at most 2^90 and net cash never more than all money of a token, so both fit.
    function _move(Order calldata order, int128 quantity, int256 netCash) private {
        Holding storage holding = _holding(order.marketId, order.account, order.subaccount);
        (holding.quantity, holding.netCash) = (holding.quantity + quantity, holding.netCash + int128(netCash));
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

    function _failRefused(Match calldata trade, VaultRefusal refusal) private returns (bytes32) {
        if (refusal == VaultRefusal.POOL_BALANCE) {
            return _fail(trade, TradeFailure.POOL_INSUFFICIENT, FailureSide.BOTH);
        }
        FailureSide side = refusal == VaultRefusal.BUYER_BALANCE ? FailureSide.BUY : FailureSide.SELL;
        return _fail(trade, TradeFailure.BALANCE_INSUFFICIENT, side);
    }

    function _fail(Match calldata trade, TradeFailure code, FailureSide side) private returns (bytes32) {
        emit TradeFailed(trade.matchId, code, side);
        return keccak256(abi.encode(code, side));
    }
}
