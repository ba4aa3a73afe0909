// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title DailyLimits
/// @notice How much of a token may leave the vault in one UTC day (rule K2): a share of what the ledger held when the
/// day's first withdrawal came, or a small amount if that is more. The share has a lower bound, so that no setting can
/// lock money in: at 5 % a day half of everything may leave within two weeks.
abstract contract DailyLimits {
    uint256 public constant BASIS_POINTS = 10_000;
    uint256 public constant MIN_SHARE = 500;

    error ShareOutOfRange(uint256 share);
    error DailyLimitReached(address token, uint256 left);

    event DailyLimitSet(address indexed token, uint16 share, uint128 smallAmount);

    /// @notice `share` in basis points, 0: no limit. `smallAmount` in ledger units.
    struct Limit {
        uint16 share;
        uint128 smallAmount;
    }

    struct Day {
        uint64 number;
        uint128 allowed;
        uint128 used;
    }

    mapping(address token => Limit) private _limits;
    mapping(address token => Day) private _days;

    /// @notice Share and small amount of a token; a share of 0 is no limit.
    function dailyLimit(address token) external view returns (Limit memory) {
        return _limits[token];
    }

    /// @notice Ledger units that may still leave today.
    function leftToday(address token) public view returns (uint256) {
        Limit memory limit = _limits[token];
        if (limit.share == 0) return type(uint128).max;
        Day memory day = _days[token];
        if (day.number != block.timestamp / 1 days) return _allowed(limit, _ledgerTotal(token));
        uint256 allowed = day.allowed > limit.smallAmount ? day.allowed : limit.smallAmount;
        return allowed > day.used ? allowed - day.used : 0;
    }

    function _setDailyLimit(address token, uint16 share, uint128 smallAmount) internal {
        if (share != 0 && (share < MIN_SHARE || share > BASIS_POINTS)) revert ShareOutOfRange(share);
        _limits[token] = Limit(share, smallAmount);
        delete _days[token];
        emit DailyLimitSet(token, share, smallAmount);
    }

    /// @dev Counts money that leaves; to be called before the ledger is debited.
    function _useLimit(address token, uint256 amount) internal {
        uint256 left = leftToday(token);
        if (amount > left) revert DailyLimitReached(token, left);
        Day storage day = _days[token];
        uint64 today = uint64(block.timestamp / 1 days);
        if (day.number != today) {
            Limit memory limit = _limits[token];
            uint256 allowed = limit.share == 0 ? 0 : _allowed(limit, _ledgerTotal(token));
            _days[token] = Day(today, uint128(allowed), 0);
        }
        day.used += uint128(amount);
    }

    function _ledgerTotal(address token) internal view virtual returns (uint256);

    function _allowed(Limit memory limit, uint256 total) private pure returns (uint256) {
        uint256 share = total * limit.share / BASIS_POINTS;
        return share > limit.smallAmount ? share : limit.smallAmount;
    }
}
