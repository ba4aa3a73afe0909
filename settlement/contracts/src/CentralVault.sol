// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ICentralVault, Leg, VaultRefusal} from "./interfaces/ICentralVault.sol";
import {VaultLedger} from "./mixins/VaultLedger.sol";

/// @title CentralVault
/// @notice Holds all collateral of the venue. Deposits are credited in ledger units (1e-8) to an account and
/// subaccount; afterwards money moves inside the ledger only, by the settlement role, so a matched trade can neither
/// lack an allowance nor call into foreign code. Invariant per token: tokens held x scale >= totalLedger.
contract CentralVault is ICentralVault, VaultLedger, AccessControl, Pausable, ReentrancyGuard {
    using SafeERC20 for IERC20;

    bytes32 public constant SETTLEMENT_ROLE = keccak256("SETTLEMENT_ROLE");
    bytes32 public constant LISTING_ROLE = keccak256("LISTING_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    /// @notice Decimals of the ledger; tokens with more cannot be represented exactly and are not listed.
    uint8 public constant LEDGER_DECIMALS = 8;

    error ZeroAccount();
    error ZeroAmount();
    error TokenNotListed(address token);
    error TokenAlreadyListed(address token);
    error UnsupportedDecimals(address token, uint8 decimals);
    error ReceivedAmountDiffers(address token, uint256 expected, uint256 received);

    event TokenListed(address indexed token, uint8 decimals, uint256 scale);
    event Deposited(
        uint64 indexed depositId,
        address indexed account,
        uint32 indexed subaccount,
        address token,
        uint256 amount,
        uint256 ledgerAmount
    );

    /// @inheritdoc ICentralVault
    mapping(address token => uint256) public override ledgerScale;

    /// @notice Number of the newest deposit; the first is 1.
    uint64 public lastDepositId;

    /// @param admin holds the admin, listing and pauser roles
    /// @param settlement the exchange contract, the only one that moves ledger balances
    /// @param tokens collateral listed from the start
    constructor(address admin, address settlement, address[] memory tokens) {
        if (admin == address(0) || settlement == address(0)) revert ZeroAccount();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(LISTING_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(SETTLEMENT_ROLE, settlement);
        for (uint256 i = 0; i < tokens.length; i++) {
            _listToken(tokens[i]);
        }
    }

    /// @notice Deposits `amount` smallest token units for the caller's own account.
    function deposit(address token, uint32 subaccount, uint256 amount) external {
        depositFor(token, msg.sender, subaccount, amount);
    }

    /// @notice Deposits `amount` smallest token units from the caller for `account`.
    function depositFor(address token, address account, uint32 subaccount, uint256 amount)
        public
        nonReentrant
        whenNotPaused
    {
        uint256 scale = ledgerScale[token];
        if (scale == 0) revert TokenNotListed(token);
        if (account == address(0)) revert ZeroAccount();
        if (amount == 0) revert ZeroAmount();
        uint256 held = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - held;
        if (received != amount) revert ReceivedAmountDiffers(token, amount, received);

        uint256 ledgerAmount = amount * scale;
        _credit(token, account, subaccount, ledgerAmount);
        uint64 depositId = ++lastDepositId;
        emit Deposited(depositId, account, subaccount, token, amount, ledgerAmount);
    }

    /// @inheritdoc ICentralVault
    function settleTrade(address token, uint32 marketId, Leg calldata buyer, Leg calldata seller)
        external
        override
        onlyRole(SETTLEMENT_ROLE)
        whenNotPaused
        returns (VaultRefusal)
    {
        return _moveTrade(token, marketId, buyer, seller);
    }

    /// @notice Lists a collateral token. Tokens that charge on transfer or rebase must not be listed (rule K6).
    function listToken(address token) external onlyRole(LISTING_ROLE) {
        _listToken(token);
    }

    /// @notice Stops deposits and settlement until `unpause`.
    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(PAUSER_ROLE) {
        _unpause();
    }

    function _listToken(address token) private {
        if (ledgerScale[token] != 0) revert TokenAlreadyListed(token);
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals > LEDGER_DECIMALS) revert UnsupportedDecimals(token, decimals);
        uint256 scale = 10 ** (LEDGER_DECIMALS - decimals);
        ledgerScale[token] = scale;
        emit TokenListed(token, decimals, scale);
    }
}
