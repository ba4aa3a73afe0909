// Planted bugs: one wrong line of a contract at a time, in a copy; the fuzz and invariant tests must find each.
// Usage: node scripts/plants.mjs [name…]; the exit code is the number of bugs that nobody found.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ledger = 'src/mixins/VaultLedger.sol';
const checks = 'src/mixins/TradeChecks.sol';
const exchange = 'src/SettlementExchange.sol';

// Name, what must find it, file, right line, wrong line.
const plants = [
  ['withdrawal keeps the total', 'tokens held differ', ledger, '_totals[token] -= ledgerAmount;', ''],
  ['fee is kept twice', 'balances, pools and fees', ledger, '_fees[token] += buyer.fee + seller.fee;',
    '_fees[token] += 2 * (buyer.fee + seller.fee);'],
  ['pool forgets the seller', 'balances, pools and fees', ledger, '- buyer.cash - seller.cash;', '- buyer.cash;'],
  ['seller keeps his position', 'positions do not sum', exchange,
    '_move(trade.sell.order, -int128(trade.quantity), sellerCash', '_move(trade.sell.order, int128(0), sellerCash'],
  ['closing is paid as opening', 'a pool differs', 'src/libraries/PremiumModel.sol',
    'return closing * aboveFloor - (quantity - closing) * belowCap;', 'return -quantity * belowCap;'],
  ['fills are not counted', 'a bad trade settled|overfilled|a good trade failed', checks, 'slot.filled += quantity;',
    'slot.filled = quantity;'],
  ['overfill by one fill', 'a bad trade settled|overfilled', checks,
    'uint256(slot.filled) + trade.quantity > order.quantity', 'slot.filled > order.quantity'],
  ['cancel at once', 'a good trade failed', 'src/mixins/OwnerCancels.sol',
    'slot.cancelledFrom = uint64(block.timestamp) + CANCEL_DELAY;',
    'slot.cancelledFrom = uint64(block.timestamp) - 1;'],
  ['a repeat settles again', 'a bad trade settled', exchange, 'if (trade.matchId < next) continue;',
    'if (trade.matchId < next) { matchRoot = keccak256(abi.encode(root, _settleOne(trade, nodes))); continue; }'],
  ['a failure stops the batch', 'a match was skipped|reverts a batch|FAIL', exchange,
    'emit TradeFailed(trade.matchId, code, side);', 'revert MatchGap(0, trade.matchId);'],
  ['fee cap ignored', 'a bad trade settled|a fee over the cap', checks,
    'if (fee * UNIT > uint256(order.maxFeePerUnit) * trade.quantity) return TradeFailure.FEE_OVER_CAP;', ''],
  ['net cash without fees of a payout', 'a market gave more', exchange,
    'sellerCash - int256(uint256(trade.sellFee))', 'sellerCash + int256(UNIT * 100)'],
];

const wanted = process.argv.slice(2);
let missed = 0;
for (const [name, found, file, right, wrong] of plants) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'plant-'));
  for (const part of ['src', 'forge', 'scripts', 'foundry.toml', 'package.json']) {
    fs.cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const source = fs.readFileSync(path.join(copy, file), 'utf8');
  if (source.split(right).length !== 2) throw new Error(`${name}: the line is not in ${file} once`);
  fs.writeFileSync(path.join(copy, file), source.replace(right, () => wrong));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/fuzz.mjs'], { cwd: copy, encoding: 'utf8' });
  const isFound = status !== 0 && /FAIL/.test(stdout) && new RegExp(found).test(stdout);
  if (!isFound) missed++;
  console.log(`plants: ${isFound ? 'found' : 'MISSED'}: ${name}`);
  if (!isFound) console.log(`${stdout}${stderr}`.split('\n').slice(-25).map((line) => line.slice(0, 200)).join('\n'));
  fs.rmSync(copy, { recursive: true });
}
process.exit(missed);
