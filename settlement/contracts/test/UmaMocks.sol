// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

interface IAssertionReceiver {
    function assertionResolvedCallback(bytes32 assertionId, bool assertedTruthfully) external;
    function assertionDisputedCallback(bytes32 assertionId) external;
}

interface INumberReceiver {
    function priceProposed(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData) external;
    function priceDisputed(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, uint256 refund)
        external;
    function priceSettled(bytes32 identifier, uint256 timestamp, bytes calldata ancillaryData, int256 price) external;
}

/// @notice Stands for UMA's Optimistic Oracle V3: takes bonds, and a test says how a dispute ends. Like the real one it
/// lets a reverting callback revert the whole settlement.
contract MockOracleV3 {
    struct Assertion {
        address asserter;
        address receiver;
        address disputer;
        uint64 expires;
        IERC20 currency;
        uint256 bond;
        bool isSettled;
        bytes claim;
    }

    uint256 public count;
    uint256 public minimumBond = 100e6;
    mapping(bytes32 => Assertion) public assertions;

    function defaultIdentifier() external pure returns (bytes32) {
        return "ASSERT_TRUTH2";
    }

    function getMinimumBond(address) external view returns (uint256) {
        return minimumBond;
    }

    function assertTruth(
        bytes calldata claim,
        address asserter,
        address receiver,
        address,
        uint64 liveness,
        IERC20 currency,
        uint256 bond,
        bytes32,
        bytes32
    ) external returns (bytes32 id) {
        id = keccak256(abi.encode(++count, claim));
        uint64 expires = uint64(block.timestamp) + liveness;
        assertions[id] = Assertion(asserter, receiver, address(0), expires, currency, bond, false, claim);
        require(currency.transferFrom(msg.sender, address(this), bond), "bond");
    }

    function disputeAssertion(bytes32 id, address disputer) external {
        Assertion storage one = assertions[id];
        require(one.disputer == address(0) && block.timestamp < one.expires, "not disputable");
        one.disputer = disputer;
        require(one.currency.transferFrom(msg.sender, address(this), one.bond), "bond");
        IAssertionReceiver(one.receiver).assertionDisputedCallback(id);
    }

    function settle(bytes32 id, bool verdict) external {
        Assertion storage one = assertions[id];
        require(!one.isSettled, "settled");
        bool isDisputed = one.disputer != address(0);
        require(isDisputed || block.timestamp >= one.expires, "open");
        one.isSettled = true;
        bool isTrue = !isDisputed || verdict;
        uint256 prize = isDisputed ? one.bond * 2 : one.bond;
        require(one.currency.transfer(isTrue ? one.asserter : one.disputer, prize), "pay");
        IAssertionReceiver(one.receiver).assertionResolvedCallback(id, isTrue);
    }

    /// @notice A callback that nothing led to.
    function callBack(IAssertionReceiver receiver, bytes32 id, bool isTrue) external {
        receiver.assertionDisputedCallback(id);
        receiver.assertionResolvedCallback(id, isTrue);
    }
}

/// @notice Stands for UMA's Optimistic Oracle V2: a test proposes, disputes and settles numbers.
contract MockOracleV2 {
    mapping(bytes32 => address) public requester;

    function requestPrice(bytes32 identifier, uint256 timestamp, bytes calldata text, IERC20, uint256)
        external
        returns (uint256)
    {
        requester[keccak256(abi.encode(identifier, timestamp, text))] = msg.sender;
        return 0;
    }

    function setBond(bytes32, uint256, bytes calldata, uint256 bond) external pure returns (uint256) {
        return bond;
    }

    function setCustomLiveness(bytes32, uint256, bytes calldata, uint256) external {}

    function setEventBased(bytes32, uint256, bytes calldata) external {}

    function setCallbacks(bytes32, uint256, bytes calldata, bool, bool, bool) external {}

    function propose(bytes32 identifier, uint256 timestamp, bytes calldata text) external {
        _of(identifier, timestamp, text).priceProposed(identifier, timestamp, text);
    }

    function dispute(bytes32 identifier, uint256 timestamp, bytes calldata text) external {
        _of(identifier, timestamp, text).priceDisputed(identifier, timestamp, text, 0);
    }

    function settle(bytes32 identifier, uint256 timestamp, bytes calldata text, int256 price) external {
        _of(identifier, timestamp, text).priceSettled(identifier, timestamp, text, price);
    }

    function _of(bytes32 identifier, uint256 timestamp, bytes calldata text) private view returns (INumberReceiver) {
        return INumberReceiver(requester[keccak256(abi.encode(identifier, timestamp, text))]);
    }
}
