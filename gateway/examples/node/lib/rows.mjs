// What the venue's database says, read with a stock PostgreSQL client.
import pg from 'pg';
import { parseFixed } from './fixed-point.mjs';

const RETRY_MS = 100;

export class Rows {
  constructor(connection) {
    this.pool = new pg.Pool({ ...connection, max: 2 });
    this.pool.on('error', () => {}); // an idle connection was cut; the next query opens another
  }

  close() {
    return this.pool.end();
  }

  /** The settlement state of a match, or null while its row is not there. */
  async match(matchId) {
    const { rows } = await this.pool.query(
      'select settlement_status, settlement_transaction_hash, engine_sequence, price, quantity '
      + 'from trade_matches where match_id = $1', [matchId]);
    return rows[0] ?? null;
  }

  /** Waits for a row that satisfies the condition. */
  async awaitMatch(matchId, isEnough) {
    for (;;) {
      const row = await this.match(matchId);
      if (row && isEnough(row)) {
        return row;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Available and held ledger units. */
  async balance(account) {
    const { rows } = await this.pool.query(
      'select available, held from account_balances where account_address = $1 and subaccount = 0',
      [account.toLowerCase()]);
    return rows[0] ? { available: parseFixed(rows[0].available), held: parseFixed(rows[0].held) } : null;
  }

  /** Signed lots by market. */
  async positions(account) {
    const { rows } = await this.pool.query(
      'select market_id, position_lots from user_positions where account_address = $1 and subaccount = 0',
      [account.toLowerCase()]);
    return new Map(rows.map((row) => [Number(row.market_id), BigInt(row.position_lots)]));
  }

  /** Final status and filled lots of each order of an account, by client order id. */
  async orders(account) {
    const { rows } = await this.pool.query(
      "select client_order_id, status, filled_lots from orders where trader_address = $1 and status <> 'REJECTED'",
      [account.toLowerCase()]);
    return rows.map((row) => ({
      clientOrderId: row.client_order_id, status: row.status, filledLots: BigInt(row.filled_lots),
    }));
  }

  async matches(...accounts) {
    const { rows } = await this.pool.query(
      'select match_id, settlement_status from trade_matches '
      + 'where buyer_address = any($1) or seller_address = any($1) order by match_id',
      [accounts.map((account) => account.toLowerCase())]);
    return rows;
  }
}
