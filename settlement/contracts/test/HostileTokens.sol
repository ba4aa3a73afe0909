// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {CentralVault} from "../src/CentralVault.sol";

/// @notice Takes one percent on every transfer.
contract FeeOnTransferToken is ERC20 {
    constructor() ERC20("Fee on transfer", "FOT") {
        _mint(msg.sender, 1e24);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) ? 0 : value / 100;
        super._update(from, to, value - fee);
        if (fee > 0) super._update(from, address(0xfee), fee);
    }
}

/// @notice Has more decimals than the ledger can represent.
contract WideToken is ERC20 {
    constructor() ERC20("Wide", "WIDE") {}
}

/// @notice Calls back into the vault while it is being deposited.
contract ReentrantToken is ERC20 {
    constructor() ERC20("Reentrant", "RE") {
        _mint(msg.sender, 1e24);
    }

    function decimals() public pure override returns (uint8) {
        return 8;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0) && to.code.length > 0) CentralVault(to).deposit(address(this), 0, value);
        super._update(from, to, value);
    }
}

/// @notice An account that refuses every call and burns the gas it is given.
contract TrapAccount {
    fallback() external payable {
        while (true) {}
    }
}

/// @notice Shrinks what its holders have, as a rebasing token does.
contract ShrinkingToken is ERC20 {
    uint256 public divisor = 1;

    constructor() ERC20("Shrinking", "SHR") {
        _mint(msg.sender, 1e24);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function balanceOf(address holder) public view override returns (uint256) {
        return super.balanceOf(holder) / divisor;
    }

    function shrink() external {
        divisor = 2;
    }
}

/// @notice Charges the sender one unit more than he sends, once told to.
contract GreedyToken is ERC20 {
    bool public isGreedy;

    constructor() ERC20("Greedy", "GRD") {
        _mint(msg.sender, 1e24);
    }

    function decimals() public pure override returns (uint8) {
        return 8;
    }

    function becomeGreedy() external {
        isGreedy = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (isGreedy) super._update(from, address(0xfee), 1);
    }
}
