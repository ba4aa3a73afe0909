// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICentralVault, Leg, NetLeg, PoolMove, VaultRefusal} from "./interfaces/ICentralVault.sol";
import {ISettlementProgress} from "./interfaces/ISettlementProgress.sol";
import {BoundedPause} from "./mixins/BoundedPause.sol";
import {DailyLimits} from "./mixins/DailyLimits.sol";
import {FundPayment, FundPayments} from "./mixins/FundPayments.sol";
import {VaultLedger} from "./mixins/VaultLedger.sol";
import {ForcedExit, Withdrawal, Withdrawals} from "./mixins/Withdrawals.sol";

/// @title CentralVault
/// @notice Holds all collateral of the venue. Deposits are credited in ledger units (1e-8) to an account and
/// subaccount; afterwards money moves inside the ledger only, by the settlement role, so a matched trade can neither
/// lack an allowance nor call into foreign code. Money leaves in two ways: approved by the engine, at once, or forced
/// by its owner, after a delay. Invariant per token: tokens held x scale >= totalLedger; a payment that would leave
/// less reverts, so a token that shrinks in our hands stops its withdrawals (rules K5, K6).
contract CentralVault is
    ICentralVault,
    VaultLedger,
    Withdrawals,
    FundPayments,
    DailyLimits,
    BoundedPause,
    AccessControl,
    ReentrancyGuard
{
    using SafeERC20 for IERC20;

    bytes32 public constant SETTLEMENT_ROLE = keccak256("SETTLEMENT_ROLE");
    bytes32 public constant LISTING_ROLE = keccak256("LISTING_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    bytes32 public constant APPROVER_ROLE = keccak256("APPROVER_ROLE");
    bytes32 public constant TREASURY_ROLE = keccak256("TREASURY_ROLE");

    /// @notice Decimals of the ledger; tokens with more cannot be represented exactly and are not listed.
    uint8 public constant LEDGER_DECIMALS = 8;

    error ZeroAccount();
    error ZeroAmount();
    error TokenNotListed(address token);
    error TokenAlreadyListed(address token);
    error UnsupportedDecimals(address token, uint8 decimals);
    error ReceivedAmountDiffers(address token, uint256 expected, uint256 received);
    error PaidAmountDiffers(address token, uint256 expected, uint256 paid);
    error TokensMissing(address token, uint256 held, uint256 owed);

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

    /// @notice The settlement contract whose progress withdrawals wait for.
    ISettlementProgress public immutable settlement;

    /// @notice Number of the newest deposit; the first is 1.
    uint64 public lastDepositId;

    /// @param admin holds the admin, listing and pauser roles
    /// @param settlement_ the exchange contract, the only one that moves ledger balances
    /// @param tokens collateral listed from the start
    constructor(address admin, address settlement_, address[] memory tokens) EIP712("DexExtraVault", "1") {
        if (admin == address(0) || settlement_ == address(0)) revert ZeroAccount();
        settlement = ISettlementProgress(settlement_);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(LISTING_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(SETTLEMENT_ROLE, settlement_);
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

    /// @inheritdoc ICentralVault
    function settleNet(address token, NetLeg[] calldata legs, PoolMove[] calldata pools, int256 fees)
        external
        override
        onlyRole(SETTLEMENT_ROLE)
        whenNotPaused
    {
        _moveNet(token, legs, pools, fees);
    }

    /// @inheritdoc ICentralVault
    function payOut(address token, uint32 marketId, address account, uint32 subaccount, uint256 amount, uint256 fee)
        external
        override
        onlyRole(SETTLEMENT_ROLE)
        whenNotPaused
        returns (bool)
    {
        return _payOut(token, marketId, account, subaccount, amount, fee);
    }

    /// @notice Pays a withdrawal that an approver signed. Anyone may bring it; the money goes to the account.
    function withdraw(Withdrawal calldata request, bytes32 r, bytes32 s, uint8 v)
        external
        nonReentrant
        whenNotPaused
    {
        _checkRole(APPROVER_ROLE, _useApproval(request, r, s, v));
        uint64 settled = settlement.lastMatchId();
        if (settled < request.settledThrough) revert TradesNotSettled(settled, request.settledThrough);
        _requireWhole(request.token, request.amount);
        _pay(request.token, request.account, request.subaccount, request.amount);
        emit Withdrawn(
            request.withdrawalId, request.account, request.subaccount, request.token, request.amount
        );
    }

    /// @notice Asks for `amount` ledger units of the caller's own balance without the engine's approval. The engine
    /// sees the event and locks the money; unanswered it is paid after `exitDelay`.
    function requestExit(address token, uint32 subaccount, uint256 amount) external returns (uint64) {
        _requireWhole(token, amount);
        return _requestExit(token, subaccount, amount);
    }

    /// @notice The engine has locked the money of a forced request: it is paid once its trades until then are settled.
    /// @param settledThrough newest match at the lock, at least 1
    function answerExit(uint64 exitId, uint64 settledThrough) external onlyRole(APPROVER_ROLE) {
        if (settledThrough == 0) revert ZeroAmount();
        _answerExit(exitId, settledThrough);
    }

    /// @notice Pays what balance and daily limit allow of a forced request. Anyone may call it.
    function executeExit(uint64 exitId) external nonReentrant {
        _requireExitsOpen();
        ForcedExit memory request = _payableExit(exitId, settlement.lastMatchId());
        uint256 amount = request.amount;
        uint256 balance = balanceOf(request.account, request.subaccount, request.token);
        uint256 left = leftToday(request.token);
        if (amount > balance) amount = balance;
        if (amount > left) amount = left;
        amount -= amount % ledgerScale[request.token];
        _recordPaid(exitId, amount);
        _pay(request.token, request.account, request.subaccount, amount);
    }

    /// @notice Takes back a forced request of the caller.
    function cancelExit(uint64 exitId) external {
        _cancelExit(exitId);
    }

    /// @notice Pays collected fees into an account's balance; they leave as every other balance does.
    function moveFees(address token, address account, uint32 subaccount, uint256 amount)
        external
        onlyRole(TREASURY_ROLE)
    {
        if (account == address(0)) revert ZeroAccount();
        _moveFees(token, account, subaccount, amount);
    }

    /// @notice Pays collected fees into balances as the engine did; see FundPayments.
    /// @param firstId number of the first of the payments
    function payFunds(uint64 firstId, FundPayment[] calldata payments) external onlyRole(TREASURY_ROLE) {
        _payFunds(firstId, payments);
    }

    /// @notice Limits what may leave per UTC day; see DailyLimits.
    function setDailyLimit(address token, uint16 share, uint128 smallAmount) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setDailyLimit(token, share, smallAmount);
    }

    /// @notice Opens forced exits for ever; once the venue follows their requests. Before that, one would let its owner
    /// take money out from under trades that the engine makes meanwhile.
    function openExits() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _openExits();
    }

    /// @notice Delay of forced requests made from now on; longer than three times the longest settlement.
    function setExitDelay(uint64 delay) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setExitDelay(delay);
    }

    /// @notice Collateral locked behind the open interest of one market of the main exchange, in ledger units.
    function poolOf(uint32 marketId, address token) external view returns (uint256) {
        return poolIn(address(settlement), marketId, token);
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

    /// @dev Ledger first, then the token: a token that calls back finds the books already final. What it does with the
    /// call concerns nobody but its own holders.
    function _pay(address token, address account, uint32 subaccount, uint256 ledgerAmount) private {
        _useLimit(token, ledgerAmount);
        _debit(token, account, subaccount, ledgerAmount);
        uint256 scale = ledgerScale[token];
        uint256 amount = ledgerAmount / scale;
        uint256 held = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransfer(account, amount);
        uint256 left = IERC20(token).balanceOf(address(this));
        if (left != held - amount) revert PaidAmountDiffers(token, amount, held - left);
        if (left * scale < totalLedger(token)) revert TokensMissing(token, left * scale, totalLedger(token));
    }

    function _requireWhole(address token, uint256 ledgerAmount) private view {
        uint256 scale = ledgerScale[token];
        if (scale == 0) revert TokenNotListed(token);
        if (ledgerAmount == 0) revert ZeroAmount();
        if (ledgerAmount % scale != 0) revert NotAWholeAmount(ledgerAmount, scale);
    }

    function _moveFees(address token, address account, uint32 subaccount, uint256 amount)
        internal
        override(VaultLedger, FundPayments)
    {
        VaultLedger._moveFees(token, account, subaccount, amount);
    }

    function _ledgerTotal(address token) internal view override returns (uint256) {
        return totalLedger(token);
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
