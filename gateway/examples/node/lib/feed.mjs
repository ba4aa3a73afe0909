// The public feed: a book and a status kept from snapshots and changes, and trades, over a stock WebSocket client. A
// gap or a lost connection starts again from a snapshot; trades already seen are passed over.
import { EventEmitter } from 'node:events';
import WebSocket from 'ws';

const RECONNECT_MS = 100;

/** Emits 'trade' once per match, and 'book' after each change of the book. */
export class Feed extends EventEmitter {
  #socket = null;
  #closed = false;
  #trades = new Map();
  book = { sequence: 0n, bid: new Map(), ask: new Map() };

  /** State, rules, the call that runs and the last that ended. */
  status = {};

  constructor(url, marketId) {
    super();
    this.url = url;
    this.marketId = marketId;
  }

  open() {
    this.#connect();
    return new Promise((resolve) => this.once('book', resolve));
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  /** Resolves with the trade of this match, whether it came already or comes later. */
  trade(matchId) {
    const seen = this.#trades.get(matchId);
    return seen ? Promise.resolve(seen) : new Promise((resolve) => {
      const onTrade = (trade) => {
        if (trade.matchId === matchId) {
          this.off('trade', onTrade);
          resolve(trade);
        }
      };
      this.on('trade', onTrade);
    });
  }

  #connect() {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.on('open', () => ['book', 'trades', 'status'].forEach((channel) => socket.send(
      JSON.stringify({ op: 'subscribe', channel, marketId: this.marketId }))));
    socket.on('message', (data) => this.#onMessage(socket, JSON.parse(data)));
    socket.on('error', () => {}); // always followed by close
    socket.on('close', () => {
      if (!this.#closed) {
        setTimeout(() => this.#connect(), RECONNECT_MS);
      }
    });
  }

  #onMessage(socket, message) {
    switch (message.type) {
      case 'book.snapshot':
        this.book = {
          sequence: BigInt(message.sequence), bid: levels(message.bids), ask: levels(message.asks),
        };
        this.emit('book', this.book);
        break;
      case 'book.delta':
        this.#onDelta(socket, message);
        break;
      case 'trades.snapshot':
        message.trades.toReversed().forEach((trade) => this.#onTrade(trade));
        break;
      case 'trade':
        this.#onTrade(message);
        break;
      case 'status.snapshot':
      case 'state':
      case 'rules':
        Object.assign(this.status, message);
        break;
      case 'auction.indicative':
        this.status.auction = message;
        break;
      case 'auction.uncrossed':
        this.status.lastAuction = message;
        break;
      case 'error':
        if (message.code === 'UNKNOWN_MARKET') {
          socket.close(); // the gateway is still catching up
        }
        break;
      default:
        break;
    }
  }

  #onDelta(socket, message) {
    if (BigInt(message.sequence) <= this.book.sequence) {
      return;
    }
    if (BigInt(message.previousSequence) > this.book.sequence) {
      socket.close(); // a gap: the snapshot of the next connection repairs it
      return;
    }
    for (const [side, price, quantity, orders] of message.changes) {
      if (quantity === '0') {
        this.book[side].delete(price);
      } else {
        this.book[side].set(price, { quantity, orders });
      }
    }
    this.book.sequence = BigInt(message.sequence);
    this.emit('book', this.book);
  }

  #onTrade(trade) {
    if (!this.#trades.has(trade.matchId)) {
      this.#trades.set(trade.matchId, trade);
      this.emit('trade', trade);
    }
  }
}

function levels(rows) {
  return new Map(rows.map(([price, quantity, orders]) => [price, { quantity, orders }]));
}
