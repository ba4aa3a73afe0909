// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {MarketPayouts} from "../MarketPayouts.sol";
import {Market} from "../libraries/TradeTypes.sol";

/// @notice When and how a market's question is answered, fixed before anyone can know the answer (rule M4). Times are
/// unix seconds.
/// @param notBefore end of the observation plus the delay of its publication; earlier answers are refused
/// @param fallbackDeadline after it, prolonged by the time spent in dispute, the fallback may settle (rule M7)
/// @param liveness seconds that an answer is open to dispute
/// @param bond of an answer, in the smallest unit of the oracle's currency; at least the oracle's minimum counts
/// @param ignoresOutOfRange true: a value outside floor and cap is refused (rule M8); false: the bound counts
/// @param isNumeric true: asked as a number of Optimistic Oracle V2; false: asserted as a claim of V3
struct QuestionTerms {
    uint64 notBefore;
    uint64 fallbackDeadline;
    uint64 liveness;
    uint256 bond;
    bool ignoresOutOfRange;
    bool isNumeric;
}

enum QuestionState {
    UNKNOWN,
    OPEN,
    PROPOSED,
    DISPUTED,
    RESOLVED
}

/// @title OracleQuestions
/// @notice The life of a market's question (rules M5 to M8): open, proposed, disputed, resolved. Nothing but a true
/// answer or the fallback resolves it, once. The dispute stops the clock of the fallback.
abstract contract OracleQuestions is AccessControl {
    bytes32 public constant MARKET_ROLE = keccak256("MARKET_ROLE");
    bytes32 public constant FALLBACK_ROLE = keccak256("FALLBACK_ROLE");

    error ZeroAddress();
    error TermsOutOfRange(uint32 marketId);
    error QuestionExists(uint32 marketId);
    error WrongText(uint32 marketId);
    error WrongState(uint32 marketId, QuestionState state);
    error WrongPath(uint32 marketId);
    error TooEarly(uint32 marketId, uint64 until);
    error ValueOutOfRange(uint32 marketId, int256 value);

    event QuestionRegistered(uint32 indexed marketId, QuestionTerms terms, bytes text);
    event AnswerProposed(uint32 indexed marketId, bytes32 indexed answerId, int256 value, uint64 livenessEnd);
    event AnswerDisputed(uint32 indexed marketId, bytes32 indexed answerId);
    event AnswerRejected(uint32 indexed marketId, bytes32 indexed answerId);
    event AnswerConfirmed(uint32 indexed marketId, bytes32 indexed answerId, int256 value);
    event FallbackUsed(uint32 indexed marketId, int256 value);
    event ResultNotRecorded(uint32 indexed marketId);

    struct Question {
        QuestionTerms terms;
        QuestionState state;
        uint64 disputedAt;
        uint64 disputedFor;
        bytes32 answerId;
        int256 value;
    }

    MarketPayouts public immutable payouts;

    mapping(uint32 marketId => Question) internal _questions;

    constructor(MarketPayouts payouts_) {
        payouts = payouts_;
    }

    /// @notice Everything known about a market's question.
    function questionOf(uint32 marketId) external view returns (Question memory) {
        return _questions[marketId];
    }

    /// @notice Registers the terms of a market's question. The text is published whole, and its hash must be the one
    /// that the market was created with.
    function registerQuestion(uint32 marketId, QuestionTerms calldata terms, bytes calldata text)
        external
        onlyRole(MARKET_ROLE)
    {
        Question storage question = _questions[marketId];
        if (question.state != QuestionState.UNKNOWN) revert QuestionExists(marketId);
        if (terms.liveness == 0 || terms.notBefore <= block.timestamp) revert TermsOutOfRange(marketId);
        if (terms.fallbackDeadline <= terms.notBefore + terms.liveness) revert TermsOutOfRange(marketId);
        _requireText(marketId, text);
        (question.terms, question.state) = (terms, QuestionState.OPEN);
        emit QuestionRegistered(marketId, terms, text);
    }

    /// @notice Settles a market that nobody answered by its stated fallback (rule M7). Never during a dispute.
    /// @param value 1e-8, as the engine has found it
    function settleFallback(uint32 marketId, int256 value) external onlyRole(FALLBACK_ROLE) {
        Question storage question = _questions[marketId];
        bool isSilent = question.state == QuestionState.OPEN || question.state == QuestionState.PROPOSED;
        if (!isSilent) revert WrongState(marketId, question.state);
        uint64 deadline = question.terms.fallbackDeadline + question.disputedFor;
        if (block.timestamp <= deadline) revert TooEarly(marketId, deadline);
        emit FallbackUsed(marketId, value);
        _resolve(marketId, question, value);
    }

    /// @notice Hands a resolved value to the payouts again, if they could not take it at the time. Anyone may call it.
    function recordAgain(uint32 marketId) external {
        Question storage question = _questions[marketId];
        if (question.state != QuestionState.RESOLVED) revert WrongState(marketId, question.state);
        payouts.recordResult(marketId, question.value);
    }

    function _propose(uint32 marketId, bytes32 answerId, int256 value) internal {
        Question storage question = _questions[marketId];
        (question.state, question.answerId, question.value) = (QuestionState.PROPOSED, answerId, value);
        emit AnswerProposed(marketId, answerId, value, uint64(block.timestamp) + question.terms.liveness);
    }

    /// @dev What follows is called by the oracle, whose own work a revert would block: it ignores what does not fit.
    function _dispute(uint32 marketId, bytes32 answerId) internal {
        Question storage question = _questions[marketId];
        if (question.answerId != answerId || question.state != QuestionState.PROPOSED) return;
        (question.state, question.disputedAt) = (QuestionState.DISPUTED, uint64(block.timestamp));
        emit AnswerDisputed(marketId, answerId);
    }

    function _endAnswer(uint32 marketId, bytes32 answerId, bool isTrue, int256 value) internal {
        Question storage question = _questions[marketId];
        if (question.answerId != answerId) return;
        if (question.state != QuestionState.PROPOSED && question.state != QuestionState.DISPUTED) return;
        if (question.state == QuestionState.DISPUTED) {
            question.disputedFor += uint64(block.timestamp) - question.disputedAt;
        }
        if (!isTrue || !_isInRange(marketId, value)) {
            (question.state, question.answerId) = (QuestionState.OPEN, 0);
            emit AnswerRejected(marketId, answerId);
            return;
        }
        emit AnswerConfirmed(marketId, answerId, value);
        _resolve(marketId, question, value);
    }

    function _requireOpen(uint32 marketId, bool isNumeric) internal view returns (Question storage question) {
        question = _questions[marketId];
        if (question.state != QuestionState.OPEN) revert WrongState(marketId, question.state);
        if (question.terms.isNumeric != isNumeric) revert WrongPath(marketId);
        if (block.timestamp < question.terms.notBefore) revert TooEarly(marketId, question.terms.notBefore);
    }

    function _requireText(uint32 marketId, bytes calldata text) internal view {
        Market memory market = payouts.positions().market(marketId);
        if (market.token == address(0) || keccak256(text) != market.questionHash) revert WrongText(marketId);
    }

    function _isInRange(uint32 marketId, int256 value) internal view returns (bool) {
        if (!_questions[marketId].terms.ignoresOutOfRange) return true;
        Market memory market = payouts.positions().market(marketId);
        return value >= market.floor && value <= market.cap;
    }

    function _resolve(uint32 marketId, Question storage question, int256 value) private {
        (question.state, question.value) = (QuestionState.RESOLVED, value);
        try payouts.recordResult(marketId, value) {}
        catch {
            emit ResultNotRecorded(marketId);
        }
    }
}
