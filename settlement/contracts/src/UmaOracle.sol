// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MarketPayouts} from "./MarketPayouts.sol";
import {IOptimisticOracleV2, IOptimisticOracleV3} from "./interfaces/IUma.sol";
import {OracleQuestions, QuestionState} from "./mixins/OracleQuestions.sol";

/// @title UmaOracle
/// @notice Answers markets' questions by UMA (rule M5). V3 knows true and false only, so the claim contains the value:
/// true settles it, false leaves the question open. V2 is asked for the number itself. Callbacks never revert, whoever
/// calls them: a revert would block UMA's own resolution.
contract UmaOracle is OracleQuestions {
    using SafeERC20 for IERC20;

    bytes32 public constant NUMERICAL = "NUMERICAL";
    /// @dev UMA counts in 1e-18, the venue in 1e-8.
    int256 internal constant UMA_PER_UNIT = 1e10;
    /// @dev UMA's answer "not known yet".
    int256 internal constant TOO_EARLY_ANSWER = type(int256).min;

    error AlreadyRequested(uint32 marketId);

    event ValueRequested(uint32 indexed marketId, bytes32 indexed requestId, uint256 timestamp);

    IOptimisticOracleV3 public immutable assertions;
    IOptimisticOracleV2 public immutable numbers;
    IERC20 public immutable currency;

    mapping(bytes32 answerId => uint32 marketId) private _marketOf;
    mapping(uint32 marketId => bytes32 requestId) private _requests;

    /// @param admin holds the admin role
    /// @param operator registers questions
    /// @param currency_ of bonds, one that UMA accepts
    constructor(
        MarketPayouts payouts_,
        IOptimisticOracleV3 assertions_,
        IOptimisticOracleV2 numbers_,
        IERC20 currency_,
        address admin,
        address operator
    ) OracleQuestions(payouts_) {
        if (address(payouts_) == address(0) || address(assertions_) == address(0)) revert ZeroAddress();
        if (address(numbers_) == address(0) || address(currency_) == address(0)) revert ZeroAddress();
        if (admin == address(0) || operator == address(0)) revert ZeroAddress();
        (assertions, numbers, currency) = (assertions_, numbers_, currency_);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(FALLBACK_ROLE, admin);
        _grantRole(MARKET_ROLE, operator);
    }

    /// @notice Asserts a value of a market's metric. Anyone may; the bond is the caller's, and goes to whoever disputes
    /// a wrong value.
    /// @param text the question whole; its hash is the market's
    /// @param value 1e-8 fixed point
    function assertValue(uint32 marketId, bytes calldata text, int256 value) external returns (bytes32 answerId) {
        Question storage question = _requireOpen(marketId, false);
        _requireText(marketId, text);
        if (!_isInRange(marketId, value)) revert ValueOutOfRange(marketId, value);
        uint256 bond = Math.max(question.terms.bond, assertions.getMinimumBond(address(currency)));
        currency.safeTransferFrom(msg.sender, address(this), bond);
        currency.forceApprove(address(assertions), bond);
        answerId = assertions.assertTruth(
            claimOf(text, value),
            msg.sender,
            address(this),
            address(0),
            question.terms.liveness,
            currency,
            bond,
            assertions.defaultIdentifier(),
            0
        );
        _marketOf[answerId] = marketId;
        _propose(marketId, answerId, value);
    }

    /// @notice Asks UMA for the number. Anyone may; answers are proposed at UMA itself.
    function requestValue(uint32 marketId, bytes calldata text) external returns (bytes32 requestId) {
        Question storage question = _requireOpen(marketId, true);
        _requireText(marketId, text);
        if (_requests[marketId] != 0) revert AlreadyRequested(marketId);
        uint256 timestamp = block.timestamp;
        requestId = _requestId(NUMERICAL, timestamp, text);
        (_requests[marketId], _marketOf[requestId]) = (requestId, marketId);
        numbers.requestPrice(NUMERICAL, timestamp, text, currency, 0);
        numbers.setEventBased(NUMERICAL, timestamp, text);
        numbers.setBond(NUMERICAL, timestamp, text, question.terms.bond);
        numbers.setCustomLiveness(NUMERICAL, timestamp, text, question.terms.liveness);
        numbers.setCallbacks(NUMERICAL, timestamp, text, true, true, true);
        emit ValueRequested(marketId, requestId, timestamp);
    }

    /// @notice The claim of a value: the question, then the value as digits and its unit.
    function claimOf(bytes calldata text, int256 value) public pure returns (bytes memory) {
        return abi.encodePacked(
            text, "\nThe value that answers this question, in units of 1e-8, is: ", Strings.toStringSigned(value)
        );
    }

    /// @notice UMA V3: an assertion is disputed.
    function assertionDisputedCallback(bytes32 assertionId) external {
        if (msg.sender != address(assertions)) return;
        _dispute(_marketOf[assertionId], assertionId);
    }

    /// @notice UMA V3: an assertion is settled.
    function assertionResolvedCallback(bytes32 assertionId, bool assertedTruthfully) external {
        if (msg.sender != address(assertions)) return;
        uint32 marketId = _marketOf[assertionId];
        _endAnswer(marketId, assertionId, assertedTruthfully, _questions[marketId].value);
    }

    /// @notice UMA V2: somebody has proposed a number; it comes with `priceSettled`.
    function priceProposed(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData) external {
        bytes32 requestId = _requestId(identifier, timestamp, ancillaryData);
        uint32 marketId = _marketOf[requestId];
        if (msg.sender != address(numbers) || _questions[marketId].state != QuestionState.OPEN) return;
        if (_requests[marketId] == requestId) _propose(marketId, requestId, 0);
    }

    /// @notice UMA V2: the proposed number is disputed.
    function priceDisputed(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, uint256) external {
        if (msg.sender != address(numbers)) return;
        bytes32 requestId = _requestId(identifier, timestamp, ancillaryData);
        _dispute(_marketOf[requestId], requestId);
    }

    /// @notice UMA V2: the number is final. Rounded to 1e-8, half away from zero (rule M4).
    function priceSettled(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, int256 price) external {
        if (msg.sender != address(numbers)) return;
        bytes32 requestId = _requestId(identifier, timestamp, ancillaryData);
        uint32 marketId = _marketOf[requestId];
        if (_requests[marketId] != requestId) return;
        _requests[marketId] = 0;
        bool isKnown = price != TOO_EARLY_ANSWER;
        _endAnswer(marketId, requestId, isKnown, isKnown ? _rounded(price) : int256(0));
    }

    function _rounded(int256 price) private pure returns (int256) {
        uint256 size = SignedMath.abs(price);
        uint256 whole = size / uint256(UMA_PER_UNIT);
        if (size % uint256(UMA_PER_UNIT) >= uint256(UMA_PER_UNIT) / 2) whole++;
        return price < 0 ? -int256(whole) : int256(whole);
    }

    function _requestId(bytes32 identifier, uint256 timestamp, bytes calldata text) private pure returns (bytes32) {
        return keccak256(abi.encode(identifier, timestamp, text));
    }
}
