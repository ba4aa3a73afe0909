// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ICentralVault} from "./interfaces/ICentralVault.sol";
import {IPositionBook} from "./interfaces/IPositionBook.sol";
import {PremiumModel} from "./libraries/PremiumModel.sol";
import {Holding, Market, SignedOrder} from "./libraries/TradeTypes.sol";

/// @notice The view of the vault that a portfolio needs.
interface IVaultBalances is ICentralVault {
    function balanceOf(address account, uint32 subaccount, address token) external view returns (uint256);
}

/// @notice The settlement contract as it answers about signed orders.
interface IOrderChecks is IPositionBook {
    /// @notice EIP-712 digest of an order and whether its signature would settle at a match of that time, without
    /// nodes.
    function checkSigned(SignedOrder calldata signed, uint64 matchTimeNs) external view returns (bytes32, uint8);
}

/// @notice One position with what it is worth at a price, in ledger units. `value` is what closing it at that price
/// would bring, `pnl` all that the market has brought so far, fees included, plus `value`.
struct PositionView {
    uint32 marketId;
    int128 quantity;
    int128 price;
    uint256 value;
    int256 pnl;
}

/// @title Router
/// @notice One address for users and wallets: positions, portfolio and P&L of an account, and an entry for signed
/// orders that come over the chain. It holds no money and no role; nothing it does moves a balance.
contract Router {
    error ZeroAddress();
    error OrderRefused(uint8 code);
    error LengthsDiffer();
    error PriceOutOfRange(uint32 marketId, int128 price);

    /// @notice A signed order for the engine. It enters the book only if the engine accepts it, like every other one.
    event OrderRouted(bytes32 indexed orderHash, address indexed account, uint32 indexed marketId, SignedOrder signed);

    IVaultBalances public immutable vault;
    IOrderChecks public immutable exchange;

    constructor(IVaultBalances vault_, IOrderChecks exchange_) {
        if (address(vault_) == address(0) || address(exchange_) == address(0)) revert ZeroAddress();
        (vault, exchange) = (vault_, exchange_);
    }

    /// @notice Publishes an order for the engine to take in. Its signature is tested first, so that only the owner, or
    /// a session key, can spend the venue's attention; anyone may pay for the transaction.
    function routeOrder(SignedOrder calldata signed) external returns (bytes32 orderHash) {
        uint8 code;
        (orderHash, code) = exchange.checkSigned(signed, uint64(block.timestamp) * 1e9);
        if (code != 0) revert OrderRefused(code);
        emit OrderRouted(orderHash, signed.order.account, signed.order.marketId, signed);
    }

    /// @notice Positions of one subaccount, each valued at the price given for it (1e-8, inside floor and cap).
    function positions(address account, uint32 subaccount, uint32[] calldata marketIds, int128[] calldata prices)
        external
        view
        returns (PositionView[] memory views)
    {
        if (marketIds.length != prices.length) revert LengthsDiffer();
        views = new PositionView[](marketIds.length);
        for (uint256 i = 0; i < marketIds.length; i++) {
            views[i] = _position(account, subaccount, marketIds[i], prices[i]);
        }
    }

    /// @notice Balances of one subaccount and everything that its positions would bring, per token and market.
    /// @return balances ledger units, one for each token
    /// @return value ledger units: sum of the values of the positions
    /// @return pnl ledger units: sum over the positions
    function portfolio(
        address account,
        uint32 subaccount,
        address[] calldata tokens,
        uint32[] calldata marketIds,
        int128[] calldata prices
    ) external view returns (uint256[] memory balances, uint256 value, int256 pnl) {
        if (marketIds.length != prices.length) revert LengthsDiffer();
        balances = new uint256[](tokens.length);
        for (uint256 i = 0; i < tokens.length; i++) {
            balances[i] = vault.balanceOf(account, subaccount, tokens[i]);
        }
        for (uint256 i = 0; i < marketIds.length; i++) {
            PositionView memory position = _position(account, subaccount, marketIds[i], prices[i]);
            (value, pnl) = (value + position.value, pnl + position.pnl);
        }
    }

    function _position(address account, uint32 subaccount, uint32 marketId, int128 price)
        private
        view
        returns (PositionView memory)
    {
        Market memory market = exchange.market(marketId);
        Holding memory holding = exchange.holdingOf(account, subaccount, marketId);
        if (price < market.floor || price > market.cap) revert PriceOutOfRange(marketId, price);
        int256 perUnit = holding.quantity > 0 ? int256(price) - market.floor : int256(price) - market.cap;
        int256 value = perUnit * holding.quantity * int256(uint256(market.multiplier)) / PremiumModel.DIVISOR;
        return PositionView(marketId, holding.quantity, price, uint256(value), holding.netCash + value);
    }
}
