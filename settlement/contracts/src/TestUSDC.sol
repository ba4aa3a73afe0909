// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TestUSDC
/// @notice Six-decimal stand-in for USDC on test chains. Anybody may mint: it has no value and is never listed on a
/// chain that holds real collateral.
contract TestUSDC is ERC20 {
    constructor() ERC20("Test USD Coin", "USDC") {}

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Creates `amount` smallest units (1e-6) for `account`.
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }
}
