// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ICentralVault} from "../interfaces/ICentralVault.sol";
import {IPositionBook} from "../interfaces/IPositionBook.sol";
import {PremiumModel} from "../libraries/PremiumModel.sol";
import {Holding, Market} from "../libraries/TradeTypes.sol";
import {MarketRegistry} from "./MarketRegistry.sol";

/// @title PositionBook
/// @notice Positions of a settlement contract, one storage slot each, and their payout at the end of a market.
/// Invariant per market: positions sum to zero, and the pool is the long quantity x (cap - floor) x multiplier.
abstract contract PositionBook is IPositionBook, MarketRegistry, AccessControl {
    bytes32 public constant PAYOUT_ROLE = keccak256("PAYOUT_ROLE");
    bytes32 public constant MARKET_ROLE = keccak256("MARKET_ROLE");

    error NoPosition(address account, uint32 subaccount, uint32 marketId);
    error PayoutPriceOutOfRange(uint32 marketId, int128 price);
    error PayoutFeeTooHigh(uint256 value, uint256 fee);
    error PayoutPoolTooSmall(uint32 marketId);
    error PayoutNotExact(uint32 marketId);

    event PositionPaid(
        uint32 indexed marketId,
        address indexed account,
        uint32 subaccount,
        int128 quantity,
        uint256 amount,
        uint256 fee
    );

    ICentralVault public immutable vault;

    mapping(uint32 marketId => mapping(address account => mapping(uint32 subaccount => Holding))) private _holdings;

    constructor(ICentralVault vault_) {
        vault = vault_;
    }

    /// @notice Stores the constants of a market. They never change.
    function registerMarket(uint32 marketId, Market calldata values) external onlyRole(MARKET_ROLE) {
        if (vault.ledgerScale(values.token) == 0) revert MarketTokenNotListed(marketId, values.token);
        _storeMarket(marketId, values);
    }

    /// @inheritdoc IPositionBook
    function market(uint32 marketId) external view override returns (Market memory) {
        return _market(marketId);
    }

    /// @inheritdoc IPositionBook
    function holdingOf(address account, uint32 subaccount, uint32 marketId)
        external
        view
        override
        returns (Holding memory)
    {
        return _holdings[marketId][account][subaccount];
    }

    /// @notice Signed quantity (1e-8) that a subaccount holds in a market.
    function positionOf(address account, uint32 subaccount, uint32 marketId) external view returns (int256) {
        return _holdings[marketId][account][subaccount].quantity;
    }

    /// @inheritdoc IPositionBook
    function payPosition(uint32 marketId, address account, uint32 subaccount, int128 price, uint256 fee)
        external
        override
        onlyRole(PAYOUT_ROLE)
        returns (uint256 amount)
    {
        Market storage market_ = _market(marketId);
        if (price < market_.floor || price > market_.cap) revert PayoutPriceOutOfRange(marketId, price);
        Holding storage holding = _holdings[marketId][account][subaccount];
        int128 quantity = holding.quantity;
        if (quantity == 0) revert NoPosition(account, subaccount, marketId);
        int256 perUnit = quantity > 0 ? int256(price) - market_.floor : int256(price) - market_.cap;
        int256 value = perUnit * quantity * int256(uint256(market_.multiplier));
        if (value % PremiumModel.DIVISOR != 0) revert PayoutNotExact(marketId);
        uint256 whole = uint256(value / PremiumModel.DIVISOR);
        if (fee > whole) revert PayoutFeeTooHigh(whole, fee);
        amount = whole - fee;
        (holding.quantity, holding.netCash) = (0, holding.netCash + int128(int256(amount)));
        if (!vault.payOut(market_.token, marketId, account, subaccount, amount, fee)) {
            revert PayoutPoolTooSmall(marketId);
        }
        emit PositionPaid(marketId, account, subaccount, quantity, amount, fee);
    }

    function _holding(uint32 marketId, address account, uint32 subaccount) internal view returns (Holding storage) {
        return _holdings[marketId][account][subaccount];
    }
}
